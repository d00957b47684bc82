/** What the shell is asked of its keys while a window opens: once for all who show it, and again where it may have changed. */
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askFirst } from '../../../renderer/bridge/first-asked.ts';
import { openApp } from '../../../renderer/views/app-services.ts';
import { followKeys, useKeyStatus } from '../../../renderer/views/keys.ts';
import type { KeyStatus } from '../../../shared/bridge/keys.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const status = (state: KeyStatus['state']): KeyStatus => ({
  ...{ state, ways: ['passphrase'], keystore: false, trouble: null },
  ...{ openedBy: 'passphrase', id: '0'.repeat(32), lease: null },
});

let bridge: MemoryBridge;
let asked: string[];
/** Tells all who listen that the keys changed. */
let change: () => void;

beforeEach(() => {
  bridge = memoryBridge();
  asked = [];
  const { call } = bridge;
  bridge.call = (name, input) => {
    asked.push(name);
    return call(name, input);
  };
  const listeners = new Set<() => void>();
  bridge.on = (name, listener) => {
    if (name !== 'keys.changed') return () => undefined;
    const told = () => listener({ state: 'open' } as never);
    listeners.add(told);
    return () => listeners.delete(told);
  };
  change = () => {
    for (const told of listeners) told();
  };
});
afterEach(cleanup);

function Shown() {
  return <p>{useKeyStatus(bridge).status?.state ?? 'not known'}</p>;
}
const keysAsked = () => asked.filter((name) => name === 'keys.state').length;

test('four that show the state of the keys ask for it once, and once more when it changed', async () => {
  bridge.replies['keys.state'] = () => status('open');
  render([1, 2, 3, 4].map((each) => <Shown key={each} />));
  expect(await screen.findAllByText('open')).toHaveLength(4);
  expect(keysAsked()).toBe(1);
  bridge.replies['keys.state'] = () => status('unprotected');
  change();
  await waitFor(() => expect(screen.getAllByText('unprotected')).toHaveLength(4));
  expect(keysAsked()).toBe(2);
});

test('a change while it is asked is not missed', async () => {
  const answers: ((answer: KeyStatus) => void)[] = [];
  bridge.replies['keys.state'] = () => new Promise((answer) => answers.push(answer));
  render(<Shown />);
  await waitFor(() => expect(answers).toHaveLength(1));
  change();
  answers[0]?.(status('open'));
  await waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.(status('unprotected'));
  await screen.findByText('unprotected');
});

test('who shows it later asks anew, and nobody keeps what was known before all had gone', async () => {
  bridge.replies['keys.state'] = () => status('open');
  const { rerender } = render(<Shown key="first" />);
  await screen.findByText('open');
  bridge.replies['keys.state'] = () => status('unprotected');
  rerender([<Shown key="first" />, <Shown key="second" />]);
  await waitFor(() => expect(screen.getAllByText('unprotected')).toHaveLength(2));
  cleanup();
  render(<Shown />);
  screen.getByText('not known');
});

test('security 29: a window that begins to listen is told of a lock that came before', async () => {
  bridge.replies['keys.state'] = () => status('locked');
  const told: string[] = [];
  const stop = followKeys(bridge, ({ state }) => told.push(state));
  await waitFor(() => expect(told).toEqual(['locked']));
  stop();
});

test('what the shell was asked when the page began is not asked again as the console opens, and who works here is known', async () => {
  const enrolled = await openEnrolledConsole(bridge);
  enrolled.close();
  asked = [];
  const first = askFirst(bridge);
  expect(asked.sort()).toEqual(['app.info', 'ending.state', 'keys.rows']);
  const opened = await openApp(bridge, first);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const once = asked.filter((name) => ['app.info', 'ending.state', 'keys.rows'].includes(name));
  expect(once).toHaveLength(3);
  expect(opened.console.openedFor?.person.name).toBe('Sample Engineer One');
  await removeConsole(opened.console);
});
