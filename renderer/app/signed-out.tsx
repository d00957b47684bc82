/** Over what is on the screen while the browser shell does not know this tab: what is written stays where it is. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { BridgeSession } from '../../shared/bridge/contract.ts';

export function SignedOut({ session }: { session: BridgeSession | undefined }) {
  const [signedIn, setSignedIn] = useState(true);
  /** Until then there is nothing to draw, in the first screen least of all; afterwards it leaves as it came. */
  const [wasOut, setWasOut] = useState(false);
  useEffect(
    () =>
      session?.onChange((now) => {
        setSignedIn(now);
        if (!now) setWasOut(true);
      }),
    [session],
  );
  if (!wasOut) return null;
  return (
    <Modal
      opened={!signedIn}
      onClose={() => undefined}
      withCloseButton={false}
      title={t`You are signed out`}
      centered
    >
      <p>
        <Trans>
          A session in the browser lasts 12 hours, or until somebody signs out. All that was called saved is
          safe on this computer, and what is on this page stays here.
        </Trans>
      </p>
      <p>
        <Trans>
          To go on, start the console again on this computer, as you did before (<code>npm start</code>): it
          opens a fresh address, and this tab goes on by itself.
        </Trans>
      </p>
    </Modal>
  );
}
