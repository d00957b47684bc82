/** Rail, top line and the screen in the middle. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Identity } from '../../shared/sync/protocol.ts';
import { useConsole, useSyncStatus } from '../data/hooks.tsx';
import { CaseScreen } from '../features/case/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { CustomerScreen } from '../features/customers/customer-screen.tsx';
import { CustomersScreen } from '../features/customers/customers-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { DeliveriesScreen } from '../features/level3/deliveries-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { ConflictScreen } from '../features/sync/conflict-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { DeskNews } from './desk-news.tsx';
import { openPalette, Palette } from './palette.tsx';

const places: readonly { to: string; word: string; icon: IconName }[] = [
  { to: '/', word: 'Home', icon: 'home' },
  { to: '/cases', word: 'Cases', icon: 'cases' },
  { to: '/customers', word: 'Customers', icon: 'customers' },
  { to: '/sync', word: 'Sync', icon: 'sync' },
  { to: '/settings', word: 'Settings', icon: 'settings' },
];

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

export function Frame({ identity }: { identity: Identity }) {
  const [location, navigate] = useLocation();
  const { bridge, hurry } = useConsole();
  useEffect(
    () =>
      bridge.on('menu.command', ({ command }) => {
        if (command === 'palette') openPalette();
        else if (command === 'sync-now') hurry();
        else navigate(command === 'new-case' ? '/new' : command === 'settings' ? '/settings' : '/cases');
      }),
    [bridge, hurry, navigate],
  );
  const at = location === '/new' ? '/cases' : location;
  const here = places.find(({ to }) => (to === '/' ? at === '/' : at.startsWith(to)));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <nav className="rail" aria-label="Console">
        <div className="rail-name">Partner Console</div>
        {places.map(({ to, word, icon }) => (
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
              ({identity.roles.join(', ')}, {identity.organisation.name})
            </span>
          </span>
        </div>
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <Switch>
          <Route path="/" component={HomeScreen} />
          {identity.roles.includes('level3') && (
            <Route path="/level3/deliveries" component={DeliveriesScreen} />
          )}
          <Route path="/cases">
            <CasesScreen />
          </Route>
          <Route path="/new">
            <CasesScreen adding />
          </Route>
          <Route path="/cases/:id">{({ id }) => <CaseScreen key={id} caseId={id} />}</Route>
          <Route path="/customers" component={CustomersScreen} />
          <Route path="/customers/:id">{({ id }) => <CustomerScreen key={id} id={id} />}</Route>
          <Route path="/sync" component={SyncScreen} />
          <Route path="/sync/conflicts/:id">{({ id }) => <ConflictScreen id={id} />}</Route>
          <Route path="/settings" component={SettingsScreen} />
          <Route>
            <p className="empty">
              There is nothing at this address. <Link href="/">Go home</Link>
            </p>
          </Route>
        </Switch>
      </main>
      {identity.roles.some((each) => each === 'engineer' || each === 'lead') && (
        <DeskNews onOpen={navigate} />
      )}
      <Palette />
    </div>
  );
}
