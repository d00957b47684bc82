/**
 * Intake: a packet arrives, the same rules run again, and either it gets a ticket and a receipt, or it is refused with what
 * is missing. All in the commit that answers the device (S10).
 */
import { strayRow } from '../../shared/cases/case-file.ts';
import type { CaseEvent, CaseState, Receipt } from '../../shared/cases/schema.ts';
import { checkTransition } from '../../shared/cases/states.ts';
import { productRecord } from '../../shared/diagnostics/schema.ts';
import { evaluate, hasBlockers } from '../../shared/handoff/evaluate.ts';
import { contentsDigest } from '../../shared/handoff/packet.ts';
import { type Packet, packet as packetSchema, RULE_SET_VERSION } from '../../shared/handoff/schema.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';
import { type EditContext, newId } from './edit.ts';

function refusal(edit: Mutation, rejection: Rejection): PushResult {
  return { n: edit.n, outcome: 'rejected', rejection };
}

async function catalogue(client: Transaction) {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = 'products' AND NOT deleted",
  );
  return rows.map((row) => productRecord.parse(row.data));
}

/** What is wrong with the packet itself, before any rule is asked; null where nothing is. */
function whyNoPacket(context: EditContext, packet: Packet, key: string): Rejection | null {
  const { contents } = packet;
  if (packet.id !== key) return { code: 'invalid', message: 'The packet’s id is not its key.' };
  if (
    contents.case.id !== packet.caseId ||
    contents.case.organisationId !== context.identity.organisation.id
  ) {
    return { code: 'forbidden', message: 'The packet holds another case than it says.' };
  }
  const stray = strayRow(contents);
  if (stray) return { code: 'invalid', message: `The packet holds a row of another case (${stray}).` };
  if (contentsDigest(contents) !== packet.digest)
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

/** @param level3 the scope `level3`, locked by the same transaction */
export async function applyHandoff(
  client: Transaction,
  context: EditContext,
  level3: ScopeBatch | undefined,
  edit: Mutation,
): Promise<PushResult> {
  const { scope } = context;
  if (edit.op !== 'insert')
    return refusal(edit, { code: 'not-changeable', message: 'A packet is never changed.' });
  const parsed = packetSchema.safeParse(edit.patch);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refusal(edit, {
      code: 'invalid',
      message: `The packet does not fit at ${issue?.path.map(String).join('.')}: ${issue?.message}.`,
    });
  }
  const packet = parsed.data;
  const problem = whyNoPacket(context, packet, edit.key);
  if (problem) return refusal(edit, problem);
  const record = scope.get('cases', packet.caseId);
  if (!record?.data || record.deleted)
    return refusal(edit, { code: 'missing-row', message: 'The case is not at the hub.' });
  const known = await client.query('SELECT 1 FROM escalations WHERE case_id = $1 AND revision = $2', [
    packet.caseId,
    packet.revision,
  ]);
  if (known.rowCount)
    return refusal(edit, {
      code: 'duplicate-key',
      message: 'This revision of the case was handed off before.',
    });
  const state = record.data.state as CaseState;
  const transition = checkTransition(state, 'escalated', 'hub');
  if (!transition.ok) return refusal(edit, { code: 'state', message: transition.message });

  const now = context.now();
  const findings = evaluate(packet.contents, { now: now.toISOString(), products: await catalogue(client) });
  if (hasBlockers(findings)) {
    const reason = 'The handoff is incomplete.';
    scope.put('cases', packet.caseId, { ...record.data, state: 'level2' }, null);
    const refused = event(context, packet, { kind: 'refused', from: state, to: 'level2', reason });
    scope.put('events', refused.id, refused, null);
    return refusal(edit, {
      code: 'handoff-incomplete',
      message: `${reason} The case is open again; nothing was lost.`,
      findings,
    });
  }

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
    'INSERT INTO escalations (case_id, revision, packet_id, organisation_id, ticket, received_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      packet.caseId,
      packet.revision,
      packet.id,
      context.identity.organisation.id,
      receipt.ticket,
      receipt.receivedAt,
    ],
  );
  const received = event(context, packet, {
    kind: 'received',
    from: state,
    to: 'escalated',
    reason: receipt.ticket,
  });
  scope.put('packets', packet.id, packet, context.identity.deviceId);
  scope.put('receipts', receipt.id, receipt, null);
  scope.put('events', received.id, received, null);
  scope.put('cases', packet.caseId, { ...record.data, state: 'escalated' }, null);
  level3?.put('packets', packet.id, packet, context.identity.deviceId);
  level3?.put('receipts', receipt.id, receipt, null);
  return { n: edit.n, outcome: 'applied', version: scope.version, receipt };
}
