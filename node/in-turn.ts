/** Requests of one connection, one after the other: for the hub, and for the browser shell on loopback. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that wait behind the one that is being answered on their connection. Consoles, browsers and proxies send none so. */
const MOST_BEHIND = 32;

/**
 * Answers the requests of a connection one after the other, and lets others go first in between: some thousand that come in one piece
 * would all be begun at once, and everybody else would wait for as long as that takes. A connection with too many of them is cut.
 */
export function answerInTurn(server: Server): void {
  const begin = server.listeners('request') as RequestListener[];
  const behind = new WeakMap<Socket, [IncomingMessage, ServerResponse][]>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    response.once('close', () => setImmediate(goOn, socket));
    for (const each of begin) each.call(server, request, response);
  };
  const goOn = (socket: Socket) => {
    const [next] = socket.writable ? (behind.get(socket)?.splice(0, 1) ?? []) : [];
    if (next) answer(...next);
    else behind.delete(socket);
  };
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { socket } = request;
    const waiting = behind.get(socket);
    // What came in the piece with the one for which it was cut.
    if (socket.destroyed) return;
    if (waiting === undefined) {
      behind.set(socket, []);
      answer(request, response);
    } else if (waiting.length < MOST_BEHIND) waiting.push([request, response]);
    else socket.destroy();
  });
}
