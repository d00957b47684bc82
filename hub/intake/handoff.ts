/**
 * Intake: a packet arrives, the same rules run again, and either it gets a ticket and a receipt, or it is refused with what
 * is missing. All in the commit that answers the device (S10).
 */
import { strayRow } from '../../shared/cases/case-file.ts';
import {
  type CaseEvent,
  type CaseState,
  type Receipt,
  receipt as receiptSchema,
} from '../../shared/cases/schema.ts';
import { checkTransition } from '../../shared/cases/states.ts';
import { productRecord } from '../../shared/diagnostics/schema.ts';
import { evaluate, hasBlockers } from '../../shared/handoff/evaluate.ts';
import { contentsDigest } from '../../shared/handoff/packet.ts';
import { type Packet, packet as packetSchema, RULE_SET_VERSION } from '../../shared/handoff/schema.ts';
import type { Ticket } from '../../shared/intake/schema.ts';
import { sameValue } from '../../shared/sync/merge.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { holdsUnstorable } from '../routes/body.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';
import { type EditContext, newId, refused } from './edit.ts';
import { misfit } from './row-checks.ts';

/** The answer's bound on findings; blockers come first, so that none is cut off before a note. */
const MOST_FINDINGS = 5_000;

async function catalogue(client: Transaction) {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = 'products' AND NOT deleted",
  );
  return rows.map((row) => productRecord.parse(row.data));
}

/** What is wrong with the packet itself, before any rule is asked; null where nothing is. */
function whyNoPacket(context: EditContext, packet: Packet, edit: Mutation): Rejection | null {
  const { contents } = packet;
  if (packet.id !== edit.key) return { code: 'invalid', message: 'The packet’s id is not its key.' };
  if (
    contents.case.id !== packet.caseId ||
    contents.case.organisationId !== context.identity.organisation.id
  ) {
    return { code: 'forbidden', message: 'The packet holds another case than it says.' };
  }
  const stray = strayRow(contents);
  if (stray) return { code: 'invalid', message: `The packet holds a row of another case (${stray}).` };
  // Over what was sent: what a newer schema adds to it was not there when it was signed.
  if (contentsDigest(edit.patch.contents) !== packet.digest)
    return { code: 'invalid', message: 'The packet’s digest does not fit its contents.' };
  if (packet.by.id !== context.identity.person.id)
    return { code: 'forbidden', message: 'The packet names another person than the one who sent it.' };
  return null;
}

function event(
  context: EditContext,
  packet: Packet,
  change: Pick<CaseEvent, 'kind' | 'from' | 'to' | 'reason'>,
): CaseEvent {
  const now = context.now();
  return {
    id: newId(now),
    caseId: packet.caseId,
    at: { at: now.toISOString(), zone: 'UTC' },
    by: null,
    ...change,
  };
}

/** The receipt that this very packet got before, wherever it came from then; null where it is new (S10). */
async function earlierReceipt(
  client: Transaction,
  { scope }: EditContext,
  packet: Packet,
  sent: Mutation['patch'],
): Promise<Receipt | null> {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = $1 AND tbl = 'receipts' AND data->>'packetId' = $2",
    [scope.head.name, packet.id],
  );
  const stored = scope.get('packets', packet.id);
  return rows[0] && sameValue(stored?.data, sent) ? receiptSchema.parse(rows[0].data) : null;
}

/** Whether the packet, or its revision of the case, was escalated before. The scopes' locks keep the answer true. */
async function isEscalated(client: Transaction, { identity }: EditContext, packet: Packet): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM escalations WHERE packet_id = $1 OR (organisation_id = $2 AND case_id = $3 AND revision = $4)',
    [packet.id, identity.organisation.id, packet.caseId, packet.revision],
  );
  return rowCount !== 0;
}

/** Takes a packet in, or says what it lacks. The case is open again where the rules refuse it. */
export async function applyHandoff(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { client, scope } = context;
  const level3 = context.scopes.get('level3');
  if (!level3) throw new Error('the scope level3 is not there');
  if (edit.op !== 'insert')
    return refused(edit, { code: 'not-changeable', message: 'A packet is never changed.' });
  if (holdsUnstorable(edit.patch))
    return refused(edit, { code: 'invalid', message: 'The packet holds a character that cannot be stored.' });
  const parsed = packetSchema.safeParse(edit.patch);
  if (!parsed.success) return refused(edit, misfit(parsed.error, 'The packet'));
  const packet = parsed.data;
  const problem = whyNoPacket(context, packet, edit);
  if (problem) return refused(edit, problem);
  const record = scope.get('cases', packet.caseId);
  if (!record?.data) return refused(edit, { code: 'missing-row', message: 'The case is not at the hub.' });
  const earlier = await earlierReceipt(client, context, packet, edit.patch);
  if (earlier) return { n: edit.n, outcome: 'applied', version: scope.head.version, receipt: earlier };
  if (scope.get('packets', packet.id) || (await isEscalated(client, context, packet)))
    return refused(edit, {
      code: 'duplicate-key',
      message: 'This revision of the case was handed off before.',
    });
  const state = record.data.state as CaseState;
  const transition = checkTransition(state, 'escalated', 'hub');
  if (!transition.ok) return refused(edit, { code: 'state', message: transition.message });

  const findings = evaluate(packet.contents, {
    now: context.now().toISOString(),
    products: await catalogue(client),
  });
  if (!hasBlockers(findings)) return takeIn(context, level3, { edit, packet, record: record.data });
  const reason = 'The handoff is incomplete.';
  scope.put('cases', packet.caseId, { ...record.data, state: 'level2' }, null);
  const reopened = event(context, packet, { kind: 'refused', from: state, to: 'level2', reason });
  scope.put('events', reopened.id, reopened, null);
  const blockersFirst = [...findings].sort(
    (a, b) => Number(b.severity === 'blocker') - Number(a.severity === 'blocker'),
  );
  return refused(edit, {
    code: 'handoff-incomplete',
    message: `${reason} The case is open again; nothing was lost.`,
    findings: blockersFirst.slice(0, MOST_FINDINGS),
  });
}

/** The case as it enters the desk's queue. What the rules ask for is there: they have been met. */
function ticketOf({ identity }: EditContext, packet: Packet, receipt: Receipt): Ticket {
  const { title, customer, site, engineer, priority, notifiedBy, notifiedAt } = packet.contents.case;
  return {
    id: receipt.id,
    caseId: packet.caseId,
    organisationId: identity.organisation.id,
    organisationName: identity.organisation.name,
    ticket: receipt.ticket,
    packetId: packet.id,
    revision: packet.revision,
    title,
    customer,
    site,
    engineer,
    priority: priority ?? 'P4',
    state: 'escalated',
    receivedAt: receipt.receivedAt,
    notifiedBy: notifiedBy ?? 'web-ticket',
    notifiedAt: notifiedAt?.at ?? receipt.receivedAt,
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: identity.organisation.sample,
  };
}

/** Ticket, receipt, event and state, for the partner and for Level 3, all in the caller's transaction. */
async function takeIn(
  context: EditContext,
  level3: ScopeBatch,
  { edit, packet, record }: { edit: Mutation; packet: Packet; record: Record<string, unknown> },
): Promise<PushResult> {
  const { client, scope, identity } = context;
  const now = context.now();
  const counter = await client.query<{ value: number }>(
    "UPDATE counters SET value = value + 1 WHERE name = 'ticket' RETURNING value",
  );
  const receipt: Receipt = {
    id: newId(now),
    caseId: packet.caseId,
    packetId: packet.id,
    revision: packet.revision,
    ticket: `T-${counter.rows[0]?.value}`,
    receivedAt: now.toISOString(),
    ruleSetVersion: RULE_SET_VERSION,
  };
  await client.query(
    'INSERT INTO escalations (organisation_id, case_id, revision, packet_id, ticket, received_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [identity.organisation.id, packet.caseId, packet.revision, packet.id, receipt.ticket, receipt.receivedAt],
  );
  const from = record.state as CaseState;
  const received = event(context, packet, {
    kind: 'received',
    from,
    to: 'escalated',
    reason: receipt.ticket,
  });
  // As it was sent: its digest, and what is signed of it, fit these very bytes.
  scope.put('packets', packet.id, edit.patch, identity.deviceId);
  scope.put('receipts', receipt.id, receipt, null);
  scope.put('events', received.id, received, null);
  scope.put('cases', packet.caseId, { ...record, state: 'escalated' }, null);
  level3.put('packets', packet.id, edit.patch, identity.deviceId);
  level3.put('receipts', receipt.id, receipt, null);
  const ticket = ticketOf(context, packet, receipt);
  for (const side of [scope, level3]) side.put('tickets', ticket.id, ticket, null);
  return { n: edit.n, outcome: 'applied', version: scope.version, receipt };
}
