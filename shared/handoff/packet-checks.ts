/** Everything that is asked of a packet and its signatures before it is believed (H36, H37). See SPEC.md, PK. */

import type { Check } from '../bag/report.ts';
import { repeatedRow, strayRow } from '../cases/case-file.ts';
import { may } from '../certification/access.ts';
import { type DeviceCertificate, readDeviceCertificate } from './device-certificate.ts';
import { contentsDigest } from './packet.ts';
import type { Packet } from './schema.ts';
import { type PacketSignature, verifySignature } from './signature.ts';
import type { Trust } from './trust.ts';

/** By when the approval of a P1 has to follow its packet (H37). */
const P1_APPROVAL_HOURS = 24;

export interface PacketContext {
  /** `revokedDevices` null: which were ended is not known, or not asked. */
  trust: Pick<Trust, 'hub' | 'people'> & { revokedDevices: readonly string[] | null };
  /** ISO 8601 in UTC. */
  now: string;
  /** The newest revision of the case that is known; null where none is. */
  newestRevision: number | null;
  /** It is here to be approved: that no approval is there yet is no fault. */
  forReview?: boolean;
}

interface Examined {
  signature: PacketSignature;
  certificate: DeviceCertificate | null;
  /** What is wrong with the certificate, and with the signature under its key; null for nothing. */
  certificateWords: string | null;
  signatureWords: string | null;
}

function checked(name: string, wrong: string | null, right: string): Check {
  return { check: name, ok: wrong === null, words: (wrong ?? right).slice(0, 2_000) };
}

function unasked(name: string, words: string): Check {
  return { check: name, ok: null, words };
}

async function examine(
  packet: Packet,
  signature: PacketSignature,
  context: PacketContext,
): Promise<Examined> {
  const answer = await readDeviceCertificate(signature.certificate, context.trust.hub.keys);
  if (!answer.ok) {
    const certificateWords = answer.words;
    return { signature, certificate: null, certificateWords, signatureWords: 'There is no key to ask.' };
  }
  const { certificate } = answer;
  const certificateWords =
    certificate.deviceId !== signature.deviceId
      ? 'The device certificate is of another device.'
      : certificate.personId !== signature.by.id
        ? 'The device certificate is of another person.'
        : null;
  const verified = await verifySignature(packet, signature, certificate.publicJwk);
  return { signature, certificate, certificateWords, signatureWords: verified.ok ? null : verified.words };
}

/** The first thing that is wrong among several, with whose it is. */
function firstWrong(
  examined: readonly Examined[],
  field: 'certificateWords' | 'signatureWords',
): string | null {
  const wrong = examined.find((each) => each[field] !== null);
  return wrong ? `${wrong.signature.by.name}: ${wrong[field]}` : null;
}

function ofContents(packet: Packet): Check[] {
  let digest: string | null = null;
  try {
    digest = contentsDigest(packet.contents);
  } catch {
    // Text that no canonical JSON holds: no digest fits.
  }
  const stray = strayRow(packet.contents);
  const repeated = repeatedRow(packet.contents);
  const other =
    packet.contents.case.id !== packet.caseId
      ? 'The packet holds another case than it says.'
      : repeated && `The packet holds a row twice (${repeated}).`;
  return [
    checked(
      'digest',
      digest === packet.digest ? null : 'The digest does not fit the contents: they were changed.',
      'The digest fits the contents.',
    ),
    checked(
      'contents',
      other ?? (stray ? `The packet holds a row of another case (${stray}).` : null),
      'All rows are of one case.',
    ),
  ];
}

function ofEngineer(packet: Packet, examined: readonly Examined[]): Check[] {
  if (examined.length === 0)
    return [
      checked('engineer signature', 'The engineer has not signed the packet.', ''),
      unasked('engineer certificate', 'There is no signature whose device could be asked.'),
    ];
  const other = examined.find(({ signature }) => signature.by.id !== packet.by.id);
  return [
    checked(
      'engineer signature',
      firstWrong(examined, 'signatureWords') ??
        (other ? 'Somebody else than the packet’s author signed as its engineer.' : null),
      `Signed by ${packet.by.name}.`,
    ),
    checked(
      'engineer certificate',
      firstWrong(examined, 'certificateWords'),
      'The hub says that the key is that person’s device.',
    ),
  ];
}

/** Whether the packet may stand without an approval for now: a P1, within its hours. */
function approvalWords(
  packet: Packet,
  { now, forReview }: PacketContext,
): { ok: false | null; words: string } {
  if (forReview) return { ok: null, words: 'No lead has approved the packet yet.' };
  const until = Date.parse(packet.createdAt.at) + P1_APPROVAL_HOURS * 3_600_000;
  if (packet.contents.case.priority === 'P1' && Date.parse(now) <= until)
    return {
      ok: null,
      words: `Not approved yet: for a P1 the approval may follow until ${new Date(until).toISOString()}.`,
    };
  return { ok: false, words: 'No lead has approved the packet.' };
}

function ofApproval(packet: Packet, examined: readonly Examined[], context: PacketContext): Check[] {
  if (examined.length === 0) {
    const missing = approvalWords(packet, context);
    const why = 'There is no approval.';
    return [
      { check: 'approval signature', ...missing },
      ...['approval certificate', 'approver', 'role'].map((name) => unasked(name, why)),
    ];
  }
  const names = examined.map(({ signature }) => signature.by.name).join(', ');
  const own = examined.find(({ signature }) => signature.by.id === packet.by.id);
  return [
    checked('approval signature', firstWrong(examined, 'signatureWords'), `Approved by ${names}.`),
    checked(
      'approval certificate',
      firstWrong(examined, 'certificateWords'),
      'The hub says that the key is that person’s device.',
    ),
    checked(
      'approver',
      own ? 'The author approved the packet: another person has to.' : null,
      'The approver is not the author.',
    ),
    ofRole(examined, context),
  ];
}

function ofOrganisation(packet: Packet, examined: readonly Examined[], { trust }: PacketContext): Check {
  const own = packet.contents.case.organisationId;
  const of = ({ signature, certificate }: Examined) =>
    trust.people.find(({ id }) => id === signature.by.id)?.organisationId ??
    certificate?.organisationId ??
    null;
  const foreign = examined.find((each) => (of(each) ?? own) !== own);
  if (foreign) return checked('organisation', `${foreign.signature.by.name} is of another organisation.`, '');
  if (examined.some((each) => of(each) === null))
    return unasked('organisation', 'Of which organisation a person among them is, is not known here.');
  return checked('organisation', null, 'All who signed are of the case’s organisation.');
}

function ofRole(examined: readonly Examined[], { trust }: PacketContext): Check {
  const people = examined.map(({ signature }) => trust.people.find(({ id }) => id === signature.by.id));
  const none = people.find((person) => person && !may(person, 'review-packets'));
  if (none) return checked('role', 'The approver is no lead.', '');
  if (people.some((person) => !person))
    return unasked('role', 'Whether the approver is a lead is not known here.');
  return checked('role', null, 'The approver is a lead.');
}

function ofRevoked(examined: readonly Examined[], { trust }: PacketContext): Check {
  const wrong = examined
    .map(({ signature }) => {
      if (trust.people.some(({ id, revoked }) => revoked && id === signature.by.id))
        return `${signature.by.name} was revoked.`;
      return trust.revokedDevices?.includes(signature.deviceId)
        ? `The device of ${signature.by.name} was revoked.`
        : null;
    })
    .find((words) => words !== null);
  if (wrong === undefined && trust.revokedDevices === null)
    return unasked(
      'revoked',
      'Which computers were ended was not asked here; the hub asks it when a packet comes.',
    );
  return checked('revoked', wrong ?? null, 'No person or device among them is known to be revoked.');
}

function ofRevision(packet: Packet, newest: number | null): Check {
  if (newest === null) return unasked('revision', 'Which revision is the newest is not known here.');
  return checked(
    'revision',
    packet.revision < newest
      ? `Revision ${newest} of the case has taken the place of this one (${packet.revision}).`
      : null,
    'No newer revision is known.',
  );
}

/**
 * Every check of a packet with its signatures, in the order in which a person reads them. Valid is what has no check that
 * failed (`isValid`); a check that could not be asked is told, and the caller decides.
 */
export async function verifyPacket(
  packet: Packet,
  signatures: readonly PacketSignature[],
  context: PacketContext,
): Promise<Check[]> {
  const examined = await Promise.all(signatures.map((signature) => examine(packet, signature, context)));
  const of = (kind: PacketSignature['kind']) => examined.filter(({ signature }) => signature.kind === kind);
  return [
    ...ofContents(packet),
    ...ofEngineer(packet, of('engineer')),
    ...ofApproval(packet, of('approval'), context),
    ofOrganisation(packet, examined, context),
    ofRevoked(examined, context),
    ofRevision(packet, context.newestRevision),
  ];
}
