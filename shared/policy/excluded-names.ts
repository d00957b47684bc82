import { asRead, withoutLookAlikes } from '../base/spoken.ts';

/**
 * What P-23 excludes, by the names under which people write it as free text: Cisco's call control, voice mail and contact
 * centres, and the network.
 */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [
    /\bcall ?(manager|mgr) express\b|\bcommunications? (manager|mgr) express\b|\bcme\b/,
    'Cisco CallManager Express',
  ],
  [
    /\bcall ?(manager|mgr)\b|\bcucm|\bccm\b|\bcommunications? (manager|mgr)\b|\bunified cm\b|\bcisco ucm\b/,
    'Cisco Unified CallManager',
  ],
  [/\bunity ?(connection|express)?\b|\b(cuc|cue)\b/, 'Cisco Unity Voice Mail'],
  [
    /\bipcc\b|\buccx\b|\bucce\b|\bcontact cent(er|re) (express|enterprise)\b|\bip contact cent(er|re)\b/,
    'Cisco IPCC Express or Enterprise',
  ],
  [
    /\b(router|switch|gateway|fire ?wall|load balancer|access point)(s|es)?\b|switch(es)?\b|\bsession border controllers?\b|\b(wireless|wlan|wireless lan) controllers?\b/,
    'network infrastructure',
  ],
  // Cisco's by their series, and the same in other languages.
  [
    /\b(cisco )?(isr|asr|catalyst|nexus|meraki|cube)( \d\w*)?\b|\bcisco (asa|wlc|vg)\b/,
    'network infrastructure',
  ],
  [
    /\b(routeur|commutateur|passerelle|pare feu|vermittlungsknoten|cortafuegos|conmutador|enrutador)s?\b/,
    'network infrastructure',
  ],
];

/** What the product is that P-23 excludes; null where its name says nothing of the kind. */
export function excludedName(productName: string): string | null {
  const read = withoutLookAlikes(asRead(productName).toLowerCase())
    // `C.U.C.M.` and `C U C M` are the short form, and a number may stand at the name: `CUCM12.5`.
    .replaceAll(/\b(?:[a-z][. ]){3,}(?:[a-z]\b)?/g, (short) => `${short.replaceAll(/[. ]/g, '')} `)
    .replaceAll(/[-_/.]/g, ' ')
    .replaceAll(/(?<=[a-z])(?=\d)/g, ' ');
  return NAMES.find(([pattern]) => pattern.test(read))?.[1] ?? null;
}
