import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import type { HolidayList } from '../../shared/policy/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { type ClockLines, ClockSource } from './clock-lines.ts';
import { followBetweenTasks } from './follow-between-tasks.ts';
import { useApp } from './hooks.tsx';

const nothing: ClockLines = { lines: [], running: [], now: '', loaded: false };

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
  const [shown, setShown] = useState(nothing);
  useEffect(() => {
    if (!wanted) return;
    const { source, leave } = share(db, now);
    // Ten thousand lines are new with each minute, and are gone through by rail, notices and screen.
    const stop = followBetweenTasks(source.store, setShown);
    return () => {
      stop();
      leave();
    };
  }, [db, now, wanted]);
  return shown;
}
