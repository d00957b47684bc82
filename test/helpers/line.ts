/** A line on loopback between one computer and the hub: it can be cut and mended, and counts what goes to the hub. */
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Line {
  url: string;
  /** Bytes that went to the target, headers included. */
  sent(): number;
  /** Ends every connection, and each new one at once, until it is mended. */
  cut(): void;
  mend(): void;
  /** Nothing passes over the connections that there are, and nobody is told; new ones are whole. */
  freeze(): void;
  close(): void;
}

/** @param target the port on loopback that it leads to */
export async function openLine(target: number): Promise<Line> {
  let sent = 0;
  let whole = true;
  const sockets = new Set<Socket>();
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    near.on('data', (bytes: Buffer) => {
      sent += bytes.byteLength;
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    cut: () => {
      whole = false;
      endAll();
    },
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: () => {
      whole = true;
    },
    close: () => {
      endAll();
      server.close();
    },
  };
}
