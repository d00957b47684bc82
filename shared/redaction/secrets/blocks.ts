/** Secrets of several lines (RD24): private keys, certificates in configurations, vaults, Kubernetes secrets, password files. */
import type { Span } from '../kinds.ts';
import { isPlaceholder, isToken } from './value.ts';

/** Longer than any key or certificate is. */
const MOST_BLOCK = 65_536;

const block = (start: number, end: number): Span => ({ start, end, kind: 'SECRET', rule: 'RD24' });

/** Blocks with their BEGIN and END, but for public keys; a certificate names whose it is, so it goes too. */
function armoured(text: string, spans: Span[]): void {
  // The END of each name that comes next: looked for once, however many BEGINs stand before it.
  const ends = new Map<string, number>();
  for (let at = text.indexOf('-----BEGIN '); at !== -1; at = text.indexOf('-----BEGIN ', at + 11)) {
    const label = /-----BEGIN ([A-Za-z0-9 #()_.-]{3,60})-----/y;
    label.lastIndex = at;
    const match = label.exec(text);
    const name = match?.[1];
    if (
      !match ||
      name === undefined ||
      !/KEY|CERTIFICATE|PGP|PKCS|ENCRYPTED|CRED|PARAMETERS|MESSAGE/i.test(name) ||
      /PUBLIC/i.test(name)
    )
      continue;
    let end = ends.get(name) ?? -2;
    if (end !== -1 && end <= at) {
      end = text.indexOf(`-----END ${name}-----`, at);
      ends.set(name, end);
    }
    const body = at + match[0].length;
    const stop =
      end !== -1 && end - at < MOST_BLOCK ? end + `-----END ${name}-----`.length : bodyEnd(text, body);
    if (stop > body) spans.push(block(at, stop));
    at = Math.max(at, stop - 11);
  }
}

/** Keys as SSH2 has them, with four dashes and blanks. */
const ssh2 = /^---- BEGIN (SSH2 [A-Z ]{0,20}PRIVATE KEY) ----[ \t]*\r?$/gm;

function ofSsh2(text: string, spans: Span[]): void {
  for (const head of text.matchAll(ssh2)) {
    const end = text.slice(head.index, head.index + MOST_BLOCK).indexOf(`---- END ${head[1]} ----`);
    const stop =
      end === -1
        ? bodyEnd(text, head.index + head[0].length)
        : head.index + end + `---- END ${head[1]} ----`.length;
    spans.push(block(head.index, stop));
  }
}

const bodyLine = /[ \t]*(?:[A-Za-z0-9+/=\\]{1,200}|[A-Za-z-]{3,30}: [^\n]{1,200})?[ \t]*\r?(?:\n|$)/y;

/** Where the lines end that look like the body of a key whose END is not there. */
function bodyEnd(text: string, from: number): number {
  let end = from;
  bodyLine.lastIndex = from;
  while (bodyLine.lastIndex < text.length && bodyLine.lastIndex - from < MOST_BLOCK) {
    const match = bodyLine.exec(text);
    if (match === null || match[0] === '') break;
    end = match.index + match[0].trimEnd().length;
    bodyLine.lastIndex = match.index + match[0].length;
  }
  return end;
}

const ciscoHead = /^[ \t]*certificate[ \t][^\n]{0,120}\n/gm;
const hexLine = /[ \t]+(?:[0-9A-Fa-f]{2,8}[ \t]*){1,10}\r?\n/y;
const keyHead = /^[ \t]*key-string[ \t]*\r?\n/gm;

/** `certificate ca 01` and hex lines to `quit`; `key-string` and its lines. */
function ciscoCertificates(text: string, spans: Span[]): void {
  if (!text.includes('certificate ') && !text.includes('key-string')) return;
  for (const head of [ciscoHead, keyHead])
    for (const match of text.matchAll(head)) {
      const from = match.index + match[0].length;
      hexLine.lastIndex = from;
      let end = from;
      while (hexLine.test(text)) end = hexLine.lastIndex;
      if (end > from) spans.push(block(from, text.charCodeAt(end - 1) === 0x0a ? end - 1 : end));
    }
}

const putty = /^Private-Lines: (\d{1,3})\r?\n/gm;
const vault = /\$ANSIBLE_VAULT;[\d.]{3,5};AES256[^\n]{0,80}\n(?:[ \t]*[0-9a-f]{2,100}\r?\n?){1,2000}/g;

function otherBlocks(text: string, spans: Span[]): void {
  if (text.includes('Private-Lines:'))
    for (const match of text.matchAll(putty)) {
      const start = match.index + match[0].length;
      let end = start;
      for (let lines = Number(match[1]); lines > 0 && end !== -1 && end < text.length; lines--)
        end = text.indexOf('\n', end) + 1 || text.length;
      if (end > start) spans.push(block(start, end - (text.charCodeAt(end - 1) === 0x0a ? 1 : 0)));
    }
  if (text.includes('$ANSIBLE_VAULT'))
    for (const match of text.matchAll(vault)) {
      const start = match.index + match[0].indexOf('\n') + 1;
      spans.push(block(start, match.index + match[0].trimEnd().length));
    }
}

const secretKind = /^[ \t-]*"?kind"?:[ \t]*"?Secret"?,?[ \t]*\r?$/gm;
const member = /^[ \t]+"?[\w.-]{1,200}"?:[ \t]*["']?([^\s"'|>][^"']{0,65000})["']?,?[ \t]*$/;

/** What stands under `data` and `stringData` of a Kubernetes Secret, whatever its name. */
function kubernetes(text: string, spans: Span[]): void {
  let done = 0;
  for (const found of text.matchAll(secretKind)) {
    if (found.index < done) continue;
    const before = Math.max(0, found.index - 20_000);
    const from = Math.max(done, before, before + text.slice(before, found.index).lastIndexOf('\n---'));
    const next = text.indexOf('\n---', found.index);
    const to = Math.min(next === -1 ? text.length : next, found.index + 200_000);
    done = to;
    const document = text.slice(from, to);
    for (const section of document.matchAll(/^([ \t]*)"?(?:stringData|data)"?:[ \t]*\{?[ \t]*\r?\n/gm)) {
      const depth = section[1]?.length ?? 0;
      for (let at = section.index + section[0].length; at < document.length; ) {
        const newline = document.indexOf('\n', at);
        const end = newline === -1 ? document.length : newline;
        const line = document.slice(at, end).trimEnd();
        if (line !== '' && line.length - line.trimStart().length <= depth) break;
        const value = member.exec(line)?.[1]?.trimEnd() ?? '';
        if (value !== '' && !isPlaceholder(value) && !isToken(value)) {
          const start = from + at + line.lastIndexOf(value);
          spans.push({ start, end: start + value.length, kind: 'SECRET', rule: 'RD24' });
        }
        at = end + 1;
      }
    }
  }
}

const fortinetCommunities = /^[ \t]*config (?:system snmp community|snmp-community)[ \t]*\r?\n/gm;

/** The community of Fortinet is the name of an entry. */
function fortinet(text: string, spans: Span[]): void {
  if (!text.includes('config system snmp community') && !text.includes('config snmp-community')) return;
  let done = 0;
  for (const found of text.matchAll(fortinetCommunities)) {
    if (found.index < done) continue;
    const from = found.index + found[0].length;
    const stop = text.slice(from, from + 20_000).search(/^[ \t]*end\b/m);
    done = from + (stop === -1 ? 20_000 : stop);
    const section = text.slice(from, stop === -1 ? from + 20_000 : from + stop);
    for (const each of section.matchAll(/^[ \t]*set name[ \t]+"?([^"\r\n]{1,200}?)"?[ \t]*\r?$/gm)) {
      const value = each[1] ?? '';
      const at = from + each.index + each[0].lastIndexOf(value);
      if (!isToken(value)) spans.push({ start: at, end: at + value.length, kind: 'SECRET', rule: 'RD24' });
    }
  }
}

const junosCommunity = /^[ \t]*(?:community|trap-group)[ \t]+"?([^\s"{;]{1,200})"?[ \t]*\{/gm;
/** `user:secret:...` of shadow, htpasswd, .pgpass; and the lines of chap-secrets and ipsec.secrets. */
const passwd = /^[A-Za-z_][\w.-]{0,31}:([A-Za-z0-9./]{13}):(?:\d{0,6}:){2}/gm;
const pgpass =
  /^[\w.*-]{1,200}:(?:\d{2,5}|\*):[\w.*-]{1,60}:[\w.*-]{1,60}:((?:[^\s:\\]|\\[:\\]){1,200})[ \t]*\r?$/gm;
/** The same in any file, where it can be nothing else: host, the port of PostgreSQL, database, user. */
const pgpassAnywhere =
  /^[\w.*-]{1,200}:(?:543\d|\*):[\w.*-]{1,60}:[\w.*-]{1,60}:((?:[^\s:\\]|\\[:\\]){3,200})[ \t]*\r?$/gm;
const htpasswd = /^[A-Za-z_][\w.@-]{0,63}:([A-Za-z0-9./]{13})[ \t]*\r?$/gm;
const pskLine =
  /:[ \t]*(?:PSK|XAUTH|EAP|(?:RSA|ECDSA|PKCS8|P12)[ \t]+[\w./-]{1,120}\.\w{2,4}|RSA|PIN|NTLM)[ \t]+(?!SHA256:|MD5:|SHA1:)(?:0[sx])?"?([^\s"]{1,400})"?/g;
const chap =
  /^[ \t]*("[^"\n]{1,80}"|[^\s#"]{1,80})[ \t]+(?:"[^"\n]{0,80}"|[^\s"]{1,80})[ \t]+"?([^"\s]{1,200})"?(?:[ \t]+\S{1,80}){0,4}[ \t]*\r?$/gm;

/** Users of a login module of Java's, each a member of its own: `user_NAME="secret"`. */
function kafkaUsers(text: string, spans: Span[]): void {
  for (const module of text.matchAll(
    /\b(?:Plain|Digest)LoginModule[ \t]+(?:required|sufficient)\b[^;]{0,4000}/g,
  ))
    for (const each of module[0].matchAll(
      /\buser_[\w.@-]{1,60}[ \t]{0,4}=[ \t]{0,4}\\?["']([^"'\n\\]{1,200})/g,
    )) {
      const value = each[1] ?? '';
      const start = module.index + each.index + each[0].length - value.length;
      if (!isPlaceholder(value) && !isToken(value))
        spans.push({ start, end: start + value.length, kind: 'SECRET', rule: 'RD24' });
    }
}

const ownSections = /^\[(admins|passwords|secrets|users)\][ \t]*\r?\n/gm;
const sectionLine =
  /(?:[ \t]*([\w.@-]{1,80})[ \t]*=[ \t]*(\S[^\r\n]{0,300}?)?|[#;][^\r\n]{0,500}|[ \t]*)[ \t]*(?:\r?\n|$)/y;

/** Sections of a file that hold nothing but users and their secrets, whatever the users are called: to the first line that is none. */
function sections(text: string, spans: Span[]): void {
  for (const head of text.matchAll(ownSections)) {
    sectionLine.lastIndex = head.index + head[0].length;
    for (let each = sectionLine.exec(text); each !== null && each[0] !== ''; each = sectionLine.exec(text)) {
      const value = each[2] ?? '';
      // Rights of users stand in sections of that name, too: `rw`, `admin,ops`.
      if (head[1] === 'users' && (!/[0-9!$%&*+=?^~#@]/.test(value) || /[\s,]/.test(value))) continue;
      if (value.length < 4 || isPlaceholder(value) || isToken(value)) continue;
      const start = each.index + each[0].trimEnd().length - value.length;
      spans.push({ start, end: start + value.length, kind: 'SECRET', rule: 'RD24' });
    }
  }
}

/** `"user" "secret"`, alone in its line: the list of users of PgBouncer. */
const userList = /^"[^"\n]{1,64}"[ \t]{1,4}"([^"\n]{4,300})"[ \t]*\r?$/gm;

function userLists(text: string, spans: Span[]): void {
  for (const each of text.matchAll(userList)) {
    const value = each[1] ?? '';
    if (
      !/^(?=.*[A-Za-z])(?=.*[0-9!$%&*+=?^~#@])[^\s/]+$/.test(value) ||
      isPlaceholder(value) ||
      isToken(value)
    )
      continue;
    const start = each.index + each[0].lastIndexOf(value);
    spans.push({ start, end: start + value.length, kind: 'SECRET', rule: 'RD24' });
  }
}

/** An applet of IOS that goes into privileged mode gives the secret to the prompt as a command of its own. */
function appletSecrets(text: string, spans: Span[]): void {
  for (const each of text.matchAll(
    /^[ \t]*action[ \t]+\S{1,20}[ \t]+cli command "en(?:able)?(?: \d{1,2})?"([^\n]{0,100})\n[ \t]*action[ \t]+\S{1,20}[ \t]+cli command "([^"\s]{3,100})"/gm,
  )) {
    const [whole, prompt = '', value = ''] = each;
    if (!/assword/.test(prompt) && !/[^a-z-]/.test(value)) continue;
    const start = each.index + whole.length - 1 - value.length;
    if (!isToken(value)) spans.push({ start, end: start + value.length, kind: 'SECRET', rule: 'RD24' });
  }
}

/** Lines of chap-secrets whatever the file is called: a client, any server, a secret, any address. */
const chapAnywhere =
  /^[ \t]*("[^"\n]{1,80}"|[\w.@\\-]{1,80})[ \t]+(?:\*|x?l2tpd|pptpd|pppoe|pppd|sstpd|accel-ppp)[ \t]+"?([^"\s*]{3,200})"?[ \t]+(?:\*|[\d./]{7,18})[ \t]*\r?$/gm;
/** A mailbox of a voice mail with its number's password: `100 => 4821,Name`. */
const mailbox = /^[ \t]*\d{2,12}[ \t]*=>[ \t]*([^\s,|]{3,40}),/gm;

function listed(text: string, pattern: RegExp, group: number, spans: Span[]): void {
  for (const each of text.matchAll(pattern)) {
    const value = each[group] ?? '';
    const at = each.index + each[0].lastIndexOf(value);
    if (!isPlaceholder(value) && !isToken(value))
      spans.push({ start: at, end: at + value.length, kind: 'SECRET', rule: 'RD24' });
  }
}

/** @param name of the file, where what it holds goes by its name */
export function blockSecrets(text: string, name: string): Span[] {
  const spans: Span[] = [];
  armoured(text, spans);
  ciscoCertificates(text, spans);
  otherBlocks(text, spans);
  if (text.includes('---- BEGIN SSH2')) ofSsh2(text, spans);
  if (text.includes('kind') && text.includes('Secret')) kubernetes(text, spans);
  fortinet(text, spans);
  sections(text, spans);
  userLists(text, spans);
  if (text.includes('LoginModule')) kafkaUsers(text, spans);
  if (text.includes('cli command')) appletSecrets(text, spans);
  if (text.includes('{') && /snmp/.test(text)) {
    for (const each of text.matchAll(junosCommunity)) {
      const value = each[1] ?? '';
      const at = each.index + each[0].indexOf(value, each[0].search(/community|trap-group/) + 9);
      if (!isToken(value)) spans.push({ start: at, end: at + value.length, kind: 'SECRET', rule: 'RD24' });
    }
  }
  if (text.includes(':')) {
    if (text.includes('::') || /passwd|shadow/i.test(name)) listed(text, passwd, 1, spans);
    listed(text, /pgpass/i.test(name) ? pgpass : pgpassAnywhere, 1, spans);
    if (/htpasswd|passwd|shadow/i.test(name)) listed(text, htpasswd, 1, spans);
    listed(text, pskLine, 1, spans);
  }
  if (/(?:chap|pap)-secrets/.test(name)) listed(text, chap, 2, spans);
  else if (text.includes('*')) listed(text, chapAnywhere, 2, spans);
  if (/voicemail|vm_?boxes/i.test(name) || /^\[(?:default|voicemail|general)\]/m.test(text))
    listed(text, mailbox, 1, spans);
  return spans;
}
