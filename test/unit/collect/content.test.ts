import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../shared/collect/content.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const log =
  '2026-11-22 06:00:00,120 INFO index opened\n2026-11-22 06:00:01,500 WARN index not written\n'.repeat(8);
const config =
  'hostname gw1\ninterface Gi0/0\n ip address 10.0.0.1 255.255.255.0\nrouter ospf 1\nsnmp-server community x RO\n';

function utf32(text: string): Uint8Array {
  const wide = new Uint8Array(text.length * 4);
  for (let at = 0; at < text.length; at++) wide[at * 4] = text.charCodeAt(at);
  return wide;
}

describe('what a file is, whatever it is called', () => {
  test.each([
    ['a log', bytes(log), { content: 'text', category: 'log', textFrom: null }],
    ['syslog', bytes('Nov 22 06:00:00 rec1 kernel: down\n'.repeat(5)), { content: 'text', category: 'log' }],
    ['a running configuration', bytes(config), { content: 'text', category: 'configuration' }],
    [
      'an export of the registry',
      bytes('[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]\n"Path"="C"\n"Port"="1"\n'),
      { category: 'configuration' },
    ],
    ['YAML', bytes('server:\n  host: rec1\n  port: 5060\n  codec: g711\n'), { category: 'configuration' }],
    [
      'a letter',
      bytes('Dear support,\nthe recorder stops at night.\nKind regards\n'),
      { content: 'text', category: null },
    ],
    [
      'a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
      { content: 'picture' },
    ],
    ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), { content: 'archive' }],
    ['a gzip', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), { content: 'archive' }],
    ['a capture', new Uint8Array([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]), { content: 'capture' }],
    ['nothing but zeros', new Uint8Array(4_096), { content: 'binary' }],
    ['data', Uint8Array.from({ length: 4_096 }, (_, at) => ((at * 7919) % 251) % 9), { content: 'binary' }],
  ] as const)('[K60] [K61] %s', (_what, given, expected) => {
    expect(contentOf(given)).toMatchObject(expected);
  });

  test('[K62] a log that was cut while it was written is text from its first byte on', () => {
    const cut = new Uint8Array(10_000 + log.length);
    cut.set(bytes(log), 10_000);
    expect(contentOf(cut)).toEqual({ content: 'text', category: 'log', textFrom: 10_000 });
  });

  test('[K62] a log that lost a block in a crash, and one in UTF-32, are text', () => {
    const crashed = new Uint8Array(log.length * 2 + 4_096);
    crashed.set(bytes(log), 0);
    crashed.set(bytes(log), log.length + 4_096);
    expect(contentOf(crashed)).toMatchObject({ content: 'text', category: 'log', textFrom: 0 });
    expect(contentOf(utf32(log))).toMatchObject({ content: 'text', category: 'log', textFrom: 0 });
  });
});
