/** A process of its own: a shell's services for files, as the bridge calls them. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Blobs } from '../../../electron/services/blobs.ts';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { Transfers } from '../../../electron/services/transfers.ts';
import { CHUNK_BYTES } from '../../../shared/bridge/contract.ts';

export type Ask =
  | { id: number; what: 'add'; path: string }
  | { id: number; what: 'send'; assertion: string; device: string; sha256: string };
export type Told = { id: number; ok: boolean; value: string } | { progress: number };

const [folder = '', hub = ''] = process.argv.slice(2);
const blobs = new Blobs(join(folder, 'blobs'), Date.now);
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

async function answer(ask: Ask): Promise<string> {
  if (ask.what === 'add') return add(ask.path);
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
