/** Where a file is: on this computer, on its way, at the hub. 'Sent' is not 'saved', and says so. */

import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import { useApp } from '../views/hooks.tsx';
import { readTransfer } from '../views/unsent-files.ts';
import { useView } from '../views/use-view.ts';
import styles from './file-transfer.module.css';
import { SaveCopy } from './save-copy.tsx';
import { bytes } from './times.ts';

/** What of a file this needs to know. */
export type TransferableFile = Pick<AttachmentRecord, 'name' | 'size' | 'sha256'>;

/** Why a file is here and not at the hub yet. */
function Unsent({ file, problem }: { file: TransferableFile; problem: string | null }) {
  const { transfers } = useApp();
  const pausedBy = useStore(transfers.view, (view) => view.pausedBy);
  const hubSays = useStore(transfers.view, (view) => view.hubSays);
  if (problem === null && pausedBy === '' && hubSays !== '')
    return <span className="bad">On this computer only. {hubSays}</span>;
  if (problem === null)
    return (
      <span className="waiting">
        On this computer; {pausedBy === '' ? 'waits to be sent' : 'sending is paused, see Sync'}
      </span>
    );
  return (
    <>
      <span className="bad">On this computer only. {problem}</span>
      <Button
        variant="default"
        aria-label={`Try again: ${file.name}`}
        onClick={() => void transfers.retry(file.sha256)}
      >
        Try again
      </Button>
    </>
  );
}

/** How far the bytes are, and the way to stop them. */
function Moving({
  file,
  what,
  done,
  size,
}: {
  file: TransferableFile;
  what: 'Sending' | 'Fetching';
  done: number;
  size: number;
}) {
  const { bridge } = useApp();
  const part = size === 0 ? 100 : Math.floor((done / size) * 100);
  return (
    <div className="row" style={{ flex: 1 }} role="group" aria-label={`${what} ${file.name}`}>
      <span className="num">
        {what}: {part} % of {bytes(size)}
      </span>
      <Progress value={part} style={{ flex: 1, minWidth: 80 }} aria-label={`${what} ${file.name}`} />
      <Button
        variant="default"
        aria-label={`Stop ${what.toLowerCase()} ${file.name}`}
        onClick={() => void bridge.call('blob.stop', { sha256: file.sha256 })}
      >
        Stop
      </Button>
    </div>
  );
}

/**
 * @param here whether the file is on this computer; undefined while that is asked
 * @param onChange asks that anew
 * @param ticketId the ticket that names the file, for the desk, which reads a partner's files by it
 * @param inRow in a row of a table, which stays as low as its words
 */
export function FileTransfer({
  file,
  here,
  onChange,
  ticketId,
  inRow = false,
}: {
  file: TransferableFile;
  here: boolean | undefined;
  onChange: () => void;
  ticketId?: string;
  inRow?: boolean;
}) {
  const { transfers } = useApp();
  const moving = useStore(transfers.view, (view) => view.moving[file.sha256]);
  const known = useView(readTransfer, file.sha256);
  const [problem, setProblem] = useState('');

  async function bring(): Promise<void> {
    setProblem('');
    const answer = await transfers
      .bring(file, ticketId)
      .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }));
    if (answer.ok) onChange();
    else setProblem(answer.failure.message);
  }

  if (here === undefined && !moving) return null;
  // One place for the copy, whatever becomes of the file meanwhile: what it says, and the focus, stay while the file is sent.
  return (
    <div className={inRow ? styles.inRow : 'row'}>
      {moving ? (
        <Moving file={file} what={here ? 'Sending' : 'Fetching'} {...moving} />
      ) : !here ? (
        <>
          <span className="quiet">Not on this computer.</span>
          <Button variant="default" aria-label={`Fetch ${file.name}`} onClick={() => void bring()}>
            Fetch
          </Button>
          {problem !== '' && (
            <span className="bad" role="alert">
              {problem}
            </span>
          )}
        </>
      ) : known?.state === 'sent' || ticketId !== undefined ? (
        <span className="quiet">On this computer{ticketId === undefined && ' and at the hub'}</span>
      ) : (
        <Unsent file={file} problem={known?.state === 'refused' ? known.problem : null} />
      )}
      {here && (
        <SaveCopy
          file={file}
          onGone={(words) => {
            setProblem(words);
            onChange();
          }}
        />
      )}
    </div>
  );
}
