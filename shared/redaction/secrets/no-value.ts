/** What stands where a name is given a value and is no secret (RD20): an answer, a member, a type, a caption, a word of a sentence. */
import { followers } from '../common-words.ts';
import { classOf } from './names.ts';
import type { Name, Range } from './value.ts';

/** What is written where none is: `not configured`, `see KeePass`, `ask Peter`. */
export const isAnswer = (value: string) =>
  /^(?:not (?:set|configured|known|available|used|needed|required|stored|applicable|given|provided|yet)\b.{0,40}|see (?:the |our |your )?(?:keepass|vault|below|above|1password|wiki|lastpass|bitwarden|attach\w*|separate|e-?mail|safe|ticket|password)\b.{0,40}|ask (?:the|your|our|for) .{1,40}|(?:stored|kept|held|saved|managed) (?:in|by|at|on|with) .{1,60}|ask \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?|(?:on|upon) request|to be (?:defined|set|changed|provided|confirmed)|tb[adc]|as (?:before|usual|discussed)|same as .{1,40}|include|same-origin|omit|inherit)$/iu.test(
    value,
  );

/** The folder in which a shell is: `PWD=/home/anna`. In a connection string it would be a password. */
export function isDirectory(text: string, name: Name, value: string): boolean {
  return (
    /^(?:OLD)?PWD$/.test(name.text) &&
    /^(?:\/|~|[A-Z]:\\)/.test(value) &&
    !/[;?&]$/.test(text.slice(Math.max(0, name.start - 1), name.start))
  );
}

/** A word of a sentence that goes on behind it. */
export function isSentence(text: string, range: Range, value: string): boolean {
  return followers.has(value.toLowerCase()) && /^[ \t]+[A-Za-z(]/.test(text.slice(range.end, range.end + 12));
}

/** Names of other fields, calls and file names in code are no secrets themselves. */
export function isReference(text: string, range: Range, value: string): boolean {
  if (/["'`]/.test(text.charAt(range.start - 1))) return /^\$\{[^}]*\}$|^\{\{[^{}]*\}\}$/.test(value);
  return (
    isMember(value) ||
    // What a shell says where a variable is not set: `${PW:?missing}`.
    (value.startsWith('?') && text.charAt(range.end) === '}') ||
    // A setting of a remote desktop, by its type: `prompt for credentials:i:1`.
    /^[is]:\d*$/.test(value) ||
    // A type, and a file that holds one.
    /^&?(?:'static )?(?:string|str|number|String|Buffer|any|bytes|SecretStr|SecretString|SecureString)\b(?:\[\])?[)\]>,;:=|?{ ]*(?:null|undefined|None)?[)>,;]*$/.test(
      value,
    ) ||
    /^(?:Option|Optional|Secret|Promise|Maybe)(?:<[\w<>&' ]{1,40}>|\[[\w, ]{1,40}\])[)\]>,;=?{ ]*$/.test(
      value,
    ) ||
    /^[\w./~-]{1,80}\.(?:pem|key|crt|cer|der|pfx|p12|jks)$/.test(value) ||
    // A file in a system's folders.
    /^\/(?:etc|var|run|opt|usr|home|root|tmp|mnt|srv)(?:\/[\w.@-]{1,60}){1,8}$/.test(value) ||
    // `$pw = ConvertTo-SecureString ...`
    /^\(?(?:Convert(?:To|From)|New|Get|Read|Import|Set|Invoke)-[A-Z]\w+$/.test(value) ||
    /^[A-Za-z_][\w.]*\($/.test(value) ||
    /^[A-Za-z_][\w.]*\([^()]{0,60}\)?$/.test(value) ||
    /^(?:os\.|process\.|env\.|request\.|self\.|this\.|config\.|settings\.|System\.|args\.|\$[A-Za-z_{(]|ENV\[|!Ref|!Sub|!GetAtt|!vault\b|(?:hash|texthash|lmdb|btree|cdb|pcre|regexp|proxy|file):(?:\w{2,10}:)?\/|vault:)/.test(
      value,
    ) ||
    // What code makes: `new Vault()`.
    /^new [A-Za-z_$][\w.$<>]{0,60}\(/.test(value) ||
    // An anchor of YAML; what begins with a star behind `=` and has a figure is none.
    (/^\*[A-Za-z]/.test(value) &&
      !(/\d/.test(value) && /=[ \t]{0,60}$/.test(text.slice(Math.max(0, range.start - 61), range.start)))) ||
    // What a template puts in: `{{ x }}`, `<%= x %>`.
    /^(?:\{[{%]|<%=?)(?:$|\s)/.test(value) ||
    /^[[{(](?:$|[\s"'\w\]})])/.test(value)
  );
}

/** What a program says of itself (`passwd: all authentication tokens updated`), and where accounts are looked up (`passwd: files sss`). */
const spoken =
  /^(?:(?:password|all|files|compat|sss|db|nis|systemd|ldap|winbind|cannot|you|must|success)\b.*|[a-z]+(?: [a-z]+){2,}\.?)$/i;

/** The caption of a field, what a member of an object is given by its own name, an address, and how many passed. */
export function isCaption(text: string, name: Name, value: string): boolean {
  const lower = value.toLowerCase();
  if (name.text === 'passwd' && spoken.test(value)) return true;
  // `--- PASS: TestLogin (0.02s)`
  if (
    name.text === 'PASS' &&
    /^\S+[ \t]+\(\d{1,6}\.\d{1,4}s\)/.test(text.slice(name.end + 1, name.end + 200).trim())
  )
    return true;
  if (/^https?:\/\/[^\s:@]+$/i.test(value) && /communit/i.test(name.text)) return true;
  if (
    lower === name.text.toLowerCase().replace(/^.*\./, '') &&
    (/[.>]$/.test(text.slice(0, name.start).slice(-1)) ||
      /\w\.\w+$/.test(name.text) ||
      /\bfor=["']$/.test(text.slice(Math.max(0, name.start - 8), name.start)))
  )
    return true;
  return (
    /^pass(?:ed)?$/i.test(name.text) &&
    /^\d{1,6}(?:[\s,;|]|$)/.test(value) &&
    /^[\s,;|]{1,4}(?:fail|skip|error|warn|total)/i.test(
      text
        .slice(name.end)
        .replace(/^[^\d]{0,6}\d{1,6}/, '')
        .slice(0, 16),
    )
  );
}

/** `var.db_password`, `req.body.password`, `local.secrets.token`: a member of something, whose own name says so. */
export function isMember(value: string): boolean {
  if (
    !/^[A-Za-z_$][\w$]{0,40}(?:\??\.[A-Za-z_$][\w$]{0,40}){1,5}(?:\[["']?[\w-]{0,40}["']?\]?)?[;,)]{0,2}$/.test(
      value,
    )
  )
    return false;
  const parts = value.replace(/\[.*$|[;,)]+$/, '').split('.');
  return (
    /^(?:var|local|data|module|random_\w{2,20}|(?:aws|azurerm|google|vault|tls)_\w{2,40}|each|self|this|req|request|body|params|props|state|options|opts|cfg|conf|config|settings|env|ctx|event|user|input|form|args|values)$/i.test(
      parts[0] ?? '',
    ) &&
    (parts.length > 2 || classOf(parts.at(-1) ?? '') !== null)
  );
}
