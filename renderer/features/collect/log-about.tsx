/** What a log is about: the time that it covers with the fault in it, its levels, and the messages that it says most. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { IANAZone } from 'luxon';
import { type CSSProperties, useState } from 'react';
import { type LogIndex, levels } from '../../../shared/collect/log/indexer.ts';
import { drawnParts, placeOfMoment, type TimedStretch } from '../../../shared/collect/log/look.ts';
import { logLineTime } from '../../ui/times.ts';
import { LineBars } from './line-bars.tsx';
import classes from './log-screen.module.css';

/** As many as there are stretches, so that none is drawn without lines between two that have some. */
const MOST_PARTS = 120;

export const counted = (count: number) => count.toLocaleString('en');

export interface LogTimes {
  stretches: readonly TimedStretch[];
  /** Milliseconds since 1970 of the last line. */
  to: number | null;
}

function FaultIn({
  times,
  fault,
  zone,
  onGo,
}: {
  times: LogTimes;
  fault: number;
  zone: string;
  onGo: (line: number) => void;
}) {
  const place = placeOfMoment(times.stretches, times.to ?? 0, fault);
  const when = logLineTime(fault, zone);
  if (place.kind === 'at')
    return (
      <p>
        <Trans>The fault began at {when}.</Trans>{' '}
        <Button size="compact-xs" variant="default" onClick={() => onGo(place.line)}>
          <Trans>Go to the fault, line {place.line}</Trans>
        </Button>
      </p>
    );
  return (
    <p className="note">
      <Trans>
        The fault began at {when}:{' '}
        {place.kind === 'before' ? t`before the first line` : t`after the last line`} of this log. It says
        nothing of that moment (H38).
      </Trans>
    </p>
  );
}

function Drawn({ name, times, fault }: { name: string; times: LogTimes; fault: number | null }) {
  const from = times.stretches[0]?.at ?? 0;
  const to = times.to ?? from;
  const parts = drawnParts(times.stretches, to, Math.min(MOST_PARTS, times.stretches.length));
  return (
    <div className={classes.track} role="img" aria-label={t`${name}: lines in time, warnings marked`}>
      <LineBars parts={parts} />
      {fault !== null && fault >= from && fault <= to && (
        <span
          className={classes.fault}
          style={{ '--at': `${((fault - from) / Math.max(1, to - from)) * 100}%` } as CSSProperties}
        />
      )}
    </div>
  );
}

/** The zone as it is typed: it serves once it is one, and until then times stay in the one before. */
function ZoneField({
  zones,
  zone,
  onZone,
}: {
  zones: readonly string[];
  zone: string;
  onZone: (zone: string) => void;
}) {
  const [typed, setTyped] = useState(zone);
  return (
    <TextInput
      size="xs"
      label={t`Zone of this log`}
      description={
        zones.length > 0
          ? t`Its times name ${zones.join(', ')}; the zone is how they are shown here.`
          : t`Its times name no zone: say in which one its clock ran.`
      }
      error={
        IANAZone.isValidZone(typed.trim())
          ? undefined
          : t`Not the name of a zone, such as America/Chicago or UTC. Times are shown in ${zone} until it is.`
      }
      value={typed}
      maxLength={60}
      onChange={(event) => {
        const said = event.currentTarget.value;
        setTyped(said);
        if (IANAZone.isValidZone(said.trim())) onZone(said.trim());
      }}
    />
  );
}

export function LogAbout({
  name,
  index,
  times,
  fault,
  zone,
  onZone,
  onGo,
}: {
  name: string;
  index: LogIndex;
  times: LogTimes;
  /** Milliseconds since 1970; null where the case does not say. */
  fault: number | null;
  zone: string;
  onZone: (zone: string) => void;
  onGo: (line: number) => void;
}) {
  const { zones, undated, longLines, busiest, uncertain } = index;
  const [first] = times.stretches;
  return (
    <div className={classes.column}>
      {first && times.to !== null ? (
        <>
          <Drawn name={name} times={times} fault={fault} />
          <div className={`${classes.ends} num`}>
            <span>{logLineTime(first.at, zone)}</span>
            <span>{logLineTime(times.to, zone)}</span>
          </div>
          <ZoneField zones={zones} zone={zone} onZone={onZone} />
          {fault === null ? (
            <p className="quiet">
              <Trans>The case does not say yet when the fault began.</Trans>
            </p>
          ) : (
            <FaultIn times={times} fault={fault} zone={zone} onGo={onGo} />
          )}
        </>
      ) : (
        <p className="quiet">
          <Trans>No time in it can be read.</Trans>
        </p>
      )}
      {undated > 0 && index.from && (
        <p className="quiet">
          {undated === 1
            ? t`1 line has no time of its own and belongs to the line before.`
            : t`${counted(undated)} lines have no time of their own and belong to the line before.`}
        </p>
      )}
      {longLines > 0 && (
        <p className="quiet">
          {longLines === 1
            ? t`1 line was too long and is read at its beginning only.`
            : t`${counted(longLines)} lines were too long and are read at their beginning only.`}
        </p>
      )}
      <table className={classes.table} aria-label={t`Levels`}>
        <tbody>
          {levels.flatMap((level) => {
            const count = index.levels[level];
            return count
              ? [
                  <tr key={level}>
                    <th scope="row">{level}</th>
                    <td className={`${classes.number} num`}>{counted(count)}</td>
                  </tr>,
                ]
              : [];
          })}
        </tbody>
      </table>
      <table className={classes.table} aria-label={t`Busiest messages`}>
        <thead>
          <tr>
            <th scope="col" className={classes.number}>
              <Trans>Lines</Trans>
            </th>
            <th scope="col">
              <Trans>Message, numbers taken out</Trans>
            </th>
            <th scope="col" className={classes.number}>
              <Trans>First</Trans>
            </th>
            <th scope="col" className={classes.number}>
              <Trans>Last</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {busiest.map(({ message, count, firstLine, lastLine }) => (
            <tr key={message}>
              <td className={`${classes.number} num`}>{counted(count)}</td>
              <td className="mono">{message}</td>
              {[firstLine, lastLine].map((line, at) => (
                <td key={at === 0 ? 'first' : 'last'} className={`${classes.number} num`}>
                  <button type="button" className={classes.go} onClick={() => onGo(line)}>
                    {line}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {uncertain > 0 && (
        <p className="quiet">
          <Trans>
            There are so many different messages that each count may be too low by up to {counted(uncertain)}.
          </Trans>
        </p>
      )}
    </div>
  );
}
