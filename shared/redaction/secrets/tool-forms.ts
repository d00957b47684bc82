/** Lines of programs, shells, databases and protocols whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line, told } from './form-notation.ts';

/** Programs that read a secret from what is piped or given to them. */
const READERS =
  '(?:sudo )?(?:kinit|passwd|smbpasswd|cryptsetup|vncpasswd|adcli|realm|runas|chpasswd|gpg|docker (?:login|secret create)|podman (?:login|secret create)|gh (?:auth login|secret set)|vault login|helm registry login|oc login|zfs (?:load|change)-key|openconnect|secret-tool store|pass insert|htpasswd -\\w*i|ansible-vault|restic|borg|saslpasswd2|keepassxc-cli|wg pubkey|ldapmodify|net ads join|rndc-confgen|systemd-creds)\\b';
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
  told('user ', String.raw`^ ?(?:[\w.@:~-]{1,40}> ?)?user [\w.-]{1,40} {chosen}$`),
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
  // Programs of a monitor, whose arguments a `!` divides.
  line('check_snmp', String.raw`\bcheck_snmp\w{0,20}!.{0,160}?-[CAX] ?["']?([^\s!"']{3,100})`),
  line('$user', String.raw`\$USER\d{1,3}\$=(?!/){secret}`),
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
  line('logon ', String.raw`\blogon (?:[\w.-]{1,60}/)?[\w.-]{1,60},{secret}`),
  line('superdigest=', String.raw`\bsuperDigest=[^\s:]{1,60}:{secret}`),
  line(
    ' login ',
    String.raw`\b(?:auth|registry|docker|podman|nerdctl|buildah|oras|cosign|regctl|oc) login (?:\S{1,80} ){0,4}(?:-p|--password)[\s=](?!\d{2,5}\b|-){secret}`,
  ),
  line('samba-tool', String.raw`\bsamba-tool user (?:create|add) {word} (?!-){secret}`),
  // What a server of mail signs in with elsewhere.
  line(
    ':587|:465|:25|:2525',
    String.raw`(?:^|\s)\[?[\w.-]{3,80}\]?:(?:25|465|587|2525)\s{1,20}[\w.@+-]{1,80}:{secret} ?$`,
  ),
  line('az login', String.raw`\baz login .{0,300}?(?:-p|--password)[\s=]{secret}`),
  line(
    'secretid|secret id|secret_id',
    String.raw`(?:\b|_)secret[_\x20]?id["']? ?[:=] ?["']?([0-9a-f]{8}-[0-9a-f-]{27})`,
  ),
  line(
    'psk for|key for|password for|secret for|passphrase for|community for|pin for|psk of|password of|key of|secret of',
    String.raw`\b(?:psk|pre-shared key|passphrase|password|secret|community|pin|shared key|wpa key|wi-?fi key) (?:for|of) [^\n:="]{1,40}"?[:=] ?(?!password\(|(?:see|ask|not|the|same|unknown)\b){secret}`,
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
  line('smcipmitool', String.raw`\bSMCIPMITool {word} {word} {secret}`),
  line('ipmitool ', String.raw`\bipmitool .{0,120}?\blan set \d{1,2} (?:snmp|password) {secret}`),
  line('synouser ', String.raw`\bsynouser --(?:setpw|add) {word} {secret}`),
  line('-createcredential|-modifycredential', '-(?:create|modify)Credential {word} {word} {secret}'),
  line('/setcredentials', '/setcredentials {word} {word} {word} {word} {secret}'),
  line('fs_cli', String.raw`\bfs_cli .{0,120}?-(?:p|-password)[\s=](?!\d{2,5}(?:\s|$)){secret}`),
  line(
    'kamctl |opensipsctl |kamdbctl ',
    String.raw`\b(?:kamctl|opensipsctl|opensips-cli) (?:add|passwd) {word} {secret}`,
  ),
  line('encrypt_string', String.raw`\bencrypt_string (?:--\S+ (?:[^-\s]\S* )?)*(?!-)["']?([^\s"']{3,200})`),
  line('nickserv', String.raw`\bnickserv identify (?:{word} )?{secret} ?$`),
  line('oper ', '^ ?/?oper {word} {secret} ?$'),
  line(
    'allow ',
    String.raw`^ ?(?:[\w-]{1,20}: )?allow (?:admin|root|monit|guest|operator):(?=\S{0,60}[A-Za-z]){secret}`,
  ),
  line(
    'echo |printf ',
    String.raw`\w{0,20}(?:PASS|PWD|PW|SECRET|TOKEN|KEY)\w{0,20}=["']?[$\u0060(]{1,2}(?:echo|printf) (?:-n )?["']?(?!\$)([^\s"'|)\u0060]{4,400})["']? ?[)|\u0060]`,
  ),
  line('basic\\', String.raw`\bBasic\\ ([A-Za-z0-9+/]{8,400}={0,2})`),
  line('passwordeval', String.raw`\bpasswordeval ["']?(?:echo|printf)(?: -\w+)? ["']?([^\s"']{3,100})`),
  // Targets of iSCSI, and what a server of RADIUS is for a login: address, secret, seconds.
  line('incominguser|outgoinguser', '^ ?(?:incoming|outgoing)user {word} {secret}'),
  line(
    ':1812|:1645|:1813|:1646',
    String.raw`^ ?[\w.-]{3,80}:(?:1812|1813|1645|1646) (?!timeout|after|in\b|for\b|with\b|attempt|retr|fail|up\b|down\b|is\b){secret} \d{1,3}(?:\s|$)`,
  ),
  line(
    '.user',
    String.raw`\b[\w-]{1,40}\.user["']?: ?["'][\w.-]{1,40}:(?=[^"'\n]{0,80}\d)(?=[^"'\n]{0,80}[A-Za-z]){madeup}`,
  ),
  line(
    'define(',
    String.raw`\bdefine\( ?["'](?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)["'] ?, ?(?:'([^'\n]{20,200})'|"([^"\n]{20,200})")`,
  ),
  line(
    '/\\"',
    String.raw`\b(?:exp|expdp|imp|impdp|sqlplus|sqlldr)\b.{0,60}? [\w$#]{1,40}/\\"([^\\"\n]{2,100})\\"`,
  ),
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
  // A login of Oracle, before its address.
  line('@//', String.raw`(?:^|[\s"'=:])[\w$]{1,30}\/([^\s\/@"']{3,60})@\/\/[\w.-]`),
];
