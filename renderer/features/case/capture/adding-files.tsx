/** Files on their way into a case: how far each is, a way to stop it, and what went wrong. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { AttachmentRecord } from '../../../../shared/cases/records.ts';
import { takeFile } from '../../../commands/held-files.ts';
import { reported } from '../../../store/report.ts';
import { holdCopy } from '../../../ui/unsaved.ts';
import { useApp, useEditable } from '../../../views/hooks.tsx';
import { useWorkspace } from '../workspace-state.ts';

interface Adding {
  key: string;
  name: string;
  done: number;
  stop: AbortController;
}

interface Incoming {
  adding: readonly Adding[];
  problems: readonly string[];
  notes: readonly string[];
  /** @param problem what of them could not be read, told beside what becomes of the others */
  take: (chosen: readonly File[], problem?: string) => Promise<Pick<AttachmentRecord, 'id' | 'name'>[]>;
}

const FilesContext = createContext<Incoming | null>(null);

/**
 * Files that come into the open case, whichever part is in view: what was begun in one goes on in another. A screenshot pasted
 * anywhere in the case that is no text field is attached.
 */
export function CaseFiles({ caseId, children }: { caseId: string; children: ReactNode }) {
  const { adding, problems, notes, take } = useAddFiles(caseId);
  const editable = useEditable();
  useEffect(() => {
    if (!editable) return;
    const onPaste = (event: ClipboardEvent) => {
      const pasted = [...(event.clipboardData?.files ?? [])];
      // Text that is pasted into a field stays text, also where the clipboard holds a picture of it.
      const intoField = event.target instanceof Element && event.target.matches('input, textarea');
      if (pasted.length === 0 || intoField) return;
      event.preventDefault();
      void take(pasted);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [take, editable]);
  const incoming = useMemo(() => ({ adding, problems, notes, take }), [adding, problems, notes, take]);
  return <FilesContext value={incoming}>{children}</FilesContext>;
}

export function useIncoming(): Incoming {
  const found = useContext(FilesContext);
  if (!found) throw new Error('no open case above this component');
  return found;
}

/**
 * @returns `take` takes files into the case one after the other, and answers those that were added or are held until somebody has said
 * what of them may leave
 */
export function useAddFiles(caseId: string): Incoming {
  const app = useApp();
  const [adding, setAdding] = useState<readonly Adding[]>([]);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const countIncoming = useWorkspace((workspace) => workspace.countIncoming);
  const take = useCallback(
    async (chosen: readonly File[], problem = ''): Promise<Pick<AttachmentRecord, 'id' | 'name'>[]> => {
      setProblems(problem === '' ? [] : [problem]);
      setNotes([]);
      const added: Pick<AttachmentRecord, 'id' | 'name'>[] = [];
      countIncoming(caseId, chosen.length);
      for (const file of chosen) {
        const entry: Adding = {
          key: `${file.name} ${crypto.randomUUID()}`,
          name: file.name,
          done: 0,
          stop: new AbortController(),
        };
        setAdding((before) => [...before, entry]);
        const release = holdCopy(file.name);
        const outcome = await takeFile(app, caseId, file, {
          signal: entry.stop.signal,
          onProgress: (done) =>
            setAdding((before) => before.map((each) => (each.key === entry.key ? { ...each, done } : each))),
        }).catch((error: unknown) => ({
          kind: 'failed' as const,
          message: t`${file.name} was not added: ${reported(error, 'adding a file')}`,
        }));
        release();
        setAdding((before) => before.filter((each) => each.key !== entry.key));
        countIncoming(caseId, -1);
        if (outcome.kind === 'failed') setProblems((before) => [...before, outcome.message]);
        if (outcome.kind === 'added') added.push(outcome.record);
        if (outcome.kind === 'held') added.push(...outcome.files);
        if (outcome.kind === 'held' && outcome.note) setNotes((before) => [...before, outcome.note ?? '']);
      }
      return added;
    },
    [app, caseId, countIncoming],
  );
  return { adding, problems, notes, take };
}

export function AddingList({
  adding,
  problems,
  notes,
}: {
  adding: readonly Adding[];
  problems: readonly string[];
  notes: readonly string[];
}) {
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} className="bad" role="alert">
          {problem}
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} role="status">
          {note}
        </p>
      ))}
      {adding.map((file) => (
        <div key={file.key} className="row">
          <span>{file.name}</span>
          <Progress
            value={file.done * 100}
            style={{ flex: 1, minWidth: 120 }}
            aria-label={t`Adding ${file.name}`}
          />
          <Button variant="default" onClick={() => file.stop.abort()} aria-label={t`Cancel ${file.name}`}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      ))}
    </>
  );
}
