import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../electron/browser/frames.ts';
import {
  DEEPEST,
  JsonBounds,
  JsonExcess,
  MOST_VALUES,
  parseForeignJson,
} from '../../../shared/base/json-bounds.ts';
import { parseCaseFile } from '../../../shared/cases/case-file.ts';
import { strictObject } from '../../../shared/certification/strict.ts';
import { parseTrust } from '../../../shared/handoff/trust.ts';
import { readRule } from '../../../shared/knowledge/rules.ts';
import { parseHolidayFile } from '../../../shared/policy/holiday-file.ts';
import { productsFromJson } from '../../../shared/policy/product-list.ts';
import { parseAnswerFile } from '../../../shared/review/answer-file.ts';

/** Small in text, large in memory: two million empty objects, five million brackets. */
const many = `{"a":[${'{},'.repeat(2_000_000)}{}]}`;
const deep = '['.repeat(5_000_000);

/** Texts whose parse is watched: none of them may reach it. */
function unparsed(read: () => unknown): unknown {
  const parse = JSON.parse;
  let longest = 0;
  JSON.parse = (text: string, reviver?: (this: unknown, name: string, value: unknown) => unknown) => {
    longest = Math.max(longest, text.length);
    return parse(text, reviver) as unknown;
  };
  try {
    return read();
  } finally {
    JSON.parse = parse;
    expect(longest).toBeLessThan(1_000_000);
  }
}

describe('security 32: what somebody else wrote is bounded in depth and values before anything is built from it', () => {
  test.each([
    ['many values', many],
    ['depth', deep],
  ])('%s', (_what, text) => {
    const readers: Record<string, (text: string) => unknown> = {
      'a case file': (given) => parseCaseFile(given, 64 * 1024 * 1024),
      'an answer': parseAnswerFile,
      'a trust file': parseTrust,
      'a rule': readRule,
      'a list of holidays': parseHolidayFile,
      'a list of products': productsFromJson,
      'a signed object': strictObject,
    };
    for (const [what, read] of Object.entries(readers))
      expect(
        unparsed(() => read(text)),
        what,
      ).not.toMatchObject({ ok: true });
  });

  test('a case file says why', () => {
    expect(parseCaseFile(deep, 64 * 1024 * 1024)).toEqual({
      ok: false,
      message: `It nests deeper than ${DEEPEST} levels, which no case file does. Nothing was read from the file.`,
    });
  });

  test('a call of the browser shell is none', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(many.length);
    expect(unparsed(() => decodeFrame(Buffer.concat([head, Buffer.from(many)])))).toBeUndefined();
  });

  test('the largest packet is none of these: its values are as long as names and times are', () => {
    const rows = Array.from({ length: 50_000 }, (_, at) => ({
      id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      name: `GigabitEthernet0/${at}`,
      reading: at,
    }));
    const frame = encodeFrame({ rows });
    expect(decodeFrame(frame)).toEqual({ rows });
  });
});

test('security 32: property: what is within the bounds reads as it always did, and is counted alike in pieces', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.nat(), (text, cut) => {
      expect(parseForeignJson(text)).toEqual(JSON.parse(text));
      const bytes = Buffer.from(text);
      const whole = new JsonBounds(MOST_VALUES);
      whole.look(bytes);
      const pieces = new JsonBounds(MOST_VALUES);
      const at = cut % (bytes.length + 1);
      pieces.look(bytes.subarray(0, at));
      pieces.look(bytes.subarray(at));
      const told = new JsonBounds(MOST_VALUES);
      told.lookAt(text);
      expect([pieces.values, told.values]).toEqual([whole.values, whole.values]);
    }),
  );
});

test('a bracket, a quote and a comma in a text are no values', () => {
  const text = JSON.stringify({ note: `"[{,${'[,'.repeat(200_000)}\\"` });
  expect(parseForeignJson(text)).toEqual(JSON.parse(text));
  expect(() => parseForeignJson(`[${text.repeat(1)},${'[],'.repeat(200_000)}1]`)).toThrow(JsonExcess);
});
