/** Reads a packet out of a bag that may be anything: the bag is verified first, then that it holds a packet and nothing beside. */
import type { z } from 'zod';
import { gather } from '../bag/bytes.ts';
import { writeManifest } from '../bag/manifests.ts';
import { type Check, isValid, told } from '../bag/report.ts';
import { type BagSource, BrokenFile, type FileSink } from '../bag/source.ts';
import { type BagOptions, type BagReport, verifyBag } from '../bag/verify.ts';
import { canonicalPieces, sha256OfText } from '../base/hash.ts';
import { JsonExcess, parseForeignBytes } from '../base/json-bounds.ts';
import { areSame, type Pause, textPieces } from '../base/json-pieces.ts';
import {
  attachmentPath,
  CREDENTIALS_PATH,
  credentialList,
  MOST_PACKET_BYTES,
  MOST_SIDE_BYTES,
  PACKET_PATH,
  PAGE_PATH,
  SIGNATURES_PATH,
  signatureList,
  travellingFiles,
} from './packet-bag.ts';
import { packetPage } from './packet-page.ts';
import { type Packet, packet as packetSchema } from './schema.ts';
import type { PacketSignature } from './signature.ts';

export interface PacketBag {
  /** What the bag is verified by, and that it is a packet's. Signatures are not asked here: see `verifyPacket`. */
  checks: Check[];
  report: BagReport;
  /** Null where the bag holds none that can be read. */
  packet: Packet | null;
  signatures: PacketSignature[];
  credentials: string[];
}

export interface PacketBagOptions extends Omit<BagOptions, 'take'> {
  /**
   * Called once, before the first byte of an attachment is read, with those that the packet names. What it throws ends the
   * reading.
   */
  expect?: (attachments: readonly { sha256: string; size: number }[]) => Promise<void>;
  /** Where an attachment's bytes go while they are verified, by its hash; only whole bags are worth keeping. */
  takeAttachment?: (sha256: string) => Promise<FileSink | null>;
}

/**
 * A text of the bag as a value that fits the schema, as it was written: what a later schema fills in would no longer fit the digest.
 * A string says what is wrong.
 */
async function readValue<T extends z.ZodType>(
  source: BagSource,
  path: string,
  schema: T,
  most: number,
  pause: Pause,
): Promise<{ value: z.infer<T> } | string> {
  if (!source.files.some((file) => file.kind === 'file' && file.path === path))
    return `${told(path)} is missing.`;
  let bytes: Uint8Array | null;
  try {
    bytes = await gather(source.open(path), most, pause);
  } catch (error) {
    if (error instanceof BrokenFile) return `${told(path)}: ${error.message}.`;
    throw error;
  }
  if (!bytes) return `${told(path)} is larger than any such file.`;
  let value: unknown;
  try {
    value = await parseForeignBytes(bytes, pause);
  } catch (error) {
    // Unreported: the answer tells it.
    if (error instanceof JsonExcess) return `${told(path)}: ${error.message}.`;
    return `${told(path)} is not JSON.`;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${told(path)} has a value that does not fit, at ${issue?.path.map(String).join('.') || 'its top'}.`;
  }
  // One text for one value: a member that is there twice, or a number written otherwise, hides nothing.
  return (await areSame(canonicalPieces(value), textPieces(bytes), pause))
    ? { value: value as z.infer<T> }
    : `${told(path)} is not in canonical JSON (RFC 8785).`;
}

const ATTACHMENTS = 'data/attachments/';

/** The attachments that the bag's packet names, by path, before anything of the bag is verified; none where it has no packet. */
async function namedFiles(
  source: BagSource,
  pause: Pause,
): Promise<ReadonlyMap<string, { sha256: string; size: number }>> {
  const read = await readValue(source, PACKET_PATH, packetSchema, MOST_PACKET_BYTES, pause);
  if (typeof read === 'string') return new Map();
  return new Map(
    travellingFiles(read.value).map((file) => [
      attachmentPath(file),
      { sha256: file.sha256, size: file.size },
    ]),
  );
}

/** What the bag holds beside a packet's own files, and what its attachments lack. */
function whatIsAmiss(source: BagSource, packet: Packet, report: BagReport): string | null {
  const files = travellingFiles(packet);
  const known = new Map<string, number | null>(
    [PACKET_PATH, SIGNATURES_PATH, CREDENTIALS_PATH, PAGE_PATH].map((path) => [path, null]),
  );
  for (const file of files) known.set(attachmentPath(file), file.size);
  for (const { path, kind, size } of source.files) {
    if (kind !== 'file' || !path.startsWith('data/')) continue;
    const expected = known.get(path);
    if (expected === undefined) return `${told(path)} does not belong to the packet.`;
    if (expected !== null && expected !== size) return `${told(path)} has another size than the packet says.`;
    known.delete(path);
  }
  for (const file of files)
    if (report.sha256.get(attachmentPath(file)) !== file.sha256)
      return `${told(attachmentPath(file))} holds something else than its name says.`;
  const [missing] = known.keys();
  if (missing !== undefined) return `${told(missing)} is missing.`;
  const identifier = report.tags.find(({ label }) => label === 'External-Identifier')?.value;
  return identifier === packet.id ? null : 'External-Identifier names another packet.';
}

/** Of every packet's bag, in the order of its tag manifests. */
const TAG_FILES = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];

/** Whether the tag files are the ones that this console writes, letter for letter: nothing in them stands unchecked. */
function form(report: BagReport): string | null {
  if (report.version !== '1.0') return 'It is a bag of another version than a packet’s.';
  if (report.unlisted.length > 0) return `${told(report.unlisted[0] ?? '')} is in no tag manifest.`;
  for (const algorithm of ['sha256', 'sha512']) {
    const name = `tagmanifest-${algorithm}.txt`;
    const text = report.tagManifests.get(name) ?? '';
    const sums = new Map<string, string>();
    for (const line of text.split('\n')) {
      const [, sum, path] = /^([0-9a-f]+) {2}(.+)$/u.exec(line) ?? [];
      if (sum !== undefined && path !== undefined) sums.set(path, sum);
    }
    if (writeManifest(sums) !== text || [...sums.keys()].join() !== TAG_FILES.join())
      return `${told(name)} is not written as a packet’s is.`;
  }
  return null;
}

/** Larger packets' pages take long to make, and nobody waits for that on import. */
const MOST_COMPARED = 2_000_000;

/** Whether `packet.html`, which no signature is over, is what this console makes of the packet. A console of another version may write another: then nobody says so. */
function pageCheck(
  source: BagSource,
  packet: Packet,
  signatures: PacketSignature[],
  report: BagReport,
): Check {
  const check = 'page';
  const size = source.files.find(({ path }) => path === PACKET_PATH)?.size ?? 0;
  const files = travellingFiles(packet);
  const made = () =>
    packetPage(packet, signatures, files, new Map(files.map((file) => [file.sha256, attachmentPath(file)])));
  if (size <= MOST_COMPARED && report.sha256.get(PAGE_PATH) === sha256OfText(made()))
    return { check, ok: true, words: 'packet.html says what the packet says.' };
  const why = size > MOST_COMPARED ? 'the packet is too large' : 'it is not the one that this console makes';
  return {
    check,
    ok: null,
    words: `packet.html is not checked: ${why}. Read the packet here, and believe nothing that stands in that page alone.`,
  };
}

const passedOr = (name: string, wrong: string | null, right: string): Check => ({
  check: name,
  ok: wrong === null,
  words: wrong ?? right,
});

/** Verifies the bag and reads its packet. Throws what the source, the sinks and a cancelled control throw. */
export async function readPacketBag(source: BagSource, options: PacketBagOptions): Promise<PacketBag> {
  const { takeAttachment, expect, ...rest } = options;
  const pause: Pause = options.platform.pause ?? (async () => undefined);
  const named = await namedFiles(source, pause);
  await expect?.([...named.values()]);
  const report = await verifyBag(source, {
    ...rest,
    // Of what lies among the attachments only what the packet names is unpacked, in the size that it says.
    wanted: ({ path, size }) => !path.startsWith(ATTACHMENTS) || named.get(path)?.size === size,
    take: async (path) => {
      const file = named.get(path);
      return file !== undefined && takeAttachment ? takeAttachment(file.sha256) : null;
    },
  });
  const nothing = { report, packet: null, signatures: [], credentials: [] };
  if (!isValid(report.checks)) return { ...nothing, checks: report.checks };
  const read = await readValue(source, PACKET_PATH, packetSchema, MOST_PACKET_BYTES, pause);
  if (typeof read === 'string')
    return {
      ...nothing,
      checks: [...report.checks, passedOr('packet', `It is a bag, but no packet’s: ${read}`, '')],
    };
  const packet = read.value;
  const signatures = await readValue(source, SIGNATURES_PATH, signatureList, MOST_SIDE_BYTES, pause);
  const credentials = await readValue(source, CREDENTIALS_PATH, credentialList, MOST_SIDE_BYTES, pause);
  const amiss =
    (typeof signatures === 'string' ? signatures : null) ??
    (typeof credentials === 'string' ? credentials : null) ??
    whatIsAmiss(source, packet, report);
  return {
    report,
    packet,
    signatures: typeof signatures === 'string' ? [] : signatures.value,
    credentials: typeof credentials === 'string' ? [] : credentials.value,
    checks: [
      ...report.checks,
      passedOr('packet', amiss, 'It holds one packet, its attachments, and nothing beside.'),
      passedOr('form', form(report), 'Its tag files are written as a packet’s are.'),
      ...(amiss === null
        ? [pageCheck(source, packet, typeof signatures === 'string' ? [] : signatures.value, report)]
        : []),
    ],
  };
}
