import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where ports are looked for: below the ranges from which systems give ports to outgoing connections (Linux from
 * 32768, Windows and macOS from 49152; RFC 6335), so that no connection takes the port before its server listens.
 */
const FIRST = 20_000;
const LAST = 32_000;
const ATTEMPTS = 50;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * A TCP port on loopback that nothing listened on a moment ago.
 * @throws {Error} where {@link ATTEMPTS} ports in a row were in use
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`${ATTEMPTS} ports of this computer between ${FIRST} and ${LAST} are all in use.`);
}
