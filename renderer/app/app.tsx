/** The whole application: opens the console once, then shows the screen that fits. */

import { Trans } from '@lingui/react/macro';
import { Button, MantineProvider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { messageOf } from '../../shared/base/fault.ts';
import type { Bridge } from '../../shared/bridge/contract.ts';
import { ProtectStep } from '../features/protection/protect-step.tsx';
import { report, reportTo, reportUncaught } from '../store/report.ts';
import { followEnding, followLocks } from '../ui/lock.ts';
import { tell } from '../ui/messages.ts';
import { saveHeld } from '../ui/unsaved.ts';
import { keepPastesWhole } from '../ui/whole-paste.ts';
import type { AppOutcome } from '../views/app-services.ts';
import { AppProvider, useApp, useIdentity } from '../views/hooks.tsx';
import { EndedScreen } from './ended-screen.tsx';
import { FirstRun } from './first-run.tsx';
import { Frame } from './frame.tsx';
import { LockScreen, OtherKey } from './lock-screen.tsx';
import { NewerDatabase } from './newer-database.tsx';
import { SignedOut } from './signed-out.tsx';
import { StoppedScreen } from './stopped-screen.tsx';
import { theme } from './theme.ts';

/** @param opening the console, which is opened as the page begins and stays open for as long as the page is there */
export function App({
  bridge,
  opening,
  nonce,
}: {
  bridge: Bridge;
  opening: Promise<AppOutcome>;
  nonce: string;
}) {
  const [outcome, setOutcome] = useState<AppOutcome | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    reportTo(bridge);
    return reportUncaught(window);
  }, [bridge]);
  useEffect(() => keepPastesWhole(window), []);
  useEffect(() => {
    opening.then(setOutcome, (error: unknown) => {
      report(error, 'opening the console');
      setProblem(messageOf(error));
    });
  }, [opening]);
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
      <StoppedScreen>
        {problem !== '' ? (
          <Stopped message={problem} session={bridge.session} />
        ) : outcome === null ? (
          <p className="empty">
            <Trans>Opening the console…</Trans>
          </p>
        ) : (
          <Opened outcome={outcome} bridge={bridge} />
        )}
      </StoppedScreen>
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
        <h1>
          <Trans>The console cannot open</Trans>
        </h1>
        <p>{message}</p>
        <div>
          <Button onClick={() => window.location.reload()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      </div>
    </main>
  );
}

function Opened({ outcome, bridge }: { outcome: AppOutcome; bridge: Bridge }) {
  const { session } = bridge;
  const open = outcome.kind === 'open';
  useEffect(() => (open ? followLocks(bridge) : undefined), [open, bridge]);
  useEffect(
    () => followEnding(bridge, outcome.kind === 'ended' ? outcome.ending.stage : null),
    [bridge, outcome],
  );
  if (outcome.kind === 'ended') return <EndedScreen bridge={bridge} ending={outcome.ending} />;
  if (outcome.kind === 'locked') return <LockScreen bridge={bridge} status={outcome.status} />;
  if (outcome.kind === 'other-key') return <OtherKey bridge={bridge} />;
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
  const { info } = useApp();
  const identity = useIdentity();
  const [step, setStep] = useState<'none' | 'enrolling' | 'protecting'>('none');
  useEffect(() => {
    // A sample is tried at once; its screen of this computer offers the same.
    if (identity === null && !info.sample) setStep('enrolling');
    else if (identity) setStep((before) => (before === 'enrolling' ? 'protecting' : before));
  }, [identity, info.sample]);
  if (identity === undefined) return null;
  if (identity === null) return <FirstRun />;
  if (step === 'enrolling') return null;
  return step === 'protecting' ? (
    <ProtectStep onEnd={() => setStep('none')} />
  ) : (
    <Frame identity={identity} />
  );
}
