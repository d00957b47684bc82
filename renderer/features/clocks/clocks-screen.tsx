/** All clocks that run, nearest due first: for leads those of their organisation, for the desk those of all partners. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type CSSProperties, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { calendarText } from '../../../shared/policy/calendar.ts';
import { type Commitment, commitments } from '../../../shared/policy/clock-schema.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import { type TimeAxis, timeAxis } from '../../../shared/policy/time-axis.ts';
import { TimeBar } from '../../ui/clock-bar.tsx';
import { ClockMark, clockBarOf, clockLook, wordsOf } from '../../ui/clock-text.tsx';
import { countWords, FilterBar, PriorityFilter } from '../../ui/filter-bar.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { Empty } from '../../ui/place.tsx';
import { Priority } from '../../ui/priority.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import { Screen } from '../../ui/screen.tsx';
import { useClockLines, useHolidayList } from '../../views/clock-hooks.tsx';
import { useApp, useMay } from '../../views/hooks.tsx';
import type { RunningClock } from '../../views/running-clocks.ts';
import styles from './board.module.css';
import { type BoardFilter, shownClocks, startFilter } from './board.ts';
import { axisGround, BoardHead, BoardRow, dueWords } from './board-row.tsx';

const stateNames = { 'at-risk': t`at risk`, breached: t`breached`, late: t`at risk or breached` } as const;

const shortNames: Readonly<Record<Commitment, string>> = {
  'level1-response': t`Level 1`,
  'level2-response': t`Level 2`,
  'action-plan': t`Action plan`,
  patch: t`Patch`,
};

/** `Action plan, Wed 2 Dec, 18:00 Central`: where there is no room for the sentence. */
function shortWords(clock: RunningClock['clock'], now: string): string {
  return t`${shortNames[clock.kind]}, ${dueWords(clock, now)}`;
}

function columnsAt(now: string, desk: boolean, narrow: boolean): GridColumn<RunningClock>[] {
  const dueText = ({ clock }: RunningClock) => (narrow ? shortWords(clock, now) : wordsOf(clock, now).text);
  return [
    {
      id: 'state',
      name: t`State`,
      width: { beside: 22 },
      text: ({ clock }) => clockLook(clock.state).word,
      show: ({ clock }) => <ClockMark state={clock.state} />,
    },
    {
      id: 'bar',
      name: t`Time`,
      width: { least: 72, most: 160, share: 1 },
      wideOnly: true,
      leaves: 3,
      show: ({ clock }) => <TimeBar {...clockBarOf(clock, now)} />,
    },
    {
      id: 'due',
      name: t`Due`,
      // What is owed, and its time: both are whole before other columns have room.
      width: { least: narrow ? 264 : 300, share: 4 },
      text: dueText,
      show: (row) => {
        const words = wordsOf(row.clock, now);
        return (
          <span title={words.viewer === null ? words.text : `${words.text}. ${words.viewer}`}>
            {dueText(row)}
          </span>
        );
      },
    },
    {
      id: 'priority',
      name: t`Priority`,
      width: { most: 76 },
      show: ({ clock }) => <Priority priority={clock.priority} />,
    },
    {
      id: 'number',
      name: t`Number`,
      width: { most: 140 },
      leaves: 1,
      mono: true,
      text: ({ line }) => line.number,
    },
    {
      id: 'title',
      name: t`Title`,
      width: { least: 120, share: 3 },
      text: ({ line }) => line.title || t`No title`,
    },
    {
      id: 'who',
      name: desk ? t`Partner` : t`Customer`,
      width: { least: 80, share: 2 },
      wideOnly: true,
      leaves: 2,
      text: ({ line }) => (desk ? line.partner : line.customer),
    },
  ];
}

/** As a picture: whose it is, what is owed, and time as a lane. */
function boardColumns(now: string, axis: TimeAxis): GridColumn<RunningClock>[] {
  return [
    {
      id: 'priority',
      name: t`Priority`,
      width: { most: 76 },
      show: ({ clock }) => <Priority priority={clock.priority} />,
    },
    { id: 'number', name: t`Number`, width: { most: 140 }, mono: true, text: ({ line }) => line.number },
    {
      id: 'title',
      name: t`Title`,
      width: { least: 120, share: 1 },
      text: ({ line }) => line.title || t`No title`,
    },
    { id: 'kind', name: t`Commitment`, width: {}, text: ({ clock }) => shortNames[clock.kind] },
    {
      id: 'time',
      name: t`Time`,
      head: <BoardHead axis={axis} />,
      width: { least: 280, share: 3 },
      show: ({ clock }) => <BoardRow clock={clock} axis={axis} now={now} />,
    },
  ];
}

export function ClocksScreen() {
  const [, navigate] = useLocation();
  const app = useApp();
  const { running: all, now, loaded } = useClockLines();
  const [filter, setFilter] = useState<BoardFilter>(startFilter);
  const change = (part: Partial<BoardFilter>) => setFilter((before) => ({ ...before, ...part }));
  const shown = useMemo(() => shownClocks(all, filter), [all, filter]);
  const desk = useMay('see-tickets');
  const narrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const [asList, setAsList] = useState(false);
  // A board has no room on a narrow screen.
  const board = !asList && !narrow;
  const holidays = useHolidayList();
  const axis = useMemo(
    () => timeAxis(Date.parse(now || app.now().toISOString()), holidays),
    [now, holidays, app],
  );
  const columns = useMemo(
    () => (board ? boardColumns(now, axis) : columnsAt(now, desk, narrow)),
    [board, axis, now, desk, narrow],
  );
  const hrefOf = ({ line }: RunningClock) =>
    desk && line.ticketId ? `/level3/${line.ticketId}` : `/cases/${line.caseId}`;

  function exportCalendar(): void {
    const cases = new Map<
      string,
      { id: string; number: string; title: string; clocks: RunningClock['clock'][] }
    >();
    for (const { line, clock } of shown) {
      const { id, number, title } = line;
      const found = cases.get(id) ?? { id, number, title, clocks: [] };
      found.clocks.push(clock);
      cases.set(id, found);
    }
    saveTextFile('clocks.ics', calendarText([...cases.values()], app.now().toISOString()), 'text/calendar');
  }

  const words = [
    ...(filter.priority === '' ? [] : [{ text: filter.priority, clear: () => change({ priority: '' }) }]),
    ...(filter.commitment === ''
      ? []
      : [{ text: commitmentWords[filter.commitment], clear: () => change({ commitment: '' }) }]),
    ...(filter.state === '' ? [] : [{ text: stateNames[filter.state], clear: () => change({ state: '' }) }]),
  ];
  return (
    <Screen
      title={t`Clocks`}
      actions={
        <>
          {!narrow && (
            <SegmentedControl
              aria-label={t`Show the clocks as`}
              size="xs"
              value={board ? 'board' : 'list'}
              data={[
                { value: 'board', label: t`Board` },
                { value: 'list', label: t`List` },
              ]}
              onChange={(value) => setAsList(value === 'list')}
            />
          )}
          <Button variant="default" disabled={shown.length === 0} onClick={exportCalendar}>
            <Trans>Add to a calendar</Trans>
          </Button>
        </>
      }
    >
      <FilterBar
        label={t`Search the clocks`}
        text={filter.text}
        onText={(text) => change({ text })}
        words={words}
        count={loaded ? countWords(shown.length, all.length, ['clock', 'clocks']) : t`Reading`}
      >
        <PriorityFilter value={filter.priority} onChange={(value) => change({ priority: value })} />
        <NativeSelect
          aria-label={t`Commitment`}
          value={filter.commitment}
          data={[
            { value: '', label: t`Any commitment` },
            ...commitments.map((value) => ({ value, label: commitmentWords[value] })),
          ]}
          onChange={(event) => change({ commitment: event.currentTarget.value as BoardFilter['commitment'] })}
        />
        <NativeSelect
          aria-label={t`State`}
          value={filter.state}
          data={[
            { value: '', label: t`Any state` },
            { value: 'late', label: t`At risk or breached` },
            { value: 'at-risk', label: t`At risk` },
            { value: 'breached', label: t`Breached` },
          ]}
          onChange={(event) => change({ state: event.currentTarget.value as BoardFilter['state'] })}
        />
      </FilterBar>
      {loaded && all.length === 0 ? (
        <Empty title={t`Nothing is due`}>
          {desk ? (
            <Trans>The clocks of a ticket start with its acknowledgement, or with a call before it.</Trans>
          ) : (
            <Trans>The clocks of a case start with its priority and the time of the first call.</Trans>
          )}
        </Empty>
      ) : loaded && shown.length === 0 ? (
        <Empty title={t`No clock fits these filters.`} />
      ) : (
        <div
          className={board ? styles.board : undefined}
          style={board ? ({ '--ground-of-axis': axisGround(axis) } as CSSProperties) : undefined}
        >
          <Grid
            label={t`Running clocks, nearest due first`}
            rows={shown}
            sample={all}
            columns={columns}
            linked="title"
            hrefOf={hrefOf}
            onOpen={(row) => navigate(hrefOf(row))}
          />
        </div>
      )}
    </Screen>
  );
}
