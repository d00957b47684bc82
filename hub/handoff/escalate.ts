/**
 * When a packet goes to Level 3, and what that is: ticket, receipt, event and state, for the partner and for the desk, all in
 * one commit (S10). Asked whenever something came that it may have waited for: the packet, its approval, its last file.
 */
import { derivedId } from '../../shared/base/ids.ts';
import type { CaseEvent, CaseState, Receipt } from '../../shared/cases/schema.ts';
import { hasBlockers } from '../../shared/handoff/evaluate.ts';
import { RULE_SET_VERSION } from '../../shared/handoff/rule-set.ts';
import type { Finding, MadeFinding, Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { MOST_TICKET_FINDINGS, type Ticket, ticket as ticketSchema } from '../../shared/tickets/schema.ts';
import { type DomainEvent, ticketReceived } from '../../shared/webhooks/events.ts';
import { report } from '../log.ts';
import type { Threads } from '../push/judging-threads.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { Allowance, ScopeBatch, SMALL_PACKET_BYTES, TooHeavy } from '../store/rows.ts';
import { writeDeliveries } from '../webhooks/outbox.ts';
import { awaitFiles, earliestOf, signaturesOf } from './accepted-packets.ts';
import { foreseeStored, judgeAgain } from './judging.ts';
import { parsedPacket } from './parsed-packets.ts';
import { fittingSignatures } from './signers.ts';

const APPROVAL_MS = 24 * 60 * 60_000;

/** What an escalation needs of the transaction that it is part of. */
export interface Intake {
  client: Transaction;
  /** The organisation's scope, locked, with the case loaded. */
  scope: ScopeBatch;
  level3: ScopeBatch;
  organisation: Identity['organisation'];
  /** What outside ticket systems are told of; the caller writes it. */
  domainEvents: DomainEvent[];
  now: () => Date;
}

/** What the hub writes into a case's history. @param about the id of what it follows from: repeated after a restore, it is the same entry */
export function eventOf(
  now: Date,
  caseId: string,
  about: string,
  change: Pick<CaseEvent, 'kind' | 'by' | 'from' | 'to' | 'reason'>,
): CaseEvent {
  return {
    id: derivedId(about, 'event', change.kind, change.to ?? ''),
    caseId,
    at: { at: now.toISOString(), zone: 'UTC' },
    ...change,
  };
}

/**
 * Takes the packet to Level 3, where nothing is missing any more: no blocker stands, a lead approved it or it is a P1 (H37),
 * and every file is at the hub (H35).
 * @param stored the packet's row as it was sent, in the organisation's scope
 * @returns the receipt; null where it waits
 */
export async function escalateIfDue(
  intake: Intake,
  stored: { data: Record<string, unknown>; lastDevice: string | null },
): Promise<Receipt | null> {
  const { client, scope, organisation } = intake;
  const packet = parsedPacket(stored.data);
  const signatures = await signaturesOf(client, scope, packet.id);
  const approval = signatures.find((each) => each.kind === 'approval') ?? null;
  if (!approval && packet.contents.case.priority !== 'P1') return null;
  // An approval was taken in only where nothing stood against it.
  if (!approval && hasBlockers(await judgeAgain(intake, packet, null, await earliestOf(client, packet.id))))
    return null;
  if ((await awaitFiles(client, organisation.id, packet)).length > 0) return null;
  return takeIn(intake, { ...stored, packet, signatures });
}

/** The products of the affected systems; that of the suspected one first, because its next release matters (I15). */
function productsOf({ case: record, systems }: Packet['contents']): string[] {
  const suspected = systems.filter((each) => each.id === record.suspectedSystemId);
  const affected = systems.filter((each) => each.role === 'affected');
  const ids = [...suspected, ...affected].flatMap(({ productId }) => productId || []);
  return [...new Set(ids)].slice(0, 50);
}

/** The engineer of the case as the hub calls them; where it names nobody of the organisation, who made the packet. */
async function engineerOf({ client, organisation }: Intake, packet: Packet): Promise<Ticket['engineer']> {
  const { rows } = await client.query<Ticket['engineer']>(
    'SELECT id, name FROM people WHERE id = $1 AND organisation_id = $2',
    [packet.contents.case.engineer.id, organisation.id],
  );
  return rows[0] ?? packet.by;
}

const severities: readonly Finding['severity'][] = ['blocker', 'warning', 'note'];

/** What the hub's own rules say of the packet, the gravest first. */
async function standingFindings(
  intake: Intake,
  packet: Packet,
  approval: PacketSignature | null,
): Promise<MadeFinding[]> {
  const findings = await judgeAgain(intake, packet, approval, await earliestOf(intake.client, packet.id));
  return findings
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .slice(0, MOST_TICKET_FINDINGS);
}

/** A P1 that went on without it is approved within 24 hours (H37). */
function approvalDueAt(receivedAt: string): string {
  return new Date(Date.parse(receivedAt) + APPROVAL_MS).toISOString();
}

/** The case as it enters the desk's queue. What the rules ask for is there: they have been met. */
function ticketOf(
  organisation: Identity['organisation'],
  packet: Packet,
  receipt: Receipt,
  known: Pick<Ticket, 'engineer' | 'findings' | 'approval'>,
): Ticket {
  const { title, customer, site, priority, notifiedBy, notifiedAt } = packet.contents.case;
  const { level3CalledAt: at, level3CalledNumber: number, level3CalledTo: to } = packet.contents.case;
  return {
    id: receipt.id,
    caseId: packet.caseId,
    organisationId: organisation.id,
    organisationName: organisation.name,
    ticket: receipt.ticket,
    packetId: packet.id,
    revision: packet.revision,
    title,
    customer,
    site,
    priority: priority ?? 'P4',
    state: 'escalated',
    receivedAt: receipt.receivedAt,
    notifiedBy: notifiedBy ?? 'web-ticket',
    notifiedAt: notifiedAt?.at ?? receipt.receivedAt,
    ...(at && { called: { at: at.at, number, to } }),
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: organisation.sample,
    products: productsOf(packet.contents),
    ruleSetVersion: receipt.ruleSetVersion,
    ...known,
  };
}

async function nextTicket(client: Transaction): Promise<string> {
  const counter = await client.query<{ value: number }>(
    "UPDATE counters SET value = value + 1 WHERE name = 'ticket' RETURNING value",
  );
  return `T-${counter.rows[0]?.value}`;
}

/** The ticket of the case that the desk returned and that waits for this revision; null where there is none. */
async function returnedTicket({ client, scope, level3 }: Intake, caseId: string): Promise<Ticket | null> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM rows WHERE scope = 'level3' AND tbl = 'tickets' AND NOT deleted
        AND data->>'caseId' = $1 AND data->>'state' = 'changes-requested' ORDER BY version DESC LIMIT 1`,
    [caseId],
  );
  const key = rows[0]?.key;
  if (key === undefined) return null;
  for (const side of [scope, level3]) await side.load([{ table: 'tickets', key }]);
  const parsed = ticketSchema.safeParse(level3.get('tickets', key)?.data);
  return parsed.success && parsed.data.state === 'changes-requested' ? parsed.data : null;
}

async function takeIn(
  intake: Intake,
  handed: {
    data: Record<string, unknown>;
    lastDevice: string | null;
    packet: Packet;
    signatures: readonly PacketSignature[];
  },
): Promise<Receipt> {
  const { client, scope, level3, organisation, domainEvents, now: clock } = intake;
  const { packet, data, lastDevice, signatures } = handed;
  const approval = signatures.find((each) => each.kind === 'approval') ?? null;
  const now = clock();
  const returned = await returnedTicket(intake, packet.caseId);
  const receipt: Receipt = {
    id: derivedId(packet.id, 'receipt'),
    caseId: packet.caseId,
    packetId: packet.id,
    revision: packet.revision,
    ticket: returned?.ticket ?? (await nextTicket(client)),
    receivedAt: now.toISOString(),
    ruleSetVersion: RULE_SET_VERSION,
  };
  await client.query(
    'INSERT INTO escalations (organisation_id, case_id, revision, packet_id, ticket, received_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [organisation.id, packet.caseId, packet.revision, packet.id, receipt.ticket, receipt.receivedAt],
  );
  const record = scope.get('cases', packet.caseId)?.data;
  const from = (record?.state ?? null) as CaseState | null;
  const received = eventOf(now, packet.caseId, packet.id, {
    kind: 'received',
    by: null,
    from,
    to: 'escalated',
    reason: receipt.ticket,
  });
  scope.put('receipts', receipt.id, receipt, null);
  scope.put('events', received.id, received, null);
  scope.put('cases', packet.caseId, { ...record, state: 'escalated' }, null);
  // As it was sent: its digest, and what is signed of it, fit these very bytes.
  level3.put('packets', packet.id, data, lastDevice);
  level3.put('receipts', receipt.id, receipt, null);
  // A signature may come before its packet, and stands in the organisation's scope unasked: the desk has those that fit.
  for (const each of await fittingSignatures(client, data, signatures))
    level3.put('signatures', each.id, each, each.deviceId);
  const fresh = ticketOf(organisation, packet, receipt, {
    engineer: await engineerOf(intake, packet),
    findings: await standingFindings(intake, packet, approval),
    ...(approval ? {} : { approval: { dueAt: approvalDueAt(receipt.receivedAt), at: null, by: null } }),
  });
  // What was returned keeps its number, its thread and its id; P-30 begins anew with its acknowledgement, whatever was called in before.
  const { called: _before, ...anew } = fresh;
  const ticket: Ticket = returned
    ? {
        ...anew,
        id: returned.id,
        ...(returned.takenEntry ? { takenEntry: returned.takenEntry } : {}),
        ...(returned.takenReply ? { takenReply: returned.takenReply } : {}),
        outsideReference: returned.outsideReference,
        outsideStatus: returned.outsideStatus,
      }
    : fresh;
  for (const side of [scope, level3]) side.put('tickets', ticket.id, ticket, null);
  domainEvents.push(ticketReceived(ticket));
  return receipt;
}

/**
 * Packets whose last file came: they go to Level 3 where nothing else is missing. One that cannot go now keeps no other from going.
 * @param threads where large ones are judged; left out, all are judged here
 * @param of the organisation whose file came: nobody else's packet waited for it, and nobody waits for others' here. All, where it is left out
 */
export async function escalateAwaited(
  database: Database,
  now: () => Date,
  { threads, of = null }: { threads?: Threads | undefined; of?: string | null } = {},
): Promise<void> {
  const { rows } = await database.query<{ organisation_id: string; packet_id: string }>(
    `SELECT organisation_id, packet_id FROM awaited_files a WHERE $1::uuid IS NULL OR organisation_id = $1
      GROUP BY organisation_id, packet_id
     HAVING bool_and(EXISTS (SELECT 1 FROM blobs b WHERE b.organisation_id = a.organisation_id AND b.sha256 = a.sha256))
      LIMIT 100`,
    [of],
  );
  const allowed = threads ? SMALL_PACKET_BYTES : Number.POSITIVE_INFINITY;
  let heavy = false;
  for (const { organisation_id: organisationId, packet_id: packetId } of rows) {
    try {
      await escalateOne(database, organisationId, packetId, now, new Allowance(allowed));
    } catch (error) {
      if (error instanceof TooHeavy) heavy = true;
      else report(error, 'a packet that waited for its files');
    }
  }
  if (heavy) await threads?.escalateAwaited(of);
}

/** States in which a packet may wait for its files. */
const waiting: readonly unknown[] = ['in-review', 'approved'];

function escalateOne(
  database: Database,
  organisationId: string,
  packetId: string,
  now: () => Date,
  allowance: Allowance,
): Promise<void> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<Identity['organisation']>(
      'SELECT id, name, sample FROM organisations WHERE id = $1',
      [organisationId],
    );
    const [organisation] = rows;
    const name = `org:${organisationId}`;
    // A small one is judged in no time.
    const ahead =
      allowance.left === Number.POSITIVE_INFINITY ? await foreseeStored(client, name, packetId, now) : null;
    const scopes = await ScopeBatch.lock(client, [name, 'level3'], allowance);
    const [scope, level3] = [scopes.get(name), scopes.get('level3')];
    if (scope) ahead?.(scope);
    // Another hub may have done it meanwhile; under the scope's lock there is one answer.
    const { rowCount } = await client.query('DELETE FROM awaited_files WHERE packet_id = $1', [packetId]);
    if (!organisation || !scope || !level3 || !rowCount) return;
    await scope.load([{ table: 'packets', key: packetId }]);
    const stored = scope.get('packets', packetId);
    if (!stored?.data) return;
    const caseId = String(stored.data.caseId);
    await scope.load([{ table: 'cases', key: caseId }]);
    if (!waiting.includes(scope.get('cases', caseId)?.data?.state)) return;
    const { data, lastDevice } = stored;
    const domainEvents: DomainEvent[] = [];
    const intake = { client, scope, level3, organisation, domainEvents, now };
    await escalateIfDue(intake, { data, lastDevice });
    for (const each of scopes.values()) await each.save();
    await writeDeliveries(client, domainEvents, now());
  });
}
