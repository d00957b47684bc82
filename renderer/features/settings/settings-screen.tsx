import { Button, Checkbox, useMantineColorScheme } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { capital } from '../../../shared/base/sentence.ts';
import { roleWords } from '../../../shared/certification/access.ts';
import { Choice } from '../../ui/choice.tsx';
import { Screen } from '../../ui/screen.tsx';
import { placeKeys, useSingleKeys } from '../../ui/single-keys.ts';
import { bytes } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { readDevice } from '../../views/this-computer.ts';
import { useView } from '../../views/use-view.ts';
import { ProtectionPart } from '../protection/protection-part.tsx';
import { NetworkPart } from './network-part.tsx';
import { NotificationsPart } from './notifications-part.tsx';
import { SessionPart } from './session-part.tsx';
import { UpdatesPart } from './updates-part.tsx';

const either = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const shortcuts: readonly [string, string][] = [
  ['Ctrl or Cmd and K', 'Search or do anything'],
  [
    `G, then ${either(Object.keys(placeKeys).map(capital))}`,
    `Go to ${either(Object.values(placeKeys))}, where no text is being written`,
  ],
  ['A, O', 'In a review: ask for a change of the finding that is next, or say that it is OK'],
  ['R', 'In a review: the next packet that waits'],
  ['T', 'At the Level 3 desk: take the next ticket that nobody has acknowledged'],
  ['/', 'In a list: to its search'],
  ['1, 2, 3', 'At a conflict: theirs, yours, or one written anew'],
  ['K, R', 'In a redaction: keep what is replaced on this line, or replace what is selected'],
  ['F7, Shift and F7', 'Next and previous replacement of a redaction'],
  ['Ctrl or Cmd and \\', 'On a ticket: the packet beside the conversation'],
  ['F1', 'The guide'],
  ['Ctrl or Cmd and F', 'Find on this page'],
  ['Ctrl or Cmd and P', 'Print this page'],
  ['Ctrl or Cmd and O, in the desktop’s window', 'Open a packet, an answer or a case file'],
  ['Ctrl or Cmd and Z, with Shift too', 'Undo and redo a change of the case'],
  ['Arrow keys, Page up, Page down, Home, End', 'Move in the case list'],
  ['Enter', 'Open the selected case; go to the field of a finding'],
  ['F8, Shift and F8', 'Next and previous missing field in a case'],
  ['Alt and the arrow up or down', 'The part of the case above or below'],
  ['Ctrl or Cmd, Shift and C', 'Mark all that is missing in a case'],
  ['Ctrl or Cmd, Shift and Enter', 'Hand the case off to Level 3'],
  ['Ctrl or Cmd and Enter', 'Add the step that is being written; send the form of a text of several lines'],
  ['Alt and the underlined letter', 'Choose the kind of the step that is being written'],
];

function Storage() {
  const { info } = useApp();
  const browser = info.shell === 'browser';
  const [told, setTold] = useState<{ used: number; quota: number; persisted: boolean } | null>(null);
  const read = useCallback(async () => {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    setTold({ used: usage, quota, persisted: await navigator.storage.persisted() });
  }, []);
  useEffect(() => void read(), [read]);
  if (!told) return null;
  return (
    <section className="card stack" aria-labelledby="storage">
      <h2 id="storage">Storage on this computer</h2>
      <p>
        {bytes(told.used)} used of {bytes(told.quota)} that {browser ? 'the browser' : 'the disk'} allows.{' '}
        {told.persisted
          ? 'It is kept when the disk runs low.'
          : 'It may be dropped when the disk runs low; the journal keeps what was not sent.'}
      </p>
      {!told.persisted && (
        <div>
          <Button variant="default" onClick={() => void navigator.storage.persist().then(read)}>
            {browser ? 'Ask the browser to keep it' : 'Ask for it to be kept'}
          </Button>
        </div>
      )}
    </section>
  );
}

export function SettingsScreen() {
  const { bridge, info } = useApp();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const device = useView(readDevice);
  const singleKeys = useSingleKeys();
  return (
    <Screen title="Settings">
      <section className="card stack" aria-labelledby="look">
        <h2 id="look">Look</h2>
        <div>
          <Choice
            label="Theme"
            value={colorScheme}
            options={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            onChange={(chosen) => setColorScheme(chosen as 'auto' | 'light' | 'dark')}
          />
        </div>
      </section>
      {device && (
        <section className="card stack" aria-labelledby="device">
          <h2 id="device">This computer</h2>
          <dl className="facts">
            <dt>Name</dt>
            <dd>{device.identity.deviceName}</dd>
            <dt>Person</dt>
            <dd>
              {device.identity.person.name}, {device.identity.person.email}
            </dd>
            <dt>Organisation</dt>
            <dd>{device.identity.organisation.name}</dd>
            <dt>Roles</dt>
            <dd>{roleWords(device.identity.roles)}</dd>
            <dt>Hub</dt>
            <dd className="mono">{info.hub ?? device.hub}</dd>
            <dt>Device id</dt>
            <dd className="mono">{device.identity.deviceId}</dd>
          </dl>
        </section>
      )}
      <ProtectionPart />
      <NetworkPart />
      <NotificationsPart />
      {bridge.session && <SessionPart session={bridge.session} />}
      <Storage />
      <section className="card stack" aria-labelledby="keys">
        <h2 id="keys">Keyboard</h2>
        <dl className="facts">
          {shortcuts.map(([keys, what]) => (
            <div key={keys} style={{ display: 'contents' }}>
              <dt className="mono">{keys}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <Checkbox
          label="Letters alone are keys (G and then a letter; A, O, R and T)"
          checked={singleKeys.on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
      </section>
      <UpdatesPart />
      <section className="card stack" aria-labelledby="about">
        <h2 id="about">About</h2>
        <dl className="facts">
          <dt>Console</dt>
          <dd>{info.version}</dd>
          <dt>Shell</dt>
          <dd>
            {info.shell === 'electron'
              ? `Electron ${info.electron}, Chromium ${info.chromium}`
              : 'A browser, over this computer’s own service'}
          </dd>
          <dt>System</dt>
          <dd>{info.platform}</dd>
        </dl>
        <Link href="/settings/licences">Licences of what it is made of</Link>
      </section>
    </Screen>
  );
}
