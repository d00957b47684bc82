/** The secret behind a keyword of a command line or sentence (RD21): past modes, types, levels and algorithms, and whether it is one at all. */
import { followers } from '../common-words.ts';
import type { Span } from '../kinds.ts';
import { adverbs, algorithm, commandFollowers, links, modes } from './modes.ts';
import { classOf } from './names.ts';
import { isMember } from './no-value.ts';
import { one } from './snmp.ts';
import type { Word } from './words.ts';

export interface Line {
  words: readonly Word[];
  /** Where the command begins behind comment marks. */
  head: number;
  /** Whether it is told as a sentence: a comment, remark or description. */
  told: boolean;
  /** Whether the first word is a command that is known. */
  command: boolean;
}

/** The word behind modes, types and links. `sure`: whatever word it is. */
export function taken(line: Line, keyword: number, sure: boolean): Span[] {
  const { words } = line;
  const first = words[keyword + 1];
  if (first && !first.quoted && commandFollowers.has(first.lower)) return [];
  if (isAbout(first, words[keyword + 2])) return [];
  let at = keyword + 1;
  let type = '';
  let linked = false;
  let skipped = 0;
  while (at < words.length - 1 && skipped < 8) {
    const word = words[at];
    if (word === undefined || word.quoted) break;
    const { lower } = word;
    const following = words[at + 1]?.lower ?? '';
    if (links.has(lower) || links.has(lower.replace(/:$/, ''))) linked = true;
    else if (
      /^(?:used|given|received|entered|configured)$/.test(lower) &&
      isMadeUp(words[at + 1]?.text ?? '')
    )
      type = '';
    else if (linked && adverbs.has(lower) && isMadeUp(words[at + 1]?.text ?? '')) type = '';
    else if (/^(?:changed|set|reset|updated)$/.test(lower) && following === 'to') {
      linked = true;
      at += 1;
    } else if (
      // `super password role network-admin hash x`.
      lower === 'role' &&
      at === keyword + 1 &&
      /^(?:hash|simple|cipher)$/.test(words[at + 2]?.lower ?? '')
    )
      at += 1;
    else if (lower === 'peer' && at + 2 < words.length) at += 1;
    // `md5-password plain 10.0.0.9 x`: whose it is.
    else if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(lower)) type = '';
    else if (lower === 'option' && words[at + 2]?.lower === 'for' && at + 4 < words.length) at += 3;
    else if (/^\d{1,2}$/.test(lower)) type = lower;
    // `password 7 021205031816 level all`: so many digits behind a type are what the type says.
    else if (/^\d{5,}$/.test(lower) && type !== '' && words[at - 1]?.lower === type) break;
    else if (/^\d+$/.test(lower) && (modes.has(following) || lower.length <= 4)) type = '';
    else if (/^(?:size|index|level|privilege)$/.test(lower) && /^\d/.test(following)) at += 1;
    else if (!modes.has(lower) && !algorithm.test(lower)) break;
    // `password encrypted privilege 15` takes none; `username x password secret role y` takes a word that is a mode elsewhere.
    if (modes.has(lower) && sure && lastValue(lower) && ends.has(following)) break;
    at += 1;
    skipped += 1;
  }
  const behind = words[at];
  if (behind === undefined) return [];
  const value = bracketed(behind);
  // A type, or how it is written, stands in commands only: `password 0 x`, `password clear x`.
  const typed =
    at > keyword + 1 && /^(?:[05-8]|clear|encrypted|cipher)$/.test(words[at - 1]?.lower ?? '') && !line.told;
  if (!acceptable(line, keyword, at, value, sure || typed || isOfUser(line, keyword), linked)) return [];
  // `key 2 $Xy...`: behind a type it is no variable.
  const clear =
    type !== '' && /^\$[^\s{(]{3,}$/.test(value.text) ? { ...value, text: value.text.slice(1) } : value;
  // In a sentence it may be a word of it after all (RD25).
  const found = one(clear, line.told || !(sure || line.command) ? 'RD25' : 'RD21');
  const [span] = found;
  if (span && line.command && !value.quoted && !line.told && (type === '' || type === '0'))
    span.end = throughSpaces(line, keyword, at);
  return found;
}

/** `his password (x) in the field`: without the brackets, where what is in them looks made up. */
function bracketed(word: Word): Word {
  const inner = /^\(([^()\s]{4,60})\)[.,;]?$/.exec(word.text)?.[1];
  if (word.quoted || inner === undefined || !isMadeUp(inner)) return word;
  const start = word.start + 1;
  return { ...word, text: inner, lower: inner.toLowerCase(), start, end: start + inner.length };
}

/** A file of a system's folders, of a program's text or with a key in it: `auth-user-pass /etc/openvpn/auth.txt`, `key client.key`, `PASS src/app.test.ts`. */
function isFile(text: string): boolean {
  return (
    /^\/(?:etc|var|run|opt|usr|home|root|tmp|mnt|srv|config|cf\d|flash|Common)(?:\/[\w.@-]{1,60}){1,8}$/.test(
      text,
    ) ||
    /^[\w-]{1,60}\.(?:key|pem|crt|p12|pfx|jks)$/.test(text) ||
    /^[\w.@-]{1,60}(?:\/[\w.@-]{1,60}){1,8}\.(?:[jt]sx?|py|go|rb|java|php|txt|cfg|conf|pem|key|crt|json|ya?ml|xml|log)$/.test(
      text,
    )
  );
}

/** What a shell of Windows does with one: `-Credential (Get-Credential)`. */
const cmdlet = /^\(?(?:ConvertTo|ConvertFrom|New|Get|Read|Import|Set|Invoke)-[A-Z]\w+\)?$/;
/** What makes a password another one. */
const becoming = /^(?:re-?)?(?:set|sets|setting|chang(?:e|ed|es|ing))$|^(?:updated?|switched|moved|renamed)$/;

/** `license key type = node-locked`, `password status: set`: what is told is about the secret. */
export function isAbout(first: Word | undefined, second: Word | undefined): boolean {
  if (!first || first.quoted) return false;
  const label = first.lower.replace(/[:=]$/, '');
  // `Maximum password age (days): 42`
  if (label === 'age' && second?.text.startsWith('(')) return true;
  // `password hash algorithm: sha512`, `password encryption type = 5`
  if (
    second &&
    /^(?:hash|hashing|encryption|encoding|digest)$/.test(label) &&
    /^(?:algorithm|type|method|scheme|format)[:=]?$/.test(second.lower)
  )
    return true;
  return (
    /^(?:type|status|state|format|version|length|size|index|policy|expiry|usage|count)$/.test(label) &&
    (label !== first.lower || /^[:=]/.test(second?.lower ?? ''))
  );
}

/** `username x password y`, wherever it stands in a command. */
function isOfUser({ words, told }: Line, keyword: number): boolean {
  const [before, between, name] = [words[keyword - 2], words[keyword - 1], words[keyword]].map(
    (word) => word?.lower ?? '',
  );
  return (
    !told &&
    /^(?:username|user-name)$/.test(before ?? '') &&
    !/^(?:and|or|&|is|the|a|with)$/.test(between ?? '') &&
    /^(?:password|secret)$/.test(name ?? '')
  );
}

const lastValue = (lower: string) =>
  lower === 'secret' || lower === 'password' || lower === 'key' || lower === 'text';
/** What a command goes on with behind a secret. */
export const ends = new Set([
  'role',
  'privilege',
  'encrypted',
  'level',
  'timeout',
  'address',
  'hostname',
  'authenticate',
]);

/** Whether what stands behind a keyword belongs to a sentence by the word that it is or that follows. */
function isOfSentence({ words }: Line, keyword: number, at: number, { lower }: Word): boolean {
  const following = words[at + 1]?.lower ?? '';
  if (/^http\/\d/.test(lower)) return true;
  if (/^\d{1,5}$/.test(lower)) return /^(?:bits?|characters?|chars?|digits?|bytes?)[.,;]?$/.test(following);
  if (at !== keyword + 1)
    return words[at - 1]?.lower === 'manager' && /^v?\d{1,3}(?:\.\d{1,3}){1,3}$/.test(lower);
  if (lower === 'manager') return at === words.length - 1;
  if (/^(?:by|via|in|with|from|per|as|or|and)$/.test(lower)) return following !== '';
  return (
    words[keyword]?.lower === 'secret' && /^[a-z]+$/.test(lower) && /^(?:on|in|of|at|\d)$/.test(following)
  );
}

/** What is told of a secret right behind its name, and is none. */
const happened = new Set(
  'mismatch mismatched ring rings updated expired missing rejected never does did could must has was'.split(
    ' ',
  ),
);
/** Behind a type whatever stands is the secret. */
const typeBefore = /^\d$|^(?:clear|encrypted|cipher|plain|simple|cleartext)$/;

function acceptable(
  line: Line,
  keyword: number,
  at: number,
  value: Word,
  sure: boolean,
  linked: boolean,
): boolean {
  const { lower, text } = value;
  // An address is none.
  if (!value.quoted && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return false;
  // A file that holds one, what a program looks for, and an argument with a name.
  if (!value.quoted && /[./=[]/.test(text) && (isFile(text) || /^\[find$|^\w{1,30}=["'][^"'>]*$/.test(text)))
    return false;
  // `RADIUS secret mismatch`, `Password never expires`: what happened to it.
  if (!value.quoted && happened.has(lower) && !typeBefore.test(line.words[at - 1]?.lower ?? '')) return false;
  // `Secret Garden Hotel`: a title.
  if (
    at === keyword + 1 &&
    at < line.words.length - 1 &&
    /^(?:Key|Secret)$/.test(line.words[keyword]?.text ?? '') &&
    /^[A-Z][a-z]+$/.test(text)
  )
    return false;
  // `Passwort ist falsch`, also where the line begins so.
  if (
    linked &&
    !value.quoted &&
    /^\p{L}{2,8}$/u.test(line.words[at - 1]?.lower ?? '') &&
    followers.has(lower.replace(/[.,;:!?]+$/, ''))
  )
    return false;
  // `password by SMS only`, `secret santa on Friday`, `the key is 2048 bits`, `GET /token HTTP/1.1`: words of a sentence, a length, a protocol.
  if (!value.quoted && isOfSentence(line, keyword, at, value)) return false;
  // Input that is given to a command, and the name of a chain of keys.
  if (/^<<<?$|^<<-?["']?[a-z_]{2,12}["']?$|^key-?chain$/.test(lower)) return false;
  if (!value.quoted && isMember(text)) return false;
  // An algorithm, a rule or a length is told of it.
  if (
    !value.quoted &&
    (algorithm.test(lower) || /^(?:complexity|policy|minimum|maximum|history|strength)-/.test(lower))
  )
    return false;
  if (value.member || /^(?:user-name|inline|\[\d{1,3}\])$/.test(lower) || cmdlet.test(text)) return false;
  // The type of a column, the next option of a synopsis, an address that a call goes to.
  if (
    !value.quoted &&
    /^(?:var|n|nvar)?(?:char|text|binary|clob)2?\(|^\[-|^https?:\/\//i.test(value.text) &&
    !linked
  )
    return false;
  // `client secret expired, please renew`, `secret santa is on`: a word, and a sentence that goes on.
  const following = line.words[at + 1]?.lower ?? '';
  if (
    !value.quoted &&
    /^\p{Ll}+$/u.test(lower) &&
    at === keyword + 1 &&
    (/^(?:is|are|was|has|must|will|please)$/.test(following) ||
      (!line.command && /^\p{Ll}+$/u.test(following) && followers.has(lower)))
  )
    return false;
  // Names of kinds of secrets beside each other.
  if (!sure && !value.quoted && /^[a-z_]+$/.test(lower) && classOf(lower) === 'strong') return false;
  // `no password exists`, `no password is set for the console`: a sentence; a command that takes something back has its own words.
  if (
    line.words[line.head]?.lower === 'no' &&
    !value.quoted &&
    (followers.has(lower.replace(/[.,;:!?]+$/, '')) ||
      /^(?:supplied|given|specified|sent|stored|saved|present|asked)$/.test(lower))
  )
    return false;
  // `password to continue`: only a verb says that what stands there is what it became.
  if (
    line.words[at - 1]?.lower === 'to' &&
    !value.quoted &&
    !isMadeUp(value.text) &&
    !line.words.some(({ lower: word }) => becoming.test(word))
  )
    return false;
  // The comma or bracket behind a name in a list.
  if (!value.quoted && /^[^\p{L}\p{N}]{1,3}$/u.test(text)) return false;
  // `Enable secret is used instead`, `passwords are asked for`: what was done with it.
  if (
    !value.quoted &&
    /^(?:is|are|was|were|be|been|being|gets)$/.test(line.words[at - 1]?.lower ?? '') &&
    /^(?:[a-z]{2,14}ed|forgotten|lost|stolen|written|given|sent|known|shown|kept|told|left|chosen|hidden|taken)$/.test(
      text,
    ) &&
    at < line.words.length - 1
  )
    return false;
  // `Kennwort vergessen?`, the type of a column.
  if (
    !value.quoted &&
    at === line.words.length - 1 &&
    (/^(?:TEXT|BLOB|CLOB|BYTEA|JSONB),?$/.test(text) ||
      (text.endsWith('?') && followers.has(lower.slice(0, -1))))
  )
    return false;
  // `["authorization_code", "refresh_token"]`: names beside each other in a list.
  const word = line.words[keyword];
  if (
    value.quoted &&
    (word?.quoted || /^\[["']/.test(word?.text ?? '')) &&
    /^[a-z]+(?:[_:.-][a-z]+)+$/.test(text) &&
    classOf(text) !== null
  )
    return false;
  // `password 'field' is required`: a word that the sentence speaks of.
  if (
    value.quoted &&
    at === keyword + 1 &&
    /^[a-z]+$/.test(text) &&
    /^(?:is|must|should|column|field|option|parameter|flag|mail|attribute|property)$/.test(following)
  )
    return false;
  if (value.quoted) return text.length > 0 && !/[<>]/.test(text.slice(0, 1));
  // A label: its value stands behind the sign.
  if (!linked && /^[:=]$/.test(line.words[at + 1]?.lower ?? '')) return false;
  if (/^[-/]/.test(text) && /^(?:--?[a-z]|\/[a-z]+:?$)/i.test(text) && text.length < 24 && !linked)
    return false;
  // The only word left is a mode or a type: no secret stands there.
  if (at === keyword + 1 && at === line.words.length - 1 && (links.has(lower) || /^\d$/.test(lower)))
    return false;
  if (keyword === line.head && line.words.length - keyword > 4 && followers.has(lower)) return false;
  if (sure && !line.told) return !(text.endsWith(':') && text.length > 1 && at === keyword + 1);
  if (
    (/[:=(]$/.test(text) && !/^(?=\S*[a-z])(?=\S*[A-Z0-9])(?:encrypted:)?[^\s:=(]{7,}={1,2}$/.test(text)) ||
    /^[=(&|<>]/.test(text)
  )
    return false;
  // The usual communities are words of sentences elsewhere.
  if (
    linked &&
    /^(?:public|private)[.,;]?$/.test(lower) &&
    /communit/.test(
      line.words
        .slice(0, at)
        .map((word) => word.lower)
        .join(' '),
    ) &&
    at === line.words.length - 1
  )
    return true;
  if (followers.has(lower.replace(/[.,;:!?)'"]+$/, '').replace(/^['"(]/, ''))) return false;
  if (/^[\d.]+%?$/.test(text) && text.length < 4) return false;
  if (linked || line.command) return true;
  // `use the password cisco to log in`.
  if (
    /^(?:to|for|at|when)$/.test(following) &&
    [1, 2].some((back) => /^(?:use|using|enter|type|with|try)$/.test(line.words[keyword - back]?.lower ?? ''))
  )
    return true;
  return isMadeUp(text) || (at === line.words.length - 1 && line.words.length <= (line.told ? 12 : 6));
}

/** Whether a word is none of a sentence: with a digit or sign in it, or capitals within. */
export function isMadeUp(quoted: string): boolean {
  // What stands in marks of code is a word as any.
  const text = quoted.replace(/^[`("']+|[`),.;:"']+$/g, '');
  return /[0-9]/.test(text) || /[^\p{L}0-9'’.,;:()/-]/u.test(text) || /\p{Ll}\p{Lu}/u.test(text);
}

/** Commands whose clear password goes to the end of the line, blanks included. */
function throughSpaces(line: Line, keyword: number, at: number): number {
  const { words } = line;
  const own = words[at]?.end ?? 0;
  const head = words[line.head]?.lower;
  const name = words[keyword]?.lower;
  if (name !== 'password' && name !== 'secret') return own;
  if (head !== 'enable' && head !== 'username' && head !== 'password') return own;
  for (let next = at + 1; next < words.length; next++)
    if (after.has(words[next]?.lower ?? '') || words[next]?.quoted) return own;
  return words.length - at <= 6 ? (words.at(-1)?.end ?? own) : own;
}
const after = new Set(
  'encrypted pbkdf2 privilege role level nt-encrypted mschap authenticate timeout hash expire warntime group secret password autocommand store port database user realm view on common-criteria-policy sshkey keypair'.split(
    ' ',
  ),
);
