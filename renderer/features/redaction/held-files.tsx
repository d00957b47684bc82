/** Files of a case that are held on this computer: what may leave of each is said here, or on the screen that redacts. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { storable } from '../../../shared/base/values.ts';
import { dropHeld, releaseAsItIs, restoreHeld } from '../../commands/held-files.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { refusalWords } from '../../store/outcome.ts';
import { focusFirst } from '../../ui/focus-first.ts';
import { dropForm, isFormBegun, useKeptState } from '../../ui/kept-form.ts';
import { bytes } from '../../ui/times.ts';
import { showUndo } from '../../ui/undo.tsx';
import { useApp } from '../../views/hooks.tsx';
import { readHeldFiles } from '../../views/redaction.ts';
import { useView } from '../../views/use-view.ts';
import styles from './held-files.module.css';

/** The held files of a case of which nothing has left; undefined while they are read. */
export function useHeldFiles(caseId: string): HeldFile[] | undefined {
  return useView(readHeldFiles, caseId);
}

/** Under which is kept why a file needs no redaction. */
const formOf = ({ id }: HeldFile) => `release-file ${id}`;

/** Why nothing in a file needs redaction, and the file as it is. */
export function ReleaseForm({ file, onDone }: { file: HeldFile; onDone: () => void }) {
  const app = useApp();
  const [reason, setReason] = useKeptState(formOf(file), 'reason', '');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  async function release(): Promise<void> {
    setBusy(true);
    const result = await releaseAsItIs(app, file, reason);
    setBusy(false);
    if (result.kind === 'refused') return setProblem(refusalWords(result));
    dropForm(formOf(file));
    onDone();
  }
  return (
    <form
      className="stack"
      aria-label={t`Attach ${file.name} as it is`}
      onSubmit={(event) => {
        event.preventDefault();
        void release();
      }}
    >
      <Textarea
        label={t`Why ${file.name} needs no redaction`}
        description={t`It stands in the packet. Read the file first: it leaves as it is.`}
        value={reason}
        maxLength={20_000}
        error={problem || undefined}
        ref={focusFirst}
        onChange={(event) => setReason(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" loading={busy}>
          <Trans>Attach {file.name} as it is</Trans>
        </Button>
        <Button
          variant="default"
          onClick={() => {
            dropForm(formOf(file));
            onDone();
          }}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

function HeldLine({ file }: { file: HeldFile }) {
  const app = useApp();
  const [saying, setSaying] = useState(false);
  const sayWhyNot = isFormBegun(formOf(file)) ? t`No redaction needed, begun` : t`No redaction needed`;
  return (
    <li className={styles.line}>
      <div className={styles.file}>
        <strong>{file.name}</strong>
        <span className="quiet num">{bytes(file.size)}</span>
        <span className="waiting">
          {file.encoding === null
            ? t`Held on this computer: it is ${file.what}, which cannot be looked into here`
            : t`Held on this computer: not redacted yet`}
        </span>
      </div>
      {saying ? (
        <ReleaseForm file={file} onDone={() => setSaying(false)} />
      ) : (
        <div className="row">
          {file.encoding !== null && (
            <Button
              component={Link}
              variant="default"
              href={`/cases/${file.caseId}/redact/${file.id}`}
              aria-label={t`Redact ${file.name}`}
            >
              <Trans>Redact</Trans>
            </Button>
          )}
          {file.category === 'log' && (
            <Button
              component={Link}
              variant="default"
              href={`/cases/${file.caseId}/log/${file.id}`}
              aria-label={t`Look into ${file.name}`}
            >
              <Trans>Look into</Trans>
            </Button>
          )}
          <Button variant="default" aria-label={`${sayWhyNot}: ${file.name}`} onClick={() => setSaying(true)}>
            {sayWhyNot}
          </Button>
          <Button
            variant="subtle"
            aria-label={t`Take out ${file.name}`}
            onClick={() =>
              void dropHeld(app, file).then(() =>
                showUndo(t`${file.name} was taken out of the case. Nothing of it had left.`, () =>
                  restoreHeld(app, file),
                ),
              )
            }
          >
            <Trans>Take out</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}

export function HeldFiles({ caseId }: { caseId: string }) {
  const held = useHeldFiles(caseId) ?? [];
  if (held.length === 0) return null;
  return (
    <section className="stack" aria-label={t`Held files`}>
      <p>
        <Trans>
          <Plural value={held.length} one="# file is" other="# files are" /> held on this computer, because{' '}
          <Plural value={held.length} one="it" other="they" /> may name people, hosts or secrets. Neither hub
          nor Level 3 has <Plural value={held.length} one="it" other="them" />.
        </Trans>
      </p>
      <ul className="plain-list">
        {held.map((file) => (
          <HeldLine key={file.id} file={file} />
        ))}
      </ul>
    </section>
  );
}
