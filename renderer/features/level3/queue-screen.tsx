/** The desk's queue: what is due first stands first. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { CaseState } from '../../../shared/cases/schema.ts';
import { stateWords } from '../../../shared/cases/states.ts';
import { may } from '../../../shared/certification/access.ts';
import { countWords, FilterBar, PriorityFilter } from '../../ui/filter-bar.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { Priority } from '../../ui/priority.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useClockLines } from '../../views/clock-hooks.tsx';
import { useIdentity } from '../../views/hooks.tsx';
import type { ClockLine } from '../../views/running-clocks.ts';
import { NextDue, nextDueWords } from './next-due.tsx';
import { TakeNext } from './take-next.tsx';

const deskStates = ['escalated', 'acknowledged', 'planned', 'answered', 'closed'] as const;
type DeskState = (typeof deskStates)[number];
/** Among themselves they need not say that it is Level 3 that did it. */
const deskWords: Readonly<Record<DeskState, string>> = {
  escalated: t`new`,
  acknowledged: t`acknowledged`,
  planned: t`planned`,
  answered: t`answered`,
  closed: t`closed`,
};

interface QueueFilter {
  text: string;
  priority: string;
  /** `open` is all but the closed ones. */
  state: 'open' | 'all' | DeskState;
  due: 'any' | 'at-risk' | 'breached';
}
const start: QueueFilter = { text: '', priority: '', state: 'open', due: 'any' };

function fits(line: ClockLine, filter: QueueFilter, words: readonly string[]): boolean {
  if (line.ticketId === null) return false;
  if (filter.priority !== '' && line.priority !== filter.priority) return false;
  if (
    filter.state === 'open' ? line.state === 'closed' : filter.state !== 'all' && line.state !== filter.state
  )
    return false;
  const due = line.next?.state.kind;
  if (filter.due === 'breached' && due !== 'breached') return false;
  if (filter.due === 'at-risk' && due !== 'at-risk' && due !== 'breached') return false;
  if (words.length === 0) return true;
  const all = `${line.number} ${line.title} ${line.partner} ${line.customer} ${line.engineer}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

function columnsAt(now: string): GridColumn<ClockLine>[] {
  return [
    {
      id: 'priority',
      name: t`Priority`,
      width: { most: 76 },
      show: (line) => <Priority priority={line.priority} />,
    },
    {
      id: 'due',
      name: t`Next commitment`,
      width: { least: 200, share: 4 },
      text: (line) => nextDueWords(line, now),
      show: (line) => <NextDue line={line} now={now} />,
    },
    { id: 'ticket', name: t`Ticket`, width: { most: 140 }, mono: true, text: (line) => line.number },
    {
      id: 'partner',
      name: t`Partner`,
      width: { least: 80, share: 2 },
      wideOnly: true,
      text: (line) => line.partner,
    },
    {
      id: 'title',
      name: t`Title`,
      width: { least: 120, share: 3 },
      text: (line) => line.title || t`No title`,
    },
    {
      id: 'state',
      name: t`State`,
      width: { most: 140 },
      wideOnly: true,
      text: (line) => stateName(line.state),
    },
  ];
}

function stateName(state: QueueFilter['state'] | CaseState): string {
  if (state === 'open' || state === 'all') return state;
  return Object.hasOwn(deskWords, state) ? deskWords[state as DeskState] : stateWords[state];
}

export function QueueScreen() {
  const [, navigate] = useLocation();
  const identity = useIdentity();
  const { lines, now, loaded } = useClockLines();
  const [filter, setFilter] = useState<QueueFilter>(start);
  const change = (part: Partial<QueueFilter>) => setFilter((before) => ({ ...before, ...part }));
  const tickets = useMemo(() => lines.filter((line) => line.ticketId !== null), [lines]);
  const shown = useMemo(() => {
    const words = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return tickets.filter((line) => fits(line, filter, words));
  }, [tickets, filter]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const words = [
    ...(filter.priority === '' ? [] : [{ text: filter.priority, clear: () => change({ priority: '' }) }]),
    ...(filter.state === 'all'
      ? []
      : [{ text: stateName(filter.state), clear: () => change({ state: 'all' }) }]),
    ...(filter.due === 'any'
      ? []
      : [
          {
            text: filter.due === 'breached' ? t`breached` : t`at risk or breached`,
            clear: () => change({ due: 'any' }),
          },
        ]),
  ];
  return (
    <Screen
      title={t`Level 3`}
      actions={
        identity && may(identity, 'answer-tickets') ? (
          <>
            <Link href="/level3/deliveries">
              <Trans>Outside ticket systems</Trans>
            </Link>
            <TakeNext />
          </>
        ) : null
      }
    >
      <FilterBar
        label={t`Search the queue`}
        text={filter.text}
        onText={(text) => change({ text })}
        words={words}
        count={loaded ? countWords(shown.length, tickets.length, ['ticket', 'tickets']) : t`Reading`}
      >
        <PriorityFilter value={filter.priority} onChange={(value) => change({ priority: value })} />
        <NativeSelect
          aria-label={t`State`}
          value={filter.state}
          data={[
            { value: 'open', label: t`Open` },
            ...deskStates.map((value) => ({ value, label: deskWords[value] })),
            { value: 'all', label: t`Any state` },
          ]}
          onChange={(event) => change({ state: event.currentTarget.value as QueueFilter['state'] })}
        />
        <NativeSelect
          aria-label={t`Due`}
          value={filter.due}
          data={[
            { value: 'any', label: t`Due at any time` },
            { value: 'at-risk', label: t`At risk or breached` },
            { value: 'breached', label: t`Breached` },
          ]}
          onChange={(event) => change({ due: event.currentTarget.value as QueueFilter['due'] })}
        />
      </FilterBar>
      {loaded && tickets.length === 0 ? (
        <p className="card empty">
          <Trans>No ticket has come in yet.</Trans>
        </p>
      ) : loaded && shown.length === 0 ? (
        <p className="card empty">
          <Trans>No ticket fits these filters.</Trans>
        </p>
      ) : (
        <Grid
          label={t`Tickets, nearest due first`}
          rows={shown}
          sample={tickets}
          columns={columns}
          linked="title"
          hrefOf={(line) => `/level3/${line.id}`}
          onOpen={(line) => navigate(`/level3/${line.id}`)}
        />
      )}
    </Screen>
  );
}
