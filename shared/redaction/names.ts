/** Names of hosts, domains and users where a text says what they are (RD30 to RD33). */
import { everybodysHosts, everybodysUsers, followers, publicDomains } from './common-words.ts';
import type { Kind, Span } from './kinds.ts';
import { isPlaceholder, isToken } from './secrets/value.ts';

const name = `["']?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,250}[A-Za-z0-9_])?)`;
/** Between a label and its value: dots of Windows, colon or equals sign. */
const is = String.raw`["']?(?:[ \t.]{0,60}[:=]=?|[ \t]{0,4}=>)[ \t]{0,40}(?:\\\\)?`;

interface NameRule {
  kind: Kind;
  rule: string;
  pattern: RegExp;
  /** What stands before, back to the line's start or the command's. */
  before?: RegExp;
  /** A word that must be in the text, looked for first because that is cheap. */
  when: RegExp;
}

const rules: readonly NameRule[] = [
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /host|sysname|switchname|prompt/i,
    pattern: new RegExp(
      String.raw`\b(?:hostname|host-name|sysname|switchname|hostname-prefix|cluster name|ip host|prompt)[ \t]+${name}`,
      'gi',
    ),
    before: /(?:^|[\n\r#>{;]|\bset(?: system| deviceconfig system| global| cli)?)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /name|node|device|server|host|computer|sysname/i,
    pattern: new RegExp(
      String.raw`(?<!buil[dt] )\b(?:host[ _-]?name|host|computer[ _-]?name|machine[ _-]?name|device[ _-]?name|device[ _-]?id|system[ _-]?name|sysname|node[ _-]?name|server[ _-]?name|logon server|dns host name|netbios name|static hostname|chassis name|fqdn|DESKTOP|COMPUTERNAME|LOGONSERVER|HOSTNAME|NODENAME|data source|srv|router[ _-]?name|switch[ _-]?name|neighbor[ _-]?name)${is}${name}`,
      'gi',
    ),
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: / uptime is | up \d/,
    pattern: /^([A-Za-z0-9][\w.-]{1,62})(?: uptime is | up \d+ (?:day|hour|min|year|week))/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /[#>]/,
    pattern:
      /^(?:RP\/\d+\/\w+\/CPU\d:)?([A-Za-z][\w.-]{1,62})(?:\/[\w/-]{1,20})?(?:\([\w /-]{1,40}\))?[#>][ \t]*(?=(?:show|sh|en|enable|conf|configure|wr|write|copy|debug|ping|trace|traceroute|exit|end|term|terminal|clear|reload|dir|do|no|int|interface|telnet|ssh|get|diagnose|execute|display|system-view|request|set|more|undebug|who|quit|tclsh|test|verify)\b|\r?$)/gim,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /@/,
    pattern: /^\[?[A-Za-z_][\w.-]{0,31}@([A-Za-z][\w.-]{1,62})(?=(?:[ :][^\]\n]{0,80})?[\]>#$%])/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /Linux/,
    pattern: /^(?:Linux|FreeBSD|SunOS|Darwin|AIX) ([A-Za-z0-9][\w.-]{0,62}) \d+\.\d/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /\d\d:\d\d:\d\d/,
    pattern:
      /^(?:<\d{1,3}>)?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) ([A-Za-z][\w.-]{1,62}) (?=[\w/().-]{1,60}(?:\[\d{1,7}\])?:|%[A-Z]|\d+ - )/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /\\\\/,
    pattern: /(?<![\\\w])\\\\([A-Za-z][\w-]{1,62})(?=\\|\s|$|["',;])/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /^[ \t]*name \d/m,
    pattern: /^[ \t]*name \d{1,3}(?:\.\d{1,3}){3} ([\w.-]{1,63})/gm,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    when: /<[^>]{0,30}host/i,
    pattern:
      /<(?:host-?name|computername|nodename|devicename|servername|dnshostname|sysname)>\s{0,40}([\w.-]{1,253})\s{0,40}</gi,
  },
  {
    kind: 'DOMAIN',
    rule: 'RD31',
    when: /domain|search|suffix/i,
    pattern: new RegExp(
      String.raw`\b(?:domain[ -]name|domain[ -]list|domain-search|vtp domain|domain|search|dns-suffix|default-domain value|vpdn domain)[ \t]+(?:vrf \S{1,60} )?${name}`,
      'gi',
    ),
    before: /(?:^|[\n\r#>{;]|\bset(?: system)?|\bip|\bdns|\bvtp)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'DOMAIN',
    rule: 'RD31',
    when: /domain|suffix|workgroup|realm/i,
    pattern: new RegExp(
      String.raw`\b(?:domain(?:[ _-]?name)?|dns domain|user ?dns ?domain|userdomain|dns suffix|primary dns suffix|dns suffix search list|specific dns suffix|workgroup|realm|default_realm|forest)${is}${name}`,
      'gi',
    ),
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /user|login/i,
    pattern: new RegExp(
      String.raw`\b(?:username|user|users|local-user|sent-username|mgmt-user|adduser|useradd|remote-username)[ \t]+${name}(?!["']?[ \t]{0,4}[:=])`,
      'gi',
    ),
    before:
      /(?:^|[\n\r#>{;!]|\bset(?: system login| mgt-config)?|\bcredentials|\bauthentication|\bsnmp-server|\bnet|\bvpdn|\bap|\blogin|\bftp|\bhttp client)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /user|login|uid|owner|account|logname/i,
    pattern: new RegExp(
      String.raw`\b(?:user[ _-]?name|user[ _-]?id|user|login[ _-]?name|logname|uid|account[ _-]?name|sam ?account ?name|registered owner|run as user|logged on user|target user name|subject user name|default ?user ?name|db_?user|ansible_user|username_field)${is}(?:[A-Za-z0-9_.-]{1,60}\\{1,2})?${name}`,
      'gi',
    ),
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: / (?:by|user|for) /,
    pattern:
      /(?:\b(?:last (?:modified|changed|updated|saved)|modified|configured from \S{1,40}|logged in|committed) by|\b(?:session (?:opened|closed) for user|accepted (?:password|publickey|keyboard-interactive\/pam) for|failed (?:password|none|publickey) for(?: invalid user)?|invalid user|login user)) ["']?([A-Za-z_][\w.-]{1,31})(?=["']?(?: on | from | at |\(|[,.;]|\s|$|["']))/gi,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /sent-username|hostname/,
    pattern: /\b(?:pap sent-username|chap hostname)[ \t]+([^\s"]{1,64})/gi,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /[\\/](?:Users|home|Documents)/,
    pattern:
      /(?:[\\/]{1,2}(?:Users|home|Documents and Settings)[\\/]{1,2})([A-Za-z0-9_][\w.-]{0,31})(?=[\\/:>"'\s]|$)/gm,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /@/,
    pattern: /^\[?([A-Za-z_][\w.-]{0,31})@[A-Za-z][\w.-]{1,62}(?=(?:[ :][^\]\n]{0,80})?[\]>#$%])/gm,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /:/,
    pattern: /^([a-z_][\w.-]{1,31}):(?:x|\*|!{1,2}|\$[^:\n]{4,200}|):\d{1,7}:/gm,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /(?:shadow|htpasswd|:\$)/,
    pattern: /^([A-Za-z_][\w.@-]{1,63}):(?=\$(?:apr1|2[aby]|5|6|1|y)\$|\{SHA\})/gm,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /<[^>]{0,20}(?:user|login)/i,
    pattern: /<(?:user-?name|userid|user|login|loginname)>\s{0,40}([\w.@-]{1,64})\s{0,40}</gi,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /edit "/,
    pattern: /^[ \t]*config (?:system admin|user local)[ \t]*\r?\n[ \t]*edit "([^"\n]{1,64})"/gm,
  },
];

/** @returns spans of names that their syntax declares */
export function nameSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const { kind, rule, when, pattern, before } of rules) {
    if (!when.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      if (before && !before.test(text.slice(Math.max(0, match.index - 60), match.index))) continue;
      const value = match[1] ?? '';
      const start = match.index + match[0].lastIndexOf(value);
      if (isName(kind, value))
        spans.push({ start, end: start + value.length, kind: kindOf(kind, value), rule });
    }
  }
  return spans;
}

/** A host that is given with its domain is found as one. */
const kindOf = (kind: Kind, value: string): Kind =>
  kind === 'HOST' && /\.[A-Za-z]{2,}$/.test(value) ? 'DOMAIN' : kind;

/** Whether a found word names something of the customer's. */
export function isName(kind: Kind, value: string): boolean {
  const lower = value.toLowerCase();
  if (value.length < 2 || isPlaceholder(value) || isToken(value) || followers.has(lower)) return false;
  if (/^\d+(?:\.\d+){0,3}$/.test(value) || /^[\d_.-]+$/.test(value)) return false;
  if (kind === 'USER') return !everybodysUsers.has(lower) && !/^\$|^\d+$/.test(value);
  if (kind === 'DOMAIN') return !isPublic(lower) && /[a-z]/i.test(value) && !everybodysHosts.has(lower);
  return !everybodysHosts.has(lower) && !isPublic(lower) && /[a-z]/i.test(value);
}

/** Whether a name lies under a public site's domain (RD31). */
export function isPublic(lower: string): boolean {
  for (let at = 0; at !== -1; ) {
    if (publicDomains.has(lower.slice(at))) return true;
    const dot = lower.indexOf('.', at);
    at = dot === -1 ? -1 : dot + 1;
  }
  return false;
}

/** Ends of names that are of the customer's own network, and ends that may be public. */
const ends =
  /\.(local|lan|internal|intranet|intra|corp|home|localdomain|private|domain|com|net|org|edu|gov|mil|biz|info|io|co|us|uk|de|fr|nl|eu|ch|at|be|ca|mx|br|au|nz|jp|cn|in|es|it|pt|pl|cz|se|no|dk|fi|ie|ru|za|sg|hk|kr|tr|ae|sa|cloud|tech|health|bank|hospital|school)(?![\w-]|\.[A-Za-z0-9])/gi;

const isLabel = (code: number) =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x5f;

/**
 * Fully qualified names by their last label. A name that begins with `www.` or stands in an address on the web under two labels only is a public
 * site unless the case knows its domain.
 */
export function qualifiedNames(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(ends)) {
    let start = match.index;
    while (start > 0 && match.index - start < 200 && isLabel(text.charCodeAt(start - 1))) start -= 1;
    const end = match.index + match[0].length;
    const value = text.slice(start, end).replace(/^[.-]+/, '');
    start = end - value.length;
    const before = text.charAt(start - 1);
    if (before === '\\' || before === '%' || (before === '/' && !text.startsWith('//', start - 2))) continue;
    if (!/^[A-Za-z0-9_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){1,8}$/.test(value) || value.includes('..')) continue;
    const lower = value.toLowerCase();
    const labels = lower.split('.');
    const web = /https?:\/\/$/i.test(text.slice(Math.max(0, start - 8), start));
    const own = /^(?:local|lan|internal|intranet|intra|corp|home|localdomain|private|domain)$/.test(
      labels.at(-1) ?? '',
    );
    if (!own && (lower.startsWith('www.') || lower.startsWith('ftp.') || (web && labels.length === 2)))
      continue;
    if (!own && (labels.length === 2 || web) && isPackageLike(text, start, value)) continue;
    if (isName('DOMAIN', value)) spans.push({ start, end, kind: 'DOMAIN', rule: 'RD31' });
  }
  return spans;
}

/** Lines that say where a package or a document is from, members of code, and names of files. */
function isPackageLike(text: string, start: number, value: string): boolean {
  let line = start;
  while (line > 0 && start - line < 120 && text.charCodeAt(line - 1) !== 0x0a) line -= 1;
  const before = text.slice(line, start);
  if (
    /^\s*(?:URL|Home-?page|Vendor|Packager|Bug_?report_?URL|Upstream|Source|Website|Description|Summary|\w*_URL)\b/i.test(
      before,
    )
  )
    return true;
  if (/^(?:System|Microsoft|java|javax|org|com|net|android|sun)\./.test(value)) return true;
  return (
    /^[a-z]+\.(?:in|is|it|no|at|be|to|me|us|so|info|home|domain|private|local)$/.test(value) &&
    !/\s$/.test(before)
  );
}
