/** Everything by typing: go to a screen, open a case, do what the menus do (Ctrl or Cmd and K). */
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../../shared/certification/access.ts';
import { useApp, useIdentity } from '../views/hooks.tsx';
import { addressOf, openScreens } from './screens.tsx';

const MOST_CASES = 20;

export function openPalette(): void {
  spotlight.open();
}

export function Palette() {
  const { db, syncNow } = useApp();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const cases =
    useLiveQuery(
      () =>
        db.summaries
          .orderBy('updatedAt')
          .reverse()
          .filter(
            (line) =>
              wanted === '' || `${line.number} ${line.title} ${line.customer}`.toLowerCase().includes(wanted),
          )
          .limit(MOST_CASES)
          .toArray(),
      [db, wanted],
    ) ?? [];
  const identity = useIdentity();
  const desk = identity ? may(identity, 'see-tickets') : false;
  const tickets =
    useLiveQuery(
      () =>
        desk
          ? db.tickets
              .filter(
                (each) =>
                  wanted === '' ||
                  `${each.ticket} ${each.title} ${each.customer} ${each.organisationName}`
                    .toLowerCase()
                    .includes(wanted),
              )
              .limit(MOST_CASES)
              .toArray()
          : [],
      [db, wanted, desk],
    ) ?? [];
  const go = (id: string, label: string, to: string) => ({ id, label, onClick: () => navigate(to) });
  const actions: SpotlightActionData[] = [
    ...(identity ? openScreens(identity) : []).flatMap((each) => {
      const to = addressOf(each);
      return each.palette && to !== null ? [go(each.path, each.palette, to)] : [];
    }),
    { id: 'now', label: 'Sync now', onClick: () => syncNow() },
    { id: 'light', label: 'Light theme', onClick: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark theme', onClick: () => setColorScheme('dark') },
    ...tickets.map((each) => ({
      id: each.id,
      label: `${each.ticket} ${each.title}`,
      description: `${each.organisationName}, ${each.customer}`,
      onClick: () => navigate(`/level3/${each.id}`),
    })),
    ...cases.map((line) => ({
      id: line.id,
      label: `${line.number} ${line.title}`,
      description: `${line.customer}, ${line.site}`,
      onClick: () => navigate(`/cases/${line.id}`),
    })),
  ];
  return (
    <Spotlight
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      attributes={{ content: { 'aria-label': 'Search or do' } }}
      limit={30}
      nothingFound="Nothing like this"
      searchProps={{ placeholder: 'Case, screen or command', 'aria-label': 'Case, screen or command' }}
      scrollable
      maxHeight={360}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': 'What was found' } }}
    />
  );
}
