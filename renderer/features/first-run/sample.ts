/** The sample partner's people, and its line to the hub, as the try-out shows them. */

import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { capital } from '../../../shared/base/sentence.ts';
import type { Failure } from '../../../shared/bridge/contract.ts';
import { may, type Permission, type Role, roleWords } from '../../../shared/certification/access.ts';
import { useApp } from '../../views/hooks.tsx';

export interface SamplePerson {
  personId: string;
  name: string;
  organisation: string;
  roles: readonly Role[];
}

/** What somebody does here, by what they may do, in the order in which a case goes through their hands. */
const parts: readonly { may: Permission; does: string }[] = [
  { may: 'sign-packets', does: t`collects on site and hands off` },
  { may: 'review-packets', does: t`reviews and approves` },
  { may: 'answer-tickets', does: t`takes the ticket and answers` },
  { may: 'certify', does: t`issues and revokes credentials` },
  { may: 'keep-catalogue', does: t`keeps products and the policy` },
  { may: 'see-tickets', does: t`watches clocks and reports` },
];

const placeOf = (person: SamplePerson) => {
  const found = parts.findIndex((each) => may(person, each.may));
  return found < 0 ? parts.length : found;
};

/** The role as people call it, and what its holder does. */
export function partOf(person: SamplePerson): { part: string; does: string } {
  return { part: capital(roleWords(person.roles)), does: parts[placeOf(person)]?.does ?? t`looks on` };
}

/** Engineers first, then in the order in which a case goes on; within a part, as the hub has them. */
function inOrder(people: readonly SamplePerson[]): SamplePerson[] {
  return [...people].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Null while they are asked for; empty where the hub has none. @param onProblem told why they could not be had */
export function useSamplePeople(
  wanted: boolean,
  onProblem: (failure: Failure) => void,
): readonly SamplePerson[] | null {
  const { bridge } = useApp();
  const [people, setPeople] = useState<readonly SamplePerson[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    void bridge.call('sample.people', {}).then((answer) => {
      if (answer.ok) setPeople(inOrder(answer.value));
      else onProblem(answer.failure);
    });
  }, [bridge, wanted, onProblem]);
  return people;
}

/** Whether the try-out's line to the hub is up, in every window; and how to cut it. */
export function useSampleLine(): { up: boolean; set: (up: boolean) => void } {
  const { bridge, syncNow } = useApp();
  const [up, setUp] = useState(true);
  useEffect(() => {
    const stop = bridge.on('sample.line', (told) => setUp(told.up));
    void bridge.call('sample.line', { up: null }).then((answer) => answer.ok && setUp(answer.value.up));
    return stop;
  }, [bridge]);
  const set = useCallback(
    (wanted: boolean) =>
      void bridge.call('sample.line', { up: wanted }).then((answer) => {
        if (!answer.ok) return;
        setUp(answer.value.up);
        // Cut, it says so at once; up again, what waited goes now.
        syncNow();
      }),
    [bridge, syncNow],
  );
  return useMemo(() => ({ up, set }), [up, set]);
}
