/** Secrets that a name is given (RD20): `key = value`, JSON, YAML, XML, headers, registry, arguments of a function; the name decides. */
import type { Span } from '../kinds.ts';
import { listedSecrets } from './listed.ts';
import { bgpCommunity } from './modes.ts';
import { classOf } from './names.ts';
import { isAnswer, isCaption, isDirectory, isReference, isSentence } from './no-value.ts';
import {
  bare,
  closing,
  FIRST_READ,
  isPlaceholder,
  isToken,
  looksRandom,
  MOST_VALUE,
  type Name,
  type Range,
} from './value.ts';

const isNameCode = (code: number) =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x5f ||
  code === 0x2e ||
  code === 0x2d;
/** Longer than names are. */
const MOST_NAME = 80;

/** The whole name in which a keyword stands. */
export function nameAround(text: string, hit: number): Name {
  let start = hit;
  let end = hit;
  while (start > 0 && hit - start < MOST_NAME && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  while (end < text.length && end - hit < MOST_NAME && isNameCode(text.charCodeAt(end))) end += 1;
  return { start, end, text: text.slice(start, end) };
}

/** What is read as a variable of a shell or an environment, by its name and the `=` right behind it. */
const variableName = /^[A-Z][A-Z0-9_]*$/;
/** What a command begins with that a variable is set for: its own arguments, a path, a pipe, another variable or the usual programs. */
const beforeCommand =
  /^\S{1,400}[ \t]+(?:(?:exec |sudo |env |nohup |time )?(?:psql|pg_\w{2,12}|createdb|mysql\w{0,6}|mariadb[\w-]{0,6}|redis-cli|mongo\w{0,8}|sqlcmd|curl|wget|ssh\w{0,6}|scp|rsync|docker[\w-]{0,8}|podman|kubectl|helm|vault|consul|aws|az|gcloud|terraform|packer|ansible[\w-]{0,10}|npm|npx|yarn|pnpm|node|python\d?|pip\d?|ruby|rails|rake|bundle|php|composer|artisan|perl|java|mvn|gradlew?|go|cargo|dotnet|make|bash|sh|zsh|pwsh|git|restic|borg\w{0,6}|duplicity|openssl|ldap\w{2,8}|rclone|pytest|jest|vitest|psexec|snmp\w{2,10})(?=[ \t]|$)|(?:\.{0,2}|~)\/|[|&<>$]|[^\n]{0,200}?[ \t](?:--?[A-Za-z]|[|&<>]|\.{0,2}\/))/;
/** A passphrase has as many words as this at the most. */
const MOST_WORDS = 24;

/** How Windows labels the key of a wireless network. */
const content = /^key content[ :]/i;
const operator =
  /(?: content(?=[ :])| (?:value|string|text|phrase)(?= ?[:=]))?(?:\\?["'\]])*(?:\[\d{0,3}\])?\)?\??(?:!(?=:))?[ \t]{0,60}(?:\.[ \t.]{1,60})?(?:===?|(?:\|\||&&|\?\?|\.|:{2,3})=(?=[ \t]{0,4}["'])|!==?|=>|:=|<-(?=[ \t]{0,4}["'])|\+=|\?=|=|:(?![:/]{2}))[ \t]{0,60}/iy;
/** A type between the name and its `=`, where a text in quotes follows: `let token: &str = "x"`, `password: String = "x"`. */
const typed =
  /[!?]?[ \t]{0,3}:[ \t]{0,3}&?(?:'\w{1,16}[ \t])?[A-Za-z_][\w.]{0,30}(?:<[\w ,&.]{1,30}>|\[[\w ,]{0,20}\])?[?!]?[ \t]{0,3}=[ \t]{0,3}(?=[bru]?["'`])/y;
const callee = /["'\]]?[ \t]{0,3}[(,][ \t]{0,12}(?=@?["'])(?!"[^"\n]{0,100}"[ \t]{0,4}:)/y;
/** The comma behind an argument in quotes. */
const nextArgument = /["'][ \t]{0,3},[ \t]{0,3}/y;
/** `"value": "x", "name": "` with the value caught: a member of an object before the one that says what it is. */
const valueBefore =
  /["'](?:value|val|content)["'][ \t]{0,4}:[ \t]{0,4}(["'])((?:[^"'\\\n]|\\.){2,400})\1,\s{0,40}["'](?:name|key)["'][ \t]{0,4}:[ \t]{0,4}["']$/;
/** A quoted text that follows its name and ends the statement. */
const quotedNext = /[ \t]{0,4}(?=(["'])[^"'\n]{1,400}\1[;,)])/y;
/** A token behind its scheme without a header's name. */
const bearer = /[ \t](?=[\w.~+/-]{10})[\w.~+/-]{10,2048}={0,2}(?![\w=])/y;
const registry = /["']?[ \t]{1,40}REG_\w{2,20}[ \t]{1,40}/y;
/** `name: X` and `value: Y` of one member, in JSON, YAML and XML attributes. */
const memberValue =
  /\\?["']?[ \t]{0,8}(?:,|:[ \t]{0,4}\{)?\s{0,40}\\?["']?(?:\w{1,8}:)?(?:value|val|content|data|newValue|defaultValue|string_value|parameterValue)\\?["']?[ \t]{0,4}[:=][ \t]{0,8}/iy;
/** The end of a tag that has the name as an attribute, as in `<entry key="password">`. */
const attributed = /["'](?:\s[^<>]{0,200})?>(?=[^<\s])/y;
const scheme =
  /(?:Bearer|Basic|Digest|Token|ApiKey|Negotiate|NTLM|Splunk|SSWS|Bot|AWS4-HMAC-SHA256|(?:AES|3?DES|RSA|cipher|plain|encrypted|hashed)(?=[ \t]+["']))[ \t]+/iy;
const parameters = /["']?(?:Digest|OAuth|Hawk|AWS4-HMAC-SHA256)[ \t]+\w{1,30}=/iy;
const prefix = /(?:@|u8?|b|f|r|L|rb|\$)?(?=["'])/iy;

/** What is done with names that are weak: whether a value must look like one that was made up. */
export function assignedSecrets(text: string, name: Name): Span[] {
  const community =
    /(?:^|[_.-])(?:snmp)?(?:ro|rw|read|write|agent|trap)?communit(?:y|ies)(?:[_-]?(?:string|name|v\d|v2c|ro|rw))?$/i.test(
      name.text,
    );
  const kind = community || isLabelled(text, name) ? 'strong' : classOf(name.text);
  if (kind === null) return [];
  const found = opensTag(text, name.start)
    ? element(text, name)
    : assigned(text, name, kind === 'strong' || /(?:tokens|keys)$/i.test(name.text));
  return found.flatMap((range) => {
    const value = text.slice(range.start, range.end);
    if (/^[|>][+-]?$/.test(value)) return indented(text, name, range.end);
    // `ENC[AES256_GCM,data:...]`: the form says where it is (RD27).
    if (/^ENC\[[A-Z0-9_]{3,16}$|^ENC\[[A-Z0-9_]{3,16},/.test(value)) return [];
    if (isPlaceholder(value) || isToken(value) || range.end - range.start < 2) return [];
    // `PasswordService.java:42`: a file of a program, and the line in it.
    if (
      /\.(?:java|kt|scala|groovy|cs|vb|py|rb|php|go|rs|swift|c|cc|cpp|h|[cm]?[jt]sx?|vue|pl|lua|sh|ps1)$/i.test(
        name.text,
      ) &&
      /^\d/.test(value)
    )
      return [];
    // `NTP key: 10` is its number.
    if (/^key$/i.test(name.text) && /^\d{1,3}$/.test(value)) return [];
    if (community && (bgpCommunity.test(value) || /^[\d:, ]+$/.test(value))) return [];
    if (kind === 'weak' && /(?:^|[_.-])pin$/i.test(name.text) && /^\d{4,12}$/.test(value))
      return [{ ...range, kind: 'SECRET', rule: 'RD20' }];
    // `key=x was in the mail`: the first word, where the line goes on.
    const first = kind === 'weak' ? /^[\w+/=-]{12,}(?=[ \t])/.exec(value)?.[0] : undefined;
    if (first !== undefined && looksRandom(first) && /[A-Z]/.test(first) && /\d.*\d/.test(first))
      return [{ start: range.start, end: range.start + first.length, kind: 'SECRET', rule: 'RD20' }];
    if (kind === 'weak' && !looksRandom(value) && !content.test(text.slice(name.start, name.start + 14)))
      return [];
    const sealed = encrypted.exec(value);
    if (sealed) {
      // The form stays, so that what reads the file still knows that it is sealed.
      const start = range.start + (sealed[1]?.length ?? 0);
      return [{ start, end: start + (sealed[2]?.length ?? 0), kind: 'SECRET', rule: 'RD20' }];
    }
    // `["authorization_code", "refresh_token"]`: names beside each other in a list.
    if (/^["'],/.test(text.slice(name.end, name.end + 2)) && /^[a-z]+(?:[_:.-][a-z]+)+$/.test(value))
      return [];
    if (isAnswer(value) || isDirectory(text, name, value)) return [];
    if (isReference(text, range, value) || isSentence(text, range, value) || isCaption(text, name, value))
      return [];
    // Only now it is worth its length.
    const end =
      range.end - range.start >= FIRST_READ - 16 ? bare(text, range.start, MOST_VALUE).end : range.end;
    return [{ start: range.start, end: Math.max(end, range.end), kind: 'SECRET' as const, rule: 'RD20' }];
  });
}

/** A value that a program has sealed: `ENC(...)` of Jasypt, `{cipher}...` of Spring, `{AES}...` and `{xor}...` of servers, `![...]` of Mule. */
const encrypted =
  /^((?:ENC|DEC|PBE|CRYPT|encrypted?)\(|!\[|\{(?:cipher|AES(?:-?\d{3})?(?:-[A-Z]{3})?|xor|aes256|3DES|hash|enc|bcrypt|noop|pbkdf2|scrypt|sha256|SHA|SSHA|SSHA256|SSHA512|MD5|SMD5|CRYPT|PBKDF2|PBKDF2-SHA\d+|ARGON2|jasypt|DES|AES-?\d{0,3}|encrypted|PLAIN|CRAM-MD5|SCRAM-SHA-\d+)\}|\{(?=(?:[A-Za-z0-9+/]{24,}={0,2}|[A-Za-z0-9+/]{12,}={1,2})\}$))([^\s)\]}"'<>]{4,4000})[)\]}]?$/i;

/** What stands before `key` or `code` and makes it a secret one, in labels of several words. */
const qualifier =
  /\b(?:api|secret|shared|private|encryption|licen[sc]e|access|pre-?shared|wpa[23]?|wi-?fi|wireless|psk|authentication|snmp|master|storage|account|security|network|activation|door|voicemail|vpn|tunnel|ipsec|radius|tacacs|sip|trunk|ntp|bgp|wep)[ ]$/i;

/** Whether it is the last word of a label such as `API key`, or a flag that takes one. */
function isLabelled(text: string, name: Name): boolean {
  if (/^--[a-z]/i.test(name.text)) return classOf(name.text) === 'weak';
  return (
    /^(?:key|code)$/i.test(name.text) && qualifier.test(text.slice(Math.max(0, name.start - 20), name.start))
  );
}

/** Whether the name is an element's, with its namespace or without. */
function opensTag(text: string, start: number): boolean {
  if (text.charCodeAt(start - 1) === 0x3c) return true;
  return (
    text.charCodeAt(start - 1) === 0x3a &&
    /<[A-Za-z][\w-]{0,20}:$/.test(text.slice(Math.max(0, start - 24), start))
  );
}

function sticky(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function assigned(text: string, name: Name, strong: boolean): Range[] {
  const pair = sticky(memberValue, text, name.end);
  // In YAML the value has its line to itself.
  if (pair !== null) return read(text, pair, /\n[ \t]*value:[ \t]*$/.test(text.slice(name.end, pair)));
  const code = text.charCodeAt(name.start - 1);
  if (code === 0x22 || code === 0x27) {
    const from = Math.max(0, name.start - 500);
    const before = /["'](?:name|key)["'][ \t]{0,4}:[ \t]{0,4}["']$/.test(
      text.slice(Math.max(0, name.start - 24), name.start),
    )
      ? valueBefore.exec(text.slice(from, name.start))
      : null;
    if (before) {
      const start = from + before.index + before[0].indexOf(before[2] ?? '', before[0].indexOf(':'));
      return [{ start, end: start + (before[2]?.length ?? 0) }];
    }
  }
  const given = sticky(typed, text, name.end) ?? sticky(operator, text, name.end);
  // `Authorization: Digest username="x", response="y"`: members with names of their own (RD27).
  if (given !== null && sticky(parameters, text, given) !== null) return [];
  if (given !== null && strong && /[[{\s]/.test(text.charAt(given))) {
    const listed = listedSecrets(text, name.text, given);
    if (listed.length > 0) return listed;
  }
  if (given !== null) {
    // `password === confirm`: what is compared in code.
    if (
      /==/.test(text.slice(name.end, given)) &&
      /^[A-Za-z_$][A-Za-z_$.]*[\s)]/.test(text.slice(given, given + 80))
    )
      return [];
    const at = schemed(text, given);
    if (!startsLine(text, name.start)) return read(text, at, false);
    if (given !== name.end + 1 || !variableName.test(name.text)) return read(text, at, true);
    // `PGPASSWORD=x psql`: a variable before a command. In a file of variables the value goes to the end of its line, blanks included.
    return beforeCommand.test(text.slice(at, at + 600).split(/[\r\n]/, 1)[0] ?? '')
      ? read(text, at, false)
      : read(text, at, true, MOST_WORDS);
  }
  const argument = sticky(callee, text, name.end) ?? sticky(quotedNext, text, name.end);
  if (argument !== null) {
    const first = read(text, argument, false);
    // `PSCredential("adm", ...)`: whose they are comes first.
    const second =
      /credentials?$/i.test(name.text) && first[0] ? sticky(nextArgument, text, first[0].end) : null;
    return second === null ? first : /["']/.test(text.charAt(second)) ? read(text, second, false) : [];
  }
  const inside = sticky(attributed, text, name.end);
  if (inside !== null) return until(text, inside, '<');
  const held = /^bearer$/i.test(name.text) ? sticky(bearer, text, name.end) : null;
  if (held !== null && looksRandom(text.slice(name.end, held).trim())) return read(text, name.end + 1, false);
  const data = sticky(registry, text, name.end);
  if (data !== null) return read(text, data, true);
  const string = /<\/key>\s{0,40}<string>/iy;
  const listed = sticky(string, text, name.end);
  return listed === null ? [] : until(text, listed, '<');
}

function schemed(text: string, at: number): number {
  const quote = text.charCodeAt(at) === 0x22 || text.charCodeAt(at) === 0x27 ? 1 : 0;
  const behind = sticky(scheme, text, at + quote);
  return behind ?? at;
}

/** Whether nothing but blanks, a list mark, `export`, a comment mark or a quote stands before, back to the line's start. */
function startsLine(text: string, start: number): boolean {
  let at = start;
  for (; at > 0 && start - at < 40; at--) {
    const code = text.charCodeAt(at - 1);
    if (code === 0x0a || code === 0x0d) break;
  }
  return /^(?:[ \t]|- |export |set |SET |#|;|\/\/|!|ENV |env )*["']?$/.test(text.slice(at, start));
}

/** The value that begins at `at`. `whole`: a bare one of at most `words` words goes to the end of the line. */
function read(text: string, at: number, whole: boolean, words = 5): Range[] {
  const start = sticky(prefix, text, at) ?? at;
  const code = text.charCodeAt(start);
  const escaped = code === 0x5c && (text.charAt(start + 1) === '"' || text.charAt(start + 1) === "'");
  if (escaped) {
    const close = start + 2 + text.slice(start + 2, start + 4_096).indexOf(`\\${text.charAt(start + 1)}`);
    if (close > start + 1) return [{ start: start + 2, end: close }];
  }
  if (code === 0x22 || code === 0x27 || code === 0x60) {
    // `expect "Password:"; send "x"`: so it does here.
    if (/^["'][;)]\s/.test(text.slice(start, start + 3)) && text.charAt(start - 1) === ':') return [];
    const triple = text.startsWith(text.charAt(start).repeat(3), start);
    const open = triple ? start + 2 : start;
    const close = closing(text, open, open + MOST_VALUE);
    if (close !== null) return close > open + 1 ? [{ start: open + 1, end: doubled(text, open, close) }] : [];
    // `read -p "Password: " NAME`: the quote closes what began before.
    if (/[ \t]/.test(text.charAt(open + 1)) && text.charCodeAt(start - 1) === 0x20) return [];
    return [lineEnd(text, open + 1)];
  }
  if (!whole) return [bare(text, start, FIRST_READ)];
  const line = lineEnd(text, start);
  const rest = text.slice(line.start, Math.min(line.end, line.start + 400));
  // A connection string, a flow or a query: the next member ends it. A sentence: its first word serves.
  if (
    /[;,&][ \t]{0,3}["']?[A-Za-z_][\w .-]{0,40}["']?[ \t]?[=:]/.test(rest) ||
    /[ \t]["']?[A-Za-z_][\w.-]{0,40}["']?=/.test(rest) ||
    /^\S{1,200}["'`][ \t]*[,;)}\]]/.test(rest)
  )
    return [bare(text, start, FIRST_READ)];
  const comment = /[ \t]+(?:#|;|\/\/|!|<!--)/.exec(rest);
  if (comment) return [{ start, end: start + comment.index }];
  // More words are a sentence.
  if (rest.split(/\s+/).length > words) return [bare(text, start, FIRST_READ)];
  return [
    {
      start,
      end: text.charAt(line.end - 1) === ';' || text.charAt(line.end - 1) === ',' ? line.end - 1 : line.end,
    },
  ];
}

/** `'it''s x'`: a quote that is written twice is one within the text. */
function doubled(text: string, open: number, close: number): number {
  const quote = text.charAt(open);
  if (quote !== "'" || text.charAt(close + 1) !== quote) return close;
  return closing(text, close + 1, open + FIRST_READ) ?? close;
}

function lineEnd(text: string, start: number): Range {
  const most = Math.min(text.length, start + MOST_VALUE);
  let end = start;
  while (end < most && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end += 1;
  while (end > start && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0x09)) end -= 1;
  return { start, end };
}

function until(text: string, start: number, stop: string): Range[] {
  const length = text.slice(start, start + MOST_VALUE).indexOf(stop);
  if (length === -1) return [];
  const end = start + length;
  const range = { start, end };
  while (range.start < end && /\s/.test(text.charAt(range.start))) range.start += 1;
  while (range.end > range.start && /\s/.test(text.charAt(range.end - 1))) range.end -= 1;
  return range.end > range.start ? [range] : [];
}

/** Elements that hold the value of the one around them, as in `<Password><Value>`. */
const inner =
  /\s{0,200}(?:<flags>(?:\s{0,20}<\w{1,20}\/>){0,4}\s{0,20}<\/flags>\s{0,20})?<(?:Value|cell|key|string|text|secret|password|entry|member|hash|phash|psk)(?:\s[^<>]{0,200})?>/iy;
const valued = /\s{1,20}value\s?=\s?(?=["'])/iy;
const attributes = /(?:\s[^<>]{0,300})?>/y;

function element(text: string, name: Name): Range[] {
  const behind = sticky(attributes, text, name.end);
  if (behind === null) return [];
  // `<SNMP_READ_COMMUNITY VALUE="x"/>`: an element that holds it as an attribute.
  const attribute = sticky(valued, text, name.end);
  if (attribute !== null) return read(text, attribute, false);
  if (text.charCodeAt(behind - 2) === 0x2f) return [];
  const value = until(text, sticky(inner, text, behind) ?? behind, '<');
  const [range] = value;
  if (range && text.startsWith('<![CDATA[', range.end)) return until(text, range.end + 9, ']]>');
  if (!range && text.startsWith('<![CDATA[', behind)) return until(text, behind + 9, ']]>');
  // `-u <user>:<password>`: a place for one in a synopsis, and no element that ends.
  return range && !/^\s{0,400}<[/!?]/.test(text.slice(range.end, range.end + 402)) ? [] : value;
}

/** The lines of a YAML block below its name: each that stands deeper. */
function indented(text: string, name: Name, from: number): Span[] {
  const spans: Span[] = [];
  let lineStart = name.start;
  while (lineStart > 0 && name.start - lineStart < 200 && text.charCodeAt(lineStart - 1) !== 0x0a)
    lineStart -= 1;
  const depth = text.slice(lineStart, name.start).search(/[^ ]/) === -1 ? name.start - lineStart : 0;
  let at = text.indexOf('\n', from) + 1;
  for (let lines = 0; at > 0 && at < text.length && lines < 500; lines++) {
    const line = lineEnd(text, at);
    let start = line.start;
    while (start < line.end && text.charCodeAt(start) === 0x20) start += 1;
    if (start < line.end) {
      if (start - line.start <= depth) break;
      spans.push({ start, end: line.end, kind: 'SECRET', rule: 'RD20' });
    }
    const next = text.indexOf('\n', line.end);
    if (next === -1) break;
    at = next + 1;
  }
  return spans;
}
