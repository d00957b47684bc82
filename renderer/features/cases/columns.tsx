/** The columns of the case list: where each sorts, how wide it is, from which width on it is shown, what it shows. */
import { plural, t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import type { CaseState } from '../../../shared/cases/states.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import type { Summary } from '../../store/device-rows.ts';
import { TimeBar } from '../../ui/clock-bar.tsx';
import { type ClockLook, lookOf } from '../../ui/clock-text.tsx';
import type { ColumnWidth } from '../../ui/column-widths.ts';
import { Icon } from '../../ui/icons.tsx';
import { Priority } from '../../ui/priority.tsx';
import { Ring } from '../../ui/ring.tsx';
import { dueInFull, dueTime, formatLocalTime, shortTime } from '../../ui/times.ts';
import styles from './cases.module.css';

/** In pixels of the window: from here on a due time has its bar. */
const BAR_FROM = 1360;
/** Below it a row has two lines: title and due time do not fit beside each other in one. */
export const TWO_LINES_BELOW = 760;

export interface Column {
  /** An indexed field of the summary, where the list can sort by it. */
  id:
    | 'number'
    | 'title'
    | 'customer'
    | 'site'
    | 'state'
    | 'priority'
    | 'missing'
    | 'waiting'
    | 'ticket'
    | 'engineer'
    | 'updatedAt'
    | 'nextDue';
  name: string;
  /** A function where it hangs on the window's own width, in pixels. */
  width: ColumnWidth | ((window: number) => ColumnWidth);
  /** The words that are never cut. @param now ISO 8601 */
  must?: (line: Summary, now: string) => string;
  /** In pixels of the window; it is left out below. */
  from?: number;
  /** Where the columns do not fit, the one with the highest is left out first; left out: it stays. */
  leaves?: number;
  sortable: boolean;
  mono?: boolean;
  /** In words; also what is read where it is cut. */
  show: (line: Summary) => string;
  /** The words that are drawn, by which the width is reckoned, where they are not those; null where none are. @param now ISO 8601 */
  words?: ((line: Summary, now: string) => string) | null;
  /** As it is drawn, where that is more than the words. @param now ISO 8601 */
  draw?: (line: Summary, now: string) => ReactNode;
}

/** How the clock that is due next stands now; null where it just runs, or none is due. */
function dueLook({ nextDue, nextDueKind, nextDueState }: Summary): ClockLook | null {
  if (!nextDueKind) return null;
  if (nextDueState === 'breached' || Date.parse(nextDue) < Date.now()) return lookOf('breached');
  return nextDueState === 'at-risk' ? lookOf('at-risk') : null;
}

/** `Breached: Wed 2 Dec, 18:00 Central, Action plan`; empty where nothing is due. */
function dueSentence(line: Summary): string {
  const { nextDue, nextDueKind } = line;
  if (!nextDueKind) return '';
  const look = dueLook(line);
  return `${look ? `${look.words}: ` : ''}${dueTime(nextDue)}, ${commitmentWords[nextDueKind]}`;
}

function drawDue(line: Summary, now: string): ReactNode {
  const { nextDue, nextDueKind, nextDueFrom } = line;
  if (!nextDueKind) return '';
  const look = dueLook(line);
  const [from, to] = [Date.parse(nextDueFrom ?? now), Date.parse(nextDue)];
  const over = look?.icon === 'missing' || nextDue < now;
  const percent = over ? 100 : to > from ? ((Date.parse(now) - from) / (to - from)) * 100 : 0;
  const sentence = look ? t`${look.words}: ${dueInFull(nextDue, now)}` : dueInFull(nextDue, now);
  return (
    <span className={styles.due} title={`${sentence}, ${commitmentWords[nextDueKind]}`}>
      <TimeBar state={over ? 'over' : look ? 'risk' : 'runs'} percent={percent} />
      <span className={`${styles.dueWords} ${look?.tone ?? ''}`}>
        <span>
          {look && (
            <>
              <Icon name={look.icon} size={14} /> <span className="visually-hidden">{look.words}: </span>
            </>
          )}
          {dueTime(nextDue, now)}
        </span>
        <span>
          <span className={styles.comma}>, </span>
          {commitmentWords[nextDueKind]}
        </span>
      </span>
    </span>
  );
}

function counts(line: Summary): { done: number; of: number } | null {
  if (!line.progress) return null;
  return line.progress.reduce((sum, each) => ({ done: sum.done + each.done, of: sum.of + each.of }), {
    done: 0,
    of: 0,
  });
}

const answered = (line: Summary): string => {
  const found = counts(line);
  return found ? t`${found.done} of ${found.of}` : '';
};

/** In a column, in as few words as say it; the filter has the long ones. */
const stages: Readonly<Record<CaseState, string>> = {
  level1: t`Level 1`,
  level2: t`Level 2`,
  ready: t`Queued`,
  'in-review': t`In review`,
  'changes-requested': t`Sent back`,
  approved: t`Approved`,
  escalated: t`Received`,
  acknowledged: t`Acknowledged`,
  planned: t`Planned`,
  answered: t`Answered`,
  verified: t`Verified`,
  closed: t`Closed`,
};

/**
 * `Level 2`, or with its ticket: `T-1042, planned`; of a case that has left this computer where it is, in words that fit the column: it left
 * because it is closed.
 */
function stage({ state, ticket, atHub }: Summary): string {
  if (atHub) return ticket === '' ? t`At the hub only` : t`${ticket}, hub only`;
  return ticket === '' ? stages[state] : `${ticket}, ${stages[state].toLowerCase()}`;
}

/** The first and the last word's: more letters do not fit the circle. */
const initials = (name: string) => {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
};

export const columns: readonly Column[] = [
  {
    id: 'priority',
    name: t`Priority`,
    width: { most: 76 },
    sortable: true,
    words: null,
    show: (line) => (line.priority === 'none' ? t`not set` : line.priority),
    draw: (line) => <Priority priority={line.priority} />,
  },
  {
    id: 'number',
    name: t`Number`,
    width: { most: 140 },
    from: 640,
    leaves: 1,
    sortable: true,
    mono: true,
    show: (line) => line.number,
  },
  {
    id: 'title',
    name: t`Title`,
    // Others are left out before most titles are cut. In two lines it takes half of the room.
    width: (window) => ({ least: window < TWO_LINES_BELOW ? 120 : 240, share: 3, first: true }),
    sortable: true,
    show: (line) => line.title,
  },
  {
    id: 'customer',
    name: t`Customer`,
    width: { least: 160, share: 3 },
    from: 900,
    leaves: 2,
    sortable: true,
    show: (line) => line.customer,
  },
  {
    id: 'site',
    name: t`Site`,
    width: { least: 72, share: 1 },
    from: 1280,
    leaves: 8,
    sortable: false,
    show: (line) => line.site,
  },
  {
    id: 'state',
    name: t`Stage`,
    width: { least: 80, most: 176 },
    sortable: true,
    show: stage,
    draw: (line) => <span title={stage(line)}>{stage(line)}</span>,
  },
  {
    id: 'missing',
    name: t`Answered`,
    // The ring.
    width: { beside: 20 },
    from: 760,
    leaves: 4,
    sortable: true,
    show: answered,
    draw: (line) => {
      const found = counts(line);
      return found ? (
        <span className={styles.answered} title={t`${found.of - found.done} missing`}>
          <Ring {...found} />
          <span className="num">{answered(line)}</span>
        </span>
      ) : (
        ''
      );
    },
  },
  {
    id: 'nextDue',
    name: t`Next due`,
    // Bar and sign; below `BAR_FROM`, as the style has it, the sign alone.
    width: (window) => ({ beside: window < BAR_FROM ? 22 : 70, share: 1.5 }),
    // The time is whole; what is due stands behind it where there is room.
    must: ({ nextDueKind, nextDue }, now) => (nextDueKind ? dueTime(nextDue, now) : ''),
    from: 560,
    // Where nothing is due, and where no other is left to go.
    leaves: 0,
    sortable: true,
    show: dueSentence,
    words: (line, now) =>
      line.nextDueKind ? `${dueTime(line.nextDue, now)}, ${commitmentWords[line.nextDueKind]}` : '',
    draw: drawDue,
  },
  {
    id: 'engineer',
    name: t`Who`,
    width: { most: 40 },
    from: 1100,
    leaves: 7,
    sortable: false,
    words: null,
    show: (line) => line.engineer?.name ?? '',
    draw: (line) =>
      line.engineer ? (
        <span className={styles.who} title={line.engineer.name}>
          {initials(line.engineer.name)}
        </span>
      ) : (
        ''
      ),
  },
  {
    id: 'waiting',
    name: t`Not sent`,
    // The sign.
    width: { beside: 18 },
    from: 1100,
    leaves: 5,
    sortable: false,
    show: (line) => (line.waiting === 0 ? '' : String(line.waiting)),
    draw: (line) =>
      line.waiting === 0 ? (
        ''
      ) : (
        <span
          title={t`${plural(line.waiting, { one: '# change waits', other: '# changes wait' })} to be sent`}
        >
          <Icon name="upload" size={14} /> {line.waiting}
        </span>
      ),
  },
  {
    id: 'ticket',
    name: t`Ticket`,
    width: { most: 140 },
    from: 1280,
    leaves: 6,
    sortable: false,
    mono: true,
    show: (line) => line.ticket,
  },
  {
    id: 'updatedAt',
    name: t`Changed`,
    width: {},
    from: 900,
    leaves: 3,
    sortable: true,
    words: (line, now) => shortTime(line.updatedAt, now),
    show: (line) => formatLocalTime(line.updatedAt),
    draw: (line, now) => (
      <span title={formatLocalTime(line.updatedAt)}>{shortTime(line.updatedAt, now)}</span>
    ),
  },
];
