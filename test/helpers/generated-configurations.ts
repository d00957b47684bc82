/** Configurations and files with secrets in every place that `secret-lines.ts` knows, made anew for each run of a property. */
import fc from 'fast-check';
import type { SecretLine, SecretSort } from './secret-lines.ts';

const from = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = `${LOWER}${LOWER.toUpperCase()}0123456789`;
const CRYPT = `./${ALNUM}`;

/** What people and generators take for secrets: with signs in them, without blanks. */
const typed = fc
  .tuple(from(`${ALNUM}!@`, 1, 1), from(`${ALNUM}!@#%^*_+=.-`, 7, 22), from(ALNUM, 1, 1))
  .map((parts) => parts.join(''))
  // A mask, an address of mail or a number alone is something else.
  .filter((text) => /[A-Za-z]{2}/.test(text) && !/^[xX]+$/.test(text));

const sorts: Record<SecretSort, fc.Arbitrary<string>> = {
  text: typed,
  hex: from('0123456789ABCDEF', 16, 40).filter((text) => /[A-F]/.test(text)),
  type7: fc
    .tuple(fc.integer({ min: 0, max: 15 }), fc.uint8Array({ minLength: 6, maxLength: 16 }))
    .map(
      ([seed, bytes]) => `${`${seed}`.padStart(2, '0')}${Buffer.from(bytes).toString('hex').toUpperCase()}`,
    ),
  md5crypt: fc.tuple(from(CRYPT, 4, 8), from(CRYPT, 22, 22)).map(([salt, hash]) => `$1$${salt}$${hash}`),
  sha512crypt: fc.tuple(from(CRYPT, 8, 16), from(CRYPT, 86, 86)).map(([salt, hash]) => `$6$${salt}$${hash}`),
  junos9: from(`${ALNUM}./-`, 12, 40).map((text) => `$9$${text}`),
  base64: fc
    .uint8Array({ minLength: 24, maxLength: 60 })
    .map((bytes) => Buffer.from(bytes).toString('base64')),
  madeUp: fc.tuple(typed, from('123456789', 1, 3)).map((parts) => parts.join('')),
};

export interface Generated {
  text: string;
  planted: string[];
}

const filler = [
  'version 15.7',
  'interface GigabitEthernet0/1',
  ' ip address 10.20.30.1 255.255.255.0',
  ' no shutdown',
  'ip access-list extended EDGE',
  ' permit tcp any host 10.20.30.9 eq 443',
  '!',
  'router ospf 1',
  ' network 10.0.0.0 0.255.255.255 area 0',
  '# a remark of no importance',
  '',
];

/** Lines of one vendor in any order between lines without secrets, and a secret for each place. */
export function configurations(lines: readonly SecretLine[]): fc.Arbitrary<Generated> {
  const line = fc.constantFrom(...lines).chain(({ line: template, sort }) =>
    fc
      .tuple(
        ...template
          .split('{}')
          .slice(1)
          .map(() => sorts[sort]),
      )
      .map((secrets) => {
        const parts = template.split('{}');
        return {
          text: parts.reduce((text, part, at) => `${text}${secrets[at - 1]}${part}`),
          planted: secrets,
        };
      }),
  );
  return fc.array(fc.tuple(line, fc.subarray(filler)), { minLength: 1, maxLength: 12 }).map((all) => ({
    text: all.map(([{ text }, more]) => [text, ...more].join('\n')).join('\n'),
    planted: all.flatMap(([{ planted }]) => planted),
  }));
}

/** Each line once, with a fixed secret of its sort. */
export function eachLine(lines: readonly SecretLine[], seed: number): Generated[] {
  return lines.map(({ line: template, sort }, at) => {
    const parts = template.split('{}');
    const planted = fc.sample(sorts[sort], { numRuns: parts.length - 1, seed: seed + at });
    return { text: parts.reduce((text, part, place) => `${text}${planted[place - 1]}${part}`), planted };
  });
}
