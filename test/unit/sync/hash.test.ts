import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalJson,
  EMPTY_SCOPE_HASH,
  rowHash,
  sha256OfText,
  updatedScopeHash,
} from '../../../shared/base/hash.ts';
import { caseNumber, idSource, uuid, uuidv7 } from '../../../shared/base/ids.ts';

describe('canonical JSON', () => {
  test('RFC 8785, section 3.2.2: the example’s numbers, strings and literals', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });
  test('RFC 8785, section 3.2.3: members sort by UTF-16 units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = ['Carriage Return', 'One', 'Control', 'Latin Small', 'Euro Sign', 'Emoji', 'Hebrew'];
    const places = order.map((name) => canonicalJson(value).indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });
  test('what JSON cannot hold is refused', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', () => 1, 1n])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });
  test('the order of members does not matter, and what is read again is the same', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })),
        (value) => {
          const turned = Object.fromEntries(Object.entries(value).reverse());
          expect(canonicalJson(turned)).toBe(canonicalJson(value));
          expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
        },
      ),
    );
  });
  test('SHA-256 of "abc" (FIPS 180-4)', () => {
    expect(sha256OfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  test.each([0, 1, 1_000, 16_383, 16_384, 16_385, 50_000])(
    'SHA-256 in script says of %d characters of any width what Node’s says, and of a shorter text after a longer one',
    (length) => {
      for (const sign of ['a', 'é', '€', '🖧']) {
        const text = sign.repeat(length).slice(0, length);
        expect(sha256OfText(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }
      expect(sha256OfText('b')).toBe(createHash('sha256').update('b').digest('hex'));
    },
  );
});

describe('[S8] the hash of a scope', () => {
  const hash = fc.nat().map((n) => sha256OfText(String(n)));
  test('does not depend on the order, and rows that go take theirs away', () => {
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), (first, second) => {
        const one = updatedScopeHash(updatedScopeHash(EMPTY_SCOPE_HASH, { add: first }), { add: second });
        const two = updatedScopeHash(EMPTY_SCOPE_HASH, { add: [...second, ...first].reverse() });
        expect(one).toBe(two);
        expect(updatedScopeHash(one, { remove: second })).toBe(
          updatedScopeHash(EMPTY_SCOPE_HASH, { add: first }),
        );
      }),
    );
  });
  test('a row’s hash covers table, key, version and data', () => {
    const row = { table: 'cases', key: 'k', version: 1, data: { a: 1 } };
    const others = [
      { ...row, table: 'steps' },
      { ...row, key: 'l' },
      { ...row, version: 2 },
      { ...row, data: { a: 2 } },
    ];
    expect(new Set([row, ...others].map(rowHash)).size).toBe(5);
  });
});

describe('ids', () => {
  test('a UUIDv7 is well formed and sorts by time', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.uint8Array({ minLength: 10, maxLength: 10 }), (time, random) => {
        const id = uuidv7(time, random);
        expect(uuid.safeParse(id).success).toBe(true);
        expect(id.charAt(14)).toBe('7');
        expect('89ab').toContain(id.charAt(19));
        expect(uuidv7(time + 1, new Uint8Array(10)) > id.slice(0, 13)).toBe(true);
      }),
    );
  });
  test('ids of one source follow each other, within a millisecond and where the clock goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: 2 }), { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.nat(255)),
        (steps, bytes) => {
          let now = 1_764_000_000_000;
          const next = idSource(
            () => now,
            (count) => Uint8Array.from({ length: count }, () => bytes.next().value ?? 0),
          );
          const ids = steps.flatMap((step) => {
            now += step;
            return [next(), next(), next()];
          });
          for (const id of ids) expect(uuid.safeParse(id).success).toBe(true);
          expect([...ids].sort()).toEqual(ids);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });
  test('more ids of one millisecond than can be counted run ahead of the clock', () => {
    const next = idSource(
      () => 1,
      (count) => new Uint8Array(count),
    );
    const ids = Array.from({ length: 9_000 }, next);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('a case number is eight letters that nobody mistakes', () => {
    expect(caseNumber('01900000-0000-7000-8000-00ffffffffff')).toMatch(
      /^C-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/,
    );
  });
});
