/** One timeline over the logs of a case: each with its zone and how far its clock was off, beside the fault, changes and steps. */
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { DateTime } from 'luxon';
import { type CSSProperties, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { caseNumber } from '../../../shared/base/ids.ts';
import { currentSteps, stepKindWords } from '../../../shared/cases/steps.ts';
import type { TimedLine } from '../../../shared/collect/log/moments.ts';
import { noteAsStep } from '../../commands/note-finding.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';
import { viewerZone } from '../../ui/now.ts';
import { OpenedCase } from '../../ui/opened-case.tsx';
import { Screen } from '../../ui/screen.tsx';
import { logLineTime } from '../../ui/times.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../views/hooks.tsx';
import type { Lane, LaneCounts, TimelineSource } from '../../workers/outputs-service.ts';
import { useCaseFiles } from './case-files.ts';
import { type CollectingSession, collectingOf } from './collecting.ts';
import { LineBars } from './line-bars.tsx';
import classes from './timeline-screen.module.css';

const PARTS = 120;
const LINES = 60;
const HERE = viewerZone();

interface Mark {
  id: string;
  at: number;
  lane: string;
  words: string;
}

/** What the case itself says of times. */
function useMarks(): Mark[] {
  const { case: record, steps } = useCasePart(contentsOf);
  const at = (time: { at: string } | null) => (time ? [Date.parse(time.at)] : []);
  return [
    ...at(record.firstSeen).map((each) => ({
      id: 'fault',
      at: each,
      lane: t`Fault`,
      words: t`the fault began`,
    })),
    ...at(record.lastWorked).map((each) => ({
      id: 'worked',
      at: each,
      lane: t`Fault`,
      words: t`it last worked`,
    })),
    ...at(record.networkChangedAt).map((each) => ({
      id: 'network',
      at: each,
      lane: t`Changes`,
      words: record.networkChange || t`the network changed`,
    })),
    ...at(record.ucChangedAt).map((each) => ({
      id: 'uc',
      at: each,
      lane: t`Changes`,
      words: record.ucChange || t`Cisco Unified Communications changed`,
    })),
    ...currentSteps(steps).flatMap(({ current }) =>
      current.at
        ? [
            {
              id: current.id,
              at: Date.parse(current.at.at),
              lane: t`Steps`,
              words: `${stepKindWords[current.kind]}: ${current.did}`,
            },
          ]
        : [],
    ),
  ];
}

function Sources({
  session,
  sources,
  lanes,
}: {
  session: CollectingSession;
  sources: readonly TimelineSource[];
  lanes: readonly Lane[];
}) {
  const set = ({ name, zone, ahead }: TimelineSource) =>
    session.store.setState(({ clocks }) => ({ clocks: new Map([...clocks, [name, { zone, ahead }]]) }));
  // Outputs of commands have none: a zone would say nothing of them.
  const undated = lanes.filter(({ from }) => from === null);
  return (
    <ul className="plain-list" aria-label={t`Logs`}>
      {undated.length > 0 && (
        <li>
          <span className="quiet">
            <Trans>
              No time that can be read:{' '}
              <span className="mono">{undated.map(({ name }) => name).join(', ')}</span>
            </Trans>
          </span>
        </li>
      )}
      {sources.map((source) => {
        const lane = lanes.find(({ name }) => name === source.name);
        if (undated.some(({ name }) => name === source.name)) return null;
        const covers =
          lane && lane.from !== null && lane.to !== null
            ? t`${logLineTime(lane.from)} to ${logLineTime(lane.to)}, ${plural(lane.lines, { one: '# line', other: '# lines' })}`
            : '';
        return (
          <li key={source.name} className={classes.source}>
            <span>
              <strong className="mono">{source.name}</strong> <span className="quiet">{covers}</span>
            </span>
            <TextInput
              size="xs"
              label={t`Zone of ${source.name}`}
              value={source.zone}
              maxLength={60}
              onChange={(event) => set({ ...source, zone: event.currentTarget.value })}
            />
            <NumberInput
              size="xs"
              label={t`Clock ahead, in seconds`}
              aria-label={t`Clock of ${source.name} ahead, in seconds`}
              value={source.ahead / 1_000}
              onChange={(value) => set({ ...source, ahead: Math.round(Number(value) * 1_000) || 0 })}
            />
          </li>
        );
      })}
    </ul>
  );
}

function Lanes({
  counts,
  marks,
  from,
  to,
  at,
}: {
  counts: readonly LaneCounts[];
  marks: readonly Mark[];
  from: number;
  to: number;
  at: number;
}) {
  const place = (time: number) => `${((time - from) / Math.max(1, to - from)) * 100}%`;
  const lanesOfMarks = [t`Fault`, t`Changes`, t`Steps`].map((name) => ({
    name,
    own: marks.filter((each) => each.lane === name && each.at >= from && each.at <= to),
  }));
  return (
    <div className={classes.lanes}>
      {lanesOfMarks.map(({ name, own }) => (
        <div key={name} className={classes.lane}>
          <span className={classes.name}>{name}</span>
          <span className={classes.track}>
            {own.map((mark) => (
              <span
                key={mark.id}
                className={classes.mark}
                data-lane={name}
                style={{ '--at': place(mark.at) } as CSSProperties}
                title={`${logLineTime(mark.at)}: ${mark.words}`}
              >
                <span className="skip">
                  {logLineTime(mark.at)}: {mark.words}
                </span>
              </span>
            ))}
            <span className={classes.cursor} style={{ '--at': place(at) } as CSSProperties} />
          </span>
        </div>
      ))}
      {counts.map(({ name, counts: parts, warnings }) => (
        <div key={name} className={classes.lane}>
          <span className={`${classes.name} mono`} title={name}>
            {name}
          </span>
          <span className={classes.track} role="img" aria-label={t`${name}: lines in time`}>
            <LineBars parts={parts.map((lines, part) => ({ lines, warnings: warnings[part] ?? 0 }))} />
            <span className={classes.cursor} style={{ '--at': place(at) } as CSSProperties} />
          </span>
        </div>
      ))}
    </div>
  );
}

function Timeline() {
  const app = useApp();
  const contents = useCasePart(contentsOf);
  const editable = useEditable();
  const session = collectingOf(contents.case.id);
  useCaseFiles(session);
  const { files: dropped, kept, clocks, bringing, leftOut } = useStore(session.store);
  const files = [...dropped, ...kept];
  const marks = useMarks();
  const [lanes, setLanes] = useState<readonly Lane[]>([]);
  const [counts, setCounts] = useState<readonly LaneCounts[]>([]);
  const [lines, setLines] = useState<readonly TimedLine[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [search, setSearch] = useState('');
  const [warningsOnly, setWarningsOnly] = useState(false);
  const [told, setTold] = useState('');
  const sources = files
    .filter((file) => file.lines > 0)
    .map(({ name }) => ({ name, ...(clocks.get(name) ?? { zone: HERE, ahead: 0 }) }));
  const key = JSON.stringify(sources);
  const dated = lanes.filter(({ from }) => from !== null);
  const from = Math.min(...dated.map((lane) => lane.from ?? 0));
  const to = Math.max(...dated.map((lane) => lane.to ?? 0));
  const fault = marks.find(({ id }) => id === 'fault')?.at;
  const at = Math.min(to, Math.max(from, chosen ?? fault ?? from));

  useEffect(() => {
    let gone = false;
    const asked = JSON.parse(key) as TimelineSource[];
    if (asked.length === 0) return setLanes([]);
    session.times.call('lanes', { sources: asked }).then(
      (found) => !gone && setLanes(found),
      (error: unknown) => !gone && setTold(t`The timeline stopped: ${reported(error, 'the timeline')}.`),
    );
    return () => {
      gone = true;
    };
  }, [session, key]);
  useEffect(() => {
    let gone = false;
    const asked = JSON.parse(key) as TimelineSource[];
    if (!Number.isFinite(from) || asked.length === 0) return setCounts([]);
    session.times.call('laneCounts', { sources: asked, from, to, parts: PARTS }).then(
      (found) => !gone && setCounts(found),
      (error: unknown) => !gone && setTold(t`The timeline stopped: ${reported(error, 'the timeline')}.`),
    );
    return () => {
      gone = true;
    };
  }, [session, key, from, to]);
  useEffect(() => {
    let gone = false;
    const asked = JSON.parse(key) as TimelineSource[];
    if (!Number.isFinite(at) || asked.length === 0) return setLines([]);
    session.times.call('linesAt', { sources: asked, at, count: LINES, search, warningsOnly }).then(
      (found) => !gone && setLines(found),
      (error: unknown) => !gone && setTold(t`The timeline stopped: ${reported(error, 'the timeline')}.`),
    );
    return () => {
      gone = true;
    };
  }, [session, key, at, search, warningsOnly]);

  async function note(): Promise<void> {
    const finding = {
      rule: 'timeline',
      system: null,
      message: t`Lines of ${plural(sources.length, { one: 'one log', other: '# logs' })} around ${logLineTime(at)}, ${plural(sources.length, { one: 'its clock', other: 'their clocks' })} set right.`,
      todo: '',
      clause: null,
      evidence: lines.map(({ source, line, text }) => ({ file: source, line, text })),
    };
    const held = new Map(files.map((file) => [file.name, file]));
    const outcome = await noteAsStep(app, contents, finding, held, null);
    setTold(outcome.kind === 'saved' ? t`Noted as a step, saved on this computer.` : refusalWords(outcome));
  }

  const back = `/cases/${contents.case.id}`;
  return (
    <Screen title={t`Timeline of ${caseNumber(contents.case.id)}`}>
      <p>
        <Link href={back}>
          <span className="mono">{caseNumber(contents.case.id)}</span> {contents.case.title}
        </Link>
        {', '}
        <Link href={`${back}/collect`}>
          <Trans>collect</Trans>
        </Link>
      </p>
      <p role="status">{bringing === '' ? told : `${bringing}…`}</p>
      {leftOut.map((sentence) => (
        <p key={sentence} className="quiet">
          {sentence}
        </p>
      ))}
      {sources.length === 0 ? (
        bringing === '' && (
          <p className="card empty">
            <Trans>
              {leftOut.length > 0 ? t`Nothing else of the case is a log.` : t`The case has no log.`}{' '}
              <Link href={`${back}/collect`}>Drop logs</Link>, then look at them here in one order.
            </Trans>
          </p>
        )
      ) : (
        <>
          <Sources session={session} sources={sources} lanes={lanes} />
          {Number.isFinite(from) && (
            <>
              <p className="quiet num">
                <Trans>
                  {logLineTime(from)} to {logLineTime(to)}, {HERE}
                </Trans>
              </p>
              <Lanes
                // A file without a time that can be read has no place in time.
                counts={counts.filter(({ name }) => dated.some((lane) => lane.name === name))}
                marks={marks}
                from={from}
                to={to}
                at={at}
              />
              <label className={classes.slider}>
                <span>
                  <Trans>At {logLineTime(at)}</Trans>
                </span>
                <input
                  type="range"
                  min={from}
                  max={to}
                  step={1_000}
                  value={at}
                  onChange={(event) => setChosen(Number(event.currentTarget.value))}
                />
              </label>
              <div className="row">
                <TextInput
                  label={t`Search in all logs`}
                  value={search}
                  maxLength={200}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
                <Checkbox
                  label={t`Warnings only`}
                  checked={warningsOnly}
                  onChange={(event) => setWarningsOnly(event.currentTarget.checked)}
                />
                {editable && (
                  <Button variant="default" disabled={lines.length === 0} onClick={() => void note()}>
                    <Trans>Note these lines as a step</Trans>
                  </Button>
                )}
              </div>
              <table className={classes.lines}>
                <caption className="skip">
                  <Trans>Lines of all logs around {logLineTime(at)}</Trans>
                </caption>
                <colgroup>
                  <col className={classes.when} />
                  <col />
                  <col className={classes.where} />
                </colgroup>
                <tbody>
                  {lines.map(({ at: when, source, line, text }) => (
                    <tr key={`${source}:${line}`} data-at={when === at}>
                      <td className="num">{DateTime.fromMillis(when).toFormat('HH:mm:ss.SSS')}</td>
                      <td className="mono">{text}</td>
                      <td className="mono">
                        {source}:{line}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </>
      )}
    </Screen>
  );
}

export function TimelineScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId}>
      <Timeline />
    </OpenedCase>
  );
}
