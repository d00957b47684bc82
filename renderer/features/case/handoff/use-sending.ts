/** Handing off, by button or key: what is in the way is told, and led to. */
import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { handOff } from '../../../commands/handoff.ts';
import { scanPacket, validateScan } from '../../../commands/redaction/final-scan.ts';
import { saveHeld } from '../../../ui/unsaved.ts';
import { useApp } from '../../../views/hooks.tsx';
import { useWorkspace } from '../workspace-state.ts';
import { focusHandoff } from './handoff-focus.ts';
import { leadToUnsaved } from './unsaved-texts.tsx';

export function useSending(caseId: string): { busy: boolean; problem: string; send: () => Promise<void> } {
  const app = useApp();
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  const setHeldUp = useWorkspace((workspace) => workspace.setHeldUp);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  async function send(): Promise<void> {
    setBusy(true);
    setHeldUp(null);
    // What was typed a moment ago is frozen with the rest, and scanned with it.
    await saveHeld();
    // H12: what the rules cannot know, because the originals are on this computer alone.
    const left = validateScan(await scanPacket(app, caseId));
    if (left !== null) {
      setBusy(false);
      setPanelOpen(true);
      setProblem(left);
      return focusHandoff();
    }
    const outcome = await handOff(app, caseId);
    setBusy(false);
    setProblem(outcome.kind === 'refused' ? outcome.message : '');
    if (outcome.kind === 'unsaved') return leadToUnsaved(caseId, t`Not handed off.`, outcome.texts);
    // What came of it stands in the panel.
    setPanelOpen(outcome.kind !== 'queued');
    focusHandoff();
  }
  return { busy, problem, send };
}
