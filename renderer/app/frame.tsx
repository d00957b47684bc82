/** Rail, top line and the screen in the middle. */
import { Button } from '@mantine/core';
import { useDeferredValue, useEffect } from 'react';
import { Link, matchRoute, useLocation, useRouter } from 'wouter';
import { may, roleWords } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Icon } from '../ui/icons.tsx';
import { useApp, useSyncStatus } from '../views/hooks.tsx';
import { DeskNews } from './desk-news.tsx';
import { FaultNotice } from './fault-notice.tsx';
import { openPalette, Palette } from './palette.tsx';
import { addressOf, openScreens, type ScreenEntry } from './screens.tsx';

function SyncWords() {
  const { sentence, tone } = useSyncStatus();
  return (
    <Link href="/sync" className={`sync-words ${tone}`}>
      <Icon name={tone === 'good' ? 'done' : tone === 'bad' ? 'warning' : 'sync'} />
      <span role="status" data-testid="sync-state">
        {sentence}
      </span>
    </Link>
  );
}

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
        else navigate(openScreens(identity).find(({ menu }) => menu === command)?.path ?? '/');
      }),
    [bridge, syncNow, navigate, identity],
  );
  // A screen is drawn in slices, between other tasks: the click that asks for it does not wait until it is there.
  const shown = useDeferredValue(location);
  const at = location === '/new' ? '/cases' : location;
  const rail = open.flatMap((each) => {
    const to = addressOf(each);
    return each.rail && to !== null ? [{ to, ...each.rail }] : [];
  });
  const here = rail.find(({ to }) => (to === '/' ? at === '/' : at.startsWith(to)));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <nav className="rail" aria-label="Console">
        <div className="rail-name">Partner Console</div>
        {rail.map(({ to, word, icon }) => (
          <Link key={to} href={to} aria-current={here?.to === to ? 'page' : undefined} title={word}>
            <Icon name={icon} />
            <span className="rail-word">{word}</span>
          </Link>
        ))}
      </nav>
      <header className="top">
        <span className="top-title">{here?.word ?? 'Partner Console'}</span>
        <Button variant="default" onClick={openPalette} aria-keyshortcuts="Control+K">
          Search or do… <span className="quiet mono">&nbsp;Ctrl K</span>
        </Button>
        <div className="top-end">
          <SyncWords />
          <span>
            {identity.person.name}{' '}
            <span className="quiet">
              ({roleWords(identity.roles)}, {identity.organisation.name})
            </span>
          </span>
        </div>
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <FaultNotice />
        <ScreenAt open={open} location={shown} />
      </main>
      {partner && <DeskNews onOpen={navigate} />}
      <Palette />
    </div>
  );
}
