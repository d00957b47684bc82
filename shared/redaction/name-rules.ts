/** How texts declare the names of hosts, domains and users (RD30 to RD32). */
import type { Kind } from './kinds.ts';

const name = `["']?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,250}[A-Za-z0-9_])?)`;
/** Between a label and its value: dots of Windows, colon or equals sign. */
const is = String.raw`["']?(?:[ \t.]{0,60}[:=]=?|[ \t]{0,4}=>)[ \t]{0,40}(?:\\\\)?`;

export interface NameRule {
  kind: Kind;
  rule: string;
  pattern: RegExp;
  /** What stands before, back to the line's start or the command's. */
  before?: RegExp;
  /** A text in which this is not found is not looked at line by line. */
  when?: RegExp;
  /** Words with which the pattern begins: it is tried where one stands, and nowhere else. */
  stems?: string;
}

export const nameRules: readonly NameRule[] = [
  {
    kind: 'HOST',
    rule: 'RD30',
    stems: 'host sysname switchname cluster prompt',
    pattern: new RegExp(
      String.raw`\b(?:hostname|host-name|sysname|switchname|hostname-prefix|cluster name|prompt)[ \t]+${name}`,
      'iy',
    ),
    before: /(?:^|[\n\r#>{;]|\bset(?: system| deviceconfig system| global| cli)?)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'HOST',
    rule: 'RD30',
    stems:
      'host computer machine device system sysname node server logon dns netbios static chassis fqdn desktop data srv router switch neighbor',
    pattern: new RegExp(
      String.raw`(?<!buil[dt] )\b(?:host[ _-]?name|host|computer[ _-]?name|machine[ _-]?name|device[ _-]?name|device[ _-]?id|system[ _-]?name|sysname|node[ _-]?name|server[ _-]?name|logon server|dns host name|netbios name|static hostname|chassis name|fqdn|DESKTOP|COMPUTERNAME|LOGONSERVER|HOSTNAME|NODENAME|data source|srv|router[ _-]?name|switch[ _-]?name|neighbor[ _-]?name)${is}${name}`,
      'iy',
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
    stems: 'domain search dns vtp default vpdn',
    pattern: new RegExp(
      String.raw`\b(?:domain[ -]name|domain[ -]list|domain-search|vtp domain|domain|search|dns-suffix|default-domain value|vpdn domain)[ \t]+(?:vrf \S{1,60} )?${name}`,
      'iy',
    ),
    before: /(?:^|[\n\r#>{;]|\bset(?: system)?|\bip|\bdns|\bvtp)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'DOMAIN',
    rule: 'RD31',
    stems: 'domain dns user primary specific workgroup realm default forest',
    pattern: new RegExp(
      String.raw`\b(?:domain(?:[ _-]?name)?|dns domain|user ?dns ?domain|userdomain|dns suffix|primary dns suffix|dns suffix search list|specific dns suffix|workgroup|realm|default_realm|forest)${is}${name}`,
      'iy',
    ),
  },
  {
    kind: 'USER',
    rule: 'RD32',
    stems: 'user local-user sent-username mgmt-user adduser useradd remote-username',
    pattern: new RegExp(
      String.raw`\b(?:username|user|users|local-user|sent-username|mgmt-user|adduser|useradd|remote-username)[ \t]+${name}(?!\w|[.-]\w|["']?[ \t]{0,4}[:=])`,
      'iy',
    ),
    before:
      /(?:^|[\n\r#>{;!]|\bset(?: system login| mgt-config)?|\bcredentials|\bauthentication|\bsnmp-server|\bnet|\bvpdn|\bap|\blogin|\bftp|\bhttp client)[ \t]*(?:no )?$/i,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    stems:
      'user login logname uid account sam registered run logged target subject default db_user dbuser ansible_user',
    pattern: new RegExp(
      String.raw`\b(?:user[ _-]?name|user[ _-]?id|user|login[ _-]?name|logname|uid|account[ _-]?name|sam ?account ?name|registered owner|run as user|logged on user|target user name|subject user name|default ?user ?name|db_?user|ansible_user|username_field)${is}(?:[A-Za-z0-9_.-]{1,60}\\{1,2})?${name}(?![\w.-]{0,60}=)`,
      'iy',
    ),
  },
  {
    kind: 'USER',
    rule: 'RD32',
    stems: 'last modified configured logged committed session accepted failed invalid login',
    pattern:
      /(?:\b(?:last (?:modified|changed|updated|saved)|modified|configured from \S{1,40}|logged in|committed) by|\b(?:session (?:opened|closed) for user|accepted (?:password|publickey|keyboard-interactive\/pam) for|failed (?:password|none|publickey) for(?: invalid user)?|invalid user|login user)) ["']?([A-Za-z_][\w.-]{1,31})(?=["']?(?: on | from | at |\(|[,.;]|\s|$|["']))/iy,
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
    pattern: /<(?:user-?name|userid|user|login|loginname)>\s{0,40}(?!-)([\w.@-]{1,64})\s{0,40}</gi,
  },
  {
    kind: 'USER',
    rule: 'RD32',
    when: /edit "/,
    pattern: /^[ \t]*config (?:system admin|user local)[ \t]*\r?\n[ \t]*edit "([^"\n]{1,64})"/gm,
  },
];
