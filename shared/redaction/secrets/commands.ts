/**
 * Secrets in command lines and sentences (RD21): after a keyword that takes a mode word, the secret is the word after it. Comments, remarks,
 * descriptions and ACL text are read like sentences, which ask more of the word that follows.
 */
import { followers } from '../common-words.ts';
import type { Span } from '../kinds.ts';
import { ends, isAbout, isMadeUp, type Line, taken } from './behind-keyword.ts';
import { toldPasswords } from './in-sentences.ts';
import {
  algorithm,
  bgpCommunity,
  commandFollowers,
  heads,
  keyContext,
  links,
  noText,
  sentence,
  snmpAlgorithms,
} from './modes.ts';
import { classOf } from './names.ts';
import { communityMap, one, snmpHost, snmpUser } from './snmp.ts';
import type { Word } from './words.ts';

const comments = new Set(['!', '#', '//', '--', '*', ';', 'rem', '::', '/*', '!!', '##']);
const texts = new Set([
  'remark',
  'description',
  'desc',
  'comment',
  'banner',
  'note',
  'notes',
  'annotate',
  'alias',
]);

function lineOf(words: readonly Word[]): Line {
  let head = 0;
  let told = false;
  const most = Math.min(words.length, 8);
  for (let at = 0; at < most; at++) {
    const lower = words[at]?.lower ?? '';
    if ((comments.has(lower) && at === head) || (texts.has(lower) && !words[at]?.quoted && at <= head + 3)) {
      head = at + 1;
      told = true;
    } else if (at === 0 && /^[!#*;]+/.test(lower)) told = true;
  }
  const first = words[head]?.lower ?? '';
  // `username and checks...`: the end of a sentence that began on the line before.
  if (sentence.test(words[head + 1]?.lower ?? '') || hasArticle(words, head))
    return { words, head, told, command: false };
  return {
    words,
    head,
    told,
    command: heads.has(first) || (told && heads.has(first.replace(/^[!#*;]+/, ''))),
  };
}

const articles = new Set('the our your my their his her all both every each'.split(' '));
const prepositions = new Set('with for of on to in at by from'.split(' '));

/** `BGP password with the provider is x`: no command has an article behind a preposition. */
function hasArticle(words: readonly Word[], head: number): boolean {
  for (let at = head + 1; at < words.length - 1; at++)
    if (
      articles.has(words[at]?.lower ?? '') &&
      prepositions.has(words[at - 1]?.lower ?? '') &&
      !words[at]?.quoted
    )
      return true;
  return false;
}

/** @returns the places of secrets among the words of one line, each with the type that its keyword says */
export function commandSecrets(words: readonly Word[]): Span[] {
  const line = lineOf(words);
  const spans: Span[] = [];
  for (let at = line.head; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || (word.quoted && word.text.includes(' '))) continue;
    // What is a secret already is no keyword where the command goes on: `isakmp key psk-of-x hostname y`.
    if (spans.at(-1)?.start === word.start && ends.has(words[at + 1]?.lower ?? '')) continue;
    const found = secretsAt(line, at, word);
    for (const span of found)
      if (!spans.some(({ start, end }) => span.start < end && start < span.end)) spans.push(span);
  }
  for (const span of toldPasswords(line))
    if (!spans.some(({ start, end }) => span.start < end && start < span.end)) spans.push(span);
  return spans;
}

function secretsAt(line: Line, at: number, word: Word): Span[] {
  const { words } = line;
  const next = words[at + 1];
  if (next === undefined) return [];
  switch (word.lower) {
    case 'snmp-server':
    case 'snmp':
      if (next.lower === 'host') return snmpHost(words, at + 2);
      if (next.lower === 'user') return snmpUser(words, at + 3);
      if (next.lower === 'mib' && words[at + 2]?.lower === 'community-map')
        return communityMap(words[at + 3]);
      return [];
    case 'snmpv3':
      return next.lower === 'user' || words[at + 2]?.lower === 'user' ? snmpUser(words, at + 2) : [];
    case 'snmp-agent':
      return line.words.some(({ lower }) => lower === 'usm-user') ? snmpUser(words, at + 3) : [];
    case 'auth':
    case 'priv':
    case 'authentication-mode':
    case 'privacy-mode':
      return line.words.some(({ lower }) => /^(?:snmp|usm|v3$|usm-user)/.test(lower))
        ? []
        : keyedAlgorithm(line, at);
    case 'community':
    case 'communities':
      return community(line, at);
    case '-community':
    case '--community':
      return next.text.startsWith('-') ? [] : one(next);
    case 'community-map':
      return communityMap(next);
    case 'securityname':
      return one(next.lower === 'cipher' ? words[at + 2] : next);
    case 'com2sec':
    case 'com2sec6':
      return one(words.at(-1));
    case 'com2secunix':
      return one(words.at(-1));
    case 'createuser':
      return [...one(words[at + 3]), ...one(words[at + 5])];
    case 'trapsink':
    case 'trap2sink':
    case 'informsink':
      return one(words[at + 2]);
    case 'mgmtuser':
    case 'mgmt-user':
      // Aruba's access points write `mgmt-user NAME SECRET`, controllers a role between.
      return words.some(({ lower }) => lower === 'password')
        ? []
        : one(word.lower === 'mgmt-user' && words.length === at + 3 ? words[at + 2] : words[at + 3]);
    case 'string':
    case 'string:':
      return /^(?:snmp|community)$/.test(words[at - 1]?.lower ?? '')
        ? taken(line, at, word.lower === 'string:')
        : [];
    case 'aaa-server':
      return words.some(({ lower }) => lower === 'key') ? [] : aaaServer(line, at);
    case 'rootbindpw':
      return one(next);
    case 'udld':
      return next.lower === 'authentication' ? taken(line, at + 1, true) : [];
    case 'lacp':
      return next.lower === 'key' && words[at + 2] && !/^\d+$/.test(words[at + 2]?.text ?? '')
        ? one(words[at + 2])
        : [];
    case 'keytab':
      return words[at - 1]?.lower === 'set' ? one(next) : [];
    case 'changed':
      return fromTo(line, at);
    case 'from':
      return next.quoted || isMadeUp(next.text) ? fromTo(line, at - 1) : [];
    case 'key':
    case 'keys':
      return key(line, at);
    case 'authentication':
    case 'authenticate':
      return authentication(line, at);
    case 'session-key':
      return sessionKey(line, at);
    case 'syscon':
      return next.lower === 'address' ? one(words[at + 3]) : [];
    case 'ascii':
    case 'ascii-text':
    case 'hexadecimal':
      return /^(?:key|set-key|\d{1,5})$/.test(words[at - 1]?.lower ?? '') ? taken(line, at, true) : [];
    case 'enc':
      return /^[A-Za-z0-9+/=_][A-Za-z0-9+/=_-]{7,}$/.test(next.text) ? one(next) : [];
    case 'wep':
    case 'static-key':
    case 'hash':
      return line.command && word.lower !== 'hash' ? taken(line, at, true) : [];
    default: {
      const kind = classOf(word.lower);
      if (kind === 'weak')
        return /^--?[a-z]/.test(word.lower) && !next.text.startsWith('-')
          ? taken(line, at, false)
          : lastOfCommand(line, at);
      return kind === 'strong' ? strong(line, at, word) : [];
    }
  }
}

/**
 * `token x`, `feature-key x`, `environment _token x`: what a weak name is given in a command, where it is the last word of a short line, in quotes or made up, and
 * neither a number, a path nor a word of a sentence.
 */
function lastOfCommand({ words, told }: Line, at: number): Span[] {
  const name = words[at]?.lower ?? '';
  const value = words[at + 1];
  if (value === undefined || told || at + 2 !== words.length || at > 5) return [];
  if (!/^(?:token|[\w-]{1,24}(?:token|key))$/.test(name)) return [];
  if (/^(?:public|pub|ssh|host|foreign|primary|sort|hot|partition|cache|group|trusted)/.test(name)) return [];
  if (/^[\d.:-]+$|^[/~.]|[:=(]/.test(value.text) || value.text.length < 5) return [];
  return value.quoted || (/\d/.test(value.text) && /[A-Za-z]/.test(value.text)) ? one(value) : [];
}

function strong(line: Line, at: number, word: Word): Span[] {
  const { words } = line;
  const next = words[at + 1]?.lower ?? '';
  // A path: `password file /etc/passwd loaded`.
  if (/^\/(?:etc|var|run|opt|usr|home|root|tmp|mnt|srv)(?:\/[\w.-]{1,60}){1,8}$/.test(word.text)) return [];
  // By the whole statement or call (RD26): `SET PASSWORD FOR x = PASSWORD('y')`, `wpa_passphrase NETWORK x`.
  if (next === 'for' && words[at - 1]?.lower === 'set') return [];
  if (word.lower === 'psk' && words[at + 2]?.lower === 'secret') return [];
  // How passwords are hashed.
  if (word.lower === 'pam_password') return [];
  if (word.lower === 'wpa_passphrase' && words[at + 2]) return [];
  // `set password user admin x`: the name of the account stands between.
  if (/^(?:user|admin)$/.test(next) && words[at + 3] && words.length - at <= 4 && at <= line.head + 2)
    return one(words[at + (next === 'user' ? 3 : 2)]);
  if (next === 'admin' && words.length - at === 3) return one(words[at + 2]);
  // An assignment, whose value goes by its own rules.
  if (/^(?:=|:|:=|=>|==)$/.test(next)) return [];
  if (next === 'address' || next === 'hostname')
    return word.lower.includes('shared-key') ? [] : taken(line, at, false);
  // `user jsmith password foo`: a flag, a command, or the keyword alone at the line's start is followed by nothing but its secret.
  const flag = /^(?:--?|\/)[a-z]/i.test(word.text) && !word.text.endsWith(':');
  // An attribute of an element.
  if (word.text.startsWith('<') && /^[\w:]{1,40}=/.test(words[at + 1]?.text ?? '')) return [];
  // `username/password authentication`: words for it, and `<password>` a place for one.
  if (
    /^(?:user|user-?name|login|name|account|e-?mail)\/\w|<[\w-]{0,20}(?:pass|pw|secret|key)[\w-]{0,20}>/i.test(
      word.text,
    )
  )
    return [];
  const alone = at === line.head && words.length - at <= 3 && !/[:=]$/.test(word.text);
  if (
    /[:=]$|[^:=]=|^\/\w+:\S/.test(word.text) ||
    /^(?:authorization|credentials?|creds|bearer)$/.test(word.lower)
  )
    return [];
  // Of several, a sentence speaks.
  if (/[a-rt-z]s$/.test(word.lower) && !/(?:pass|creds)$/.test(word.lower)) return [];
  const sure =
    flag ||
    alone ||
    (line.command && !isSpokenOf(line, at)) ||
    (words.length - at <= 4 && at > line.head && commandBefore(line, at));
  const found = taken(line, at, sure);
  return found.length > 0 || isAbout(words[at + 1], words[at + 2]) ? found : linkedLater(line, at);
}

/** `User anna entered a wrong password twice`: an article stands before, or what it is like. */
function isSpokenOf({ words }: Line, at: number): boolean {
  return [1, 2].some((back) =>
    /^(?:a|an|the|his|her|its|their|your|my|our|wrong|bad|invalid|incorrect)$/.test(
      words[at - back]?.lower ?? '',
    ),
  );
}

/** `aaa-server TAC (inside) host 10.1.1.1 SECRET timeout 5`: the word behind the address, which has no keyword. */
function aaaServer({ words }: Line, at: number): Span[] {
  const host = words.findIndex(({ lower }, place) => place > at && lower === 'host');
  const value = host === -1 ? undefined : words[host + 2];
  return value && !/^(?:timeout|key|port|\(|protocol)$/.test(value.lower) ? one(value) : [];
}

/** `password changed from OLD to NEW`: both. */
function fromTo({ words }: Line, at: number): Span[] {
  const named = words
    .slice(Math.max(0, at - 4), at + 1)
    .some(({ lower }) => classOf(lower) === 'strong' || /^(?:community|key|pin)$/.test(lower));
  if (!named || words[at + 1]?.lower !== 'from' || words[at + 3]?.lower !== 'to') return [];
  return [...one(words[at + 2], 'RD25'), ...one(words[at + 4], 'RD25')];
}

/** A label's end, and what German joins with; what stands behind must look made up. */
const laterLinks = /^[\p{L}\w@.'’-]+:$|^(?:auf|zu)$/u;

/** `password for admin is x`, `password of the router: x`: a link within a few words, and what looks made up behind it. */
function linkedLater(line: Line, at: number): Span[] {
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

/** Whether a command's first word stands somewhere before, as in `ssid GUEST wpa passphrase x`. */
function commandBefore(line: Line, at: number): boolean {
  for (let before = line.head; before < at; before++)
    if (/-/.test(line.words[before]?.text ?? '') && heads.has(line.words[before]?.lower ?? '')) return true;
  return false;
}

function keyedAlgorithm(line: Line, at: number): Span[] {
  return snmpAlgorithms.has(line.words[at + 1]?.lower ?? '') && line.words.length > at + 2 && line.command
    ? taken(line, at, true)
    : [];
}

const kindOfCommunity = /^(?:set|read|write|string|ro|rw|r\/o|r\/w|read-?only|read-?write)$/;

function community(line: Line, at: number): Span[] {
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

function key(line: Line, at: number): Span[] {
  const { words } = line;
  const next = words[at + 1];
  if (next === undefined) return [];
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
    return links.has(next.lower) && isMadeUp(words[at + 2]?.text ?? '') ? one(words[at + 2], 'RD25') : [];
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

function authentication(line: Line, at: number): Span[] {
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

function sessionKey(line: Line, at: number): Span[] {
  const { words } = line;
  const spans: Span[] = [];
  const esp = words.slice(at).findIndex(({ lower }) => lower === 'esp');
  if (esp === -1) return one(words[at + 4] ?? words[at + 3]);
  for (let inner = at + esp; inner < words.length; inner++)
    if (/^(?:cipher|authenticator)$/.test(words[inner]?.lower ?? '')) spans.push(...one(words[inner + 1]));
  if (spans.length === 0) spans.push(...one(words[at + esp + 2]));
  return spans;
}
