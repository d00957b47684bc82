/** The event log of Windows, as it is saved and exported; the fixtures are written by hand. See shared/collect/SPEC.md, K18 and K33. */
import { describe, expect, test } from 'vitest';
import { LogLooker } from '../../../renderer/workers/log-service.ts';
import { unpacker } from '../../../renderer/workers/unpacker.ts';
import { EventLines, eventLines, isEventXml } from '../../../shared/collect/event-lines.ts';
import { startSet } from '../../../shared/collect/findings/start-set.ts';
import { MomentReader } from '../../../shared/collect/log/moments.ts';
import { formOf } from '../../../shared/collect/log/stamp.ts';
import { unpack } from '../../../shared/collect/unpack.ts';
import { captureText, collected, collectedText, entriesOf, fieldsOf } from '../../helpers/captures.ts';

const xml = captureText('windows-events.xml');
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

async function unpacked(bytes: Uint8Array) {
  const reader = {
    size: bytes.length,
    read: async (at: number, length: number) => bytes.subarray(at, at + length),
  };
  const all = [];
  for await (const capture of unpack('events.xml', reader, unpacker)) all.push(capture);
  return all[0];
}

const ERRORS = [
  'System, Service Control Manager 7031: 2026-11-20T14:15:02Z: The Fictional Recorder service terminated unexpectedly. It has done this 2 time(s). (2 times since 2026-11-20T08:55:12Z)',
  'System, Microsoft-Windows-Kernel-Power 41: 2026-11-20T09:01:30Z: 0; 0x0',
  'ForwardedEvents, Application Error 1000: 2026-11-20T14:16:00Z: Faulting application name: recorder.exe',
];

describe('[K18] [K33] an event log as XML', () => {
  test.each([
    ['in one line, as the Event Viewer saves it', xml],
    [
      'one event a line, as wevtutil prints it',
      xml.replace(/<\?xml[^>]*>\s*|<\/?Events>/g, '').replaceAll('</Event>', '</Event>\n'),
    ],
    ['indented', xml.replaceAll('><', '>\n  <')],
    ['with a line in it that nobody knows', xml.replace('</Event>', '</Event>\nsomething else\n')],
  ])('%s: errors by source and number, with how often and since when', async (_, text) => {
    for (const bytes of [utf8(text), utf16(text)]) {
      const capture = await unpacked(bytes);
      const read = collectedText(capture?.text ?? '');
      expect(read.provenance).toMatchObject([{ kind: 'windows events, XML', certainty: 1 }]);
      expect(entriesOf(read, 'Recent errors')).toEqual(ERRORS);
      expect(read.systems.map(({ hostname }) => hostname?.value)).toEqual([
        'REC-1.example.test',
        'REC-2.example.test',
      ]);
      expect(capture?.bytes).toEqual(bytes);
    }
  });

  test('in a terminal log, as it was printed there, each fact names its line', () => {
    const lines = xml.replace(/<\?xml[^>]*>\s*|<\/?Events>/g, '').replaceAll('</Event>', '</Event>\n');
    const read = collectedText(`C:\\> wevtutil qe System /f:RenderedXml\n${lines}C:\\> hostname\nREC-1\n`);
    expect(entriesOf(read, 'Recent errors')).toEqual(ERRORS);
    expect(read.configuration.map(({ line }) => line)).toEqual([4, 3, 6]);
  });

  test('is cut anywhere, and comes in pieces of any size', () => {
    const whole = eventLines(xml);
    expect(whole.split('\n')).toHaveLength(6);
    for (const size of [1, 7, 100, 4_096]) {
      const parts: string[] = [];
      for (let at = 0; at < xml.length; at += size) parts.push(xml.slice(at, at + size));
      expect(eventLinesOf(parts)).toBe(whole);
    }
    for (let end = 0; end < xml.length; end += 97)
      expect(eventLines(xml.slice(0, end)).length).toBeLessThan(xml.length);
    expect(isEventXml(xml)).toBe(true);
    expect(isEventXml('<html><Event></html>')).toBe(false);
  });

  test('of an event without an end, as long as it likes, the next ones are read all the same', () => {
    const damaged = xml.replace('</Event>', `<Data>${'x'.repeat(400_000)}`);
    expect(eventLines(damaged)).toContain('Kernel-Power 41');
  });

  test('[L10] [L11] is looked into as a log: its times, levels and busiest messages, one event a line', async () => {
    for (const [bytes, encoding] of [
      [utf8(xml), 'UTF-8'],
      [utf16(xml), 'utf-16le'],
    ] as const) {
      const looker = new LogLooker();
      const pass = async (what: Parameters<LogLooker['begin']>[0]) => {
        await looker.begin(what);
        for (let at = 0; at < bytes.length; at += 1_000)
          if (await looker.take({ bytes: bytes.subarray(at, at + 1_000) })) break;
        return looker.end();
      };
      expect(await pass({ kind: 'index' })).toMatchObject({
        encoding: `${encoding}, each event as one line`,
        seekable: false,
        index: {
          lines: 5,
          form: 'ISO 8601',
          from: { line: 1, text: '2026-11-20T08:55:12' },
          to: { line: 5 },
          levels: { critical: 1, error: 3, info: 1 },
        },
      });
      expect(await pass({ kind: 'lines', first: 1, from: 2, to: 2 })).toMatchObject({
        lines: [{ line: 2, text: expect.stringMatching(/^2026-11-20T09:01:30\.1230000Z Critical System, /) }],
      });
      expect(await pass({ kind: 'search', words: 'recorder.exe', warningsOnly: true })).toMatchObject({
        lines: [{ line: 5 }],
      });
    }
  });
});

function eventLinesOf(parts: readonly string[]): string {
  const lines = new EventLines();
  return parts.map((part) => lines.push(part)).join('') + lines.end();
}

describe('[K33] an event log as CSV', () => {
  test('of the Event Viewer: a message may have line ends and quotation marks; what is no error is none', () => {
    const read = collected('windows-events.csv');
    expect(read.provenance).toMatchObject([
      {
        kind: 'windows events, CSV',
        certainty: 1,
        notes: [expect.stringContaining('Of 5 events 3 are errors')],
      },
    ]);
    expect(entriesOf(read, 'Recent errors')).toEqual([
      'Service Control Manager 7031: 2026-11-20T14:15:02: The Fictional Recorder service terminated unexpectedly. It has done this 2 time(s). (2 times since 2026-11-20T08:55:12)',
      'Microsoft-Windows-Kernel-Power 41: 2026-11-20T09:01:30: The system has rebooted without cleanly shutting down first, "BugcheckCode" 0.',
    ]);
    expect(read.configuration.map(({ line }) => line)).toEqual([3, 6]);
  });

  test('in German, parted by semicolons', () => {
    expect(entriesOf(collected('windows-events-german.csv'), 'Recent errors')).toEqual([
      'Service Control Manager 7031: 2026-11-20T14:15:02: Der Dienst "Fictional Recorder" wurde unerwartet beendet. Dies ist bereits 2 Mal passiert.',
    ]);
  });

  test('of PowerShell, where the day stands first because no month has 20 of them', () => {
    const read = collected('windows-events-powershell.csv');
    expect(entriesOf(read, 'Recent errors')).toEqual([
      'System, Service Control Manager 7031: 2026-11-20T14:15:02: The Fictional Recorder service terminated unexpectedly.',
    ]);
    expect(fieldsOf(read)).toMatchObject({ hostname: 'REC-1.example.test' });
  });

  test('[K14] a line that nobody knows, and a mark that is never closed, cost nothing but themselves', () => {
    const text = captureText('windows-events.csv');
    const all = entriesOf(collected('windows-events.csv'), 'Recent errors');
    const lines = text.split('\n');
    for (const [at] of lines.entries()) {
      if (at === 0 || at === 3) continue;
      const changed = [...lines.slice(0, at), '@@ a line that nobody knows @@', ...lines.slice(at)].join(
        '\n',
      );
      expect(entriesOf(collectedText(changed), 'Recent errors')).toEqual(all);
    }
    const open = text.replace('Tcpip,4227,None,"', 'Tcpip,4227,None,"""');
    expect(entriesOf(collectedText(open), 'Recent errors')).toHaveLength(2);
  });

  test.each([
    ['windows-events.csv', '2026-11-20T14:15:02.000Z'],
    ['windows-events-german.csv', '2026-11-20T14:15:02.000Z'],
  ])('[L2] [L6] %s stands in time as a log does', (name, at) => {
    const lines = captureText(name).split('\n');
    const form = formOf(lines);
    if (!form) throw new Error('it has times');
    const reader = new MomentReader(form, { zone: 'UTC', ahead: 0, captured: '2026-11-21T00:00:00Z' });
    expect(reader.read(lines[2] ?? '')).toBe(Date.parse(at));
  });
});

describe('[F7] errors that a system wrote down', () => {
  const found = (faultAt: string | null) =>
    collected('windows-events.csv', {
      findings: { rules: startSet, context: { now: '2026-11-21T00:00:00Z', faultAt, capturedAt: null } },
    }).findings.map(({ message }) => /logged (.*?) near/.exec(message)?.[1]);
  test.each([
    ['at the last of them', '2026-11-20T14:15:00Z', ['Service Control Manager 7031']],
    [
      'between two of one kind, and near another',
      '2026-11-20T09:30:00Z',
      ['Service Control Manager 7031', 'Microsoft-Windows-Kernel-Power 41'],
    ],
    ['two hours after all', '2026-11-20T16:20:00Z', []],
    ['that nobody knows', null, []],
  ])('are found for a fault %s', (_, faultAt, kinds) => {
    expect(found(faultAt)).toEqual(kinds);
  });
});

test('[K2] a log that is saved as it lies says how to save it so that it can be read', async () => {
  const capture = await unpacked(new Uint8Array([...utf8('ElfFile'), 0, 1, 2, 3, 0]));
  expect(capture?.notes[0]).toMatch(/is a Windows event log, no text\. .* save it as XML or CSV/);
});
