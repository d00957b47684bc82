/** Original and redacted copy of a case's held files, with every replacement, before anything leaves this computer. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { Kind } from '../../../shared/redaction/kinds.ts';
import type { FileView } from '../../../shared/redaction/session.ts';
import { attachCopy } from '../../commands/held-files.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { Empty } from '../../ui/place.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useLetterKeys } from '../../ui/single-keys.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { readHeldFile } from '../../views/redaction.ts';
import { readOnce } from '../../views/use-view.ts';
import { ReleaseForm, useHeldFiles } from './held-files.tsx';
import css from './redaction.module.css';
import { ReplacedList } from './replaced-list.tsx';
import { SideBySide } from './side-by-side.tsx';
import { type RedactionView, useChoose, useRedaction } from './use-redaction.ts';

export function RedactScreen({ caseId, fileId }: { caseId: string; fileId: string | undefined }) {
  const view = useRedaction(caseId);
  const back = (
    <Link href={`/cases/${caseId}`} className="mono">
      {caseNumber(caseId)}
    </Link>
  );
  if (view.kind === 'reading')
    return (
      <Screen title={t`Redact`}>
        <p role="status">
          <Trans>Looking through the files of case {back}…</Trans>
        </p>
        <Progress value={view.done * 100} aria-label={t`How much is looked through`} />
      </Screen>
    );
  if (view.kind === 'failed')
    return (
      <Screen title={t`Redact`}>
        <p className="bad" role="alert">
          <Trans>
            {view.message} Nothing left this computer. Go back to case {back} and open this again.
          </Trans>
        </p>
      </Screen>
    );
  const file = view.files.find(({ id }) => id === fileId) ?? view.files[0];
  if (!file)
    return (
      <Screen title={t`Redact`}>
        <Empty
          title={t`No file waits to be redacted`}
          action={
            <Link href={`/cases/${caseId}/files`}>
              <Trans>Files of the case</Trans>
            </Link>
          }
        >
          <Trans>
            Logs and configuration files are held on this computer when they are attached, until it is said
            what of them may leave.
          </Trans>
        </Empty>
        <TooLarge files={view.tooLarge} />
      </Screen>
    );
  return <Opened key={file.id} caseId={caseId} view={view} file={file} />;
}

function TooLarge({ files }: { files: readonly HeldFile[] }) {
  return files.map(({ id, name }) => (
    <p key={id} className="waiting">
      <Trans>
        {name} is larger than 64 MB, more than is redacted on a screen. The command line does it:{' '}
        <span className="mono">npm run cli -- redact</span>. Add what it writes, and take this one out.
      </Trans>
    </p>
  ));
}

/** What a piece of text that a person selected may be. */
function kindOfSelected(text: string): Kind {
  if (/\s/.test(text)) return 'USER';
  return /^[A-Za-z][\w.-]*$/.test(text) ? 'HOST' : 'SECRET';
}

function Opened({
  caseId,
  view,
  file,
}: {
  caseId: string;
  view: Extract<RedactionView, { kind: 'open' }>;
  file: FileView;
}) {
  const app = useApp();
  const identity = useIdentity();
  const [, navigate] = useLocation();
  const [here, setHere] = useState(() => (file.groups[0]?.lines[0] ?? 1) - 1);
  const [saying, setSaying] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const { decide, problem: notDecided } = useChoose(caseId);
  const waiting = useHeldFiles(caseId) ?? [];
  const own = view.held.find(({ id }) => id === file.id);
  const next = view.files.find(({ id }) => id !== file.id && waiting.some((each) => each.id === id));

  async function step(by: 1 | -1): Promise<void> {
    const line = await view.worker.call('next', { id: file.id, line: here, step: by });
    if (line !== null) setHere(line);
  }
  async function use(): Promise<void> {
    if (!own || busy) return;
    setBusy(true);
    try {
      const copy = await view.worker.call('copy', { id: file.id });
      const held = (await readOnce(app, readHeldFile, own.id)) ?? own;
      const result = await attachCopy(app, held, copy);
      if (result.kind === 'refused') return setProblem(refusalWords(result));
      navigate(next ? `/cases/${caseId}/redact/${next.id}` : `/cases/${caseId}/files`);
    } catch (error) {
      setProblem(t`The copy was not attached: ${reported(error, 'redaction')}. The original is as it was.`);
    } finally {
      setBusy(false);
    }
  }
  useLetterKeys({
    k: () => {
      const group = file.groups.find(({ lines }) => lines.includes(here + 1));
      if (group) void decide('keep', { kind: group.kind, text: group.original });
    },
    r: () => {
      const text = window.getSelection()?.toString().trim() ?? '';
      if (text.length < 3 || text.includes('\n'))
        setProblem(t`Select three characters or more of one line first.`);
      else void decide('replace', { kind: kindOfSelected(text), text });
    },
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F7') {
        event.preventDefault();
        void step(event.shiftKey ? -1 : 1);
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        // What is written in a form beside the copy is sent by this key, and not the copy.
        if (event.target instanceof Element && event.target.closest('form')) return;
        event.preventDefault();
        void use();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  return (
    <Screen
      flush
      title={t`Redact`}
      lead={caseNumber(caseId)}
      actions={
        <>
          <Link href={`/cases/${caseId}/files`}>
            <Trans>Files of the case</Trans>
          </Link>
          <span className="quiet">
            <Trans>A help, not a guarantee: read what leaves.</Trans>
          </span>
          {own && own.left === null && !saying && (
            <Button variant="default" onClick={() => setSaying(true)}>
              <Trans>No redaction needed…</Trans>
            </Button>
          )}
          <Button loading={busy || view.redoing !== null} onClick={() => void use()}>
            {next ? t`Use this copy, next file (Ctrl Enter)` : t`Use this copy (Ctrl Enter)`}
          </Button>
        </>
      }
      below={
        <nav className={css.tabs} aria-label={t`Files to redact`}>
          {view.files.map(({ id, name, replaced }) => (
            <Link
              key={id}
              href={`/cases/${caseId}/redact/${id}`}
              aria-current={id === file.id ? 'page' : undefined}
            >
              {!waiting.some((each) => each.id === id) && t`Done: `}
              <span className="mono">{name}</span> <span className="quiet num">{replaced}</span>
            </Link>
          ))}
        </nav>
      }
    >
      <div className={css.screen}>
        <div className={css.said}>
          {problem + notDecided !== '' && (
            <p className="bad" role="alert">
              {problem} {notDecided}
            </p>
          )}
          {saying && own && <ReleaseForm file={own} onDone={() => setSaying(false)} />}
          <TooLarge files={view.tooLarge} />
        </div>
        <ol className={css.flow} aria-label={t`What becomes of the file`}>
          <li>
            <strong>
              <Trans>Original</Trans>
            </strong>{' '}
            <span className="quiet">
              <Trans>stays on this computer</Trans>
            </span>
          </li>
          <li aria-current="step">
            <strong>
              <Trans>Redacted copy</Trans>
            </strong>{' '}
            <span className="quiet num">
              {view.redoing === null ? t`${file.replaced} replaced, attached instead` : t`redacting again…`}
            </span>
          </li>
          <li>
            <Link href={`/cases/${caseId}/scan`}>
              <Trans>Scan of the packet</Trans>
            </Link>{' '}
            <span className="quiet">
              <Trans>before it leaves</Trans>
            </span>
          </li>
          <li>
            <strong>
              <Trans>Level 3</Trans>
            </strong>{' '}
            <span className="quiet">
              <Trans>sees tokens</Trans>
            </span>
          </li>
        </ol>
        <div className={css.columns}>
          <ReplacedList caseId={caseId} file={file} decide={decide} go={setHere} />
          <SideBySide
            worker={view.worker}
            file={file}
            round={view.round}
            here={here}
            onKeep={({ kind, original }) => void decide('keep', { kind, text: original })}
            onStep={(by) => void step(by)}
          />
        </div>
        <footer className={css.foot}>
          <span className="quiet">
            <Trans>
              F7 next replacement, K keep what stands in its line, R replace the selection everywhere
            </Trans>
          </span>
          <span className="quiet">
            <Trans>
              The key of the tokens stays with {identity?.organisation.name ?? t`the partner`} and never goes
              to Level 3
            </Trans>
          </span>
        </footer>
      </div>
    </Screen>
  );
}
