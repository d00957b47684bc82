/** One packet as a lead reads it: findings and changes first, then the case, and the decision always in view. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type RefObject, useDeferredValue, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { Priority } from '../../../shared/policy/priority.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { ThreadView, useThreads } from '../../ui/comments.tsx';
import { useNow } from '../../ui/now.ts';
import panes from '../../ui/panes.module.css';
import { capturedTime, dueTime } from '../../ui/times.ts';
import { useApp, useIdentity, useMay } from '../../views/hooks.tsx';
import { type PacketReading, readDeskPriority, readPacket } from '../../views/packet-reading.ts';
import type { QueueLine } from '../../views/review-queue.ts';
import { useView } from '../../views/use-view.ts';
import { PacketOnPaper } from '../print/packet-on-paper.tsx';
import { AskedChanges } from './asked-changes.tsx';
import { ChangesSince } from './changes-since.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { Findings } from './findings.tsx';
import { PacketBody } from './packet-body.tsx';
import { PacketChecks } from './packet-checks.tsx';
import { ExportPacket, SaveAnswer } from './packet-file.tsx';
import { type Reading, ReadingContext } from './remark.tsx';
import styles from './review.module.css';

/** What Level 3 is asked, before anything else: by it the lead reads the rest. */
function Request({ packet }: { packet: Packet }) {
  const record = packet.contents.case;
  return (
    <section className={panes.asked} aria-label={t`Request to Level 3`}>
      <p className="meta">
        <Trans>
          Request to Level 3 <ClauseLink id="P-08" />
        </Trans>
      </p>
      <p>
        <strong>{record.ask || t`Nothing is asked.`}</strong>
      </p>
      {record.escalationExplanation !== '' && <p>{record.escalationExplanation}</p>}
    </section>
  );
}

/** The desk's word on how urgent it is counts; the packet's own stays as it was signed, and stands beside it. */
function priorityWords(signed: Priority | null, desk: Priority | null): string {
  if (desk === null || desk === signed) return signed ?? t`No priority`;
  return t`${desk} by Level 3 (handed off as ${signed ?? t`no priority`})`;
}

function Head({ reading }: { reading: PacketReading }) {
  const { packet } = reading;
  const record = packet.contents.case;
  const desk = useView(readDeskPriority, packet.caseId) ?? null;
  return (
    <header className="stack">
      <div className="row">
        <h2>
          <span className="mono">{caseNumber(packet.caseId)}</span> {record.title || t`Case without a title`}
        </h2>
        <Link href={`/cases/${packet.caseId}`}>
          <Trans>Open the case</Trans>
        </Link>
        <Link href={`/packets/${packet.id}/print`}>
          <Trans>Print</Trans>
        </Link>
      </div>
      <p className="quiet">
        <Trans>
          {priorityWords(record.priority, desk)}, {record.customer}, {record.site}. Revision {packet.revision}{' '}
          by {packet.by.name}, {capturedTime(packet.createdAt)}.
        </Trans>
      </p>
    </header>
  );
}

/** What became of the packet so far, and by whom it is signed. */
function Standing({
  reading,
  line,
  heading,
}: {
  reading: PacketReading;
  line: QueueLine | null;
  heading: RefObject<HTMLHeadingElement | null>;
}) {
  const { packet, signatures, decided } = reading;
  // Once it was sent the packet waits for nobody here, and is in no queue: what was decided is said all the same.
  const decision = line?.decision ?? (decided && { kind: decided.kind, by: decided.by.name, sent: true });
  const now = useNow(useApp().now);
  const approval = signatures.find((each) => each.kind === 'approval');
  const engineer = signatures.find((each) => each.kind === 'engineer');
  return (
    <div className={`${panes.block} stack`}>
      <h2 ref={heading} tabIndex={-1}>
        {decision || approval ? t`Decided` : t`Your decision`}
      </h2>
      {line?.approvalDue && (
        <p className={line.approvalDue < now ? 'bad' : 'waiting'}>
          <Trans>
            It went to Level 3 as a P1, without an approval, which is{' '}
            {line.approvalDue < now ? t`overdue since` : t`due by`} {dueTime(line.approvalDue, now)}.
            {line.summary.priority !== 'P1' &&
              t` Level 3 has made it a ${line.summary.priority}: plan and answer wait for the approval.`}
          </Trans>
        </p>
      )}
      {approval?.readBack && (
        <div className="good" role="status">
          <p>
            <Trans>
              Approved by {approval.by.name}, {capturedTime(approval.at)}.
              {line?.decision?.sent === false &&
                t` Saved on this computer; it is sent as soon as the hub is reached.`}
            </Trans>
          </p>
          <p>
            <Trans>What is wrong: {approval.readBack.wrong}</Trans>
          </p>
          <p>
            <Trans>What is asked: {approval.readBack.asked}</Trans>
          </p>
        </div>
      )}
      {!approval && decision && (
        <p className="waiting" role="status">
          <Trans>
            {decision.kind === 'rejected' ? t`Rejected` : t`Changes asked for`} by {decision.by}.
            {!decision.sent && t` Saved on this computer; it is sent as soon as the hub is reached.`}
          </Trans>
        </p>
      )}
      <p className="quiet">
        <Trans>
          {engineer ? t`Signed by ${engineer.by.name}.` : t`Not signed by a device.`} SHA-256{' '}
          <span className="mono">{packet.digest.slice(0, 16)}…</span>
        </Trans>
      </p>
    </div>
  );
}

/** The ways out of this computer that need no network. */
function WithoutNetwork({ packetId, lead }: { packetId: string; lead: boolean }) {
  return (
    <section className={`${panes.block} stack`} aria-labelledby="review-out">
      <h2 id="review-out">
        <Trans>Without a network</Trans>
      </h2>
      <div className="row">
        <ExportPacket packetId={packetId} />
        {lead && <SaveAnswer packetId={packetId} />}
      </div>
    </section>
  );
}

function Threads({ threads }: { threads: Reading['threads'] }) {
  if (threads.length === 0) return null;
  const open = threads.filter(({ done }) => done === null);
  return (
    <section className="card stack" aria-labelledby="review-comments">
      <h2 id="review-comments">
        <Trans>Comments</Trans>
      </h2>
      <p className="quiet num">
        <Trans>
          {open.length} open, {threads.length - open.length} done
        </Trans>
      </p>
      <ul className="plain-list">
        {open.map((thread) => (
          <ThreadView key={thread.first.id} thread={thread} where />
        ))}
      </ul>
    </section>
  );
}

export function PacketView({ caseId, line }: { caseId: string; line: QueueLine | null }) {
  const identity = useIdentity();
  const reading = useView(readPacket, caseId);
  const threads = useThreads(caseId);
  const standing = useRef<HTMLHeadingElement>(null);
  const undecided = line !== null && line.decision === null && line.summary.state !== 'ready';
  const lead = useMay('review-packets');
  const own = reading?.packet.by.id === identity?.person.id;
  const open = undecided && lead && !own;
  const packetId = reading?.packet.id ?? '';
  const context = useMemo(
    () => ({ caseId, packetId, threads, open, printing: false }),
    [caseId, packetId, threads, open],
  );
  // The body is drawn in the background, in slices: what stands first can be read and typed at meanwhile.
  const shown = useDeferredValue(reading?.packet ?? null, null);
  if (reading === undefined)
    return (
      <p className={styles.nothing}>
        <Trans>Opening the packet…</Trans>
      </p>
    );
  if (reading === null)
    return (
      <p className={styles.nothing}>
        <Trans>
          No packet of this case is on this computer. <Link href={`/cases/${caseId}`}>Open the case</Link>
        </Trans>
      </p>
    );
  const { packet, before, review, ticks } = reading;
  return (
    <ReadingContext value={context}>
      <div className={`packet stack ${styles.packet}`}>
        <Head reading={reading} />
        <Request packet={packet} />
        <Findings packet={packet} />
        {review && <AskedChanges review={review} ticks={ticks} />}
        {before && <ChangesSince packet={packet} before={before} />}
        <Threads threads={threads} />
        {shown && <PacketBody packet={shown} signatures={reading.signatures} />}
      </div>
      <aside className={styles.panel} aria-label={t`Your decision`}>
        <div className={panes.scroll}>
          <Standing reading={reading} line={line} heading={standing} />
          <PacketChecks reading={reading} />
          <WithoutNetwork packetId={packet.id} lead={lead} />
          {own && undecided && (
            <p className={`${panes.block} quiet`}>
              <Trans>You wrote this packet: another lead decides about it (H37).</Trans>
            </p>
          )}
        </div>
        {open && (
          <DecisionBar
            packet={packet}
            late={line.approvalDue !== null}
            // The form goes with its buttons: what became of the packet is read next.
            onDecided={() => standing.current?.focus()}
          />
        )}
      </aside>
      <PacketOnPaper packetId={packet.id} />
    </ReadingContext>
  );
}
