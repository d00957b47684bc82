/** A packet, or the answer to one, that somebody brought: opened, checked, and only then imported. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, FileButton } from '@mantine/core';
import { type DragEvent, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { caseNumber } from '../../../shared/base/ids.ts';
import { assertNever } from '../../../shared/base/values.ts';
import { MAX_CASE_FILE_BYTES } from '../../../shared/bridge/contract.ts';
import { isCaseFile } from '../../../shared/cases/case-file.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { MOST_ANSWER_LENGTH } from '../../../shared/review/answer-file.ts';
import { importAnswer } from '../../commands/answers.ts';
import {
  type BagProgress,
  type ChosenPacket,
  importPacket,
  type OpenedPacket,
  openPacket,
} from '../../commands/bags.ts';
import { importCase } from '../../commands/cases.ts';
import { handedFile, type ReadableFile } from '../../commands/handed-file.ts';
import { CheckList, checkCounts } from '../../ui/check-list.tsx';
import { useDropArea } from '../../ui/drop-area.ts';
import { Icon } from '../../ui/icons.tsx';
import { Screen } from '../../ui/screen.tsx';
import { capturedTime } from '../../ui/times.ts';
import { useApp, useMay } from '../../views/hooks.tsx';
import { BagBar } from './packet-file.tsx';

type State =
  | { kind: 'empty' }
  | { kind: 'reading'; name: string; progress: BagProgress | null; stop: AbortController }
  | { kind: 'stopped'; message: string }
  | { kind: 'opened'; name: string; opened: OpenedPacket }
  | { kind: 'imported'; caseId: string; words: string; answer: boolean };

/** The verdict, and what to do next, for each way in which a packet can stand. */
function verdictOf({ standing, packet }: OpenedPacket): { tone: string; verdict: string; next: string } {
  switch (standing.kind) {
    case 'importable':
      return {
        tone: 'good',
        verdict: t`The packet is whole, signed, and of your organisation.`,
        next: t`Import it to review it. It is sent to the hub as the engineer’s, with the next sync.`,
      };
    case 'invalid':
      return {
        tone: 'bad',
        verdict: t`The packet is not valid. Nothing of it is imported.`,
        next: t`Ask for it again: export it once more, and copy it to another stick. What failed stands first below.`,
      };
    case 'unknown-hub':
      return {
        tone: 'waiting',
        verdict: t`The packet is whole, but its signatures could not be checked.`,
        next: t`This computer has not heard the hub’s keys yet. Sync once, then open the packet again.`,
      };
    case 'other-organisation':
      return {
        tone: 'bad',
        verdict: t`The packet is of another organisation. It cannot be imported here.`,
        next: t`Give it to a lead of the organisation that it is of.`,
      };
    case 'here':
      return {
        tone: 'good',
        verdict: t`This packet is on this computer already.`,
        next: t`Nothing has to be imported.`,
      };
    case 'older':
      return {
        tone: 'waiting',
        verdict: t`Revision ${standing.newest} of this case is here already; this is revision ${packet?.revision ?? ''}.`,
        next: t`Review the newer one. An older revision is not taken in after it.`,
      };
    case 'too-late':
      return {
        tone: 'waiting',
        verdict: t`The case is ${stateWords[standing.state]} already.`,
        next: t`Another revision is not taken in. What is new in it goes to Level 3 as a reply in the case.`,
      };
    case 'own':
      return {
        tone: 'waiting',
        verdict: t`You wrote this packet.`,
        next: t`Give it to a lead of your organisation: another person imports and reviews it.`,
      };
    case 'no-lead':
      return {
        tone: 'waiting',
        verdict: t`The packet is whole and signed.`,
        next: t`A lead imports it. You can read its checks here.`,
      };
    default:
      return assertNever(standing);
  }
}

function Opened({ name, opened, onImport }: { name: string; opened: OpenedPacket; onImport: () => void }) {
  const { packet, checks, standing } = opened;
  const { tone, verdict, next } = verdictOf(opened);
  return (
    <section className="card stack" aria-labelledby="import-verdict">
      <h2 id="import-verdict">
        {packet ? (
          <>
            <span className="mono">{caseNumber(packet.caseId)}</span> {packet.contents.case.title}
          </>
        ) : (
          name
        )}
      </h2>
      {packet && (
        <p className="quiet">
          <Trans>
            Revision {packet.revision} by {packet.by.name}, {capturedTime(packet.createdAt)}.{' '}
            {packet.contents.case.customer}, {packet.contents.case.site}. SHA-256{' '}
            <span className="mono">{packet.digest.slice(0, 16)}…</span>
          </Trans>
        </p>
      )}
      <p className="verdict" role="status">
        <strong className={tone}>
          <Icon name={tone === 'good' ? 'done' : tone === 'bad' ? 'missing' : 'warning'} /> {verdict}
        </strong>{' '}
        {next}
      </p>
      <div className="row">
        {standing.kind === 'importable' && (
          <Button onClick={onImport}>
            <Trans>Import and review</Trans>
          </Button>
        )}
        {standing.kind === 'here' && packet && (
          <Link href={`/cases/${packet.caseId}`}>
            <Trans>Open the case</Trans>
          </Link>
        )}
      </div>
      <h3>
        <Trans>
          Checks <span className="quiet num">{checkCounts(checks)}</span>
        </Trans>
      </h3>
      <CheckList checks={checks} />
    </section>
  );
}

export function ImportScreen() {
  const app = useApp();
  const lead = useMay('review-packets');
  const [, navigate] = useLocation();
  const [state, setState] = useState<State>({ kind: 'empty' });
  const area = useDropArea(drop);
  const stop = state.kind === 'reading' ? state.stop : null;
  // Whoever leaves the screen stops what it does.
  useEffect(() => () => stop?.abort(), [stop]);

  // What the system opened with the console is read as if it had been chosen here.
  const { file: handed } = useStore(handedFile);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each file, whatever else is drawn anew
  useEffect(() => {
    if (!handed) return;
    handedFile.setState({ file: null });
    choose(handed);
  }, [handed]);

  async function readPacket(name: string, chosen: ChosenPacket): Promise<void> {
    const controller = new AbortController();
    setState({ kind: 'reading', name, progress: null, stop: controller });
    const outcome = await openPacket(app, chosen, {
      signal: controller.signal,
      onProgress: (progress) => setState({ kind: 'reading', name, progress, stop: controller }),
    }).catch((error: unknown) => ({ kind: 'failed' as const, message: String(error) }));
    if (outcome.kind === 'opened') setState({ kind: 'opened', name, opened: outcome.opened });
    else
      setState({
        kind: 'stopped',
        message:
          outcome.kind === 'failed'
            ? outcome.message
            : t`It was stopped, and nothing was imported. What was checked by then is kept for a week, so that the same packet goes on from there.`,
      });
  }

  /** An answer, or a case file: which of the two it says itself. */
  async function readJson(file: ReadableFile): Promise<void> {
    const most = Math.max(MOST_ANSWER_LENGTH * 4, MAX_CASE_FILE_BYTES);
    // Unreported: a file that cannot be read is told just below.
    const text = file.size > most ? null : await file.text().catch(() => null);
    if (text !== null && isCaseFile(text)) {
      const done = await importCase(app, text);
      if (done.ok) navigate(`/cases/${done.id}`);
      else setState({ kind: 'stopped', message: `${file.name}: ${done.message}` });
      return;
    }
    const outcome =
      text === null
        ? { kind: 'refused' as const, message: t`It is larger than an answer, or cannot be read.` }
        : await importAnswer(app, text);
    if (outcome.kind === 'shown') setState({ ...outcome, kind: 'imported', answer: true });
    else setState({ kind: 'stopped', message: `${file.name}: ${outcome.message}` });
  }

  function choose(file: ReadableFile | null | undefined): void {
    if (!file) return;
    if (/\.json$/i.test(file.name)) void readJson(file);
    else void readPacket(file.name, file);
  }
  function chooseFolder(files: readonly File[]): void {
    const [first] = files;
    if (first) void readPacket(first.webkitRelativePath.split('/')[0] || t`The folder`, files);
  }
  function drop(event: DragEvent): void {
    const message = t`That is a folder. Open it with “Choose a folder”; nothing was read.`;
    if (event.dataTransfer.items[0]?.webkitGetAsEntry()?.isDirectory) setState({ kind: 'stopped', message });
    else choose(event.dataTransfer.files[0]);
  }

  async function take(opened: OpenedPacket): Promise<void> {
    const outcome = await importPacket(app, opened);
    if (outcome.kind === 'imported') {
      // Its files are sent as soon as there is a hub; the packet waits for them there.
      app.syncNow();
      setState({ ...outcome, answer: false });
    } else setState({ kind: 'stopped', message: outcome.message });
  }

  return (
    <Screen title={t`Import a packet`}>
      <section className="card stack drop" aria-label={t`The packet`} {...area}>
        <p>
          <Trans>
            {lead
              ? t`A packet that an engineer exported where there was no network, as a zip or as the folder that it was unpacked to.`
              : t`The answer of a lead to a packet that you exported (a file answer-….json), or a packet whose checks you want to see.`}{' '}
            Drop the file here, or choose it. Nothing is imported before every check has passed.
          </Trans>
        </p>
        {state.kind === 'reading' ? (
          <BagBar progress={state.progress} onCancel={() => state.stop.abort()} />
        ) : (
          <div className="row">
            <FileButton
              onChange={choose}
              accept=".zip,.json,application/zip,application/json"
              inputProps={{ 'aria-label': t`Packet or answer file` }}
            >
              {(props) => (
                <Button {...props}>
                  <Trans>Choose a file</Trans>
                </Button>
              )}
            </FileButton>
            <FileButton
              multiple
              onChange={chooseFolder}
              inputProps={{ 'aria-label': t`Packet folder`, ...({ webkitdirectory: '' } as object) }}
            >
              {(props) => (
                <Button variant="default" {...props}>
                  <Trans>Choose a folder</Trans>
                </Button>
              )}
            </FileButton>
          </div>
        )}
        {state.kind === 'stopped' && (
          <p className="bad" role="alert">
            {state.message}
          </p>
        )}
      </section>
      {state.kind === 'opened' && (
        <Opened name={state.name} opened={state.opened} onImport={() => void take(state.opened)} />
      )}
      {state.kind === 'imported' && (
        <section className="card stack" aria-label={t`Imported`}>
          <p className="good" role="status">
            <Icon name="done" />{' '}
            {state.answer ? t`The answer is in the case.` : t`Imported on this computer.`} {state.words}
          </p>
          <p>
            {state.answer
              ? t`Make what is asked for, then hand off and export again. The lead’s computer tells the hub what was decided.`
              : t`Signature, case and files wait for the hub and are sent as soon as it is reached; you can review the packet now. One ticket comes of it, also when the engineer’s own computer is online again.`}
          </p>
          <div>
            {!state.answer && lead ? (
              <Link href={`/review/${state.caseId}`}>
                <Trans>Review the packet</Trans>
              </Link>
            ) : (
              <Link href={`/cases/${state.caseId}`}>
                <Trans>Open the case</Trans>
              </Link>
            )}
          </div>
        </section>
      )}
    </Screen>
  );
}
