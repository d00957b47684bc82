/** What people and programs write over several lines (RD26): a label or a question, and the secret in the line below. */

export interface Form {
  /** Looked for first, in any case. */
  word: RegExp;
  /** What stands before the secret, the secret, in two groups. Every repetition is bounded. */
  pattern: RegExp;
  /** Whether the secret has to look made up, which a pattern that does not know capitals cannot say. */
  madeUp?: boolean;
  /** Whether any word serves that no sentence of the trade has. */
  rare?: boolean;
  /** Whether it has to look random: of both cases and figures. */
  random?: boolean;
}

export const toldStatements: readonly Form[] = [
  // What a command that shows a secret answers.
  {
    word: /[>#$][ \t]{0,4}(?:show|get|display|reveal|read) [^\n]{0,30}(?:password|secret|psk|passphrase)[ \t]{0,4}\r?\n/i,
    madeUp: true,
    pattern:
      /([>#$][ \t]{0,4}(?:show|get|display|reveal|read) [^\n]{0,30}(?:password|secret|psk|passphrase)[ \t]{0,4}\r?\n[ \t]{0,8})([^\s"'<>:;=(),/[\]#$%]{4,60})(?=[ \t]{0,8}(?:\r?\n|$))/gi,
  },
  // A label that ends its line, and a value that begins the next: neither a prompt, a time, a message of a log, a field nor a word of a sentence.
  {
    word: /(?:pass|pwd|kennwort|psk|secret|shared.key|pin)[^\n:=]{0,40}(?::|=|is|to|lautet)[ \t]{0,8}\r?\n/i,
    pattern:
      /(\b(?:password|passwd|passphrase|passwort|kennwort|pwd|psk|pre-?shared[ -]key|shared secret|secret)\b[^\n:=]{0,40}(?::|=|[ \t](?:is|to|lautet))[ \t]{0,8}\r?\n(?:[ \t]{0,8}\r?\n)?[ \t>]{0,16}["'\u201c]?)(?![\w.@:~()/-]{1,80}[#>$%]|[*%]|\d{1,4}[-:./]\d|\S{0,100}[:=(])((?=[^\s"'\u201d]{0,60}[0-9!$&+?^_~#@%*])(?=[^\s"'\u201d]{0,60}[A-Za-z])[^\s"'\u201d]{4,100})/gi,
  },
  // In a chat the answer to who asked: whose it is, perhaps with the time, and one word that looks made up.
  {
    word: /(?:\?|\b(?:pw|pwd|password|pass|psk|pin|secret))[ \t]{0,8}\r?\n/i,
    rare: true,
    pattern:
      /((?:^|[^\w])(?:password|passwd|passphrase|pwd?|kennwort|passwort|psk|pin|secret|community|key|creds|login)\b(?:[^\n?]{0,40}\?|(?<=\b(?:what|whats|what's|which|need|send|give)\b[^\n]{0,40}))[ \t]{0,8}\r?\n(?:[[(<]?[\d:. /apm-]{3,20}[\])>]?[ \t]{0,4})?<?(?:[\w .@-]{1,30}[:>]|>)[ \t]{1,4}(?:it'?s |use |try )?["'`]?)([^\s"'`<>:;=(),/]{4,60})(?=["'`.]{0,2}[ \t]{0,8}(?:\r?\n|$))/gim,
  },
  // Alone in its line, below one that names a token or key, what nobody types.
  {
    word: /\n[ \t>]{0,16}["'`]?[\w.~+/=-]{16,4000}["'`.]?[ \t]{0,8}(?:\r?\n|$)/,
    random: true,
    pattern:
      /(\b(?:token|key|secret|password|passphrase|psk|credentials?|cookie)\b(?![^\n]{0,60}-----)[^\n=]{0,60}\r?\n(?:[ \t]{0,8}\r?\n)?[ \t>]{0,16}["'`]?)([\w.~+/=-]{16,4000})(?=["'`.]?[ \t]{0,8}(?:\r?\n|$))/gi,
  },
  // A label alone in its line, as a form that was copied has it, and what looks made up alone in the next.
  {
    word: /^[ \t]{0,20}(?:[\w-]{1,20} )?(?:pw|password|passwort|kennwort|passphrase|psk|pre-shared key|shared secret|secret|mot de passe|contrase\u00f1a|wachtwoord):?[ \t]{0,8}\r?\n/im,
    rare: true,
    pattern:
      /(^[ \t]{0,20}(?:[\w-]{1,20} )?(?:pw|password|passwort|kennwort|passphrase|psk|pre-shared key|shared secret|secret|mot de passe|contrase\u00f1a|wachtwoord):?[ \t]{0,8}\r?\n[ \t]{0,20})(?![\w.-]{1,60}[#>$])([^\s"'<>:;=(),/]{5,60})(?=[ \t]{0,8}(?:\r?\n|$))/gim,
  },
  // 'The credentials of the jump host:' and a user with a secret in the lines below.
  {
    word: /(?:credential|login|log-in|access data|zugang|anmelde|account|accès|acceso)[^\n:]{0,60}:[ \t]{0,8}\r?\n/i,
    pattern:
      /(\b(?:credentials?|logins?|log-?in data|access data|zugangsdaten|anmeldedaten|logindaten|accounts?|identifiants|credenciales)\b[^\n:]{0,60}:[ \t]{0,8}(?:\r?\n[ \t]{0,20}){1,3}(?:[-*] )?[\w.@\\-]{2,40}(?:[ \t]{0,4}[/|:,][ \t]{0,4}|[ \t]{1,8}|[ \t]{0,4}\r?\n[ \t]{0,20}))(?=[^\s]{0,60}[0-9!$#%^&*])(?=[^\s]{0,60}[A-Za-z])([^\s"'<>:;=()/]{5,60})(?=[ \t]{0,8}(?:\r?\n|$))/gi,
  },
];
