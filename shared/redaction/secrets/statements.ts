/**
 * Secrets in statements whose shape says where they stand, though no keyword is right before them (RD26): SQL, tac_plus, expect, data source names, elements
 * of XML beside each other. A form is only looked for where a word of it stands at all.
 */
import type { Span } from '../kinds.ts';
import { isMadeUp } from './behind-keyword.ts';
import { classOf } from './names.ts';
import { otherLanguages } from './other-languages.ts';
import { isRare } from './spoken.ts';
import { type Form, toldStatements } from './told-statements.ts';
import { isPlaceholder, isToken, looksRandom } from './value.ts';

const forms: readonly Form[] = [
  // IDENTIFIED BY 'x', IDENTIFIED WITH plugin AS 'x'.
  {
    word: /identified/i,
    pattern:
      /(\bidentified[ \t]{1,4}(?:with[ \t]{1,4}['"`]?\w{1,60}['"`]?[ \t]{1,4})?(?:by|as|using)[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?["']?)([^\s"';,]{1,300})/gi,
  },
  // The same in quotes, with whatever stands in them.
  {
    word: /identified/i,
    pattern:
      /(\bidentified[ \t]{1,4}(?:with[ \t]{1,4}['"`]?\w{1,60}['"`]?[ \t]{1,4})?(?:by|as|using)[ \t]{1,4}(?:password[ \t]{1,4}|values[ \t]{1,4})?["'])([^"'\n]{1,300})(?=["'])/gi,
  },
  {
    word: /cleartext|des|crypt/i,
    pattern: /(=[ \t]{0,4}(?:cleartext|clear|des|crypt)[ \t]{1,4}")([^"\n]{1,300})(?=")/gi,
  },
  {
    word: /set password/i,
    pattern: /(\bset password(?: for [^\s=]{1,120})? ?=? ?(?:password\()?['"])([^'"\n]{1,300})/gi,
  },
  // tac_plus and its kin: `login = cleartext x`.
  {
    word: /cleartext|des|crypt/i,
    pattern:
      /(\b(?:login|pap|chap|ms-chap|opap|arap|enable|global|password(?:[ \t]{1,4}\w{1,16})?)[ \t]{0,4}=[ \t]{0,4}(?:cleartext|clear|des|crypt)[ \t]{1,4}["']?)([^\s"';]{1,300})/gi,
  },
  // u:x@tcp(host:3306)/db
  {
    word: /@(?:tcp|unix|udp)\(/i,
    pattern: /((?:^|[\s"'=])[\w.-]{1,60}:)([^\s"']{1,200}?)(?=@(?:tcp|unix|udp)\()/gi,
  },
  // An answer to a prompt for a secret.
  {
    word: /expect/i,
    pattern:
      /(assword[^"\n]{0,20}"[^\S\n]{0,4}\}?[ \t]{0,4}[{;]?\s{0,20}(?:exp_)?send(?:_user)?[ \t]{1,4}(?:--[ \t]{1,4})?["'])([^"'\n]{1,200}?)(?=\\[rn]|["'])/gi,
  },
  {
    word: /NetworkCredential/i,
    pattern: /(NetworkCredential\(\s{0,4}["'][^"'\n]{0,120}["']\s{0,4},\s{0,4}["'])([^"'\n]{1,300})/gi,
  },
  // The private parts of a key as .NET writes it.
  {
    word: /RSAKeyValue|DSAKeyValue/,
    pattern: /(<(?:D|P|Q|DP|DQ|InverseQ|X)>\s{0,20})([A-Za-z0-9+/]{16,1400}={0,2})(?=\s{0,20}<\/)/g,
  },
  // A server of Redis is told: `AUTH x`, alone in its line.
  {
    word: /AUTH [^\n]/,
    pattern:
      /(^(?:[\w.:-]{1,60}> ?)?AUTH[ \t]{1,4}"?)(?!PLAIN|LOGIN|CRAM|DIGEST|NTLM|GSSAPI|XOAUTH|TLS|SSL)(?=\S*(?:[a-z][A-Z]|\d|[!$%&*+=?^~#@]))([^\s"]{6,200})(?="?[ \t]{0,4}\r?$)/gm,
  },
  // Elements beside each other: <name>password</name><value>x</value>, and <property name="password"><value>x</value>.
  {
    word: /<value/i,
    pattern:
      /(<(?:name|key|param-name)>\s{0,20}[\w.-]{0,60}(?:password|passwd|secret|passphrase|pwd|token|apikey|(?:secret|access|api|account|private|shared|storage|encryption)[._-]?key|community)\s{0,20}<\/(?:name|key|param-name)>\s{0,40}<(?:value|string)(?:\s[^<>]{0,100})?>(?:\s{0,20}<string>)?)([^<\n]{1,2000})/gi,
  },
  {
    word: /<value/i,
    pattern:
      /(\b(?:name|key)=["'][\w.-]{0,60}(?:password|passwd|secret|passphrase|pwd|token|apikey)["'][^<>]{0,100}>\s{0,40}<value(?:\s[^<>]{0,100})?>)([^<\n]{1,2000})/gi,
  },
  // What a state of Terraform holds of a password that it made up.
  { word: /"special"/, pattern: /("result": ?")([^"\n]{4,200})(?=",\s{0,40}"special")/g },
  {
    word: /param-value/i,
    pattern:
      /(<param-name>\s{0,20}[\w.-]{0,60}(?:password|passwd|secret|pwd|token)\s{0,20}<\/param-name>\s{0,40}<param-value>)([^<\n]{1,2000})/gi,
  },
  {
    word: /nt(?:lm|[ _-]?hash)|lm[ _-]?hash/i,
    pattern:
      /(\b(?:ntlm(?:v2)?|nt[ _-]?hash|lm[ _-]?hash)\b[^\n]{0,60}?(?:[ \t:=("'])["']?)([0-9a-f]{32}(?::[0-9a-f]{32})?)\b/gi,
  },
  // Windows' hash of no password at all, as the half before the one that counts: `admin%aad3...:31d6...`.
  { word: /aad3b435/i, pattern: /(\baad3b435b51404eeaad3b435b51404ee:)([0-9a-f]{32})\b/gi },
  {
    word: /iwconfig/i,
    pattern:
      /(\biwconfig[ \t]{1,4}\w{1,16}[^\n]{0,80}?[ \t](?:key|enc(?:ryption)?)[ \t]{1,4}(?:restricted[ \t]|open[ \t])?(?:s:)?)(?!off\b|on\b|open\b|restricted\b|\[)([^\s]{5,64})/gi,
  },
  { word: /key material/i, pattern: /(\bkey material[ \t]{0,20}:[ \t]{0,8})([^\s]{1,100})/gi },
  {
    word: /wpa_passphrase/i,
    pattern:
      /(\bwpa_passphrase[ \t]{1,4}(?:"[^"\n]{1,40}"|[^\s"=]{1,40})[ \t]{1,4}["']?)([^\s"'<>|]{8,64})/gi,
  },
  {
    word: /radtest/i,
    pattern: /(\bradtest[ \t]{1,4}(?:-\w[ \t]{1,4}\w{1,10}[ \t]{1,4})?[^\s]{1,60}[ \t]{1,4})([^\s]{1,100})/gi,
  },
  {
    word: /radtest/i,
    pattern:
      /(\bradtest[ \t]{1,4}(?:-\w[ \t]{1,4}\w{1,10}[ \t]{1,4})?(?:[^\s]{1,100}[ \t]{1,4}){3}\d{1,5}[ \t]{1,4})([^\s]{1,100})/gi,
  },
  {
    word: /racadm/i,
    pattern:
      /(\bracadm[ \t][^\n]{0,120}(?:Password|Passphrase|CommunityName|cfgOobSnmpAgentCommunity)(?:[ \t]{1,4}-i[ \t]{1,4}\d{1,3})?[ \t]{1,4}["']?)([^\s"']{1,100})/gi,
  },
  {
    word: /esxcli|govc|vmware-cmd|vicfg/i,
    pattern:
      /(\b(?:esxcli|govc|vmware-cmd|vicfg-\w{1,20})[ \t][^\n]{0,120}?[ \t](?:-p|-c|--password)[ \t]{1,4}["']?)([^\s"'-][^\s"']{0,99})/gi,
  },
  // SNMPv3 arguments, also without their program: -a SHA -A x -x AES -X y.
  {
    word: /-a (?:sha|md5)|-x (?:aes|des)|authpriv/i,
    pattern: /([ \t]-[AX][ \t]{1,4}["']?)([^\s"']{4,100})/g,
  },
  {
    word: /snmp(?:bulkget|table|inform|df|status|getnext|test|delta|usm)/i,
    pattern:
      /(\bsnmp(?:bulkget|table|inform|df|status|getnext|test|delta|usm)[ \t][^\n]{0,160}?[ \t]-c[ \t]{1,4}["']?)([^\s"']{1,100})/gi,
  },
  // Signatures of addresses that were signed for a while.
  { word: /x-(?:amz|goog)-signature/i, pattern: /(\bx-(?:amz|goog)-signature=)([0-9a-f]{32,600})/gi },
  ...otherLanguages,
  {
    word: /log[io]n:|sign-?in:/i,
    pattern: /(\b(?:log[io]n|sign-?in):[ \t]{0,4}[\w.@\\-]{1,60}[ \t]{1,4}\/[ \t]{1,4})([^\s,;]{4,100})/gi,
  },
  {
    word: /community/i,
    pattern:
      /(\b(?:read|write|trap|ro|rw|get|set|read_?write|readonly|readwrite)[_-]?community(?:name|string)?["']?[ \t]{0,4}[:=>][ \t]{0,4}["']?)([^\s"',;<>]{3,100})/gi,
  },
  {
    word: /\[\w[^\]\n]{0,100}\]:\d|relay/i,
    pattern: /(^\[[\w.-]{1,100}\](?::\d{1,5})?[ \t]{1,8}[^\s:]{1,100}:)([^\s]{3,200})/gim,
  },
  {
    word: /--stdin/i,
    pattern:
      /(\bpasswd[ \t]{1,4}--stdin[ \t]{1,4}(?:\w{1,32}[ \t]{1,4}<<<[ \t]{0,4})?(?!(?:root|admin|oracle|user|["']?\$\w{1,20})\b)["']?)([^\s"'<|]{4,100})/gi,
  },
  {
    word: /get-credential/i,
    pattern:
      /(\bget-credential[ \t]{1,4}["']?(?!-)[\w.\\@-]{1,60}["']?[ \t]{1,4}["']?)([^\s"'-][^\s"']{3,99})/gi,
  },
  {
    word: /security passwords?/i,
    pattern:
      /(^[ \t]{0,4}security passwords?[ \t]{1,4})(?!authentication|min-length)([^\s]{3,100})[ \t]{0,4}$/gim,
  },
  {
    word: /hmac-sha/i,
    pattern:
      /(^[ \t]{0,8}authentication[ \t]{1,4}hmac-sha-?(?:1|256|384|512)[ \t]{1,4}(?!key-chain|level|mode)(?:[07][ \t]{1,4})?)([^\s]{4,200})[ \t]{0,4}$/gim,
  },
  // Windows' list of SNMP communities: each is the name of a value.
  {
    word: /ValidCommunities\]/i,
    pattern:
      /(\\ValidCommunities\]\s{1,4}(?:"[^"\n]{1,100}"=dword:[0-9a-f]{8}\s{1,4}){0,20}")([^"\n]{2,100})(?="=dword)/gi,
  },
  // A value on the line behind its name, in JSON, and where a line is continued.
  {
    word: /["'][ \t]{0,4}:[ \t]{0,4}\r?\n/,
    pattern:
      /((["'])[\w.-]{0,60}(?:password|passwd|secret|token|passphrase|api_?key|private_?key|pwd)\2[ \t]{0,4}:[ \t]{0,4}\r?\n\s{0,60}")([^"\n]{3,400})/gi,
  },
  {
    word: /\\\r?\n/,
    pattern:
      /(\b[\w.-]{0,60}(?:password|passwd|secret|passphrase|api_?key|pwd)()[ \t]{0,4}[:=][ \t]{0,4}\\\r?\n[ \t]{0,60}["']?)([^\s"'\\]{3,400})/gi,
  },
  // The parts of a private key as JSON has them.
  { word: /"kty"/, pattern: /("(?:d|p|q|dp|dq|qi|k)"\s{0,4}:\s{0,4}")([\w-]{16,1400})/g },
  {
    word: /\bvariable/,
    pattern:
      /(\bvariable[ \t]{1,4}"[\w-]{0,60}(?:password|passwd|secret|token|passphrase|api_?key|private_?key)[\w-]{0,20}"[ \t]{0,4}\{[^{}]{0,400}?\bdefault[ \t]{0,8}=[ \t]{0,8}")([^"\n]{3,400})/gi,
  },
  // A flag and its secret as items of a list.
  {
    word: /^[ \t]*- ["']?--/m,
    pattern:
      /(^[ \t]{0,40}- ["']?--[\w-]{0,40}(?:password|passwd|secret|token|passphrase|api-?key|pass)["']?[ \t]{0,4}\r?\n[ \t]{0,40}- ["']?)([^\s"'-][^\s"']{2,300})/gim,
  },
  // What a client of mail answers.
  {
    word: /334 UGFzc3dvcmQ6/,
    pattern: /(\b334 UGFzc3dvcmQ6\s{1,40}?(?:\S{1,3} )?)([A-Za-z0-9+/]{4,400}={0,2})/g,
  },
  // What subversion keeps of a server.
  { word: /^password$/m, pattern: /(^K 8\r?\npassword\r?\nV \d{1,3}\r?\n)([^\r\n]{2,200})/gm },
  {
    word: /<key>/i,
    pattern:
      /(<key>[\w.-]{0,60}(?:password|secret|passphrase|token|psk)<\/key>\s{0,40}<data>\s{0,40})([A-Za-z0-9+/=\s]{4,4000}?)(?=\s{0,40}<\/data>)/gi,
  },
  ...toldStatements,
  // A label in one cell of a page and its value in the next.
  {
    word: /<(?:td|th|dt|label|b|strong)\b/i,
    pattern:
      /(<(?:td|th|dt|label|b|strong)\b[^<>\n]{0,120}>\s{0,20}[\w\s-]{0,30}?\b(?:password|passwort|kennwort|passphrase|psk|pre-shared key|shared secret|secret|community|enable|pin)\s{0,8}:?\s{0,8}<\/(?:td|th|dt|label|b|strong)>\s{0,40}<(?:td|dd|span|code|pre)\b[^<>\n]{0,120}>\s{0,20})([^<>\n]{3,100}?)(?=\s{0,20}<\/)/gi,
  },
  // A login's servers of RADIUS, one a line: address, secret, seconds. No name of an interface, no version.
  {
    word: /^\d[\d.:]{6,21}[ \t]{1,20}\S{7,64}[ \t]{1,20}\d{1,2}[ \t]{0,8}$/m,
    pattern:
      /(^\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?[ \t]{1,20})(?=\S{0,60}\d)(?=\S{0,60}[A-Za-z]{3})(?![A-Z][A-Za-z-]{1,30}\d{1,4}[ \t])([^\s/:.,()%]{7,64})(?=[ \t]{1,20}\d{1,2}[ \t]{0,8}$)/gm,
  },
  // A legacy token of Vault.
  { word: /\bs\.[a-z0-9]/i, pattern: /((?:^|[\s"'=:])s\.)([A-Za-z0-9]{24})(?![\w.])/g },
];

/** `INSERT INTO users (name, password) VALUES ('admin', 'x')`: the value at the place of a column that is one. */
const insert =
  /\binsert[ \t]{1,4}(?:ignore[ \t]{1,4})?into[ \t]{1,4}["`'\w.]{1,120}[ \t]{0,4}\(([^()]{1,2000})\)\s{0,8}values\s{0,8}\(/gi;
const MOST_ROWS = 200;

function inserted(text: string, spans: Span[]): void {
  for (const found of text.matchAll(insert)) {
    const columns = (found[1] ?? '').split(',').map((each) => each.trim().replace(/^["`']|["`']$/g, ''));
    const places = columns.flatMap((column, at) => (classOf(column) === 'strong' ? [at] : []));
    if (places.length === 0) continue;
    let at = found.index + found[0].length;
    for (let row = 0; row < MOST_ROWS; row++) {
      const values = valuesOf(text, at);
      for (const place of places) {
        const value = values.list[place];
        if (value) add(text, value.start, value.end, spans);
      }
      const next = /\s{0,8},\s{0,8}\(/y;
      next.lastIndex = values.end;
      if (!next.test(text)) break;
      at = next.lastIndex;
    }
  }
}

/** The values of one row up to its bracket; of a quoted one what is in its quotes. */
function valuesOf(text: string, from: number): { list: { start: number; end: number }[]; end: number } {
  const list: { start: number; end: number }[] = [];
  const value =
    /\s{0,20}(?:'((?:[^'\\]|\\.|''){0,4000})'|"((?:[^"\\]|\\.){0,4000})"|([^,()'"\n]{0,400}))\s{0,20}([,)])/y;
  let at = from;
  for (let count = 0; count < 200; count++) {
    value.lastIndex = at;
    const found = value.exec(text);
    if (!found) break;
    const inner = found[1] ?? found[2] ?? found[3] ?? '';
    const start = text.indexOf(inner, found.index);
    list.push({ start, end: start + inner.length });
    at = value.lastIndex;
    if (found[4] === ')') break;
  }
  return { list, end: at };
}

function add(text: string, start: number, end: number, spans: Span[]): void {
  const value = text.slice(start, end);
  if (isPlaceholder(value) || isToken(value) || value.length < 2) return;
  spans.push({ start, end, kind: 'SECRET', rule: 'RD26' });
}

/** `user:secret` lines that are given to `chpasswd` and `newusers`, and stand in the list of that name for a new machine. */
const accountsGiven = /^[ \t]{0,20}(?:\S{1,40} )?(?:chpasswd|newusers)\b[^\n]{0,80}\n/gm;
const account = /[ \t]{0,40}(?:- )?["']?[A-Za-z_][\w.-]{0,31}:([^\s:"']{3,200})[^\n]{0,200}(?:\n|$)/y;
const listHead = /[ \t]{0,40}(?:list|expire):[^\n]{0,40}\n/iy;
const MOST_ACCOUNTS = 200;

function accounts(text: string, spans: Span[]): void {
  for (const head of text.matchAll(accountsGiven)) {
    let at = head.index + head[0].length;
    for (let lines = 0; lines < MOST_ACCOUNTS; lines++) {
      listHead.lastIndex = at;
      if (listHead.test(text)) {
        at = listHead.lastIndex;
        continue;
      }
      account.lastIndex = at;
      const found = account.exec(text);
      if (!found) break;
      const value = found[1] ?? '';
      const start = found.index + found[0].indexOf(`:${value}`) + 1;
      add(text, start, start + value.length, spans);
      at = account.lastIndex;
    }
  }
}

/** The numbers of a private key as `openssl` prints them, each line. */
const printedKey =
  /\b(?:privateExponent|prime1|prime2|exponent1|exponent2|coefficient|priv):[ \t]*\r?\n((?:[ \t]+(?:[0-9a-f]{2}:?){1,40}[ \t]*\r?\n?){1,600})/gi;

function printedKeys(text: string, spans: Span[]): void {
  for (const found of text.matchAll(printedKey)) {
    const from = found.index + found[0].length - (found[1] ?? '').length;
    for (const each of (found[1] ?? '').matchAll(/[0-9a-f][0-9a-f:]+/gi))
      add(text, from + each.index, from + each.index + each[0].length, spans);
  }
}

export function statementSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let looked: RegExp | null = null;
  let stands = false;
  for (const { word, pattern, madeUp, rare, random } of forms) {
    if (word !== looked) stands = word.test(text);
    looked = word;
    if (!stands) continue;
    for (const found of text.matchAll(pattern)) {
      const start = found.index + (found[1]?.length ?? 0);
      const value = found.at(-1) ?? '';
      if (madeUp && !isMadeUp(value)) continue;
      if (rare && !isMadeUp(value) && !isRare(value)) continue;
      if (random && !(looksRandom(value) && /[a-z]/.test(value) && /[A-Z]/.test(value))) continue;
      add(text, start, start + value.length, spans);
    }
  }
  if (/insert/i.test(text)) inserted(text, spans);
  if (/chpasswd|newusers/.test(text)) accounts(text, spans);
  if (/privateExponent|priv:/.test(text)) printedKeys(text, spans);
  return spans;
}
