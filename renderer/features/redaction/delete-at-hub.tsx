/** A lead's act: a file that should not have left its customer is deleted at the hub, after it is said what that takes away. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { caseNumber } from '../../../shared/base/ids.ts';
import { storable } from '../../../shared/base/values.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { DeleteFileResponse } from '../../../shared/sync/protocol.ts';
import { dropForm, useKeptState } from '../../ui/kept-form.ts';
import { useApp, useMay } from '../../views/hooks.tsx';

function told({ there, packets, replies }: DeleteFileResponse): string {
  const from = packets.map(
    ({ caseId, revision, ticket }) => t`${ticket ?? caseNumber(caseId)}, revision ${revision}`,
  );
  return [
    there ? t`The hub has the file.` : t`The hub does not have its bytes.`,
    from.length > 0
      ? t`These packets would name a file that is gone: ${from.join('; ')}.`
      : t`No packet names it.`,
    ...(replies > 0 ? [t`Replies to Level 3 that lose it: ${replies}.`] : []),
    t`Computers that have fetched it keep their copy.`,
  ].join(' ');
}

export function DeleteAtHub({ file }: { file: Pick<AttachmentRecord, 'name' | 'sha256'> }) {
  const app = useApp();
  const mayDelete = useMay('review-packets');
  const form = `delete-at-hub ${file.sha256}`;
  const [taken, setTaken] = useState<DeleteFileResponse | null>(null);
  const [reason, setReason] = useKeptState(form, 'reason', '');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  if (!mayDelete) return null;
  async function ask(confirmed: boolean): Promise<void> {
    if (confirmed && reason.trim() === '') return setProblem(t`Write why the file is deleted.`);
    setBusy(true);
    const answer = await app.sync.asDevice(() =>
      app.bridge.call('hub.deleteFile', { sha256: file.sha256, confirmed, reason: reason.trim() }),
    );
    setBusy(false);
    setProblem(answer.ok ? '' : answer.failure.message);
    if (answer.ok) setTaken(answer.value);
    if (answer.ok && answer.value.deleted) dropForm(form);
    // Its row comes back as removed.
    if (answer.ok && answer.value.deleted) app.syncNow();
  }
  if (!taken)
    return (
      <div className="row">
        <Button variant="subtle" loading={busy} onClick={() => void ask(false)}>
          <Trans>Delete {file.name} at the hub…</Trans>
        </Button>
        {problem !== '' && (
          <span className="bad" role="alert">
            {problem}
          </span>
        )}
      </div>
    );
  if (taken.deleted)
    return (
      <p role="status">
        <Trans>{file.name} was deleted at the hub.</Trans>
      </p>
    );
  return (
    <form
      className="stack"
      aria-label={t`Delete ${file.name} at the hub`}
      onSubmit={(event) => {
        event.preventDefault();
        void ask(true);
      }}
    >
      <p>{told(taken)}</p>
      <TextInput
        label={t`Why ${file.name} is deleted`}
        value={reason}
        maxLength={300}
        error={problem || undefined}
        autoFocus
        onChange={(event) => setReason(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" color="red" loading={busy}>
          <Trans>Delete {file.name} at the hub</Trans>
        </Button>
        <Button
          variant="default"
          onClick={() => {
            dropForm(form);
            setTaken(null);
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
