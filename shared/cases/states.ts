/** The state machine of a case. See SPEC.md, rules CS1 to CS6. */
import { z } from 'zod';
import type { Permission } from '../certification/access.ts';

/** The states of a case, in the order in which it meets them. */
export const caseStates = [
  'level1',
  'level2',
  'ready',
  'in-review',
  'changes-requested',
  'approved',
  'escalated',
  'acknowledged',
  'planned',
  'answered',
  'verified',
  'closed',
] as const;
export const caseState = z.enum(caseStates);
export type CaseState = z.infer<typeof caseState>;

/** By what right somebody makes a transition: a permission of a person at a console, or as the hub itself. */
export type Actor =
  | Extract<Permission, 'work-cases' | 'sign-packets' | 'review-packets' | 'answer-tickets'>
  | 'hub';
export const actors: readonly Actor[] = [
  'work-cases',
  'sign-packets',
  'review-packets',
  'answer-tickets',
  'hub',
];

interface Transition {
  from: CaseState;
  to: CaseState;
  by: readonly Actor[];
}

/** All transitions there are. What is not listed is refused. */
export const transitions: readonly Transition[] = [
  { from: 'level1', to: 'level2', by: ['work-cases'] },
  // Said too early, and taken back.
  { from: 'level2', to: 'level1', by: ['work-cases'] },
  { from: 'level1', to: 'closed', by: ['work-cases'] },
  { from: 'level2', to: 'closed', by: ['work-cases'] },
  { from: 'changes-requested', to: 'closed', by: ['work-cases'] },
  // An end can be taken back, by a lead and with a reason.
  { from: 'closed', to: 'level1', by: ['review-packets'] },
  { from: 'closed', to: 'level2', by: ['review-packets'] },
  // A lead's device may carry the handoff of an engineer who is not online.
  { from: 'level2', to: 'ready', by: ['work-cases'] },
  { from: 'changes-requested', to: 'ready', by: ['work-cases'] },
  { from: 'ready', to: 'level2', by: ['work-cases', 'hub'] },
  // Taken back before it was sent, or refused, to where it was.
  { from: 'ready', to: 'changes-requested', by: ['work-cases', 'hub'] },
  { from: 'ready', to: 'in-review', by: ['hub'] },
  { from: 'ready', to: 'escalated', by: ['hub'] },
  // Taken back by its author, to where it was, or sent back.
  { from: 'in-review', to: 'level2', by: ['sign-packets', 'hub'] },
  { from: 'in-review', to: 'changes-requested', by: ['sign-packets', 'hub'] },
  { from: 'in-review', to: 'approved', by: ['hub'] },
  { from: 'in-review', to: 'escalated', by: ['hub'] },
  { from: 'approved', to: 'escalated', by: ['hub'] },
  { from: 'escalated', to: 'acknowledged', by: ['answer-tickets'] },
  { from: 'acknowledged', to: 'planned', by: ['answer-tickets'] },
  { from: 'acknowledged', to: 'answered', by: ['answer-tickets'] },
  // Plans and answers are versions: the newest stands, and the others stay.
  { from: 'planned', to: 'planned', by: ['answer-tickets'] },
  { from: 'planned', to: 'answered', by: ['answer-tickets'] },
  { from: 'answered', to: 'answered', by: ['answer-tickets'] },
  { from: 'answered', to: 'planned', by: ['answer-tickets', 'work-cases'] },
  { from: 'answered', to: 'verified', by: ['work-cases'] },
  { from: 'verified', to: 'planned', by: ['answer-tickets', 'work-cases'] },
  { from: 'answered', to: 'closed', by: ['answer-tickets'] },
  { from: 'verified', to: 'closed', by: ['answer-tickets'] },
  // Returned, to be handed off anew; or declined, which a lead may object to once.
  ...(['escalated', 'acknowledged', 'planned', 'answered'] as const).flatMap((from): Transition[] => [
    { from, to: 'changes-requested', by: ['answer-tickets'] },
    ...(from === 'answered' ? [] : [{ from, to: 'closed' as const, by: ['answer-tickets' as const] }]),
  ]),
  { from: 'closed', to: 'planned', by: ['review-packets'] },
  { from: 'closed', to: 'escalated', by: ['review-packets'] },
];

export type TransitionAnswer = { ok: true } | { ok: false; message: string };

/** Whether the actor may take a case from one state to another, and if not, why. */
export function checkTransition(from: CaseState, to: CaseState, by: Actor): TransitionAnswer {
  const found = transitions.find((each) => each.from === from && each.to === to);
  if (!found) {
    return { ok: false, message: `A case that is ${stateWords[from]} cannot be set to “${stateWords[to]}”.` };
  }
  if (!found.by.includes(by)) {
    return {
      ok: false,
      message: `A case that is ${stateWords[from]} is set to “${stateWords[to]}” by ${found.by.map((each) => deciders[each]).join(' or ')} only.`,
    };
  }
  return { ok: true };
}

const deciders: Readonly<Record<Actor, string>> = {
  'work-cases': 'the partner',
  'sign-packets': 'the engineer',
  'review-packets': 'a lead',
  'answer-tickets': 'Level 3',
  hub: 'the hub',
};

/** States of a case that Level 3 has. */
export const atLevel3: readonly CaseState[] = [
  'escalated',
  'acknowledged',
  'planned',
  'answered',
  'verified',
];

/** How screens name the states. */
export const stateWords: Readonly<Record<CaseState, string>> = {
  level1: 'at Level 1',
  level2: 'at Level 2',
  ready: 'ready to hand off',
  'in-review': 'in review',
  'changes-requested': 'sent back for changes',
  approved: 'approved',
  escalated: 'with Level 3',
  acknowledged: 'acknowledged by Level 3',
  planned: 'planned by Level 3',
  answered: 'answered by Level 3',
  verified: 'answered, and verified',
  closed: 'closed',
};

/** Whether the facts of the case may still change: a handed-off case is with Level 3 as it was handed off. */
export function isEditable(state: CaseState): boolean {
  return state === 'level1' || state === 'level2' || state === 'changes-requested';
}

/**
 * Whether the hub takes no change of the case's facts any more: a lead approved it, it is with Level 3, or it has ended. While it
 * is ready or in review, what its author typed before may still be on its way.
 */
export function isFrozen(state: CaseState): boolean {
  return state !== 'ready' && state !== 'in-review' && !isEditable(state);
}
