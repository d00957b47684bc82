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
    /\bcall ?(manager|mgr)\b|\bcucm|\bccm\b|\bcommunications? (manager|mgr)\b|\bunified cm\b|\bucm\b/,
    'Cisco Unified CallManager',
  ],
  [/\bunity ?(connection|express)?\b|\b(cuc|cue)\b/, 'Cisco Unity Voice Mail'],
  [
    /\bipcc\b|\buccx\b|\bucce\b|\bcc[xe]\b|\bcontact cent(er|re) (express|enterprise)\b|\bip contact cent(er|re)\b/,
    'Cisco IPCC Express or Enterprise',
  ],
  [
    /\b(switch|load balancer|access point)(s|es)?\b|(router|gateway|fire ?wall|switch)(s|es)?\b|\bsession border controllers?\b|\b(wireless|wlan|wireless lan) controllers?\b/,
    'network infrastructure',
  ],
  // Cisco's by their series, and the same in other languages.
  [
    /\b(cisco )?(isr|asr|catalyst|nexus|meraki|cube|firepower)( \d\w*)?\b|\bcisco (asa|wlc|vg)\b|\b(asa|wlc|vg) \d{2,4}\w*\b/,
    'network infrastructure',
  ],
  [
    /\b(routeur|commutateur|passerelle|pare feu|vermittlungsknoten|cortafuegos|conmutador|enrutador)s?\b/,
    'network infrastructure',
  ],
  // Of the network, where that is all that the name says; 'LAN clock' is a clock.
  [
    /^(?:the |our |customer(?:[’' ]?s)? |corporate |office )?(?:lan|wan|wlan|mpls|vpn|internet|network|netzwerk|réseau)(?: (?:network|netz|link|line|connection|infrastructure|anschluss|provider|itself))?$/,
    'network infrastructure',
  ],
  [
    /\b(?:dns|dhcp|proxy|vpn|radius|ntp) (?:server|concentrator|appliance)s?\b|\bsbc\b|\bbig ip\b|\bnetscaler\b/,
    'network infrastructure',
  ],
  // Cisco's routers and switches by their number alone; 78xx, 79xx and 88xx are its phones.
  [/\bcisco (?:8\d\d|1[0-9]\d\d|2\d{3}|3[5-8]\d\d|4[34]\d\d|9[2-6]00)\w*\b/, 'network infrastructure'],
  [/\b(?:webex|packaged) contact cent(?:er|re)\b/, 'Cisco IPCC Express or Enterprise'],
  // Others' firewalls, by their names.
  [
    /\b(forti ?gate|sonic ?wall|pfsense|opnsense|palo alto|check ?point|watch ?guard)\b/,
    'network infrastructure',
  ],
];

/** The same in other scripts, or with letters that no other language has. */
const NETWORK_ELSEWHERE =
  /ルータ|スイッチ|ファイアウォール|ゲートウェイ|防火[墙牆]|路由器|交[换換][机機]|[网網][关關]|라우터|스위치|방화벽|게이트웨이|маршрутизатор|коммутатор|межсетев|брандмауэр|шлюз|güvenlik duvar|yönlendirici|ağ geçidi|ağ anahtar|δρομολογητ|مبدل|موجه|جدار (?:ناري|الحماية)/u;

/** What the product is that P-23 excludes; null where its name says nothing of the kind. */
export function excludedName(productName: string): string | null {
  const written = asRead(productName).toLowerCase();
  if (NETWORK_ELSEWHERE.test(written)) return 'network infrastructure';
  const read = withoutLookAlikes(written)
    // `C.U.C.M.` and `C U C M` are the short form, and a number may stand at the name: `CUCM12.5`.
    .replaceAll(/\b(?:[a-z][. ]){3,}(?:[a-z]\b)?/g, (short) => `${short.replaceAll(/[. ]/g, '')} `)
    .replaceAll(/[-_/.]/g, ' ')
    .replaceAll(/(?<=[a-z])(?=\d)/g, ' ');
  return NAMES.find(([pattern]) => pattern.test(read))?.[1] ?? null;
}
