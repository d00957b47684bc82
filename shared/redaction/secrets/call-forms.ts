/** Arguments of calls in programs' code that are secrets by their place (RD27): of what signs in, connects, signs or encrypts. `form-notation.ts` says how they are written. */
import { type LineForm, line, several, told } from './form-notation.ts';

/** A text in quotes, of either kind, or a name. */
const ANY = String.raw`(?:[bru]?"[^"\n]{0,200}"|[bru]?'[^'\n]{0,200}'|[\w$.>-]{1,60})`;

export const callForms: readonly LineForm[] = [
  // The third of three arguments, in calls that open a connection; the second behind a handle.
  line(
    'mysqli|mysql_|pdo(|getconnection|dbi->|dbi.|oci_|odbc_|pg_|mssql_|sybase_|db2_|imap_open|sql.open|.connect(',
    String.raw`(?:\b(?:new )?(?:mysqli|PDO)|\bmysqli?_(?:p?connect|real_connect)|\bgetConnection|\bDBI(?:->|\.)connect|\b(?:odbc|mssql|sybase|db2|ldap|imap)_p?(?:connect|open))\( ?(?:\$\w{1,30} ?, ?)?(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[\w$.>-]{1,60}) ?, ?(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w$.>-]{1,60}) ?, ?["']([^"'\n]{2,200})["']`,
  ),
  line(
    'ftp_login|ssh2_auth|ldap_bind|oci_connect|oci_pconnect|.authenticate(|.simple_bind|.login_plain|.connect_ssh|basic_auth|setcredentials|withcredentials|.userpass|usernamepassword',
    String.raw`\b(?:ftp_login|ssh2_auth_password|ldap_bind|oci_p?connect|authenticate|simple_bind(?:_s)?|login_plain|basic_?auth|(?:set|with)Credentials|UsernamePassword\w{0,30})\( ?(?:\$\w{1,30} ?, ?)?(?:"[^"\n]{1,100}"|'[^'\n]{1,100}'|\$?\w{1,40}) ?, ?[bru]?["']([^"'\n]{2,200})["']`,
  ),
  // What stands in where a variable is not set.
  line(
    'env|getenv|property',
    String.raw`(?:ENV|environ|env|getenv|getProperty|System\.getenv)\b[^\n]{0,20}?["'.][\w.-]{0,40}(?:PASSWORD|PASSWD|PASS|PWD|SECRET|SECRET_KEY|TOKEN|API_?KEY|PSK|PASSPHRASE)["']?\]?\)?(?: ?, ?(?:default ?= ?)?| ?(?:\|\||\?\?|\?:|or) ?)["']([^"'\n]{3,200})["']`,
  ),
  line(
    'env[|env.|getenv|?? |?: ',
    String.raw`\b[\w.-]{0,40}(?:password|passwd|secret|token|api_?key|passphrase|psk|pwd)["']? ?[:=] ?[^\n]{1,120}?(?:\|\||\?\?|\?:) ?["']([^"'\n]{3,200})["']`,
  ),
  // Ruby: what is given where a variable is not set.
  line(
    'fetch(',
    String.raw`\b[\w.-]{0,40}(?:password|passwd|secret|token|api_?key|passphrase|psk|pwd)["']? ?[:=] ?[^\n]{1,120}?\bfetch\(["']\w{1,60}["']\) ?\{ ?["']([^"'\n]{3,200})["']`,
  ),
  line(
    ':-',
    String.raw`\$\{\w{0,40}(?:PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|API_?KEY|PSK|PASSPHRASE|KEY):(?![?+])[-=]?["']?([^}"'\n]{3,200})["']?\}`,
  ),
  // Two texts in a call whose name says that it signs in: a user and a secret.
  line(
    'auth(|auth.|authentication(|credentials(|credential(|authprovider(|signin(|logon(|login(',
    String.raw`\b\w{0,40}(?:auth|authentication|credentials?|authprovider|signin|logon|login)(?:\.\w{1,20})?\( ?(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|\w{1,30}) ?, ?[bru]?(?!["'](?:https?:|\/))["']([^"'\n]{3,200})["'] ?[,)]`,
  ),
  line(
    'plainauth(|crammd5auth(',
    String.raw`\b(?:Plain|CRAMMD5)Auth\( ?(?:${ANY} ?, ?){1,2}["']([^"'\n]{3,200})["']`,
  ),
  line(
    'ftp(|sftp(|ftp_tls(|telnet(|imap4(|pop3(',
    String.raw`\b(?:S?FTP(?:_TLS)?|Telnet|IMAP4|POP3)\( ?${ANY} ?, ?${ANY} ?, ?["']([^"'\n]{3,200})["']`,
  ),
  line(
    '_driver(|sequelize(|connecthandler(|getdevice(|device(',
    String.raw`\b(?:\w{1,20}_driver|Sequelize|Device|ConnectHandler)\( ?${ANY} ?, ?${ANY} ?, ?["']([^"'\n]{3,200})["']`,
  ),
  line(
    'oracle.connect(|oracledb.connect(|oracle.createpool(',
    String.raw`\b(?:cx_)?Oracle(?:db)?\.(?:connect|SessionPool)\( ?["'][\w$#]{1,40}(?:["'] ?, ?["']|/)([^"'@\n]{3,200})["'@]`,
  ),
  // What signs, encrypts and unlocks: a key as text.
  line(
    'jwt.sign(|jwt.verify(|jwt.encode(|jwt.decode(',
    String.raw`\bjwt\.(?:sign|verify|encode|decode)\( ?[^,\n]{1,200}, ?["']([^"'\n]{3,200})["']`,
  ),
  line(
    'hmac.new(|createhmac(|hash_hmac(|hmac(',
    String.raw`\b(?:hmac\.new|createHmac|Hmac\w{0,8})\( ?(?:["'](?:sha|md5)[\w-]{0,8}["'] ?, ?)?[bru]?["'](?!sha\d|md5)([^"'\n]{3,200})["']`,
  ),
  line(
    'hash_hmac(',
    String.raw`\bhash_hmac\( ?["'][\w-]{1,20}["'] ?, ?[^,\n]{1,120}, ?["']([^"'\n]{3,200})["']`,
  ),
  line(
    'fernet(|aes.new(|des3.new(|arc4.new(|blowfish.new(|createcipheriv(|createcipher(',
    String.raw`\b(?:Fernet|(?:AES|DES3?|ARC4|Blowfish)\.new|createDe?cipher(?:iv)?|createCipher(?:iv)?)\( ?(?:["'](?:aes|des|bf|rc4)[\w-]{1,30}["'] ?, ?)?[bru]?["'](?!(?:aes|des|bf|rc4|sha|md5)[\d-])([^"'\n]{3,200})["']`,
  ),
  line(
    '.tochararray(|secretkeyspec(',
    String.raw`["']([^"'\n]{4,200})["']\.(?:toCharArray\(\)|getBytes\([^()\n]{0,40}\) ?, ?["'](?:AES|DES|Hmac|Blowfish|RC4))`,
  ),
  // What is sent to a prompt.
  line(
    '.sendline(|.write(b|.write("|.send(|.send_command(|.send_command_timing(',
    String.raw`\.(?:sendline|send|write|send_command(?:_timing)?)\( ?b?(?:["'])(?=[^"'\s]{0,60}\d)(?=[^"'\s]{0,60}[A-Za-z]{2})([^"'\s\\/:.=<>()]{6,60})(?:\\r)?(?:\\n)?["']`,
  ),
  // A text that a call turns into the value: `String pass = new String("x")`, `SecretStr("x")`.
  line(
    'string(|secretstr(|buffer.from(|b64decode(|atob(|bytes(|bytearray(|bcrypt|md5(|sha1(|sha256(|crypt(',
    String.raw`(?:password|passwd|pass|pwd|secret|secret_?key|token|api_?key|passphrase|psk)\d?["']?(?: ?: ?[\w.<>]{1,40})? ?(?:=|:|:=|=>) ?(?:new |await )?(?:[\w.]{1,40}\.)?(?:String|SecretStr|SecretString|SecureString|from|b64decode|atob|bytes|bytearray|hash\w{0,8}|md5|sha1|sha256|encrypt|decrypt|crypt|hashpw)\( ?[bru]?["']([^"'\n]{3,200})["']`,
  ),
  // What a test compares with, and the other way about.
  line(
    '.tobe(|.toequal(|.tostrictequal(|.isequalto(|.equals(|.equal(|.contentequals(',
    String.raw`(?:password|passwd|pwd|secret|token|api_?key|passphrase)\)?\.(?:to\.)?(?:toBe|toEqual|toStrictEqual|isEqualTo|equals?|contentEquals)\( ?["'](?!null|undefined|true|false)([^"'\n]{3,200})["']`,
  ),
  line(
    'assert',
    String.raw`\bassert\w{0,20}\( ?["']([^"'\n]{3,200})["'] ?, ?[\w.]{0,40}(?:password|passwd|secret|token|passphrase)\b`,
  ),
  // An account that every system has, and a text with a figure behind it, in a call.
  line(
    `'root'|"root"|'admin'|"admin"|'sa'|"sa"|'administrator'|"administrator"|'postgres'|"postgres"`,
    String.raw`\w\([^()\n]{0,120}?["'](?:root|admin|administrator|sa|postgres)["'] ?, ?["'](?=[^"'\s]{0,60}(?:[A-Za-z]\d{1,4}[A-Za-z!$\x23%&*]|[!$\x23%&*]))(?=[^"'\s]{0,60}[A-Za-z]{2})([^"'\s/:]{5,60})["']`,
  ),
  line('basic_auth ', String.raw`\bbasic_auth ["'][^"'\n]{1,100}["'] ?, ?["']([^"'\n]{2,200})["']`),
  line('wifi.begin(', String.raw`\bWiFi\.begin\( ?${ANY} ?, ?"([^"\n]{3,200})"`),
  line('create_credential', String.raw`\bcreate_credential\( ?(?:${ANY} ?, ?){2}'([^'\n]{3,200})'`),
  line(
    'user_',
    String.raw`(?:^|[\s;])user_(?!(?:name|id|agent|email|e_mail|role|group|type|key|token|dn|base|filter|attr\w*|class|login|data|info|list|home|dir|file|table|host|ip|count|limit|first|last|full|display|nice|url|pic|status|level)=)[\w.-]{1,40}="{madeup}"`,
  ),
  line(
    'some("',
    String.raw`\b(?:basic_auth|with_password|password|secret|token)\( ?(?:${ANY} ?, ?)?Some\( ?["']([^"'\n]{3,200})["']`,
  ),
  line('credentials(', String.raw`\b\w{0,20}credentials\( ?(?:${ANY} ?, ?){2,3}["']([^"'\n]{3,200})["']`),
  line('.connect(', String.raw`\.connect\( ?${ANY} ?, ?\d{1,5} ?, ?${ANY} ?, ?["']([^"'\n]{3,200})["']`),
  line(
    'mapnetworkdrive',
    String.raw`\bMapNetworkDrive\b[^\n]{1,200}?, ?(?:true|false|0|1)? ?, ?["'][^"'\n]{1,60}["'] ?, ?["']([^"'\n]{3,200})["']`,
  ),
  // A comment says what is sent.
  line(
    '.sendline(|.send(|.write(|send_keys(|.type(|.fill(',
    String.raw`\.(?:sendline|send|write|send_keys|type|fill|expect)\( ?b?["']([^"'\s\\]{3,60})["'\\][^\n]{0,40}(?:#|//)[^\n]{0,40}\b(?:pass|pw|password|passwd|secret|pin|enable)`,
  ),
  told(
    'creds|credentials|userpass|user_pass|login =|auth_tuple',
    String.raw`\b\w{0,20}(?:creds?|credentials?|user_?pass|login|auth_tuple)(?:_\w{1,8}|\d)? ?[:=] ?[([] ?[bru]?["'][\w.@\\-]{1,60}["'] ?, ?[bru]?["'](?!https?:)([^"'\n]{3,100})["'] ?[)\]]`,
  ),
  line(
    '[]byte("',
    String.raw`\b\w{0,30}(?:key|secret|pass(?:word|phrase)?|token|psk|salt) ?:?= ?\[\]byte\(["'\u0060]([^"'\n\u0060]{3,200})["'\u0060]`,
  ),
  // A client that is made of an account and what looks made up.
  line(
    'client(|api(|session(|gateway(|service(|connection(|sdk(',
    String.raw`\b\w{0,30}(?:Client|Api|Session|Gateway|Service|Connection|Sdk)\( ?["'][\w.@-]{2,80}["'] ?, ?["'](?=[^"'\n]{0,100}\d)(?=[^"'\n]{0,100}[A-Za-z])([\w+/=.-]{20,300})["']`,
  ),
  // What is typed into a field that the line names.
  line(
    '.type(|.fill(|.send_keys(|.sendkeys(|.setvalue(|.val(|.presssequentially(|.enter_text(',
    String.raw`["'][^"\n]{0,60}(?:password|passwd|passphrase|passwort|secret|\bpin\b)[^"\n]{0,20}["']\)? ?(?:, ?|\)?\.(?:type|fill|send_?keys|setValue|val|pressSequentially|enter_text)\( ?)["']([^"'\n]{3,100})["']`,
  ),
  // A user and a secret that are given to two names at once.
  line(
    'pass)|password)|pw)|passwd)|pass =|password =|pw =|passwd =|pass :=|password :=|pw :=',
    String.raw`\b\w{0,12}(?:user|login|name|account)\w{0,8} ?, ?[$@]?\w{0,12}(?:pass|password|passwd|pw|pwd|secret)\)? ?:?= ?[([]? ?["'][^"'\n]{0,60}["'] ?, ?["']([^"'\n]{3,100})["']`,
  ),
  // Made of a text, whatever it is made by: `password = new Field("x")`, `string password{"x"}`, `lazy { "x" }`.
  told(
    '= new |=new |lazy {|password{|secret{|token{|passwd{|pass{|key{',
    String.raw`\b\w{0,20}(?:password|passwd|secret|token|api_?key|passphrase|psk|pwd)(?: ?(?:=|:=) ?new \w{1,40}\( ?| by lazy ?\{ ?|\{ ?)["']([^"'\n]{4,100})["'] ?[)}]`,
  ),
  line(
    '::env(|$env(',
    String.raw`\benv\(\w{0,40}(?:PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PSK)\w{0,10}\) ["{]?(?!\$)([^\s"{}]{3,100})`,
  ),
  line(
    'basic.new(|digest.new(|credentials.new(|login.new(',
    String.raw`\b\w{0,20}(?:Basic|Digest|Credentials|Login)\.new\( ?["'][^"'\n]{1,60}["'] ?, ?["']([^"'\n]{3,100})["']`,
  ),
  told(
    '.connect(|.login(|.open(|.dial(',
    String.raw`\b\w{1,20}\.(?:connect|login|open|dial)\( ?${ANY} ?, ?${ANY} ?, ?["']([^"'\n]{3,100})["']`,
  ),
  // A list of users, each with its secret.
  several(
    'users = [|users=[|logins = [|accounts = [|credentials = [|users: [|users = {|logins = {|accounts = {',
    String.raw`\b\w{0,20}(?:users|logins|accounts|credentials) ?[:=] ?[[{]([^\n]{3,600})`,
    String.raw`[(\x5b{] ?["'](?!(?:id|name|type|key|title|role|status|email)["'])[\w.@\\-]{1,40}["'] ?, ?["']([^"'\n]{4,60})["'] ?[,)\]}]`,
  ),
  // A call around the value, whatever it is: `password => Sensitive("x")`.
  told(
    'literal(|text("|str("|string("|l("|t("|sensitive(|secure(|secured(|decrypt(|encrypt(|decode(|obfuscate(|encode(|protect(|reveal(|unseal(|unwrap(|secret(|password(|passwd(|quote(',
    String.raw`\b\w{0,20}(?:password|passwd|secret|passphrase|psk|pwd|api_?key)["']? ?(?:=>|:?=|:) ?(?![\w.:]{0,20}(?:get|env|param|config|lookup|hiera|find|require|read|fetch|load|label|input|field|file|translate|format|text|select|prompt|ask|error|msg|message|log|describe|col|attr|prop|query|watch|use)|t\(|_\()[\w.:]{2,40}\( ?["'](?!\d+(?:\.\d+)+["'])([^"'\s]{4,100})["'] ?\)`,
  ),
  // Perl's marks of a text.
  line(
    '= q(|=q(|> q(|= qq(|=qq(|= q{|= qq{',
    String.raw`\b[\w.-]{0,40}(?:password|passwd|pass|pwd|secret|token|api_?key|passphrase|psk|community)['"]? ?=>? ?qq?[({]([^)}\n]{3,100})[)}]`,
  ),
  line(
    'type="password"|type=password|type=\'password\'',
    String.raw`\btype=["']?password["']?[^<>\n]{0,200}? value=["']([^"'<>{}\n]{3,100})["']`,
  ),
  line(
    'type="password"|type=password|type=\'password\'',
    String.raw`\bvalue=["']([^"'<>{}\n]{3,100})["'][^<>\n]{0,200}? type=["']?password\b`,
  ),
  told(
    'ftpclient(|sftpclient(|sshclient(|smtpclient(|imapclient(|ldapconnection(|mqttclient(',
    String.raw`\bnew \w{0,20}(?:Ftp|Sftp|Ssh|Smtp|Imap|Ldap|Mqtt)(?:Client|Connection)\( ?${ANY} ?, ?${ANY} ?, ?["']([^"'\n]{3,100})["']`,
  ),
  line(
    'sql.open(|gorm.open(|sqlx.connect(|mysql.open(',
    String.raw`\b(?:sql|gorm|sqlx|mysql)\.(?:Open|Connect)\([^\n]{0,40}?["'][\w.-]{1,40}:([^\s"'@]{2,100})@`,
  ),
];
