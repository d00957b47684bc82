/**
 * Intake: a packet arrives, the same rules run again, and either it waits for a lead's review (a P1 goes on at once), or it is
 * refused with what is missing. All in the commit that answers the device (S10).
 */

import { sameValue } from '../../shared/base/hash.ts';
import { repeatedRow, strayRow } from '../../shared/cases/case-file.ts';
import { filledIn } from '../../shared/cases/contents.ts';
import { type CaseState, type Receipt, receipt as receiptSchema } from '../../shared/cases/schema.ts';
import { checkTransition } from '../../shared/cases/states.ts';
import { may } from '../../shared/certification/access.ts';
import { blocksReview } from '../../shared/handoff/evaluate.ts';
import { contentsDigest, openedAgain } from '../../shared/handoff/packet.ts';
import type { MadeFinding, Packet } from '../../shared/handoff/schema.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { notMadeBefore } from '../issuing/contacts.ts';
import type { EditContext } from '../push/batch.ts';
import { refused } from '../push/edit.ts';
import { validateNamesIn, validateSignerName } from '../push/names.ts';
import { schemaRejection } from '../push/row-checks.ts';
import { holdsUnstorable } from '../routes/body.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';
import { isTaken, newestRevision, noteTaken, signaturesOf } from './accepted-packets.ts';
import { escalateIfDue, eventOf } from './escalate.ts';
import { judge } from './judging.ts';
import { readPacket } from './parsed-packets.ts';
import { isRelayed, stateWhenBrought, takeContents } from './relayed-packets.ts';
import { signingDevice } from './signers.ts';

/** The answer's bound on findings; blockers come first, so that none is cut off before a note. */
const MOST_FINDINGS = 5_000;
/**
 * How far a revision may be ahead of the newest that was taken in: what was refused, or went by stick and never came, has its
 * number too. One that takes the last number there is would be the last of its case.
 */
const MOST_AHEAD = 20;

/** What is wrong with the packet itself, before any rule is asked; null where nothing is. */
async function validatePacket(
  context: EditContext,
  packet: Packet,
  edit: Mutation,
): Promise<Rejection | null> {
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
  const repeated = repeatedRow(contents);
  if (repeated) return { code: 'invalid', message: `The packet holds a row twice (${repeated}).` };
  // Over what was sent: what a newer schema adds to it was not there when it was signed.
  if (contentsDigest(edit.patch.contents) !== packet.digest)
    return { code: 'invalid', message: 'The packet’s digest does not fit its contents.' };
  if (packet.by.id === context.identity.person.id && !may(context.identity, 'sign-packets'))
    return { code: 'forbidden', message: 'A packet is the engineer’s to hand off.' };
  // Who carries another's packet is nobody's author: the signature says whose it is, and is asked for below.
  if (packet.by.id !== context.identity.person.id && !may(context.identity, 'review-packets'))
    return { code: 'forbidden', message: 'The packet names another person than the one who sent it.' };
  return (
    (await validateSignerName(context, packet.by)) ??
    (await validateNamesIn(context, contents)) ??
    (await validateWaivers(context.scope, packet)) ??
    (await validateConsents(context, packet))
  );
}

/**
 * What a customer signed is a row that the hub has, letter for letter: a packet holds no other. What a colleague carries brings its
 * rows with it, and those that the hub has already are the same.
 */
async function validateConsents({ scope, identity }: EditContext, packet: Packet): Promise<Rejection | null> {
  // Without its case the packet is refused for that, or brings both.
  if (!scope.get('cases', packet.caseId)?.data) return null;
  const { consents } = packet.contents;
  await scope.load(consents.map(({ id }) => ({ table: 'consents', key: id })));
  const foreign = consents.some((each) => {
    const known = scope.get('consents', each.id)?.data;
    if (!known) return !isRelayed(identity, packet);
    return !sameValue(filledIn('consents', known), filledIn('consents', each));
  });
  return foreign
    ? {
        code: 'forbidden',
        message: 'The packet holds a signature of the customer that is not at the hub as it says.',
      }
    : null;
}

/** A packet's waivers are rows that leads made: they are at the hub, letter for letter. */
async function validateWaivers(scope: ScopeBatch, packet: Packet): Promise<Rejection | null> {
  const { waivers } = packet.contents;
  await scope.load(waivers.map(({ id }) => ({ table: 'waivers', key: id })));
  if (waivers.some((each) => each.by.id === packet.by.id))
    return {
      code: 'forbidden',
      message: 'The packet holds a waiver of its own author. Another lead has to let it pass.',
    };
  const foreign = waivers.some((each) => !sameValue(scope.get('waivers', each.id)?.data, each));
  return foreign ? { code: 'forbidden', message: 'The packet holds a waiver that no lead gave.' } : null;
}

/** The receipt that this very packet got before, wherever it came from then; null where it has none (S10). */
async function earlierReceipt(
  client: Transaction,
  { scope }: EditContext,
  packet: Packet,
): Promise<Receipt | null> {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = $1 AND tbl = 'receipts' AND data->>'packetId' = $2",
    [scope.head.name, packet.id],
  );
  return rows[0] ? receiptSchema.parse(rows[0].data) : null;
}

/** Takes a packet in, or says what it lacks. The case is open again where the rules refuse it. */
export async function applyHandoff(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { client, scope, identity } = context;
  if (edit.op !== 'insert')
    return refused(edit, { code: 'not-changeable', message: 'A packet is never changed.' });
  if (holdsUnstorable(edit.patch))
    return refused(edit, { code: 'invalid', message: 'The packet holds a character that cannot be stored.' });
  const parsed = readPacket(edit.patch);
  if (!parsed.success) return refused(edit, schemaRejection(parsed.error, 'The packet'));
  const packet = parsed.data;
  const problem = await validatePacket(context, packet, edit);
  if (problem) return refused(edit, problem);
  const relayed = isRelayed(identity, packet);
  const record = scope.get('cases', packet.caseId)?.data;
  if (!record && !relayed)
    return refused(edit, { code: 'missing-row', message: 'The case is not at the hub.' });
  const stored = scope.get('packets', packet.id);
  if (stored?.data && sameValue(stored.data, edit.patch)) {
    const receipt = await earlierReceipt(client, context, packet);
    // The device that signed it sends what another brought: from here on its edits are new.
    if (stored.lastDevice !== identity.deviceId && (await isSigner(context, packet)))
      scope.put('packets', packet.id, stored.data, identity.deviceId);
    const again = { n: edit.n, outcome: 'applied', version: answered(scope) } as const;
    return receipt ? { ...again, receipt } : again;
  }
  if (stored || (await isTaken(client, identity.organisation.id, packet)))
    return refused(edit, {
      code: 'duplicate-key',
      message: 'This revision of the case, or a later one, was handed off before.',
    });
  const newest = await newestRevision(client, identity.organisation.id, packet.caseId);
  if (packet.revision > newest + MOST_AHEAD)
    return refused(edit, {
      code: 'invalid',
      message: `The newest revision that the hub has is ${newest}, and revision ${packet.revision} is too far from it.`,
    });
  const known = record?.state as CaseState | undefined;
  const state = relayed ? stateWhenBrought(known) : known;
  const transition = checkTransition(state ?? 'level1', 'in-review', 'hub');
  if (!transition.ok) return refused(edit, { code: 'state', message: transition.message });

  const signed = await signingDevice(context, packet, edit.patch);
  const notBefore = signed.ok ? await notMadeBefore(client, signed.deviceId, context.now()) : context.now();
  const findings = signed.ok ? await judge(context, packet, null, notBefore, edit.patch) : [signed.finding];
  const after = relayed ? NOT_TAKEN : OPEN_AGAIN;
  const rejection =
    findings === null ? tooCostly(after) : blocksReview(findings) ? incomplete(findings, after) : null;
  if (rejection) return relayed ? refused(edit, rejection) : reopen(context, edit, packet, rejection);
  // Who brought it may not be who knows the case: it comes with its packet, and only where that stands.
  const unfit = relayed && signed.ok ? await takeContents(context, packet, signed.deviceId) : null;
  return unfit ? refused(edit, unfit) : accept(context, edit, packet, notBefore);
}

/** Whether this very device signed the packet as its engineer's. */
async function isSigner({ client, scope, identity }: EditContext, packet: Packet): Promise<boolean> {
  const signatures = await signaturesOf(client, scope, packet.id);
  return signatures.some((each) => each.kind === 'engineer' && each.deviceId === identity.deviceId);
}

function answered(scope: ScopeBatch): number {
  return scope.changed ? scope.version : scope.head.version;
}

const INCOMPLETE = 'The handoff is incomplete.';
const OPEN_AGAIN = 'The case is open again; nothing was lost.';
const NOT_TAKEN =
  'Nothing of it was taken in. What it lacks is the engineer’s to add, who then exports the next revision.';

function incomplete(findings: readonly MadeFinding[], after: string): Rejection {
  const blockersFirst = [...findings].sort(
    (a, b) => Number(b.severity === 'blocker') - Number(a.severity === 'blocker'),
  );
  return {
    code: 'handoff-incomplete',
    message: `${INCOMPLETE} ${after}`,
    findings: blockersFirst.slice(0, MOST_FINDINGS),
  };
}

function tooCostly(after: string): Rejection {
  return {
    code: 'handoff-incomplete',
    message: `The texts of this packet took the rules too long to read, so that it was not taken in. Attach long outputs as files, and shorten what stands in steps and values. ${after}`,
    findings: [],
  };
}

/** The case is open again, with what stops the handoff. */
function reopen(
  { scope, now }: EditContext,
  edit: Mutation,
  packet: Packet,
  rejection: Rejection,
): PushResult {
  const record = scope.get('cases', packet.caseId)?.data;
  const state = openedAgain(packet);
  scope.put('cases', packet.caseId, { ...record, state }, null);
  const reopened = eventOf(now(), packet.caseId, edit.id, {
    kind: 'refused',
    by: null,
    from: 'ready',
    to: state,
    reason: INCOMPLETE,
  });
  scope.put('events', reopened.id, reopened, null);
  return refused(edit, rejection);
}

/** The packet stands. A P1 goes to Level 3 at once, where its files are there; others wait for a lead (H37). */
async function accept(
  context: EditContext,
  edit: Mutation,
  packet: Packet,
  notBefore: Date,
): Promise<PushResult> {
  const { client, scope, identity, domainEvents, now } = context;
  const level3 = context.scopes.get('level3');
  if (!level3) throw new Error('the scope level3 is not there');
  const { organisation, deviceId } = identity;
  await noteTaken(client, organisation.id, packet, notBefore);
  scope.put('packets', packet.id, edit.patch, deviceId);
  const receipt = await escalateIfDue(
    { client, scope, level3, organisation, domainEvents, now },
    { data: edit.patch, lastDevice: deviceId },
  );
  if (receipt) return { n: edit.n, outcome: 'applied', version: scope.version, receipt };
  const record = scope.get('cases', packet.caseId)?.data;
  scope.put('cases', packet.caseId, { ...record, state: 'in-review' }, null);
  const submitted = eventOf(now(), packet.caseId, packet.id, {
    kind: 'handed-off',
    by: packet.by,
    from: 'ready',
    to: 'in-review',
    reason: `Revision ${packet.revision}${isRelayed(identity, packet) ? `, brought by ${identity.person.name}` : ''}`,
  });
  scope.put('events', submitted.id, submitted, null);
  return { n: edit.n, outcome: 'applied', version: scope.version };
}
