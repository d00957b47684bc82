/**
 * What the hub's own rules say of a packet. The scope of Level 3 is locked where a packet is taken in, and everybody's handoffs wait for
 * it: a large one is judged before that, and what was found counts under the lock where all that it rested on is still the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { organisationScope } from '../../shared/certification/access.ts';
import type { RuleContext } from '../../shared/handoff/case-facts.ts';
import { evaluateWhile } from '../../shared/handoff/evaluate.ts';
import { type MadeFinding, type Packet, packet as packetSchema } from '../../shared/handoff/schema.ts';
import { type PacketSignature, packetSignature } from '../../shared/handoff/signature.ts';
import { productRecord } from '../../shared/policy/products.ts';
import { waiversOf } from '../../shared/review/rules.ts';
import type { Identity, Mutation } from '../../shared/sync/protocol.ts';
import { notMadeBefore } from '../issuing/contacts.ts';
import { trustAtHub } from '../issuing/engineer-trust.ts';
import type { Transaction } from '../store/database.ts';
import { catalogueRows, type ScopeBatch } from '../store/rows.ts';
import { earliestOf } from './accepted-packets.ts';
import { readPacket } from './parsed-packets.ts';
import { referenceDataAtHub } from './reference-data.ts';

/** What judging needs of the transaction that it is part of. */
interface Court {
  client: Transaction;
  /** The organisation's scope, locked. */
  scope: ScopeBatch;
  now: () => Date;
}

/** The rules read thousands of steps and values in a tenth of this. */
const MOST_JUDGING_MS = 4_000;

/** This thread's; older Nodes than the pinned one tell the whole process's alone. */
const usage = (start?: NodeJS.CpuUsage): NodeJS.CpuUsage =>
  typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage(start) : process.cpuUsage(start);

/** Milliseconds of the processor since then; what else the machine does counts for nothing. */
function workOf(start: NodeJS.CpuUsage): number {
  const { user, system } = usage(start);
  return (user + system) / 1_000;
}

/** Asked between two records: whether it may go on. */
function within(most: number): () => boolean {
  const start = usage();
  return () => workOf(start) < most;
}

/** What was found before the lock, when, and by what. */
interface Ahead {
  now: Date;
  context: RuleContext;
  /** Null where the time was not enough. */
  findings: readonly MadeFinding[] | null;
}

/** By what was sent, the very object: an id or a digest is the sender's to choose, and another edit may bear the same. */
const aheadOfSent = new WeakMap<object, Ahead>();
/** By the scope of the transaction: of packets that the hub has already. */
const aheadOfStored = new WeakMap<ScopeBatch, { name: string; ahead: Ahead }>();
/** What was found in this transaction: a packet that goes to Level 3 is asked for up to three times. */
const found = new WeakMap<ScopeBatch, Map<string, readonly MadeFinding[]>>();

/** The digest is the contents' own: that was looked at before a packet is judged. */
const nameOf = (packet: Packet, approval: PacketSignature | null): string =>
  `${packet.id} ${packet.digest} ${approval?.id ?? ''}`;

async function contextOf(
  client: Transaction,
  packet: Packet,
  notBefore: Date | null,
  now: Date,
): Promise<RuleContext> {
  const products = (await catalogueRows(client, 'products')).map((row) => productRecord.parse(row));
  const said = { deviceTime: packet.createdAt.at, knownHubTime: packet.knownHubTime ?? null };
  const trust = await trustAtHub(client, packet.by, said, notBefore, now);
  const referenceData = await referenceDataAtHub(client, packet.contents.case.organisationId);
  return { now: now.toISOString(), products, trust, referenceData };
}

function ask(
  { contents }: Packet,
  approval: PacketSignature | null,
  context: RuleContext,
  goesOn: () => boolean,
): MadeFinding[] | null {
  const waivers = [...contents.waivers, ...(approval ? waiversOf(approval) : [])];
  return evaluateWhile({ ...contents, waivers }, context, goesOn);
}

/** @param goesOn asked between two records @returns null where it was ended */
export async function findingsOf(
  { client, now }: Pick<Court, 'client' | 'now'>,
  packet: Packet,
  approval: PacketSignature | null,
  notBefore: Date | null,
  goesOn: () => boolean = () => true,
): Promise<MadeFinding[] | null> {
  return ask(packet, approval, await contextOf(client, packet, notBefore, now()), goesOn);
}

/**
 * What the rules say of a packet now, with the waivers of its approval beside its own.
 * @param notBefore before when it cannot have been made, as the hub knew when it came
 * @param sent the patch that packet or approval was read from; null where the hub has both already
 * @param most processor time that it may take, ms; of one that was taken in before it is known what it costs
 * @returns null where that was not enough
 */
export async function judge(
  { client, now, scope }: Court,
  packet: Packet,
  approval: PacketSignature | null,
  notBefore: Date | null,
  sent: object | null,
  most = MOST_JUDGING_MS,
): Promise<MadeFinding[] | null> {
  const known = found.get(scope) ?? new Map<string, readonly MadeFinding[]>();
  found.set(scope, known);
  const name = nameOf(packet, approval);
  const before = known.get(name);
  if (before) return [...before];
  const stored = aheadOfStored.get(scope);
  const ahead = sent ? aheadOfSent.get(sent) : stored?.name === name ? stored.ahead : undefined;
  const stands =
    ahead && isDeepStrictEqual(await contextOf(client, packet, notBefore, ahead.now), ahead.context);
  const findings = stands
    ? ahead.findings
    : await findingsOf({ client, now }, packet, approval, notBefore, within(most));
  if (findings) known.set(name, findings);
  return findings && [...findings];
}

/** The same, of a packet that was taken in before. @param sent the approval's patch, where that comes now */
export async function judgeAgain(
  court: Court,
  packet: Packet,
  approval: PacketSignature | null,
  notBefore: Date | null,
  sent: object | null = null,
): Promise<MadeFinding[]> {
  return (await judge(court, packet, approval, notBefore, sent, Number.POSITIVE_INFINITY)) ?? [];
}

async function lookAhead(
  client: Transaction,
  packet: Packet,
  approval: PacketSignature | null,
  notBefore: Date | null,
  { now, most }: { now: Date; most: number },
): Promise<Ahead> {
  const context = await contextOf(client, packet, notBefore, now);
  return { now, context, findings: ask(packet, approval, context, within(most)) };
}

/** A packet that the organisation has; null where there is none that can be read. */
async function storedPacket(client: Transaction, scope: string, id: string): Promise<Packet | null> {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = $1 AND tbl = 'packets' AND key = $2 AND NOT deleted",
    [scope, id],
  );
  return packetSchema.safeParse(rows[0]?.data).data ?? null;
}

/**
 * The device that is said to have signed a packet as its engineer's, which is another's where a colleague carries it. Nothing was
 * verified yet: where it is another device after all, the packet has another context under the lock and is judged again there.
 */
async function saidSigner(
  client: Transaction,
  scope: string,
  packetId: string,
  edits: readonly Mutation[],
): Promise<string | null> {
  for (const { table, op, patch } of edits) {
    if (table !== 'signatures' || op !== 'insert' || patch.packetId !== packetId) continue;
    const signature = packetSignature.safeParse(patch).data;
    if (signature?.kind === 'engineer') return signature.deviceId;
  }
  const { rows } = await client.query<{ data: unknown }>(
    `SELECT data FROM rows WHERE scope = $1 AND tbl = 'signatures' AND NOT deleted
        AND data->>'packetId' = $2 AND data->>'kind' = 'engineer' ORDER BY version, key LIMIT 1`,
    [scope, packetId],
  );
  return packetSignature.safeParse(rows[0]?.data).data?.deviceId ?? null;
}

/**
 * Judges the packets of a push, and those that it approves, before anything is locked. Whatever else is wrong with them is found under
 * the lock, as ever.
 */
export async function foresee(
  client: Transaction,
  { organisation, deviceId }: Identity,
  edits: readonly Mutation[],
  now: () => Date,
): Promise<void> {
  const at = now();
  for (const { op, table, patch } of edits) {
    if (op !== 'insert') continue;
    if (table === 'packets') {
      const packet = readPacket(patch).data;
      if (packet?.contents.case.organisationId !== organisation.id) continue;
      const signer = await saidSigner(client, organisationScope(organisation.id), packet.id, edits);
      const notBefore = await notMadeBefore(client, signer ?? deviceId, at);
      const limits = { now: at, most: MOST_JUDGING_MS };
      aheadOfSent.set(patch, await lookAhead(client, packet, null, notBefore, limits));
    } else if (table === 'signatures') {
      const approval = packetSignature.safeParse(patch).data;
      if (approval?.kind !== 'approval') continue;
      const packet = await storedPacket(client, organisationScope(organisation.id), approval.packetId);
      if (!packet) continue;
      const notBefore = await earliestOf(client, packet.id);
      const limits = { now: at, most: Number.POSITIVE_INFINITY };
      aheadOfSent.set(patch, await lookAhead(client, packet, approval, notBefore, limits));
    }
  }
}

/**
 * Judges a packet that the hub has, with its approval, before anything is locked.
 * @returns notes what was found for the transaction, by its locked scope; null where there is nothing to judge
 */
export async function foreseeStored(
  client: Transaction,
  scopeName: string,
  packetId: string,
  now: () => Date,
): Promise<((scope: ScopeBatch) => void) | null> {
  const packet = await storedPacket(client, scopeName, packetId);
  if (!packet) return null;
  const { rows } = await client.query<{ data: unknown }>(
    `SELECT data FROM rows WHERE scope = $1 AND tbl = 'signatures' AND NOT deleted
        AND data->>'packetId' = $2 AND data->>'kind' = 'approval' ORDER BY version, key LIMIT 1`,
    [scopeName, packetId],
  );
  const approval = packetSignature.safeParse(rows[0]?.data).data ?? null;
  const limits = { now: now(), most: Number.POSITIVE_INFINITY };
  const ahead = await lookAhead(client, packet, approval, await earliestOf(client, packetId), limits);
  return (scope) => aheadOfStored.set(scope, { name: nameOf(packet, approval), ahead });
}
