/** The line below all: sync in words, the message of the moment, and who works here. */
import { Link } from 'wouter';
import { roleWords } from '../../shared/certification/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { TryOut } from '../features/first-run/try-out.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { useApp, useSyncStatus } from '../views/hooks.tsx';
import { MessageSlot } from './message-slot.tsx';
import styles from './status-bar.module.css';

function SyncWords() {
  const { sentence, tone, link } = useSyncStatus();
  const icon: IconName =
    tone === 'bad' ? 'warning' : tone === 'good' ? 'cloud-ok' : link === 'offline' ? 'offline' : 'sync';
  return (
    <Link href="/sync" className={styles.sync} data-tone={tone} title={sentence}>
      <Icon name={icon} size={14} />
      <span className="visually-hidden">Sync: </span>
      <span className={styles.sentence} role="status" data-testid="sync-state">
        {sentence}
      </span>
    </Link>
  );
}

export function StatusBar({ identity }: { identity: Identity }) {
  const { info } = useApp();
  const role = roleWords(identity.roles);
  return (
    <footer className={styles.bar}>
      <SyncWords />
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
