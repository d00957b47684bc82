/**
 * Secrets in command lines and sentences (RD21): after a keyword that takes a mode word, the secret is the word after it. Comments, remarks,
 * descriptions and ACL text are read like sentences, which ask more of the word that follows.
 */
import type { Span } from '../kinds.ts';
import { ends, isAbout, isMadeUp, type Line, taken } from './behind-keyword.ts';
import { toldPasswords } from './in-sentences.ts';
import { authentication, community, key, linkedLater, sessionKey } from './keys-and-communities.ts';
import { heads, sentence, snmpAlgorithms } from './modes.ts';
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
    // Nor is a quoted text with a sign in it that no name has: `"adm%Xy!Pw"`.
    if (word === undefined || (word.quoted && /[ %!&*^?]/.test(word.text))) continue;
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
  return value.quoted ||
    (/\d/.test(value.text) && /[A-Za-z]/.test(value.text)) ||
    (words[at - 1]?.lower === 'set' && isMadeUp(value.text) && /[A-Za-z]{3}/.test(value.text))
    ? one(value)
    : [];
}

function strong(line: Line, at: number, word: Word): Span[] {
  const { words } = line;
  const next = words[at + 1]?.lower ?? '';
  // A path: `password file /etc/passwd loaded`.
  if (/^\/(?:etc|var|run|opt|usr|home|root|tmp|mnt|srv)(?:\/[\w.-]{1,60}){1,8}$/.test(word.text)) return [];
  // A variable, or a call of a function: `-p"$ROOT_PASSWORD" shop`, `if (user.checkPassword(x)) return`.
  if (/["'][$]|[$]\{|\w\([^()]*\)+$|\w\($/.test(word.text)) return [];
  // `first pass yield`; `kubectl describe secret db`, whose name it is.
  const before = words[at - 1]?.lower ?? '';
  if (
    word.lower === 'pass' &&
    /^(?:first|second|third|final|last|next|single|each|every|test|this|one|per|another)$/.test(before)
  )
    return [];
  if (
    /^secrets?$/.test(word.lower) &&
    /^(?:describe|get|delete|edit|inspect|rm|view|show)$/.test(before) &&
    words.some(({ lower }) => /^(?:kubectl|k|oc|docker|podman|gcloud|aws|nomad|vault)$/.test(lower))
  )
    return [];
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
    /^(?:(?:[a-z]{2,8}-)?authorization|credentials?|creds|bearer)$/.test(word.lower)
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
