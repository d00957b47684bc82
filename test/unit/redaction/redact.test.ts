import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CaseLists, NO_LISTS, type Replacement } from '../../../shared/redaction/kinds.ts';
import { DEFAULT_OPTIONS, openRedactor, openSurvey, redactCase } from '../../../shared/redaction/redact.ts';
import { configurations } from '../../helpers/generated-configurations.ts';
import { ios } from '../../helpers/secret-lines.ts';

const key = new Uint8Array(32).fill(3);
const redacted = (sources: Record<string, string>, lists: CaseLists = NO_LISTS) =>
  redactCase(
    Object.entries(sources).map(([name, text]) => ({ name, text })),
    key,
    { ...DEFAULT_OPTIONS, lists },
  ).texts;

describe('[RD1] found once, replaced everywhere', () => {
  test('what a configuration declares goes from prompts, notes, steps and names of files', () => {
    const texts = redacted({
      'CORE-HQ1-running.cfg':
        'hostname CORE-HQ1\nip domain name acme-hq.example\nusername jsmith secret Planted-77\n',
      note: 'Logged in to core-hq1 as jsmith with Planted-77. See files.acme-hq.example.',
      'CORE-HQ1_10.20.30.40.txt': 'CORE-HQ1#show version\nCORE-HQ1 uptime is 3 weeks\n',
    });
    const all = texts.map(({ name, text }) => `${name}\n${text}`).join('\n');
    expect(all).not.toMatch(/CORE-HQ1|jsmith|Planted|acme-hq|10\.20\.30\.40/i);
    const host = /HOST-[0-9A-Z]{8}/.exec(texts[0]?.text ?? '')?.[0] ?? 'none';
    expect(texts.map(({ name }) => name)).toEqual([
      `${host}-running.cfg`,
      'note',
      expect.stringContaining(`${host}_10.`),
    ]);
    expect(texts[2]?.text).toBe(`${host}#show version\n${host} uptime is 3 weeks\n`);
  });

  test('a secret is found again where it is written for an address of the web, JSON or XML', () => {
    const secret = 'a&b"c/d Planted';
    const [, note] = redacted({
      conf: `password='${secret}'`,
      note: `${encodeURIComponent(secret)} ${JSON.stringify(secret)} a&amp;b&quot;c/d Planted`,
    });
    expect(note?.text).not.toContain('Planted');
  });

  test('[RD6] a word that everybody uses is replaced where its syntax says that it is a secret or a name, and nowhere else', () => {
    const [first, second] = redacted({
      conf: 'snmp-server community public RO\nhostname switch9\n',
      note: 'The public network is up. The router is not.',
    });
    expect(first?.text).not.toContain('public');
    expect(second?.text).toBe('The public network is up. The router is not.');
  });
});

describe('[RD30] [RD31] [RD32] names by their syntax', () => {
  test('a host under the domain of a mail address is found wherever it stands, whatever its last label is', () => {
    const [conf, note] = redacted({
      conf: 'contact m.lopez@clinic.example\ndescription uplink to core1.clinic.example\n',
      note: 'db1.clinic.example answers; www.cisco.com is the maker’s, tac@cisco.com too.',
    });
    expect(conf?.text).not.toMatch(/clinic|core1/);
    expect(note?.text).not.toMatch(/clinic|db1/);
    expect(note?.text).toContain('www.cisco.com');
  });

  test.each([
    ['hostname EDGE-77', 'EDGE-77'],
    ['set system host-name EDGE-77', 'EDGE-77'],
    ['    host-name EDGE-77;', 'EDGE-77'],
    ['sysname EDGE-77', 'EDGE-77'],
    ['    set hostname "EDGE-77"', 'EDGE-77'],
    ['set deviceconfig system hostname EDGE-77', 'EDGE-77'],
    ['EDGE-77# show run', 'EDGE-77'],
    ['EDGE-77(config-if)#exit', 'EDGE-77'],
    ['RP/0/RSP0/CPU0:EDGE-77#show version', 'EDGE-77'],
    ['ops@EDGE-77> show version', 'EDGE-77'],
    ['[root@EDGE-77 ~]# ls', 'EDGE-77'],
    ['Linux EDGE-77 3.10.0-1062.el7.x86_64 #1 SMP', 'EDGE-77'],
    ['Host Name:                 EDGE-77', 'EDGE-77'],
    ['   Host Name . . . . . . . . . . . . : EDGE-77', 'EDGE-77'],
    ['  Device name: EDGE-77', 'EDGE-77'],
    ['Device ID: EDGE-77', 'EDGE-77'],
    ['System Name: "EDGE-77"', 'EDGE-77'],
    ['Logon Server:              \\\\EDGE-77', 'EDGE-77'],
    ['copy \\\\EDGE-77\\share\\x .', 'EDGE-77'],
    ['Nov 28 10:00:00 EDGE-77 sshd[77]: started', 'EDGE-77'],
    ['EDGE-77 up 114 days 18 hours', 'EDGE-77'],
    ['{"hostname": "EDGE-77"}', 'EDGE-77'],
    ['ip domain-name acme77.example', 'acme77'],
    ['set system domain-name acme77.example', 'acme77'],
    ['search acme77.lan', 'acme77'],
    ['see pbx.acme77.com for it', 'acme77'],
    ['   DNS Suffix Search List. . . . . . : acme77.lan', 'acme77'],
    ['Domain:                    ACME77.local', 'ACME77'],
    ['username jsmith77 privilege 15', 'jsmith77'],
    ['set system login user jsmith77 class super-user', 'jsmith77'],
    ['%SYS-5-CONFIG_I: Configured from console by jsmith77 on vty0 (10.1.1.1)', 'jsmith77'],
    ['Configuration last modified by jsmith77 at 09:15:45.959 EST', 'jsmith77'],
    ['sshd[1]: Accepted password for jsmith77 from 10.0.0.1 port 22', 'jsmith77'],
    ['cd /home/jsmith77/logs', 'jsmith77'],
    ['C:\\Users\\jsmith77\\Desktop', 'jsmith77'],
    ['jsmith77:x:1000:1000::/home/jsmith77:/bin/bash', 'jsmith77'],
    ['write to jane.doe77@acme.example', 'jane.doe77'],
    ['Tel.: 555 123 4567', '123 4567'],
    ['call +44 20 7946 0958 today', '7946'],
    ['destination-pattern 5551234', '5551234'],
    ['device SEP001B54AABBCC registered', '001B54AABBCC'],
  ])('%s', (text, original) => {
    expect(redacted({ x: text })[0]?.text).not.toContain(original);
  });

  test('what is public or everybody’s stays', () => {
    const text = [
      'Technical Support: http://www.cisco.com/techsupport',
      'export@cisco.com',
      'root:x:0:0:root:/root:/bin/bash',
      'username admin privilege 15',
      'login as Administrator',
      'localhost.localdomain',
      'Version     : 15.32.2.9',
      'python-3.5.0.1-1.el7.noarch',
      'at 10:20:30:40 and 12:34:56',
    ].join('\n');
    expect(redacted({ x: text })[0]?.text).toBe(text);
  });
});

describe('[RD7] a person decides', () => {
  test('what is kept stays in every text, what is added goes from every text', () => {
    const texts = redacted(
      { conf: 'hostname EDGE-77\n', note: 'EDGE-77 stands in Project Bluebird, with BLUEBIRD.' },
      { keep: ['edge-77'], add: [{ text: 'Bluebird', kind: 'HOST' }] },
    );
    expect(texts[0]?.text).toBe('hostname EDGE-77\n');
    expect(texts[1]?.text).toMatch(/^EDGE-77 stands in Project HOST-\w{8}, with HOST-\w{8}\.$/);
  });
});

describe('[RD4] what is told of a replacement', () => {
  test('its text, line, columns, kind, rule, original and token lead to the very place', () => {
    const text = 'first\nenable secret Planted-77\n  neighbor 10.20.30.40 password Planted-88\n';
    const [only] = redacted({ conf: text });
    const lines = text.split('\n');
    for (const { source, line, column, endColumn, original } of only?.replacements ?? []) {
      expect(source).toBe('conf');
      expect(lines[line - 1]?.slice(column - 1, endColumn - 1)).toBe(original);
    }
    expect(
      only?.replacements.map(({ kind, rule, original, line, column }) => [
        kind,
        rule,
        original,
        line,
        column,
      ]),
    ).toEqual([
      ['SECRET', 'RD21', 'Planted-77', 2, 15],
      ['IPV4', 'RD40', '10.20.30.40', 3, 12],
      ['SECRET', 'RD21', 'Planted-88', 3, 33],
    ]);
  });

  test('from the replacements and the derivative the original text comes back', () => {
    fc.assert(
      fc.property(configurations(ios), ({ text }) => {
        const [only] = redacted({ conf: text });
        const lines = text.split('\n');
        let out = '';
        let at = 0;
        for (const { line, column, original, token } of only?.replacements ?? []) {
          const place = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
          expect(text.slice(place, place + original.length)).toBe(original);
          out += text.slice(at, place) + token;
          at = place + original.length;
        }
        expect(only?.text).toBe(out + text.slice(at));
      }),
      { numRuns: 60, seed: 20_264 },
    );
  });
});

describe('[RD5] texts of any length', () => {
  const piecewise = (text: string, cuts: readonly number[]): { text: string; told: Replacement[] } => {
    const pieces: string[] = [];
    let at = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      pieces.push(text.slice(at, cut));
      at = Math.max(at, cut);
    }
    pieces.push(text.slice(at));
    const survey = openSurvey();
    const look = survey.look('x');
    for (const piece of pieces) look.push(piece);
    look.end();
    const told: Replacement[] = [];
    const file = openRedactor(key, survey.originals).open('x', (each) => told.push(each));
    return { text: pieces.map((piece) => file.push(piece)).join('') + file.end(), told };
  };

  test('the pieces in which a text comes change nothing', () => {
    const unit =
      'hostname EDGE-77\nenable secret Planted-77\n ip address 10.20.30.40 255.255.255.0\n! call EDGE-77\n';
    const text = unit.repeat(15_000);
    const whole = redacted({ x: text })[0];
    const pieces = piecewise(text, [1, 17, 524_288, 524_289, 600_001, 1_000_003]);
    expect(pieces.text).toBe(whole?.text);
    expect(pieces.told).toEqual(whole?.replacements);
    expect(pieces.text).not.toMatch(/EDGE-77|Planted|10\.20\.30\.40/);
    expect(pieces.told.at(-1)?.line).toBe(60_000);
  });

  test('a line of megabytes is looked at all along, also where it is cut', () => {
    const secrets = Array.from({ length: 300 }, (_, at) => `Planted${at}x${'q'.repeat(at % 40)}`);
    const text = `{${secrets.map((secret, at) => `"n${at}":"${'filler '.repeat(1_300)}","password":"${secret}"`).join(',')}}`;
    expect(text.length).toBeGreaterThan(2_500_000);
    const { text: out } = piecewise(text, [524_288 + 100, 1_500_000]);
    expect(out).not.toContain('Planted');
    expect(Object.keys(JSON.parse(out)).length).toBe(Object.keys(JSON.parse(text)).length);
  });

  test.each([
    ['brackets', '{['.repeat(60_000)],
    ['colons', 'a:'.repeat(100_000)],
    ['double colons', '::'.repeat(100_000)],
    ['digits', '1'.repeat(200_000)],
    ['dots', '1.'.repeat(100_000)],
    ['keywords', 'password '.repeat(25_000)],
    ['keywords without blanks', 'password'.repeat(25_000)],
    ['keys', 'key='.repeat(50_000)],
    ['quotes', `password="${'\\"'.repeat(60_000)}`],
    ['blanks', `password${' '.repeat(200_000)}`],
    ['slashes', '://'.repeat(60_000)],
    ['at signs', 'a@'.repeat(100_000)],
    ['begins', '-----BEGIN RSA PRIVATE KEY-----\n'.repeat(6_000)],
    ['dollars', '$1$'.repeat(60_000)],
    ['pluses', '+1 '.repeat(60_000)],
    ['tags', '<password>'.repeat(20_000)],
    ['dashes', 'ab-'.repeat(60_000)],
    ['secrets of Kubernetes', 'kind: Secret\ndata:\n'.repeat(8_000)],
    ['lower letters', 'eyJ'.repeat(60_000)],
    ['prompts', `${'a'.repeat(60)}\n`.repeat(3_000)],
  ])('a text made to be slow does not stop it: %s', (_, text) => {
    expect(redacted({ x: text })[0]?.text.length).toBeGreaterThan(0);
  });
});
