import { asRead } from '../base/spoken.ts';

/**
 * What P-23 excludes, by the names under which people write it as free text: Cisco's call control, voice mail and contact
 * centres, and the network.
 */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bcall ?manager express\b|\bcme\b/, 'Cisco CallManager Express'],
  [/\bcall ?manager\b|\bcucm\b|\bccm\b|\bcommunications manager\b/, 'Cisco Unified CallManager'],
  [/\bunity\b/, 'Cisco Unity Voice Mail'],
  [/\bipcc\b|\buccx\b|\bucce\b|\bcontact center (express|enterprise)\b/, 'Cisco IPCC Express or Enterprise'],
  [/\b(router|switch|gateway|firewall)(s|es)?\b/, 'network infrastructure'],
];

/** What the product is that P-23 excludes; null where its name says nothing of the kind. */
export function excludedName(productName: string): string | null {
  const read = asRead(productName)
    .toLowerCase()
    .replaceAll(/[-_/.]/g, ' ');
  return NAMES.find(([pattern]) => pattern.test(read))?.[1] ?? null;
}
