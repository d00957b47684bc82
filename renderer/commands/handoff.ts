/** Handing off and deciding: what is frozen and signed on this computer, as edits. */

import { t } from '@lingui/core/macro';
import { isWord } from '../../shared/base/spoken.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { type CaseWaiver, waivers } from '../../shared/cases/statements.ts';
import { checkTransition } from '../../shared/cases/states.ts';
import { blocksReview, evaluate } from '../../shared/handoff/evaluate.ts';
import { makePacket, openedAgain } from '../../shared/handoff/packet.ts';
import type { Finding, MadeFinding, Packet } from '../../shared/handoff/schema.ts';
import {
  type PacketSignature,
  type ReadBack,
  signPacket,
  type Waiver,
} from '../../shared/handoff/signature.ts';
import { isDue } from '../../shared/handoff/stage.ts';
import { validateApproval, validateDecision } from '../../shared/review/rules.ts';
import type { AskedChange, Review } from '../../shared/review/schema.ts';
import type { DeviceRow } from '../store/device-rows.ts';
import type { Outcome } from '../store/outcome.ts';
import { refusal, refusalWords } from '../store/outcome.ts';
import type { Sealing } from '../store/sealing.ts';
import { takeOutHandoff } from '../store/take-back.ts';
import type { Edit } from '../store/write.ts';
import { signerOf } from '../sync/assertion.ts';
import { hereByHub } from '../sync/hub-clock.ts';
import type { AppServices } from '../views/app-services.ts';
import { readContents } from '../views/contents.ts';
import { readReferenceData } from '../views/reference-data.ts';
import { readTrust } from '../views/trust.ts';
import { transitionEdits } from './cases.ts';
import { type UnsavedText, unsavedOf } from './unsaved-case.ts';

/** What of a console freezing, signing and deciding need. */
export type SigningConsole = Pick<AppServices, 'db' | 'now' | 'newId' | 'here' | 'person' | 'write'>;

/** Signs a packet with this device's key, which never leaves the browser's store (C5). */
export async function signWith(
  { identity, certificate, keys }: DeviceRow,
  packet: Packet,
  start: Pick<PacketSignature, 'id' | 'kind' | 'at'> & Partial<Pick<PacketSignature, 'readBack' | 'waivers'>>,
  sealing: Sealing | null,
): Promise<PacketSignature> {
  const by = { id: identity.person.id, name: identity.person.name };
  const whole = { deviceId: identity.deviceId, certificate, by, ...start };
  return signPacket(packet, whole, await signerOf(keys, sealing));
}

async function deviceOf({ db }: Pick<AppServices, 'db'>): Promise<DeviceRow> {
  const device = await db.device.get('device');
  if (!device) throw new Error('This computer is not enrolled.');
  return device;
}

/** The revision that the next packet of the case has: above all that were made here or refused. */
async function nextRevision({ db }: Pick<AppServices, 'db'>, caseId: string): Promise<number> {
  const earlier = await db.packets.where({ caseId }).toArray();
  const refused = await db.rejectedEdits.where({ caseId }).toArray();
  const revisions = [
    ...earlier.map((each) => each.revision),
    ...refused.filter(({ edit }) => edit.table === 'packets').map(({ edit }) => Number(edit.patch.revision)),
  ];
  return Math.max(0, ...revisions.filter(Number.isFinite)) + 1;
}

export type HandOffOutcome =
  | { kind: 'queued' }
  | { kind: 'blocked'; findings: Finding[] }
  /** Nothing is frozen that leaves out what the person has typed. */
  | { kind: 'unsaved'; texts: UnsavedText[] }
  | { kind: 'refused'; message: string };

/** What the gate finds of a case as it is on this computer. */
async function gateFindings(
  app: Pick<AppServices, 'db' | 'now'>,
  contents: CaseContents,
): Promise<MadeFinding[]> {
  return evaluate(contents, {
    now: app.now().toISOString(),
    products: await app.db.products.toArray(),
    trust: await readTrust(app.db, contents.case.engineer, app.now()),
    referenceData: await readReferenceData(app.db),
  });
}

/** Whether the case, as it is saved now, may not be handed off. */
export async function isHeldAtGate(app: Pick<AppServices, 'db' | 'now'>, caseId: string): Promise<boolean> {
  const contents = await readContents(app.db, caseId);
  return contents !== null && blocksReview(await gateFindings(app, contents));
}

/** What the case, as it is saved now, lacks of what is due at its stage. */
export async function missingNow(app: Pick<AppServices, 'db' | 'now'>, caseId: string): Promise<Finding[]> {
  const contents = await readContents(app.db, caseId);
  if (!contents) return [];
  const { state } = contents.case;
  return (await gateFindings(app, contents)).filter(
    ({ rule, severity }) => severity === 'blocker' && isDue(rule, state),
  );
}

/** Freezes the case as a packet, signs it, and queues both for the hub, in one write. The signature goes first (H36). */
export async function handOff(app: SigningConsole, caseId: string): Promise<HandOffOutcome> {
  const whole = await readContents(app.db, caseId);
  if (!whole) return { kind: 'refused', message: t`The case is no longer on this computer.` };
  if (whole.case.state === 'level1') return { kind: 'refused', message: t`First say how Level 1 ended.` };
  const goes = checkTransition(whole.case.state, 'ready', 'work-cases');
  if (!goes.ok) return { kind: 'refused', message: goes.message };
  const texts = await unsavedOf(app, whole);
  if (texts.length > 0) return { kind: 'unsaved', texts };
  const by = await app.person();
  // A lead who waived in the case, and has it since: what they let pass is no other's word any more, and the hub takes no packet with it.
  const contents = { ...whole, waivers: whole.waivers.filter((each) => each.by.id !== by.id) };
  const findings = await gateFindings(app, contents);
  if (blocksReview(findings)) return { kind: 'blocked', findings };
  const signedAt = await hereByHub(app);
  const packet = makePacket({
    id: app.newId(),
    revision: await nextRevision(app, caseId),
    createdAt: signedAt,
    knownHubTime: (await app.db.device.get('device'))?.lastHubTime ?? null,
    by,
    contents,
    findings,
  });
  const signature = await signWith(
    await deviceOf(app),
    packet,
    {
      id: app.newId(),
      kind: 'engineer',
      at: signedAt,
    },
    app.db.sealing,
  );
  const result = await app.write([
    ...(await transitionEdits(app, contents.case, 'ready', 'Handed off')),
    { op: 'insert', table: 'signatures', row: signature },
    { op: 'insert', table: 'packets', row: packet },
  ]);
  return result.kind === 'saved' ? { kind: 'queued' } : { kind: 'refused', message: refusalWords(result) };
}

export type TakeBackOutcome =
  /** `here`: nothing of it had left this computer. `sent`: it is at the hub, which takes it out of review. */
  { kind: 'here' } | { kind: 'sent' } | { kind: 'refused'; message: string };

/**
 * Takes a handoff back: out of what waits to be sent, or out of review where no lead has decided. What was captured stays.
 * @param packetId the newest packet of the case
 */
export async function takeBack(
  app: SigningConsole & Pick<AppServices, 'bridge' | 'changes' | 'unlessSending'>,
  caseId: string,
  packetId: string,
): Promise<TakeBackOutcome> {
  const event = {
    id: app.newId(),
    caseId,
    kind: 'transition' as const,
    at: app.here(),
    by: await app.person(),
  };
  const here = await app.unlessSending(() =>
    takeOutHandoff(app, { id: packetId, caseId }, { ...event, reason: 'Taken back before it was sent' }),
  );
  if (here === true) return { kind: 'here' };
  if (here === null)
    return {
      kind: 'refused',
      message: t`It is on its way to the hub at this moment. Try again when the line below says that it was sent.`,
    };
  const record = await app.db.cases.get(caseId);
  if (!record) return { kind: 'refused', message: t`The case is no longer on this computer.` };
  const packet = await app.db.packets.get(packetId);
  const to = packet ? openedAgain(packet) : 'level2';
  const may = checkTransition(record.state, to, 'sign-packets');
  if (!may.ok) return { kind: 'refused', message: may.message };
  const edits = await transitionEdits(app, record, to, 'Taken back by its author');
  const result = await app.write(edits);
  return result.kind === 'saved' ? { kind: 'sent' } : { kind: 'refused', message: refusalWords(result) };
}

/** The signature by which a lead approves a packet (H37). @returns in words what is missing, where something is */
async function approvalOf(
  app: SigningConsole,
  packet: Packet,
  words: { readBack: ReadBack; waivers: readonly Waiver[] },
): Promise<{ ok: true; signature: PacketSignature } | { ok: false; message: string }> {
  const problem = validateApproval(words, packet.contents.case);
  if (problem) return { ok: false, message: problem };
  const signature = await signWith(
    await deviceOf(app),
    packet,
    {
      id: app.newId(),
      kind: 'approval',
      at: await hereByHub(app),
      readBack: words.readBack,
      waivers: [...words.waivers],
    },
    app.db.sealing,
  );
  return { ok: true, signature };
}

/** Approves a packet; what follows of it the hub does. */
export async function approve(
  app: SigningConsole,
  packet: Packet,
  words: { readBack: ReadBack; waivers: readonly Waiver[] },
): Promise<Outcome> {
  const answer = await approvalOf(app, packet, words);
  if (!answer.ok) return refusal('invalid', answer.message);
  return app.write([{ op: 'insert', table: 'signatures', row: answer.signature }]);
}

/** Lets a finding of a case pass, for every packet that is made of it from now on (V5). The hub takes it from leads only. */
export async function waive(
  app: SigningConsole,
  caseId: string,
  waiver: Pick<CaseWaiver, 'rule' | 'where' | 'reason'>,
): Promise<Outcome> {
  // What the rules would not count is not written: a waiver is there for good.
  if (!isWord(waiver.reason))
    return refusal('invalid', t`Write why it may pass: the reason travels in the packet.`);
  const common = { id: app.newId(), caseId, at: app.here(), by: await app.person() };
  return app.write([{ op: 'insert', table: 'waivers', row: waivers.empty({ ...common, ...waiver }) }]);
}

/** Asks for changes, or rejects. */
export async function decide(
  app: SigningConsole,
  packet: Packet,
  decision: { kind: Review['kind']; text: string; changes: readonly Omit<AskedChange, 'id'>[] },
): Promise<Outcome> {
  const changes = decision.changes.map((change) => ({ id: app.newId(), ...change }));
  const problem = validateDecision({ ...decision, changes });
  if (problem) return refusal('invalid', problem);
  const row: Review = {
    id: app.newId(),
    caseId: packet.caseId,
    packetId: packet.id,
    revision: packet.revision,
    digest: packet.digest,
    kind: decision.kind,
    at: app.here(),
    by: await app.person(),
    text: decision.text,
    changes,
  };
  const edit: Edit = { op: 'insert', table: 'reviews', row };
  return app.write([edit]);
}
