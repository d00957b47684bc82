/** Run as a process of its own: takes 2 GiB into the blob store in chunks and prints how much memory that took at the most. */

import { Blobs } from '../../electron/services/blobs.ts';
import { CHUNK_BYTES } from '../../shared/bridge/contract.ts';
import { testFiles } from './test-keys.ts';

const SIZE = 2 * 1024 * 1024 * 1024;

const [folder = ''] = process.argv.slice(2);
const blobs = new Blobs(folder, testFiles, Date.now);
const begun = await blobs.begin({ name: 'large.log', size: SIZE });
if (!begun.ok) throw new Error(begun.failure.message);
const { upload } = begun.value;
let before = 0;
let most = 0;
for (let offset = 0; offset < SIZE; offset += CHUNK_BYTES) {
  // A fresh chunk each time, as the bridge hands them over; its content says where it belongs.
  const bytes = new Uint8Array(CHUNK_BYTES).fill((offset / CHUNK_BYTES) % 251);
  const answer = await blobs.append({ upload, offset, bytes });
  if (!answer.ok) throw new Error(answer.failure.message);
  const { rss } = process.memoryUsage();
  // The first 64 chunks warm the process up: its heap and the allocator's pools are there for good.
  if (offset === 64 * CHUNK_BYTES) before = rss;
  if (before > 0) most = Math.max(most, rss);
}
const done = await blobs.finish({ upload });
if (!done.ok) throw new Error(done.failure.message);
process.stdout.write(
  JSON.stringify({ size: done.value.size, sha256: done.value.sha256, growth: most - before }),
);
