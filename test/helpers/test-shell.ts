/** A device's shell services without a window: its files, its client, its transfers, over a real hub. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Blobs } from '../../electron/services/blobs.ts';
import { HubClient } from '../../electron/services/hub-client.ts';
import { FETCHING, Transfers } from '../../electron/services/transfers.ts';
import type { EventPayload } from '../../shared/bridge/contract.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestDevice } from './test-device.ts';
import { testFiles } from './test-keys.ts';

export interface TestShell {
  device: TestDevice;
  folder: string;
  blobs: Blobs;
  client: HubClient;
  transfers: Transfers;
  progress: EventPayload<'blob.progress'>[];
  /** Called with each piece of progress. */
  watch: (listener: (progress: EventPayload<'blob.progress'>) => void) => void;
  /** Adds a file of these bytes, as the screen does; answers its hash. */
  add(bytes: Uint8Array): Promise<string>;
  /** As after a restart: nothing in memory is known. */
  restart(): Promise<void>;
}

/** @param url where the shell's requests go, if not to the device's hub */
export async function testShell(device: TestDevice, url = device.url): Promise<TestShell> {
  const { path: folder, remove } = temporaryFolder();
  process.once('exit', remove);
  let listener: (progress: EventPayload<'blob.progress'>) => void = () => undefined;
  const progress: EventPayload<'blob.progress'>[] = [];
  const tell = (each: EventPayload<'blob.progress'>) => {
    progress.push(each);
    listener(each);
  };
  async function start() {
    const blobs = new Blobs(join(folder, 'blobs'), testFiles, () => Date.now());
    const client = new HubClient(url);
    const answer = await client.authenticate({ assertion: await device.assertion(), hub: url });
    if (!answer.ok) throw new Error(answer.failure.message);
    return { blobs, client, transfers: new Transfers(blobs, client, join(folder, 'transfers'), tell) };
  }
  const shell: TestShell = {
    device,
    folder,
    ...(await start()),
    progress,
    watch: (next) => {
      listener = next;
    },
    add: async (bytes) => {
      const { blobs } = shell;
      const begun = await blobs.begin({ name: 'sample.log', size: bytes.byteLength });
      if (!begun.ok) throw new Error(begun.failure.message);
      const { upload } = begun.value;
      for (let offset = 0; offset < bytes.byteLength; offset += 1024 * 1024)
        await blobs.append({ upload, offset, bytes: bytes.slice(offset, offset + 1024 * 1024) });
      const done = await blobs.finish({ upload });
      if (!done.ok) throw new Error(done.failure.message);
      return done.value.sha256;
    },
    restart: async () => {
      Object.assign(shell, await start());
    },
  };
  return shell;
}

/** All bytes of a file of this computer's; none where it is not there. */
export async function bytesOf(blobs: Blobs, sha256: string): Promise<Buffer> {
  const content = await blobs.open(sha256);
  if (!content) throw new Error('the file is not here');
  return Buffer.from(await content.read(0, content.size).finally(() => content.close()));
}

/** What a console that was stopped in the middle has of a file that it fetches. */
export async function halfFetched({ folder }: TestShell, sha256: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder, 'transfers'), { recursive: true });
  const part = await testFiles.create(join(folder, 'transfers', `${testFiles.nameOf(sha256)}${FETCHING}`));
  await part.append(bytes);
  await part.pause();
}

/** Bytes that nobody else has, and their hash. */
export function someBytes(size: number): { bytes: Buffer; sha256: string } {
  const bytes = randomBytes(size);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
