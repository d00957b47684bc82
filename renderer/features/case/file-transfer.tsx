/** Where a file is: on this computer, on its way, at the hub. 'Sent' is not 'saved', and says so. */
import { Button, Progress } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AttachmentRecord } from '../../../shared/diagnostics/schema.ts';
import { useConsole } from '../../data/hooks.tsx';
import { bytes } from '../../ui/times.ts';

/** @param here whether the file is on this computer; undefined while that is asked */
export function FileTransfer({
  file,
  here,
  onFetched,
}: {
  file: AttachmentRecord;
  here: boolean | undefined;
  onFetched: () => void;
}) {
  const { db, bridge, transfers } = useConsole();
  const moving = useStore(transfers.view, (view) => view.moving[file.sha256]);
  const pausedBy = useStore(transfers.view, (view) => view.pausedBy);
  const known = useLiveQuery(() => db.transfers.get(file.sha256), [db, file.sha256]);
  const [problem, setProblem] = useState('');

  async function bring(): Promise<void> {
    setProblem('');
    const answer = await transfers
      .bring(file)
      .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }));
    if (answer.ok) onFetched();
    else setProblem(answer.failure.message);
  }

  if (moving) {
    const part = moving.size === 0 ? 100 : Math.floor((moving.done / moving.size) * 100);
    const what = here ? 'Sending' : 'Fetching';
    return (
      <div className="row" role="group" aria-label={`${what} ${file.name}`}>
        <span className="num">
          {what}: {part} % of {bytes(moving.size)}
        </span>
        <Progress value={part} style={{ flex: 1, minWidth: 120 }} aria-label={`${what} ${file.name}`} />
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
  if (here === undefined) return null;
  if (!here) {
    return (
      <div className="row">
        <span className="quiet">Not on this computer.</span>
        <Button variant="default" aria-label={`Fetch ${file.name}`} onClick={() => void bring()}>
          Fetch ({bytes(file.size)})
        </Button>
        {problem !== '' && (
          <span className="bad" role="alert">
            {problem}
          </span>
        )}
      </div>
    );
  }
  if (known?.state === 'sent') return <span className="quiet">On this computer and at the hub</span>;
  if (known?.state === 'refused') {
    return (
      <div className="row">
        <span className="bad">On this computer only. {known.problem}</span>
        <Button
          variant="default"
          aria-label={`Try again: ${file.name}`}
          onClick={() => void transfers.retry(file.sha256)}
        >
          Try again
        </Button>
      </div>
    );
  }
  return (
    <span className="waiting">
      On this computer; {pausedBy === '' ? 'waits to be sent' : 'sending is paused, see Sync'}
    </span>
  );
}
