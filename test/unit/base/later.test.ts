/** How much of the schemas a start makes: a page reads them all before its first screen. */
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { later } from '../../../shared/base/later.ts';

const { __zod_globalConfig: zod } = globalThis as unknown as {
  __zod_globalConfig: { postProcessor?: ((made: unknown) => void) | undefined };
};
afterEach(() => {
  zod.postProcessor = undefined;
});

test('a schema is made when a value is first held against it, once, and says what is wrong as any other', () => {
  let made = 0;
  const row = later(() => {
    made += 1;
    return z.strictObject({ name: z.string().max(3) });
  });
  const rows = z.array(row);
  expect(made).toBe(0);
  expect(rows.parse([{ name: 'abc' }, { name: 'de' }])).toEqual([{ name: 'abc' }, { name: 'de' }]);
  expect(rows.safeParse([{ name: 'abcd' }]).error?.issues[0]).toMatchObject({ path: [0, 'name'] });
  expect(rows.safeParse([{ name: 'a', more: 1 }]).error?.issues[0]?.code).toBe('unrecognized_keys');
  expect(made).toBe(1);
});

test('what pages and shell begin with makes a third of its schemas: rows, requests and answers are made `later`', async () => {
  vi.resetModules();
  let made = 0;
  zod.postProcessor = () => {
    made += 1;
  };
  await import('../../../shared/bridge/contract.ts');
  await import('../../../shared/sync/tables.ts');
  const { calls } = await import('../../../shared/bridge/contract.ts');
  const atFirst = made;
  for (const { input, output } of Object.values(calls)) {
    input.safeParse(null);
    output.safeParse({ ok: true, value: null });
  }
  expect(made - atFirst, 'it counts what is made later').toBeGreaterThan(500);
  expect(atFirst).toBeGreaterThan(300);
  expect(atFirst, 'a schema of many fields that is not made `later` (shared/base/later.ts)').toBeLessThan(
    1_200,
  );
});
