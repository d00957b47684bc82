/** A process of its own: a shell's services for files, as the bridge calls them. */
import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Blobs } from '../../../electron/services/blobs.ts';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { Transfers } from '../../../electron/services/transfers.ts';
import { CHUNK_BYTES } from '../../../shared/bridge/contract.ts';
import { testFiles } from '../../helpers/test-keys.ts';

export type Ask =
  | { id: number; what: 'add'; path: string }
  | { id: number; what: 'add-in-clear'; path: string }
  | { id: number; what: 'send'; assertion: string; device: string; sha256: string };
export type Told = { id: number; ok: boolean; value: string } | { progress: number };

const [folder = '', hub = ''] = process.argv.slice(2);
const blobs = new Blobs(join(folder, 'blobs'), testFiles, Date.now);
const client = new HubClient(hub);
const tell = (told: Told) => process.send?.(told);
const transfers = new Transfers(blobs, client, join(folder, 'transfers'), ({ done }) =>
  tell({ progress: done }),
);

/** As the renderer hands a dropped file over: in chunks, each once the one before is written. */
async function add(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const begun = await blobs.begin({ name: 'large.log', size });
    if (!begun.ok) throw new Error(begun.failure.message);
    const { upload } = begun.value;
    for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
      const bytes = new Uint8Array(Math.min(CHUNK_BYTES, size - offset));
      await file.read(bytes, 0, bytes.byteLength, offset);
      const answer = await blobs.append({ upload, offset, bytes });
      if (!answer.ok) throw new Error(answer.failure.message);
    }
    const done = await blobs.finish({ upload });
    if (!done.ok) throw new Error(done.failure.message);
    return done.value.sha256;
  } finally {
    await file.close();
  }
}

/** As a shell of before took a file in, and kept it: what the sealing is measured against. */
async function addInClear(path: string): Promise<string> {
  const from = await open(path, 'r');
  const incoming = join(folder, 'in-clear');
  const to = await open(incoming, 'w', 0o600);
  const hash = createHash('sha256');
  try {
    const { size } = await from.stat();
    for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
      const bytes = new Uint8Array(Math.min(CHUNK_BYTES, size - offset));
      await from.read(bytes, 0, bytes.byteLength, offset);
      await to.writeFile(bytes);
      hash.update(bytes);
    }
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
  const sha256 = hash.digest('hex');
  const place = join(folder, 'blobs', sha256.slice(0, 2));
  await mkdir(place, { recursive: true });
  await rename(incoming, join(place, sha256));
  return sha256;
}

async function answer(ask: Ask): Promise<string> {
  if (ask.what === 'add') return add(ask.path);
  if (ask.what === 'add-in-clear') return addInClear(ask.path);
  const { assertion, device, sha256 } = ask;
  const known = await client.authenticate({ assertion, hub });
  if (!known.ok) throw new Error(known.failure.message);
  const sent = await transfers.send({ sha256, device });
  if (!sent.ok) throw new Error(`${sent.failure.code}: ${sent.failure.message}`);
  return sha256;
}

process.on('message', (ask: Ask) => {
  answer(ask).then(
    (value) => tell({ id: ask.id, ok: true, value }),
    (error: unknown) => tell({ id: ask.id, ok: false, value: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.('ready');
