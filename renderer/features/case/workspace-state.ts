/** What only this window cares about: the kind of step that is about to be written, whether the panel is open. */
import { create } from 'zustand';
import type { StepKind } from '../../../shared/diagnostics/schema.ts';

interface WorkspaceState {
  stepKind: StepKind;
  panelOpen: boolean;
  /** The system to which configuration and revision levels are added next; empty for the first. */
  factSystem: string;
  setStepKind: (kind: StepKind) => void;
  setPanelOpen: (open: boolean) => void;
  setFactSystem: (id: string) => void;
}

export const useWorkspace = create<WorkspaceState>((set) => ({
  stepKind: 'gather',
  panelOpen: false,
  factSystem: '',
  setStepKind: (stepKind) => set({ stepKind }),
  setPanelOpen: (panelOpen) => set({ panelOpen }),
  setFactSystem: (factSystem) => set({ factSystem }),
}));
