/** The server's connections, told apart by whether a request is being answered on them: a stop waits for those only. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { askerOf } from './client-address.ts';

const LOOK_MS = 50;

export interface Connections {
  /**
   * Closes connections as they fall silent, and all that are left after the time. `server.closeIdleConnections` is not enough:
   * it spares a connection on which no request has come yet.
   * @returns a function that ends the closing
   */
  drain(patienceMs: number): () => void;
}

const counted = new WeakMap<Server, (socket: Socket) => boolean>();

/**
 * Whether a request is being answered on a connection of the server; counted once, whoever asks. It has to be asked for before the
 * server listens.
 */
function answeringOn(server: Server): (socket: Socket) => boolean {
  const known = counted.get(server);
  if (known) return known;
  const answering = new WeakMap<Socket, number>();
  // Before all other listeners: the first that a request does is to be counted.
  server.prependListener('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => answering.set(socket, (answering.get(socket) ?? 1) - 1));
  });
  const isAnswering = (socket: Socket) => (answering.get(socket) ?? 0) > 0;
  counted.set(server, isAnswering);
  return isAnswering;
}

export function watchConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  const isAnswering = answeringOn(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    drain(patienceMs) {
      const look = setInterval(() => {
        for (const socket of sockets) if (!isAnswering(socket)) socket.destroy();
      }, LOOK_MS);
      const patience = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, patienceMs);
      return () => {
        clearInterval(look);
        clearTimeout(patience);
      };
    },
  };
}

/**
 * Keeps an address from taking all connections by opening them and asking for nothing, or by headers that do not end: of one too
 * many the oldest on which nothing is answered is cut, or the new one where all are.
 */
export function boundConnections(server: Server, most: number): void {
  const byAsker = new Map<string, Set<Socket>>();
  const isAnswering = answeringOn(server);
  server.on('connection', (socket) => {
    const asker = askerOf(socket.remoteAddress ?? '');
    const own = byAsker.get(asker) ?? new Set();
    byAsker.set(asker, own);
    if (own.size >= most) {
      const silent = [...own].find((each) => !isAnswering(each));
      (silent ?? socket).destroy();
      if (!silent) return;
      own.delete(silent);
    }
    own.add(socket);
    socket.once('close', () => {
      own.delete(socket);
      if (own.size === 0 && byAsker.get(asker) === own) byAsker.delete(asker);
    });
  });
}
