/** One log of a case, of any size: read through once and never held. What it is about, the fault's moment in it, its lines. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { AttachmentRecord } from '../../../shared/cases/attachments.ts';
import { noteCovers, noteExcerpt } from '../../commands/note-excerpt.ts';
import type { HeldFile } from '../../store/device-rows.ts';
import { type Outcome, refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { viewerZone } from '../../ui/now.ts';
import { Screen } from '../../ui/screen.tsx';
import { bytes } from '../../ui/times.ts';
import { CaseProvider, contentsOf, useApp, useCasePart, useEditable } from '../../views/hooks.tsx';
import { keptSource, type LogIndexed, type LogReading, readLog } from '../../views/log-reading.ts';
import { readOriginals } from '../../views/redaction.ts';
import { useOpenCase } from '../../views/use-open-case.ts';
import { useView } from '../../views/use-view.ts';
import { ReleaseForm } from '../redaction/held-files.tsx';
import { counted, LogAbout, type LogTimes } from './log-about.tsx';
import { type Chosen, LogLinesPane } from './log-lines-pane.tsx';
import classes from './log-screen.module.css';

const HERE = viewerZone();
/** Lines that are chosen where the fault began. */
const AROUND_FAULT = 19;

/** A file of the case; or one that is held on this computer until it is redacted, which may be looked into here and not quoted. */
interface LogFile extends Pick<AttachmentRecord, 'name' | 'sha256' | 'size' | 'addedAt'> {
  attachment: AttachmentRecord | null;
  held: HeldFile | null;
}

/** Reads the file through, anew where it is another. */
function useLog(file: LogFile) {
  const app = useApp();
  const [reading, setReading] = useState<LogReading | null>(null);
  const [read, setRead] = useState<LogIndexed | null>(null);
  const [told, setTold] = useState(t`Reading…`);
  const { name, sha256, size } = file;
  useEffect(() => {
    const log = readLog(keptSource(app, { name, sha256, size }));
    let gone = false;
    setReading(log);
    setRead(null);
    setTold(t`Reading…`);
    log
      .index((share) => !gone && setTold(t`Reading, ${Math.round(share * 100)} %`))
      .then(
        (indexed) => {
          if (gone) return;
          setRead(indexed);
          setTold('');
        },
        (error: unknown) => {
          if (!gone)
            setTold(
              t`${name} cannot be looked into: ${reported(error, 'reading a log')}. The file is unchanged.`,
            );
        },
      );
    return () => {
      gone = true;
      log.end();
    };
  }, [app, name, sha256, size]);
  return { reading, read, told };
}

/** The log's stretches by its clock. */
function useTimes(
  reading: LogReading | null,
  read: LogIndexed | null,
  zone: string,
  captured: string,
): LogTimes {
  const [times, setTimes] = useState<LogTimes>({ stretches: [], to: null });
  useEffect(() => {
    let gone = false;
    if (!reading || !read) return;
    reading.times(zone, captured).then(
      (found) => !gone && setTimes(found),
      // Unreported: a log that was closed meanwhile has no times to show.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [reading, read, zone, captured]);
  return times;
}

function Log({ file }: { file: LogFile }) {
  const app = useApp();
  const contents = useCasePart(contentsOf);
  const { case: record } = contents;
  const { attachment } = file;
  const editable = useEditable();
  const { reading, read, told } = useLog(file);
  const [zone, setZone] = useState(attachment?.coversFrom?.zone ?? HERE);
  const [chosen, setChosen] = useState<Chosen>({ from: 1, to: 1 });
  const [said, setSaid] = useState('');
  const [releasing, setReleasing] = useState(false);
  const times = useTimes(reading, read, zone, file.addedAt);
  const fault = record.firstSeen ? Date.parse(record.firstSeen.at) : null;
  const own = editable ? attachment : null;
  const [first] = times.stretches;
  const { to } = times;
  const tell = (outcome: Outcome, words: string) =>
    setSaid(outcome.kind === 'saved' ? words : refusalWords(outcome));
  const go = (line: number) =>
    setChosen({ from: line, to: Math.min(read?.index.lines ?? line, line + AROUND_FAULT) });
  return (
    <>
      <p>
        <Link href={`/cases/${record.id}`}>
          <span className="mono">{caseNumber(record.id)}</span> {record.title}
        </Link>
        {', '}
        <Link href={`/cases/${record.id}/files${attachment ? `/${attachment.id}` : ''}`}>{file.name}</Link>
        {read && (
          <span className="quiet num">
            {`, ${bytes(file.size)}, ${counted(read.index.lines)} ${read.index.lines === 1 ? t`line` : t`lines`}, ${read.encoding}${read.index.form ? t`, times as of ${read.index.form}` : ''}`}
          </span>
        )}
        {', '}
        <Link href={`/cases/${record.id}/timeline`}>
          <Trans>timeline over all logs</Trans>
        </Link>
        {', '}
        <Link href={`/cases/${record.id}/collect`}>
          <Trans>collect</Trans>
        </Link>
      </p>
      <p role="status">{said || told}</p>
      {file.held && (
        <section className="stack" aria-label={t`${file.name} is held`}>
          <p className="quiet">
            <Trans>
              It is held on this computer until it is redacted, or said not to need it: you may look into it,
              and its lines can be kept as evidence once it is attached.
            </Trans>
          </p>
          {editable &&
            (releasing ? (
              <ReleaseForm file={file.held} onDone={() => setReleasing(false)} />
            ) : (
              <div className="row">
                <Button
                  component={Link}
                  size="compact-sm"
                  href={`/cases/${record.id}/redact/${file.held.id}`}
                >
                  <Trans>Redact {file.name}</Trans>
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setReleasing(true)}>
                  <Trans>No redaction needed: {file.name}</Trans>
                </Button>
              </div>
            ))}
        </section>
      )}
      {read && reading && (
        <>
          {read.broken !== '' && (
            <p className="note">
              <Trans>Its end cannot be unpacked ({read.broken}). What stands before it is shown.</Trans>
            </p>
          )}
          {own && first && to !== null && own.coversFrom === null && (
            <p>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() =>
                  void noteCovers(app, own, first.at, to, zone).then((outcome) =>
                    tell(outcome, t`The file says now which time it covers.`),
                  )
                }
              >
                <Trans>Say that the file covers this time</Trans>
              </Button>
            </p>
          )}
          <div className={classes.columns}>
            <LogAbout
              name={file.name}
              index={read.index}
              times={times}
              fault={fault}
              zone={zone}
              onZone={setZone}
              onGo={go}
            />
            <LogLinesPane
              name={file.name}
              total={read.index.lines}
              reading={reading}
              chosen={chosen}
              onChoose={setChosen}
              onKeep={
                own
                  ? async (lines) => {
                      const [start] = lines;
                      if (!start) return;
                      const texts = lines.map(({ text }) => text);
                      tell(
                        await noteExcerpt(app, contents, own, start.line, texts),
                        t`Line ${start.line}${texts.length > 1 ? t` to ${start.line + texts.length - 1}` : ''} kept as a step, with the file as its evidence.`,
                      );
                    }
                  : undefined
              }
            />
          </div>
        </>
      )}
    </>
  );
}

function Loaded({ caseId, fileId }: { caseId: string; fileId: string }) {
  const there = useCasePart((open) => open.contents);
  const originals = useView(readOriginals, caseId);
  const row =
    there === 'loading' || there === null ? undefined : there.attachments.find(({ id }) => id === fileId);
  const attachment = row?.removed ? undefined : row;
  // A held file is free before the row is there that it becomes: it stays open meanwhile, and is not read anew.
  const waiting = row ? undefined : originals?.find(({ id }) => id === fileId);
  const file: LogFile | null = attachment
    ? { ...attachment, attachment, held: null }
    : waiting
      ? { ...waiting, attachment: null, held: waiting }
      : null;
  if (there === 'loading' || (!file && !originals))
    return (
      <p className="empty">
        <Trans>Opening the case…</Trans>
      </p>
    );
  if (!file)
    return (
      <p className="card empty">
        <Trans>
          This file is not in the case any more, or the case is not on this computer.{' '}
          <Link href={`/cases/${caseId}/files`}>Files of the case</Link>
        </Trans>
      </p>
    );
  return <Log key={file.sha256} file={file} />;
}

export function LogScreen({ caseId, fileId }: { caseId: string; fileId: string }) {
  const store = useOpenCase(caseId);
  if (!store) return null;
  return (
    <CaseProvider store={store}>
      <Screen title={t`Log`}>
        <Loaded caseId={caseId} fileId={fileId} />
      </Screen>
    </CaseProvider>
  );
}
