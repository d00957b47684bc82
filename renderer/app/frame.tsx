/** Rail, the screen in the middle, and the status bar below both. Nothing floats over the work. */

import { Trans } from '@lingui/react/macro';
import { type ReactNode, Suspense, useCallback, useDeferredValue, useEffect } from 'react';
import { Link, matchRoute, useLocation, useRouter } from 'wouter';
import { uuid } from '../../shared/base/ids.ts';
import { may } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { useClauseKey } from '../ui/clause-key.ts';
import { conflictWords } from '../ui/conflict-words.ts';
import { useKeptFocus } from '../ui/focus-kept.ts';
import { lockOrOffer } from '../ui/lock.ts';
import { placeKeys, useGoKeys } from '../ui/single-keys.ts';
import { HomeProvider } from '../views/home-hooks.tsx';
import { useApp } from '../views/hooks.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { FindBar } from './find-bar.tsx';
import { useFollowedSwitch } from './followed-switch.ts';
import styles from './frame.module.css';
import { IdleLock } from './idle-lock.tsx';
import { NewVersionTeller } from './new-version.tsx';
import { NewsTeller } from './news.tsx';
import { DeskNotices, ExecutiveNotices, PartnerNotices } from './notices.tsx';
import { readTheOthers } from './on-opening.ts';
import { Openings } from './openings.tsx';
import { openPalette, Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { useRailCounts } from './rail-counts.ts';
import { addressOf, openScreens, type Params, type ScreenEntry } from './screens.tsx';
import { useSendKey } from './send-key.ts';
import { StatusBar } from './status-bar.tsx';

/** The first screen that fits the address, as it is drawn there; null where there is none. */
function useScreenAt(open: readonly ScreenEntry[], location: string): (() => ReactNode) | null {
  const { parser } = useRouter();
  for (const { path, draw, byId } of open) {
    const [fits, params] = matchRoute(parser, path, location);
    const named: Params = params ?? {};
    if (fits && (!byId || uuid.safeParse(named.id).success)) return () => draw(named);
  }
  return null;
}

/** Without a key: a screen that stands at two addresses stays what it is between them. */
function ScreenAt({ open, location }: { open: readonly ScreenEntry[]; location: string }) {
  const draw = useScreenAt(open, location);
  if (draw) return draw();
  return (
    <p className="empty">
      <Trans>
        There is nothing at this address. <Link href="/">Go home</Link>
      </Trans>
    </p>
  );
}

function CountedRail({ identity, location }: { identity: Identity; location: string }) {
  const counts = useRailCounts(identity);
  return <Rail open={openScreens(identity)} location={location} counts={counts} />;
}

export function Frame({ identity }: { identity: Identity }) {
  const [location, navigate] = useLocation();
  const { bridge, syncNow } = useApp();
  const open = openScreens(identity);
  const partner = may(identity, 'read-cases');
  useEffect(
    () =>
      bridge.on('menu.command', ({ command }) => {
        if (command === 'palette') openPalette();
        else if (command === 'sync-now') syncNow();
        else if (command === 'lock') lockOrOffer(bridge, navigate);
        else if (command !== 'find') {
          const entry = openScreens(identity).find(({ menu }) => menu === command);
          navigate((entry && addressOf(entry)) ?? '/');
        }
      }),
    [bridge, syncNow, navigate, identity],
  );
  // In Electron the menu has the key first.
  useEffect(() => {
    const help = (event: KeyboardEvent) => {
      if (event.key !== 'F1' || event.shiftKey) return;
      event.preventDefault();
      navigate('/help');
    };
    window.addEventListener('keydown', help);
    return () => window.removeEventListener('keydown', help);
  }, [navigate]);
  useFollowedSwitch(
    identity.person.name,
    useScreenAt(open, location) !== null,
    useCallback(() => navigate('/'), [navigate]),
  );
  useSendKey();
  useClauseKey();
  useKeptFocus();
  useGoKeys(
    useCallback(
      (letter) => {
        const word = placeKeys[letter];
        const entry = openScreens(identity).find(({ rail }) => word !== undefined && rail?.word === word);
        const to = entry ? addressOf(entry) : null;
        if (to !== null) navigate(to);
        return to !== null;
      },
      [identity, navigate],
    ),
  );
  useEffect(readTheOthers, []);
  // A screen is drawn in slices, between other tasks: the click that asks for it does not wait until it is there. Until its
  // script is read, the one before it stands.
  const shown = useDeferredValue(location);
  return (
    <HomeProvider identity={identity} wordsOf={conflictWords}>
      <div className={styles.frame}>
        <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
          <Trans>Skip to the content</Trans>
        </button>
        <CountedRail identity={identity} location={location} />
        <main className={styles.main} id="main" tabIndex={-1}>
          <FaultNotice />
          <FindBar location={shown} />
          <div className={styles.at}>
            <Suspense fallback={null}>
              <ScreenAt open={open} location={shown} />
            </Suspense>
          </div>
        </main>
        <StatusBar identity={identity} />
        <Openings identity={identity} onOpen={navigate} />
        {partner ? (
          <PartnerNotices onOpen={navigate} />
        ) : may(identity, 'answer-tickets') ? (
          <DeskNotices onOpen={navigate} />
        ) : (
          may(identity, 'follow-tickets') && <ExecutiveNotices onOpen={navigate} />
        )}
        {partner && <NewsTeller identity={identity} onOpen={navigate} />}
        <NewVersionTeller onOpen={navigate} />
        <Palette />
        <IdleLock />
      </div>
    </HomeProvider>
  );
}
