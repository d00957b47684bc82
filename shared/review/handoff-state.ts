/** Where the handoff of a case stands, as screens say it. Derived, never stored. */
import type { CaseState, Receipt } from '../cases/schema.ts';
import type { Finding } from '../handoff/schema.ts';
import type { Review } from './schema.ts';

/** A packet that the hub refused, kept on the device with the reason. */
export interface Refusal {
  packetId: string;
  revision: number;
  message: string;
  findings: readonly Finding[];
}

export type HandoffState =
  | { kind: 'draft' }
  /** On the device, waiting for the hub. */
  | { kind: 'queued'; packetId: string; since: string }
  /** At the hub, waiting for a lead. */
  | { kind: 'in-review'; packetId: string; since: string }
  /** A lead approved it; it goes to Level 3 once its files are at the hub (H35). */
  | { kind: 'approved'; packetId: string }
  /** A lead sent it back: with changes to make, or rejected with the reason. */
  | { kind: 'sent-back'; review: Review }
  /** The hub has it, under a ticket. */
  | { kind: 'received'; ticket: string; receivedAt: string }
  /** The hub refused it; the case can be mended and handed off again. */
  | { kind: 'refused'; message: string; findings: readonly Finding[] };

function newest<T extends { revision: number }>(rows: readonly T[]): T | null {
  return rows.reduce<T | null>(
    (found, each) => (found && found.revision > each.revision ? found : each),
    null,
  );
}

/** What a case is in again that was received and returned. */
const reopened: ReadonlySet<CaseState> = new Set<CaseState>(['level1', 'level2', 'changes-requested']);

/**
 * @param state of the case, as this device shows it; null where it is not known
 * @param packets of the case: id, revision and when each was made
 * @param receipts of the case
 * @param refusals of the case that this device keeps
 * @param reviews of the case
 */
export function handoffState(known: {
  state: CaseState | null;
  packets: readonly { id: string; revision: number; createdAt: { at: string } }[];
  receipts: readonly Receipt[];
  refusals: readonly Refusal[];
  reviews: readonly Review[];
}): HandoffState {
  const receipt = newest(known.receipts);
  const last = newest(known.packets);
  const refusal = newest(known.refusals);
  // Of a case that Level 3 returned, the next revision goes its own way; until there is one, the case is work again.
  if (receipt && receipt.revision >= Math.max(last?.revision ?? 0, refusal?.revision ?? 0))
    return known.state !== null && reopened.has(known.state)
      ? { kind: 'draft' }
      : { kind: 'received', ticket: receipt.ticket, receivedAt: receipt.receivedAt };
  if (last && (!refusal || last.revision > refusal.revision)) {
    const review = newest(known.reviews.filter((each) => each.packetId === last.id));
    const at = { packetId: last.id, since: last.createdAt.at };
    if (known.state === 'in-review' && !review) return { kind: 'in-review', ...at };
    if (known.state === 'approved') return { kind: 'approved', packetId: last.id };
    if (review) return { kind: 'sent-back', review };
    if (known.state === 'ready' || known.state === null) return { kind: 'queued', ...at };
    return { kind: 'draft' };
  }
  if (refusal) return { kind: 'refused', message: refusal.message, findings: refusal.findings };
  return { kind: 'draft' };
}
