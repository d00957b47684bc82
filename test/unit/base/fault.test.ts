/** What is kept of an error: where it arose, and nothing that it quotes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fault, faultLine, faultOf } from '../../../shared/base/fault.ts';

const SECRET = 'Example-Hospital-10.1.2.3';

test('name, code, places and what led to it are kept, without the folders of the code', () => {
  const inner = Object.assign(new TypeError('x'), { code: 'ENOSPC' });
  inner.stack = `TypeError: x\n    at write (file:///home/someone/console/renderer/store/write.ts:12:3)\n    at async http://127.0.0.1:4781/assets/index-abc.js?v=1:2:34`;
  const outer = new Error('outer', { cause: inner });
  outer.stack = 'Error: outer\n    at new Sync (C:\\Users\\someone\\console\\sync\\engine.ts:7:1)';
  expect(faultOf(outer, 'sync')).toEqual({
    where: 'sync',
    name: 'Error',
    code: 'ENOSPC',
    frames: ['new Sync sync/engine.ts:7:1', 'caused by TypeError', 'write store/write.ts:12:3'],
    paths: [],
    times: 1,
  });
});

test('of a value that does not fit, the places and kinds of what is wrong; a key that is no name of a field is left out', () => {
  const row = z.strictObject({ systems: z.array(z.strictObject({ hostname: z.string().max(3) })) });
  const named = z.record(z.string(), z.number());
  const parse = (schema: z.ZodType, value: unknown) => faultOf(schema.safeParse(value).error, 'import');
  expect(parse(row, { systems: [{ hostname: SECRET }] }).paths).toEqual(['systems.0.hostname too_big']);
  const keys = parse(named, { 'Example Hospital, ward 3': SECRET });
  expect(keys.paths).toEqual(['? invalid_type']);
  expect(JSON.stringify(keys)).not.toContain('Hospital');
});

test('property: whatever a message, a code or a name quotes, none of it is kept', () => {
  const around = fc.tuple(
    fc.string(),
    fc.constantFrom('', '\n', '\n    at ', '\n    at x (', '@'),
    fc.string(),
  );
  fc.assert(
    fc.property(around, fc.constantFrom('message', 'code', 'name'), ([before, glue, after], place) => {
      const text = `${before}${glue}${SECRET} said:1:2)${after}`;
      const error = new RangeError(place === 'message' ? text : 'x');
      if (place !== 'message') Object.assign(error, { [place]: text });
      const kept = faultOf(error, 'a test');
      expect(fault.safeParse(kept).success).toBe(true);
      expect(JSON.stringify(kept) + faultLine(kept)).not.toContain(SECRET);
    }),
    { numRuns: 500 },
  );
});

test('what is no error is known by its kind alone', () => {
  for (const thrown of [SECRET, null, undefined, 7, { message: SECRET }]) {
    const kept = faultOf(thrown, 'a test');
    expect(fault.safeParse(kept).success).toBe(true);
    expect(JSON.stringify(kept)).not.toContain(SECRET);
  }
});
