/** Where the hub listens: one address, or all that `localhost` stands for, behind the one server that has the bounds. */
import { lookup } from 'node:dns/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** `localhost` is two addresses on most computers, and a client takes either. Any other name is listened on as it is. */
async function addressesOf(host: string): Promise<string[]> {
  if (host !== 'localhost') return [host];
  // Unreported: a computer that does not know the name is told so by listening on it.
  const found = await lookup(host, { all: true }).catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  return addresses.length > 0 ? addresses : [host];
}

/** What an address that this computer does not have is answered with, such as ::1 where IPv6 is off. */
const NOT_HERE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

function listen(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      NOT_HERE.includes(error.code ?? '') ? done(false) : failed(error),
    );
    server.listen({ host, port }, () => done(true));
  });
}

export interface Listening {
  url: string;
  /** Takes no more connections at the addresses beside the first; resolves when the last of theirs is over. */
  close: () => Promise<void>;
}

/**
 * Fastify would answer a second address by a server of its own, which knows nothing of what holds for the first: how many
 * connections, of one address, behind one another, and which of them a stop waits for. So connections that come to another
 * address are handed to the first's server.
 * @throws NodeJS.ErrnoException where an address cannot be listened on
 */
export async function listenOn(app: FastifyInstance, host: string, port: number): Promise<Listening> {
  const [first = host, ...others] = await addressesOf(host);
  const url = await app.listen({ host: first, port });
  const { port: taken } = app.server.address() as AddressInfo;
  const beside: Server[] = [];
  const close = async () => {
    await Promise.all(beside.map((server) => new Promise((closed) => server.close(closed))));
  };
  for (const address of others) {
    // As Node makes the one of an HTTP server.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      app.server.emit('connection', socket),
    );
    server.maxConnections = app.server.maxConnections;
    try {
      if (await listen(server, address, taken)) beside.push(server);
    } catch (error) {
      await close();
      throw error;
    }
  }
  return { url, close };
}
