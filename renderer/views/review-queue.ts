/** What waits for a lead, read from small rows: packets themselves are only read when one is opened. */

import { atLevel3 } from '../../shared/cases/states.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import { approvalDue } from '../../shared/review/rules.ts';
import type { Review } from '../../shared/review/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { inOrder } from '../store/order.ts';

export interface QueueLine {
  summary: Summary;
  packetId: string;
  revision: number;
  by: PacketSignature['by'];
  since: string;
  /** A P1 that is with Level 3 already: by when its approval has to follow; null for a packet that waits. */
  approvalDue: string | null;
  /** What was decided on this computer or elsewhere about this very packet; null where nothing was. */
  decision: { kind: 'approved' | Review['kind']; by: string; sent: boolean } | null;
}

/** States in which a case has a packet that waits for a lead. */
const waiting: readonly Summary['state'][] = ['ready', 'in-review'];

/** When approvals that are owed are due, by case: whatever priority Level 3 has given it since, it went as a P1. */
async function owedApprovals(db: ConsoleDatabase): Promise<Map<string, string>> {
  const tickets = await db.tickets
    .where('state')
    // A packet may have gone ahead of its approval, which is owed until it is given (H37).
    .anyOf([...atLevel3])
    .filter(({ approval }) => approval?.at === null)
    .toArray();
  return new Map(tickets.map(({ caseId, approval }) => [caseId, approval?.dueAt ?? '']));
}

async function lineOf(
  db: ConsoleDatabase,
  summary: Summary,
  owed: string | undefined,
): Promise<QueueLine | null> {
  const of = { caseId: summary.id };
  const [signatures, reviews] = await Promise.all([
    db.signatures
      .where(of)
      .toArray()
      .then((rows) => inOrder(db, 'signatures', rows)),
    db.reviews.where(of).toArray(),
  ]);
  const newest = signatures
    .filter((each) => each.kind === 'engineer')
    .reverse()
    .sort((a, b) => b.revision - a.revision)[0];
  if (!newest) return null;
  const { packetId, revision, by, at } = newest;
  const approval = signatures.find((each) => each.kind === 'approval' && each.packetId === packetId);
  const review = reviews.find((each) => each.packetId === packetId);
  const late = !waiting.includes(summary.state);
  if (late && approval) return null;
  // A packet that is still on its way from another device is not here yet.
  if ((await db.packets.where('id').equals(packetId).count()) === 0) return null;
  const decided = approval ?? review;
  const table = approval ? 'signatures' : 'reviews';
  return {
    summary,
    packetId,
    revision,
    by,
    since: at.at,
    approvalDue: late ? (owed ?? approvalDue({ createdAt: at })) : null,
    decision: decided
      ? {
          kind: approval ? 'approved' : (review?.kind ?? 'rejected'),
          by: decided.by.name,
          sent: (await db.outbox.where('[table+key]').equals([table, decided.id]).count()) === 0,
        }
      : null,
  };
}

const rank = ({ approvalDue: due, summary }: QueueLine): string =>
  `${due === null ? 1 : 0} ${summary.priority === 'none' ? 'P9' : summary.priority}`;

/** The queue: what is undecided first, then P1s whose approval is due, then by priority, then the oldest. */
export async function reviewQueue(db: ConsoleDatabase): Promise<QueueLine[]> {
  const summaries = await db.summaries
    .where('state')
    .anyOf([...waiting, ...atLevel3])
    .toArray();
  const owed = await owedApprovals(db);
  const lines = await Promise.all(
    summaries
      // A P1 that was handed off from here may not have its ticket here yet.
      .filter(({ id, state, priority }) => waiting.includes(state) || owed.has(id) || priority === 'P1')
      .map((summary) => lineOf(db, summary, owed.get(summary.id))),
  );
  return lines
    .flatMap((line) => line ?? [])
    .sort(
      (a, b) =>
        Number(a.decision !== null) - Number(b.decision !== null) ||
        (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0) ||
        (a.since < b.since ? -1 : 1),
    );
}

/** Of packets about which a lead began to write: those of which it is known that they wait for no decision any more. */
export async function settledPackets(db: ConsoleDatabase, packetIds: readonly string[]): Promise<string[]> {
  const lines = await reviewQueue(db);
  const waits = new Set(lines.filter(({ decision }) => decision === null).map(({ packetId }) => packetId));
  const settled = await Promise.all(
    packetIds.map(async (packetId) => {
      if (waits.has(packetId)) return null;
      // One whose case is just being fetched anew may be in the queue again.
      const signature = await db.signatures.where({ packetId }).first();
      const known = signature !== undefined && (await db.summaries.get(signature.caseId)) !== undefined;
      return known ? packetId : null;
    }),
  );
  return settled.flatMap((packetId) => packetId ?? []);
}
