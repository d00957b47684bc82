/** How the console tells of what is urgent while it is not looked at. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useApp } from '../../views/hooks.tsx';

const WHAT = t`For a P1, a question from Level 3 or its answer, and whatever is overdue. They name a case or ticket by its number, and say nothing about a customer.`;

const allowedWords: Record<NotificationPermission, string> = {
  granted: t`This browser shows them while the console is behind another window or tab.`,
  denied: t`Blocked in this browser. Allow them in its settings for this page.`,
  default: t`This browser shows none yet.`,
};

export function NotificationsPart() {
  const { info } = useApp();
  const [allowed, setAllowed] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  const browser = info.shell === 'browser';
  return (
    <section className="card stack" aria-labelledby="notifications">
      <h2 id="notifications">
        <Trans>Notifications</Trans>
      </h2>
      <p>{WHAT}</p>
      <p>
        {browser
          ? allowedWords[allowed]
          : t`The system shows them while the console is behind another window. They are switched off, or kept quiet, in the system’s own settings.`}
      </p>
      {browser && allowed === 'default' && (
        <div>
          <Button
            variant="default"
            onClick={() => void Notification.requestPermission().then((now) => setAllowed(now))}
          >
            <Trans>Allow notifications</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}
