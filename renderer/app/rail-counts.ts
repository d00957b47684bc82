/** The badges of the rail: in which place something needs this person, and how much is open there. */
import { plural, t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { may } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { useClockLines } from '../views/clock-hooks.tsx';
import { deskLists } from '../views/desk-lists.ts';
import { usePartnerHome } from '../views/home-hooks.tsx';
import { deskQuestions } from '../views/open-questions.ts';
import { useView } from '../views/use-view.ts';
import type { RailCount } from './rail.tsx';

const needing = (count: number, words: string): RailCount => ({ count, words, needs: true });

/** By the address of the place; a place in which nothing is counted has none. */
export function useRailCounts(identity: Identity): Record<string, RailCount> {
  const { needs, working, waits, team, toReview } = usePartnerHome();
  const partner = may(identity, 'read-cases');
  const desk = !partner && may(identity, 'answer-tickets');
  const { lines } = useClockLines(desk);
  const questions = useView(deskQuestions, desk);
  const atDesk = useMemo(
    () =>
      desk ? deskLists(lines, questions ?? [], { id: identity.person.id, roles: identity.roles }).needs : [],
    [desk, lines, questions, identity],
  );
  const fresh = atDesk.filter(({ need }) => need === 'acknowledge').length;
  const counts: Record<string, RailCount> = {};
  const own = partner ? needs.length : atDesk.length;
  if (own > 0) counts['/'] = needing(own, plural(own, { one: '# needs you', other: '# need you' }));
  if (toReview > 0)
    counts['/review'] = needing(
      toReview,
      plural(toReview, { one: '# waits for you', other: '# wait for you' }),
    );
  if (fresh > 0) counts['/level3'] = needing(fresh, t`${fresh} not acknowledged`);
  // What needs them is open too.
  const asked = needs.flatMap(({ kind, about }) => (kind === 'review' || !about ? [] : [about.number]));
  const mine = new Set([...[...working, ...waits].map(({ line }) => line.number), ...asked]).size;
  if (mine > 0) counts['/cases'] = { count: mine, words: t`${mine} of yours open`, needs: false };
  const late = [...working, ...waits, ...team].filter(({ line }) => line.nextDueState === 'breached').length;
  if (late > 0) counts['/clocks'] = { count: late, words: t`${late} over`, needs: false };
  return counts;
}
