/** Every error as the hub says it: a code for programs, a sentence for people, no stack and nothing of the request. */
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply } from 'fastify';
import {
  databaseUnwritable,
  isDatabaseAway,
  isUnwritable,
  report,
  type Unwritable,
  unwritableOf,
} from '../log.ts';
import { goneRefusal, Refusal } from '../refusal.ts';

const words: Readonly<Record<number, { code: string; message: string }>> = {
  400: { code: 'malformed', message: 'The request is not what the hub understands.' },
  404: { code: 'unknown-route', message: 'There is nothing at this address.' },
  413: { code: 'too-large', message: 'The request is larger than the hub takes. Send less at once.' },
  415: { code: 'media-type', message: 'The hub takes application/json only.' },
};

const unwritableReasons: Readonly<Record<Unwritable, string>> = {
  'database-full': 'its database has no room',
  'database-read-only': 'its database takes no changes',
};

/** A database that takes nothing in, as people at a console read it: they cannot mend it, and lose nothing. Null for other errors. */
export function unwritableRefusal(error: unknown): Refusal | null {
  const how = unwritableOf(error);
  if (how === null) return null;
  const message = `The hub cannot take anything in now: ${unwritableReasons[how]}. What is on this computer is kept, and is sent once the hub’s operator has mended that.`;
  return new Refusal(503, how, message, 30);
}

/** A database that is away, as people at a console read it: they cannot mend it, and lose nothing. */
export const databaseAwayRefusal = () =>
  new Refusal(
    503,
    'database-away',
    'The hub’s database is away, so that the hub can do nothing now. What is on this computer is kept, and is sent once it is back.',
    5,
  );

/** Answers a request that failed. 503 for what the hub could not do now: the device tries again, and nothing was changed. */
export function answerFailure(error: FastifyError | Refusal, reply: FastifyReply): FastifyReply {
  const unwritable = unwritableRefusal(error);
  if (unwritable !== null) return answerFailure(unwritable, reply);
  if (error instanceof Refusal) {
    if (isUnwritable(error.code)) databaseUnwritable(error.code);
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    return reply.code(error.status).send({ code: error.code, message: error.message, ...error.detail });
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const known = words[status] ?? { code: 'refused', message: 'The request was refused.' };
    return reply.code(status).send(known);
  }
  // Whoever asked went away before the first byte of a page was written: nobody is there to answer, and nothing failed.
  if (error.code === 'ERR_STREAM_PREMATURE_CLOSE' && reply.raw.destroyed)
    return answerFailure(goneRefusal(), reply);
  report(error, 'a request failed', {
    request: reply.request.id,
    route: reply.request.routeOptions?.url ?? 'unknown',
  });
  if (isDatabaseAway(error)) return answerFailure(databaseAwayRefusal(), reply);
  return reply
    .code(503)
    .header('retry-after', '5')
    .send({ code: 'failed', message: 'The hub cannot do this now; nothing is lost. Try again in a moment.' });
}

const malformed = {
  status: '400 Bad Request',
  body: { code: 'malformed', message: 'This is no HTTP request.' },
};
const slow = {
  status: '408 Request Timeout',
  body: { code: 'slow', message: 'The request did not come whole in time. Nothing was changed.' },
};
const rawRefusals: Readonly<Record<string, typeof malformed>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    body: { code: 'headers-too-large', message: 'The headers are too large.' },
  },
  ERR_HTTP_REQUEST_TIMEOUT: slow,
};

/** Ends a connection whose request does not come to its end. */
export function cutSlow(socket: Socket): void {
  if (socket.writable) socket.end(rawRefusal('ERR_HTTP_REQUEST_TIMEOUT'), () => socket.destroy());
  else socket.destroy();
}

/** The whole answer to bytes that are no HTTP request, whose headers are too large, or that did not come whole in time. */
export function rawRefusal(code: string | undefined): string {
  const { status, body } = rawRefusals[code ?? ''] ?? malformed;
  const text = JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
