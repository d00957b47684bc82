/** What stands behind `key`, `community`, `authentication` and `session-key`, and behind a link a few words later (RD21, RD25). */
import { followers } from '../common-words.ts';
import type { Span } from '../kinds.ts';
import { isMadeUp, type Line, taken } from './behind-keyword.ts';
import { algorithm, bgpCommunity, commandFollowers, keyContext, links, noText } from './modes.ts';
import { one } from './snmp.ts';

/** A label's end, and what German joins with; what stands behind must look made up. */
const laterLinks = /^[\p{L}\w@.'’-]+:$|^(?:auf|zu)$/u;

/** `password for admin is x`, `password of the router: x`: a link within a few words, and what looks made up behind it. */
export function linkedLater(line: Line, at: number): Span[] {
  for (let link = at + 1; link <= at + 8; link++) {
    const word = line.words[link];
    const value = line.words[link + 1];
    if (word === undefined || value === undefined) return [];
    const kept = word.lower === 'at' && /^(?:left|kept|still|set)$/.test(line.words[link - 1]?.lower ?? '');
    if (
      (kept || links.has(word.lower) || laterLinks.test(word.lower)) &&
      isMadeUp(value.text) &&
      !/[:=]$|^[\d.,]{1,3}%?$|^\d{4}-\d\d|^\d{1,2}[:.]\d\d/.test(value.text)
    )
      return one(value, 'RD25');
  }
  return [];
}

const kindOfCommunity = /^(?:set|read|write|string|ro|rw|r\/o|r\/w|read-?only|read-?write)$/;

export function community(line: Line, at: number): Span[] {
  const { words } = line;
  const before = words[at - 1]?.lower ?? '';
  // `community strings are checked`; of one string the word behind it tells.
  if (words[at + 1]?.lower === 'strings') return [];
  const snmp = words
    .slice(0, at)
    .some(({ lower }) => lower.startsWith('snmp') || lower === 'trap' || lower === 'rf-switch');
  // `we set the community to x`: a word with a sign or capitals in it that is none of BGP's.
  const told = words[at + 2];
  if (
    !snmp &&
    told &&
    /^(?:to|is|was)$/.test(words[at + 1]?.lower ?? '') &&
    isMadeUp(told.text) &&
    /[a-z]/.test(told.text) &&
    !bgpCommunity.test(told.text)
  )
    return one(told, 'RD25');
  if (!snmp && at !== line.head && !kindOfCommunity.test(before)) return [];
  if (
    !snmp &&
    !words[at + 1]?.quoted &&
    /^(?:edition|member|members|support|forum|manager|version|page)$/.test(words[at + 1]?.lower ?? '')
  )
    return [];
  const verb = /^(?:create|add|delete|map)$/.test(words[at + 1]?.lower ?? '') && words[at + 2] !== undefined;
  const found = taken(line, verb ? at + 1 : at, snmp || !line.told);
  const [span] = found;
  const value = words.find(({ start }) => start === span?.start);
  // `community health index 7`: words.
  if (
    !snmp &&
    value &&
    !value.quoted &&
    value !== words.at(-1) &&
    /^[a-z]+$/.test(value.text) &&
    !/^(?:ro|rw)$/i.test(words.at(-1)?.lower ?? '')
  )
    return [];
  if (!snmp && value && (bgpCommunity.test(value.text) || value.text.endsWith(':'))) return [];
  // `SNMP community on all switches is x`.
  if (snmp && found.length === 0 && !line.command) return linkedLater(line, at);
  return snmp || !value || isMadeUp(value.text) || line.command || words.length <= 4 ? found : [];
}

export function key(line: Line, at: number): Span[] {
  const { words } = line;
  const next = words[at + 1];
  if (next === undefined) return [];
  // `"keys": ["a", "b"]`: a list, which is read as one where its name says so.
  if (/^\[/.test(next.text)) return [];
  // `"key": "hostname"`: a member of JSON, which its name alone does not make a secret.
  if (words[at]?.member && !isMadeUp(next.text)) return [];
  if (next.lower === 'config-key')
    return one(
      words.at(-1) === words[at + 2] && words[at + 2]?.lower === 'password-encrypt'
        ? undefined
        : words.at(-1),
    );
  if (/^(?:import|export)$/.test(next.lower) && words.some(({ lower }) => lower === 'pem'))
    return /^(?:terminal|exportable|general-keys|pem|storage)$/.test(words.at(-1)?.lower ?? '')
      ? []
      : one(words.at(-1));
  if (commandFollowers.has(next.lower) && !next.quoted) return [];
  // `KEY `name` (`column`)`: an index of a table.
  if (next.text.startsWith('`')) return [];
  // `hot key = F8` is one on a keyboard.
  const told = links.has(next.lower) ? words[at + 2] : next;
  if (told && !told.quoted && /^f(?:[1-9]|1\d|2[0-4])$/.test(told.lower)) return [];
  const context =
    /^(?:plaintext|ciphertext|cleartext)$/.test(next.lower) ||
    words.slice(line.head, at).some(({ lower }) => keyContext.test(lower));
  const alone = at === line.head && words.length - at <= 4;
  // `the key for the RADIUS server should be x`.
  if (
    /^(?:for|of|on|agreed|shared|used|we|which|from|with)$/.test(next.lower) &&
    !line.command &&
    words.some(({ lower }) =>
      /^(?:radius|tacacs\+?|snmp|ntp|vpn|tunnel|ipsec|ike|wifi|wi-fi|wlan|wpa2?|ospf|bgp|isis|eigrp|hsrp|vrrp)$/.test(
        lower,
      ),
    )
  )
    return linkedLater(line, at);
  if (!context && !alone)
    return links.has(next.lower) &&
      isMadeUp(words[at + 2]?.text ?? '') &&
      !/^(?:bits?|characters?|digits?|bytes?)\b/.test(words[at + 3]?.lower ?? '') &&
      !/^\d{1,3}$/.test(words[at + 2]?.text ?? '')
      ? one(words[at + 2], 'RD25')
      : [];
  const server = words
    .slice(line.head, at)
    .some(({ lower }) => /tacacs|radius|tacplus|isakmp|failover/.test(lower));
  if (line.told && !server) return taken(line, at, false);
  const found = taken(line, at, alone || line.command);
  const [span] = found;
  if (span === undefined && !line.command && !/^key$/.test(words[line.head]?.lower ?? ''))
    return linkedLater(line, at);
  const value = words.find(({ start }) => start === span?.start);
  // `ntp server 10.1.1.1 key 10 prefer`, `key 5 is unlocked`.
  if (
    /^\d{1,10}$/.test(next.lower) &&
    !next.quoted &&
    value &&
    ((links.has(words[at + 2]?.lower ?? '') && !isMadeUp(value.text)) || ntpOption.test(value.lower))
  )
    return [];
  // `key 1` in a key chain is a number, not a secret.
  if (value && !server && !value.quoted && /^\d{1,10}$/.test(value.text) && value === next) return [];
  if (value && !server && !value.quoted && followers.has(value.lower)) return [];
  // `Key utilities library`: words of a title.
  if (alone && value === next && value !== words.at(-1) && !value.quoted && /^[a-z]+$/.test(value.text))
    return [];
  return found;
}

const ntpOption =
  /^(?:prefer|version|iburst|burst|minpoll|maxpoll|source|trusted|true|use-vrf|vrf|normal-sync)$/;

export function authentication(line: Line, at: number): Span[] {
  const { words } = line;
  const next = words[at + 1];
  if (next === undefined) return [];
  if (
    /^(?:text|simple|plain-text|string|cipher|simple-password|plaintext)$/.test(next.lower) &&
    words[at + 2]
  )
    return taken(line, at, line.command || line.told === false);
  const first = words[line.head]?.lower ?? '';
  if (next.lower === 'md5' || next.lower === 'key') {
    const inner = words[at + 2]?.lower;
    if (inner === undefined || inner === 'key-string' || inner === 'key-chain' || !line.command) return [];
    return next.lower === 'key' && /^(?:isis|ospf|rip|ip)$/.test(first) ? taken(line, at + 1, true) : [];
  }
  if (next.lower === 'mode' && algorithm.test(words[at + 2]?.lower ?? '')) return taken(line, at + 1, true);
  if (noText.test(next.lower)) return next.quoted ? one(next) : [];
  if (next.quoted && words.length - at === 2) return one(next);
  return /^(?:standby|vrrp|glbp|hsrp|nhrp)$/.test(first) || words[at - 1]?.lower === 'nhrp' ? one(next) : [];
}

export function sessionKey(line: Line, at: number): Span[] {
  const { words } = line;
  const spans: Span[] = [];
  const esp = words.slice(at).findIndex(({ lower }) => lower === 'esp');
  if (esp === -1) return one(words[at + 4] ?? words[at + 3]);
  for (let inner = at + esp; inner < words.length; inner++)
    if (/^(?:cipher|authenticator)$/.test(words[inner]?.lower ?? '')) spans.push(...one(words[inner + 1]));
  if (spans.length === 0) spans.push(...one(words[at + esp + 2]));
  return spans;
}
