/** What a packet's bag holds, and where: the plan of one that is written, and the shape of one that is read. See SPEC.md, PK. */
import { z } from 'zod';
import { streamOf, utf8 } from '../bag/bytes.ts';
import { safeName } from '../bag/paths.ts';
import type { BagItem, BagPlan } from '../bag/write.ts';
import { canonicalJson } from '../base/hash.ts';
import { caseNumber } from '../base/ids.ts';
import type { AttachmentRecord } from '../cases/records.ts';
import { packetPage } from './packet-page.ts';
import { type Packet, packet } from './schema.ts';
import { type PacketSignature, packetSignature } from './signature.ts';

export const PACKET_PATH = 'data/packet.json';
export const SIGNATURES_PATH = 'data/signatures.json';
export const CREDENTIALS_PATH = 'data/credentials.json';
export const PAGE_PATH = 'data/packet.html';

/** The most bytes of the texts in a bag. */
export const MOST_PACKET_BYTES = 64 * 1024 * 1024;
export const MOST_SIDE_BYTES = 4 * 1024 * 1024;

/**
 * A packet that fits the schema, as it was written: a field that a later schema brought stays absent, because the digest is over
 * what was frozen.
 */
export const packetAsWritten = z.custom<Packet>((value) => packet.safeParse(value).success, 'no packet');
export const signatureList = z.array(packetSignature).max(50);
/** Credentials as they were issued (`vc+jwt`); what they say is for the verifier of credentials. */
export const credentialList = z.array(z.string().min(1).max(64_000)).max(50);

/** The attachments whose bytes travel with a packet: those that were not removed, each content once. */
export function travellingFiles(packet: Packet): AttachmentRecord[] {
  const byHash = new Map<string, AttachmentRecord>();
  for (const file of packet.contents.attachments)
    if (!file.removed && !byHash.has(file.sha256)) byHash.set(file.sha256, file);
  return [...byHash.values()];
}

/** `data/attachments/HASH-NAME`. */
export function attachmentPath({ sha256, name }: Pick<AttachmentRecord, 'sha256' | 'name'>): string {
  return `data/attachments/${sha256}-${safeName(name)}`;
}

/** The name of the bag and, with `.zip`, of its file: `packet-C-7K2M-9QXA-2`. */
export function bagName(packet: Packet): string {
  return `packet-${caseNumber(packet.caseId)}-${packet.revision}`;
}

export interface PacketBagParts {
  packet: Packet;
  signatures: readonly PacketSignature[];
  credentials: readonly string[];
  /** The instant of writing, ISO 8601 in UTC. */
  at: string;
  /** `Partner Console 0.1.0`. */
  agent: string;
  /** Opens an attachment's bytes by their hash. */
  open: (sha256: string) => AsyncIterable<Uint8Array>;
}

function textItem(path: string, text: string): BagItem {
  const bytes = utf8(text);
  return { path, size: bytes.length, open: () => streamOf(bytes) };
}

/** The bag of a packet, for `writeBag`. */
export function packetBagPlan(parts: PacketBagParts): BagPlan {
  const { packet, signatures, credentials, at, agent, open } = parts;
  const files = travellingFiles(packet);
  const paths = new Map(files.map((file) => [file.sha256, attachmentPath(file)]));
  return {
    base: bagName(packet),
    at,
    tags: [
      { label: 'Source-Organization', value: packet.contents.case.organisationId },
      { label: 'External-Identifier', value: packet.id },
      {
        label: 'External-Description',
        value: `Packet of ${caseNumber(packet.caseId)}, revision ${packet.revision}`,
      },
      { label: 'Bagging-Date', value: at.slice(0, 10) },
      { label: 'Bag-Software-Agent', value: agent },
    ],
    items: [
      textItem(PACKET_PATH, canonicalJson(packet)),
      textItem(SIGNATURES_PATH, canonicalJson(signatures)),
      textItem(CREDENTIALS_PATH, canonicalJson(credentials)),
      textItem(PAGE_PATH, packetPage(packet, signatures, files, paths)),
      ...files.map((file) => ({
        path: attachmentPath(file),
        size: file.size,
        sha256: file.sha256,
        open: () => open(file.sha256),
      })),
    ],
  };
}
