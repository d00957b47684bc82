/** The line below all: sync in words, the message of the moment, and who works here. */
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { roleWords } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { TryOut } from '../features/first-run/try-out.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { lockAdvice, lockWarning } from '../ui/lease-words.ts';
import { lockConsole } from '../ui/lock.ts';
import { useApp, useSyncStatus } from '../views/hooks.tsx';
import { useOwnKeyStatus, useSealing } from '../views/keys.ts';
import { MessageSlot } from './message-slot.tsx';
import styles from './status-bar.module.css';

function SyncWords() {
  const { sentence, tone, link } = useSyncStatus();
  const icon: IconName =
    tone === 'bad' ? 'warning' : tone === 'good' ? 'cloud-ok' : link === 'offline' ? 'offline' : 'sync';
  return (
    <Link href="/sync" className={styles.sync} data-tone={tone} title={sentence}>
      <Icon name={icon} size={14} />
      <span className="visually-hidden">
        <Trans>Sync:</Trans>{' '}
      </span>
      <span className={styles.sentence} role="status" data-testid="sync-state">
        {sentence}
      </span>
    </Link>
  );
}

/** Files go beside the changes, and take longer: who reads 'Up to date' is told of those on their way. */
function FilesOnTheWay() {
  const { transfers } = useApp();
  const count = useStore(transfers.view, ({ moving }) => Object.keys(moving).length);
  if (count === 0) return null;
  return (
    <Link href="/sync" className={styles.lock} data-tone="waiting">
      <Icon name="upload" size={14} />
      <Trans>
        <Plural value={count} one="# file" other="# files" /> on the way
      </Trans>
    </Link>
  );
}

/** Locks an open console; of one that nobody has protected it says so. A sample is left alone. */
function Protection() {
  const { bridge, info } = useApp();
  const { status } = useOwnKeyStatus();
  if (status?.state === 'open')
    return (
      <button type="button" className={styles.lock} onClick={() => void lockConsole(bridge)}>
        <Icon name="held" size={14} />
        <Trans>Lock</Trans>
      </button>
    );
  if (status?.state !== 'unprotected' || info.sample) return null;
  return (
    <Link href="/settings" className={styles.lock} data-tone="waiting">
      <Icon name="open-lock" size={14} />
      <Trans>Not protected</Trans>
    </Link>
  );
}

/** Little time without the hub is left: said before it locks. */
function LeaseWords() {
  const { status } = useOwnKeyStatus();
  const lease = status?.lease;
  if (!lease?.near) return null;
  return (
    <Link href="/sync" className={styles.lock} data-tone="waiting" title={lockAdvice(lease)}>
      <Icon name="clock" size={14} />
      <span role="status">{lockWarning(lease)}</span>
    </Link>
  );
}

function SealingWords() {
  const percent = useSealing();
  if (percent === null) return null;
  return (
    <span className={styles.lock} role="status">
      <Trans>Sealing what is here: {percent} %</Trans>
    </span>
  );
}

export function StatusBar({ identity }: { identity: Identity }) {
  const { info } = useApp();
  const role = roleWords(identity.roles);
  return (
    <footer className={styles.bar}>
      <SyncWords />
      <FilesOnTheWay />
      <SealingWords />
      <LeaseWords />
      <Protection />
      <MessageSlot />
      {info.sample ? (
        <TryOut identity={identity} />
      ) : (
        <Link
          href="/settings"
          className={styles.person}
          title={`${identity.person.name}, ${role}, ${identity.organisation.name}`}
        >
          <Icon name="user" size={14} />
          <span className={styles.name}>{identity.person.name}</span>{' '}
          <span className={styles.role}>
            {role}, {identity.organisation.name}
          </span>
        </Link>
      )}
    </footer>
  );
}
