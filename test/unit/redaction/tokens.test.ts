import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../shared/redaction/kinds.ts';
import { DEFAULT_OPTIONS, redactCase } from '../../../shared/redaction/redact.ts';
import { collisions, tokens } from '../../../shared/redaction/tokens.ts';

const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const other = new Uint8Array(32).fill(9);
const made = tokens(key, DEFAULT_OPTIONS);

describe('[RD10] tokens of a case', () => {
  const kinds: readonly Kind[] = ['SECRET', 'HOST', 'DOMAIN', 'USER'];

  test('two devices that know different things of a case give the same original the same token', () => {
    const shared =
      'hostname CORE-HQ1\nusername jsmith secret Planted-77\n ip address 10.20.30.40 255.255.255.0\n';
    const one = redactCase([{ name: 'a', text: shared }], key).texts[0]?.text;
    const two = redactCase(
      [
        { name: 'b', text: `hostname BRANCH-9\nsnmp-server community Other-1 ro\n` },
        { name: 'a', text: shared },
      ],
      key,
    ).texts[1]?.text;
    expect(two).toBe(one);
    expect(one).toMatch(/^hostname HOST-[0-9A-Z]{8}\nusername USER-[0-9A-Z]{8} secret SECRET-[0-9A-Z]{8}\n/);
  });

  test('another key gives other tokens, so that nothing is learned from one case about another', () => {
    for (const kind of kinds)
      expect(tokens(other, DEFAULT_OPTIONS).of(kind, 'core-hq1.example')).not.toBe(
        made.of(kind, 'core-hq1.example'),
      );
    expect(tokens(other, DEFAULT_OPTIONS).of('IPV4', '10.20.30.40')).not.toBe(made.of('IPV4', '10.20.30.40'));
  });

  test('a short key is refused', () => {
    expect(() => tokens(new Uint8Array(16), DEFAULT_OPTIONS)).toThrow(RangeError);
  });

  test('a host is one whether it stands alone, with its domain, or in capitals', () => {
    const host = made.of('HOST', 'core1');
    expect(made.of('HOST', 'CORE1')).toBe(host);
    expect(made.of('DOMAIN', 'core1.hq.acme.example')).toBe(
      `${host}.${made.of('HOST', 'hq')}.${made.of('DOMAIN', 'acme.example')}`,
    );
    expect(made.of('MAIL', 'jsmith@acme.example')).toBe(
      `${made.of('USER', 'jsmith')}@${made.of('DOMAIN', 'acme.example')}`,
    );
  });

  test('[RD11] of two originals that come out alike both get the longer token, in whatever order they were found', () => {
    // Found by search: two of a million names whose 40 bits are alike are not to be had, so the set says which they are.
    const alike = new Set(['HOST one', 'HOST two']);
    const longer = tokens(key, DEFAULT_OPTIONS, alike);
    expect(longer.of('HOST', 'one')).toMatch(/^HOST-[0-9A-Z]{16}$/);
    expect(longer.of('HOST', 'one').startsWith(made.of('HOST', 'one'))).toBe(true);
    expect(longer.of('HOST', 'three')).toBe(made.of('HOST', 'three'));
    const many = Array.from({ length: 5_000 }, (_, at) => ({ kind: 'HOST' as const, text: `sw-${at}` }));
    expect(
      collisions(
        [...many, ...many.map(({ kind, text }) => ({ kind, text: text.toUpperCase() }))],
        key,
        DEFAULT_OPTIONS,
      ).size,
    ).toBe(0);
  });
});

describe('[RD12] secrets keep their form', () => {
  test.each([
    ['MD5 crypt', '$1$wtHI$0rN7R8PKwC30AsCGA77vy.', /^\$1\$[./0-9A-Za-z]{4}\$[./0-9A-Za-z]{22}$/],
    [
      'SHA-512 crypt with rounds',
      `$6$rounds=5000$saltsaltsalt$${'aB3'.repeat(28)}xy`,
      /^\$6\$rounds=5000\$[./0-9A-Za-z]{12}\$[./0-9A-Za-z]{86}$/,
    ],
    ['Cisco type 8', `$8$mTj4RZG8N9ZDOk$${'aB3'.repeat(14)}x`, /^\$8\$[./0-9A-Za-z]{14}\$[./0-9A-Za-z]{43}$/],
    ['Cisco type 9', `$9$nhEmQVczB7dqsO$${'aB3'.repeat(14)}x`, /^\$9\$[./0-9A-Za-z]{14}\$[./0-9A-Za-z]{43}$/],
    ['Junos type 9', '$9$Be4EhyVb2GDkevYo', /^\$9\$[./0-9A-Za-z]{16}$/],
    ['bcrypt', `$2b$12$${'aB3'.repeat(17)}xy`, /^\$2b\$12\$[./0-9A-Za-z]{53}$/],
    ['Cisco type 7', '122A00190102180D3C2E', /^(?:0\d|1[0-5])[0-9A-F]{18}$/],
    ['hexadecimal', '0123456789abcdef0123456789abcdef', /^[0-9a-f]{32}$/],
    ['hexadecimal with its mark', '0x0123456789ABCDEF', /^0x[0-9A-F]{16}$/],
    ['base64', 'SH2nlSm9QL9tapcHPXIqAXvX7vBJuuqu22hpa0JX0sBuKIo7z2g0Kz/+0KyH4E==', /^[A-Za-z0-9+/]{62}==$/],
    ['UUID', '2f9b8c2e-1d3a-4c5b-8e7f-0a1b2c3d4e5f', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['GitHub token', `ghp_${'aB3'.repeat(12)}`, /^ghp_[A-Za-z0-9]{36}$/],
    ['LDAP hash', '{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9gabcde', /^\{SSHA\}[A-Za-z0-9]{32}$/],
    ['anything else', 'open sesame', /^SECRET-[0-9A-HJKMNP-TV-Z]{8}$/],
  ])('%s', (_, original, form) => {
    const token = made.of('SECRET', original);
    expect(token).toMatch(form);
    expect(token).not.toBe(original);
    expect(made.of('SECRET', original)).toBe(token);
  });

  test('a type 7 token is a password in type 7: it decodes to letters and digits', () => {
    const table = 'dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87';
    const token = made.of('SECRET', '122A00190102180D3C2E');
    const seed = Number(token.slice(0, 2));
    const plain = (token.slice(2).match(/../g) ?? []).map((pair, at) =>
      String.fromCharCode(Number.parseInt(pair, 16) ^ table.charCodeAt((seed + at) % table.length)),
    );
    expect(plain.join('')).toMatch(/^[a-z2-9]{9}$/);
  });
});

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const bits = (text: string) =>
  text
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
const sharedBits = (a: string, b: string) => {
  const [first, second] = [bits(a), bits(b)];
  let at = 0;
  while (at < 32 && first[at] === second[at]) at += 1;
  return at;
};
const isMask = (text: string) => /^1+0*$/.test(bits(text));

describe('[RD13] IPv4 addresses', () => {
  test('two addresses share as long a prefix as before, and no two become one', () => {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (a, b, common) => {
        // The second begins as the first does.
        const mixed = bits(a).slice(0, common) + bits(b).slice(common);
        const second = (mixed.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).join('.');
        fc.pre(!isMask(a) && !isMask(second));
        expect(sharedBits(made.of('IPV4', a), made.of('IPV4', second))).toBe(sharedBits(a, second));
      }),
      { numRuns: 3_000, seed: 20_262 },
    );
  });

  test.each([
    ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
    ['shared by carriers', ['100.64.0.0/10']],
    ['for benchmarks', ['198.18.0.0/15']],
  ])('what is %s stays so, and nothing else becomes so', (_, blocks) => {
    const inBlock = (text: string) =>
      blocks.some((block) => {
        const [base = '', length = '0'] = block.split('/');
        return sharedBits(text, base) >= Number(length);
      });
    fc.assert(
      fc.property(
        fc.oneof(
          address,
          fc
            .tuple(fc.constantFrom(...blocks), octet, octet)
            .map(([block, c, d]) => block.replace(/\d+\.\d+\/\d+$/, `${c}.${d}`)),
        ),
        (text) => {
          expect(inBlock(made.of('IPV4', text))).toBe(inBlock(text));
        },
      ),
      { numRuns: 2_000, seed: 20_263 },
    );
  });

  test.each(
    '0.0.0.0 0.0.0.255 0.255.255.255 255.255.255.255 255.255.240.0 255.0.0.0 128.0.0.0 192.0.0.0 127.0.0.1 224.0.0.5 239.1.1.1 169.254.10.1 8.8.8.8 1.1.1.1 192.0.2.7 203.0.113.9'.split(
      ' ',
    ),
  )('%s says nothing of a customer and stays', (text) => {
    expect(made.of('IPV4', text)).toBe(text);
  });

  test('a network stays a network, and a host keeps its number in it', () => {
    // A network is that of its hosts, and a common address is none that stays.
    const sixteen = (text: string) => made.of('IPV4', text).split('.').slice(0, 2).join('.');
    expect(sixteen('10.20.0.0')).toBe(sixteen('10.20.30.1'));
    for (const text of ['10.0.0.0', '172.16.0.0', '192.168.0.0']) expect(made.of('IPV4', text)).toBe(text);
    const all = Array.from({ length: 256 }, (_, n) => made.of('IPV4', `192.168.${n}.0`));
    expect(new Set(all).size).toBe(256);
    for (const text of ['10.1.1.9', '192.168.1.20', '172.16.1.1', '10.0.0.5'])
      expect(
        new Set(
          [7, 8, 9, 10].map((n) => tokens(new Uint8Array(32).fill(n), DEFAULT_OPTIONS).of('IPV4', text)),
        ).size,
      ).toBeGreaterThan(1);
    expect(made.of('IPV4', '10.20.30.1')).toMatch(/\.1$/);
    expect(made.of('IPV4', '10.20.30.255')).toMatch(/\.255$/);
  });
});

describe('[RD14] IPv6 addresses', () => {
  test.each('::1 :: ff02::1 2001:db8::5 2001:4860:4860::8888'.split(' '))('%s stays', (text) => {
    expect(made.of('IPV6', text)).toBe(text);
  });

  test('class, prefix and form stay', () => {
    expect(made.of('IPV6', 'fe80::99d0:ec2d:b2e7:536b')).toMatch(
      /^fe80::[0-9a-f]+:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+$/,
    );
    expect(made.of('IPV6', 'fd12:3456:789a:1::1')).toMatch(
      /^fd[0-9a-f]{2}:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+::1$/,
    );
    const [a, b] = ['2a02:1234:5678:1::1', '2a02:1234:5678:2::1'].map((text) =>
      made.of('IPV6', text).split(':'),
    );
    expect(a?.slice(0, 3)).toEqual(b?.slice(0, 3));
    expect(a?.[3]).not.toBe(b?.[3]);
    expect(made.of('IPV6', '2A02:1234:5678::ABCD')).toMatch(/^[0-9A-F:]+$/);
  });

  test('one address written in two ways is one', () => {
    expect(made.of('IPV6', '2a02:1234:0:0:0:0:0:9')).toBe(
      made.of('IPV6', '2a02:1234::9').replace('::', ':0:0:0:0:0:'),
    );
  });
});

describe('[RD15] adapters', () => {
  test('the maker and the form stay, and one adapter is one in each of its forms', () => {
    const colon = made.of('MAC', '00:1b:54:aa:bb:cc');
    expect(colon).toMatch(/^00:1b:54:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}$/);
    expect(colon).not.toBe('00:1b:54:aa:bb:cc');
    const digits = colon.replaceAll(':', '');
    expect(made.of('MAC', '001b.54aa.bbcc')).toBe(
      `${digits.slice(0, 4)}.${digits.slice(4, 8)}.${digits.slice(8)}`,
    );
    expect(made.of('MAC', '00-1B-54-AA-BB-CC')).toBe((digits.toUpperCase().match(/../g) ?? []).join('-'));
  });

  test.each([
    'ff:ff:ff:ff:ff:ff',
    '01:00:5e:00:00:05',
    '33:33:00:00:00:01',
    '00:00:00:00:00:00',
    '0000.0c07.ac01',
    '00:00:5e:00:01:0a',
  ])('%s names no adapter and stays', (text) => expect(made.of('MAC', text)).toBe(text));
});

describe('[RD17] telephone numbers', () => {
  test('form and the last digits that are chosen stay, the others do not', () => {
    const number = '+1 (555) 123-4567';
    for (const telephoneDigits of [0, 2, 4]) {
      const token = tokens(key, { telephoneDigits }).of('TEL', number);
      expect(token).toMatch(/^\+1 \(\d{3}\) \d{3}-\d{4}$/);
      expect(token.slice(token.length - telephoneDigits)).toBe(number.slice(number.length - telephoneDigits));
      expect(token).not.toBe(number);
    }
  });

  test('no two numbers become one', () => {
    const all = new Set<string>();
    for (let n = 0; n < 3_000; n++) all.add(made.of('TEL', `555${(1_000 + n).toString()}`));
    expect(all.size).toBe(3_000);
  });
});
