/** Everything by typing: go to a screen, open a case, do what the menus do (Ctrl or Cmd and K). */
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useConsole, useIdentity } from '../data/hooks.tsx';

const MOST_CASES = 20;

export function openPalette(): void {
  spotlight.open();
}

export function Palette() {
  const { db, hurry } = useConsole();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const lead = useIdentity()?.roles.includes('lead') ?? false;
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
  const actions: SpotlightActionData[] = [
    { id: 'new', label: 'New case', onClick: () => navigate('/new') },
    { id: 'home', label: 'Go to Home', onClick: () => navigate('/') },
    { id: 'cases', label: 'Go to Cases', onClick: () => navigate('/cases') },
    ...(lead
      ? [
          { id: 'review', label: 'Go to Review', onClick: () => navigate('/review') },
          { id: 'quality', label: 'Go to Quality', onClick: () => navigate('/quality') },
        ]
      : []),
    { id: 'sync', label: 'Go to Sync', onClick: () => navigate('/sync') },
    { id: 'settings', label: 'Go to Settings', onClick: () => navigate('/settings') },
    { id: 'now', label: 'Sync now', onClick: () => hurry() },
    { id: 'light', label: 'Light theme', onClick: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark theme', onClick: () => setColorScheme('dark') },
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
