import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { HolidayList } from '../../shared/policy/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
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

/** Sources that are open: rail, notices and screens that show clocks at once read the tables together. */
const sources = new WeakMap<ConsoleDatabase, { source: ClockSource; users: number }>();

function share(db: ConsoleDatabase, now: () => Date): { source: ClockSource; leave: () => void } {
  const held = sources.get(db) ?? { source: new ClockSource({ db, now }), users: 0 };
  held.users += 1;
  sources.set(db, held);
  const leave = () => {
    held.users -= 1;
    if (held.users > 0) return;
    sources.delete(db);
    held.source.close();
  };
  return { source: held.source, leave };
}

/** Tickets and cases with their clocks, while something shows them. @param wanted false where nothing does: then none are read */
export function useClockLines(wanted = true): ClockLines {
  const { db, now } = useApp();
  const [source, setSource] = useState<ClockSource | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const shared = share(db, now);
    setSource(shared.source);
    return shared.leave;
  }, [db, now, wanted]);
  return useStore(source?.store ?? nothing);
}
