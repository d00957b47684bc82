/**
 * Which addresses the hub posts to (O7): https on the public internet, and networks that the operator named. Whoever can register
 * a ticket system must not reach what stands beside the hub by it.
 */
import { lookup as resolve } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Special-purpose addresses (RFC 6890 and its registries): nothing of the public internet is there. */
const SPECIAL: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
];
/** Of IPv6 only global unicast is public, and of that not what wraps IPv4 (6to4, Teredo) or is for documentation. */
const PUBLIC_IPV6: readonly [string, number] = ['2000::', 3];
const SPECIAL_IPV6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function listOf(nets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of nets) list.addSubnet(net, prefix, family);
  return list;
}

const special = listOf([...SPECIAL, ...SPECIAL_IPV6.map(([net, prefix]) => [net, prefix, 'ipv6'] as const)]);
const publicIpv6 = listOf([[...PUBLIC_IPV6, 'ipv6']]);

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Reads networks such as `10.1.0.0/16 fd00::/8`, separated by spaces or commas. @throws Error for one that is none */
export function readNetworks(text: string): BlockList {
  const list = new BlockList();
  for (const each of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [net = '', prefix = '', ...rest] = each.split('/');
    const family = isIP(net);
    const bits = prefix === '' ? (family === 4 ? 32 : 128) : Number(prefix);
    if (family === 0 || rest.length > 0 || !/^\d*$/.test(prefix) || bits > (family === 4 ? 32 : 128))
      throw new Error(
        `HUB_WEBHOOK_NETWORKS holds ${each}, which is no network. Give some such as 10.1.0.0/16.`,
      );
    list.addSubnet(net, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

export class Addresses {
  readonly #allowed: BlockList;

  /** @param allowed networks beside the public internet */
  constructor(allowed: BlockList) {
    this.#allowed = allowed;
  }

  /** Whether the hub may connect to an IP address. An IPv4 address inside an IPv6 one counts as itself. */
  mayConnect(ip: string): boolean {
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6';
    if (isIP(plain) === 0) return false;
    if (this.#allowed.check(plain, family)) return true;
    return !special.check(plain, family) && (family === 'ipv4' || publicIpv6.check(plain, 'ipv6'));
  }

  /** What is wrong with an address that is given; null where it may be registered. Names are judged when they are resolved. */
  problemOf(text: string): string | null {
    if (!URL.canParse(text)) return 'It is no address. Give one such as https://tickets.example.com/hook';
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.username || url.password) return 'An address holds no name and no password.';
    if (url.hash) return 'An address holds no fragment.';
    const loopback = isLoopback(host) && this.mayConnect(host === 'localhost' ? '127.0.0.1' : host);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
      return 'The address begins with https://.';
    if (isIP(host) !== 0 && !this.mayConnect(host))
      return 'This address is not of the public internet, and the hub’s operator has not named its network.';
    return null;
  }

  /** Resolves a name for a connection, and gives only addresses that the hub may connect to. */
  get lookup(): LookupFunction {
    return (host, options, done) => {
      resolve(host, { all: true, family: options.family as 0 | 4 | 6 }).then(
        (found) => {
          const allowed = found.filter(({ address }) => this.mayConnect(address));
          const [first] = allowed;
          if (!first) {
            const refused: NodeJS.ErrnoException = new Error('no address that the hub may connect to');
            refused.code = 'EADDRESSREFUSED';
            return done(refused, '');
          }
          if (options.all) done(null, allowed);
          else done(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => done(error, ''),
      );
    };
  }
}
