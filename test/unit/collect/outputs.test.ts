import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommand } from '../../../shared/collect/commands.ts';
import { decode } from '../../../shared/collect/decode.ts';
import { kindWords } from '../../../shared/collect/kind-words.ts';
import { cleanLines, MAX_LINE } from '../../../shared/collect/lines.ts';
import { allReaders } from '../../../shared/collect/readers/all.ts';
import { platformOf } from '../../../shared/collect/recognise.ts';
import { captureText, collected, collectedText, fieldsOf } from '../../helpers/captures.ts';
import { texts } from '../../samples/measure.ts';

// A page is made text before it is read: `variants.test.ts`.
const fixtures = readdirSync(join(import.meta.dirname, '../../fixtures/collect')).filter(
  (name) => !name.endsWith('.html'),
);
const utf8 = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, little: boolean) => {
  const out = new Uint8Array(text.length * 2);
  const view = new DataView(out.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), little);
  return out;
};
const lines = (text: string) => cleanLines(text).lines.map((line) => line.text);

describe('text', () => {
  test('[K1] UTF-8, UTF-16 with and without a mark, and Windows-1252', () => {
    const text = 'Host Name: GRÖSSE-01\r\n';
    for (const [bytes, encoding] of [
      [utf8(text), 'utf-8'],
      [wide(`\ufeff${text}`, true), 'utf-16le'],
      [wide(`\ufeff${text}`, false), 'utf-16be'],
      [wide(text, true), 'utf-16le'],
      [wide(text, false), 'utf-16be'],
      [Uint8Array.from(text, (char) => char.charCodeAt(0)), 'windows-1252'],
    ] as const)
      expect(decode(bytes)).toEqual({ kind: 'text', text, encoding });
  });
  test('[K2] what is no text is named', () => {
    expect(decode(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).toEqual({ kind: 'binary', what: 'a zip archive' });
    expect(decode(Uint8Array.from({ length: 600 }, (_, at) => at % 7))).toMatchObject({ kind: 'binary' });
  });
  test('[K3] cut in the middle of a character', () => {
    expect(decode(utf8('aé').subarray(0, 2))).toEqual({ kind: 'text', text: 'a', encoding: 'utf-8' });
  });
  test.each([
    ['[K4] LF, CRLF and CR CRLF', 'a\nb\r\nc\r\r\nd', ['a', 'b', 'c', 'd']],
    ['[K4] CR alone', 'a\rb\rc', ['a', 'b', 'c']],
    [
      '[K5] escapes of terminals',
      '\x1b[1;32mgw-1#\x1b[0m \x1b]0;title\x07show ver\x1b[K',
      ['gw-1# show ver'],
    ],
    ['[K5] backspaces', 'shwo\b\bow ver', ['show ver']],
    [
      '[K6] pager marks with what stands behind them',
      ' --More-- \r         \rvlan 10\n<--- More --->\r              \rvlan 20',
      ['vlan 10', 'vlan 20'],
    ],
    [
      '[K6] a pager mark that was erased with backspaces',
      ' --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bvlan 30',
      ['vlan 30'],
    ],
    ['[K6] a pager mark alone is no line', 'a\nPress any key to continue (q to quit)\nb', ['a', 'b']],
    ['[K7] text that was not written over stays', 'first\rsecond\n', ['first', 'second']],
  ])('%s', (_, text, expected) => {
    expect(lines(text).map((each) => each.trim())).toEqual(expected);
  });
  test('[K4] lines keep their numbers', () => {
    expect(cleanLines('a\n--More--\nb').lines).toEqual([
      { number: 1, text: 'a' },
      { number: 3, text: 'b' },
    ]);
  });
  test('[K8] a line of any length is bounded, and said', () => {
    const { lines: read, cut } = cleanLines('x'.repeat(3_000_000));
    expect(read[0]?.text).toHaveLength(MAX_LINE);
    expect(cut).toBe('Line 1 has 3000000 characters, of which the first 16384 were read.');
  });
});

describe('outputs', () => {
  test.each([
    ['sh ver', 'show version', true],
    ['sho inv', 'show inventory', true],
    ['show version | include uptime', 'show version', true],
    ['do show ver', 'show version', true],
    ['s v', 'show version', false],
    ['show', 'show version', false],
    ['show inventory', 'show version', false],
    ['rpm -qa', 'rpm -qa', true],
    ['rpm -q', 'rpm -qa', false],
  ])('[K12] %s for %s: %s', (typed, command, expected) => {
    expect(isCommand(typed, command)).toBe(expected);
  });

  const version = captureText('ios-stack.txt');
  const inventory = captureText('inventory.txt');
  test('[K9] [K11] [K15] a terminal log: each output by its command, abbreviated or not, all of one system', () => {
    const read = collectedText(
      `acc-sw-07>en\nacc-sw-07#ter len 0\nacc-sw-07#sh ver\n${version}acc-sw-07# sho inv\n${inventory}acc-sw-07#`,
    );
    expect(read.provenance.map(({ kind, command }) => [kind, command])).toEqual([
      ['cisco_ios show version', 'sh ver'],
      ['cisco show inventory', 'sho inv'],
    ]);
    expect(read.systems).toHaveLength(1);
    expect(read.systems[0]?.parts).toHaveLength(6);
    expect(fieldsOf(read).hostname).toBe('acc-sw-07');
  });
  test('[K10] a show tech-support', () => {
    const heading = (command: string) => `\n------------------ ${command} ------------------\n\n`;
    const read = collectedText(
      `${heading('show clock')}10:00:00.000 UTC Sat Nov 28 2026\n${heading('show version')}${version}${heading('show inventory')}${inventory}`,
    );
    expect(read.provenance.map(({ kind }) => kind)).toContain('cisco show inventory');
    expect(read.systems).toHaveLength(1);
  });
  test('[K15] two hosts in one log are two systems', () => {
    const read = collectedText(
      `gw-1#show inventory\n${inventory}gw-2#show inventory\n${inventory.replaceAll('FDO0000ABCD', 'FDO0000WXYZ')}`,
    );
    expect(read.systems.map(({ hostname, serial }) => [hostname?.value, serial?.value])).toEqual([
      ['gw-1', 'FDO0000ABCD'],
      ['gw-2', 'FDO0000WXYZ'],
    ]);
  });
  test('[K13] what no reader knows is not read, and says so', () => {
    const read = collectedText('Dear colleague,\nplease find attached nothing at all.\n');
    expect(read.kind).toBe('nothing');
    expect(read.provenance).toMatchObject([{ kind: 'unknown', certainty: 0 }]);
  });
  test('[K13] a platform and a command that are told decide', () => {
    const text = 'PID: WS-C2960 , VID: V01 , SN: FOC0000ABCD\n';
    expect(collectedText(text, { platform: 'cisco_ios', command: 'show inventory' })).toMatchObject({
      kind: 'cisco show inventory',
      certainty: 1,
    });
  });
  test.each([
    ['ios', 'cisco_ios'],
    ['cisco_xe', 'cisco_ios'],
    ['NX-OS', 'cisco_nxos'],
    ['iosxr', 'cisco_xr'],
    ['cisco_xr', 'cisco_xr'],
    ['cisco_ftd', 'cisco_asa'],
    ['Windows Server', 'windows'],
    ['ubuntu', 'linux'],
    ['acme', null],
  ])('[K13] the platform %s is %s', (name, platform) => {
    expect(platformOf(name)).toBe(platform);
  });
  test('no text: nothing, and why', () => {
    expect(collectedText('').provenance).toMatchObject([{ kind: 'unknown' }]);
  });

  test.each(fixtures)(
    '[K14] [K16] %s: one unknown line anywhere costs no other fact, and each fact stands where it says',
    (name) => {
      const before = texts(collected(name, { components: ['ips-core'] })).sort();
      expect(before.length).toBeGreaterThan(0);
      const text = captureText(name).split('\n');
      for (let at = 0; at <= text.length; at++) {
        const read = collectedText(text.toSpliced(at, 0, '%SYS-5-ODD: what nobody knows').join('\n'), {
          components: ['ips-core'],
        });
        const after = new Set(texts(read));
        const lost = before.filter((fact) => !after.has(fact));
        expect({ at, lost: lost.length / before.length <= 0.05 ? [] : lost }).toEqual({ at, lost: [] });
      }
      const source = text.map((line) => line.replace(/\s+/g, ' '));
      for (const { value, line } of collected(name).revisions)
        expect(source[line - 1]).toContain(value.replace(/\s+/g, ' ').split('-')[0]);
    },
  );

  test('any text is read without a fault, in bounds', () => {
    const part = fc.oneof(
      fc.constantFrom(...fixtures.flatMap((name) => captureText(name).split('\n'))),
      fc.constantFrom(
        'gw-1#show version',
        'admin:show status',
        'C:\\>systeminfo',
        '\x1b[2J',
        '--More--',
        '\0\0',
        '\r',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const read = collectedText(parts.join('\n'));
        for (const { certainty } of read.provenance) expect(certainty).toBeLessThanOrEqual(1);
        const ids = new Set(read.systems.map(({ id }) => id));
        for (const { system } of [...read.configuration, ...read.revisions, ...read.links])
          expect(ids.has(system)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
  test('any bytes are text or are named', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['text', 'binary']).toContain(decode(bytes).kind);
      }),
    );
  });
});

describe('kinds of outputs', () => {
  test('[K12] are shown by the names of the trade, and each is told from the others', () => {
    const words = allReaders([]).map(({ kind }) => kindWords(kind));
    expect(words).toContain('Cisco IOS show version');
    expect(words).toContain('Windows hot fixes');
    expect(words.filter((each) => !/^([A-Z]|[A-Z][a-z]+)/.test(each) || /^\w*_/.test(each))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
    expect(kindWords('template acme_os_show_version.textfsm')).toBe(
      'Your template acme_os_show_version.textfsm',
    );
  });
});
