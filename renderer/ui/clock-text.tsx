/** Clocks as a person reads them: the due time in words, in Central time and on this computer's wall clock. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { capital } from '../../shared/base/sentence.ts';
import { assertNever } from '../../shared/base/values.ts';
import { type ClockWords, clockWords, holidayWords } from '../../shared/policy/clock-words.ts';
import type { Clock, ClockState } from '../../shared/policy/clocks.ts';
import type { HolidayList } from '../../shared/policy/schema.ts';
import { ClauseLink } from './clause-link.tsx';
import type { ClockBarState } from './clock-bar.tsx';
import { Icon, type IconName } from './icons.tsx';
import { viewerZone } from './now.ts';

/** How a state looks: a word and an icon, and never a colour alone. */
export interface ClockLook {
  /** In a sentence: `at risk`. */
  word: string;
  /** At the beginning of one: `At risk`. */
  words: string;
  tone: string;
  icon: IconName;
}

export function clockLook({ kind }: ClockState): ClockLook {
  return lookOf(kind);
}

export function lookOf(kind: ClockState['kind']): ClockLook {
  const look = plainLook(kind);
  return { ...look, words: capital(look.word) };
}

function plainLook(kind: ClockState['kind']): Omit<ClockLook, 'words'> {
  switch (kind) {
    case 'running':
      return { word: t`in time`, tone: 'quiet', icon: 'clock' };
    case 'at-risk':
      return { word: t`at risk`, tone: 'waiting', icon: 'warning' };
    case 'breached':
      return { word: t`breached`, tone: 'bad', icon: 'missing' };
    case 'met':
      return { word: t`met`, tone: 'good', icon: 'done' };
    case 'met-late':
      return { word: t`met, late`, tone: 'waiting', icon: 'done' };
    case 'returned':
      return { word: t`returned`, tone: 'quiet', icon: 'note' };
    case 'void':
      return { word: t`void`, tone: 'quiet', icon: 'note' };
    case 'not-before-passed':
    case 'release-date-passed':
      return { word: t`date passed`, tone: 'waiting', icon: 'note' };
    default:
      return assertNever(kind);
  }
}

export function ClockMark({ state }: { state: ClockState }) {
  const { word, tone, icon } = clockLook(state);
  return (
    <span className={`clock-mark ${tone}`}>
      <Icon name={icon} /> {word}
    </span>
  );
}

/**
 * A clock as a bar: how much of its time has passed.
 * @param now ISO instant
 */
export function clockBarOf(
  { start, deadline, state }: Clock,
  now: string,
): {
  state: ClockBarState;
  percent: number;
} {
  const until = deadline.kind === 'nextRelease' ? deadline.date : deadline.at;
  const [from, to] = [Date.parse(start.at), until === null ? Number.NaN : Date.parse(until)];
  const passed = to > from ? ((Date.parse(now) - from) / (to - from)) * 100 : 0;
  switch (state.kind) {
    case 'running':
      return { state: deadline.kind === 'due' ? 'runs' : 'not-before', percent: passed };
    case 'at-risk':
      return { state: 'risk', percent: passed };
    case 'breached':
      return { state: 'over', percent: 100 };
    case 'met':
    case 'met-late':
      return { state: 'met', percent: 100 };
    case 'returned':
    case 'void':
      return { state: 'void', percent: 100 };
    case 'not-before-passed':
    case 'release-date-passed':
      return { state: 'not-before', percent: 100 };
    default:
      return assertNever(state);
  }
}

/** @param now ISO instant */
export function wordsOf(clock: Clock, now: string): ClockWords {
  return clockWords(clock, { viewerZone: viewerZone(), now });
}

/** All clocks of a case or ticket: words, whose promise, what it was before, and the clauses. */
export function ClockList({
  clocks,
  now,
  holidayLists,
  none,
}: {
  clocks: readonly Clock[];
  now: string;
  holidayLists: readonly HolidayList[];
  /** Why there is none, as a sentence. */
  none: string;
}) {
  if (clocks.length === 0) return <p className="quiet">{none}</p>;
  const counted = clocks.find((each) => each.deadline.kind !== 'due' || !each.deadline.strict);
  const list = holidayLists.find((each) => each.version === counted?.holidayVersion) ?? null;
  return (
    <div className="stack clocks-here">
      <ul className="plain-list stack" aria-label={t`Clocks`}>
        {clocks.map((clock) => {
          const words = wordsOf(clock, now);
          return (
            <li key={clock.kind} className="clock-line" data-clock={clock.kind}>
              <ClockMark state={clock.state} />
              <div>
                <div className="num" data-testid={`clock-${clock.kind}`}>
                  {words.text}
                </div>
                <div className="quiet">
                  {words.viewer !== null && <span className="num">{words.viewer}. </span>}
                  {words.promise}, {clock.priority}.{' '}
                  {clock.clauses.map((id) => (
                    <ClauseLink key={id} id={id} />
                  ))}
                </div>
                {clock.history.length > 0 && (
                  <details>
                    <summary>
                      <Trans>
                        <Plural value={clock.history.length} one="Recounted once" other="Recounted # times" />
                      </Trans>
                    </summary>
                    <ul>
                      {clock.history.map((before) => (
                        <li key={before.from} className="num">
                          {before.priority}:{' '}
                          {
                            wordsOf({ ...clock, ...before, state: { kind: 'running' }, remaining: null }, now)
                              .text
                          }
                          {before.wasBreached && t`, which was over`}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {counted && <p className="quiet">{holidayWords(list)}</p>}
    </div>
  );
}
