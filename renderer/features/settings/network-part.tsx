/** By what way the hub is reached, whether it answers now, and the login for the network's proxy. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { ProxySignIn } from '../../ui/proxy-sign-in.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';

type Network = CallOutput<'network.state'>;

const settledBy: Record<Network['from'], string> = {
  computer: t`by the settings of this computer`,
  environment: t`by HTTPS_PROXY where the console was started`,
  policy: t`by who manages this computer`,
};

function fromWords({ proxy, from }: Network): string {
  if (proxy === null) return t`None: the hub is reached directly`;
  return `${proxy}, ${settledBy[from]}`;
}

function loginWords({ from, name: given, kept, refused }: Network): string {
  const name = given ?? '';
  if (refused) return t`${name}, refused by the proxy`;
  if (from === 'environment') return name;
  return kept ? t`${name}, kept in the key store of this computer` : t`${name}, until the console is closed`;
}

export function NetworkPart() {
  const { bridge, syncNow } = useApp();
  const [network, setNetwork] = useState<Network | null>(null);
  const [checked, setChecked] = useState<{ words: string; bad: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const read = useCallback(() => bridge.call('network.state', {}).then(setNetwork), [bridge]);
  useEffect(() => void read(), [read]);
  async function check(): Promise<void> {
    setBusy(true);
    const answer = await bridge.call('hub.reach', { hub: null });
    setChecked(
      answer.ok
        ? { words: t`Connected. The hub’s time is ${formatLocalTime(answer.value.hubTime)}.`, bad: false }
        : { words: answer.failure.message, bad: true },
    );
    await read();
    setBusy(false);
  }
  async function forget(): Promise<void> {
    await bridge.call('network.forget', {});
    await read();
  }
  if (network === null) return null;
  const asks = network.asked !== null && (network.name === null || network.refused);
  return (
    <section className="card stack" aria-labelledby="network">
      <h2 id="network">
        <Trans>Network</Trans>
      </h2>
      <dl className="facts">
        <dt>
          <Trans>Proxy</Trans>
        </dt>
        <dd>{fromWords(network)}</dd>
        {network.name !== null && (
          <>
            <dt>
              <Trans>Name for the proxy</Trans>
            </dt>
            <dd>{loginWords(network)}</dd>
          </>
        )}
      </dl>
      {asks && (
        <ProxySignIn
          onDone={() => {
            syncNow();
            void check();
          }}
        />
      )}
      {checked && (
        <p className={checked.bad ? 'bad' : 'good'} role="status">
          {checked.words}
        </p>
      )}
      <div className="row">
        <Button variant="default" loading={busy} onClick={() => void check()}>
          <Trans>Check the connection</Trans>
        </Button>
        {network.from === 'computer' && network.name !== null && (
          <Button variant="default" onClick={() => void forget()}>
            <Trans>Forget the login for the proxy</Trans>
          </Button>
        )}
      </div>
    </section>
  );
}
