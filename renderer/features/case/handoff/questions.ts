/** What the open case still needs, in the order of its form: what is due now, what later, and what is to be looked at. */

import { plural, t } from '@lingui/core/macro';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { stepKind } from '../../../../shared/cases/records.ts';
import type { CaseState } from '../../../../shared/cases/states.ts';
import { inFormOrder } from '../../../../shared/handoff/outline.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { isDue, isOverdue } from '../../../../shared/handoff/stage.ts';
import type { MarkKind } from '../../../ui/mark.tsx';
import { useSteady } from '../../../ui/steady.ts';
import type { OpenCase } from '../../../views/case-store.ts';
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

/** The open questions of a case as it is. */
export function questionsOf(open: OpenCase): Questions {
  const { case: record, systems, steps, attachments } = contentsOf(open);
  const ordered = inFormOrder({ systems, steps, attachments }, open.findings);
  const blockers = ordered.filter(({ severity }) => severity === 'blocker');
  return {
    now: blockers.filter(({ rule }) => isDue(rule, record.state)),
    later: blockers.filter(({ rule }) => !isDue(rule, record.state)),
    look: ordered.filter(({ severity }) => severity !== 'blocker'),
  };
}

/** The questions as they are drawn: a key shows first, and what it changes in the list follows in slices of time; none moves under a press. */
export function useQuestions(): Questions {
  const open = useSteady(useDeferredValue(useCasePart((each) => each)));
  return useMemo(() => questionsOf(open), [open]);
}

/**
 * `2 to look at, 1 note`: what only informs is not counted with what a lead will ask about.
 * @param what stands behind the number of warnings; a heading has said it already
 */
export function lookWords(look: readonly Pick<Finding, 'severity'>[], what = t` to look at`): string {
  const warnings = look.filter(({ severity }) => severity === 'warning').length;
  const notes = look.filter(({ severity }) => severity === 'note').length;
  return [
    ...(warnings > 0 ? [`${warnings}${what}`] : []),
    ...(notes > 0 ? [plural(notes, { one: '# note', other: '# notes' })] : []),
  ].join(', ');
}

/** How many they are, at once. */
export function useQuestionCounts(): { now: number; later: number; warnings: number } {
  return useCasePart(
    useShallow((open) => {
      const { state } = contentsOf(open).case;
      const counts = { now: 0, later: 0, warnings: 0 };
      for (const { rule, severity } of open.findings)
        if (severity === 'warning') counts.warnings += 1;
        else if (severity === 'blocker') counts[isDue(rule, state) ? 'now' : 'later'] += 1;
      return counts;
    }),
  );
}

/** How an open question looks: a ring until somebody was there and left it empty, or its stage has ended. */
export function useMarkOf(caseId: string): (finding: Finding, state: CaseState) => MarkKind {
  const checked = useCaseMemory(caseId, (memory) => memory.checked);
  const visited = useCaseMemory(caseId, (memory) => memory.visited);
  return useCallback(
    ({ rule, severity, where }, state) => {
      if (severity === 'note') return 'note';
      if (severity === 'warning') return 'look';
      if (checked || visited.includes(placeId(where)) || isOverdue(rule, state)) return 'missing';
      return isDue(rule, state) ? 'to-do' : 'later';
    },
    [checked, visited],
  );
}

/** Opens the place that a finding points at; for a missing step, its kind is chosen already. */
export function useOpenPlace(): (finding: Finding) => void {
  const askForStepKind = useWorkspace((workspace) => workspace.askForStepKind);
  const setQuickAddSystem = useWorkspace((workspace) => workspace.setQuickAddSystem);
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  return useCallback(
    ({ where }) => {
      const kind = where.table === 'steps' && where.id === null ? stepKind.safeParse(where.field) : null;
      if (kind?.success) askForStepKind(kind.data);
      if ((where.table === 'configuration' || where.table === 'revisions') && where.id)
        setQuickAddSystem(where.id);
      // Where the panel lies over the form, it makes way.
      setPanelOpen(false);
      goTo(where);
    },
    [askForStepKind, setQuickAddSystem, setPanelOpen],
  );
}
