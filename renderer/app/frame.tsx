/** Rail, the screen in the middle, and the status bar below both. Nothing floats over the work. */
import { useDeferredValue, useEffect } from 'react';
import { Link, matchRoute, useLocation, useRouter } from 'wouter';
import { may } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { conflictWords } from '../ui/conflict-words.ts';
import { HomeProvider } from '../views/home-hooks.tsx';
import { useApp } from '../views/hooks.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { FindBar } from './find-bar.tsx';
import styles from './frame.module.css';
import { NewsTeller } from './news.tsx';
import { DeskNotices, PartnerNotices } from './notices.tsx';
import { Openings } from './openings.tsx';
import { openPalette, Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { useRailCounts } from './rail-counts.ts';
import { addressOf, openScreens, type ScreenEntry } from './screens.tsx';
import { StatusBar } from './status-bar.tsx';

/** The first screen that fits the address. Without a key: one that stands at two addresses stays what it is between them. */
function ScreenAt({ open, location }: { open: readonly ScreenEntry[]; location: string }) {
  const { parser } = useRouter();
  for (const { path, draw } of open) {
    const [fits, params] = matchRoute(parser, path, location);
    if (fits) return draw(params);
  }
  return (
    <p className="empty">
      There is nothing at this address. <Link href="/">Go home</Link>
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
  const partner = may(identity, 'work-cases');
  useEffect(
    () =>
      bridge.on('menu.command', ({ command }) => {
        if (command === 'palette') openPalette();
        else if (command === 'sync-now') syncNow();
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
      if (event.key !== 'F1') return;
      event.preventDefault();
      navigate('/help');
    };
    window.addEventListener('keydown', help);
    return () => window.removeEventListener('keydown', help);
  }, [navigate]);
  // A screen is drawn in slices, between other tasks: the click that asks for it does not wait until it is there.
  const shown = useDeferredValue(location);
  return (
    <HomeProvider identity={identity} wordsOf={conflictWords}>
      <div className={styles.frame}>
        <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
          Skip to the content
        </button>
        <CountedRail identity={identity} location={location} />
        <main className={styles.main} id="main" tabIndex={-1}>
          <FaultNotice />
          <FindBar location={shown} />
          <div className={styles.at}>
            <ScreenAt open={open} location={shown} />
          </div>
        </main>
        <StatusBar identity={identity} />
        <Openings identity={identity} onOpen={navigate} />
        {partner ? (
          <PartnerNotices onOpen={navigate} />
        ) : (
          may(identity, 'answer-tickets') && <DeskNotices onOpen={navigate} />
        )}
        {partner && <NewsTeller identity={identity} onOpen={navigate} />}
        <Palette />
      </div>
    </HomeProvider>
  );
}
