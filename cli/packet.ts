/** `packet make|verify|show`: packets in bags. */
import { messageOf } from '../shared/base/fault.ts';
import { refuse } from './bounded-file.ts';
import { packetOptions } from './packet-flags.ts';
import { makePacketFile } from './packet-make.ts';
import { showPacket, verifyPacketFile } from './packet-read.ts';

/** @returns the exit code */
export async function packet(args: readonly string[]): Promise<0 | 1 | 2> {
  let parsed: ReturnType<typeof packetOptions>;
  try {
    parsed = packetOptions(args);
  } catch (error) {
    return refuse(`${messageOf(error)}`);
  }
  const [action, path, ...more] = parsed.positionals;
  if (!path || more.length > 0) return refuse('Say what to do with which file: packet make|verify|show FILE');
  if (action === 'make') return makePacketFile(path, parsed.values);
  if (action === 'verify') return verifyPacketFile(path, parsed.values);
  if (action === 'show') return showPacket(path, parsed.values);
  return refuse(`There is no "packet ${action}": make, verify or show.`);
}
