/** A stream of pokes to one device (server-sent events), with a heartbeat and an end. */
import type { FastifyReply } from 'fastify';
import type { Poke } from '../../shared/sync/protocol.ts';

const HEARTBEAT_MS = 15_000;
/** A device that does not read is cut: it pulls by its timer, and listens again. */
const MOST_UNREAD_BYTES = 65_536;

export interface Stream {
  tell(poke: Poke): void;
  end(): void;
}

/**
 * Takes the reply over. The stream ends when the token does, so that a device that lost its right is not told for longer.
 * @param expiresAt milliseconds since 1970
 * @param closed called once, however it ends
 */
export function openStream(reply: FastifyReply, expiresAt: number, closed: () => void): Stream {
  reply.hijack();
  const { raw } = reply;
  const write = (text: string) => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  write(': listening\n\n');
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  const expiry = setTimeout(() => raw.end(), Math.max(0, expiresAt - Date.now()));
  raw.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(expiry);
    closed();
  });
  return {
    tell: (poke) => write(`data: ${JSON.stringify(poke)}\n\n`),
    end: () => raw.end(),
  };
}
