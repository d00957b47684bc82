/**
 * When a rule is asked of the person who works on a case: at Level 1, at Level 2, or before the handoff. The gate asks all of them
 * as ever; this only says what is due now and what later, so that nobody at Level 1 is asked what Level 2 lacks.
 */
import type { CaseState } from '../cases/states.ts';

/** In the order in which a case meets them. */
export const stages = ['level1', 'level2', 'handoff'] as const;
export type Stage = (typeof stages)[number];

/** What Level 1 needs to begin and to end: what is wrong, since when, where, which steps P-02 and P-04 ask for, and its end (P-05). */
const atLevel1 = [
  ...['H1', 'H2', 'H3', 'H4', 'H6', 'H14', 'H18', 'H19', 'H21', 'H39', 'H42'],
  ...['H44', 'H45', 'H46', 'H51'],
] as const;
/** What Level 2 collects and tries (P-03, P-06, P-07, P-23, P-24). */
const atLevel2 = [
  ...['H7', 'H8', 'H9', 'H10', 'H11', 'H12', 'H13', 'H15', 'H16', 'H17', 'H20', 'H22', 'H23', 'H24'],
  ...['H29', 'H38', 'H47', 'H48', 'H49', 'H50'],
] as const;
/** What goes with the handoff: proof in the unmodified product, cover, people, papers, the request, and the packet itself. */
const beforeHandoff = [
  ...['H5', 'H25', 'H26', 'H27', 'H28', 'H30', 'H31', 'H32', 'H33', 'H34', 'H35', 'H36', 'H37'],
  ...['H40', 'H41', 'H43'],
] as const;

const table: ReadonlyMap<string, Stage> = new Map<string, Stage>([
  ...atLevel1.map((rule) => [rule, 'level1'] as const),
  ...atLevel2.map((rule) => [rule, 'level2'] as const),
  ...beforeHandoff.map((rule) => [rule, 'handoff'] as const),
]);

/** @param rule `H7`. A number that has no stage yet is asked before the handoff, so that it is never forgotten. */
export function stageOf(rule: string): Stage {
  return table.get(rule) ?? 'handoff';
}

/** The rules that have a stage: for the test that each rule in force has one. */
export const stagedRules: readonly string[] = [...table.keys()];

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
