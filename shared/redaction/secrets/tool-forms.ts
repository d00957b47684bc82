/** Lines of programs, shells, databases and protocols whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line } from './form-notation.ts';

/** Programs that read a secret from what is piped or given to them. */
const READERS =
  '(?:sudo )?(?:kinit|passwd|smbpasswd|cryptsetup|vncpasswd|adcli|realm|runas|chpasswd|gpg|docker (?:login|secret create)|podman (?:login|secret create)|gh (?:auth login|secret set)|vault login|helm registry login|oc login)\\b';
const QUOTED = '(?:"([^"\\n]{4,200})"|\'([^\'\\n]{4,200})\'|([^\\s"\'|<>]{4,200}))';

export const toolForms: readonly LineForm[] = [
  line('echo |printf ', String.raw`\b(?:echo|printf)(?: -\w+)? ${QUOTED} ?\| ?${READERS}`),
  line('echo ', String.raw`\(echo ([^\s;()]{4,200}); ?echo ([^\s;()]{4,200})\) ?\| ?`),
  line('<<<', String.raw`\b${READERS}[^<\n]{0,120}<<< ?${QUOTED}`),
  line('|chpasswd', String.raw`\becho ["']?[\w.-]{1,40}:([^\s"'|]{3,200})["']?\|chpasswd`),
  line(
    'openssl passwd',
    String.raw`\bopenssl passwd(?: -(?:\d|crypt|apr1|aixmd5|stdin|noverify|quiet|table|reverse|salt \S+))* (?!-){secret}`,
  ),
  line('mkpasswd', String.raw`\bmkpasswd(?: -\w(?: [\w-]+)?| --\S+)* (?!-){secret}$`),
  line('crypt(', String.raw`\bcrypt\(["']([^"'\n]{3,200})["']`),
  line('rclone obscure', String.raw`\brclone obscure {secret}`),
  line('lftp|open -u', String.raw`\B-u [^\s,]{1,60},{secret}`),
  line('user ', String.raw`^ ?user [\w.-]{1,40} {madeup}$`),
  line(
    'auth plain|auth login|auth xoauth2',
    String.raw`\bAUTH (?:PLAIN|LOGIN|XOAUTH2|EXTERNAL) ([A-Za-z0-9+/]{8,2000}={0,2})`,
  ),
  line(
    'auth ',
    String.raw`^ ?(?:[\w.:-]{1,60}> ?)?AUTH (?!PLAIN\b|LOGIN\b|TLS\b|SSL\b|CRAM|DIGEST|NTLM|XOAUTH|GSSAPI|EXTERNAL)(?:[\w.-]{1,40} )?{madeup} ?$`,
  ),
  line(' login ', String.raw`^ ?[A-Za-z]{0,4}\d{1,6} LOGIN (?:"[^"\n]{1,100}"|\S{1,100}) {secret}`),
  line('sendemail', String.raw`\B-xp {secret}`),
  line('rootpw ', String.raw`\brootpw --plaintext {secret}`),
  line('password_pbkdf2', String.raw`\bpassword_pbkdf2 {word} (grub\.pbkdf2\.[\w.]{20,600})`),
  line('wireless_wep|wireless_wpa', String.raw`\bwireless_w\w{2} string {secret}`),
  line('wireless-key', String.raw`^ ?wireless-key\d? {secret}`),
  line(
    'networksetup',
    String.raw`\bnetworksetup -setairportnetwork {word} (?:"[^"\n]{1,60}"|\S{1,60}) {secret}`,
  ),
  line('networksetup', String.raw`\bnetworksetup -set\w*proxy .{1,100} on {word} {secret}`),
  line('dscl ', String.raw`\bdscl .{1,60} -passwd {word} {secret}(?:["'])?(?: {secret})?`),
  line('keychain|-password -', String.raw`\bsecurity (?:add|unlock|set)\S* .{0,160}-[wpP] {secret}`),
  line(
    '-name ',
    String.raw`-ItemProperty .{0,200}-Name ["']?[\w.-]{0,60}(?:password|passwd|secret|pwd|token|apikey)["']? .{0,40}-Value {secret}`,
  ),
  line('net1 user', String.raw`\bnet1 user {word} (?!/){secret}`),
  line('winrs ', '-p:{secret}'),
  line('/pd:|/passwordd:', '/(?:pd|po|passwordd|passwordo):{secret}'),
  line('securestring', String.raw`["']([^"'\n]{3,200})["'] ?\| ?ConvertTo-SecureString`),
  line(
    'networkcredential',
    String.raw`NetworkCredential\]::new\( ?["'][^"'\n]{0,120}["'] ?, ?["']([^"'\n]{2,300})`,
  ),
  line(
    'pscredential',
    String.raw`PSCredential\]?(?:::new)?\( ?["'][^"'\n]{0,120}["'] ?, ?["']([^"'\n]{2,300})`,
  ),
  line('keyvault secret', String.raw`\bkeyvault secret set .{0,200}--value {secret}`),
  line('put-parameter', String.raw`\bput-parameter (?=.{0,300}SecureString).{0,300}?--value {secret}`),
  line('gh secret', String.raw`\bgh secret set .{0,80}(?:--body|-b) {secret}`),
  line('doctl auth', String.raw`\bdoctl auth init .{0,40}-t {secret}`),
  line('vault login|operator unseal', String.raw`\bvault (?:login|operator unseal) (?:-\S+ )*(?!-){madeup}`),
  line('unseal key|root token', String.raw`\b(?:unseal key(?: \d{1,2})?|root token): ?{secret}`),
  line('secret_id', String.raw`\bsecret_id["']?(?:=|: ?){secret}`),
  line('password_hash', String.raw`["']([^"'\n]{3,200})["'] ?\| ?password_hash`),
  line(
    '"params"',
    String.raw`"method" ?: ?"(?:login|auth\w*)".{0,100}"params" ?: ?\[ ?"[^"]{1,100}" ?, ?"([^"]{2,200})"`,
  ),
  // Databases.
  line(
    'sp_addlogin|sp_addlinkedsrvlogin|sp_password',
    String.raw`\bsp_(?:addlogin ["'][^"']{1,100}["'] ?,|addlinkedsrvlogin (?:[^,\n]{1,100},){4}|password ) ?N?["']([^"'\n]{1,200})["']`,
  ),
  line('sp_password', String.raw`\bsp_password N?["'][^"'\n]{1,200}["'] ?, ?N?["']([^"'\n]{1,200})["']`),
  line(
    'openrowset',
    String.raw`\bopenrowset\( ?'[^']{1,60}' ?, ?'[^']{1,200}' ?; ?'[^']{1,100}' ?; ?'([^']{1,200})'`,
  ),
  line(
    'aes_encrypt|aes_decrypt|pgp_sym',
    String.raw`\b(?:aes_(?:en|de)crypt|pgp_sym_(?:en|de)crypt)\([^\n]{1,200}?, ?'([^'\n]{3,200})'`,
  ),
  line(
    'db.auth|changeuserpassword',
    String.raw`\bdb\.(?:auth|changeUserPassword)\( ?["'][^"'\n]{1,100}["'] ?, ?["']([^"'\n]{1,200})["']`,
  ),
  line('identified by', String.raw`\bidentified by {word} replace ["']?([^\s"';]{1,200})`),
  line(
    'exp |expdp |imp |impdp |target |connect |conn |sqlldr ',
    String.raw`^ ?(?:SQL> ?)?(?:exp|expdp|imp|impdp|rman target|rman auxiliary|connect|conn|sqlldr) ["']?[\w$#]{1,40}/([^\s"']{3,200}?)(?:@[\w./:-]{1,100})?["';]?(?:\s|$)`,
  ),
  line(' using ', String.raw`\bconnect to \S{1,60} user \S{1,60} using {secret}`),
  line('acl setuser', String.raw`\bACL SETUSER .{0,200}?\s[>\x23]([^\s]{3,200})`),
  line('auth-pass', String.raw`\bsentinel auth-pass {word} {secret}`),
  line(
    'add_user|change_password|authenticate_user',
    String.raw`\brabbitmqctl (?:-\S+ )*(?:add_user|change_password|authenticate_user) {word} {secret}`,
  ),
  line('ejabberdctl', String.raw`\bejabberdctl (?:register|change_password) {word} {word} {secret}`),
  line('mosquitto_passwd', String.raw`\bmosquitto_passwd -\w*b {word} {word} {secret}`),
  line('addauth digest', String.raw`\baddauth digest [^\s:]{1,60}:{secret}`),
  line('-setcookie', String.raw`\B-setcookie {secret}`),
  line('user.info', String.raw`\buser\.info ?[=:] ?[^\s:]{1,100}:{secret}`),
  line('&p=', String.raw`\?(?:[^\s"']{0,200}&)?u=[^\s&"']{1,60}&p=([^\s&"']{3,200})`),
  // Applications.
  line('clear-text', String.raw`\bclear-text ?= ?["']?([^\s"'}]{3,300})`),
  line('mask-', String.raw`\bMASK-([A-Za-z0-9+/.=]{12,300})`),
  line('connect(', String.raw`\bconnect\( ?["'][\w.-]{1,60}["'] ?, ?["']([^"'\n]{3,200})["'] ?, ?["']t3s?:`),
  line('enc[aes256', String.raw`\bENC\[AES256_GCM,data:([^,\]\s]{1,8000})`),
  line('enc[pkcs7', String.raw`\bENC\[PKCS7,([A-Za-z0-9+/=]{16,8000})`),
  line('dec::pkcs7', String.raw`\bDEC::PKCS7\[([^\]\n]{3,400})`),
  line('encrypt', String.raw`\bencrypt["']? ?[:=] ?["']([A-Za-z0-9+/]{22,43}={1,2})["']`),
  line(
    '"tokens"',
    '"(?:master|agent|agent_master|agent_recovery|initial_management|default|replication)" ?: ?"([0-9a-f]{8}-[0-9a-f-]{27})"',
  ),
  line('secure:|"secure"', String.raw`\bsecure["']? ?: ?["']?([A-Za-z0-9+/]{40,4000}={0,2})`),
  line('sonar.login', String.raw`\bsonar\.login ?[=:] ?{secret}`),
  line('art-api', String.raw`\bart-api["']? ?: ?{secret}`),
  line('<prv>|<tls>|<crypto_key>', '<(?:prv|tls|crypto_key)>([A-Za-z0-9+/=]{40,8000})'),
  line(
    'authorization',
    String.raw`authorization["']? ?[:=,] ?\[? ?["']?(?:basic|bearer|token|negotiate|ntlm) ([A-Za-z0-9+/._~-]{8,4000}={0,2})`,
  ),
  line(
    'digest |oauth |hawk |aws4-hmac',
    String.raw`\b(?:response|c?nonce|opaque|oauth_(?:consumer_key|token|signature|nonce)|mac|signature|hash)="?([A-Za-z0-9+/%=_-]{16,600})`,
  ),
  line('aws4-hmac', String.raw`\bCredential=([A-Z0-9]{16,32})/`),
  line(
    'cookie:',
    String.raw`(?<=cookie: .{0,3000})\b(?!path|domain|expires|max-age|samesite|version|comment)[\w.%-]{1,60}=([^\s;"',]{8,4000})`,
  ),
  line(
    'dsid=|nsc_aaac|svpncookie|webvpn=|phpsessid|mrhsession',
    String.raw`\b(?:DSID|NSC_AAAC|SVPNCOOKIE|webvpn|PHPSESSID|MRHSession)={secret}`,
  ),
  line(
    'samlresponse|samlrequest|client_assertion|code_verifier',
    String.raw`\b(?:SAMLResponse|client_assertion|code_verifier)["']?(?:=| ?: ?["'])([A-Za-z0-9+/%=._-]{30,20000})`,
  ),
  // The second of two arguments, in calls that sign in.
  line(
    'auth=(|auth = (|basicauth(|.login(',
    String.raw`(?:\bauth ?= ?|\bHTTP(?:Basic|Digest|Proxy)Auth|\.login)\( ?[bru]?["'][^"'\n]{1,100}["'] ?, ?[bru]?["']([^"'\n]{2,200})["']`,
  ),
  line('neo4j_auth', String.raw`\bNEO4J_AUTH ?[=:] ?["']?neo4j/{secret}`),
  line('root_token_id', String.raw`ROOT_TOKEN_ID ?[=:] ?{secret}`),
  line('secret-set-value', String.raw`\bsecret-set-value (?:--\S+ )*[\w-]{3,60} (?:--\S+ )*(?!-){secret}`),
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
  // Told in words.
  line(
    'password (|passwort (|pw (',
    String.raw`\b(?:password|passwort|pw) \([^()\n]{1,40}\) ?[:=] ?{secret}`,
  ),
  line('-->', String.raw`\b(?:password|passwd|pw|secret|psk|passphrase) ?--?> ?{secret}`),
  line(
    'log in |logged in|sign in|ilo:|idrac:|imc:|ipmi:|bmc:',
    String.raw`(?:\blog(?:ged)? in|\bsign in|\b(?:ilo|idrac|imc|ipmi|bmc):) ?(?:with |as |using |is )?[\w.@\\-]{1,60} ?/ ?{madeup}`,
  ),
  line(
    'admin|root|administrator|cisco|guest',
    String.raw`^ ?(?:[>*-] )?(?:admin|root|administrator|cisco|guest|enable|operator|sa) ?[:/] ?(?!\d{1,5}:)(?=[^\s]*\d)(?=[^\s]*[A-Za-z])([^\s"'<>|;:/]{6,60}) ?$`,
  ),
  line('mdp|clave|lautet', String.raw`\b(?:(?:mdp|clave) ?[:=]|(?:kennwort|passwort) lautet) ?{madeup}`),
];
