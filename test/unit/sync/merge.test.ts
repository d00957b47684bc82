import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameValue } from '../../../shared/base/hash.ts';
import { deleteLosesNothing, mergeFields } from '../../../shared/sync/merge.ts';

const value = fc.jsonValue({ maxDepth: 2 }).filter((each) => {
  // Canonical JSON has no half characters; the hub refuses them before it merges.
  return !/\p{Surrogate}/u.test(JSON.stringify(each));
});
const name = fc.constantFrom('a', 'b', 'c', 'constructor', 'toString', 'hasOwnProperty');
const row = fc.dictionary(name, value, { noNullPrototype: true });

describe('mergeFields', () => {
  test('[S5] a field that the hub still holds as the device knew it takes the device’s value', () => {
    expect(mergeFields({ patch: { a: 2 }, base: { a: 1 } }, { a: 1, b: 1 })).toEqual({
      fields: { a: 2, b: 1 },
      clashes: [],
      changed: true,
    });
  });

  test('[S5] edits of different fields merge', () => {
    const first = mergeFields({ patch: { a: 2 }, base: { a: 1 } }, { a: 1, b: 1 });
    expect(mergeFields({ patch: { b: 2 }, base: { b: 1 } }, first.fields).fields).toEqual({ a: 2, b: 2 });
  });

  test('[S5] the same edit twice is no clash', () => {
    expect(mergeFields({ patch: { a: 2 }, base: { a: 1 } }, { a: 2 })).toEqual({
      fields: { a: 2 },
      clashes: [],
      changed: false,
    });
  });

  test('[S5] a true clash keeps the hub’s value and names all three', () => {
    expect(mergeFields({ patch: { a: 3 }, base: { a: 1 } }, { a: 2 })).toEqual({
      fields: { a: 2 },
      clashes: [{ field: 'a', base: 1, theirs: 2, mine: 3 }],
      changed: false,
    });
  });

  test('[S5] members of an object in another order are the same value', () => {
    expect(sameValue({ at: 1, zone: 'x' }, { zone: 'x', at: 1 })).toBe(true);
    expect(sameValue({ at: 1 }, { at: 1, zone: null })).toBe(false);
    expect(sameValue(undefined, null)).toBe(false);
  });

  test('[S5] a field whose name an object inherits is a field like any other', () => {
    expect(mergeFields({ patch: { constructor: 1 }, base: {} }, {})).toEqual({
      fields: { constructor: 1 },
      clashes: [],
      changed: true,
    });
  });

  test('[S5] no value is lost: each patched field is in the row or in a clash, and no other field moves', () => {
    fc.assert(
      fc.property(row, row, row, (patch, base, current) => {
        const before = structuredClone(current);
        const { fields, clashes, changed } = mergeFields({ patch, base }, current);
        expect(current).toEqual(before);
        const clashed = new Map(clashes.map((clash) => [clash.field, clash]));
        for (const [field, mine] of Object.entries(patch)) {
          const clash = clashed.get(field);
          if (clash) {
            expect(clash.mine).toEqual(mine);
            expect(fields[field]).toEqual(current[field]);
          } else {
            expect(sameValue(fields[field], mine)).toBe(true);
          }
        }
        for (const field of Object.keys(current))
          if (!Object.hasOwn(patch, field)) expect(fields[field]).toEqual(current[field]);
        expect(changed).toBe(!sameValue(fields, current));
      }),
    );
  });

  test('[S5] a merge that is done again changes nothing, and clashes as before', () => {
    fc.assert(
      fc.property(row, row, row, (patch, base, current) => {
        const once = mergeFields({ patch, base }, current);
        const twice = mergeFields({ patch, base }, once.fields);
        expect(sameValue(twice.fields, once.fields)).toBe(true);
        expect(twice.clashes).toEqual(once.clashes);
      }),
    );
  });

  test('[S5] two devices that edit disjoint fields get the same row in either order', () => {
    fc.assert(
      fc.property(row, value, value, (rest, mine, theirs) => {
        const current = { ...rest, a: 'before', b: 'before' };
        const one = { patch: { a: mine }, base: { a: 'before' } };
        const two = { patch: { b: theirs }, base: { b: 'before' } };
        const forth = mergeFields(two, mergeFields(one, current).fields);
        const back = mergeFields(one, mergeFields(two, current).fields);
        expect(sameValue(forth.fields, back.fields)).toBe(true);
        expect([...forth.clashes, ...back.clashes]).toEqual([]);
      }),
    );
  });
});

describe('deleteLosesNothing', () => {
  const data = { id: 'x', name: 'seen' };

  test('[S5] a row that stands as the device saw it may go, whatever its version', () => {
    expect(deleteLosesNothing({ base: { ...data }, baseVersion: 3 }, { version: 9, data })).toBe(true);
    expect(deleteLosesNothing({ base: { ...data }, baseVersion: null }, { version: 9, data })).toBe(true);
  });

  test('[S5] a row that another device edited since stays', () => {
    expect(
      deleteLosesNothing({ base: { ...data, name: 'older' }, baseVersion: 3 }, { version: 4, data }),
    ).toBe(false);
    expect(deleteLosesNothing({ base: {}, baseVersion: null }, { version: 1, data })).toBe(false);
  });

  test('[S5] a version that the device has seen hides nothing from it', () => {
    expect(deleteLosesNothing({ base: {}, baseVersion: 4 }, { version: 4, data })).toBe(true);
  });
});
