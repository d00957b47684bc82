/** What was typed into the case and holds an act up, because it would be left out: the way to each, and the way to be rid of it. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { discardUnsaved, type UnsavedText, unsavedWords } from '../../../commands/unsaved-case.ts';
import { followDrops } from '../../../store/drafts.ts';
import { goToDraft } from '../../../ui/begun.ts';
import { useApp } from '../../../views/hooks.tsx';
import { goTo } from '../places.ts';
import { useWorkspace } from '../workspace-state.ts';
import { focusHandoff } from './handoff-focus.ts';

/** To the field of the form, or to what is written in the panel. */
function leadTo({ id, where }: UnsavedText): void {
  if (where) goTo(where);
  else {
    // Where the panel is folded, what stands in it can have no focus.
    flushSync(() => useWorkspace.getState().setPanelOpen(true));
    goToDraft(id);
  }
}

/** Tells it in the panel, and leads to the first. @param what was not done, in a sentence */
export function leadToUnsaved(caseId: string, what: string, texts: readonly UnsavedText[]): void {
  const { setHeldUp, setPanelOpen } = useWorkspace.getState();
  setHeldUp({ caseId, what, texts });
  setPanelOpen(true);
  const [first] = texts;
  if (first) leadTo(first);
}

/** What was saved or let go meanwhile holds nothing up any more. */
function leaveOut(dropped: string): void {
  const { heldUp, setHeldUp } = useWorkspace.getState();
  if (!heldUp?.texts.some(({ id }) => id === dropped)) return;
  const texts = heldUp.texts.filter(({ id }) => id !== dropped);
  setHeldUp(texts.length === 0 ? null : { ...heldUp, texts });
}

export function UnsavedTexts({ caseId }: { caseId: string }) {
  const app = useApp();
  const heldUp = useWorkspace((workspace) => workspace.heldUp);
  useEffect(() => followDrops(leaveOut), []);
  if (heldUp?.caseId !== caseId) return null;
  const { what, texts } = heldUp;
  async function discard(text: UnsavedText): Promise<void> {
    await discardUnsaved(app, caseId, text);
    focusHandoff();
  }
  return (
    <>
      <p className="bad" role="alert">
        {what} {unsavedWords(texts)}
      </p>
      <ul className="plain-list" aria-label={t`Typed and not saved`}>
        {texts.map((text) => (
          <li key={text.id} className="row">
            <Button variant="subtle" size="compact-xs" onClick={() => leadTo(text)}>
              {text.label}
            </Button>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={t`Discard what was typed: ${text.label}`}
              onClick={() => void discard(text)}
            >
              <Trans>Discard</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
