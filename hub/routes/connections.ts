/** The server's connections, told apart by whether a request is being answered on them: a stop waits for those only. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_MS = 50;

export interface Connections {
  /**
   * Closes connections as they fall silent, and all that are left after the time. `server.closeIdleConnections` is not enough:
   * it spares a connection on which no request has come yet.
   * @returns a function that ends the closing
   */
  drain(patienceMs: number): () => void;
}

export function watchConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  const answering = new Map<Socket, number>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      answering.delete(socket);
    });
  });
  server.on('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (answering.get(socket) ?? 1) - 1;
      if (left > 0) answering.set(socket, left);
      else answering.delete(socket);
    });
  });
  return {
    drain(patienceMs) {
      const look = setInterval(() => {
        for (const socket of sockets) if (!answering.has(socket)) socket.destroy();
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
