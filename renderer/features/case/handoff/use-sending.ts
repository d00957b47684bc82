/** Handing off, by button or key: what is in the way is told, and led to. */
import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { handOff, isHeldAtGate } from '../../../commands/handoff.ts';
import { scanPacket, validateScan } from '../../../commands/redaction/final-scan.ts';
import { readUnsaved } from '../../../commands/unsaved-case.ts';
import { putAway } from '../../../ui/messages.ts';
import { saveHeld } from '../../../ui/unsaved.ts';
import { useApp } from '../../../views/hooks.tsx';
import { rememberChecked } from '../case-memory.ts';
import { useWorkspace } from '../workspace-state.ts';
import { focusHandoff, isHandoffShown, TAKEN_BACK } from './handoff-focus.ts';
import { leadToUnsaved } from './unsaved-texts.tsx';

/**
 * @param warned whether the panel warns of something: where it is folded, it is opened first, and what is asked again goes
 * @returns `send` hands off what is on screen, whatever of it is saved yet; `hold` says why it cannot be
 */
export function useSending(
  caseId: string,
  warned: boolean,
): {
  busy: boolean;
  problem: string;
  send: () => Promise<void>;
  hold: (why: string) => void;
} {
  const app = useApp();
  const setPanelOpen = useWorkspace((workspace) => workspace.setPanelOpen);
  const setHeldUp = useWorkspace((workspace) => workspace.setHeldUp);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  function hold(why: string): void {
    setBusy(false);
    setPanelOpen(true);
    setProblem(why);
    focusHandoff();
  }

  /** What is missing is marked as such from now on, as where somebody asks for it. */
  function held(): void {
    rememberChecked(caseId);
    hold(t`Not handed off: something is still missing. It is marked.`);
  }

  async function send(): Promise<void> {
    if (warned && !isHandoffShown()) {
      setPanelOpen(true);
      return focusHandoff();
    }
    setBusy(true);
    setHeldUp(null);
    // What was typed a moment ago is frozen with the rest, and scanned with it.
    await saveHeld();
    // Asked for before the scan, which takes a while in a case of many files.
    const texts = await readUnsaved(app, caseId);
    if (texts.length > 0) {
      setBusy(false);
      setProblem('');
      return leadToUnsaved(caseId, t`Not handed off.`, texts);
    }
    // What was typed last may answer what was missing, or bring it.
    if (await isHeldAtGate(app, caseId)) return held();
    // H12: what the rules cannot know, because the originals are on this computer alone.
    const left = validateScan(await scanPacket(app, caseId));
    if (left !== null) return hold(left);
    const outcome = await handOff(app, caseId);
    if (outcome.kind === 'blocked') return held();
    setBusy(false);
    setProblem(outcome.kind === 'refused' ? outcome.message : '');
    if (outcome.kind === 'unsaved') return leadToUnsaved(caseId, t`Not handed off.`, outcome.texts);
    if (outcome.kind === 'queued') putAway(TAKEN_BACK);
    // What came of it stands in the panel.
    setPanelOpen(outcome.kind !== 'queued');
    focusHandoff();
  }
  return { busy, problem, send, hold };
}
