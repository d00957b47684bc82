/** What lies on the disk, and what becomes of it when it is changed: the format of a sealed file (security 29). */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { NotAuthentic } from '../../../electron/services/seal.ts';
import { CHUNK, HEADER_BYTES, openSealed, SealedWriter } from '../../../electron/services/sealed-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

const key = new Uint8Array(32).fill(3);
const SEALED_CHUNK = CHUNK + 28;
const END_BYTES = 28 + 40;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let count = 0;
function aPath(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  count += 1;
  return join(path, `sealed-${count}`);
}

/** @param step bytes that are appended at a time */
async function sealed(bytes: Uint8Array, step = 1024 * 1024): Promise<string> {
  const path = aPath();
  const writer = await SealedWriter.create(path, key);
  for (let at = 0; at < bytes.length; at += step) await writer.append(bytes.subarray(at, at + step));
  expect(writer.size).toBe(bytes.length);
  expect(await writer.finish()).toBe(hashOf(bytes));
  return path;
}

async function read(path: string, sha256: string | null = null): Promise<Buffer> {
  const content = await openSealed(path, key, sha256);
  try {
    return Buffer.from(await content.read(0, content.size));
  } finally {
    await content.close();
  }
}

const refusal = (path: string) => expect(read(path)).rejects.toThrow(NotAuthentic);

/** The file's parts: header, chunks and end, to be put together otherwise. */
function partsOf(path: string): { header: Buffer; chunks: Buffer[]; end: Buffer } {
  const bytes = readFileSync(path);
  const end = bytes.length - END_BYTES;
  const chunks: Buffer[] = [];
  for (let at = HEADER_BYTES; at < end; at += SEALED_CHUNK)
    chunks.push(bytes.subarray(at, Math.min(end, at + SEALED_CHUNK)));
  return { header: bytes.subarray(0, HEADER_BYTES), chunks, end: bytes.subarray(end) };
}

describe('security 29: a sealed file', () => {
  test.each([0, 1, 1_000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 77])(
    'of %i bytes gives them back, is no longer than it has to be, and holds none of them in clear',
    async (size) => {
      const bytes = Buffer.alloc(size, 'a customer’s words ');
      const path = await sealed(bytes);
      expect((await read(path, hashOf(bytes))).equals(bytes)).toBe(true);
      expect(statSync(path).size).toBe(HEADER_BYTES + size + Math.ceil(size / CHUNK) * 28 + END_BYTES);
      expect(readFileSync(path).includes('customer')).toBe(false);
      await expect(read(path, hashOf(randomBytes(8)))).rejects.toThrow(NotAuthentic);
      await expect(openSealed(path, new Uint8Array(32).fill(4), null)).rejects.toThrow(NotAuthentic);
    },
  );

  test('property: any range of it, in whatever pieces it was written, reads as the plain bytes do', async () => {
    const bytes = randomBytes(6 * CHUNK + 4_321);
    const near = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: -3, max: 3 }));
    const place = fc.oneof(
      near.map(([chunk, by]) => Math.max(0, chunk * CHUNK + by)),
      fc.integer({ min: 0, max: bytes.length + 10 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10_000, max: 3 * CHUNK }),
        fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 8 }),
        async (step, ranges) => {
          const content = await openSealed(await sealed(bytes, step), key, hashOf(bytes));
          const plain = ([offset, length]: [number, number]) => bytes.subarray(offset, offset + length);
          // At once, and one after the other.
          const read = await Promise.all(ranges.map(([offset, length]) => content.read(offset, length)));
          for (const [index, range] of ranges.entries()) {
            expect(Buffer.compare(read[index] ?? new Uint8Array(), plain(range))).toBe(0);
            expect(Buffer.compare(await content.read(...range), plain(range))).toBe(0);
          }
          await content.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('property: wherever a bit is flipped, what it is in is refused', async () => {
    const path = await sealed(randomBytes(2 * CHUNK + 500));
    const whole = readFileSync(path);
    const places = [
      0,
      8,
      9,
      12,
      20,
      HEADER_BYTES,
      HEADER_BYTES + 13,
      whole.length - END_BYTES,
      whole.length - 1,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...places), fc.integer({ min: 0, max: whole.length - 1 })),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          writeFileSync(path, bytes);
          await refusal(path);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('chunks that are swapped, dropped, repeated or put in from another file are refused', async () => {
    const path = await sealed(randomBytes(4 * CHUNK));
    const { header, chunks, end } = partsOf(path);
    const other = partsOf(await sealed(randomBytes(4 * CHUNK)));
    const [a, b, c, d] = chunks as [Buffer, Buffer, Buffer, Buffer];
    const wrong = [
      [b, a, c, d],
      [a, b, d, c],
      [a, b, c],
      [b, c, d],
      [a, a, b, c, d],
      [a, b, c, d, d],
      [a, b, c, c],
      [a, other.chunks[1] ?? b, c, d],
      [],
    ];
    for (const each of wrong) {
      writeFileSync(path, Buffer.concat([header, ...each, end]));
      await refusal(path);
    }
    for (const each of [
      [other.header, ...chunks, end],
      [header, ...chunks, other.end],
      [header, ...chunks, end, end],
      [header, ...chunks],
    ]) {
      writeFileSync(path, Buffer.concat(each));
      await refusal(path);
    }
    writeFileSync(path, Buffer.concat([header, ...chunks, end]));
    await read(path);
  });

  test('property: one that was cut anywhere does not open', async () => {
    const whole = readFileSync(await sealed(randomBytes(2 * CHUNK + 10)));
    const path = aPath();
    const edges = [0, HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK, HEADER_BYTES + 2 * SEALED_CHUNK];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: whole.length - 1 })),
        async (length) => {
          writeFileSync(path, whole.subarray(0, length));
          await refusal(path);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the same content twice has no bytes in common', async () => {
    const bytes = Buffer.alloc(1_000, 7);
    const [one, two] = [partsOf(await sealed(bytes)), partsOf(await sealed(bytes))];
    expect(one.chunks[0]?.subarray(0, 12).equals(two.chunks[0]?.subarray(0, 12) ?? one.header)).toBe(false);
    expect(one.chunks[0]?.subarray(12, 40).equals(two.chunks[0]?.subarray(12, 40) ?? one.header)).toBe(false);
  });
});

describe('security 29: a sealed file that was begun', () => {
  test('property: killed or paused anywhere, it goes on behind what was whole, and ends as if it had not been', async () => {
    const bytes = randomBytes(3 * CHUNK + 1_000);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length }),
        fc.boolean(),
        fc.integer({ min: 0, max: 4 * CHUNK }),
        async (written, paused, cut) => {
          const path = aPath();
          const first = await SealedWriter.create(path, key);
          await first.append(bytes.subarray(0, written));
          await (paused ? first.pause() : first.close());
          // What power cut off, or never reached the disk.
          if (!paused) truncateSync(path, Math.max(0, statSync(path).size - cut));
          const next = await SealedWriter.resume(path, key);
          if (paused) expect(next.size).toBe(written);
          else expect(next.size % CHUNK).toBe(0);
          expect(next.size).toBeLessThanOrEqual(written);
          await next.append(bytes.subarray(next.size));
          expect(await next.finish()).toBe(hashOf(bytes));
          expect((await read(path)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('one that is not there begins; one that ended goes on; what is no sealed file begins anew', async () => {
    const bytes = randomBytes(CHUNK + 9);
    const fresh = await SealedWriter.resume(aPath(), key);
    expect(fresh.size).toBe(0);
    await fresh.close();
    const path = await sealed(bytes);
    const ended = await SealedWriter.resume(path, key);
    expect(ended.size).toBe(bytes.length);
    await ended.append(bytes);
    expect(await ended.finish()).toBe(hashOf(Buffer.concat([bytes, bytes])));
    writeFileSync(path, 'in clear, since before, and longer than a header of a sealed file is');
    const anew = await SealedWriter.resume(path, key);
    expect(anew.size).toBe(0);
    await anew.finish();
    expect((await read(path)).length).toBe(0);
  });

  test('what was damaged in the middle is written again from there on', async () => {
    const bytes = randomBytes(4 * CHUNK);
    const path = aPath();
    const first = await SealedWriter.create(path, key);
    await first.append(bytes.subarray(0, 3 * CHUNK));
    await first.pause();
    const there = readFileSync(path);
    there[HEADER_BYTES + SEALED_CHUNK + 50] = (there[HEADER_BYTES + SEALED_CHUNK + 50] ?? 0) ^ 1;
    writeFileSync(path, there);
    const next = await SealedWriter.resume(path, key);
    expect(next.size).toBe(CHUNK);
    await next.append(bytes.subarray(CHUNK));
    expect(await next.finish()).toBe(hashOf(bytes));
  });
});

test('property: security 29: a file that is patched, as a zip is, reads as one that was written so', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 3 * CHUNK }),
      fc.array(fc.tuple(fc.nat(3 * CHUNK), fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 6 }),
      async (size, patches) => {
        const bytes = randomBytes(size);
        const path = aPath();
        const writer = await SealedWriter.create(path, key, false);
        await writer.append(bytes);
        for (const [offset, patch] of patches) {
          if (offset + patch.length > size) continue;
          await writer.patch(offset, patch);
          bytes.set(patch, offset);
        }
        expect(await writer.finish()).toBe(null);
        expect((await read(path)).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});
