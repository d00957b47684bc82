/**
 * Many forms of the same commands: models, releases, stacks, chassis, pairs, makers, languages. `test/fixtures/collect-forms` is written
 * by hand after what devices print. An output begins with `@@ title`; the line below says what is to be read of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Collected } from '../../../shared/collect/collected.ts';
import { decode } from '../../../shared/collect/decode.ts';
import { collectedText, fieldsOf, revisionsOf } from '../../helpers/captures.ts';
import { texts } from '../../samples/measure.ts';

interface Form {
  title: string;
  wanted: [field: string, value: string][];
  text: string;
}

const folder = join(import.meta.dirname, '../../fixtures/collect-forms');

const forms: Form[] = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), 'utf8')
    .split(/^@@ /m)
    .slice(1)
    .map((block) => {
      const [title = '', wanted = '', ...text] = block.split('\n');
      const pairs = wanted.slice(2).trim().split(' | ');
      return {
        title: `${name.replace('.txt', '')}: ${title}`,
        wanted: pairs
          .filter((pair) => pair !== 'nothing')
          .map((pair) => [pair.split(' ', 1)[0] ?? '', pair.slice(pair.indexOf(' ') + 1)]),
        text: text.join('\n'),
      };
    }),
);
const cisco = forms.filter(({ wanted }) => wanted.length > 0);

/** What was read, in the words of the line that says what is wanted. */
function readOf(read: Collected, [field, value]: [string, string]): string {
  const [system] = read.systems;
  const among = (all: readonly string[]) =>
    value
      .split(', ')
      .filter((each) => all.includes(each))
      .join(', ');
  if (field === 'serials' || field === 'models')
    return among(system?.[field].map((each) => each.value) ?? []);
  if (field === 'parts')
    return among(
      system?.parts.map(({ name, model, version, serial }) => [name, model, version, serial].join(';')) ?? [],
    );
  if (field === 'iosxe') return read.revisions.find(({ component }) => component === 'IOS XE')?.value ?? '';
  if (field === 'revisions') return among(read.revisions.map((each) => each.value));
  return Object.entries(fieldsOf(read)).find(([name]) => name === field)?.[1] ?? '';
}

describe('[K20] [K21] [K22] [K35] [K36] of every form of an output', () => {
  test.each(cisco)('$title: one system, with its facts', ({ wanted, text }) => {
    const read = collectedText(text);
    expect(read.systems).toHaveLength(1);
    expect(wanted.map((each) => [each[0], readOf(read, each)])).toEqual(wanted);
  });
  test.each(forms.filter(({ wanted }) => wanted.length === 0))(
    '[K13] $title: what no reader knows is no system',
    ({ text }) => {
      const read = collectedText(text);
      expect(read.systems).toEqual([]);
      expect(read.kind).toBe('nothing');
    },
  );
});

const unknownLanguage = cisco.find(({ title }) => title.includes('that nobody here knows'))?.text ?? '';

test('[K35] of Junos the release is a revision level, and the builds of its packages are none', () => {
  const junos = cisco.filter(({ title }) => title.includes('Junos'));
  expect(junos.map(({ text }) => revisionsOf(collectedText(text)))).toEqual([
    ['Junos 18.4R2-S3'],
    ['Junos 12.3R6.6'],
  ]);
});

test('[K9] an element of XML is no prompt', () => {
  const xml = '<reason>reload by the operator\n<command>show version</command>\n<description>get the log\n';
  expect(collectedText(xml).provenance.map(({ command }) => command)).toEqual([null]);
});

describe('[K36] systeminfo in a language that nobody here knows', () => {
  const named = (text: string) => {
    const read = collectedText(text);
    return read.configuration
      .filter(({ section, key }) => section === 'Hot fixes' || /Bellek|^System Manufacturer$/.test(key))
      .map(({ key, value }) => `${key}: ${value}`);
  };
  test('what its values and the order of its lines tell is read; lines of one name stay apart', () => {
    expect(named(unknownLanguage)).toEqual([
      'System Manufacturer: LENOVO',
      'Sanal Bellek: En Fazla Boyut: 18.459 MB',
      'Sanal Bellek: Kullanılabilir: 9.111 MB',
      'KB5034204: KB5034204',
    ]);
  });
  test('in the code page of the window that printed it', () => {
    // Cyrillic letters in the code page 866 of a command window.
    const label = Buffer.from([0x88, 0xac, 0xef, 0x20, 0xe3, 0xa7, 0xab, 0xa0]);
    const bytes = Buffer.concat(
      unknownLanguage
        .split('\n')
        .map((line) =>
          /^\S/.test(line)
            ? Buffer.concat([
                label,
                Buffer.from(line.slice(line.lastIndexOf(':  ')), 'latin1'),
                Buffer.from('\n'),
              ])
            : Buffer.from(`${line}\n`, 'latin1'),
        ),
    );
    const decoded = decode(bytes);
    const read = collectedText(decoded.kind === 'text' ? decoded.text : '');
    expect(fieldsOf(read)).toMatchObject({ hostname: 'PC-TR-01', model: '20Y0S00000' });
  });
});

const utf8 = (text: string) => new TextEncoder().encode(text);
const everyFifth = (text: string, before: string) =>
  text
    .split('\n')
    .map((line, at) => (at % 5 === 4 ? `${before}${line}` : line))
    .join('\n');
const everyLine = (text: string, before: string) =>
  text
    .split('\n')
    .map((line) => `${before}${line}`)
    .join('\n');

describe('an output keeps its facts', () => {
  test.each<[string, (text: string) => Uint8Array]>([
    ['[K4] with CRLF', (text) => utf8(text.replaceAll('\n', '\r\n'))],
    ['[K4] with CR alone', (text) => utf8(text.replaceAll('\n', '\r'))],
    ['[K1] in UTF-16 without a mark', (text) => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf16le')],
    [
      '[K1] in Windows-1252',
      (text) => (/[\u0100-\uffff]/.test(text) ? utf8(text) : Buffer.from(text, 'latin1')),
    ],
    ['[K6] with marks of a pager', (text) => utf8(everyFifth(text, ' --More-- \r          \r'))],
    ['[K5] with colours', (text) => utf8(everyLine(text, '\x1b[0m\x1b[1;32m'))],
    ['[K5] with escapes of eight bits', (text) => utf8(everyLine(text, '\u009b0m'))],
    ['[K9] with prompts inside', (text) => utf8(everyFifth(text, 'gw-1#\n'))],
    ['[K14] with messages inside', (text) => utf8(everyFifth(text, '%SYS-5-CONFIG_I: from console\n'))],
    ['[K17] in a quoted mail', (text) => utf8(everyLine(text, '> '))],
    [
      '[K17] with the times of a terminal program',
      (text) => utf8(everyLine(text, '[2026-11-28 10:11:12.123] ')),
    ],
    ['[K17] moved in', (text) => utf8(everyLine(text, '   '))],
    ['[K17] with tabs at the beginning', (text) => utf8(text.replace(/^ {8}/gm, '\t'))],
  ])('%s', (_, change) => {
    const lost = cisco.flatMap(({ title, text }) => {
      const decoded = decode(change(text));
      if (decoded.kind !== 'text') return [title];
      const left = new Set(texts(collectedText(decoded.text)));
      const before = texts(collectedText(text));
      const gone = before.filter((each) => !left.has(each));
      return gone.length > before.length * 0.05 ? [`${title}: ${gone.join(', ')}`] : [];
    });
    expect(lost).toEqual([]);
  });
  test('[K17] what was passed over is said, and a log keeps its times', () => {
    const [first] = cisco;
    const read = collectedText(everyLine(first?.text ?? '', '> '));
    expect(read.provenance[0]?.notes).toContain(
      'The marks of a quoted mail before its lines were passed over.',
    );
    const log = Array.from({ length: 9 }, (_, at) => `2026-11-28 10:11:1${at} service started`).join('\n');
    expect(collectedText(log).provenance.flatMap(({ notes }) => notes)).toEqual([]);
  });
  test('[K9] [K17] a prompt that was moved in with its output names the system', () => {
    const moved = everyLine(
      'gw-7#show inventory\nNAME: "Chassis", DESCR: "Example 44 Chassis"\nPID: EX-44/K9 , VID: V01 , SN: EXA1234Z9Q\n\nNAME: "Fan", DESCR: "Fan"\nPID: EX-FAN , VID: , SN:',
      '        ',
    );
    const read = collectedText(moved);
    expect(fieldsOf(read)).toMatchObject({ hostname: 'gw-7', serial: 'EXA1234Z9Q', model: 'EX-44/K9' });
    expect(read.provenance[0]).toMatchObject({ command: 'show inventory', fromLine: 1 });
  });
});
