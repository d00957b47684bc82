import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { may } from '../../shared/certification/access.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { nothingYet, type PartnerHome } from './home.ts';
import { HomeSource } from './home-source.ts';
import { useApp } from './hooks.tsx';

const empty = createStore<PartnerHome>(() => nothingYet);
const HomeContext = createContext<StoreApi<PartnerHome>>(empty);

/**
 * Reads what needs the person once for all who show it.
 * @param wordsOf what a conflict is about; one function for the whole life of the component
 */
export function HomeProvider({
  identity,
  wordsOf,
  children,
}: {
  identity: Identity;
  wordsOf: (conflict: Conflict) => string;
  children: ReactNode;
}) {
  const { db } = useApp();
  const [source, setSource] = useState<HomeSource | null>(null);
  const partner = may(identity, 'read-cases');
  useEffect(() => {
    if (!partner) return;
    const opened = new HomeSource({
      db,
      viewer: { id: identity.person.id, roles: identity.roles },
      wordsOf,
    });
    setSource(opened);
    return () => opened.close();
  }, [db, identity, partner, wordsOf]);
  return <HomeContext value={source?.store ?? empty}>{children}</HomeContext>;
}

/** A partner's Home; nothing yet for everybody else. */
export function usePartnerHome(): PartnerHome {
  return useStore(useContext(HomeContext));
}
