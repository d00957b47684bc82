/** The desk's tickets by what has to be done about each: one answer for Home and for the badge that leads there. */
import { type HomeList, homeListOf, type Need, type Viewer } from '../../shared/home/lists.ts';
import type { OpenQuestion } from './open-questions.ts';
import type { ClockLine } from './running-clocks.ts';

export interface DeskNeed {
  line: ClockLine;
  need: Need;
  /** When it arose, ISO 8601; null where that is not known. */
  since: string | null;
  /** By when it has to be done, ISO 8601; null where nothing says so. */
  until: string | null;
}

export type DeskLists = { needs: DeskNeed[] } & Record<Exclude<HomeList, 'needs' | 'team'>, ClockLine[]>;

/** What a partner's word has brought up is as old as that word; how long the ticket has run says nothing of it. */
function needOf(line: ClockLine, need: Need): DeskNeed {
  const until = line.next?.deadline.at ?? null;
  switch (need) {
    case 'read-reply':
    case 'read-word':
    case 'plan-again':
    case 'close':
      return { line, need, since: line.saidAt ?? line.receivedAt, until: null };
    case 'tell-executive':
      return { line, need, since: line.acknowledgedAt ?? line.receivedAt, until: null };
    default:
      return { line, need, since: line.receivedAt, until };
  }
}

/** @param lines tickets and cases; what is no ticket is none of the desk's */
export function deskLists(
  lines: readonly ClockLine[],
  questions: readonly OpenQuestion[],
  viewer: Viewer,
): DeskLists {
  const asked = new Map<string, { unanswered: number; replied: number }>();
  for (const { question, replied } of questions) {
    const counts = asked.get(question.ticketId) ?? { unanswered: 0, replied: 0 };
    counts[replied ? 'replied' : 'unanswered'] += 1;
    asked.set(question.ticketId, counts);
  }
  const lists: DeskLists = { needs: [], working: [], waits: [], follows: [] };
  for (const line of lines) {
    if (line.ticketId === null) continue;
    const shelf = homeListOf(
      {
        state: line.state,
        engineerId: '',
        rejected: false,
        refused: false,
        undecided: false,
        overdue: line.next?.state.kind === 'breached',
        unheard: line.unheard?.kind ?? null,
        executiveDue: line.executiveDue,
        ...(asked.get(line.ticketId) ?? { unanswered: 0, replied: 0 }),
      },
      viewer,
    );
    if (shelf === null || shelf.list === 'team') continue;
    if (shelf.list === 'needs') lists.needs.push(needOf(line, shelf.need));
    else lists[shelf.list].push(line);
  }
  return lists;
}
