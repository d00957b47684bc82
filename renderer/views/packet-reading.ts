/** A packet as a lead reads it: the newest of its case, the one that was reviewed before, and what differs between them. */
import { filledContents } from '../../shared/cases/contents.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Priority } from '../../shared/policy/priority.ts';
import { differences, type RowDifference } from '../../shared/review/difference.ts';
import type { Review, ReviewTick } from '../../shared/review/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { rowId } from '../store/device-rows.ts';
import { inOrder, ordersOf, sortedBy } from '../store/order.ts';

export interface PacketReading {
  packet: Packet;
  signatures: PacketSignature[];
  /** The revision that a lead decided about last; null where none did. */
  before: { id: string; revision: number } | null;
  review: Review | null;
  /** What a lead decided about this very revision but its approval, which is a signature; null where nothing. */
  decided: Review | null;
  ticks: ReviewTick[];
}

/** @returns null where no packet of the case is on this device */
export async function readPacket(db: ConsoleDatabase, caseId: string): Promise<PacketReading | null> {
  const of = { caseId };
  const [signatures, reviews, ticks, ids] = await Promise.all([
    db.signatures.where(of).toArray(),
    db.reviews.where(of).toArray(),
    db.reviewTicks
      .where(of)
      .toArray()
      .then((rows) => inOrder(db, 'reviewTicks', rows)),
    db.packets
      .where(of)
      .primaryKeys()
      .then(async (keys) => sortedBy(keys, await ordersOf(db, 'packets', keys))),
  ]);
  // The newest revision that was signed, else the packet that counts last; only that one is read.
  const engineers = signatures.filter((each) => each.kind === 'engineer' && ids.includes(each.packetId));
  const newest = engineers.sort((a, b) => b.revision - a.revision)[0]?.packetId ?? ids.at(-1);
  const packet = newest === undefined ? undefined : await db.packets.get(newest);
  if (!packet) return null;
  const earlier = reviews
    .filter((each) => each.packetId !== packet.id && ids.includes(each.packetId))
    .sort((a, b) => b.revision - a.revision)[0];
  return {
    packet,
    signatures: signatures.filter((each) => each.packetId === packet.id),
    before: earlier ? { id: earlier.packetId, revision: earlier.revision } : null,
    review: earlier ?? null,
    decided: reviews.find((each) => each.packetId === packet.id) ?? null,
    ticks,
  };
}

/** The signature of the newest packet of a case; null where there is none. */
async function newestSignature(db: ConsoleDatabase, caseId: string): Promise<PacketSignature | null> {
  const signatures = await db.signatures.where({ caseId }).toArray();
  return signatures.sort((a, b) => b.revision - a.revision)[0] ?? null;
}

/** The newest packet of a case that was signed, by its id; null where there is none. */
export async function readNewestPacketId(db: ConsoleDatabase, caseId: string): Promise<string | null> {
  return (await newestSignature(db, caseId))?.packetId ?? null;
}

/** How urgent a case is by its ticket, which is the desk's word; null where Level 3 does not have it. */
export async function readDeskPriority(db: ConsoleDatabase, caseId: string): Promise<Priority | null> {
  return (await db.tickets.where({ caseId }).first())?.priority ?? null;
}

/** Which packet of a case is the newest, as its foot on paper names it; null where none was signed. */
export async function readNewestSeal(
  db: ConsoleDatabase,
  caseId: string,
): Promise<Pick<PacketSignature, 'revision' | 'digest'> | null> {
  return newestSignature(db, caseId);
}

export const readSignatures = (db: ConsoleDatabase, packetId: string) =>
  db.signatures.where({ packetId }).toArray();

/** Null where it is not on this device, or none is asked for by an empty id. */
export async function readPacketById(db: ConsoleDatabase, packetId: string): Promise<Packet | null> {
  return packetId === '' ? null : ((await db.packets.get(packetId)) ?? null);
}

/** A packet with its signatures, for paper. */
async function readSignedPacket(db: ConsoleDatabase, packetId: string) {
  return {
    packet: await readPacketById(db, packetId),
    signatures: await readSignatures(db, packetId),
  };
}

/** A packet with its signatures, and what the hub found when it took it in: null where no ticket of it is here. */
export async function readPacketForPaper(db: ConsoleDatabase, packetId: string) {
  const { packet, signatures } = await readSignedPacket(db, packetId);
  const tickets = packet ? await db.tickets.where({ caseId: packet.caseId }).toArray() : [];
  const ticket = tickets.find((each) => each.packetId === packetId);
  const { findings, ruleSetVersion } = ticket ?? {};
  return { packet, signatures, atHub: findings && ruleSetVersion ? { findings, ruleSetVersion } : null };
}

/** What the last pull told of a packet (S14); empty where it told nothing of it. */
export async function readPacketHash(db: ConsoleDatabase, packetId: string): Promise<string> {
  return (await db.synced.get(rowId('packets', packetId)))?.hash ?? '';
}

/** Longest that the comparison holds the window, in milliseconds. */
const TURN_MS = 12;

const nextTurn = () => new Promise<void>((done) => setTimeout(done, 0));

/** Compares a packet with an earlier one, in turns: typing and scrolling come between. */
export async function comparePackets(
  db: ConsoleDatabase,
  beforeId: string,
  packet: Packet,
  signal: AbortSignal,
): Promise<RowDifference[]> {
  const before = await db.packets.get(beforeId);
  if (!before) return [];
  const found: RowDifference[] = [];
  let began = performance.now();
  const [old, now] = [filledContents(before.contents), filledContents(packet.contents)];
  for (const each of differences(old, now)) {
    if (each) found.push(each);
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    if (signal.aborted) return [];
    began = performance.now();
  }
  return found;
}
