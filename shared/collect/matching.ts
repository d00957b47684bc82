/** Which system of the case, or of the customer, an output is about. See SPEC.md, K41. */
import type { Installation } from '../cases/customer.ts';
import type { SystemRecord } from '../cases/systems.ts';
import type { CollectedSystem } from './collected.ts';

export type MatchedBy = 'serial number' | 'host name' | 'address';

/** Where the facts of a system would go. */
export type Target =
  | { kind: 'in-case'; systemId: string; by: MatchedBy }
  /** It stands at the customer, and the case does not have it yet. */
  | { kind: 'installed'; installationId: string; by: MatchedBy }
  | { kind: 'new' };

/** A host name without its domain and in small letters; an address stays whole. */
export function shortHost(name: string): string {
  const host = name.trim().toLowerCase();
  return /^[\d.]+$|:/.test(host) ? host : (host.split('.')[0] ?? host);
}

/** Whether the text holds the value as a word of its own: `10.0.0.1` is not in `10.0.0.12`. */
function holdsWord(text: string, value: string): boolean {
  const [hay, needle] = [text.toLowerCase(), value.toLowerCase()];
  const inWord = /[\w.:-]/;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const before = hay[at - 1] ?? ' ';
    const after = hay.slice(at + needle.length);
    // A full stop that ends a sentence is not part of an address.
    if (!inWord.test(before) && !/^[\w:-]|^\.\w/.test(after)) return true;
  }
  return false;
}

/** Addresses that many machines have say nothing of one. */
const EVERYWHERE = /^(?:127\.|0\.0\.0\.0|169\.254\.|::1$|fe80:)/i;

/** Serial numbers shorter than these are numbers of something else. */
const SHORTEST_SERIAL = 5;

/**
 * By serial number first, then by host name, then by address; what fits more than one system fits none. An address counts only
 * where the host names do not say otherwise: it may have moved.
 */
export function matchSystem(
  found: CollectedSystem,
  systems: readonly SystemRecord[],
  installations: readonly Installation[],
): Target {
  const host = found.hostname ? shortHost(found.hostname.value) : '';
  const serials = [found.serial, ...found.serials].flatMap((fact) =>
    fact && fact.value.length >= SHORTEST_SERIAL ? [fact.value] : [],
  );
  const addresses = found.addresses
    .map(({ value }) => value.split('/')[0] ?? value)
    .filter((value) => !EVERYWHERE.test(value));
  const ways: [MatchedBy, (system: SystemRecord) => boolean][] = [
    [
      'serial number',
      ({ hardware, notes }) => serials.some((each) => holdsWord(`${hardware} ${notes}`, each)),
    ],
    ['host name', ({ hostname }) => host !== '' && hostname !== '' && shortHost(hostname) === host],
    [
      'address',
      ({ hostname, networkAttachment }) =>
        (host === '' || hostname.trim() === '' || /^[\d.]+$/.test(hostname.trim())) &&
        addresses.some((each) => holdsWord(`${networkAttachment} ${hostname}`, each)),
    ],
  ];
  for (const [by, fits] of ways) {
    const [only, ...more] = systems.filter(fits);
    if (only && more.length === 0) return { kind: 'in-case', systemId: only.id, by };
  }
  const [installed, ...others] = installations.filter(
    ({ hostname }) =>
      hostname.trim() !== '' &&
      ((host !== '' && shortHost(hostname) === host) || addresses.includes(hostname.trim())),
  );
  if (installed && others.length === 0)
    return {
      kind: 'installed',
      installationId: installed.id,
      by: host !== '' && shortHost(installed.hostname) === host ? 'host name' : 'address',
    };
  return { kind: 'new' };
}
