/** Rail, top line and the screen in the middle. */
import { Button } from '@mantine/core';
import { useDeferredValue, useEffect } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { Identity } from '../../shared/sync/protocol.ts';
import { CaseScreen } from '../features/case/case-screen.tsx';
import { CasesScreen } from '../features/cases/cases-screen.tsx';
import { CatalogueScreen } from '../features/catalogue/catalogue-screen.tsx';
import { ClocksScreen } from '../features/clocks/clocks-screen.tsx';
import { AdminScreen } from '../features/credentials/admin-screen.tsx';
import { CheckScreen } from '../features/credentials/check-screen.tsx';
import { DevicesScreen } from '../features/credentials/devices-part.tsx';
import { HolderScreen } from '../features/credentials/holder-screen.tsx';
import { CustomerScreen } from '../features/customers/customer-screen.tsx';
import { CustomersScreen } from '../features/customers/customers-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { DeliveriesScreen } from '../features/level3/deliveries-screen.tsx';
import { QueueScreen } from '../features/level3/queue-screen.tsx';
import { TicketScreen } from '../features/level3/ticket-screen.tsx';
import { PolicyScreen } from '../features/policy/policy-screen.tsx';
import { PacketPrint } from '../features/print/packet-print.tsx';
import { QualityScreen } from '../features/quality/quality-screen.tsx';
import { ImportScreen } from '../features/review/import-screen.tsx';
import { ReviewScreen } from '../features/review/review-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { ConflictScreen } from '../features/sync/conflict-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useApp, useSyncStatus } from '../views/hooks.tsx';
import { type Openings, openingsOf } from '../views/roles.ts';
import { DeskNews } from './desk-news.tsx';
import { openPalette, Palette } from './palette.tsx';

const places: readonly { to: string; word: string; icon: IconName; opening: keyof Openings | null }[] = [
  { to: '/', word: 'Home', icon: 'home', opening: null },
  { to: '/cases', word: 'Cases', icon: 'cases', opening: 'cases' },
  { to: '/review', word: 'Review', icon: 'review', opening: 'review' },
  { to: '/quality', word: 'Quality', icon: 'quality', opening: 'review' },
  { to: '/customers', word: 'Customers', icon: 'customers', opening: 'cases' },
  { to: '/level3', word: 'Level 3', icon: 'desk', opening: 'desk' },
  { to: '/clocks', word: 'Clocks', icon: 'clock', opening: 'clocks' },
  { to: '/credentials', word: 'Credentials', icon: 'credentials', opening: null },
  { to: '/catalogue', word: 'Catalogue', icon: 'catalogue', opening: null },
  { to: '/policy', word: 'Policy', icon: 'policy', opening: null },
  { to: '/sync', word: 'Sync', icon: 'sync', opening: null },
  { to: '/settings', word: 'Settings', icon: 'settings', opening: null },
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
  const { bridge, hurry } = useApp();
  const openings = openingsOf(identity);
  const { cases } = openings;
  useEffect(
    () =>
      bridge.on('menu.command', ({ command }) => {
        if (command === 'palette') openPalette();
        else if (command === 'sync-now') hurry();
        else if (command === 'settings') navigate('/settings');
        else if (!cases) navigate('/');
        else navigate(command === 'new-case' ? '/new' : '/cases');
      }),
    [bridge, hurry, navigate, cases],
  );
  // A screen is drawn in slices, between other tasks: the click that asks for it does not wait until it is there.
  const shown = useDeferredValue(location);
  const at = location === '/new' ? '/cases' : location;
  const open = places.filter(({ opening }) => opening === null || openings[opening]);
  const here = open.find(({ to }) => (to === '/' ? at === '/' : at.startsWith(to)));
  return (
    <div className="frame">
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <nav className="rail" aria-label="Console">
        <div className="rail-name">Partner Console</div>
        {open.map(({ to, word, icon }) => (
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
        <Switch location={shown}>
          <Route path="/" component={HomeScreen} />
          {cases && (
            <Route path="/cases">
              <CasesScreen />
            </Route>
          )}
          {cases && (
            <Route path="/new">
              <CasesScreen adding />
            </Route>
          )}
          {cases && <Route path="/cases/import" component={ImportScreen} />}
          {cases && <Route path="/cases/:id">{({ id }) => <CaseScreen key={id} caseId={id} />}</Route>}
          {cases && <Route path="/customers" component={CustomersScreen} />}
          {cases && <Route path="/customers/:id">{({ id }) => <CustomerScreen key={id} id={id} />}</Route>}
          {openings.deliveries && <Route path="/level3/deliveries" component={DeliveriesScreen} />}
          {openings.desk && <Route path="/level3" component={QueueScreen} />}
          {openings.desk && (
            <Route path="/level3/:id">{({ id }) => <TicketScreen key={id} ticketId={id} />}</Route>
          )}
          {openings.review && (
            <Route path="/review">
              <ReviewScreen caseId={null} />
            </Route>
          )}
          {openings.review && <Route path="/review/:id">{({ id }) => <ReviewScreen caseId={id} />}</Route>}
          {openings.review && <Route path="/quality" component={QualityScreen} />}
          <Route path="/packets/:id/print">{({ id }) => <PacketPrint packetId={id} />}</Route>
          {openings.clocks && <Route path="/clocks" component={ClocksScreen} />}
          {openings.certification && (
            <Route path="/credentials/admin/:part?/:id?">
              {({ part, id }) => <AdminScreen part={part} id={id} />}
            </Route>
          )}
          {openings.ownDevices && <Route path="/credentials/devices" component={DevicesScreen} />}
          <Route path="/credentials/check/:how?">
            {({ how }) => <CheckScreen camera={how === 'camera'} />}
          </Route>
          <Route path="/credentials" component={HolderScreen} />
          <Route path="/catalogue/:part?">{({ part }) => <CatalogueScreen part={part} />}</Route>
          <Route path="/policy/:clause?">{({ clause }) => <PolicyScreen clause={clause} />}</Route>
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
