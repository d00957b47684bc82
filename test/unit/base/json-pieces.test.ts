/** Large JSON in pieces: the same values and texts as in one go, and others have their turn between (security 32, 39). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, readFrame } from '../../../electron/browser/frames.ts';
import { canonicalJson, canonicalPieces } from '../../../shared/base/hash.ts';
import {
  JsonExcess,
  LONGEST_TEXT,
  parseForeignBytes,
  parseForeignJson,
} from '../../../shared/base/json-bounds.ts';
import {
  areSame,
  joinPieces,
  jsonPieces,
  parseInPieces,
  textPieces,
} from '../../../shared/base/json-pieces.ts';

const atOnce = async () => undefined;

function cutAt(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces;
}

/** Never ends where a text is no JSON: whether it is, and which value. */
async function read(text: string, size: number): Promise<unknown> {
  try {
    return { value: await parseInPieces(cutAt(text, size), atOnce) };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'none';
  }
}

function readWhole(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'none';
  }
}

describe('security 32: JSON that is read in pieces', () => {
  test('property: is the value that JSON.parse makes of it, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        expect(await read(text, size)).toEqual(readWhole(text));
        expect(await read(JSON.stringify(JSON.parse(text), null, 2), size)).toEqual(readWhole(text));
      }),
    );
  });

  test('property: is refused where JSON.parse refuses', async () => {
    const sign = fc.constantFrom(...'{}[],:"\\ \n-+.019eEutrfalsn\u0000x');
    await fc.assert(
      fc.asyncProperty(
        fc.array(sign, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (signs, size) => {
          const text = signs.join('');
          expect(await read(text, size)).toEqual(readWhole(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '',
    '1',
    '-',
    '-0',
    '1.5e+3',
    '1.',
    '01',
    '1e',
    '"a\\"b"',
    '"\\\\"',
    '"\\',
    '"a\nb"',
    'tru',
    'truex',
    '[1,]',
    '{"a":1,}',
    '{"a":1,"a":2}',
    '{"__proto__":{"b":1}}',
    '[[],{}]',
    ' [ 1 , { "a" : null } ] ',
    '{} {}',
    '\ufeff{}',
    '"\\ud800"',
    '[}',
    '{]',
  ])('%j as JSON.parse', async (text) => {
    for (const size of [1, 2, 3, 100]) expect(await read(text, size)).toEqual(readWhole(text));
  });

  test('lets others have their turn, however it is made', async () => {
    for (const text of [
      `[${'"some words of a row",'.repeat(200_000)}1]`,
      `{"a":1${' '.repeat(4_000_000)}}`,
      `[${'{"name":["some words of it"]},'.repeat(100_000)}1]`,
      `["${'x'.repeat(3_000_000)}","${'\\n'.repeat(1_000_000)}"]`,
    ]) {
      let turns = 0;
      const value = await parseForeignBytes(Buffer.from(text), async () => void turns++);
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
      expect(turns).toBeGreaterThan(4);
    }
  });

  test('a call of the browser shell is, and is the same call', async () => {
    const message = { mutations: Array.from({ length: 500 }, (_, at) => ({ at, text: 'é'.repeat(2_000) })) };
    const frame = encodeFrame(message);
    let turns = 0;
    const tick = () => {
      turns += 1;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    expect(await readFrame(frame)).toEqual(message);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(4);
    expect(await readFrame(encodeFrame({ a: 1 }))).toEqual({ a: 1 });
    expect(await readFrame(Buffer.concat([frame, Buffer.from('x')]))).toBeUndefined();
  });
});

test('security 32: one text of more bytes than any edit has is refused before it is read', async () => {
  const text = JSON.stringify({ a: 'x'.repeat(LONGEST_TEXT + 1) });
  expect(() => parseForeignJson(text)).toThrow(JsonExcess);
  await expect(parseForeignBytes(Buffer.from(text), atOnce)).rejects.toThrow(JsonExcess);
  // One that never ends, too.
  expect(() => parseForeignJson(text.slice(0, -2))).toThrow(JsonExcess);
  const fits = JSON.stringify({ a: 'x'.repeat(LONGEST_TEXT - 2), b: 'y'.repeat(LONGEST_TEXT - 2) });
  expect(parseForeignJson(fits)).toEqual(JSON.parse(fits));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  expect(decodeFrame(Buffer.concat([head, Buffer.from(text)]))).toBeUndefined();
});

test('property: JSON that is written in pieces is what is written in one go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
      const text = canonicalJson(value);
      expect([...canonicalPieces(value)].join('')).toBe(text);
      expect(await areSame(cutAt(text, 3), cutAt(text, 2), atOnce)).toBe(true);
      expect(await areSame(cutAt(text, 3), cutAt(`${text} `, 2), atOnce)).toBe(false);
      expect(await areSame(cutAt(`${text} `, 3), cutAt(text, 2), atOnce)).toBe(false);
      expect(await areSame(cutAt(text, 2), cutAt(`x${text.slice(1)}`, 5), atOnce)).toBe(text.startsWith('x'));
    }),
  );
  const large = Array.from({ length: 20_000 }, (_, at) => ({
    at,
    text: 'some words of a row',
    left: undefined,
  }));
  expect([...jsonPieces(large)].join('')).toBe(JSON.stringify(large));
  expect([...jsonPieces(large)].length).toBeGreaterThan(2);
});

test('bytes that come in pieces are put together, a character that is cut too', async () => {
  const bytes = Buffer.from('aé€😀'.repeat(300_000));
  const joined = await joinPieces([bytes.subarray(0, 5), bytes.subarray(5)], atOnce);
  expect(Buffer.from(joined).equals(bytes)).toBe(true);
  expect([...textPieces(bytes)].join('')).toBe(bytes.toString());
  expect(() => [...textPieces(Buffer.from([0x22, 0xc3]))]).toThrow(TypeError);
});
