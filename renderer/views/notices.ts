/** What the system's notifications tell while the console is not looked at: a P1, something over its time, a question. No customer's words. */

import { t } from '@lingui/core/macro';
import type { ConsoleDatabase } from '../store/database.ts';
import type { PartnerHome } from './home.ts';
import type { OpenQuestion } from './open-questions.ts';
import type { ClockLine } from './running-clocks.ts';

export interface Notice {
  /** The same matter has the same id, however often it is read. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The very thing. */
  readonly path: string;
}

/** @returns those that nobody was told of; all that is there at the first look is old */
export function fresh(known: Set<string> | null, now: readonly Notice[]): Notice[] {
  return known === null ? [] : now.filter(({ id }) => !known.has(id));
}

/** Its words are made when they are told: of ten thousand matters that wait nearly none is new. @param say title and body */
const notice = (id: string, path: string, say: () => readonly [title: string, body: string]): Notice => ({
  id,
  path,
  get title() {
    return say()[0];
  },
  get body() {
    return say()[1];
  },
});

const over = (id: string, number: string, path: string): Notice =>
  notice(`over ${id}`, path, () => [
    t`${number} is overdue`,
    t`A commitment of the maintenance policy was not kept in time.`,
  ]);

/** Of who works on cases, or leads: questions of Level 3, P1 that wait for a decision, cases over their time. */
export function partnerNotices({ needs, working, waits, team }: PartnerHome): Notice[] {
  const asked = needs.flatMap(({ id, kind, about, to }): Notice[] => {
    if (about === null) return [];
    const { number, priority } = about;
    if (kind === 'answer-question')
      return [notice(id, to, () => [t`${number}: Level 3 asks a question`, t`It waits for your answer.`])];
    if (kind === 'review' && priority === 'P1')
      return [
        notice(id, to, () => [t`${number}: a P1 waits for your decision`, t`An engineer handed it off.`]),
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
      .map((line) =>
        notice(`new ${line.id}`, path(line), () => [
          t`${line.number}: a new P1`,
          t`Nobody has acknowledged it yet.`,
        ]),
      ),
    ...questions
      .filter(({ replied }) => replied)
      .flatMap(({ question }) => {
        const line = tickets.find(({ ticketId }) => ticketId === question.ticketId);
        return line
          ? [
              notice(`reply ${question.id}`, path(line), () => [
                t`${line.number}: the partner answered`,
                t`Your question has a reply.`,
              ]),
            ]
          : [];
      }),
    ...tickets.flatMap((line) => {
      const { unheard, number, state } = line;
      if (unheard === null || state === 'closed') return [];
      const again = unheard.kind === 'plan-again';
      return [
        notice(`word ${unheard.id}`, path(line), () => [
          `${number}: ${again ? t`the answer did not hold` : t`the partner sent a message`}`,
          again ? t`It waits for a new plan.` : t`It waits to be read.`,
        ]),
      ];
    }),
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
    .map((line) =>
      notice(`follows ${line.id}`, `/level3/${line.id}`, () => [
        t`${line.number}: you follow this ${line.priority}`,
        t`Level 3 notified you as its executive.`,
      ]),
    );
}

/** How many rows are here that may be news; another list after each change of one. */
export const countNews = (db: ConsoleDatabase): Promise<number[]> =>
  Promise.all([db.deskEntries.count(), db.reviews.count(), db.signatures.count(), db.events.count()]);
