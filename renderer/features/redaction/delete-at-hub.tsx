/** A lead's act: a file that should not have left its customer is deleted at the hub, after it is said what that takes away. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { caseNumber } from '../../../shared/base/ids.ts';
import { storable } from '../../../shared/base/values.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { DeleteFileResponse } from '../../../shared/sync/protocol.ts';
import { useApp, useMay } from '../../views/hooks.tsx';

function told({ there, packets, replies }: DeleteFileResponse): string {
  const from = packets.map(
    ({ caseId, revision, ticket }) => `${ticket ?? caseNumber(caseId)}, revision ${revision}`,
  );
  return [
    there ? 'The hub has the file.' : 'The hub does not have its bytes.',
    from.length > 0
      ? `These packets would name a file that is gone: ${from.join('; ')}.`
      : 'No packet names it.',
    ...(replies > 0 ? [`Replies to Level 3 that lose it: ${replies}.`] : []),
    'Computers that have fetched it keep their copy.',
  ].join(' ');
}

export function DeleteAtHub({ file }: { file: Pick<AttachmentRecord, 'name' | 'sha256'> }) {
  const app = useApp();
  const mayDelete = useMay('review-packets');
  const [taken, setTaken] = useState<DeleteFileResponse | null>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  if (!mayDelete) return null;
  async function ask(confirmed: boolean): Promise<void> {
    if (confirmed && reason.trim() === '') return setProblem('Write why the file is deleted.');
    setBusy(true);
    const answer = await app.sync.asDevice(() =>
      app.bridge.call('hub.deleteFile', { sha256: file.sha256, confirmed, reason: reason.trim() }),
    );
    setBusy(false);
    setProblem(answer.ok ? '' : answer.failure.message);
    if (answer.ok) setTaken(answer.value);
    // Its row comes back as removed.
    if (answer.ok && answer.value.deleted) app.syncNow();
  }
  if (!taken)
    return (
      <div className="row">
        <Button variant="subtle" loading={busy} onClick={() => void ask(false)}>
          Delete {file.name} at the hub…
        </Button>
        {problem !== '' && (
          <span className="bad" role="alert">
            {problem}
          </span>
        )}
      </div>
    );
  if (taken.deleted) return <p role="status">{file.name} was deleted at the hub.</p>;
  return (
    <form
      className="stack"
      aria-label={`Delete ${file.name} at the hub`}
      onSubmit={(event) => {
        event.preventDefault();
        void ask(true);
      }}
    >
      <p>{told(taken)}</p>
      <TextInput
        label={`Why ${file.name} is deleted`}
        value={reason}
        maxLength={300}
        error={problem || undefined}
        autoFocus
        onChange={(event) => setReason(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" color="red" loading={busy}>
          Delete {file.name} at the hub
        </Button>
        <Button variant="default" onClick={() => setTaken(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
