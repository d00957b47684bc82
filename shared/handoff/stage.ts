/**
 * When a rule is asked of the person who works on a case: at Level 1, at Level 2, or before the handoff, as the rule itself says. The
 * gate asks all of them as ever; this only says what is due now and what later, so that nobody at Level 1 is asked what Level 2 lacks.
 */
import type { CaseState } from '../cases/states.ts';
import { type Stage, stages } from './rule.ts';
import { ruleSet } from './rule-set.ts';

const byRule: ReadonlyMap<string, Stage> = new Map(ruleSet.map(({ id, stage }) => [id, stage]));

/** @param rule `H7`. What the hub alone asks, and what a newer hub does, is asked before the handoff, so that it is never forgotten. */
export function stageOf(rule: string): Stage {
  return byRule.get(rule) ?? 'handoff';
}

/** The stage at which a case stands. What a lead or Level 3 sent back has met all of them once. */
function stageAt(state: CaseState): Stage {
  return state === 'level1' || state === 'level2' ? state : 'handoff';
}

/** Whether the rule is due at the case's stage, or was before. */
export function isDue(rule: string, state: CaseState): boolean {
  return stages.indexOf(stageOf(rule)) <= stages.indexOf(stageAt(state));
}

/** Whether the stage that asks for it has ended: what is missing then was left out. */
export function isOverdue(rule: string, state: CaseState): boolean {
  if (state === 'changes-requested') return true;
  return stages.indexOf(stageOf(rule)) < stages.indexOf(stageAt(state));
}
