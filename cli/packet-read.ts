/** `packet verify` and `packet show`: a packet in a zip or a folder, verified without any hub. */

import { nodePlatform } from '../node/bag-files.ts';
import { type Check, isValid } from '../shared/bag/report.ts';
import { messageOf } from '../shared/base/fault.ts';
import { caseNumber } from '../shared/base/ids.ts';
import { parseJwks } from '../shared/certification/keys.ts';
import { openVerifier } from '../shared/certification/verify.ts';
import { credentialChecks } from '../shared/handoff/credential-checks.ts';
import { travellingFiles } from '../shared/handoff/packet-bag.ts';
import { type PacketBag, readPacketBag } from '../shared/handoff/packet-bag-reader.ts';
import { verifyPacket } from '../shared/handoff/packet-checks.ts';
import type { Packet } from '../shared/handoff/schema.ts';
import { parseTrust, type Trust } from '../shared/handoff/trust.ts';
import { readBounded } from './bounded-file.ts';
import { refuse } from './files.ts';
import { instantOf } from './instant-flag.ts';
import { MOST_BAG_BYTES, openBag, printedChecks } from './open-bag.ts';
import type { PacketFlags } from './packet-flags.ts';

const MOST_TRUST_MB = 64;

async function readTrust(path: string): Promise<{ ok: true; trust: Trust } | { ok: false; message: string }> {
  const file = await readBounded(path, 'trust file', MOST_TRUST_MB);
  if (!file.ok) return file;
  const answer = parseTrust(file.text);
  if (!answer.ok) return { ok: false, message: `${path}: ${answer.message}` };
  try {
    parseJwks(answer.trust.issuers);
  } catch (error) {
    return { ok: false, message: `${path}, issuers: ${messageOf(error)}` };
  }
  return answer;
}

async function readBag(path: string): Promise<PacketBag | string> {
  const opened = await openBag(path);
  if (!opened.ok) return opened.message;
  try {
    return await readPacketBag(opened.source, { platform: nodePlatform, mostBytes: MOST_BAG_BYTES });
  } finally {
    await opened.close();
  }
}

/** The checks of the bag, then those of the packet in it. */
async function allChecks(
  { checks, packet, signatures, credentials }: PacketBag,
  trust: Trust,
  now: string,
): Promise<Check[]> {
  if (!packet) return checks;
  const known = trust.revisions.filter(({ caseId }) => caseId === packet.caseId);
  const newestRevision = known.length === 0 ? null : Math.max(...known.map(({ revision }) => revision));
  const { keys } = trust.issuers;
  const verifier = keys.length === 0 ? null : await openVerifier(parseJwks({ keys }), trust.statusLists);
  return [
    ...checks,
    ...(await verifyPacket(packet, signatures, { trust, now, newestRevision })),
    ...(await credentialChecks(packet, credentials, { verifier, now })),
    ...(verifier?.problems ?? []).map((words) => ({ check: 'status list', ok: null, words })),
  ];
}

function facts(packet: Packet) {
  const { id, caseId, revision, digest, createdAt, by } = packet;
  return { id, case: caseNumber(caseId), caseId, revision, digest, createdAt, by };
}

/** @returns the exit code */
export async function verifyPacketFile(path: string, flags: PacketFlags): Promise<0 | 1 | 2> {
  if (!flags.trust) return refuse('Say whose keys to trust: packet verify FILE|DIR --trust TRUST.json');
  const now = instantOf(flags.at);
  if (!now) return 2;
  const trusted = await readTrust(flags.trust);
  if (!trusted.ok) return refuse(trusted.message);
  const read = await readBag(path);
  if (typeof read === 'string') return refuse(read);
  const checks = await allChecks(read, trusted.trust, now);
  const valid = isValid(checks);
  const packet = read.packet ? facts(read.packet) : null;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ verdict: valid ? 'valid' : 'invalid', at: now, packet, checks }, null, 2)}\n`
      : `${path} ${valid ? 'holds a valid packet' : 'is not valid'}${packet ? `: ${packet.case}, revision ${packet.revision}, digest ${packet.digest}` : ''}.\n${printedChecks(checks)}`,
  );
  return valid ? 0 : 1;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function summary({ packet, signatures }: PacketBag & { packet: Packet }): string {
  const { contents, findings } = packet;
  const { case: record } = contents;
  const lines = [
    `${caseNumber(packet.caseId)}, revision ${packet.revision}: ${record.title}`,
    `Digest    ${packet.digest}`,
    `Made      ${packet.createdAt.at} by ${packet.by.name}`,
    `Customer  ${record.customer}, ${record.site}`,
    `Priority  ${record.priority ?? 'none'}`,
    `Asked     ${record.ask}`,
    `Holds     ${[
      counted(contents.systems.length, 'system'),
      counted(contents.configuration.length, 'configuration value'),
      counted(contents.revisions.length, 'revision level'),
      counted(contents.steps.length, 'step'),
    ].join(', ')}`,
    ...signatures.map(({ kind, by, at }) => `Signed    ${at.at} by ${by.name} (${kind})`),
    ...findings.map(({ severity, rule, message }) => `Finding   ${severity} ${rule}: ${message}`),
    ...travellingFiles(packet).map(({ name, size, sha256 }) => `File      ${sha256}  ${size}  ${name}`),
  ];
  // What a file says never moves the cursor of whoever reads it.
  return lines.map((line) => `${line.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')}\n`).join('');
}

/** Shows what a packet says. Nobody's signature is asked for that: `packet verify` does. @returns the exit code */
export async function showPacket(path: string, flags: PacketFlags): Promise<0 | 1 | 2> {
  const read = await readBag(path);
  if (typeof read === 'string') return refuse(read);
  const { packet, signatures, checks } = read;
  if (!packet || !isValid(checks)) {
    process.stderr.write(`${path} is not valid.\n${printedChecks(checks)}`);
    return 1;
  }
  process.stdout.write(
    flags.json ? `${JSON.stringify({ packet, signatures }, null, 2)}\n` : summary({ ...read, packet }),
  );
  return 0;
}
