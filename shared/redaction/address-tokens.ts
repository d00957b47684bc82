/**
 * Addresses that stand for addresses (RD13 to RD15). As in Crypto-PAn, a bit is turned or not by a keyed hash of the bits before it, so that two
 * addresses share exactly as long a prefix as before, and no two become one. Bits on the way to a special block are never turned: each such block is
 * mapped onto itself, and no other address falls into it.
 */
import type { Keyed } from './keyed.ts';

/** RFC 6890 and others: blocks that an address does not leave, as bits. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Blocks in which every address stays as it is: this network, loopback, link-local, multicast, reserved with masks, documentation. */
const UNTOUCHED_V4 = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** The blocks themselves, as routes and lists name them: they are everybody's. */
const BLOCKS_V4 = ['10.0.0.0', '100.64.0.0', '172.16.0.0', '192.168.0.0', '198.18.0.0'];
/** Resolvers of everybody. */
const WELL_KNOWN_V4 = [
  '1.0.0.1',
  '1.1.1.1',
  '4.2.2.2',
  '8.8.4.4',
  '8.8.8.8',
  '9.9.9.9',
  '208.67.220.220',
  '208.67.222.222',
];
const UNTOUCHED_V6 = ['::/96', 'ff00::/8', '2001:db8::/32', '64:ff9b::/96', 'fec0:0:0:ffff::/64'];
const SPECIAL_V6 = [
  ...UNTOUCHED_V6,
  'fc00::/8',
  'fd00::/8',
  'fe80::/64',
  'fec0::/10',
  '2002::/16',
  '2001::/32',
  '::ffff:0:0/96',
];
const WELL_KNOWN_V6 = [
  '2001:4860:4860::8888',
  '2001:4860:4860::8844',
  '2606:4700:4700::1111',
  '2606:4700:4700::1001',
  '2620:fe::fe',
];

/** Bytes of dotted decimals. */
function v4Bytes(text: string): number[] {
  return text.split('.').map(Number);
}

/** Sixteen bytes of an IPv6 address; null where it is none. */
function v6Bytes(text: string): number[] | null {
  let source = text;
  const dotted = /(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  if (dotted?.[1]) {
    const [a = 0, b = 0, c = 0, d = 0] = v4Bytes(dotted[1]);
    source = `${text.slice(0, dotted.index)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const [head = '', tail] = source.split('::');
  const groups = (part: string | undefined) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const first = groups(head);
  const last = groups(tail);
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return null;
  const all = [...first, ...new Array<number>(Math.max(0, missing)).fill(0), ...last];
  if (all.some((group) => Number.isNaN(group) || group > 0xffff)) return null;
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}

interface Block {
  bytes: readonly number[];
  bits: number;
}

const blockOf = (cidr: string, bytesOf: (text: string) => number[] | null, all: number): Block => {
  const [address = '', bits] = cidr.split('/');
  return { bytes: bytesOf(address) ?? [], bits: bits === undefined ? all : Number(bits) };
};
const special4 = [...SPECIAL_V4, ...WELL_KNOWN_V4].map((cidr) => blockOf(cidr, v4Bytes, 32));
const untouched4 = [...UNTOUCHED_V4, ...WELL_KNOWN_V4].map((cidr) => blockOf(cidr, v4Bytes, 32));
const special6 = [...SPECIAL_V6, ...WELL_KNOWN_V6].map((cidr) => blockOf(cidr, v6Bytes, 128));
const untouched6 = [...UNTOUCHED_V6, ...WELL_KNOWN_V6].map((cidr) => blockOf(cidr, v6Bytes, 128));

const bitOf = (bytes: readonly number[], at: number) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;

/** How many leading bits two addresses share, up to a limit. */
function shared(a: readonly number[], b: readonly number[], most: number): number {
  let at = 0;
  while (at < most && bitOf(a, at) === bitOf(b, at)) at += 1;
  return at;
}

const lies = (bytes: readonly number[], block: Block) =>
  shared(bytes, block.bytes, block.bits) === block.bits;

/** A netmask or, written so, the wildcard of one: a run of ones, then zeros. */
function isMask(bytes: readonly number[]): boolean {
  const value = bytes.reduce((all, byte) => all * 256 + byte, 0);
  const inverse = 0xffff_ffff - value;
  return value !== 0 && Number.isInteger(Math.log2(inverse + 1)) && (bytes[0] ?? 0) >= 128;
}

export interface AddressTokens {
  v4(text: string): string;
  v6(text: string): string;
  mac(text: string): string;
}

export function addressTokens({ bytes: hash }: Keyed): AddressTokens {
  const trees = new Map<string, Uint8Array>();
  /** Whether the bit behind a prefix is turned: 256 of them, for the tree of one byte, come from one hash of the bytes before. */
  const turns = (label: string, before: readonly number[]): Uint8Array => {
    const name = `${label}${before.join('.')}`;
    const known = trees.get(name);
    if (known) return known;
    const made = hash('ADDRESS', name);
    if (trees.size > 200_000) trees.clear();
    trees.set(name, made);
    return made;
  };
  /**
   * @param zeros bits in a group that stays zero where it is zero, so that `::` stays where it stands: 16; as many as the address has for none. Of
   * small numbers it would leave little: the octets of 10.1.1.9 would stay as they are.
   * @param fixed the first of the bits that stay as they are
   */
  const permuted = (
    label: string,
    bytes: readonly number[],
    special: readonly Block[],
    zeros: number,
    fixed: number,
  ): number[] => {
    const out = [...bytes];
    let on = special.filter(({ bits }) => bits > 0);
    for (let at = 0; at < fixed; at++) {
      const group = at - (at % zeros);
      const before = at >> 3;
      // On the way to a block, or in a group that has been zero so far.
      const way = on.some(({ bits }) => bits > at);
      let zero = true;
      for (let bit = group; bit < at; bit++) if (bitOf(bytes, bit) === 1) zero = false;
      if (!way && !(zero && group > 0)) {
        let node = 1;
        for (let bit = before * 8; bit < at; bit++) node = node * 2 + bitOf(bytes, bit);
        const tree = turns(label, bytes.slice(0, before));
        if (((tree[node >> 3] ?? 0) >> (node & 7)) & 1)
          out[before] = (out[before] ?? 0) ^ (1 << (7 - (at & 7)));
      }
      on = on.filter((block) => block.bits > at && bitOf(block.bytes, at) === bitOf(bytes, at));
    }
    return out;
  };
  const done = new Map<string, string>();
  const remembered = (text: string, make: () => string): string => {
    const known = done.get(text);
    if (known !== undefined) return known;
    const made = make();
    if (done.size > 200_000) done.clear();
    done.set(text, made);
    return made;
  };
  const v4 = (text: string) =>
    remembered(text, () => {
      const bytes = v4Bytes(text);
      if (isMask(bytes) || untouched4.some((block) => lies(bytes, block))) return text;
      if (BLOCKS_V4.includes(text)) return text;
      const token = permuted('4', bytes, special4, 32, 24).join('.');
      // What would become a block's own name takes the place that the block gives up, so that no two become one.
      return BLOCKS_V4.includes(token) ? permuted('4', v4Bytes(token), special4, 32, 24).join('.') : token;
    });
  return {
    v4,
    v6: (text) =>
      remembered(text, () => {
        const bytes = v6Bytes(text);
        if (bytes === null || untouched6.some((block) => lies(bytes, block))) return text;
        // The address of IPv4 within: its own token.
        if (text.includes('.')) return text.replace(/\d{1,3}(?:\.\d{1,3}){3}$/, v4);
        return writtenV6(permuted('6', bytes, special6, 16, 128), text);
      }),
    mac: (text) =>
      remembered(text, () => {
        const digits = text.replace(/[^0-9A-Fa-f]/g, '');
        const bytes = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
        const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
        // Group addresses, none, and the virtual ones of HSRP and VRRP name no adapter.
        const virtual =
          first === 0 &&
          ((second === 0 && third === 0x5e) || (second === 0 && third === 0x0c && fourth === 7));
        if (first & 1 || bytes.every((byte) => byte === 0) || virtual) return text;
        const tree = permuted('M', bytes, [{ bytes, bits: 24 }], 48, 48)
          .map((byte) => byte.toString(16).padStart(2, '0'))
          .join('');
        let at = 0;
        const upper = /[A-F]/.test(text);
        return text.replace(/[0-9A-Fa-f]/g, () => {
          const digit = tree.charAt(at++);
          return upper ? digit.toUpperCase() : digit;
        });
      }),
  };
}

/** As RFC 5952 writes it, or in full where the original was; capitals where it had them. */
function writtenV6(bytes: readonly number[], like: string): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  const upper = /[A-F]/.test(like);
  const cased = (text: string) => (upper ? text.toUpperCase() : text);
  const written = like.split(':');
  if (!like.includes('::'))
    return cased(
      groups
        .map((group, at) => (/^0.{3}$/.test(written[at] ?? '') ? group.padStart(4, '0') : group))
        .join(':'),
    );
  let best = { start: -1, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return cased(groups.join(':'));
  return cased(
    `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`,
  );
}
