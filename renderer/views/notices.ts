/** What the system's notifications tell while the console is not looked at: a P1, something over its time, a question. No customer's words. */

import { t } from '@lingui/core/macro';
import type { ConsoleDatabase } from '../store/database.ts';
import type { PartnerHome } from './home.ts';
import type { OpenQuestion } from './open-questions.ts';
import type { ClockLine } from './running-clocks.ts';

export interface Notice {
  /** The same matter has the same id, however often it is read. */
  id: string;
  title: string;
  body: string;
  /** The very thing. */
  path: string;
}

/** @returns those that nobody was told of; all that is there at the first look is old */
export function fresh(known: Set<string> | null, now: readonly Notice[]): Notice[] {
  return known === null ? [] : now.filter(({ id }) => !known.has(id));
}

const over = (id: string, number: string, path: string): Notice => ({
  id: `over ${id}`,
  title: t`${number} is over its time`,
  body: t`A commitment of the maintenance policy was not kept in time.`,
  path,
});

/** Of who works on cases, or leads: questions of Level 3, P1 that wait for a decision, cases over their time. */
export function partnerNotices({ needs, working, waits, team }: PartnerHome): Notice[] {
  const asked = needs.flatMap(({ id, kind, about, to }): Notice[] => {
    if (about === null) return [];
    const { number, priority } = about;
    if (kind === 'answer-question')
      return [
        { id, title: t`${number}: Level 3 asks a question`, body: t`It waits for your answer.`, path: to },
      ];
    if (kind === 'review' && priority === 'P1')
      return [
        {
          id,
          title: t`${number}: a P1 waits for your decision`,
          body: t`An engineer handed it off.`,
          path: to,
        },
      ];
    return [];
  });
  const late = [...working, ...waits, ...team].filter(({ line }) => line.nextDueState === 'breached');
  return [...asked, ...late.map(({ line, to }) => over(line.id, line.number, to))];
}

/** Of the desk: P1 that nobody acknowledged, answers to its questions, other words of partners, tickets over their time. */
export function deskNotices(lines: readonly ClockLine[], questions: readonly OpenQuestion[]): Notice[] {
  const tickets = lines.filter(({ ticketId }) => ticketId !== null);
  const path = (line: ClockLine) => `/level3/${line.id}`;
  return [
    ...tickets
      .filter(({ state, priority }) => state === 'escalated' && priority === 'P1')
      .map((line) => ({
        id: `new ${line.id}`,
        title: t`${line.number}: a new P1`,
        body: t`Nobody has acknowledged it yet.`,
        path: path(line),
      })),
    ...questions
      .filter(({ replied }) => replied)
      .flatMap(({ question }) => {
        const line = tickets.find(({ ticketId }) => ticketId === question.ticketId);
        return line
          ? [
              {
                id: `reply ${question.id}`,
                title: t`${line.number}: the partner answered`,
                body: t`Your question has a reply.`,
                path: path(line),
              },
            ]
          : [];
      }),
    ...tickets.flatMap((line) =>
      line.unheard === null || line.state === 'closed'
        ? []
        : [
            {
              id: `word ${line.unheard.id}`,
              title: `${line.number}: ${line.unheard.kind === 'plan-again' ? t`the answer did not hold` : t`the partner says something`}`,
              body:
                line.unheard.kind === 'plan-again' ? t`It waits for a new plan.` : t`It waits to be read.`,
              path: path(line),
            },
          ],
    ),
    ...tickets
      .filter(({ next }) => next?.state.kind === 'breached')
      .map((line) => over(line.id, line.number, path(line))),
  ];
}

/** Of an executive: each P1 and P2 that they were told of (P-34). */
export function executiveNotices(lines: readonly ClockLine[], personId: string): Notice[] {
  return lines
    .filter(
      ({ ticketId, state, executives }) =>
        ticketId !== null && state !== 'closed' && executives.includes(personId),
    )
    .map((line) => ({
      id: `follows ${line.id}`,
      title: t`${line.number}: you follow this ${line.priority}`,
      body: t`Level 3 notified you as its executive.`,
      path: `/level3/${line.id}`,
    }));
}

/** How many rows are here that may be news; another list after each change of one. */
export const countNews = (db: ConsoleDatabase): Promise<number[]> =>
  Promise.all([db.deskEntries.count(), db.reviews.count(), db.signatures.count(), db.events.count()]);
