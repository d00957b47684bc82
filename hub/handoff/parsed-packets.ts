/** A packet is large, and asked for before the lock, under it, and when it goes to Level 3: what was read of one object is kept with it. */
import { type Packet, packet as packetSchema } from '../../shared/handoff/schema.ts';

type Read = ReturnType<typeof packetSchema.safeParse>;

const read = new WeakMap<object, Read>();

/** As the schema says, once for each object: neither it nor what was read of it is changed afterwards. */
export function readPacket(data: object): Read {
  const known = read.get(data);
  if (known) return known;
  const fresh = packetSchema.safeParse(data);
  read.set(data, fresh);
  return fresh;
}

/** @throws ZodError where it is no packet */
export function parsedPacket(data: object): Packet {
  const { data: packet, error } = readPacket(data);
  if (!packet) throw error;
  return packet;
}
