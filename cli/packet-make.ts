/** `packet make`: a case file frozen as a packet in a bag. Unsigned: the key that signs never leaves its device. */

import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createSink, nodePlatform } from '../node/bag-files.ts';
import { folderFile } from '../node/bag-folder.ts';
import { ChangedFile, writeBag } from '../shared/bag/write.ts';
import { WrongSize } from '../shared/bag/zip/writer.ts';
import { uuidv7 } from '../shared/base/ids.ts';
import { asSentence } from '../shared/base/sentence.ts';
import { MAX_CASE_FILE_BYTES } from '../shared/bridge/contract.ts';
import { parseCaseFile } from '../shared/cases/case-file.ts';
import { blocksReview, evaluate } from '../shared/handoff/evaluate.ts';
import { makePacket } from '../shared/handoff/packet.ts';
import { packetBagPlan, travellingFiles } from '../shared/handoff/packet-bag.ts';
import type { Packet } from '../shared/handoff/schema.ts';
import { readBounded } from './bounded-file.ts';
import { refuse } from './files.ts';
import { instantOf } from './instant-flag.ts';
import type { PacketFlags } from './packet-flags.ts';

const MOST_FILES = 20_000;

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of folderFile(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Where the packet's attachments lie in the folder, by hash: found by content, whatever their names. */
async function findFiles(packet: Packet, folder: string | undefined): Promise<Map<string, string>> {
  const wanted = travellingFiles(packet);
  const found = new Map<string, string>();
  if (folder === undefined || wanted.length === 0) return found;
  const sizes = new Set(wanted.map(({ size }) => size));
  for (const name of (await readdir(folder)).slice(0, MOST_FILES)) {
    const path = join(folder, name);
    // A link leads out of the folder that was given: what it points at was not.
    const facts = await lstat(path);
    if (facts.isFile() && sizes.has(facts.size)) found.set(await hashOf(path), path);
  }
  return found;
}

async function packetOf(path: string, flags: PacketFlags, at: string): Promise<Packet | { exit: 1 | 2 }> {
  const file = await readBounded(path, 'case file', MAX_CASE_FILE_BYTES / 1_048_576);
  if (!file.ok) return { exit: refuse(file.message) };
  const answer = parseCaseFile(file.text, MAX_CASE_FILE_BYTES);
  if (!answer.ok) return { exit: refuse(`${path}: ${answer.message}`) };
  const { contents, products, papers: referenceData = null } = answer.file;
  const findings = evaluate(contents, { now: at, products, referenceData });
  // What a lead may let pass travels with the packet, as from the console.
  if (blocksReview(findings)) {
    const missing = findings.filter(({ severity }) => severity === 'blocker');
    const lines = missing.map(
      ({ rule, message, fix }) => `  ${rule.padEnd(4)} ${asSentence(message)} ${fix}\n`,
    );
    process.stderr.write(`${lines.join('')}Without these no packet was made.\n`);
    return { exit: 1 };
  }
  return makePacket({
    id: uuidv7(Date.parse(at), randomBytes(10)),
    revision: Number(flags.revision ?? 1),
    createdAt: { at, zone: 'UTC' },
    by: contents.case.engineer,
    contents,
    findings,
  });
}

/** @returns the exit code: 1 where the case lacks something or a file is missing, 2 where nothing can be read or written */
export async function makePacketFile(path: string, flags: PacketFlags): Promise<0 | 1 | 2> {
  const { out } = flags;
  if (!out) return refuse('Say where the packet goes: packet make CASE.json --out FILE.zip');
  const at = instantOf(flags.at);
  if (!at) return 2;
  if (!/^[1-9]\d{0,3}$/.test(flags.revision ?? '1'))
    return refuse('--revision takes a number from 1 to 9999.');
  const packet = await packetOf(path, flags, at);
  if ('exit' in packet) return packet.exit;
  try {
    const files = await findFiles(packet, flags.files);
    const missing = travellingFiles(packet).filter(({ sha256 }) => !files.has(sha256));
    if (missing.length > 0) {
      const names = missing.map(({ name, sha256 }) => `  ${sha256}  ${name}\n`).join('');
      process.stderr.write(
        `These attachments are in no folder given with --files DIR:\n${names}No packet was made.\n`,
      );
      return 1;
    }
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    await writePacket(out, packet, { files, at, agent: `Partner Console ${version}` });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return refuse(`${out} is there already; it was left as it is.`);
    if (error instanceof ChangedFile || error instanceof WrongSize)
      return refuse(`An attachment changed while it was read (${error.message}). No packet was made.`);
    if (typeof code !== 'string') throw error;
    return refuse(`The packet could not be written (${code}). Nothing was left at ${out}.`);
  }
  process.stdout.write(`${out}: revision ${packet.revision}, digest ${packet.digest}, not signed.\n`);
  return 0;
}

async function writePacket(
  out: string,
  packet: Packet,
  { files, at, agent }: { files: ReadonlyMap<string, string>; at: string; agent: string },
): Promise<void> {
  const sink = await createSink(out);
  try {
    const open = (sha256: string) => folderFile(files.get(sha256) ?? '');
    const plan = packetBagPlan({ packet, signatures: [], credentials: [], at, agent, open });
    await writeBag(sink, plan, nodePlatform);
    await sink.close();
  } catch (error) {
    // Unreported: what went wrong first is what is thrown.
    await sink.close().catch(() => undefined);
    await rm(out, { force: true });
    throw error;
  }
}
