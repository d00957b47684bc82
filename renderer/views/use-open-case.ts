/** Beside the other hooks, which the first screen reads: the rules that an open case is judged by come with it, and not before. */
import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { type OpenCase, openCaseStore } from './case-store.ts';
import { useApp } from './hooks.tsx';

/** The open case; one store a mounted screen. Null until it is made. */
export function useOpenCase(caseId: string): StoreApi<OpenCase> | null {
  const app = useApp();
  const [store, setStore] = useState<StoreApi<OpenCase> | null>(null);
  useEffect(() => {
    const opened = openCaseStore(app, caseId);
    setStore(opened.store);
    return opened.close;
  }, [app, caseId]);
  return store;
}
