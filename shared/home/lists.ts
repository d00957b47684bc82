/**
 * On which list of whose Home a case stands. Pure: a case that is open stands on exactly one list of everybody whom it concerns,
 * and what waits for a person stands among what needs that person. See SPEC.md, rules HM1 to HM6.
 */
import { atLevel3, type CaseState } from '../cases/states.ts';
import { may, type Role } from '../certification/access.ts';
import type { Unheard } from '../tickets/talk.ts';

/** What is to be known of a case. */
export interface Standing {
  state: CaseState;
  /** Id of the engineer whose case it is. */
  engineerId: string;
  /** A lead rejected its newest packet, and nothing was handed off since: the case is at Level 2 again. */
  rejected: boolean;
  /** The hub refused its packet, or a change of it, and this computer keeps what was refused. */
  refused: boolean;
  /** How many of Level 3's questions nobody has replied to. */
  unanswered: number;
  /** How many of them have a reply that the desk has not looked at. */
  replied: number;
  /** What else the partner said to the desk and the desk has not acted on. */
  unheard: Unheard['kind'] | null;
  /** A P1 or P2 was acknowledged, and no executive was told of it (P-34). */
  executiveDue: boolean;
  /** A packet waits for a lead's decision here: in review, queued, or a P1 that went ahead of its approval (H37). */
  undecided: boolean;
  /** A clock of it is over. */
  overdue: boolean;
}

export interface Viewer {
  id: string;
  roles: readonly Role[];
}

/** What a person has to do about a case; `null` on every list but `needs`. */
export type Need =
  | 'answer-question'
  | 'mend-refused'
  | 'make-changes'
  | 'try-answer'
  | 'review'
  | 'acknowledge'
  | 'plan-again'
  | 'tell-executive'
  | 'read-reply'
  | 'read-word'
  | 'close'
  | 'overdue';

export type HomeList =
  /** Needs this person now. */
  | 'needs'
  /** This person works on it. */
  | 'working'
  /** This person's, and others are at it. */
  | 'waits'
  /** Somebody else's of the same organisation, for who leads it. */
  | 'team'
  /** Read only: an executive follows it. */
  | 'follows';

export type Shelf = { list: 'needs'; need: Need } | { list: Exclude<HomeList, 'needs'>; need: null };

const on = (list: Exclude<HomeList, 'needs'>): Shelf => ({ list, need: null });
const needs = (need: Need): Shelf => ({ list: 'needs', need });

/** The engineer's own case. */
function ownCase({ state, refused, rejected, unanswered }: Standing): Shelf {
  if (refused) return needs('mend-refused');
  if (unanswered > 0) return needs('answer-question');
  if (state === 'changes-requested' || rejected) return needs('make-changes');
  if (state === 'answered') return needs('try-answer');
  return on(state === 'level1' || state === 'level2' ? 'working' : 'waits');
}

/** A ticket, at the desk. */
function ticketOf({ state, replied, unanswered, unheard, executiveDue, overdue }: Standing): Shelf {
  if (state === 'escalated') return needs('acknowledge');
  if (unheard === 'plan-again') return needs('plan-again');
  if (executiveDue) return needs('tell-executive');
  if (replied > 0) return needs('read-reply');
  // The partner says that it works: the desk closes it with them.
  if (state === 'verified') return needs('close');
  if (unheard !== null) return needs(unheard);
  if (state === 'answered') return on('waits');
  if (overdue) return needs('overdue');
  return on(unanswered > 0 ? 'waits' : 'working');
}

/** The list on which the case stands for this person; null where it is closed, or is none of theirs. */
export function homeListOf(standing: Standing, viewer: Viewer): Shelf | null {
  if (standing.state === 'closed') return null;
  if (may(viewer, 'read-cases')) {
    const own = standing.engineerId === viewer.id;
    // Nobody decides about a packet of their own (H37).
    if (!own && standing.undecided && may(viewer, 'review-packets')) return needs('review');
    if (own) return ownCase(standing);
    // Who reviews, or reads without a case of their own, has all of them as the team's.
    return may(viewer, 'review-packets') || !may(viewer, 'work-cases') ? on('team') : null;
  }
  if (!may(viewer, 'see-tickets') || !atLevel3.includes(standing.state)) return null;
  return may(viewer, 'answer-tickets') ? ticketOf(standing) : on('follows');
}

/** Which of two needs comes first: what others wait for before what only this person waits for. */
const order: readonly Need[] = [
  'answer-question',
  'overdue',
  'acknowledge',
  'tell-executive',
  'plan-again',
  'review',
  'read-reply',
  'read-word',
  'close',
  'make-changes',
  'mend-refused',
  'try-answer',
];

/** What needs a person, for its place in the list. */
export interface Urgency {
  rank: number;
  /** `none` where nobody has set one. */
  priority: string;
  since: string | null;
}

/** What others wait for first (HM6); of one kind by priority, then the oldest: the order of the queues that it leads to. */
export function byUrgency(a: Urgency, b: Urgency): number {
  const compared = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1);
  const of = ({ priority }: Urgency) => (priority === 'none' ? 'P9' : priority);
  return a.rank - b.rank || compared(of(a), of(b)) || compared(a.since ?? '', b.since ?? '');
}

/** For sorting what needs a person. */
export function needRank(need: Need): number {
  return order.indexOf(need);
}
