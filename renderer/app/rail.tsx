/** The rail: every place of the console that is open to this person, and in which of them something needs them. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Icon } from '../ui/icons.tsx';
import { Key } from '../ui/key.tsx';
import { openPalette } from './palette.tsx';
import styles from './rail.module.css';
import { addressOf, type ScreenEntry } from './screens.tsx';

/** What stands behind a place's word. */
export interface RailCount {
  count: number;
  /** What is counted, for who does not see the badge: `3 need you`. */
  words: string;
  /** It needs this person; else it is only a number. */
  needs: boolean;
}

interface Place {
  to: string;
  word: string;
  icon: Parameters<typeof Icon>[0]['name'];
  last?: boolean;
}

function Places({
  places,
  here,
  counts,
}: {
  places: readonly Place[];
  here: string | undefined;
  counts: Readonly<Record<string, RailCount>>;
}) {
  return places.map(({ to, word, icon }) => {
    const count = counts[to];
    return (
      <Link
        key={to}
        href={to}
        className={styles.place}
        aria-current={here === to ? 'page' : undefined}
        title={count ? `${word}: ${count.words}` : word}
      >
        <Icon name={icon} />
        <span className={styles.word}>{word}</span>
        {count && (
          <span className={styles.count} data-needs={count.needs}>
            <span aria-hidden="true">{count.count > 99 ? '99+' : count.count}</span>
            <span className="visually-hidden">, {count.words}</span>
          </span>
        )}
      </Link>
    );
  });
}

export function Rail({
  open,
  location,
  counts = {},
}: {
  open: readonly ScreenEntry[];
  location: string;
  /** By the place's address. */
  counts?: Readonly<Record<string, RailCount>>;
}) {
  const at = location === '/new' ? '/cases' : location;
  const places = open.flatMap((each): Place[] => {
    const to = addressOf(each);
    return each.rail && to !== null ? [{ to, ...each.rail }] : [];
  });
  const here = places.find(({ to }) => (to === '/' ? at === '/' : at === to || at.startsWith(`${to}/`)))?.to;
  return (
    <nav className={styles.rail} aria-label={t`Console`}>
      <div className={styles.brand}>
        <svg viewBox="0 0 18 18" aria-hidden="true">
          <rect x="1" y="1" width="16" height="16" rx="4.5" fill="var(--accent-fill)" />
          <path
            d="M4.5 9h6.2M8.2 6.2 11 9l-2.8 2.800M13.300 5.400v7.200"
            fill="none"
            stroke="var(--on-fill)"
            strokeWidth="1.7"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <span className={styles.word}>
          <Trans>Partner Console</Trans>
        </span>
      </div>
      <button
        type="button"
        className={styles.find}
        onClick={openPalette}
        aria-keyshortcuts="Control+K"
        title={t`Search or do (Ctrl K)`}
      >
        <Icon name="search" size={14} />
        <span className={styles.word}>
          <Trans>Search or do…</Trans>
        </span>
        <span className={styles.key}>
          <Key>Ctrl K</Key>
        </span>
      </button>
      <Places places={places.filter(({ last }) => !last)} here={here} counts={counts} />
      <div className={styles.push} />
      <Places places={places.filter(({ last }) => last)} here={here} counts={counts} />
    </nav>
  );
}
