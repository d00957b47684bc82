/** Secrets among the arguments of programs (RD22): `curl -u`, `mysql -p`, `net user`, `sshpass`, `snmpwalk`, netrc and the like. */
import type { Span } from '../kinds.ts';
import { classOf } from './names.ts';
import { isPlaceholder, isToken } from './value.ts';
import type { Word } from './words.ts';

/** Flags whose next word is a secret, by program. */
const flags: Record<string, readonly string[]> = {
  sshpass: ['-p'],
  psexec: ['-p'],
  'psexec.exe': ['-p'],
  docker: ['-p'],
  podman: ['-p'],
  'redis-cli': ['-a'],
  ldapsearch: ['-w'],
  ldapmodify: ['-w'],
  ldapadd: ['-w'],
  ldappasswd: ['-w', '-s', '-a'],
  snmpwalk: ['-A', '-X', '-c'],
  snmpget: ['-A', '-X', '-c'],
  snmpset: ['-A', '-X', '-c'],
  snmpbulkwalk: ['-A', '-X', '-c'],
  snmptrap: ['-A', '-X', '-c'],
  ipmitool: ['-P'],
  ipmiutil: ['-P'],
  sqlcmd: ['-P'],
  osql: ['-P'],
  isql: ['-P'],
  bcp: ['-P'],
  plink: ['-pw'],
  pscp: ['-pw'],
  pscp64: ['-pw'],
  xfreerdp: ['-p'],
  rdesktop: ['-p'],
  kinit: ['-p'],
  openssl: ['-k', '-K'],
  mongo: ['-p'],
  mongosh: ['-p'],
  mongodump: ['-p'],
  az: ['-p'],
  cqlsh: ['-p'],
  rabbitmqadmin: ['-p'],
  useradd: ['-p'],
  usermod: ['-p'],
  'ssh-keygen': ['-N', '-P'],
  schtasks: ['/rp', '/RP', '/p', '/P'],
  'schtasks.exe': ['/rp', '/RP', '/p', '/P'],
  keytool: ['-storepass', '-keypass', '-srcstorepass', '-deststorepass', '-srckeypass', '-destkeypass'],
};
/** More of them, which the lists of words in `find.ts` do not name: they are looked for by these names. */
const moreFlags: Record<string, readonly string[]> = {
  ldapwhoami: ['-w'],
  ldapdelete: ['-w'],
  ldapcompare: ['-w'],
  ldapmodrdn: ['-w'],
  ldapexop: ['-w'],
  slappasswd: ['-s'],
  smbpasswd: ['-w'],
  dsconf: ['-w'],
  kadmin: ['-w'],
  'ipa-client-install': ['-w'],
  'ipa-server-install': ['-a', '-p'],
  'ipa-replica-install': ['-w', '-p'],
  'zip ': ['-P'],
  'unzip ': ['-P'],
  veracrypt: ['-p'],
  signtool: ['/p'],
  certutil: ['-p'],
  mongoimport: ['-p'],
  mongoexport: ['-p'],
  mongorestore: ['-p'],
  psexec64: ['-p'],
  'psexec64.exe': ['-p'],
  paexec: ['-p'],
  mosquitto_pub: ['-P'],
  mosquitto_sub: ['-P'],
  'p4 ': ['-P'],
  knife: ['-P'],
  hydra: ['-p'],
  medusa: ['-p'],
  crackmapexec: ['-p', '-H'],
  netexec: ['-p', '-H'],
  'evil-winrm': ['-p', '-H'],
  smbmap: ['-p'],
  check_mysql: ['-p'],
  check_pgsql: ['-p'],
  'check_wmi_plus.pl': ['-p'],
  check_snmp: ['-C', '-A', '-X'],
  racadm: ['-p'],
  ilorest: ['-p'],
  uemcli: ['-p'],
  naviseccli: ['-password'],
  supportsave: ['-p'],
  setpw: ['-p'],
  userconfig: ['-p'],
  iscsi: ['-p'],
  'oc login': ['-p'],
  ncftpput: ['-p'],
  ncftpget: ['-p'],
  'vicfg-snmp.pl': ['-c'],
  mgmt_cli: ['-p'],
  kdb5_util: ['-P'],
  doveadm: ['-p'],
  'crane ': ['-p'],
  snmpbulkget: ['-A', '-X', '-c'],
  snmpgetnext: ['-A', '-X', '-c'],
  trapsess: ['-A', '-X', '-c'],
  snmptable: ['-A', '-X', '-c'],
  snmpinform: ['-A', '-X', '-c'],
};
/** By name; a `Map`, because words such as `constructor` are members of every object. */
const flagsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(flags),
  ...Object.entries(moreFlags).map(([name, list]) => [name.split(' ')[0] ?? name, list] as const),
]);
/** The names by which a line is known to call one of them. */
export const programWords: readonly string[] = [
  ...Object.keys(moreFlags),
  ...[
    'check_http',
    'check_https',
    'etcdctl',
    'net rpc',
    'net ads',
    'wbinfo',
    'impacket',
    'secretsdump',
    'onesixtyone',
    'rar ',
    '7z ',
    '7za ',
    '7zr ',
    'axl ',
  ],
];
/** Programs whose `-u` is `name:secret`. */
const pairs =
  /^(?:curl|wget|http|https|smbclient|rpcclient|winexe|httpie|lftp|artifactory|jenkins-cli|check_https?|etcdctl|wbinfo|axl)(?:\.exe)?$/;
const joined = /^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|7z[ar]?|zip|unzip|rar|unrar)$/;
/** Tools whose target is `domain/user:secret@host`. */
const targets =
  /^(?:impacket-[\w-]+|(?:secretsdump|psexec|wmiexec|smbexec|atexec|dcomexec|mssqlclient)(?:\.py)?)$/;

/** Whether `-p` of a program for containers publishes ports, as it does of all of its commands but signing in. */
function isPublishing(program: string, words: readonly Word[]): boolean {
  return /^(?:docker|podman)$/.test(program) && !words.some(({ lower }) => lower === 'login');
}

export function programSecrets(words: readonly Word[]): Span[] {
  const spans: Span[] = [];
  const add = (word: Word | undefined, from = 0) => {
    if (word === undefined) return;
    const value = word.text.slice(from);
    if (value !== '' && !isPlaceholder(value) && !isToken(value))
      spans.push({ start: word.start + from, end: word.end, kind: 'SECRET', rule: 'RD22' });
  };
  let program: string | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    const name = word.lower.replace(/^.*[/\\]|^@|^\w{1,20}=|^[`$(]{1,2}/, '');
    const next = words[at + 1];
    if (flagsOf.has(name) || pairs.test(name) || joined.test(name)) program = name;
    if (name === 'net' || name === 'net.exe') netCommand(words, at, add);
    if (name === 'chpasswd') chpasswd(words, at, add);
    if (name === 'passwd' && next?.text === '--stdin')
      add(words[words.findIndex(({ text }) => text === '|') - 1]);
    if (name === 'htpasswd' && words.some(({ text }) => /^-\w*b/.test(text))) add(words.at(-1));
    if (name === 'auth' && words[at - 1]?.lower === 'stats' && next?.text.includes(':'))
      add(next, next.text.indexOf(':') + 1);
    const oracle = /^(?:jdbc:oracle:\w+:)?[\w$]{1,40}\/(?=\S{1,200}@)/.exec(word.text);
    if (oracle && (word.lower.startsWith('jdbc:') || words[at - 1]?.lower.startsWith('sqlplus'))) {
      const end = word.text.lastIndexOf('@');
      spans.push({
        start: word.start + oracle[0].length,
        end: word.start + end,
        kind: 'SECRET',
        rule: 'RD22',
      });
    }
    if (
      program !== null &&
      next &&
      flagsOf.get(program)?.includes(word.text) &&
      !isPublishing(program, words)
    )
      add(next);
    if (program !== null && pairs.test(program)) pairArgument(word, next, add);
    if (name === 'net' && /^(?:rpc|ads)$/.test(next?.lower ?? '')) program = 'wbinfo';
    if (targets.test(name)) target(words.slice(at + 1), add);
    if (name === 'onesixtyone' && !words[at + 2]?.text.startsWith('-')) add(words[at + 2]);
    if (program === 'rar' && /^-hp./.test(word.text)) add(word, 3);
    if (
      program !== null &&
      joined.test(program) &&
      /^-p./.test(word.text) &&
      !/^-p(?:ort|rotocol)/.test(word.text)
    )
      add(word, 2);
    const attached =
      program === null
        ? undefined
        : flagsOf.get(program)?.find((flag) => joinedFlags.has(program ?? '') && word.text.startsWith(flag));
    if (attached && word.text.length > attached.length) add(word, attached.length);
    if (name === 'sudo' && /^-\w*S/.test(next?.text ?? '')) piped(words, at, add);
    if (word.lower === '-passcrypt' || word.lower === '-passplain') add(next);
    if (
      word.lower === 'user' &&
      words[at - 1]?.lower === 'system' &&
      /^(?:add|set)$/.test(words[at - 2]?.lower ?? '')
    )
      add(words[at + 2]?.text.startsWith('-') ? undefined : words[at + 2]);
    if (
      word.text.startsWith('>') &&
      word.text.length > 4 &&
      words.some(({ text }) => /^[~&+-]?[@*~&]|^on$|^\+@/.test(text)) &&
      words[0]?.lower === 'user'
    )
      add(word, 1);
    if (word.lower.startsWith('name=') && words[0]?.lower === '/snmp' && words[1]?.lower === 'community')
      add(word, 5);
    const slash = /^\/(?:p|pass|password|pwd|rp|savecred):/i.exec(word.text);
    if (slash) add(word, slash[0].length);
    if (/^-?pass(?:in|out)?$/.test(word.lower) && next?.lower.startsWith('pass:')) add(next, 5);
    if (word.lower === 'convertto-securestring' || word.lower.endsWith('(convertto-securestring')) {
      const value = words.slice(at + 1, at + 5).find(({ text, quoted }) => quoted || !text.startsWith('-'));
      if (value && !value.text.startsWith('$')) add(value);
    }
    if (word.lower === '/v' && next && classOf(next.text) === 'strong') {
      const data = words.findIndex(({ lower }, place) => place > at && lower === '/d');
      if (data !== -1) add(words[data + 1]);
    }
  }
  if (
    words.some(
      ({ lower }, at) =>
        told.test(lower) ||
        (/^log(?:in|on)$/.test(lower) && /^(?:as|with|is|using)$/.test(words[at + 1]?.lower ?? '')),
    )
  )
    credentialPairs(words, add);
  return spans;
}

/** What says that a name and its secret stand in the line. */
const told = /^(?:creds?|credentials?|logins?:|user\/pass(?:word)?|user\/pw|username\/password|u\/p)[:=,.]?$/;

/** Programs whose flag and secret may be one word. */
const joinedFlags = new Set([
  ...['ldapsearch', 'ldapmodify', 'ldapadd', 'ldappasswd', 'ldapwhoami', 'ldapdelete', 'ldapcompare'],
  ...['sshpass', 'bcp', 'sqlcmd', 'osql', 'isql', 'ipmitool', 'redis-cli'],
  ...['snmpwalk', 'snmpget', 'snmpset', 'snmpbulkwalk', 'snmpbulkget', 'snmptrap'],
]);

/** `echo x | sudo -S`: what was piped in. */
function piped(words: readonly Word[], at: number, add: Add): void {
  const pipe = words.slice(0, at).findLastIndex(({ text }) => text === '|');
  if (pipe > 0 && /^(?:echo|printf)$/.test(words[0]?.lower ?? '')) add(words[pipe - 1]);
}

type Add = (word: Word | undefined, from?: number) => void;

function netCommand(words: readonly Word[], at: number, add: Add): void {
  const verb = words[at + 1]?.lower;
  if (verb === 'user') {
    const value = words[at + 3];
    if (value && !value.text.startsWith('/') && value.text !== '*') add(value);
  }
  if (verb !== 'use') return;
  const share = words.findIndex(
    ({ text }, place) => place > at && (text.startsWith('\\\\') || /^https?:/.test(text)),
  );
  if (share === -1) return;
  const value = words.slice(share + 1).find(({ text, quoted }) => quoted || !text.startsWith('/'));
  if (value && value.text !== '*') add(value);
}

/** `echo "root:secret" | chpasswd`. */
function chpasswd(words: readonly Word[], at: number, add: Add): void {
  for (const word of words.slice(0, at)) {
    const colon = word.text.indexOf(':');
    if (colon > 0 && colon < word.text.length - 1) add(word, colon + 1);
  }
  const here = words[at + 1]?.text === '<<<' ? words[at + 2] : undefined;
  if (here?.text.includes(':')) add(here, here.text.indexOf(':') + 1);
}

/** `domain/user:secret@host`, quoted in part or not. */
function target(words: readonly Word[], add: Add): void {
  for (const word of words) {
    const parts = /^(?:[\w.-]{1,60}\/)?[\w.$-]{1,60}:['"]?(?=\S{3,200}@)/.exec(word.text);
    if (!parts) continue;
    const end = word.text.replace(/['"]?@[^@]*$/, '').length;
    add({ ...word, text: word.text.slice(0, end), end: word.start + end }, parts[0].length);
  }
}

function pairArgument(word: Word, next: Word | undefined, add: Add): void {
  const attached = /^(?:-u|-U|--user=|--proxy-user=)(?=.)/.exec(word.text);
  const argument = /^(?:-u|-U|--user|--proxy-user|-a|--auth)$/.test(word.text)
    ? next
    : attached
      ? word
      : undefined;
  if (argument === undefined) return;
  const from = argument === word && attached ? attached[0].length : 0;
  const cut = argument.text.slice(from).search(/[:%]/);
  if (cut > 0) add(argument, from + cut + 1);
}

/** `creds admin/hunter2`, `login as admin / hunter2`: the second of two words that a slash or colon holds together. */
function credentialPairs(words: readonly Word[], add: Add): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    if (word.text === '/' && at > 0 && !told.test(words[at - 1]?.lower ?? '')) add(words[at + 1]);
    const parts = /^([A-Za-z][\w.@\\-]{1,40})([/:])(?=[^/\s]{4})/.exec(word.text);
    if (
      parts &&
      !told.test(word.lower) &&
      !/^(?:https?|ftp|password|username|user|pass)$/i.test(parts[1] ?? '')
    )
      add(word, parts[0].length);
  }
}
