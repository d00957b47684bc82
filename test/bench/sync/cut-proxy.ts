/** A TCP proxy on loopback that can be down, and can cut every connection once in a while. The same for every system. */
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../helpers/free-port.ts';

export interface CutProxy {
  url: string;
  setUp(up: boolean): void;
  /** Cuts all connections every so many milliseconds from now on. */
  cutEvery(ms: number): void;
  close(): Promise<void>;
}

/** @param target the port on loopback that it leads to */
export async function cutProxy(target: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let isUp = true;
  let cutting: NodeJS.Timeout | undefined;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer({ noDelay: true }, (near) => {
    if (!isUp) return near.destroy();
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
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
  });
  const port = await freePort();
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${port}`,
    setUp: (up) => {
      isUp = up;
      if (!up) cut();
    },
    cutEvery: (ms) => {
      cutting = setInterval(cut, ms);
    },
    close: async () => {
      clearInterval(cutting);
      const closed = new Promise((done) => server.close(done));
      cut();
      await closed;
    },
  };
}
