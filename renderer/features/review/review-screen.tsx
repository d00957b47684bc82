/** The lead's desk: what waits on the left, the packet that is read on the right. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { report } from '../../store/report.ts';
import { Key } from '../../ui/key.tsx';
import { Priority } from '../../ui/priority.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useLetterKeys } from '../../ui/single-keys.ts';
import { dueTime, formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { type QueueLine, reviewQueue, settledPackets } from '../../views/review-queue.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { PacketView } from './packet-view.tsx';
import styles from './review.module.css';
import { draftedPackets, useDrafts } from './review-state.ts';

const decidedWords = {
  approved: t`Approved`,
  'asked-for-changes': t`Changes asked for`,
  rejected: t`Rejected`,
} as const;

function LineState({ line, now }: { line: QueueLine; now: string }) {
  const { decision, approvalDue } = line;
  if (decision)
    return (
      <span className={decision.sent ? 'quiet' : 'waiting'}>
        <Trans>
          {decidedWords[decision.kind]} by {decision.by}
          {decision.sent ? '' : t`: waits to be sent`}
        </Trans>
      </span>
    );
  if (approvalDue !== null)
    return approvalDue < now ? (
      <span className="bad">
        <Trans>Approval overdue since {dueTime(approvalDue, now)}</Trans>
      </span>
    ) : (
      <span className="waiting">
        <Trans>With Level 3; approval due by {dueTime(approvalDue, now)}</Trans>
      </span>
    );
  return (
    <span className="quiet num">
      <Trans>Since {formatLocalTime(line.since)}</Trans>
    </span>
  );
}

function Queue({ lines, at, now }: { lines: readonly QueueLine[]; at: string | null; now: string }) {
  const [, navigate] = useLocation();
  const waiting = lines.filter(({ decision }) => decision === null);
  const next = waiting[(waiting.findIndex(({ summary }) => summary.id === at) + 1) % waiting.length];
  const hasNext = next !== undefined && next.summary.id !== at;
  useLetterKeys({ r: hasNext ? () => navigate(`/review/${next.summary.id}`) : null });
  return (
    <nav className={styles.queue} aria-label={t`Packets that wait for a lead`}>
      <h2 className={styles.title}>
        <Trans>
          Waiting <span className="count">{waiting.length}</span>
          {hasNext && (
            <span className={`${styles.next} meta`}>
              <Trans>
                <Key>R</Key> next
              </Trans>
            </span>
          )}
        </Trans>
      </h2>
      {lines.length === 0 && (
        <p className="quiet">
          <Trans>Nothing waits for a lead.</Trans>
        </p>
      )}
      <ul className="plain-list">
        {lines.map((line) => (
          <li key={line.packetId}>
            <Link
              href={`/review/${line.summary.id}`}
              className={styles.line}
              aria-current={line.summary.id === at ? 'page' : undefined}
            >
              {line.summary.priority !== 'none' && <Priority priority={line.summary.priority} />}
              <strong>{line.summary.title || t`Case without a title`}</strong>
              <span className="quiet">
                <Trans>
                  <span className="mono">{line.summary.number}</span>, revision {line.revision},{' '}
                  {line.by.name}
                </Trans>
              </span>
              <LineState line={line} now={now} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What was begun about a packet goes once there is nothing to decide about it: decided by somebody else, taken back, handed off anew. */
function useForgettingSettled(lines: readonly QueueLine[] | undefined): void {
  const app = useApp();
  const clear = useDrafts((drafts) => drafts.clear);
  useEffect(() => {
    const drafted = lines === undefined ? [] : draftedPackets();
    if (drafted.length === 0) return;
    readOnce(app, settledPackets, drafted).then(
      (settled) => {
        for (const packetId of settled) clear(packetId);
      },
      (error: unknown) => report(error, 'forgetting what was begun about packets that are decided'),
    );
  }, [app, lines, clear]);
}

export function ReviewScreen({ caseId }: { caseId: string | null }) {
  const app = useApp();
  const lines = useView(reviewQueue);
  useForgettingSettled(lines);
  if (!lines) return null;
  return (
    <Screen
      flush
      title={t`Review`}
      actions={
        <Button component={Link} href="/cases/import" variant="default">
          <Trans>Import a packet</Trans>
        </Button>
      }
    >
      <div className={styles.review}>
        <Queue lines={lines} at={caseId} now={app.now().toISOString()} />
        {caseId === null ? (
          <p className={styles.nothing}>
            {lines.length === 0
              ? t`Packets appear here once an engineer hands a case off.`
              : t`Choose a packet.`}
          </p>
        ) : (
          <PacketView
            key={caseId}
            caseId={caseId}
            line={lines.find((each) => each.summary.id === caseId) ?? null}
          />
        )}
      </div>
    </Screen>
  );
}
