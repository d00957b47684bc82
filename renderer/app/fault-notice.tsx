/** Faults of the console itself, told where all screens show it: what it means, what is safe, what to do. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { forgetFault, toldFaults } from '../store/report.ts';

export function FaultNotice() {
  const faults = useStore(toldFaults);
  return faults.map(({ where, name, effect }) => (
    <Alert
      key={where}
      color="red"
      role="alert"
      title={t`A fault in this console (${where}: ${name})`}
      withCloseButton
      closeButtonLabel={t`Put away`}
      onClose={() => forgetFault(where)}
    >
      <Trans>
        {effect} For support: <Link href="/sync">export the fault log on the Sync screen</Link>.
      </Trans>
    </Alert>
  ));
}
