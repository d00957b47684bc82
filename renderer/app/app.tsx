/** The whole application: opens the console once, then shows the screen that fits. */

import { Button, MantineProvider } from '@mantine/core';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { messageOf } from '../../shared/base/fault.ts';
import type { Bridge } from '../../shared/bridge/contract.ts';
import { report, reportTo, reportUncaught } from '../store/report.ts';
import { tell } from '../ui/messages.ts';
import { saveHeld } from '../ui/unsaved.ts';
import { keepPastesWhole } from '../ui/whole-paste.ts';
import { type AppOutcome, openApp } from '../views/app-services.ts';
import { AppProvider, useIdentity } from '../views/hooks.tsx';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { NewerDatabase } from './newer-database.tsx';
import { SignedOut } from './signed-out.tsx';
import { theme } from './theme.ts';

/** An error that no screen caught: says so, and leaves what is saved alone. */
class ErrorBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: messageOf(error) };
  }

  override componentDidCatch(error: unknown): void {
    report(error, 'a screen');
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <main className="alone">
        <div className="card stack">
          <h1>This screen stopped</h1>
          <p>
            All that was called saved is safe on this computer. The reason, for support: {this.state.message}
          </p>
          <div>
            <Button onClick={() => window.location.reload()}>Open the console again</Button>
          </div>
        </div>
      </main>
    );
  }
}

export function App({ bridge, nonce }: { bridge: Bridge; nonce: string }) {
  const [outcome, setOutcome] = useState<AppOutcome | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    reportTo(bridge);
    return reportUncaught(window);
  }, [bridge]);
  useEffect(() => keepPastesWhole(window), []);
  useEffect(() => {
    let gone = false;
    const opening = openApp(bridge).then(
      (opened) => {
        if (gone && opened.kind === 'open') opened.console.close();
        else setOutcome(opened);
        return opened;
      },
      (error: unknown) => {
        report(error, 'opening the console');
        setProblem(messageOf(error));
      },
    );
    return () => {
      gone = true;
      void opening.then((opened) => opened?.kind === 'open' && opened.console.close());
    };
  }, [bridge]);
  useEffect(
    () => bridge.on('window.save', () => void saveHeld().then((left) => bridge.call('window.saved', left))),
    [bridge],
  );
  useEffect(() => {
    void bridge.call('app.notices', {}).then(({ notices }) => {
      for (const message of notices) tell(message, { stays: true });
    });
  }, [bridge]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <SignedOut session={bridge.session} />
      <ErrorBoundary>
        {problem !== '' ? (
          <Stopped message={problem} session={bridge.session} />
        ) : outcome === null ? (
          <p className="empty">Opening the console…</p>
        ) : (
          <Opened outcome={outcome} session={bridge.session} />
        )}
      </ErrorBoundary>
    </MantineProvider>
  );
}

type Session = Bridge['session'];

function Stopped({ message, session }: { message: string; session: Session }) {
  useEffect(() => {
    let out = false;
    return session?.onChange((signedIn) => {
      // It could not open because nobody was signed in.
      if (signedIn && out) window.location.reload();
      out = !signedIn;
    });
  }, [session]);
  return (
    <main className="alone">
      <div className="card stack">
        <h1>The console cannot open</h1>
        <p>{message}</p>
        <div>
          <Button onClick={() => window.location.reload()}>Try again</Button>
        </div>
      </div>
    </main>
  );
}

function Opened({ outcome, session }: { outcome: AppOutcome; session: Session }) {
  if (outcome.kind === 'newer') return <NewerDatabase version={outcome.version} reader={outcome.reader} />;
  if (outcome.kind === 'failed') return <Stopped message={outcome.message} session={session} />;
  return (
    <AppProvider console={outcome.console}>
      <Router hook={useHashLocation}>
        <Entry />
      </Router>
    </AppProvider>
  );
}

function Entry() {
  const identity = useIdentity();
  if (identity === undefined) return null;
  return identity === null ? <FirstRun /> : <Frame identity={identity} />;
}
