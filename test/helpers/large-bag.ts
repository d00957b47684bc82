/**
 * Run as a process of its own: a packet with one attachment of SIZE bytes goes out as a bag and comes in again on another computer.
 * Prints how long each took and how much memory at the most.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { streamFrom } from '../../electron/services/content.ts';
import { CHUNK_BYTES } from '../../shared/bridge/contract.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import { bagShell, newJob } from './bag-shell.ts';
import { aCompleteCase, idOf, NOW, zoned } from './builders.ts';

const [folder = '', given = ''] = process.argv.slice(2);
const SIZE = Number(given);
const out = join(folder, 'packet.zip');

const here = bagShell(join(folder, 'here'), async (open) => {
  // As a person's browser takes it.
  await pipeline(streamFrom(open), createWriteStream(out));
  return { kind: 'saved' };
});
const there = bagShell(join(folder, 'there'));

const begun = await here.blobs.begin({ name: 'large.log', size: SIZE });
if (!begun.ok) throw new Error(begun.failure.message);
const { upload } = begun.value;
for (let offset = 0; offset < SIZE; offset += CHUNK_BYTES)
  await here.blobs.append({ upload, offset, bytes: randomBytes(Math.min(CHUNK_BYTES, SIZE - offset)) });
const added = await here.blobs.finish({ upload });
if (!added.ok) throw new Error(added.failure.message);
const { sha256 } = added.value;
const contents = aCompleteCase().build();
contents.attachments = contents.attachments.map((file) => ({
  ...file,
  sha256,
  size: SIZE,
  name: 'large.log',
}));
const packet = makePacket({
  id: idOf(0x900),
  revision: 1,
  createdAt: zoned(NOW),
  by: contents.case.engineer,
  contents,
  findings: [],
});

let most = 0;
const look = () => {
  most = Math.max(most, process.memoryUsage().rss);
};
here.watch(look);
there.watch(look);
/** @returns what the work took, in milliseconds, and by how much memory grew at its most */
async function measured(work: () => Promise<unknown>): Promise<{ ms: number; growth: number }> {
  const before = process.memoryUsage().rss;
  most = before;
  const start = performance.now();
  await work();
  look();
  return { ms: performance.now() - start, growth: most - before };
}

const job = newJob();
const exported = await measured(async () => {
  const answer = await here.bags.export({ job, packet, signatures: [], credentials: [] });
  if (!answer.ok) throw new Error(answer.failure.message);
});
const saved = await here.bags.save({ job });
if (!saved.ok) throw new Error(saved.failure.message);
rmSync(here.folder, { recursive: true });
const arrived = await there.uploadFile(out);
let verdict = '';
const imported = await measured(async () => {
  const answer = await there.bags.open({ job, upload: arrived });
  if (!answer.ok) throw new Error(answer.failure.message);
  verdict = answer.value.verdict;
});
process.stdout.write(JSON.stringify({ exported, imported, verdict, kept: await there.blobs.has(sha256) }));
