/** The sample partner's people, and its line to the hub, as the try-out shows them. */
import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../shared/bridge/contract.ts';
import { dutyOf, type Role } from '../../../shared/certification/access.ts';
import { useApp } from '../../views/hooks.tsx';

export interface SamplePerson {
  personId: string;
  name: string;
  organisation: string;
  roles: readonly Role[];
}

export function partOf({ roles }: SamplePerson): { part: string; does: string } {
  return dutyOf(roles);
}

/** Engineers first, then in the order in which a case goes on; within a part, as the hub has them. */
export function inOrder(people: readonly SamplePerson[]): SamplePerson[] {
  return [...people].sort((a, b) => dutyOf(a.roles).place - dutyOf(b.roles).place);
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
  return { up, set };
}
