/**
 * A request's body, judged while it comes: what is too much is refused before the rest was sent, and the rest is not read.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { goneRefusal, Refusal } from '../refusal.ts';
import type { BodyRoom } from './bounds.ts';
import { BodyBounds } from './json-bounds.ts';

/** What is left of a smaller body is read away, so that its connection serves the next request. */
const SMALL_REST = 64 * 1024;
/** How long a connection stays open for its client to read why it was refused. */
const LINGER_MS = 1_000;

export interface BodyLimits {
  bytes: number;
  values: number;
  /** Room for it in the hub's memory. */
  room: BodyRoom;
}

const tooLarge = () =>
  new Refusal(413, 'too-large', 'The request is larger than the hub takes. Send less at once.');

/** Bytes that the request says its body has; null where it does not say. */
function announced(request: IncomingMessage): number | null {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : null;
}

/**
 * The bytes of a JSON body.
 * @throws Refusal as soon as it is known that it is too large, holds too much or finds no room
 */
export function readBody(
  request: IncomingMessage,
  { bytes: most, values, room }: BodyLimits,
): Promise<Buffer> {
  const bounds = new BodyBounds(values);
  const pieces: Buffer[] = [];
  let size = 0;
  return new Promise((done, failed) => {
    const end = () => {
      request.off('data', take);
      request.off('end', whole);
      request.off('error', broken);
    };
    const refuse = (error: unknown) => {
      end();
      // Nothing more of it is wanted; how the connection ends is for the answer to say.
      request.pause();
      failed(error);
    };
    const take = (piece: Buffer) => {
      size += piece.length;
      try {
        if (size > most) throw tooLarge();
        room.take(piece.length);
        bounds.look(piece);
        pieces.push(piece);
      } catch (error) {
        refuse(error);
      }
    };
    const whole = () => {
      end();
      const [only] = pieces;
      done(pieces.length === 1 && only ? only : Buffer.concat(pieces));
    };
    const broken = () => {
      end();
      failed(goneRefusal());
    };
    if ((announced(request) ?? 0) > most) return refuse(tooLarge());
    request.on('data', take);
    request.on('end', whole);
    request.on('error', broken);
  });
}

/**
 * For an answer that comes before the whole of a large body: the connection ends behind it and the rest is not read. It would be
 * read away otherwise, however large it is. Its client has a moment to read the answer, because a connection that is closed on
 * unread bytes is reset.
 */
export function leaveRest(request: IncomingMessage, reply: FastifyReply): void {
  if (request.complete) return;
  if ((announced(request) ?? Number.POSITIVE_INFINITY) <= SMALL_REST) {
    request.resume();
    return;
  }
  reply.header('connection', 'close');
  // As if somebody read it: Node reads a body away that nobody looked at.
  request.read(0);
  request.pause();
  const { socket } = request;
  socket.destroySoon = () => linger(socket);
}

function linger(socket: Socket): void {
  socket.end();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
