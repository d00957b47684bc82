import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { configurations, eachLine } from '../../helpers/generated-configurations.ts';
import { moreSecretLines } from '../../helpers/more-secret-lines.ts';
import { secretLines } from '../../helpers/secret-lines.ts';

const key = new Uint8Array(32).fill(7);
const allLines = { ...secretLines, ...moreSecretLines };
const redacted = (text: string, name = 'running-config.txt') =>
  redactCase([{ name, text }], key).texts[0]?.text ?? '';

describe('[RD20] [RD21] [RD22] secrets by syntax', () => {
  for (const [vendor, lines] of Object.entries(allLines))
    test(`every place of ${vendor} (${lines.length} lines) is found`, () => {
      const missed: string[] = [];
      for (const { text, planted } of eachLine(lines, 20_261)) {
        const out = redacted(text);
        if (planted.some((secret) => out.includes(secret))) missed.push(`${text} -> ${out}`);
      }
      expect(missed).toEqual([]);
    });

  for (const [vendor, lines] of Object.entries(allLines))
    test(`no planted secret is in what became of any generated configuration of ${vendor}, nor does a line more or less`, () => {
      fc.assert(
        fc.property(configurations(lines), ({ text, planted }) => {
          const out = redacted(text);
          for (const secret of planted) expect(out).not.toContain(secret);
          expect(out.split('\n').length).toBe(text.split('\n').length);
          // A command keeps its words: what reads the file still finds each where it was.
          for (const [at, line] of text.split('\n').entries()) {
            const before = line.split(/\s+/);
            const after = (out.split('\n')[at] ?? '').split(/\s+/);
            expect(after.length).toBe(before.length);
          }
        }),
        { numRuns: 60, seed: 20_261 },
      );
    });
});

describe('[RD21] what stands around a keyword', () => {
  test('two secrets in one line are both found', () => {
    const out = redacted(
      'snmp-server user ops NETOPS v3 auth sha Auth-Planted1 priv aes 128 Priv-Planted2 access 10',
    );
    expect(out).not.toMatch(/Planted/);
    expect(out).toMatch(/^snmp-server user \S+ NETOPS v3 auth sha \S+ priv aes 128 \S+ access 10$/);
  });

  test('[RD22] words that every object has as members are words as any', () => {
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])
      expect(
        redacted(`echo x | sudo ${word} password -p ${word} | curl -u ops:Planted-1 http://h/`),
      ).not.toMatch(/Planted/);
  });

  test('a password that holds blanks goes to the end of its line', () => {
    expect(redacted('enable password open the door')).not.toMatch(/open|door/);
    expect(redacted('username ops password open the door')).not.toMatch(/open|door/);
  });

  test.each([
    'service password-encryption',
    'password encryption aes',
    'ip ospf authentication message-digest',
    'ip ospf authentication key-chain OSPF-KEYS',
    ' authentication pre-share',
    'key chain OSPF-KEYS',
    ' key 1',
    ' crypto key generate rsa modulus 2048',
    'aaa authentication login default group tacacs+ local',
    ' set community 65000:100 additive',
    'ip community-list standard CUST permit 65000:200',
    ' neighbor 10.0.0.1 send-community both',
    'snmp-server enable traps snmp authentication linkdown',
    'username ops nopassword',
    'Password must be at least 8 characters.',
    'The password is not required for this account.',
    'Accepted password for root from 10.0.0.1 port 50122 ssh2',
    '	Administrator Password Status: Enabled',
    'Summary     : An authorization framework',
    'to use shadow (more secure) passwords. Authconfig can also configure a',
    `password: \${DB_PASSWORD}`,
    'password = getenv("DB_PASSWORD")',
    '"token_type": "bearer"',
    'max_tokens: 4096',
    'passwordPolicy: strong',
    'set password *****',
    ' pre-shared-key *****',
    'community-list expanded no-export',
    'public key: ssh-ed25519 follows',
  ])('%s holds no secret', (line) => {
    const kinds =
      redactCase([{ name: 'x', text: line }], key).texts[0]?.replacements.map(({ kind }) => kind) ?? [];
    expect(kinds).not.toContain('SECRET');
  });
});

describe('[RD24] secrets of several lines', () => {
  const body =
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\nZZplantedZZ==';

  test('a private key keeps BEGIN, END, its lines and their lengths, and nothing of what was between', () => {
    const text = `before\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n\n${body}\n-----END RSA PRIVATE KEY-----\nafter`;
    const out = redacted(text);
    expect(out).not.toContain('planted');
    for (const line of body.split('\n')) expect(out).not.toContain(line);
    expect(out).not.toContain('0123456789ABCDEF0123');
    expect(out.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    expect(out).toMatch(/^before\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n/);
    expect(out).toMatch(/\n-----END RSA PRIVATE KEY-----\nafter$/);
  });

  test('one that was cut off, or stands in JSON with its line breaks escaped, is found as well', () => {
    expect(redacted(`-----BEGIN OPENSSH PRIVATE KEY-----\n${body}`)).not.toContain('planted');
    const json = redacted(
      JSON.stringify({ private_key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n` }),
    );
    expect(json).not.toContain('planted');
    expect(JSON.parse(json).private_key.split('\n').length).toBe(6);
  });

  test('a line of a key that stands elsewhere without the others goes too', () => {
    const line = body.split('\n')[0] ?? '';
    const { texts } = redactCase(
      [
        { name: 'key.pem', text: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----` },
        { name: 'note', text: `it began with ${line}` },
      ],
      key,
    );
    expect(texts[1]?.text).not.toContain(line);
  });

  test.each([
    [
      'a certificate in IOS',
      'crypto pki certificate chain SELF\n certificate self-signed 01\n  30820321 3082028A A0030201 02020101\n  300D0609 2A864886\n  \tquit\n',
      '3082028A',
    ],
    ['an Ansible vault', '$ANSIBLE_VAULT;1.1;AES256\n62313233346162636465\n3536\n', '62313233346162636465'],
    [
      'a PuTTY key',
      'PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\nAAAAgQDabcZZtop\nPrivate-MAC: 00\n',
      'ZZtop',
    ],
    [
      'a Kubernetes secret',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: calls\ndata:\n  anything: MWYyZDFlMmU2N2Rm\n',
      'MWYyZDFlMmU2N2Rm',
    ],
    ['a YAML block', 'password: |\n  planted one\n  planted two\nnext: 1', 'planted'],
    [
      'a community of Fortinet',
      'config system snmp community\n    edit 1\n        set name "planted9"\n    next\nend',
      'planted9',
    ],
    [
      'a community of Junos',
      'snmp {\n    community planted9 {\n        authorization read-only;\n    }\n}',
      'planted9',
    ],
    ['a shadow file', 'ops:$6$saltsalt$abcdefghijklmnopqrstuv:19000:0:99999:7:::', 'abcdefghijklmnopqrstuv'],
    [
      'a Windows hash',
      'Administrator:500:aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0:::',
      '31d6cfe0d16ae931',
    ],
    ['a property list', '<key>Password</key>\n\t<string>planted9</string>', 'planted9'],
  ])('%s', (_, text, planted) => {
    expect(redacted(text)).not.toContain(planted);
  });

  test('a public key is left as it is', () => {
    const text = `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`;
    expect(redacted(text)).toBe(text);
  });
});

describe('[RD23] secrets by their own form, wherever they stand', () => {
  const run = (length: number, alphabet = 'aB3dE6gH9') => alphabet.repeat(40).slice(0, length);
  test.each([
    ['JSON web token', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${run(43)}`],
    ['AWS key', `AKIA${run(16, 'Q3ER5TZ7')}`],
    ['Google key', `AIza${run(35)}`],
    ['GitHub token', `ghp_${run(36)}`],
    ['GitHub fine-grained token', `github_pat_${run(40)}`],
    ['GitLab token', `glpat-${run(20)}`],
    ['Slack token', `xoxb-123456789012-${run(24)}`],
    ['Slack hook', `https://hooks.slack.com/services/T0000000/B0000000/${run(24)}`],
    ['Stripe key', `sk_live_${run(30)}`],
    ['SendGrid key', `SG.${run(22)}.${run(43)}`],
    ['npm token', `npm_${run(36)}`],
    ['Vault token', `hvs.${run(95)}`],
    ['URL with credentials', `ftp://ops:${run(24)}@h`],
    ['crypt', `$6$${run(8)}$${run(86)}`],
    ['bcrypt', `$2b$12$${run(53)}`],
    ['LDAP hash', `{SSHA}${run(32)}`],
  ])('%s', (_, secret) => {
    const out = redacted(`2026-11-20 saw ${secret} in the request`);
    expect(out).not.toContain(secret.slice(-12));
    expect(out.startsWith('2026-11-20 saw ')).toBe(true);
    expect(out.endsWith(' in the request')).toBe(true);
  });
});
