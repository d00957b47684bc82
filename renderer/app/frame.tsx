/** Rail, top line and the screen in the middle. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Role } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { useConsole, useSyncStatus } from '../data/hooks.tsx';
import { CaseScreen } from '../features/case/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { PacketPrint } from '../features/print/packet-print.tsx';
import { QualityScreen } from '../features/quality/quality-screen.tsx';
import { ReviewScreen } from '../features/review/review-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { ConflictScreen } from '../features/sync/conflict-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { openPalette, Palette } from './palette.tsx';

const places: readonly { to: string; word: string; icon: IconName; role?: Role }[] = [
  { to: '/', word: 'Home', icon: 'home' },
  { to: '/cases', word: 'Cases', icon: 'cases' },
  { to: '/review', word: 'Review', icon: 'review', role: 'lead' },
  { to: '/quality', word: 'Quality', icon: 'quality', role: 'lead' },
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
  const own = places.filter(({ role }) => role === undefined || identity.roles.includes(role));
  const at = location === '/new' ? '/cases' : location;
  const here = places.find(({ to }) => (to === '/' ? at === '/' : at.startsWith(to)));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <nav className="rail" aria-label="Console">
        <div className="rail-name">Partner Console</div>
        {own.map(({ to, word, icon }) => (
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
          <Route path="/cases">
            <CasesScreen />
          </Route>
          <Route path="/new">
            <CasesScreen adding />
          </Route>
          <Route path="/cases/:id">{({ id }) => <CaseScreen key={id} caseId={id} />}</Route>
          <Route path="/review">
            <ReviewScreen caseId={null} />
          </Route>
          <Route path="/review/:id">{({ id }) => <ReviewScreen caseId={id} />}</Route>
          <Route path="/quality" component={QualityScreen} />
          <Route path="/packets/:id/print">{({ id }) => <PacketPrint packetId={id} />}</Route>
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
      <Palette />
    </div>
  );
}
