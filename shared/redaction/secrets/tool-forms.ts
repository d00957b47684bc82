/** Lines of programs, shells, databases and protocols whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line } from './form-notation.ts';

/** Programs that read a secret from what is piped or given to them. */
const READERS =
  '(?:sudo )?(?:kinit|passwd|smbpasswd|cryptsetup|vncpasswd|adcli|realm|runas|chpasswd|gpg|docker (?:login|secret create)|podman (?:login|secret create)|gh (?:auth login|secret set)|vault login|helm registry login|oc login|zfs (?:load|change)-key|openconnect|secret-tool store|pass insert|htpasswd -\\w*i|ansible-vault|restic|borg|keepassxc-cli|wg pubkey|ldapmodify|net ads join|rndc-confgen|systemd-creds)\\b';
const QUOTED = '(?:"([^"\\n]{4,200})"|\'([^\'\\n]{4,200})\'|([^\\s"\'|<>]{4,200}))';

export const toolForms: readonly LineForm[] = [
  line('echo |printf ', String.raw`\b(?:echo|printf)(?: -\w+)? ${QUOTED} ?\| ?${READERS}`),
  line('echo ', String.raw`\(echo ([^\s;()]{4,200}); ?echo ([^\s;()]{4,200})\) ?\| ?`),
  line('<<<', String.raw`\b${READERS}[^<\n]{0,120}<<< ?${QUOTED}`),
  line(
    '<<<',
    String.raw`\b(?:private-key|preshared-key|psk|pass(?:word|phrase|wd)?|secret)\b[^<\n]{0,80}<<< ?${QUOTED}`,
  ),
  // What the agent of net-snmp keeps of its users.
  line('usmuser ', String.raw`^ ?usmUser (?:\S{1,200} ){6,7}[.\d]{3,40} {secret} [.\d]{3,40} {secret}`),
  // What is asked for at the end of a line, blanks included; no message that follows.
  line(
    'enter passphrase|enter password|enter pem|enter the pass',
    String.raw`\benter (?:the |your |new |current |old |host |pem )?pass ?(?:phrase|word)\b[^:\n]{0,120}: ?(?!(?:permission|wrong|incorrect|invalid|bad|error|empty|too|must)\b)((?:[^\s"'<>]{2,60})(?: [^\s"'<>]{1,40}){0,3}) ?$`,
  ),
  line('|chpasswd', String.raw`\becho ["']?[\w.-]{1,40}:([^\s"'|]{3,200})["']?\|chpasswd`),
  line(
    'openssl passwd',
    String.raw`\bopenssl passwd(?: -(?:\d|crypt|apr1|aixmd5|stdin|noverify|quiet|table|reverse|salt \S+))* (?!-){secret}`,
  ),
  line('mkpasswd', String.raw`\bmkpasswd(?: -\w(?: \w[\w-]*)?| --\S+)* (?!-){secret}$`),
  line('crypt(', String.raw`\bcrypt\(["']([^"'\n]{3,200})["']`),
  line('rclone obscure', String.raw`\brclone obscure {secret}`),
  line('lftp|open -u', String.raw`\B-u [^\s,]{1,60},{secret}`),
  line('user ', String.raw`^ ?(?:[\w.@:~-]{1,40}> ?)?user [\w.-]{1,40} {madeup}$`),
  line(
    'send ',
    String.raw`(?:^ ?|-c ?["'])(?:exp_)?send(?:_user)? (?:-- )?"(?=[^"\n]{0,100}[0-9!$%&*+=?^~#@])([^"\\\s]{4,100})\\[rn]"`,
  ),
  line('<(echo |<(printf ', String.raw`<\((?:echo|printf)(?: -\w+)? ["']?([^\s"')]{8,200})`),
  line('rasdial', String.raw`\brasdial (?:"[^"\n]{1,60}"|[^\s/]\S{0,60}) (?!/){word} (?!/){secret}`),
  line('l2tppsk', String.raw`-L2tpPsk[\s:]{secret}`),
  line(
    'userpassword:|unicodepwd:|sambantpassword:|krbprincipalkey:|rootpw:',
    String.raw`\b(?:userPassword|unicodePwd|sambaNTPassword|krbPrincipalKey|olcRootPW):: ?([A-Za-z0-9+/]{4,4000}={0,2})`,
  ),
  // A quote around the secret alone.
  line(
    'curl |wget ',
    String.raw`\b(?:curl|wget)\b[^\n]{0,200}? (?:-u|--user|--proxy-user)(?: |=)?[\w.@\\-]{1,60}:(?:'([^'\n]{3,200})'|"([^"\n]{3,200})")`,
  ),
  line('openssl enc', String.raw`\bopenssl enc .{0,200}?-K {hex}`),
  // Whatever the program is: a user, and then what looks made up behind the usual letter; not a port, a path or a protocol.
  line(
    ' -u | -n | -l | -user | --user',
    String.raw`\B-(?:u|U|n|l|user|-user|-username|login)[\s=][^\s-]\S{0,80} (?:-\S{1,20} [^\s-]\S{0,60} ){0,3}?-(?:p|P|pw|pass) (?![/.-]|ipv6|icmp)(?=[^\s:/]{0,100}[A-Za-z])(?!\S{0,100}[:/]){madeup}`,
  ),
  line(
    ' -p ',
    String.raw`\B-(?:p|P|pw|pass) (?![/.-]|ipv6|icmp)(?=[^\s:/]{0,100}[A-Za-z])(?!\S{0,100}[:/]){madeup}["']? (?:-\S{1,20} [^\s-]\S{0,60} ){0,3}?-(?:u|U|user|-user|-username|login)[\s=]`,
  ),
  // Arguments one by one, as an audit writes them.
  line(' a0="', String.raw`\ba\d{1,2}="--?p(?:ass(?:word|wd)?=)?(?!ort|ath|id|re|ro|ri|ub)([^"\n=]{3,200})"`),
  line(
    ' a0="|["',
    String.raw`"--?(?:p|pw|pass|passwd|password|secret|token|api-key|passphrase)",? ?(?:a\d{1,2}=)?"([^"\n]{3,300})"`,
  ),
  // A user and a secret in one value.
  line(
    `auth:|auth=|auth =|auth :|auth"|auth'|userinfo|user_info|credential|userpwd`,
    String.raw`\b[\w.-]{0,40}(?:auth|user_?info|credentials?|userpwd)["']? ?[:=] ?["']?[\w.@-]{1,60}:(?=[^\s"',]{0,80}[A-Za-z])(?!\d{1,5}\b|//){madeup}`,
  ),
  line('client_send', String.raw`\bclient_send ?= ?(?:: ?)?[^\s:]{1,80} ?: ?{secret}`),
  line('setuser -c', String.raw`\bsetuser -c {secret}`),
  line('esxcli ', String.raw`\besxcli .{0,120}? -p {secret}(?:["'])?(?: -c {secret})?`),
  line('mail server', String.raw`\bmail server "?[^\s:"@]{1,60}:([^\s"]{3,100})@`),
  line(
    'sqlplus -',
    String.raw`\bsqlplus(?: -\w{1,8}){1,4} ["']?[\w$#]{1,40}/([^\s"']{3,200}?)(?:@[\w./:-]{1,100})?["';]?(?:\s|$)`,
  ),
  line(
    'userid=',
    String.raw`\buserid=["']?[\w$#]{1,40}/([^\s"']{3,200}?)(?:@[\w./:-]{1,100})?["';]?(?:\s|$)`,
  ),
  line("=''", String.raw`\b(?:password|passwd|pwd|secret)=''([^'\n]{1,200})''`),
  line(
    ' on >| off >| on #|user ',
    String.raw`^ ?user {word} (?:on|off) (?:\S{1,60} ){0,6}?[>\x23]([^\s]{3,200})`,
  ),
  line('-pbkdf2-|-hashed-', '-(?:pbkdf2|hashed)-([0-9a-f]{32,128}(?:,[0-9a-f]{16,64})?)'),
  line('influx ', String.raw`\binflux .{0,200}?(?:-t|--token)[\s=]{secret}`),
  line('etcdctl', String.raw`\betcdctl .{0,120}?user add [^\s:]{1,60}:{secret}`),
  line('<<"', String.raw`\{["']?\w{0,40}pass(?:word|wd)?["']? ?, ?<<"([^"\n]{1,200})">>`),
  line(
    '--user|creds|userpass|--auth',
    String.raw`\B--(?:proxy-user|http-user|user|src-creds|dest-creds|creds|auth|userpass)[\s=]["']?[\w.@-]{1,60}:(?=[^\s"']{0,80}[A-Za-z])(?=[^\s"']{0,80}[0-9!$%&*+=?^~#@_])(?!//){madeup}`,
  ),
  line(`'assword|"assword| assword|:assword`, '(?<![a-z])assword:?["\']? {secret}'),
  line('$user', String.raw`\$USER\d{1,3}\$=(?!/){madeup}`),
  line(
    '{$snmp|password}|_pass}|secret}|token}|community}|psk}|apikey}|password:',
    String.raw`\{\$[A-Z0-9_.]{0,60}(?:PASS|PASSWORD|SECRET|TOKEN|COMMUNITY|PSK|APIKEY)[A-Z0-9_.]{0,20}\}["']? ?(?:=>|=|:|,|→) ?["']?{secret}`,
  ),
  line(
    'communit',
    String.raw`\bcommunit(?:y|ies)["']?\]? ?(?:=>|=|:) ?(?:array)?[[(] ?["']([^"'\n]{2,100})["']`,
  ),
  line(
    'add password|add userpassword|add enableprompt|add passphrase',
    String.raw`\badd (?:password|userpassword|passphrase) {word} \{?([^\s{}]{3,100})\}?(?: \{?([^\s{}]{3,100})\}?)?`,
  ),
  line('enable: ', '^ enable: {madeup}$'),
  line('authinfo', String.raw`\bAuthInfo:.{0,200}?"P[:=]([^"\n]{1,200})"`),
  line('qlogin', String.raw`\bqlogin .{0,80}?-clp {secret}`),
  line('smbclient', String.raw`\bsmbclient (?:-\S+ ){0,4}[/\\]{2}\S{1,100} (?!-){secret}`),
  line('http -|https -|--auth', String.raw`\bhttps? (?:-\S+ ){0,4}?(?:-a|--auth)[\s=][^\s:]{1,60}:{secret}`),
  line('<password value', String.raw`<(?:\w{0,20}_)?PASSWORD VALUE ?= ?"([^"\n]{1,200})"`),
  line('pcs host|pcs cluster', String.raw`\bpcs (?:host|cluster) auth .{0,200}?-p {secret}`),
  line('sha1 |md5 ', String.raw`^ ?\d{1,2} (?:sha1|md5) {madeup} ?$`),
  line('login=', String.raw`\blogin=[^\s:"'*]{1,60}:{secret}`),
  line('-y hmac', String.raw`\B-y hmac-[\w-]{2,16}:[\w.-]{1,120}:([A-Za-z0-9+/]{8,400}={0,2})`),
  line(
    'createuser -e',
    String.raw`\bcreateUser -e {word} {word} (?:MD5|SHA\S{0,8}) {secret}["']?(?: (?:AES|DES)\S{0,8} {secret})?`,
  ),
  line('usmuser', String.raw`(?<=\busmUser .{1,400})\s(0x(?!8000)[0-9a-f]{32,128})\b`),
  line('radclient', String.raw`\bradclient .{0,160}? (?:auth|acct|coa|disconnect|status|auto) {secret}`),
  line('.logon', String.raw`\.logon [^\s,]{1,120},{secret}`),
  line('az login', String.raw`\baz login .{0,300}?(?:-p|--password)[\s=]{secret}`),
  line('secretid|secret id', String.raw`\bsecret ?id["']? ?[:=] ?["']?([0-9a-f]{8}-[0-9a-f-]{27})`),
  line(
    'psk for|key for|password for|secret for|passphrase for|community for|pin for|psk of|password of|key of|secret of',
    String.raw`\b(?:psk|pre-shared key|passphrase|password|secret|community|pin|shared key|wpa key|wi-?fi key) (?:for|of) [^\n:="]{1,40}"?[:=] ?(?!password\(){secret}`,
  ),
  line(
    'auth plain|auth login|auth xoauth2',
    String.raw`\bAUTH (?:PLAIN|LOGIN|XOAUTH2|EXTERNAL) ([A-Za-z0-9+/]{8,2000}={0,2})`,
  ),
  line(
    'auth ',
    String.raw`^ ?(?:[\w.:-]{1,60}> ?)?AUTH (?!required\b|requisite\b|sufficient\b|optional\b|include\b|substack\b|PLAIN\b|LOGIN\b|TLS\b|SSL\b|CRAM|DIGEST|NTLM|XOAUTH|GSSAPI|EXTERNAL|SHA-?\d|MD5)(?:[\w.-]{1,40} )?{madeup} ?$`,
  ),
  line(
    ' login ',
    String.raw`^ ?(?:[CS>]:? )?[A-Za-z]{0,4}\d{1,6} LOGIN (?:"[^"\n]{1,100}"|\S{1,100}) {secret}`,
  ),
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
    String.raw`(?:cookie:|;) ?(?!path|domain|expires|max-age|samesite|version|comment)[\w.%-]{1,60}=([^\s;"',]{8,4000})`,
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
  line('passwd ', String.raw`\bpasswd (?:"[^"\n]{1,60}"|[\w.-]{1,40}) (?:encrypted|hashed) {secret}`),
  line(
    'uci set',
    String.raw`\buci (?:-\w{1,4} )?set [\w.@[\]-]{1,80}\.(?:wpa_|wep_|psk_)?(?:key|passphrase|auth_secret)\d?=["']?(?![1-4]["']?(?:\s|$))([^\s"']{3,100})`,
  ),
  line('syscfg /u', String.raw`\bsyscfg /u \d{1,2} {word} {secret}`),
  line('ipmitool ', String.raw`\bipmitool .{0,120}?\blan set \d{1,2} (?:snmp|password) {secret}`),
  line('synouser ', String.raw`\bsynouser --(?:setpw|add) {word} {secret}`),
  line('-createcredential|-modifycredential', '-(?:create|modify)Credential {word} {word} {secret}'),
  line('/setcredentials', '/setcredentials {word} {word} {word} {word} {secret}'),
  line('fs_cli', String.raw`\bfs_cli .{0,120}?-(?:p|-password)[\s=]{secret}`),
  line(
    'kamctl |opensipsctl |kamdbctl ',
    String.raw`\b(?:kamctl|opensipsctl|opensips-cli) (?:add|passwd) {word} {secret}`,
  ),
  line('encrypt_string', String.raw`\bencrypt_string (?:--\S+ (?:[^-\s]\S* )?)*(?!-)["']?([^\s"']{3,200})`),
  line('sqlconnectinfo', String.raw`\bSQLConnectInfo {word} {word} {secret}`),
  line(
    'mysql_servers|pgsql_servers',
    String.raw`\b(?:my|pg)sql_servers ?= ?[^\s/]{1,80}/[^\s/]{1,60}/[^\s/]{1,60}/([^\s:;]{3,100})`,
  ),
  line(
    'http://|https://',
    String.raw`^ ?https?://[^\s@]{3,200} [\w.@\\-]{2,60} (?=[^\s]{0,60}\d)(?=[^\s]{0,60}[A-Za-z]{2})([^\s:/,.()"']{6,60}) ?$`,
  ),
  line(
    ' -u | -a | -id | -auth | --auth',
    String.raw`\s-(?:u|a|id|auth|-auth) ["']?[\w.@\\-]{1,60}:(?=[^\s"']{0,60}\d)(?=[^\s"']{0,60}[A-Za-z])(?!\d{1,5}(?:\s|$))([^\s"':/]{6,100})(?=["'\s]|$)`,
  ),
  line(
    'root:|admin:|administrator:|_url=|--bmc',
    String.raw`[\s='"](?:root|admin|administrator|[\w.-]{2,30}(?<=_URL=['"]?[\w.-]{2,30})):(?!//)([^\s@/:'"]{4,60})@(?=[\w.-]{2,})`,
  ),
  line(
    'password(',
    String.raw`^ ?(?:[A-Z]{2,4}USRPRF|ADDUSER|ALTUSER|CHGPWD|CHGUSRAUD|PASSWORD|LOGON|STRTCPFTP|ADDSVRAUTE|CHGSVRAUTE)\b.{0,200}\bPASSWORD\(["']?(?!\*\w)([^\s()'"]{3,128})`,
  ),
  line("<<< $'", String.raw`<<< ?\$'([^'\n]{4,200})'`),
  line('password_stdin', String.raw`\bpassword_stdin\b.{0,80}?<<< ?["']?([^\s"']{4,200})`),
  line('wifi:', String.raw`\bWIFI:[^\n]{0,120}?\bP:((?:[^;\\\n]|\\.){3,63});`),
  // A table of equipment, a name, a kind and its two secrets in a line.
  line(
    ':ios:|:iosxr:|:iosxe:|:nxos:|:asa:|:junos:|:eos:|:fortios:|:panos:|:routeros:|:procurve:|:aoscx:|:comware:|:vrp:|:aireos:|:cisco:|:juniper:',
    String.raw`(?:^|\s)[\w.-]{1,80}:(?:ios(?:xr|xe)?|nxos|asa|junos|eos|fortios|panos|routeros|procurve|aoscx|comware|vrp|aireos|cisco|juniper):[\w.\\-]{1,60}:([^\s:]{3,100})(?::([^\s:]{3,100}))?`,
  ),
  // Prompts with what they stand for otherwise, and what stood behind them.
  line(
    'password [|passphrase [|secret [|string [|key [|community [',
    String.raw`\b(?:password|passphrase|secret|community(?: string)?|key) \[[^\]\n]{0,60}\] ?(?:\?|:|\?:) ?{secret}`,
  ),
  // Programs that are told a user and a secret by place.
  line(
    'mc alias|mc config',
    String.raw`\bmc (?:alias set|config host add) {word} https?://\S{1,200} {secret} {secret}`,
  ),
  line(':pserver:', ':pserver:[^\\s:@]{1,60}:([^\\s:]{3,100})@[\\w.-]{1,100}:'),
  line('http-basic', String.raw`\bhttp-basic\.\S{1,100} {word} {secret}`),
  line(
    'cargo login|authtoken|login --token|auth token',
    String.raw`\b(?:cargo login|(?:add-)?authtoken|login --token|auth token) {madeup}`,
  ),
  line('csvde |ldifde ', String.raw`\b(?:csvde|ldifde) .{0,120}?-b {word} {word} {secret}`),
  line('logman ', String.raw`\blogman .{1,120}? -u {word} (?!-){secret}`),
  line('vmrun ', String.raw`\bvmrun .{0,160}?-gp {secret}`),
  line('snmp-check', String.raw`\bsnmp-check .{0,80}?-c {secret}`),
  line('sipp |sipsak ', String.raw`\b(?:sipp .{0,160}?-ap|sipsak .{0,160}?-a) {secret}`),
  line('isql ', String.raw`\bisql (?:-[vbnwmd]\w* ){0,3}(?!-){word} (?!-){word} (?!-){secret}`),
  line('printf ', String.raw`\bprintf ["'][^"'\\\n]{1,60}\\n([^"'\\\n]{4,100})(?:\\n[^"'\n]{0,40})?["'] ?\|`),
  line('-asplaintext', String.raw`-AsPlainText ["']([^"'\n]{3,200})["']`),
  line('communit', String.raw`\bcommunit(?:y|ies)["']? ?: ?\[ ?(?![\d:]+[\],])([^\s"'\],[]{3,60}) ?\]`),
  line(' -u ', String.raw`\s-U ["']?[\w.\\/-]{1,60}%([^\s"']{3,100})`),
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
    String.raw`\b(?:verification|confirmation|security|login|sign-in|auth(?:entication)?|sms|one-time|otp|2fa|mfa|backup|pairing|reset|token|activation|best\u00e4tigungs|sicherheits)[\x20-]?code(?: (?:for|of) [\w\s.@-]{1,30}?)?(?: is| was| ist| lautet|:| =|=)? ?["'\u201c]?(\d(?:[\x20-]?\d){3,9})(?![\w.:%])`,
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
];
