/** `packet make|verify|show`: packets in bags. */
import { refuse } from './files.ts';
import { readFlags } from './flags.ts';
import { packetOptions } from './packet-flags.ts';
import { makePacketFile } from './packet-make.ts';
import { showPacket, verifyPacketFile } from './packet-read.ts';

/** @returns the exit code */
export async function packet(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFlags(args, packetOptions);
  if (!given) return 2;
  const [action, path, ...more] = given.positionals;
  if (!path || more.length > 0) return refuse('Say what to do with which file: packet make|verify|show FILE');
  if (action === 'make') return makePacketFile(path, given.values);
  if (action === 'verify') return verifyPacketFile(path, given.values);
  if (action === 'show') return showPacket(path, given.values);
  return refuse(`There is no "packet ${action}": make, verify or show.`);
}
