/** Who asks, as far as an address says it: one IPv4 address, or the network of 64 bits that one customer's IPv6 line has. */
import { isIPv6 } from 'node:net';

/** @param address of the client, as Fastify says it: the proxy's word where a trusted proxy stands in front */
export function askerOf(address: string): string {
  const [bare = ''] = address.toLowerCase().split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(bare)) return bare;
  const [head = '', tail = ''] = bare.split('::');
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = bare.includes('::') ? 8 - (before?.length ?? 0) - (after?.length ?? 0) : 0;
  const all = [...(before ?? []), ...Array<string>(Math.max(0, missing)).fill('0'), ...(after ?? [])];
  return `${all
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}
