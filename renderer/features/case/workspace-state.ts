/** What only this window cares about: the kind of step that is about to be written, whether the panel is open. */
import { create } from 'zustand';
import type { StepKind } from '../../../shared/cases/records.ts';

interface WorkspaceState {
  stepKind: StepKind;
  panelOpen: boolean;
  /** The system to which configuration and revision levels are added next; empty for the first. */
  factSystem: string;
  /** Files that are still coming in, by case: a packet that is frozen meanwhile would lack them. */
  incoming: Readonly<Record<string, number>>;
  setStepKind: (kind: StepKind) => void;
  setPanelOpen: (open: boolean) => void;
  setFactSystem: (id: string) => void;
  countIncoming: (caseId: string, change: number) => void;
}

export const useWorkspace = create<WorkspaceState>((set) => ({
  stepKind: 'gather',
  panelOpen: false,
  factSystem: '',
  incoming: {},
  setStepKind: (stepKind) => set({ stepKind }),
  setPanelOpen: (panelOpen) => set({ panelOpen }),
  setFactSystem: (factSystem) => set({ factSystem }),
  countIncoming: (caseId, change) =>
    set(({ incoming }) => ({ incoming: { ...incoming, [caseId]: (incoming[caseId] ?? 0) + change } })),
}));
