import { describe, expect, test } from 'vitest';
import { contentOf, type FileContent } from '../../../shared/collect/content.ts';

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

const logged: Partial<FileContent> = { content: 'text', category: 'log' };
const configured: Partial<FileContent> = { content: 'text', category: 'configuration' };

describe('what a file is, whatever it is called', () => {
  test.each<[string, Uint8Array, Partial<FileContent>]>([
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
      'XML',
      bytes(
        '<?xml version="1.0"?>\n<device>\n <name>SEP001122334455</name>\n <port>5060</port>\n</device>\n',
      ),
      { category: 'configuration' },
    ],
    [
      'a trace of Cisco CallManager, of its signals',
      bytes(
        '00012345.001 |06:00:00.123 |SdlSig   |SIPNormalInd |restart0\n00012345.002 |06:00:00.124 |AppInfo  |SIPTcp - wait\n'.repeat(
          4,
        ),
      ),
      { category: 'log' },
    ],
    [
      'a trace of Cisco CallManager of before',
      bytes('11/22/2026 06:00:00.123 CCM|StationInit: TCPPid=[1.100.9.1]|<CLID::Cluster>\n'.repeat(4)),
      { category: 'log' },
    ],
    ...(
      [
        ['of a web server', '10.0.0.1 - - [22/Nov/2026:06:00:00 +0000] "GET / HTTP/1.1" 200 12\n'],
        ['of a kernel', '[    0.123456] Linux version 6.1\n[   12.345678] eth0: link up\n'],
        ['of a phone', '1234 NOT 06:00:00.123456 SIPCC-SIP: registered\n'],
        ['of a phone of another kind', '11-22 06:00:00.123  1234  1234 I Tag: message\n'],
        ['in seconds since 1970', '1763790000.123 INFO index opened\n'],
        ['of Java', 'Nov 22, 2026 6:00:00 AM com.example.Index write\nSEVERE: E-417 index not writable\n'],
        ['of JSON lines', '{"time":"2026-11-22T06:00:00Z","level":"info","msg":"index opened"}\n'],
        ['of the German form', '22.11.2026 06:00:00 Fehler beim Schreiben\n'],
      ] as const
    ).map(([what, lines]): [string, Uint8Array, Partial<FileContent>] => [
      `a log ${what}`,
      bytes(lines.repeat(6)),
      logged,
    ]),
    ...(
      [
        ['JSON', '{\n  "retention": 30,\n  "host": "rec1",\n  "ports": [5060, 5061]\n}\n'],
        ['Junos in braces', 'system {\n    host-name gw1;\n    services {\n        ssh;\n    }\n}\n'],
        [
          'a firewall',
          'config system interface\n    edit "port1"\n        set ip 10.0.0.1 255.0.0.0\n    next\nend\n',
        ],
        ['properties', 'db.url=jdbc:x\ndb.user=rec\nretention.days=30\n'],
      ] as const
    ).map(([what, text]): [string, Uint8Array, Partial<FileContent>] => [
      `a configuration of ${what}`,
      bytes(text),
      configured,
    ]),
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
  ])('[K60] [K61] %s', (_what, given, expected) => {
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
