/** The address by which others reach a hub, as an operator gives it. */
import { loopbackHosts } from '../../shared/base/loopback.ts';
import { address } from '../../shared/certification/keys.ts';

const EXAMPLE = 'Give one such as https://hub.example.com';

/**
 * Credentials name it for good, and consoles take plain http for their own computer alone.
 * @throws Error with one line where it is none that a console would use
 */
export function readPublicUrl(given: string): string {
  const url = address.safeParse(given);
  if (!url.success) throw new Error(`"${given}" is no address of a hub. ${EXAMPLE}`);
  const { protocol, hostname, username, password } = new URL(url.data);
  if (username || password) throw new Error(`The address of a hub holds no name or password. ${EXAMPLE}`);
  if (protocol === 'http:' && !loopbackHosts.includes(hostname))
    throw new Error(
      `Consoles use ${given} for no hub: over http anybody on the way could read and change what is sent. ${EXAMPLE}`,
    );
  return url.data;
}
