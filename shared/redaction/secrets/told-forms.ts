/** What people tell of a secret in words, and logs in their messages, with no keyword right before it (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line, several, told } from './form-notation.ts';

/** Whose a secret of a list is: no word of a sentence. */
const OWNER = String.raw`(?!(?:in|at|on|by|of|to|for|from|with|via|after|see|ask|is|are|was|were|the|not|no|stored|kept|held|sent|changed|entry|page|case|ticket|length|minimum|history|version)\b)[\w.-]{1,20}`;

export const toldForms: readonly LineForm[] = [
  line(
    'decrypted|decoded|cracked|plaintext|plain text|cleartext|clear text|recovered',
    String.raw`\b(?:decrypted|decoded|cracked|recovered|plain ?text|clear ?text)\b[^\n:=]{0,30}(?<!\+)[:=] ?(?=[^\s"',;()/:.]{0,60}[A-Za-z]{2})(?=[^\s"',;()/:.]{0,60}[0-9!$\x23%^&*])([^\s"',;()/:.]{5,60})(?=[\s"',;.)]|$)`,
  ),
  line(
    'password|passwd|pw|passphrase|psk|key|community|secret|kennwort|passwort',
    String.raw`\b(?:password|passwd|pw|passphrase|psk|key|community|secret|kennwort|passwort)(?: [a-z]{1,12}){0,2} \((?=[^()\s]{0,60}\d)(?=[^()\s]{0,60}[a-z])(?=[^()\s]{0,60}(?:[A-Z][a-z]|[!$\x23%^&*]|[a-z]{3}\d))(?!v\d|(?:type|level|rfc|sha|md|aes|ios)\W?\d)([^\s().,:/]{6,60})\)`,
  ),
  line(
    'password [|passwd [|pass [|pwd [',
    String.raw`\buser(?:name)? ?[:=]? ?\[[^\]\n]{1,60}\] ?,? ?(?:with |and )?(?:password|passwd|pass|pwd) ?[:=]? ?\[([^\]\n]{3,100})\]`,
  ),
  line('meeting password|password:', String.raw`\bpassword: ?\S{4,40} \((\d{4,12}) (?:from|for|on) `),
  line('host key', String.raw`\bhost key(?: is|:| =)? ?(\d{5,8})\b(?! ?(?:bits?|bit))`),
  line(
    'snmp v3|snmpv3|v3 user',
    String.raw`\bauth(?:entication)?(?: key| password| pass| pw)? ?:? {madeup}["']? ?[,/]? (?:and )?priv(?:acy)?(?: key| password| pass| pw)? ?:? {madeup}`,
  ),
  line(
    'root/|admin/|administrator/|cisco/',
    String.raw`(?<![\w/.@-])(?:admin|root|administrator|cisco)/{mixed} (?:still|also|works?|worked|is|was|does|on all|on the|for all|for the|everywhere)\b`,
  ),
  line(
    ' one ',
    String.raw`\b(?:ro|rw|vty|enable|other|new|old|read|write|auth|priv|second|first|console|root|admin|guest) one (?:is |was |now |= ?|: ?)?{mixed}`,
  ),
  line(
    'token is|token was|key is|key was',
    String.raw`\b(?:token|key) (?:is|was) ["'\u0060]?(?=[^\s]{0,80}\d)(?=[^\s]{0,80}[A-Z])(?=[^\s]{0,80}[a-z])([\w.~+/-]{20,2000}={0,2})`,
  ),
  line(
    'token is|token was|key is|key was',
    String.raw`\b(?:api|access|auth|bearer|bot|deploy|secret|license|licence)(?: |-)(?:token|key) (?:is|was) (?:still |now )?{mixed}`,
  ),
  line(
    'passcode|access code|participant|host pin|pin code',
    String.raw`\b(?:passcode|access code|participant (?:code|pin)|host pin|pin code)\b[^\n:=]{0,30}(?:[:=]| is) ?(\d{2,5}(?:(?: |-)?\d{2,5}){1,4}\x23?)(?!\.?\w|:)`,
  ),
  line(
    'wifi|wi-fi|wlan|ssid',
    String.raw`\b(?:wi-?fi|wlan|ssid)\b[^\n]{0,40}?["'][^"'\n]{1,32}["'] ?/ ?["']([^"'\n]{6,63})["']`,
  ),
  line(
    'pin for|pin of',
    String.raw`\bpin (?:for|of) (?:the )?[\w-]{1,20}(?: [\w-]{1,20})? (\d{4,8})\b(?! ?(?:is|to|of))`,
  ),
  // A code that was sent, before what it is.
  line(
    ' is your | as your | as the | is the ',
    String.raw`(?<![\w.:/-])(\d{3}(?: |-)\d{3}|\d{4,8}) (?:is|as) (?:your|the) (?:[\w-]{1,20} ){0,3}(?:passcode|otp|pin|(?:log-?in|sign-?in|verification|confirmation|security|access|one-time|sms|2fa|mfa|auth\w{0,12}|door|entry|alarm) code)\b`,
  ),
  // The key of a wireless network, behind its name.
  line(
    'wifi|wi-fi|wlan|ssid',
    String.raw`\b(?:wi-?fi|wlan|ssid)\b[^\n]{1,60}?[\s,;/]key ?[:=] ?(?!\d{1,2}\b|clear\b|see\b|not\b|ask\b|none\b|same\b){secret}`,
  ),
  line('ssid "|ssid \'', String.raw`\bssid ["'][^"'\n]{1,32}["'],? (?:with )?key ["']([^"'\n]{5,63})["']`),
  // An account that every system has and a word with a figure within, alone at the end of a line.
  line(
    'admin / |root / |administrator / |cisco / ',
    String.raw`(?:^|[\s:])(?:admin|root|administrator|cisco) / (?=\S{0,60}[A-Za-z]\d{1,4}[A-Za-z!$\x23%])([^\s/:.,;()"']{6,60}) ?$`,
  ),
  line(
    'md5',
    String.raw`\b(?:bgp|ospf|ldp|rip|is-?is|eigrp|hsrp|vrrp|ntp|tcp|peering|neighbou?r) md5(?: (?:key|password|pw|string))?(?: is| ?[:=]) ?(?![0-9a-f]{32}\b|(?:yes|no|on|off|none|enabled|disabled)\b){mixed}`,
  ),
  line(
    'md5 for|md5 of|md5 on',
    String.raw`\bmd5 (?:for|of|on) [^\n:=]{0,40}?(?:peer|bgp|ospf|neighbou?r|session|tunnel)[^\n:=]{0,20}[:=] ?(?![0-9a-f]{32}\b){mixed}`,
  ),
  // Words of the password of a wireless network.
  line(
    'wifi |wi-fi |wlan |ssid |hotspot |guest ',
    String.raw`^ ?(?:guest )?(?:wi-?fi|wlan|ssid|hotspot|guest) (?:password|passphrase|key|passwort|kennwort)(?: is)? ?[:=] ?(?!(?:the|is|not|see|ask|same|must|on|at|as|in|use|please|wrong|too|incorrect|invalid)\b)((?:[^\s"']{2,20} ){1,4}[^\s"']{2,20}) ?$`,
  ),
  line(
    'protected with|protected by|secured with|encrypted with|locked with|unlock with|unlocked with|opens with|open with',
    String.raw`\b(?:protected|secured|encrypted|locked|unlock|unlocked|opens?) (?:with|by) (?:the )?["'\u201c]?(?=[^\s"',;]{0,60}\d)(?=[^\s"',;]{0,60}[A-Za-z]{2})(?=[^\s"',;]{0,60}[!$\x23%^&*?])([^\s"',;()/:=]{6,60}[^\s"',;()/:=.?])`,
  ),
  // Small words in a row.
  line(
    'passphrase|pass phrase',
    String.raw`\bpass ?phrase(?: (?:for|of) (?:the )?[\w-]{1,20})? ?[:=] ?(?!(?:the|a|an|is|it|must|should|has|have|with|not|no|this|your|enter|wrong|bad|incorrect|invalid|empty|too|see|ask|same|use|please|at|in|on|of|to|and|or)\b)((?:[a-z]{2,20} ){2,7}[a-z]{2,20}) ?$`,
  ),
  line('puk', String.raw`\bpuk\d?(?: is|:| =|=)? ?(\d{8,10})\b`),
  line(
    'old:|old =|alt:',
    '^(?=[^\\n]{0,200}(?:pass|pwd|\\bpw\\b|psk|secret|communit|kennwort|\\bkey\\b)).{0,80}\\b(?:old|alt) ?[:=] ?{mixed}.{0,40}?\\b(?:new|neu) ?[:=] ?{mixed}',
  ),
  line('nonce>|nonce ', '<(?:\\w{1,10}:)?Nonce(?:\\s[^<>]{0,200})?>([A-Za-z0-9+/=]{8,200})<'),
  line(
    'resp=|plain authentication|login authentication',
    String.raw`\b(?:AUTH|SASL)\b[^\n]{0,80}?(?:resp=|\b(?:PLAIN|LOGIN) authentication ?:? )([A-Za-z0-9+/]{12,2000}={0,2})(?=[\s,;]|$)`,
  ),
  line(
    'key=|key =',
    String.raw`\b(?:tplus|tac_plus|tacacs\+?|radius|isakmp|ipsec|ntp|psk)\b[^\n]{0,20}?\bkey ?= ?{mixed}`,
  ),
  line(
    'hexdump',
    String.raw`\b(?:PSK|passphrase|password)\b[^\n]{0,60}hexdump(?:_ascii)?\(len=\d{1,3}\): ?(?!\[)([^\n]{4,200})`,
  ),
  line(
    'snmp:|snmp =',
    String.raw`^ ?(?:[>*-] )?snmp ?[:=] ?(?![^\s]{0,60}(?:v[123]|port|oid|trap|agent|udp|tcp)){mixed} ?$`,
  ),
  line('snmp:|snmp =', String.raw`\bsnmp ?[:=] ?{mixed} ?/ ?{mixed}`),
  line(' string ', String.raw`\b(?:ro|rw|read|write) string (?:is |= ?|: ?)?{mixed}`),
  line(
    'login |zugang|access:|account |anmeldung',
    String.raw`\b(?:login|zugang|access|account|anmeldung)(?: is| ist|:| =)? [\w.@-]{2,40} ?/ ?{mixed}(?=[\s,;.]|$)`,
  ),
  line(
    'cimc:|ilo:|idrac:|esx:|esxi:|ipmi:|bmc:|nas:|pdu:|ups:|cimc |ilo |idrac |esx |esxi |vcenter |fmc |ise |cucm |ucs |imc |ipmi |bmc |apic |dnac |wlc |asa |ftd |nas |pdu |ups ',
    String.raw`\b(?:cimc|ilo|idrac|esxi?|vcenter|fmc|ise|cucm|ucs|imc|ipmi|bmc|apic|dnac|wlc|asa|ftd|nas|pdu|ups)(?: ?[:=])? (?:root|admin|administrator|ops)(?: ?[:/] ?| ){mixed}(?=[\s,;.]|$)`,
  ),
  line(
    'mdp |mot de passe |clave |senha ',
    String.raw`\b(?:mdp|mot de passe|clave|senha) [\w.@-]{2,40} ?: ?{mixed}`,
  ),
  line(
    'password (|passwort (|pw (',
    String.raw`\b(?:password|passwort|pw) \([^()\n]{1,40}\) ?[:=] ?{secret}`,
  ),
  // The secret before its name, or behind whose it is.
  line(
    ' as |as the |as a ',
    String.raw`(?<![^\s"'“(]){madeup}["'”]? as (?:the |a |an )?(?:[a-z]{2,12} ){0,2}(?:password|passphrase|secret|pin|key|psk|community)\b`,
  ),
  line(
    'logged on|log on|logged in|log in|signed in',
    String.raw`\b(?:log(?:ged)?|signed?) ?(?:in|on)(?:to)? (?:\S{1,40} )?as [\w.@\\-]{1,60} (?:with|using|and) {madeup}`,
  ),
  line(' p: |,p: |;p: ', String.raw`\bu(?:ser)?: ?[\w.@\\-]{1,60} ?[,;/]? ?p(?:w|ass)?: ?{secret}`),
  line(
    'ilo|idrac|imc|ipmi|bmc|vcenter|esxi|cucm|account',
    String.raw`\b(?:ilo|idrac|imc|ipmi|bmc|vcenter|esxi|cucm|account)(?: ?[:=])? (?:root|admin|administrator|adm|nice|operator|user|service) ?/ ?{madeup}`,
  ),
  line('account', String.raw`\baccount ?[:=] ?[\w.@\\-]{1,60} ?/ ?{madeup}`),
  line(
    'admin|root|administrator|cisco|operator',
    '^ ?(?:[>*-] )?(?:admin|root|administrator|cisco|operator) ?// ?{madeup} ?$',
  ),
  line(
    'token|key',
    String.raw`\b(?:api|access|auth|bearer|deploy|service)[\s-](?:token|key) (?:for|of|on) [^\n:=]{1,40}[:=] ?(?=\S{0,99}\d)(?=\S{0,99}[A-Za-z])([^\s"'<>,;]{8,300})`,
  ),
  line(
    'otp|2fa|mfa',
    String.raw`\b(?:h?otp|totp|2fa|mfa)[\s_-]?(?:seed|secret|key)(?: is|:| =|=)? ?([A-Z2-7]{16,64})\b`,
  ),
  line('otp', String.raw`\b(?:otp|one[_-]?time[_-]?(?:code|password))["']? ?[:=] ?["']?(\d{6,8})\b`),
  // An address within an address, escaped.
  line('%3d', String.raw`(?:password|passwd|pwd|pass|secret|token|api_?key)%3D([^%&\s"'<>]{3,200})`),
  line('%3a%2f%2f', String.raw`%3A%2F%2F[^%\s&]{1,60}%3A((?:[^%\s&]|%(?!40)){2,100})%40`),
  // An account that every system has, and what has a sign in it that no path has.
  line(
    'admin|root|administrator|cisco|operator',
    String.raw`(?<![\w/.@-])(?:admin|root|administrator|cisco|operator)(?:/| ?[:=] ?)(?=[^\s/]{0,60}[!$\x23%*^&+~])(?=[^\s/]{0,60}[A-Za-z])(?=[^\s/]{0,60}\d)([^\s/"'<>|;,)(=?]{5,60})(?![^\s"',;.)])`,
  ),
  line(
    'zugangsdaten|anmeldedaten|logindaten|identifiant|credenciales|credenziali|inloggegevens|login data|access data|credentials',
    String.raw`\b(?:zugangsdaten|anmeldedaten|logindaten|identifiants?|credenciales|credenziali|inloggegevens|login data|access data|credentials)(?: [\w-]{1,20}){0,3} ?[:=]? ?[\w.@\\-]{1,60} ?[/|,;] ?{madeup}`,
  ),
  line(
    'zugangsdaten:|anmeldedaten:|logindaten:|identifiants|credenciales:|credenziali:|inloggegevens:|credentials:|creds:',
    String.raw`\b(?:zugangsdaten|anmeldedaten|logindaten|identifiants|credenciales|credenziali|inloggegevens|credentials|creds) ?: ?(?!user|login|benutzer|name)[\w.@\\-]{2,40} / (?!pass|kenn|mot|contra|secret)([^\s/,;"']{4,60}?)[.,;]?$`,
  ),
  line('clave |mdp ', String.raw`\b(?:la clave|le mdp|mdp|clave) (?:es|est) {madeup}`),
  line('key for|key of', String.raw`\bkey (?:for|of) [^\n:="]{1,40}[:=] ?(?=\S*[A-Za-z]){madeup}`),
  line(
    'use |using |try ',
    String.raw`\b(?:use|using|try) (?:root|admin|administrator|cisco|operator) (?:with|and) {madeup}`,
  ),
  line(
    'password|passwd|pwd|pass',
    String.raw`(?<![a-z0-9])(?:password|passwd|pwd|pass) ?= ?(?:md5|sha1|sha2|sha256|sha512|password|encrypt|crypt|aes_encrypt|hash|old_password)\( ?['"]([^'"\n]{2,200})['"]`,
  ),
  line(
    'basic: |basic":',
    String.raw`^ ?"?basic"?: ?"?(?=[A-Za-z0-9+/]{0,200}[a-z])(?=[A-Za-z0-9+/]{0,200}[A-Z])(?=[A-Za-z0-9+/]{0,200}\d)([A-Za-z0-9+/]{12,400}={0,2})"?,?$`,
  ),
  line('user=|username=', String.raw`\buser(?:name)?=[^\s%,]{1,40}%{secret}`),
  // Clients of PPP, any server.
  line('" * "|"\t*\t"', String.raw`(?:^|: ) ?"[^"\n]{1,60}" \* "([^"\n]{2,200})"`),
  line('-->', String.raw`\b(?:password|passwd|pw|secret|psk|passphrase) ?--?> ?{secret}`),
  line(
    'log in |logged in|sign in|ilo:|idrac:|imc:|ipmi:|bmc:|vcenter:|vsphere:|esxi:|esx:|fmc:|ise:|cucm:|gui:|ssh:|portal:|login:|console:|web:|webui:',
    String.raw`(?:\blog(?:ged)? in|\bsign in|\b(?:ilo|idrac|imc|ipmi|bmc|vcenter|vsphere|esxi?|fmc|ise|cucm|gui|ssh|portal|login|console|web(?:ui)?):) ?(?:with |as |using |is )?[\w.@\\-]{1,60} ?/ ?{madeup}`,
  ),
  line(
    'admin|root|administrator|cisco|guest|enable|console|operator',
    String.raw`^ ?(?:[>*-] )?(?:admin|root|administrator|cisco|guest|enable|console|operator|sa) ?[:/] ?(?!\d{1,5}:)(?=[^\s]*\d)(?=[^\s]*[A-Za-z])([^\s"'<>|;:/]{6,60}) ?$`,
  ),
  line('mdp|clave|lautet', String.raw`\b(?:(?:mdp|clave) ?[:=]|(?:kennwort|passwort) lautet) ?{madeup}`),
  // Several of one kind: each behind whose it is (`Passwords: router x, switch y`), the plural before or behind them, and the codes of a list.
  several(
    'passwords|passwörter|kennwörter|secrets|logins|credentials|creds|communities|psks|shared keys|wifi keys|pins',
    String.raw`\b(?:passwords|passwörter|kennwörter|secrets|logins|credentials|creds|communities|psks|(?:pre-)?shared keys|wi-?fi keys|pins)(?: are)? ?: ?([^\n]{3,400})`,
    String.raw`(?:^|[,;/] ?|\band |\bund )(?:and |und |or )?(?:${OWNER} ){0,2}?${OWNER}(?: |=| ?: ?| ?/ ?){chosen}(?=[\s,;/.]|$)`,
  ),
  several(
    '(passwords)|(logins)|are the passwords|are the logins|are the credentials|are the secrets|are the keys|sind die passw|sind die kennw',
    String.raw`^([^\n]{3,400}?)(?:\((?:passwords|pws|logins)\)|\b(?:are the (?:\w{1,12} )?(?:passwords|logins|credentials|secrets|keys)|sind die (?:passw|kennw)))`,
    String.raw`(?:^|[,;/] ?|\band |\bund )(?:and |und |or )?[\w.-]{2,20}(?:/| ?[:=] ?| ){chosen}(?=[\s,;/.]|$)`,
  ),
  several(
    'recovery codes|backup codes|emergency codes|scratch codes',
    String.raw`\b(?:recovery|backup|emergency|scratch) codes(?: are| ?:) ?([^\n]{3,300})`,
    String.raw`(?:^|[\s,;])(?=[A-Za-z0-9-]{0,30}\d)([A-Za-z0-9]{3,12}(?:-[A-Za-z0-9]{3,12}){0,4})(?=[\s,;.]|$)`,
  ),
  told(
    'communities|community strings',
    String.raw`\b(?:ro|read-?only|read) (?:is |= ?|: ?)?{chosen},? (?:and )?(?:rw|read-?write|write) (?:is |= ?|: ?)?{chosen}(?=.{0,40}\bcommunit)`,
  ),
  // Before the name of what it is: `"x" as pw`, `x at the password prompt`.
  line(
    ' as pw| as pwd| as pass| as kennwort| as passwort| als pass| als kenn',
    String.raw`(?:["'\u201c]([^"'\n\u201d]{3,60})["'\u201d]|(?<![^\s(]){madeup}) (?:as|als) (?:the |a |das )?(?:new |neues? )?(?:pwd?|pass(?:word|wd|wort|phrase)?|kennwort)\b`,
  ),
  told(
    'prompt|password field|password box|password dialog|password window',
    String.raw`\b(?:type[ds]?|enter(?:s|ed)?|gave|give|used?|put|sent|send|paste[ds]?|tried) ["'\u201c]?{chosen}["'\u201d]? (?:at|in|into|to|on) (?:the |his |her |this |that |a )?(?:\w{1,16} )?(?:password|passphrase|enable|login|secret|pin|psk|key|community)(?::|[\x20-](?:prompt|field|box|dialog|window))`,
  ),
  // What is answered where one is asked for: the name of who answers, and one word.
  told('p/w', String.raw`\bp/w(?: is| for [\w-]{1,30})? ?[:=]? ?{chosen}`),
  told(
    'pw for |pwd for |password for |pass for ',
    String.raw`\b(?:pwd?|pass(?:word)?) for (?:the )?[\w.-]{1,30} {chosen} ?(?:[;,.]|$)`,
  ),
  line(
    'combination',
    String.raw`\b(?:safe|vault|lock|door|cabinet|rack|padlock|tresor)?\x20?combination(?: is| was|:| =|=)? ?(\d{1,3}(?:[\x20-]\d{1,3}){1,5})(?!\.?\w)`,
  ),
  line(
    'security answer|secret answer|sicherheitsantwort|maiden name',
    String.raw`\b(?:security|secret) answer(?: \d)?(?: is| was|:| =|=) ?(?!(?:wrong|incorrect|required|not|invalid|missing|case|empty|unknown|set|the)\b)([^\s.,;][^\n.,;]{1,60})|\bmaiden name(?: is| was|:| =|=) ?(?!(?:wrong|required|not|unknown|missing)\b)([^\s.,;][^\n.,;]{1,40})|\bsicherheitsantwort ?[:=] ?([^\n.,;]{2,60})`,
  ),
  line(
    'otp |one-time |onetime |one time |tan ',
    String.raw`\b(?:otp|tan|one[\x20-]?time[\x20-](?:password|passcode|code|pin))(?: code| is| was)? ?:? ?(\d{3}[\x20-]\d{3}|\d{6,8})(?!\.?[\w-]|[:%])`,
  ),
  line(
    'wifi|wi-fi|wlan|ssid|hotspot',
    String.raw`\b(?:wi-?fi|wlan|ssid|hotspot)(?: is)? ?[:=] ?[\w.-]{1,32} ?/ ?(?![\d.]+(?:ghz|x)|vlan|802|wpa|radius){madeup}`,
  ),
  // An account that every system has, and what has a figure behind letters.
  line(
    'root:|admin:|administrator:|cisco:',
    String.raw`(?<![\w/.@-])(?:admin|root|administrator|cisco):{mixed} (?:still|also|works?|worked|is|was|does|on all|on the|for all|for the|everywhere)\b`,
  ),
  line(
    'admin / |root / |administrator / ',
    String.raw`[,:;] (?:\w{1,12} )?(?:admin|root|administrator) / (?=\S{0,60}[a-z][A-Z])(?=\S{0,60}\d)([^\s/:.,;()"']{6,60}) ?$`,
  ),
  // Who signs in, and with what: a sign between letters and figures, or letters, a hyphen and a figure.
  line(
    'log in |logged in |log on |logged on |sign in |signed in |bind account |bind user |bind as |bind with |bound with |connect with |connect as |connected as ',
    String.raw`\b(?:log(?:ged)? ?[io]n|sign(?:ed)? in|bind|binds|bound|connect(?:ed|s)?|authenticates?|account)\b[^\n]{1,60}? (?:with|and|using) ["'\u201c]?((?=[^\s"']{0,40}\d)(?=[^\s"']{0,40}[A-Za-z]{3})[A-Za-z][A-Za-z0-9_]{2,30}[!$\x23%^&*?+=~-](?!\d{3,}\b)[A-Za-z0-9!$\x23%^&*?+=~]{1,30})["'\u201d]?(?=[\s.,;]|$)`,
  ),
  // A user's name that is a password: it was typed into the wrong field.
  line(
    'invalid user |unknown user |illegal user |no such user ',
    String.raw`\b(?:invalid|unknown|illegal|no such) user:? ["']?(?=[^\s"']{0,60}\d)(?=[^\s"']{0,60}[A-Za-z]{2})([A-Za-z0-9][\w.-]{0,40}[!$\x23%^&*@][^\s"'.:]{1,40})(?![^\s"']*\.[a-z]{2,6}\b)`,
  ),
  // Changed from one to the other, and the line says of what.
  line(
    'it from |them from |that from |changed from |moved from |switched from |went from ',
    String.raw`^(?=[^\n]{0,300}(?:password|passwd|secret|psk|passphrase|community|pwd))[^\n]{0,300}?\b(?:changed?|moved?|switched|went) (?:it|them|that|this)? ?from {mixed} to {mixed}`,
  ),
  // What was changed may stand between.
  line(
    ' from ',
    String.raw`\b(?:chang(?:ed?|ing)|switch(?:ed)?|reset|rotated?|replaced?) (?:the |our |their |its |this |that )?(?:\w{1,12} )?(?:admin|root|administrator|default|operator|service|local|enable)(?:'s|’s)? (?:account|user|login|pass\w*|code|pin) from {mixed} to {mixed}`,
  ),
  // What a device asks for again after it was reset.
  line(
    'takes |accepts ',
    String.raw`\b(?:reset|factory|defaults?)\b[^\n]{0,80}? (?:takes|accepts) {mixed} (?:again|once more|now)\b`,
  ),
  line(
    'phrase ',
    String.raw`\bpass ?phrase\b[^\n.:;,]{0,40}? (?:reads|goes|says) ["\u201c]?(?!as\b|that\b|like\b|in\b|to\b|into\b|with\b|through\b|by\b|here\b|out\b)([^\n.,;"\u201d]{6,60})`,
  ),
  line('pin ', String.raw`\bpin:? (\d{4,8})[,;/]? ?puk\b`),
  // In brackets what stays if nothing is typed.
  told(
    'password [|passphrase [|secret [|psk [|community [|kennwort [|passwort [|key [',
    String.raw`\b(?:password|passphrase|secret|psk|community(?: string)?|kennwort|passwort|(?:shared|license|api|secret) key) ?\[(?!none|hidden|unchanged|keep|leave|enter|empty|blank|default|same|not|no\b|yes|y/n|admin\]|root\]|auto|random|ok|fail|set\b|optional|required|encrypted)([^\]\s*=<>]{4,60})\] ?(?:[:?>]|$)`,
  ),
  line(
    'password (|passwd (|pwd (|key (|passphrase (|secret (|psk (|community (|kennwort (|password(old|password(new|password(cur|password(root|password(admin|password(temp|password(def',
    String.raw`\b(?:password|passwd|pwd|passphrase|secret|psk|kennwort|(?:activation|shared|pre-shared|license|api) key)(?: \([^()\n]{1,40}\)|\((?:old|new|current|root|admin|temp\w{0,8}|default)\)) ?[:=] ?(?!\d{1,3}\b|(?:yes|no|on|off|none|not|set|is|the)\b){secret}`,
  ),
  told('mdp ', String.raw`\bmdp [\w.@-]{2,40} ?: ?([^\s"',;:/]{4,60})`),
  // An account in a sentence about access, and what is behind its slash.
  told(
    'admin/|root/|administrator/|cisco/|operator/|guest/|support/|service/|user/|sa/',
    String.raw`\b(?:credentials?|logins?|passwords?|account|log in|access)\b[^\n]{0,30}?[\s("'](?:admin|root|administrator|cisco|operator|guest|support|service|user|sa)/([^\s"'\u0060,;:/()<>|]{5,60})`,
  ),
  line(
    'user: |username: |login: ',
    String.raw`\b(?:user(?:name)?|login): ?[\w.@\\-]{1,40} / {madeup}(?=[\s,;.]|$)`,
  ),
  line(
    'authenticate |authenticated |authenticating |log in |logon ',
    String.raw`\b(?:authenticat(?:e|ed|ing)|log in|logon)(?: (?:user|as|with|using))? [\w.@-]{2,40}/{mixed}`,
  ),
  line(
    'sa / |postgres / |oracle / |sysadmin / |support / |service / |dba / ',
    String.raw`(?:^|[\s:])(?:sa|postgres|oracle|sysadmin|support|service|dba) / (?=[^\s/]{0,60}[!$\x23%*^&+~@_-])(?=[^\s/]{0,60}[A-Za-z])(?=[^\s/]{0,60}\d)([^\s/"'<>|;,)(=?]{5,60})(?![^\s"',;.)])`,
  ),
  line(
    ' pin ',
    String.raw`\b(?:to|set|with|using|use|new|same|default|old|temporary|initial) pin (\d{4,8})(?=[\s.,;)]|$)`,
  ),
  told(
    'account (|login (|credentials (|user (|creds (',
    String.raw`\b(?:account|login|credentials?|user|creds) ?\([\w.@\\-]{2,40} ?/ ?([^\s"'\u0060,;:/()<>|]{5,60})\)`,
  ),
  several(
    'theirs',
    String.raw`^(?=[^\n]{0,300}\b(?:psk|key|password|secret|passphrase)\b)([^\n]{3,400})$`,
    String.raw`\b(?:ours|theirs)(?: is| was|:)? {chosen}(?=[\s,;.]|$)`,
  ),
  line(' string ', String.raw`\bsnmp ?(?:v?[123]c? )?string (?:is |= ?|: ?)?{mixed}`),
  line(' pin ', String.raw`\b(?:unity|cucm|um|ivr|mobile|card|safe) pin (\d{4,8})(?![\d.:%-]*[\w%])`),
];
