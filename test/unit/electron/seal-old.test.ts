/** A data folder that a console of before wrote in clear (kept as that console wrote it) is read, and sealed (security 29). */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lineOf, lineSeal } from '../../../electron/services/journal-records.ts';
import { Locked } from '../../../electron/services/key-ring.ts';
import type { Sealing } from '../../../electron/services/seal-old.ts';
import { anEdit } from '../../helpers/edits.ts';
import { storesOf as openStores } from '../../helpers/old-files.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { testKeys } from '../../helpers/test-keys.ts';
import { bytesOf } from '../../helpers/test-shell.ts';

interface Past {
  device: string;
  other: string;
  personId: string;
  files: Record<'log' | 'empty' | 'secret' | 'large' | 'damaged' | 'aside', string>;
  folder: Record<string, string>;
}
const past = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/past/data-folder-in-clear.json.gz')).toString(),
) as Past;
const { log, empty, secret, large, damaged } = past.files;

let data: string;
let remove: () => void;
beforeEach(() => {
  ({ path: data, remove } = temporaryFolder());
  for (const [name, content] of Object.entries(past.folder)) {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), Buffer.from(content, 'base64'));
  }
});
afterEach(async () => {
  for (const { journal } of opened.splice(0)) await journal.close();
  remove();
});

const opened: ReturnType<typeof openStores>[] = [];
function storesOf(...of: Parameters<typeof openStores>) {
  const stores = openStores(...of);
  opened.push(stores);
  return stores;
}

/** Files below the folder that hold the words in clear. */
function holding(words: string): string[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(words) || path.includes(words));
}

async function titles(stores: ReturnType<typeof storesOf>): Promise<Record<string, unknown[]>> {
  const answer = await stores.journal.read({ deviceId: null });
  if (!answer.ok) throw new Error(answer.failure.message);
  return Object.fromEntries(
    answer.value.devices.map(({ deviceId, entries }) => [deviceId, entries.map(({ patch }) => patch.title)]),
  );
}

/** All of it, whatever is sealed by now. */
async function expectWhole(stores: ReturnType<typeof storesOf>): Promise<void> {
  for (const sha256 of [log, empty, secret, large])
    expect(
      createHash('sha256')
        .update(await bytesOf(stores.blobs, sha256))
        .digest('hex'),
    ).toBe(sha256);
  const hashes = [log, empty, secret, large];
  expect(await stores.blobs.here({ hashes })).toEqual({ ok: true, value: { here: hashes } });
  // What the hub has is not unsent; what it refused is.
  expect(await titles(stores)).toEqual({
    [past.device]: [1, 3, 4, 5, 6].map((n) => `planted-title-${n}`),
    [past.other]: ['planted-other-1', 'planted-other-2'],
  });
}

describe('security 29: a data folder of before', () => {
  test('is read as it is, and written to: what is new is sealed', async () => {
    const stores = storesOf(data);
    await expectWhole(stores);
    await stores.journal.append({ deviceId: past.device, entries: [anEdit(7, 'planted-title-7')] });
    expect(holding('planted-title-6')).toHaveLength(1);
    expect(holding('planted-title-7')).toEqual([]);
    expect((await titles(storesOf(data)))[past.device]).toContain('planted-title-7');
    const read = await stores.blobs.read({ sha256: large, offset: 1_000, length: 14 });
    expect(read.ok && Buffer.from(read.value.bytes).toString()).toBe('planted-line-1');
  });

  test('is sealed with progress, nothing in clear is left, and nothing of it is lost', async () => {
    const told: Sealing[] = [];
    const stores = storesOf(data, { tell: (sealing) => told.push(sealing) });
    expect(holding('planted').length).toBeGreaterThan(10);
    await stores.old.run();
    expect(holding('planted')).toEqual([]);
    for (const sha256 of Object.values(past.files)) expect(holding(sha256)).toEqual([]);
    expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
    expect(told.map(({ done }) => done)).toEqual([...told.map(({ done }) => done)].sort((a, b) => a - b));
    await expectWhole(stores);
    await expectWhole(storesOf(data));
    expect(await stores.blobs.takeLeft()).toEqual(['planted-half.pcap']);
    // What was not its content any more was set aside, as if it had been read.
    expect(await stores.blobs.has(damaged)).toBe(false);
    expect(readdirSync(join(data, 'blobs/sealed/damaged'))).toHaveLength(2);
    expect(readdirSync(join(data, 'journal')).filter((name) => name.includes('.torn-'))).toEqual([
      expect.stringMatching(/\.torn-\d+\.sealed$/),
    ]);
    // What the hub had is still in the journal, for a hub that forgets.
    await stores.journal.reopen({ deviceId: past.device, n: 0 });
    expect((await titles(stores))[past.device]).toHaveLength(6);
  });

  test('once it is sealed, what is put there in clear is another hand’s: not read, and told', async () => {
    await storesOf(data).old.run();
    const stores = storesOf(data);
    const bytes = Buffer.from('put there');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(join(data, 'blobs', sha256.slice(0, 2)), { recursive: true });
    writeFileSync(join(data, 'blobs', sha256.slice(0, 2), sha256), bytes);
    expect(await stores.blobs.has(sha256)).toBe(false);
    expect(await stores.blobs.open(sha256)).toBe(null);
    const json = JSON.stringify(anEdit(9, 'put there'));
    const checksum = createHash('sha256').update(json).digest('hex').slice(0, 16);
    const file = join(data, 'journal', `${past.device}.journal`);
    const foreign = lineSeal(new Uint8Array(32), past.device);
    const elsewhere = lineSeal(testKeys.keyFor('journal'), past.other);
    for (const line of [
      `${checksum} ${json}\n`,
      lineOf(anEdit(10, 'put there'), foreign),
      lineOf(anEdit(11, 'put there'), elsewhere),
    ])
      appendFileSync(file, line);
    const answer = await storesOf(data).journal.read({ deviceId: past.device });
    if (!answer.ok) throw new Error(answer.failure.message);
    const [device] = answer.value.devices;
    expect(device?.entries.map(({ n }) => n)).toEqual([1, 3, 4, 5, 6]);
    expect(device?.torn).toBeGreaterThan(json.length * 2);
  });

  test('one that is read from or sent while it is sealed is read to its end as it was', async () => {
    const stores = storesOf(data);
    const content = await stores.blobs.open(large);
    await stores.old.run();
    expect(existsSync(join(data, 'blobs', large.slice(0, 2), large))).toBe(false);
    const bytes = await content?.read(0, content.size);
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(large);
    await content?.close();
  });

  test('stopped, or locked in the middle, it goes on where it was', async () => {
    const one = storesOf(data, { rest: async () => void one.old.stop() });
    await one.old.run();
    expect(one.old.isOver).toBe(false);
    await expectWhole(one);
    let steps = 0;
    const keyFor: typeof testKeys.keyFor = (purpose) => {
      if (steps > 2) throw new Locked();
      return testKeys.keyFor(purpose);
    };
    const rest = async () => {
      steps += 1;
    };
    const two = storesOf(data, { rest }, { keyFor });
    await expect(two.old.run()).rejects.toThrow(Locked);
    steps = 0;
    await expectWhole(storesOf(data));
    await storesOf(data).old.run();
    expect(holding('planted')).toEqual([]);
    await expectWhole(storesOf(data));
  });

  test('kill -9 at any moment, again and again: nothing is lost, and in the end all is sealed', async () => {
    const hashes: string[] = [];
    for (let each = 0; each < 12; each++) {
      const bytes = randomBytes(each % 3 === 0 ? 5_000_000 : 300_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      hashes.push(sha256);
      mkdirSync(join(data, 'blobs', sha256.slice(0, 2)), { recursive: true });
      writeFileSync(join(data, 'blobs', sha256.slice(0, 2), sha256), bytes);
    }
    let over = false;
    let kills = 0;
    for (let round = 0; !over && round < 20; round++) {
      const sealer = spawn(process.execPath, [resolve('test/helpers/old-files-process.ts'), data]);
      over = await new Promise<boolean>((done, failed) => {
        let output = '';
        let complaint = '';
        sealer.stdout.on('data', (chunk: Buffer) => {
          if (output === '') setTimeout(() => sealer.kill('SIGKILL'), 5 + round * 40);
          output += chunk.toString();
        });
        sealer.stderr.on('data', (chunk: Buffer) => {
          complaint += chunk.toString();
        });
        sealer.once('close', (_code, signal) =>
          output.includes('over') || signal === 'SIGKILL'
            ? done(output.includes('over'))
            : failed(new Error(complaint)),
        );
      });
      if (!over) kills += 1;
      const stores = storesOf(data);
      await expectWhole(stores);
      expect(await stores.blobs.here({ hashes })).toEqual({ ok: true, value: { here: hashes } });
    }
    expect(over).toBe(true);
    expect(kills).toBeGreaterThan(1);
    expect(holding('planted')).toEqual([]);
    expect(readdirSync(join(data, 'blobs'))).toEqual(['incoming', 'sealed']);
    const stores = storesOf(data);
    for (const sha256 of hashes)
      expect(
        createHash('sha256')
          .update(await bytesOf(stores.blobs, sha256))
          .digest('hex'),
      ).toBe(sha256);
  }, 120_000);

  test('a clear copy is written over before it goes', async () => {
    const path = join(data, 'blobs', secret.slice(0, 2), secret);
    const { size } = statSync(path);
    // Another name for the same bytes of the disk: what the file's blocks hold afterwards.
    const beside = join(data, '..', `${secret.slice(0, 8)}-beside`);
    linkSync(path, beside);
    try {
      await storesOf(data).old.run();
      expect(readFileSync(beside)).toEqual(Buffer.alloc(size));
    } finally {
      rmSync(beside);
    }
  });
});
