/** How a screen reads the device's database: by a named reader of this floor, live or once. The database itself stays below. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { ConsoleDatabase } from '../store/database.ts';
import { useApp } from './hooks.tsx';

/** Reads rows, and writes none. */
export type Reader<A extends readonly unknown[], T> = (db: ConsoleDatabase, ...args: A) => Promise<T> | T;

/**
 * What a reader answers, anew after each change of a row that it read.
 * @param read one function for the whole life of the component: of a module, or kept by `useCallback`
 * @param args compared as the dependencies of an effect are; the answer before stands until theirs is there
 * @returns undefined until the first answer is there
 */
export function useView<A extends readonly unknown[], T>(read: Reader<A, T>, ...args: A): T | undefined {
  const { db } = useApp();
  return useLiveQuery(() => read(db, ...args), [db, read, ...args]);
}

/** What a reader answers now: for what somebody does, where nothing has to be drawn anew. */
export async function readOnce<A extends readonly unknown[], T>(
  app: { db: ConsoleDatabase },
  read: Reader<A, T>,
  ...args: A
): Promise<T> {
  return read(app.db, ...args);
}
