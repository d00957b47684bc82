/** What the open case still needs, in the order of its form: what is due now, what later, and what is to be looked at. */
import { useMemo } from 'react';
import type { Place } from '../../../../shared/base/place.ts';
import { stepKind } from '../../../../shared/cases/records.ts';
import type { CaseState } from '../../../../shared/cases/states.ts';
import { formOrder, inFormOrder } from '../../../../shared/handoff/outline.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { isDue, isOverdue } from '../../../../shared/handoff/stage.ts';
import type { MarkKind } from '../../../ui/mark.tsx';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { useCaseMemory } from '../case-memory.ts';
import { goTo, placeId } from '../places.ts';
import { useWorkspace } from '../workspace-state.ts';

export interface Questions {
  /** Blockers of the stage at which the case stands, and of those before. */
  now: readonly Finding[];
  later: readonly Finding[];
  /** Warnings and notes: none of them stops the handoff. */
  look: readonly Finding[];
}

export function useQuestions(): Questions {
  const findings = useCasePart((open) => open.findings);
  const { state } = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const steps = useCasePart((open) => contentsOf(open).steps);
  const attachments = useCasePart((open) => contentsOf(open).attachments);
  return useMemo(() => {
    const ordered = inFormOrder({ systems, steps, attachments }, findings);
    const blockers = ordered.filter(({ severity }) => severity === 'blocker');
    return {
      now: blockers.filter(({ rule }) => isDue(rule, state)),
      later: blockers.filter(({ rule }) => !isDue(rule, state)),
      look: ordered.filter(({ severity }) => severity !== 'blocker'),
    };
  }, [findings, state, systems, steps, attachments]);
}

/** How an open question looks: a ring until somebody was there and left it empty, or its stage has ended. */
export function useMarkOf(caseId: string): (finding: Finding, state: CaseState) => MarkKind {
  const checked = useCaseMemory(caseId, (memory) => memory.checked);
  const visited = useCaseMemory(caseId, (memory) => memory.visited);
  return ({ rule, severity, where }, state) => {
    if (severity === 'note') return 'note';
    if (severity === 'warning') return 'look';
    if (checked || visited.includes(placeId(where)) || isOverdue(rule, state)) return 'missing';
    return isDue(rule, state) ? 'to-do' : 'later';
  };
}

/** Opens the place that a finding points at; for a missing step, its kind is chosen already. */
export function useOpenPlace(): (finding: Finding) => void {
  const setStepKind = useWorkspace((workspace) => workspace.setStepKind);
  const setFactSystem = useWorkspace((workspace) => workspace.setFactSystem);
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  return ({ where }) => {
    const kind = where.table === 'steps' && where.id === null ? stepKind.safeParse(where.field) : null;
    if (kind?.success) setStepKind(kind.data);
    if ((where.table === 'configuration' || where.table === 'revisions') && where.id) setFactSystem(where.id);
    // Where the panel lies over the form, it makes way.
    setPanelOpen(false);
    goTo(where);
  };
}

/** The question below or above a place on the form; from the last one to the first. @param from null: from the top */
export function nextQuestion(
  contents: Parameters<typeof formOrder>[0],
  questions: readonly Finding[],
  from: Place | null,
  back: boolean,
): Finding | undefined {
  const order = formOrder(contents);
  const listed = back ? questions.toReversed() : questions;
  if (from === null) return listed[0];
  const beyond = listed.find(({ where }) => (back ? order(where, from) < 0 : order(where, from) > 0));
  return beyond ?? listed[0];
}
