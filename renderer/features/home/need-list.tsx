/** What needs the person: one line, one act; the whole line leads to the very thing. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { dueInFull, dueWords, formatLocalTime, sinceWords } from '../../ui/times.ts';
import type { HomeNeed } from '../../views/home.ts';
import styles from './home.module.css';

const icons: Readonly<Record<HomeNeed['kind'], IconName>> = {
  'answer-question': 'question',
  'mend-refused': 'warning',
  'make-changes': 'return',
  'try-answer': 'answer',
  review: 'review',
  acknowledge: 'desk',
  'plan-again': 'return',
  'tell-executive': 'people',
  'read-reply': 'reply',
  'read-word': 'reply',
  close: 'done',
  overdue: 'hourglass',
  'decide-conflict': 'merge',
  'see-refused': 'warning',
};

/** Somebody is kept waiting, or something went wrong. */
const urgent: readonly HomeNeed['kind'][] = [
  'mend-refused',
  'make-changes',
  'plan-again',
  'decide-conflict',
  'overdue',
  'see-refused',
];

const MOST = 20;

/** The name of a link that says one word on the screen. Some titles begin with that word, and it is not said twice. */
export function spokenLabel({ act, title }: Pick<HomeNeed, 'act' | 'title'>): string {
  return title.startsWith(`${act}: `) ? title : `${act}: ${title}`;
}

export function NeedList({
  id,
  title,
  needs,
  now,
  more,
}: {
  id: string;
  title: string;
  needs: readonly HomeNeed[];
  now: string;
  /** Where the rest is, when there are more than fit. */
  more: { to: string; word: string } | null;
}) {
  return (
    <section aria-labelledby={id}>
      <SectionHead id={id} title={title} count={needs.length} />
      <ul className={styles.lined}>
        {needs.slice(0, MOST).map((need) => (
          <li key={need.id} className={styles.need} data-need={need.kind}>
            <span className={urgent.includes(need.kind) ? styles.urgent : styles.calm}>
              <Icon name={icons[need.kind]} />
            </span>
            <span className={styles.text}>
              <span className={styles.title}>{need.title}</span>
              <span className={styles.detail}>{need.detail}</span>
            </span>
            <span className={styles.when}>
              {need.until !== null ? (
                <span
                  className={need.until < now ? 'bad' : 'waiting'}
                  title={t`Due ${dueInFull(need.until, now)}`}
                >
                  {dueWords(need.until, now)}
                </span>
              ) : (
                need.since !== null && (
                  <span title={formatLocalTime(need.since)}>{sinceWords(need.since, now)}</span>
                )
              )}
            </span>
            <Link href={need.to} className={styles.act} aria-label={spokenLabel(need)}>
              {need.act}
            </Link>
          </li>
        ))}
      </ul>
      {needs.length > MOST && more && (
        <p className={styles.more}>
          <Link href={more.to}>
            <Trans>
              {more.word} ({needs.length - MOST} more)
            </Trans>
          </Link>
        </p>
      )}
    </section>
  );
}
