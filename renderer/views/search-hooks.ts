/** What is on this computer, found by its text, while somebody types. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Found } from '../../shared/search/search-index.ts';
import { useApp } from './hooks.tsx';
import { SearchClient } from './search-client.ts';

/** When nobody asks before, the index is read then: the first rows and the first keys come first. */
const IDLE_MS = 8_000;

const none = new SearchClient('');

/**
 * The search of this window; null until it is there.
 * @param wanted whether somebody is about to ask: all is read then
 */
export function useSearchClient(wanted: boolean): SearchClient | null {
  const { db } = useApp();
  const [client, setClient] = useState<SearchClient | null>(null);
  useEffect(() => {
    const made = new SearchClient(db.name, db.sealing?.rowKey ?? null);
    setClient(made);
    const idle = setTimeout(() => made.start(), IDLE_MS);
    return () => {
      clearTimeout(idle);
      made.close();
    };
  }, [db]);
  useEffect(() => {
    if (wanted) client?.start();
  }, [client, wanted]);
  return client;
}

/** @param within id of the document that is open, `case:ID`; null where none is */
export function useSearch(
  client: SearchClient | null,
  question: string,
  within: string | null,
): { found: readonly Found[]; reading: boolean } {
  useEffect(() => client?.find(question, within), [client, question, within]);
  const { found, size } = useStore((client ?? none).store);
  return { found, reading: size === null };
}
