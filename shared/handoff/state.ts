/** Where the handoff of a case stands, as screens say it. Derived, never stored. */
import type { Receipt } from '../cases/schema.ts';
import type { Finding } from './schema.ts';

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
  /** The hub has it, under a ticket. */
  | { kind: 'received'; ticket: string; receivedAt: string }
  /** The hub refused it; the case can be mended and handed off again. */
  | { kind: 'refused'; message: string; findings: readonly Finding[] };

/**
 * @param packets of the case: id, revision and when each was made
 * @param receipts of the case
 * @param refusals of the case that this device keeps
 */
export function handoffState(known: {
  packets: readonly { id: string; revision: number; createdAt: { at: string } }[];
  receipts: readonly Receipt[];
  refusals: readonly Refusal[];
}): HandoffState {
  const receipt = known.receipts.reduce<Receipt | null>(
    (newest, each) => (newest && newest.revision > each.revision ? newest : each),
    null,
  );
  if (receipt) return { kind: 'received', ticket: receipt.ticket, receivedAt: receipt.receivedAt };
  const last = known.packets.reduce<(typeof known.packets)[number] | null>(
    (newest, each) => (newest && newest.revision > each.revision ? newest : each),
    null,
  );
  const refusal = known.refusals.reduce<Refusal | null>(
    (newest, each) => (newest && newest.revision > each.revision ? newest : each),
    null,
  );
  if (last && (!refusal || last.revision > refusal.revision))
    return { kind: 'queued', packetId: last.id, since: last.createdAt.at };
  if (refusal) return { kind: 'refused', message: refusal.message, findings: refusal.findings };
  return { kind: 'draft' };
}
