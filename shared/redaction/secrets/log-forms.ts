/** What programs log, print and exchange of secrets, with no keyword right before them (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line, told } from './form-notation.ts';

export const logForms: readonly LineForm[] = [
  // Logs of traps, servers of RADIUS and what talks in lines: a name and a secret in brackets, a command within a text.
  line(
    'attempt [|incorrect: [|incorrect [|login ok: [|invalid: [',
    String.raw`\b(?:attempt|incorrect|ok|invalid):? \[[^\s/\]]{1,60}/([^\]\n]{2,100})\] ?(?:\(|failed|succeeded|$)`,
  ),
  line('npass |npass ', String.raw`\\r\\nPASS ([^\s\\]{3,100})`),
  line(
    'user-password',
    String.raw`\b(?:User|CHAP|Tunnel|Cleartext)-Password \[\d{1,3}\] \d{1,3} ["']?(?!\*)([^\s"']{3,200})`,
  ),
  // Lists of keys of time servers, of servers of RADIUS for a login.
  line(' m ', String.raw`^ ?\d{1,5} M (?=\S*\d)(?=\S*[A-Za-z])([^\s/:]{6,64}) ?$`),
  line('/ipk |-ipk ', '[/-]ipk ((?:[A-Z0-9]{5}-){4}[A-Z0-9]{5})'),
  line(
    'verification code|confirmation code|security code|login code|sign-in code|auth code|authentication code|sms code|one-time code|otp code|2fa code|mfa code|backup code|pairing code|reset code|token code|activation code|best\u00e4tigungscode|sicherheitscode',
    String.raw`\b(?:verification|confirmation|security|login|sign-in|auth(?:entication)?|sms|one-time|otp|2fa|mfa|backup|pairing|reset|token|activation|best\u00e4tigungs|sicherheits)[\x20-]?code(?: (?:for|of) [\w\s.@-]{1,30}?)?(?: is| was| ist| lautet|:| =|=)? ?["'\u201c]?(\d(?:[\x20-]?\d){3,9})(?!\.?\w|[:%])`,
  ),
  line(
    'token|api key|api-key|bearer',
    String.raw`\b(?:token|api[\x20-]key|bearer)\b(?: [\w'-]{1,16}){1,6} ?[:=] ?["'\u0060]?(?=[^\s]{0,80}\d)(?=[^\s]{0,80}[A-Z])(?=[^\s]{0,80}[a-z])([\w.~+/-]{20,2000}={0,2})`,
  ),
  line('user=', String.raw`^ ?user=[\w.@-]{1,40}:(?=[^\s"']{0,80}[A-Za-z])(?!//){madeup}`),
  line('chpasswd', String.raw`\bchpasswd\b.{0,80}\blist["']?: ?\[? ?["'][\w.-]{1,40}:([^\s"':]{3,200})`),
  line('authcommunity', String.raw`\bauthcommunity [\w,]{2,40} {secret}`),
  line(
    '?code=|&code=',
    String.raw`[?&]code=(?=[^\s&"']{0,100}\d)(?=[^\s&"']{0,100}[A-Za-z])([\w./%~-]{12,400})`,
  ),
  line('awsaccesskeyid=', String.raw`[?&]Signature=([\w%+/=-]{20,200})`),
  line('pwd={|password={', String.raw`\b(?:pwd|password)=\{([^{}\n]{2,200})\}(?=[;"']|$)`),
  line(
    'snmp r|snmp w|snmpv2 r|snmp v',
    String.raw`\bSNMP ?(?:v?[123]c? )?(?:RO|RW|read(?:-only|-write)?|write)(?: community| string)?(?: ?[:=]| is) ?{secret}`,
  ),
  line(
    '-cts-hmac|rc4_hmac|rc4-hmac|des-cbc-md5|des_cbc_md5',
    String.raw`\b(?:aes(?:128|256)-cts-hmac-sha\S{1,8}|rc4[_-]hmac(?:_nt)?|des[_-]cbc[_-]md5|dec-cbc-crc) ?: ?{hex}`,
  ),
  line('neo4j_auth', String.raw`\bNEO4J_AUTH ?[=:] ?["']?neo4j/{secret}`),
  line('root_token_id', 'ROOT_TOKEN_ID ?[=:] ?{secret}'),
  line('secret-set-value', String.raw`\bsecret-set-value (?:--\S+ )*[\w-]{1,60} (?:--\S+ )*(?!-){secret}`),
  line('node.session.auth', String.raw`-n node\.session\.auth\.password(?:_in)? -v {secret}`),
  line('leftpsk|rightpsk', String.raw`\b(?:left|right)psk ?= ?{secret}`),
  line('ms-chap', String.raw`\bMS-CHAP2?-(?:Response|Challenge) ?= ?{hex}`),
  line('<plaintext>true', String.raw`<PlainText>true</PlainText>\s{0,40}<Value>([^<\n]{1,400})<`),
  line('mslaps', String.raw`\bmsLAPS-Password["']?(?: ?:| ?=) ?.{0,80}?"p" ?: ?"([^"\n]{2,200})"`),
  // What tools that recover keys print, and what sessions log of theirs.
  line(
    'ntlmv|::',
    String.raw`\b[\w.$-]{1,60}::[\w.-]{0,60}:([0-9a-f]{16,48}):([0-9a-f]{32,48}):([0-9a-f]{16,2000})`,
  ),
  line(':::', String.raw`\bNO PASSWORD\*+:([0-9a-f]{32}):::`),
  line('* ntlm|* sha1|* lm ', String.raw`\* (?:NTLM|SHA1|LM|DPAPI) ?:? ?:? ?{hex}`),
  line('krb5asrep', String.raw`\$krb5asrep\$[^\s:]{1,200}:([0-9a-f]{32}\$[0-9a-f]{16,4000})`),
  line(
    'scram-sha-',
    String.raw`\bSCRAM-SHA-(?:1|256|512)\$\d{3,7}:([A-Za-z0-9+/=]{8,100}\$[A-Za-z0-9+/=]{20,200}:[A-Za-z0-9+/=]{20,200})`,
  ),
  line(
    'client_random|_secret|_secret_0',
    String.raw`\b(?:CLIENT_RANDOM|\w{4,40}_SECRET(?:_\d)?) ([0-9a-f]{64}) ([0-9a-f]{32,192})\b`,
  ),
  line(
    'pmk|ptk|kck|kek|gtk|msk|sk_|skeyid|keymat',
    String.raw`\b(?:E?MSK|PMK|PTK|KCK|KEK|TK|GTK|IGTK|SK_(?:d|a[ir]|e[ir]|p[ir])|SKEYID(?:_[dae])?|KEYMAT)\b[^\n]{0,40}?[\s:=]((?:[0-9a-f]{2}[\s:]?){15,127}[0-9a-f]{2})\b`,
  ),
  line(
    'enc cbc|enc aes|enc des|enc rfc|auth sha|auth md5|auth hmac|auth-trunc|aead rfc',
    String.raw`\b(?:enc|auth|auth-trunc|aead|comp) [\w(),-]{2,40} (0x[0-9a-f]{8,400})`,
  ),
  line(
    '-e rijndael|-e 3des|-e aes|-e des|-e blowfish',
    String.raw`\B-E [\w-]{2,30} {secret}(?:["'])?(?: -A [\w-]{2,30} {secret})?`,
  ),
  line('preshared-key', String.raw`\bpreshared-key ([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{30,43}=)`),
  line(
    'recovery',
    String.raw`\brecovery (?:key|password|id)\b[^\n]{0,60}?((?:\d{6}-){7}\d{6}|(?:[A-Z0-9]{4}-){5}[A-Z0-9]{4})`,
  ),
  line(
    'recovery code|backup code|emergency code|scratch code',
    String.raw`\b(?:recovery|backup|emergency|scratch) codes?(?:(?: is| are) {madeup}|[:=] ?{secret})`,
  ),
  line(
    'activation key|product key',
    String.raw`\b(?:activation|product) key ?(?:is |: ?|= ?)?(0x[0-9a-f]{8,200})`,
  ),
  // A call that a log tells of, with what it gave or was given.
  line(
    'password()|passwd()|secret()|token()|passphrase()|psk()|apikey()|credential()',
    String.raw`\b\w{0,24}(?:password|passwd|secret|token|passphrase|psk|api_?key|credential)\(\) (?:returned|returns|gave|yields?|result(?:ed)?(?: is| in)?) (?!null\b|true\b|false\b|void\b|none\b|\{|an?\b|the\b|no\b|with\b|in\b|from\b|when\b|if\b|error\b|\d{1,4}\b){secret}`,
  ),
  line(
    'password(|passwd(|secret(|token(|passphrase(|psk(|apikey(',
    String.raw`\b(?:set|check|verify|validate|change|reset|update|decrypt|encrypt|hash|test|login|auth)\w{0,16}(?:password|passwd|secret|token|passphrase|psk|api_?key)\(["']?(?!\w{0,20}(?:password|passwd|secret|token|passphrase|pwd?|user|value|null|string|this|\w{0,20}(?:id|name|dto|request|input|hash|event|data|body|form))\b)([^()\s"',;]{3,100})["']?\) (?:called|invoked|entered|failed|succeeded|ok|done|returned|->)`,
  ),
  // In quotes or brackets behind what was done with it.
  line(
    "password '|phrase '|passphrase '|pin '|secret '|psk '|code '|key '|attempt '|try '|guess '|value '|string '|text '|entered '|supplied '|received '|provided '|candidate '|given '|sent '|typed '|used '|tried '|kennwort '",
    String.raw`\b(?:password|pass[\x20-]?phrase|pin|secret|psk|access code|community string|pre-?shared key|kennwort)(?: (?:attempt|try|guess|value|string|text|entered|supplied|received|provided|candidate|given|sent|typed|used|tried|was|is|of))? ?[:=]? ?['\u2018\u201c]([^'\n\u2019\u201d]{3,100})['\u2019\u201d](?![\w(]| ?(?:=|field|column|option|parameter|property|attribute|is|not|for|must|in|does))`,
  ),
  line(
    'credentials [|credential [|creds [|login [|auth [',
    String.raw`\b(?:credentials?|creds|login|auth)\b[^\n[]{0,20}\[[\w.@\\-]{1,60}[:/](?!\d{1,5}\]|/)([^\]\s]{3,100})\]`,
  ),
  line(
    '"auth"|"requirepass"|"masterauth"',
    String.raw`"(?:AUTH|requirepass|masterauth|masteruser)" (?:"[^"\n]{1,60}" )?"([^"\n]{3,200})" ?$`,
  ),
  line(
    'nt-response|lm-response|mschap|chap-challenge|mppe',
    String.raw`\b(?:NT-Response|LM-Response|(?:MS-)?CHAP2?-(?:Response|Challenge|Success)|MS-MPPE-(?:Send|Recv)-Key) ?[:=] ?{hex}`,
  ),
  line(
    'sid=',
    String.raw`(?<![\w-])(?:j?sid|sess_?id|sessid)=["']?(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Za-z])(?!AC[0-9a-f]{32}|S-1-)([\w-]{24,128})(?=[\s"';&,]|$)`,
  ),
  // A token that is told with no sign between, and the table of a program that writes names and values in columns.
  line(
    'token |api key |apikey |secret key |access key |admin key |write key |master key |private key |license key ',
    String.raw`\b(?:token|api[\x20-]?key|(?:secret|access|admin|write|master|private|license) key) (?:of |is |was )?["']?([0-9a-f]{32,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])`,
  ),
  line(
    'secret_id |secret_access_key |secretaccesskey |client_secret |access_token |refresh_token |id_token |session_token |private_key |secret_key |client_token |wrapping_token: |root_password |admin_password |secret_id\t|client_secret\t',
    String.raw`^ ?(?:\| )?(?:secret_id|secret_?access_?key|client_secret|client_token|access_token|refresh_token|id_token|session_token|private_key|secret_key|wrapping_token:|root_password|admin_password)\s{2,20}(?:\| )?{secret}(?: \|)? ?$`,
  ),
  // Headers that sign or say whose account it is.
  line(
    '-team:|-team"|-auth:|-auth"|-authorization:|-signature:|-signature"|-sign:|-hmac|-license:|-licence:|-subscription|-credential|-access:|-developer|-application:|-app:|-account:|-pat:|-writekey|-write-key|-ingest',
    String.raw`^ ?(?:[<>] )?["']?X-(?:[\w-]{1,40}-)?(?:team|auth\w{0,10}|sign\w{0,10}|hmac|licen[sc]e|subscription|credential|access|developer|application|app|pat|account|write-?key|read-?key|ingest)["']?: ?["']?(?=[\w.+/=-]{0,200}\d)(?=[\w.+/=-]{0,200}[A-Za-z])([\w+/=-]{16,2000})(?=["']?,?$|["'\s])`,
  ),
  line('&signature=|?signature=', String.raw`[?&]Signature=([\w%+/=~-]{20,800})`),
  // Addresses that take whoever knows them.
  line('hooks/catch/', String.raw`/hooks/catch/\d{4,12}/([\w-]{5,40})`),
  line('/with/key/', String.raw`/with/key/([\w-]{16,60})`),
  line('pagerduty.com/integration', '/integration/([0-9a-f]{32})/enqueue'),
  told(
    '?token=|&token=|?key=|&key=|?auth=|&auth=|?sig=|&sig=',
    String.raw`[?&](?:token|key|auth|sig)=([\w.~%+/-]{16,2000})(?=[&\s"'<>)]|$)`,
  ),
  line('add-mask::', String.raw`::add-mask::(?!\$)([^\s"']{3,200})`),
  line(
    'failed log|invalid log|bad log|denied log|failed auth|invalid auth',
    String.raw`\b(?:failed|invalid|bad|denied) (?:log-?[io]n|auth\w{0,12})\b[^\n:]{0,20}: ?[\w.@\\-]{1,40}:{mixed}`,
  ),
];
