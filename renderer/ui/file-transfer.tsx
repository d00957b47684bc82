/** Where a file is: on this computer, on its way, at the hub. 'Sent' is not 'saved', and says so. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
    return (
      <span className="bad">
        <Trans>On this computer only. {hubSays}</Trans>
      </span>
    );
  if (problem === null)
    return (
      <span className="waiting">
        <Trans>
          On this computer; {pausedBy === '' ? t`waits to be sent` : t`sending is paused, see Sync`}
        </Trans>
      </span>
    );
  return (
    <>
      <span className="bad">
        <Trans>On this computer only. {problem}</Trans>
      </span>
      <Button
        variant="default"
        aria-label={t`Try again: ${file.name}`}
        onClick={() => void transfers.retry(file.sha256)}
      >
        <Trans>Try again</Trans>
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
  what: string;
  done: number;
  size: number;
}) {
  const { bridge } = useApp();
  const part = size === 0 ? 100 : Math.floor((done / size) * 100);
  return (
    <div className="row" style={{ flex: 1 }} role="group" aria-label={`${what} ${file.name}`}>
      <span className="num">
        <Trans>
          {what}: {part} % of {bytes(size)}
        </Trans>
      </span>
      <Progress value={part} style={{ flex: 1, minWidth: 80 }} aria-label={`${what} ${file.name}`} />
      <Button
        variant="default"
        aria-label={t`Stop ${what.toLowerCase()} ${file.name}`}
        onClick={() => void bridge.call('blob.stop', { sha256: file.sha256 })}
      >
        <Trans>Stop</Trans>
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
        <Moving file={file} what={here ? t`Sending` : t`Fetching`} {...moving} />
      ) : !here ? (
        <>
          <span className="quiet">
            <Trans>Not on this computer.</Trans>
          </span>
          <Button variant="default" aria-label={t`Fetch ${file.name}`} onClick={() => void bring()}>
            <Trans>Fetch</Trans>
          </Button>
          {problem !== '' && (
            <span className="bad" role="alert">
              {problem}
            </span>
          )}
        </>
      ) : known?.state === 'sent' || ticketId !== undefined ? (
        <span className="quiet">
          <Trans>On this computer{ticketId === undefined && t` and at the hub`}</Trans>
        </span>
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
