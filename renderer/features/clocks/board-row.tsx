/** A clock on the board's axis: from its start to what it is due by, how much of that has passed, and the due time in words beside it. */

import { t } from '@lingui/core/macro';
import type { CSSProperties } from 'react';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { lengthWords } from '../../../shared/base/lengths.ts';
import { centralHour } from '../../../shared/policy/clock-words.ts';
import type { Clock } from '../../../shared/policy/clocks.ts';
import type { TimeAxis } from '../../../shared/policy/time-axis.ts';
import { clockBarOf, wordsOf } from '../../ui/clock-text.tsx';
import { Mark } from '../../ui/mark.tsx';
import { dueTime } from '../../ui/times.ts';
import styles from './board.module.css';

const HOUR_MS = 3_600_000;
/** Beyond this the words stand before the due time, where there is room. */
const LAST_PLACE = 72;
/** A bar that began and ended long ago is still seen. */
const LEAST = 0.8;

/** `in 50 minutes, 18:00 Central`, `Wed 2 Dec, 18:00 Central`, `2 days over`: short, the whole sentence is the row's title. @param now ISO 8601 */
export function dueWords({ deadline, state }: Clock, now: string): string {
  if (state.kind === 'returned') return t`returned to the partner`;
  if (deadline.kind === 'nextRelease')
    return deadline.date === null
      ? t`with the next release, no day yet`
      : t`next release, ${dayInWords(deadline.date)}`;
  if (state.kind === 'not-before-passed') return t`date passed, ${dueTime(deadline.at, now)}`;
  if (deadline.kind === 'notBefore') return t`not before ${dueTime(deadline.at, now)}`;
  const left = Date.parse(deadline.at) - Date.parse(now);
  const hour = centralHour(deadline.at, now);
  if (left < 0) return hour === null ? t`${lengthWords(left)} over` : t`${lengthWords(left)} over, ${hour}`;
  return left < HOUR_MS && hour !== null ? t`in ${lengthWords(left)}, ${hour}` : dueTime(deadline.at, now);
}

export function BoardRow({ clock, axis, now }: { clock: Clock; axis: TimeAxis; now: string }) {
  const { state } = clockBarOf(clock, now);
  const { deadline } = clock;
  const until = deadline.kind === 'nextRelease' ? deadline.date : deadline.at;
  const from = axis.placeOf(Date.parse(clock.start.at));
  const due = until === null ? 100 : axis.placeOf(Date.parse(until));
  const over = state === 'over';
  // What is over goes on to now: how much is over is what is looked for.
  const to = Math.max(over ? axis.now : due, from + LEAST);
  const words = wordsOf(clock, now);
  const before = to > LAST_PLACE;
  return (
    <span
      className={styles.lane}
      title={words.viewer === null ? words.text : `${words.text}. ${words.viewer}`}
      style={{ '--from': from, '--to': Math.min(to, 100), '--now': axis.now } as CSSProperties}
    >
      <span className={styles.bar} data-state={state} aria-hidden="true" />
      <span className={styles.words} data-before={before} aria-hidden="true">
        {(state === 'risk' || over) && <Mark kind={over ? 'wrong' : 'look'} silent />}
        {dueWords(clock, now)}
      </span>
      <span className="visually-hidden">{words.text}</span>
    </span>
  );
}

/** The axis over the rows: the hours of today, then days. */
export function BoardHead({ axis }: { axis: TimeAxis }) {
  return (
    <span className={styles.head} aria-hidden="true">
      <b>{axis.today}</b>
      {axis.hours.map(({ word, place }) => (
        <span key={word} style={{ '--at': place } as CSSProperties}>
          {word}
        </span>
      ))}
      {axis.parts
        .filter(({ word }) => word !== '')
        .map(({ from, word, left, width }) => (
          <span key={from} style={{ '--at': left + width / 2 } as CSSProperties}>
            {word}
          </span>
        ))}
    </span>
  );
}

/** What all rows have behind them: closed hours and days, a line at each day, and now. One layer a part, as a CSS background. */
export function axisGround({ parts, now }: TimeAxis): string {
  const line = (at: number, colour: string, width: string) =>
    `linear-gradient(${colour}, ${colour}) ${at}% 0 / ${width} 100% no-repeat`;
  return [
    line(now, 'var(--accent)', '1px'),
    ...parts.flatMap(({ kind, closed, left, width }) =>
      closed
        ? [`var(--hatch) ${width >= 100 ? 0 : (left / (100 - width)) * 100}% 0 / ${width}% 100% no-repeat`]
        : kind === 'hours'
          ? []
          : [line(left, 'var(--line)', '1px')],
    ),
  ].join(', ');
}
