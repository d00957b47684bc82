/** What only this window cares about: the kind of step that is about to be written, whether the panel is open. */
import { create } from 'zustand';
import type { StepKind } from '../../../shared/diagnostics/schema.ts';

interface WorkspaceState {
  stepKind: StepKind;
  panelOpen: boolean;
  setStepKind: (kind: StepKind) => void;
  setPanelOpen: (open: boolean) => void;
}

export const useWorkspace = create<WorkspaceState>((set) => ({
  stepKind: 'gather',
  panelOpen: false,
  setStepKind: (stepKind) => set({ stepKind }),
  setPanelOpen: (panelOpen) => set({ panelOpen }),
}));
