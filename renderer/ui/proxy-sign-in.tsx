/** Asks for the name and the password that the network's proxy wants; both go to the shell and stay there. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/bridge/contract.ts';
import { useApp } from '../views/hooks.tsx';

/** @param onDone called once the shell has them; the hub can be tried again then */
export function ProxySignIn({ onDone }: { onDone: () => void }) {
  const { bridge } = useApp();
  const [network, setNetwork] = useState<CallOutput<'network.state'> | null>(null);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void bridge.call('network.state', {}).then((state) => {
      setNetwork(state);
      setName((before) => before || (state.name ?? ''));
    });
  }, [bridge]);
  if (network === null) return null;
  if (network.from === 'environment')
    return (
      <div className="stack">
        {network.refused && (
          <p className="bad">
            <Trans>It refused what it was given for {network.name}.</Trans>
          </p>
        )}
        <p>
          <Trans>
            In the browser the proxy’s name and password are given where the console is started:{' '}
            <span className="mono">HTTPS_PROXY=http://name:password@proxy.example.com:8080</span>
          </Trans>
        </p>
      </div>
    );
  async function submit(): Promise<void> {
    if (name.trim() === '') return setProblem(t`Enter the name.`);
    setBusy(true);
    const answer = await bridge.call('network.signIn', { name: name.trim(), password });
    setBusy(false);
    setPassword('');
    if (answer.ok) onDone();
    else setProblem(answer.failure.message);
  }
  return (
    <form
      className="stack"
      aria-label={t`Sign in to the proxy`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>
        <Trans>
          {network.asked ?? t`The proxy of this network`} wants to know who you are. It is often the name and
          the password of your computer. They go to this proxy only, never to the hub.
        </Trans>
      </p>
      {network.refused && (
        <p className="bad">
          <Trans>
            It refused what it was given for {network.name}; they are not tried again by themselves, so that
            your account is not locked.
          </Trans>
        </p>
      )}
      <div className="fields">
        <TextInput
          label={t`Name for the proxy`}
          value={name}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t`Password for the proxy`}
          value={password}
          maxLength={300}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" loading={busy}>
          <Trans>Sign in to the proxy</Trans>
        </Button>
      </div>
    </form>
  );
}
