/** What a window asks of the worker that goes through a log: see shared/collect/SPEC.md, L9 to L11. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LogLooker, type LogPass } from '../../../renderer/workers/log-service.ts';

const LINES = 20_000;
const text = Array.from(
  { length: LINES },
  (_, at) =>
    `2026-11-28T${String(at % 24).padStart(2, '0')}:00:00Z ${at % 1_000 === 5 ? 'ERROR lost' : 'INFO page'} ${at}\n`,
).join('');

/** One pass over bytes in pieces; from a place on where the pass says so. */
async function pass(looker: LogLooker, bytes: Uint8Array, what: LogPass, from = 0) {
  await looker.begin(what);
  for (let at = from; at < bytes.length; at += 65_536)
    if (await looker.take({ bytes: bytes.subarray(at, at + 65_536) })) break;
  return looker.end();
}
const utf8 = new TextEncoder().encode(text);

describe('a log that is gone through', () => {
  test.each([
    ['as UTF-8', utf8, 'UTF-8', true],
    ['as UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', false],
    ['as a gzip', gzipSync(utf8), 'gzip, UTF-8', false],
  ])(
    '[L10] [L11] %s: its lines are counted, read where they are asked for, and found',
    async (_, bytes, encoding, seekable) => {
      const looker = new LogLooker();
      const read = await pass(looker, bytes, { kind: 'index' });
      expect(read).toMatchObject({ kind: 'index', encoding, seekable, broken: '', index: { lines: LINES } });
      const place = seekable ? await looker.before({ line: 12_346 }) : { line: 1, offset: 0 };
      expect(place.offset > 0).toBe(seekable);
      const lines = await pass(
        looker,
        bytes,
        { kind: 'lines', first: place.line, from: 12_346, to: 12_347 },
        place.offset,
      );
      expect(lines).toEqual({
        kind: 'lines',
        more: false,
        lines: [
          { line: 12_346, text: '2026-11-28T09:00:00Z INFO page 12345' },
          { line: 12_347, text: '2026-11-28T10:00:00Z INFO page 12346' },
        ],
      });
      const found = await pass(looker, bytes, { kind: 'search', words: 'LOST', warningsOnly: true });
      expect(found.kind === 'lines' && found.lines.map(({ line }) => line).slice(0, 2)).toEqual([6, 1_006]);
      const many = await pass(looker, bytes, { kind: 'search', words: 'page', warningsOnly: false });
      expect(many).toMatchObject({ more: true });
    },
  );
  test('[K51] of a gzip that is damaged what came before is read, and that it was is said', async () => {
    const packed = gzipSync(utf8);
    packed.fill(0xff, Math.floor(packed.length * 0.8));
    const read = await pass(new LogLooker(), packed, { kind: 'index' });
    expect(read.kind === 'index' && read.broken).not.toBe('');
    expect(read.kind === 'index' && read.index.lines).toBeGreaterThan(1_000);
  });
  test('[K2] what is no text is refused by its name', async () => {
    await expect(
      pass(new LogLooker(), Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0), { kind: 'index' }),
    ).rejects.toThrow('it is a zip, no log that is read here');
  });
});
