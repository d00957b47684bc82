/** Asks for the name and the password that the network's proxy wants; both go to the shell and stay there. */
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
        {network.refused && <p className="bad">It refused what it was given for {network.name}.</p>}
        <p>
          In the browser the proxy’s name and password are given where the console is started:{' '}
          <span className="mono">HTTPS_PROXY=http://name:password@proxy.example.com:8080</span>
        </p>
      </div>
    );
  async function submit(): Promise<void> {
    if (name.trim() === '') return setProblem('Enter the name.');
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
      aria-label="Sign in to the proxy"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>
        {network.asked ?? 'The proxy of this network'} wants to know who you are. It is often the name and the
        password of your computer. They go to this proxy only, never to the hub.
      </p>
      {network.refused && (
        <p className="bad">
          It refused what it was given for {network.name}; they are not tried again by themselves, so that
          your account is not locked.
        </p>
      )}
      <div className="fields">
        <TextInput
          label="Name for the proxy"
          value={name}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password for the proxy"
          value={password}
          maxLength={300}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
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
          Sign in to the proxy
        </Button>
      </div>
    </form>
  );
}
