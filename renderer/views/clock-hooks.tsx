import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type ClockLines, ClockSource } from './clock-lines.ts';
import { useApp } from './hooks.tsx';

const nothing = createStore<ClockLines>(() => ({ lines: [], running: [], now: '', loaded: false }));

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
