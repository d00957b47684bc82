import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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

const either = (words: readonly string[]) => t`${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

const shortcuts: readonly [string, string][] = [
  [t`Ctrl or Cmd and K`, t`Search or do anything`],
  [
    t`G, then ${either(Object.keys(placeKeys).map(capital))}`,
    t`Go to ${either(Object.values(placeKeys))}, where no text is being written`,
  ],
  ['A, O', t`In a review: ask for a change of the finding that is next, or say that it is OK`],
  ['R', t`In a review: the next packet that waits`],
  ['T', t`At the Level 3 desk: take the next ticket that nobody has acknowledged`],
  ['/', t`In a list: to its search`],
  ['1, 2, 3', t`In a conflict: theirs, yours, or another`],
  ['K, R', t`In a redaction: keep what is replaced on this line, or replace what is selected`],
  [t`F7, Shift and F7`, t`Next and previous replacement of a redaction`],
  [t`Ctrl or Cmd and \\`, t`On a ticket: the packet beside the conversation`],
  ['F1', t`The guide`],
  [t`Ctrl or Cmd and F`, t`Find on this page`],
  [t`Ctrl or Cmd and P`, t`Print this page`],
  [t`Ctrl or Cmd and O, in the desktop’s window`, t`Open a packet, an answer or a case file`],
  [t`Ctrl or Cmd and Z, with Shift too`, t`Undo and redo a change of the case`],
  [t`Arrow keys, Page up, Page down, Home, End`, t`Move in the case list`],
  ['Enter', t`Open the selected case; go to the field of a finding`],
  [t`F8, Shift and F8`, t`Next and previous missing field in a case`],
  [t`Alt and the arrow up or down`, t`The part of the case above or below`],
  [t`Ctrl or Cmd, Shift and C`, t`Mark all that is missing in a case`],
  [t`Ctrl or Cmd, Shift and Enter`, t`Hand the case off to Level 3`],
  [t`Ctrl or Cmd and Enter`, t`Add the step that is being written; send the form of a text of several lines`],
  [t`Alt and the underlined letter`, t`Choose the kind of the step that is being written`],
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
      <h2 id="storage">
        <Trans>Storage on this computer</Trans>
      </h2>
      <p>
        <Trans>
          {bytes(told.used)} used of {bytes(told.quota)} that {browser ? t`the browser` : t`the disk`} allows.{' '}
          {told.persisted
            ? t`It is kept when the disk runs low.`
            : t`It may be dropped when the disk runs low; the journal keeps what was not sent.`}
        </Trans>
      </p>
      {!told.persisted && (
        <div>
          <Button variant="default" onClick={() => void navigator.storage.persist().then(read)}>
            {browser ? t`Ask the browser to keep it` : t`Ask for it to be kept`}
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
    <Screen title={t`Settings`}>
      <section className="card stack" aria-labelledby="look">
        <h2 id="look">
          <Trans>Look</Trans>
        </h2>
        <div>
          <Choice
            label={t`Theme`}
            value={colorScheme}
            options={[
              { value: 'auto', label: t`As the system` },
              { value: 'light', label: t`Light` },
              { value: 'dark', label: t`Dark` },
            ]}
            onChange={(chosen) => setColorScheme(chosen as 'auto' | 'light' | 'dark')}
          />
        </div>
      </section>
      {device && (
        <section className="card stack" aria-labelledby="device">
          <h2 id="device">
            <Trans>This computer</Trans>
          </h2>
          <dl className="facts">
            <dt>
              <Trans>Name</Trans>
            </dt>
            <dd>{device.identity.deviceName}</dd>
            <dt>
              <Trans>Person</Trans>
            </dt>
            <dd>
              {device.identity.person.name}, {device.identity.person.email}
            </dd>
            <dt>
              <Trans>Organisation</Trans>
            </dt>
            <dd>{device.identity.organisation.name}</dd>
            <dt>
              <Trans>Roles</Trans>
            </dt>
            <dd>{roleWords(device.identity.roles)}</dd>
            <dt>
              <Trans>Hub</Trans>
            </dt>
            <dd className="mono">{info.hub ?? device.hub}</dd>
            <dt>
              <Trans>Device id</Trans>
            </dt>
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
        <h2 id="keys">
          <Trans>Keyboard</Trans>
        </h2>
        <dl className="facts">
          {shortcuts.map(([keys, what]) => (
            <div key={keys} style={{ display: 'contents' }}>
              <dt className="mono">{keys}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <Checkbox
          label={t`Letters alone are keys (G and then a letter; A, O, R and T)`}
          checked={singleKeys.on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
      </section>
      <UpdatesPart />
      <section className="card stack" aria-labelledby="about">
        <h2 id="about">
          <Trans>About</Trans>
        </h2>
        <dl className="facts">
          <dt>
            <Trans>Console</Trans>
          </dt>
          <dd>{info.version}</dd>
          <dt>
            <Trans>Shell</Trans>
          </dt>
          <dd>
            {info.shell === 'electron'
              ? t`Electron ${info.electron ?? ''}, Chromium ${info.chromium ?? ''}`
              : t`A browser, over this computer’s own service`}
          </dd>
          <dt>
            <Trans>System</Trans>
          </dt>
          <dd>{info.platform}</dd>
        </dl>
        <Link href="/settings/licences">
          <Trans>Licences of what it is made of</Trans>
        </Link>
      </section>
    </Screen>
  );
}
