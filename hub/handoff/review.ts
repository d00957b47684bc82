/**
 * What a lead decides about a packet: approves it (a signature), asks for changes, rejects it. Checked against the packet and
 * the case as they stand; of two decisions the first stands, and the second comes back with who decided (H37).
 */

import type { CaseState } from '../../shared/cases/schema.ts';
import { checkTransition } from '../../shared/cases/states.ts';
import { may } from '../../shared/certification/access.ts';
import { hasBlockers } from '../../shared/handoff/evaluate.ts';
import { type Packet, packet as packetSchema } from '../../shared/handoff/schema.ts';
import { type PacketSignature, packetSignature, verifySignature } from '../../shared/handoff/signature.ts';
import { validateApproval, validateDecision } from '../../shared/review/rules.ts';
import { type Review, review as reviewSchema } from '../../shared/review/schema.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { type Ticket, ticket as ticketSchema } from '../../shared/tickets/schema.ts';
import { readAdded, repeated } from '../push/added-rows.ts';
import type { EditContext } from '../push/batch.ts';
import { refused } from '../push/edit.ts';
import { validateSignerName } from '../push/names.ts';
import type { ScopeBatch } from '../store/rows.ts';
import { earliestOf, newestRevision, signaturesOf } from './accepted-packets.ts';
import { escalateIfDue, eventOf } from './escalate.ts';
import { judgeAgain } from './judging.ts';
import { signerOf, validateSignedTime } from './signers.ts';

interface Reviewed {
  packet: Packet;
  /** The packet's row, as it was sent. */
  stored: { data: Record<string, unknown>; lastDevice: string | null };
  record: Record<string, unknown>;
  state: CaseState;
}

/** The packet that a decision is about, where the decision may be made at all. */
async function reviewed(
  context: EditContext,
  decision: Pick<Review, 'caseId' | 'packetId' | 'digest' | 'revision' | 'by'>,
): Promise<{ ok: true; reviewed: Reviewed } | { ok: false; rejection: Rejection }> {
  const not = (code: Rejection['code'], message: string) =>
    ({ ok: false, rejection: { code, message } }) as const;
  const { client, scope, identity } = context;
  if (!may(identity, 'review-packets')) return not('forbidden', 'Your role does not allow this.');
  if (decision.by.id !== identity.person.id)
    return not('forbidden', 'It names another person than the one who sent it.');
  const stored = scope.get('packets', decision.packetId);
  const record = scope.get('cases', decision.caseId)?.data;
  if (!stored?.data || !record) return not('missing-row', 'The packet that it is about is not at the hub.');
  const packet = packetSchema.parse(stored.data);
  if (packet.caseId !== decision.caseId || packet.revision !== decision.revision)
    return not('invalid', 'It names another case or revision than its packet’s.');
  if (packet.digest !== decision.digest)
    return not('invalid', 'It is about another content than the packet’s: the digests differ.');
  if (packet.by.id === identity.person.id)
    return not('forbidden', 'The author of a packet does not decide about it: another lead has to (H37).');
  if ((await newestRevision(client, identity.organisation.id, packet.caseId)) > packet.revision)
    return not('state', `A later revision than ${packet.revision} took its place. Yours is kept here.`);
  const { data, lastDevice } = stored;
  const state = record.state as CaseState;
  return { ok: true, reviewed: { packet, stored: { data, lastDevice }, record, state } };
}

/** Who decided before, in words. */
function decidedBefore(edit: Mutation, state: CaseState, approval: PacketSignature | undefined): PushResult {
  const message = approval
    ? `${approval.by.name} approved this packet first, and that stands. Yours is kept here.`
    : `The case is ${state === 'changes-requested' ? 'sent back for changes' : 'no longer in review'}: another decision came first, or its author took it back, and that stands. Yours is kept here.`;
  return refused(edit, { code: 'state', message });
}

/** A signature: the engineer's, which comes before its packet, or a lead's approval. */
export async function applySignature(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { client, scope, identity } = context;
  const read = readAdded(edit, packetSignature, 'The signature');
  if (!read.ok) return refused(edit, read.rejection);
  const signature = read.row;
  // What a lead brings for an engineer brings its case with the packet, which comes behind its signature.
  const brought = signature.kind === 'engineer' && may(identity, 'review-packets');
  if (!scope.get('cases', signature.caseId)?.data && !brought)
    return refused(edit, { code: 'missing-row', message: 'The case is not at the hub.' });
  const before = repeated(context, edit);
  if (before) return before;
  const signer = await signerOf(client, identity.organisation.id, signature);
  if (!signer.ok) return refused(edit, { code: 'forbidden', message: signer.words });
  const otherName = await validateSignerName(context, signature.by);
  if (otherName) return refused(edit, otherName);
  const otherTime = validateSignedTime(signature, null, context.now());
  if (otherTime) return refused(edit, { code: 'state', message: otherTime });
  if (signature.kind === 'approval') return approve(context, edit, signature);
  if (signature.by.id !== identity.person.id && !may(identity, 'review-packets'))
    return refused(edit, {
      code: 'forbidden',
      message: 'It names another person than the one who sent it.',
    });
  scope.put('signatures', signature.id, signature, identity.deviceId);
  return { n: edit.n, outcome: 'applied', version: scope.version };
}

/** H37. The approval and what follows of it are one commit. */
async function approve(
  context: EditContext,
  edit: Mutation,
  signature: PacketSignature,
): Promise<PushResult> {
  const { client, scope, identity, domainEvents, now } = context;
  const answer = await reviewed(context, signature);
  if (!answer.ok) return refused(edit, answer.rejection);
  const { packet, stored, record, state } = answer.reviewed;
  const signatures = await signaturesOf(client, scope, packet.id);
  const first = signatures.find((each) => each.kind === 'approval');
  const escalated = (await isEscalated(context, packet.id)) && packet.contents.case.priority === 'P1';
  if (first || (state !== 'in-review' && !escalated)) return decidedBefore(edit, state, first);
  const otherTime = validateSignedTime(signature, packet.createdAt.at, now());
  if (otherTime) return refused(edit, { code: 'state', message: otherTime });
  const words = validateApproval(signature, packet.contents.case);
  if (words) return refused(edit, { code: 'invalid', message: words });
  const signer = await signerOf(client, identity.organisation.id, signature);
  const verified = signer.ok
    ? await verifySignature(stored.data as unknown as Packet, signature, signer.device.publicKey)
    : signer;
  if (!verified.ok) return refused(edit, { code: 'forbidden', message: verified.words });
  const findings = await judgeAgain(
    context,
    packet,
    signature,
    await earliestOf(client, packet.id),
    edit.patch,
  );
  if (!escalated && hasBlockers(findings))
    return refused(edit, {
      code: 'handoff-incomplete',
      message: 'Something still stops this packet, and was not waived. Ask for the change, or waive it.',
      findings: findings.filter((each) => each.severity === 'blocker').slice(0, 1_000),
    });

  const level3 = context.scopes.get('level3');
  if (!level3) throw new Error('the scope level3 is not there');
  const ticket = escalated ? await ticketOf(context, packet.id, [scope, level3]) : null;
  scope.put('signatures', signature.id, signature, identity.deviceId);
  const approved = eventOf(now(), packet.caseId, packet.id, {
    kind: 'approved',
    by: signature.by,
    from: state,
    to: escalated ? state : 'approved',
    reason: `Revision ${packet.revision}${lateWords(ticket, now())}`,
  });
  scope.put('events', approved.id, approved, null);
  if (escalated) {
    level3.put('signatures', signature.id, signature, identity.deviceId);
    if (ticket?.approval) {
      const approval = { ...ticket.approval, at: now().toISOString(), by: signature.by };
      for (const side of [scope, level3]) side.put('tickets', ticket.id, { ...ticket, approval }, null);
    }
    return { n: edit.n, outcome: 'applied', version: scope.version };
  }
  scope.put('cases', packet.caseId, { ...record, state: 'approved' }, null);
  const { organisation } = identity;
  const receipt = await escalateIfDue({ client, scope, level3, organisation, domainEvents, now }, stored);
  const applied = { n: edit.n, outcome: 'applied', version: scope.version } as const;
  return receipt ? { ...applied, receipt } : applied;
}

/** The ticket of a packet, loaded on both sides; null where it has none that says when its approval is due. */
async function ticketOf(
  { client, scope }: EditContext,
  packetId: string,
  sides: readonly ScopeBatch[],
): Promise<Ticket | null> {
  const { rows } = await client.query<{ key: string }>(
    "SELECT key FROM rows WHERE scope = $1 AND tbl = 'tickets' AND data->>'packetId' = $2",
    [scope.head.name, packetId],
  );
  const key = rows[0]?.key;
  if (key === undefined) return null;
  for (const side of sides) await side.load([{ table: 'tickets', key }]);
  const parsed = ticketSchema.safeParse(scope.get('tickets', key)?.data);
  return parsed.success ? parsed.data : null;
}

/** That an approval came after its 24 hours, which does not take it away (H37). */
function lateWords(ticket: Ticket | null, now: Date): string {
  const due = ticket?.approval?.dueAt;
  return due !== undefined && now.getTime() > Date.parse(due) ? `, late: it was due by ${due}` : '';
}

async function isEscalated({ client }: EditContext, packetId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM escalations WHERE packet_id = $1', [packetId]);
  return rowCount !== 0;
}

/** A request for changes, or a rejection: the case is open again, and what was frozen stays as it was. */
export async function applyReview(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { scope, identity, now } = context;
  const read = readAdded(edit, reviewSchema, 'The decision');
  if (!read.ok) return refused(edit, read.rejection);
  const decision = read.row;
  const before = repeated(context, edit);
  if (before) return before;
  const words = validateDecision(decision);
  if (words) return refused(edit, { code: 'invalid', message: words });
  const answer = await reviewed(context, decision);
  if (!answer.ok) return refused(edit, answer.rejection);
  const { packet, record, state } = answer.reviewed;
  const to = decision.kind === 'rejected' ? 'level2' : 'changes-requested';
  if (!checkTransition(state, to, 'hub').ok || state !== 'in-review') {
    const signatures = await signaturesOf(context.client, scope, packet.id);
    const first = signatures.find((each) => each.kind === 'approval');
    return decidedBefore(edit, state, first);
  }
  scope.put('reviews', decision.id, decision, identity.deviceId);
  scope.put('cases', packet.caseId, { ...record, state: to }, null);
  const event = eventOf(now(), packet.caseId, decision.id, {
    kind: 'transition',
    by: decision.by,
    from: state,
    to,
    reason: decision.text || `${decision.changes.length} changes are asked for`,
  });
  scope.put('events', event.id, event, null);
  return { n: edit.n, outcome: 'applied', version: scope.version };
}
