/** Everything that one stretch of text holds, by its syntax and form; each place once (RD20 to RD44). */
import { addressSpans, mailSpans, telephoneSpans } from './addresses.ts';
import type { Span } from './kinds.ts';
import { weight } from './kinds.ts';
import { isPublic, nameSpans, qualifiedNames } from './names.ts';
import { announcedSecrets, signedSecrets } from './secrets/announced.ts';
import { forgetWords } from './secrets/announced-words.ts';
import { assignedSecrets, nameAround } from './secrets/assignments.ts';
import { blockSecrets } from './secrets/blocks.ts';
import { commandSecrets } from './secrets/commands.ts';
import { formSecrets, formWords } from './secrets/line-forms.ts';
import { forgetNames } from './secrets/names.ts';
import { programSecrets, programWords } from './secrets/programs.ts';
import { shapedSecrets } from './secrets/shapes.ts';
import { statementSecrets } from './secrets/statements.ts';
import { tableSecrets } from './secrets/tables.ts';
import { isToken } from './secrets/value.ts';
import { wordsOf } from './secrets/words.ts';
import { lowerCodes, openStems } from './stems.ts';
import { continued, undrawn } from './terminal.ts';

/** Named only: what an assignment is looked for at. */
const NAMED = 0;
/** The line is read as a command too. */
const COMMAND = 1;
/** The line calls a program whose arguments may be secrets. */
const PROGRAM = 2;
/** The line may be a sentence that announces a secret. */
const TOLD = 3;
/** From here on: the line may have the form of that place (RD27). */
const FORM = 4;

const sorted = (sort: number, words: string) =>
  words
    .trim()
    .split(/\s+/)
    .map((text) => ({ text, sort }));

/** Where a secret may be near: parts of keywords and of programs' names. */
const keywords = openStems([
  ...sorted(
    PROGRAM,
    'curl wget smbclient rpcclient winexe mysql mariadb redis-cli ldapsearch ldapmodify ldapadd ldappasswd sshpass psexec schtasks plink pscp xfreerdp ipmiutil',
  ),
  ...sorted(
    PROGRAM,
    'rdesktop ipmitool sqlcmd isql docker podman kinit openssl mongo cqlsh chpasswd snmpwalk snmpget snmpset snmpbulkwalk snmptrap keytool securestring',
  ),
  ...sorted(PROGRAM, 'creds credential user/p username/p logins rabbitmqadmin lftp 7z unzip'),
  ...[
    'net user',
    'net use',
    'net.exe us',
    'az login',
    'stats auth',
    'useradd',
    'usermod',
    'ssh-keygen',
    'htpasswd',
    'sqlplus',
    'oracle:thin',
    'stdin',
    'u/p ',
    'login as',
    'login with',
    'logon as',
    '/pass:',
    '/p:',
    '/rp',
    'logins ',
    '/v ',
    'bcp ',
    'osql',
    'isql',
    'sudo ',
    '-passcrypt',
    'system user',
    'user default',
    'snmp community',
  ].map((text) => ({ text, sort: PROGRAM })),
  ...sorted(
    COMMAND,
    'pass pwd psw secret psk key communit auth snmp syscon session cipher phash kennwort trap-group contrasena bindpw rootpw com2sec createuser trapsink trap2sink informsink mgmtuser mgmt-user aaa-server udld lacp keytab',
  ),
  ...[
    'login',
    'wifi',
    'wlan',
    'zugang',
    'pw ',
    'pw:',
    'pw=',
    'pw"',
    "pw'",
    'pw,',
    'pw[',
    'enc ',
    'wep ',
    'cred',
    'token',
    'gave me',
    'gave us',
    'told me',
    'told us',
    'ascii ',
    'ascii-text',
    'hexadecimal',
  ].map((text) => ({ text, sort: COMMAND })),
  ...[
    'key',
    'pin ',
    'pin:',
    'pin=',
    ' code',
    'account',
    'admin',
    'root',
    'enable ',
    'enable:',
    'enable?',
    'unlock',
    ' opens',
    'keypad',
    'recovery',
    'seed ',
    'phrase',
    ' string',
    'question',
    'ssid',
    'telnet',
    'console',
    'get in',
    'log in',
    'sign in',
    'logged in',
    'passe ',
    'puk',
    'user ',
    'answers to',
    'reset ',
    'comparing ',
    'radius',
    'tacacs',
    'asks for',
    'envelope',
    'su - ',
    'cisco/',
    'connect with',
    'inlog',
    'wachtwoord',
    'senha',
    'heslo',
    'parola',
    'pincode',
    'clave ',
    'anmeld',
    'connexion',
    'bearer',
    'ssh ',
    'moderator',
    ' wants ',
  ].map((text) => ({ text, sort: TOLD })),
  ...programWords.map((text) => ({ text, sort: PROGRAM })),
  ...formWords.map(({ text, form }) => ({ text, sort: FORM + form })),
  ...['pin =', 'pin !'].map((text) => ({ text, sort: NAMED })),
  ...sorted(
    NAMED,
    'pwcrypt p12 pfx dockerconfig sessid _pat -pat bearer pin: cookie cert signature jwt sig= nonce salt hash pin= hmac wpa apikey pin" pin> gpp_s private-mac ha1',
  ),
]);

/** As much of a line as a command is read by, before and behind its keyword. */
const BEFORE = 400;
const BEHIND = 2_000;

function keywordSpans(text: string, codes: Uint16Array, spans: Span[]): void {
  let nameEnd = -1;
  let commandEnd = -1;
  let programEnd = -1;
  let toldEnd = -1;
  const told: Span[] = [];
  const formEnds: number[] = [];
  keywords(codes, (at, sort) => {
    if (sort >= FORM) {
      const form = sort - FORM;
      if (at < (formEnds[form] ?? 0)) return;
      const line = lineAround(text, at);
      for (const span of formSecrets(text, line.start, line.end, form)) spans.push(span);
      formEnds[form] = line.done;
      return;
    }
    if (sort === TOLD && at >= toldEnd) {
      const line = lineAround(text, at);
      for (const span of announcedSecrets(text, line.start, line.end)) told.push(span);
      toldEnd = line.done;
    }
    if (at >= nameEnd && sort !== PROGRAM && sort !== TOLD) {
      const name = nameAround(text, at);
      nameEnd = name.end;
      for (const span of assignedSecrets(text, name)) {
        spans.push(span);
        // What stands in a value is part of it.
        nameEnd = Math.max(nameEnd, span.end);
      }
    }
    if (sort === COMMAND && at >= commandEnd) {
      const line = lineAround(text, at);
      commandSpans(text, line.start, line.end, spans);
      if (at >= toldEnd) {
        for (const span of announcedSecrets(text, line.start, line.end)) told.push(span);
        toldEnd = line.done;
      }
      commandEnd = line.done;
    }
    if (sort === PROGRAM && at >= programEnd) {
      const line = lineAround(text, at);
      programSpans(text, line.start, line.end, spans);
      programEnd = line.done;
    }
  });
  // Last: of equal places a command's own rule tells why.
  for (const span of told) spans.push(span);
}

/** Secrets of a command, and of commands that are quoted in it. */
function commandSpans(text: string, start: number, end: number, spans: Span[]): void {
  const words = wordsOf(text, start, end);
  for (const span of commandSecrets(words)) spans.push(span);
  for (const word of words)
    if (word.quoted && word.text.includes(' '))
      for (const span of commandSecrets(wordsOf(text, word.start, word.end))) spans.push(span);
  const told = labelled.exec(text.slice(start, end));
  if (told)
    for (const span of commandSecrets(wordsOf(text, start + told.index + told[0].length, end)))
      spans.push(span);
}

/** Secrets in the arguments of a program, and of one that is quoted as a whole: `bash -c "..."`, a line of an audit. */
function programSpans(text: string, start: number, end: number, spans: Span[]): void {
  const words = wordsOf(text, start, end);
  for (const span of programSecrets(words)) spans.push(span);
  for (const quoted of text
    .slice(start, end)
    .matchAll(/"([^"\n]{1,60} [^"\n]{1,1900})"|'([^'\n]{1,60} [^'\n]{1,1900})'/g)) {
    const from = start + quoted.index + 1;
    for (const span of programSecrets(wordsOf(text, from, from + quoted[0].length - 2))) spans.push(span);
  }
}

/** What comes before a command that a log tells of: `logged command:`, `CMD:`, `COMMAND=`. */
const labelled = /(?:command|cmd|cmdline|executed|ran)\s?(?:: ?|=)(?=!?[a-z]{2,24}[ -])!?/i;

/** The line in which a keyword stands, or the part of it around; and up to where no other keyword needs to be looked at. */
function lineAround(text: string, at: number): { start: number; end: number; done: number } {
  const first = Math.max(0, at - BEFORE);
  let start = at;
  while (start > first && text.charCodeAt(start - 1) !== 0x0a && text.charCodeAt(start - 1) !== 0x0d)
    start -= 1;
  const last = Math.min(text.length, at + BEHIND);
  let end = at;
  while (end < last && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end += 1;
  return { start, end, done: end < last || end === text.length ? end : end - BEHIND / 2 };
}

/**
 * @param given a stretch of whole lines, or of a long one
 * @param name of the file, by which some files are known
 * @returns places in order, none over another
 */
export function findSpans(given: string, name: string, known: readonly Span[] = []): Span[] {
  try {
    return spansOf(given, name, known);
  } finally {
    forgetWords();
    forgetNames();
  }
}

function spansOf(given: string, name: string, known: readonly Span[]): Span[] {
  const text = undrawn(given);
  const spans: Span[] = [];
  const codes = lowerCodes(text);
  keywordSpans(text, codes, spans);
  for (const found of [
    shapedSecrets(text, codes),
    signedSecrets(text, codes),
    blockSecrets(text, name),
    statementSecrets(text),
    tableSecrets(text),
    nameSpans(text, codes),
    qualifiedNames(text),
    addressSpans(text, codes),
    telephoneSpans(text, codes),
  ])
    for (const span of found) spans.push(span);
  for (const span of mailSpans(text)) {
    const host = text.slice(text.indexOf('@', span.start) + 1, span.end).toLowerCase();
    if (!isPublic(host) && !host.endsWith('.invalid')) spans.push(span);
  }
  for (const span of continued(text, spans)) spans.push(span);
  // Last, so that of equal places the one is told whose rule says why.
  for (const span of known) spans.push(span);
  return disjoint(text, spans);
}

/** The shortest rest of a secret that is worth its own token. */
const LEAST_REST = 3;

/** Of places that overlap the one that counts more, the longer of equals; what is left of a secret stays one. */
function disjoint(text: string, spans: Span[]): Span[] {
  spans.sort(
    (a, b) => weight[b.kind] - weight[a.kind] || b.end - b.start - (a.end - a.start) || a.start - b.start,
  );
  const taken = new Uint8Array(text.length);
  const kept: Span[] = [];
  for (const span of spans) {
    if (span.end <= span.start || isToken(text.slice(span.start, span.end))) continue;
    let free = true;
    for (let at = span.start; at < span.end && free; at++) free = taken[at] === 0;
    if (free) {
      taken.fill(1, span.start, span.end);
      kept.push(span);
    } else if (span.kind === 'SECRET') {
      for (let at = span.start; at < span.end; ) {
        if (taken[at] === 1) {
          at += 1;
          continue;
        }
        const start = at;
        while (at < span.end && taken[at] === 0) at += 1;
        if (at - start >= LEAST_REST && /[A-Za-z0-9]{3}/.test(text.slice(start, at))) {
          taken.fill(1, start, at);
          kept.push({ ...span, start, end: at });
        }
      }
    }
  }
  return kept.sort((a, b) => a.start - b.start);
}
