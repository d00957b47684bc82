/** The redaction of one case as its screen sees it: opened once in a worker, redone with each choice. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Kind } from '../../../shared/redaction/kinds.ts';
import type { RedactionChoice } from '../../../shared/redaction/records.ts';
import type { FileView } from '../../../shared/redaction/session.ts';
import { choose } from '../../commands/redaction/choices.ts';
import { optionsOf, readExceptions, readForRedaction } from '../../commands/redaction/open-case.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { useApp } from '../../views/hooks.tsx';
import { countChoices } from '../../views/redaction.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { openRedaction, type RedactionWorker } from '../../workers/redaction.ts';

export type RedactionView =
  | { kind: 'reading'; done: number }
  | { kind: 'failed'; message: string }
  | {
      kind: 'open';
      files: FileView[];
      held: HeldFile[];
      tooLarge: HeldFile[];
      worker: RedactionWorker;
      /** Counts up with each redaction: what was drawn of the one before is drawn anew. */
      round: number;
      /** 0 to 1 while it is redone; null otherwise. */
      redoing: number | null;
    };

/** Opens the case's originals and keeps them redacted by what is decided, here and on other windows. */
export function useRedaction(caseId: string): RedactionView {
  const app = useApp();
  const [view, setView] = useState<RedactionView>({ kind: 'reading', done: 0 });
  const decided = useView(countChoices, caseId);
  const used = useRef<{ worker: RedactionWorker; decided: number } | null>(null);

  useEffect(() => {
    const worker = openRedaction();
    let gone = false;
    const open = async () => {
      const count = await readOnce(app, countChoices, caseId);
      const { held, tooLarge, ...input } = await readForRedaction(app, caseId);
      // A call would begin a worker that nobody ends.
      if (gone) return;
      const files = await worker.call('open', input, (done) => {
        if (!gone) setView({ kind: 'reading', done });
      });
      if (gone) return;
      used.current = { worker, decided: count };
      setView({ kind: 'open', files, held, tooLarge, worker, round: 0, redoing: null });
    };
    open().catch((error: unknown) => {
      if (!gone) setView({ kind: 'failed', message: reported(error, 'redaction') });
    });
    return () => {
      gone = true;
      used.current = null;
      worker.end();
    };
  }, [app, caseId]);

  useEffect(() => {
    const now = used.current;
    if (view.kind !== 'open' || !now || decided === undefined || decided === now.decided) return;
    now.decided = decided;
    const show = (redoing: number | null, files?: FileView[]) =>
      setView((before) =>
        before.kind === 'open'
          ? { ...before, redoing, ...(files ? { files, round: before.round + 1 } : {}) }
          : before,
      );
    const redo = async () => {
      const { options } = await optionsOf(app, caseId);
      if (used.current !== now) return;
      const files = await now.worker.call('redact', { options }, show);
      // One more was decided meanwhile: its own round follows.
      show(null, files);
    };
    redo().catch((error: unknown) => {
      if (used.current === now) setView({ kind: 'failed', message: reported(error, 'redaction') });
    });
  }, [app, caseId, decided, view.kind]);
  return view;
}

/** What stays in clear in the case, and why; null while it is read. */
export function useKept(caseId: string): { text: string; why: string; chosen: boolean }[] | null {
  return useView(readExceptions, caseId) ?? null;
}

/** Decides about an original of the case; `problem` says what was not saved. */
export function useChoose(caseId: string) {
  const app = useApp();
  const [problem, setProblem] = useState('');
  const decide = useCallback(
    async (choice: RedactionChoice['choice'], original: { kind: Kind; text: string }) => {
      const result = await choose(app, caseId, choice, original);
      setProblem(result.kind === 'refused' ? refusalWords(result) : '');
    },
    [app, caseId],
  );
  return { decide, problem };
}
