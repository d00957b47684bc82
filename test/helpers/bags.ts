/** Bags in memory: files as a source, zips as bytes, and a packet that is signed and approved. */
import { createHash } from 'node:crypto';
import { nodePlatform } from '../../node/bag-files.ts';
import type { Check } from '../../shared/bag/report.ts';
import { type BagSource, BrokenFile } from '../../shared/bag/source.ts';
import { type BagReport, verifyBag } from '../../shared/bag/verify.ts';
import { writeBag } from '../../shared/bag/write.ts';
import type { ByteReader } from '../../shared/bag/zip/reader.ts';
import { UnreadableZip } from '../../shared/bag/zip/reader.ts';
import { openZipBag } from '../../shared/bag/zip/source.ts';
import type { ZipSink } from '../../shared/bag/zip/writer.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import { packetBagPlan } from '../../shared/handoff/packet-bag.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Trust } from '../../shared/handoff/trust.ts';
import { aCompleteCase, idOf, NOW, zoned } from './builders.ts';
import { type SigningDevice, type SigningHub, signingDevice, signingHub } from './signing.ts';

export { nodePlatform };

export type Files = Record<string, string | Uint8Array>;

export function hashOf(bytes: string | Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

export function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? new TextEncoder().encode(value) : value;
}

export function sourceOf(files: Files, more: BagSource['files'] = []): BagSource {
  return {
    files: [
      ...Object.entries(files).map(([path, content]) => ({
        path,
        size: bytesOf(content).length,
        kind: 'file' as const,
      })),
      ...more,
    ],
    async *open(path) {
      const content = files[path];
      if (content === undefined) throw new BrokenFile('it is not there');
      yield bytesOf(content);
    },
  };
}

/** A small valid bag of a version; what a test changes is changed after it was made. */
export function smallBag(
  version = '1.0',
  payload: Files = { 'data/a.txt': 'a', 'data/sub/b.txt': 'bb' },
): Files {
  const line = (algorithm: string, files: Files) =>
    Object.entries(files)
      .map(([path, content]) => `${hashOf(content, algorithm)}  ${path}\n`)
      .join('');
  const bytes = Object.values(payload).reduce((sum, each) => sum + bytesOf(each).length, 0);
  const tags: Files = {
    'bagit.txt': `BagIt-Version: ${version}\nTag-File-Character-Encoding: UTF-8\n`,
    'bag-info.txt': `Payload-Oxum: ${bytes}.${Object.keys(payload).length}\n`,
    'manifest-sha256.txt': line('sha256', payload),
    'manifest-sha512.txt': line('sha512', payload),
  };
  return { ...payload, ...tags, 'tagmanifest-sha256.txt': line('sha256', tags) };
}

/** The same with its tag manifest made anew, so that only what the test is about is wrong. */
export function resealed(files: Files): Files {
  const tags = Object.entries(files).filter(
    ([path]) => !path.startsWith('data/') && !path.startsWith('tagmanifest-'),
  );
  return {
    ...files,
    'tagmanifest-sha256.txt': tags.map(([path, content]) => `${hashOf(content)}  ${path}\n`).join(''),
  };
}

export function verified(source: BagSource): Promise<BagReport> {
  return verifyBag(source, { platform: nodePlatform, mostBytes: 1 << 30 });
}

/** The names of the checks that failed. */
export function failed(checks: readonly Check[]): string[] {
  return checks.filter(({ ok }) => ok === false).map(({ check }) => check);
}

export function memorySink(): ZipSink & { bytes(): Uint8Array } {
  const chunks: Uint8Array[] = [];
  const whole = () => {
    if (chunks.length > 1) chunks.splice(0, chunks.length, new Uint8Array(Buffer.concat(chunks)));
    return chunks[0] ?? new Uint8Array();
  };
  return {
    append: async (bytes) => {
      chunks.push(bytes.slice());
    },
    patch: async (offset, bytes) => whole().set(bytes, offset),
    bytes: whole,
  };
}

export function memoryReader(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      if (offset + length > bytes.length) throw new UnreadableZip('It ends before its parts do.');
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** All files of a zipped bag. */
export async function unzipped(zip: Uint8Array): Promise<Files> {
  const bag = await openZipBag(memoryReader(zip), nodePlatform);
  const files: Files = {};
  for (const { path, kind } of bag.files) {
    if (kind !== 'file') continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of bag.open(path)) chunks.push(chunk.slice());
    files[path] = new Uint8Array(Buffer.concat(chunks));
  }
  return files;
}

export interface SignedPacket {
  hub: SigningHub;
  engineer: SigningDevice;
  lead: SigningDevice;
  packet: Packet;
  signatures: PacketSignature[];
  trust: Trust;
  /** By hash. */
  attachments: Map<string, Uint8Array>;
  zip(change?: { signatures?: PacketSignature[]; packet?: Packet }): Promise<Uint8Array>;
}

export const ORGANISATION = idOf(0xa);

/** A packet of a complete case with two small attachments, signed by its engineer and approved by a lead. */
export async function signedPacket(): Promise<SignedPacket> {
  const hub = await signingHub();
  const engineer = await signingDevice(hub, { name: 'Sample Engineer One', organisationId: ORGANISATION });
  const lead = await signingDevice(hub, { name: 'Sample Lead', organisationId: ORGANISATION });
  const contents = aCompleteCase().withAttachment({ name: 'café & <b>.log' }).build();
  const attachments = new Map<string, Uint8Array>();
  contents.attachments = contents.attachments.map((file, index) => {
    const bytes = bytesOf(`line of file ${index}\n`.repeat(20));
    const sha256 = hashOf(bytes);
    attachments.set(sha256, bytes);
    return { ...file, sha256, size: bytes.length };
  });
  const packet = makePacket({
    id: idOf(0x900),
    revision: 2,
    createdAt: zoned(NOW),
    by: engineer.person,
    contents,
    findings: [],
  });
  const signatures = [await engineer.signed(packet, 'engineer'), await lead.signed(packet, 'approval')];
  const { kty, crv, x, y, kid } = hub.jwk;
  const trust = {
    format: 'partner-console-trust',
    version: 1,
    asOf: NOW,
    hub: { keys: [{ kty, crv, x, y, kid }] },
    issuers: { keys: [] },
    statusLists: [],
    people: [],
    revokedDevices: [],
    revisions: [],
  } as unknown as Trust;
  return {
    hub,
    engineer,
    lead,
    packet,
    signatures,
    trust,
    attachments,
    zip: async (change = {}) => {
      const sink = memorySink();
      const plan = packetBagPlan({
        packet,
        signatures,
        credentials: [],
        at: NOW,
        agent: 'Partner Console test',
        async *open(sha256) {
          yield attachments.get(sha256) ?? new Uint8Array();
        },
        ...change,
      });
      await writeBag(sink, plan, nodePlatform);
      return sink.bytes();
    },
  };
}
