/** Which addresses a hub may have: https anywhere, http only on this computer itself. */
import { loopbackHosts } from '../../shared/base/loopback.ts';

/** @returns the address's origin; null where it is none that a hub may have */
export function hubOrigin(address: string): string | null {
  try {
    const url = new URL(address);
    const loopback = loopbackHosts.includes(url.hostname);
    if (url.username || url.password) return null;
    return url.protocol === 'https:' || (url.protocol === 'http:' && loopback) ? url.origin : null;
  } catch {
    // Unreported: what is no address is what is asked.
    return null;
  }
}

/** Why an address is taken for no hub's, in words; null where it may be one's. */
export function validateHubAddress(address: string): string | null {
  if (hubOrigin(address) !== null) return null;
  return address.startsWith('http://')
    ? 'Over http anybody on the way could read and change what is sent: the address of a hub begins with https://. Plain http is taken for this computer itself only (http://127.0.0.1).'
    : 'The address of the hub begins with https:// and holds no name or password.';
}
