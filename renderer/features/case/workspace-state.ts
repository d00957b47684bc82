/** What only this window cares about: the kind of step that is about to be written, whether the panel is open. */
import { create } from 'zustand';
import type { StepKind } from '../../../shared/cases/records.ts';
import type { UnsavedText } from '../../commands/unsaved-case.ts';
import type { CasePart } from './case-address.ts';

interface WorkspaceState {
  stepKind: StepKind;
  /** The kind for which a jump came to the next step, until its form has taken it; null for none. */
  askedStepKind: StepKind | null;
  panelOpen: boolean;
  /** The system to which configuration and revision levels are added next; empty for the first. */
  quickAddSystem: string;
  /** Files that are still coming in, by case: a packet that is frozen meanwhile would lack them. */
  incoming: Readonly<Record<string, number>>;
  /** The part that a jump led to: it is drawn at once, because the next key is meant for the field there. */
  jumpedTo: CasePart | null;
  /** What was typed into a case and not saved, and held up an act: `what` was not done. */
  heldUp: { caseId: string; what: string; texts: readonly UnsavedText[] } | null;
  setHeldUp: (heldUp: WorkspaceState['heldUp']) => void;
  setJumpedTo: (part: CasePart) => void;
  setStepKind: (kind: StepKind) => void;
  askForStepKind: (kind: StepKind | null) => void;
  setPanelOpen: (open: boolean) => void;
  setQuickAddSystem: (id: string) => void;
  countIncoming: (caseId: string, change: number) => void;
}

export const useWorkspace = create<WorkspaceState>((set) => ({
  stepKind: 'gather',
  askedStepKind: null,
  panelOpen: false,
  quickAddSystem: '',
  incoming: {},
  jumpedTo: null,
  heldUp: null,
  setHeldUp: (heldUp) => set({ heldUp }),
  setJumpedTo: (jumpedTo) => set({ jumpedTo }),
  setStepKind: (stepKind) => set({ stepKind }),
  askForStepKind: (askedStepKind) => set({ askedStepKind }),
  setPanelOpen: (panelOpen) => set({ panelOpen }),
  setQuickAddSystem: (quickAddSystem) => set({ quickAddSystem }),
  countIncoming: (caseId, change) =>
    set(({ incoming }) => ({ incoming: { ...incoming, [caseId]: (incoming[caseId] ?? 0) + change } })),
}));
