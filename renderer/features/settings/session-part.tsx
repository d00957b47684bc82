/** In a browser: who is signed in to the console's own service, and signing out. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { BridgeSession } from '../../../shared/bridge/contract.ts';
import { reported } from '../../store/report.ts';
import { saveHeld } from '../../ui/unsaved.ts';

export function SessionPart({ session }: { session: BridgeSession }) {
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  async function signOut(): Promise<void> {
    setBusy(true);
    setFailed('');
    try {
      // What was typed last is saved while it still can be.
      const { unsaved } = await saveHeld();
      if (unsaved) setFailed(t`What was typed last could not be saved yet. Nobody was signed out.`);
      else await session.signOut();
    } catch (error) {
      setFailed(reported(error, 'signing out'));
    }
    setBusy(false);
  }
  return (
    <section className="card stack" aria-labelledby="session">
      <h2 id="session">
        <Trans>This browser</Trans>
      </h2>
      <p>
        <Trans>
          A tab is signed in for 12 hours by the address that the console’s start opens. Signing out ends
          every tab of this computer at once; what is saved stays, and so does the enrolment.
        </Trans>
      </p>
      {failed !== '' && (
        <p className="bad" role="alert">
          {failed}
        </p>
      )}
      <div>
        <Button variant="default" loading={busy} onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </section>
  );
}
