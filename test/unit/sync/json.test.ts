import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isJson } from '../../../shared/base/json.ts';

test('security 32: what is JSON is what the schema of JSON says, whatever the value', () => {
  const odd = fc.constantFrom(
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    new Date(0),
    new Map(),
    () => 1,
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      odd,
      fc.array(tie('tree'), { maxLength: 4 }),
      // Zod passes over what a key `__proto__` holds; ours asks that, too.
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('tree'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(isJson(value)).toBe(z.json().safeParse(value).success);
    }),
  );
});

test('security 32: nesting is no matter of the stack', () => {
  let value: unknown = [];
  for (let depth = 0; depth < 200_000; depth++) value = depth % 2 === 0 ? [value] : { value };
  expect(isJson(value)).toBe(true);
});
