import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { HolidayList } from '../../shared/policy/schema.ts';
import { type ClockLines, ClockSource } from './clock-lines.ts';
import { useApp } from './hooks.tsx';

const nothing = createStore<ClockLines>(() => ({ lines: [], running: [], now: '', loaded: false }));

/** The newest list of holidays, by which running clocks are counted; null while it is read, and where none was published. */
export function useHolidayList(): HolidayList | null {
  const { db } = useApp();
  const newest = useLiveQuery(
    async () => (await db.holidayLists.toArray()).sort((a, b) => b.version - a.version)[0] ?? null,
    [db],
  );
  return newest ?? null;
}

/** Tickets and cases with their clocks, while a screen shows them. */
export function useClockLines(): ClockLines {
  const { db, now } = useApp();
  const [source, setSource] = useState<ClockSource | null>(null);
  useEffect(() => {
    const opened = new ClockSource({ db, now });
    setSource(opened);
    return () => opened.close();
  }, [db, now]);
  return useStore(source?.store ?? nothing);
}
