/** Command lines of network equipment, telephones and storage whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line } from './form-notation.ts';

export const deviceForms: readonly LineForm[] = [
  // Cisco IOS, IOS-XR, NX-OS, ASA.
  line('ezvpn|group ', '^ group {word} key {secret}'),
  line(
    'crypto ',
    String.raw`\bcrypto (?:pki|ca) (?:import|export) {word} pem(?: [\w:/.-]{1,80}){0,3} (?:3des|des) {secret}`,
  ),
  line(
    'crypto ',
    String.raw`\bcrypto (?:pki|ca) (?:import|export) {word} pkcs12 (?:(?:terminal|[\w-]+:\S*) )?(?:password )?{secret}$`,
  ),
  line(
    'crypto ',
    String.raw`\bcrypto (?:pki|ca) import {word} pem (?:terminal|usage-keys \w+|exportable|url \S+)(?: (?:password|exportable))? (?!3des\b|des\b|url\b|terminal\b|password\b|exportable\b){secret} ?$`,
  ),
  line('ipsec spi', String.raw`\b(?:md5|sha1|3des|des|aes-cbc(?: \d{3})?)(?: [07])? {hex}`),
  line('-authentication', '^ ?text-authentication {secret}'),
  line(
    'authentication',
    String.raw`^ ?authentication (?!md5|sha|hmac|cmac|aes|802|dot1x|ms-?chap|x\.?509|level[-:]|ike|http|tls|ssl|eap|v\d)(?=\S*\d){secret} ?$`,
  ),
  line('rmon event', String.raw`\brmon event \d+ (?:log )?trap {secret}`),
  line('mab request', String.raw`\bmab request format attribute \d+(?: [0-9])? {secret}`),
  line('mail-server', String.raw`\bmail-server [^\s:@]{1,60}:(\S{3,100})@`),
  line('authenticate cred', String.raw`\bauthenticate credential {word} {secret}`),
  line(
    'crypto key import',
    String.raw`\bcrypto key (?:import|export) (?:rsa|ec) (?!\S+ pem\b){word}(?: (?:terminal|url \S+|[a-z]+\d?:\S*))? (?!pem\b|terminal$|exportable$|url\b){secret}$`,
  ),
  line('license smart', String.raw`\blicense smart (?:register idtoken|authorization code) {secret}`),
  line('trust idtoken', String.raw`\btrust idtoken {secret}`),
  line('ldap-dn', '^ ?ldap-dn {word} {secret}'),
  line('unsupported-transceiver', String.raw`\bunsupported-transceiver {word} {secret}`),
  line('url authentication', String.raw`\burl authentication {word} {word} {secret}`),
  line('param pin', String.raw`\bparam pin {secret}`),
  line('http-proxy', String.raw`\bhttp-proxy [\d.]{7,15} \d{2,5} (?!username\b|exclude\b){word} {secret}`),
  line('key eigrp', String.raw`\bauthentication key eigrp \d+ {secret}`),
  line('key-octet-string', String.raw`\bkey-octet-string (?:[0-9] )?{secret}`),
  line('sap pmk', String.raw`\bsap pmk {secret}`),
  line(' pin ', String.raw`^ pin (\d{4,8})$|^ ?(?:user(?:name)?|voicemail|mailbox) {word} pin (\d{4,12})$`),
  line(' cak ', String.raw`\bcak (?:encrypted |ascii-text )?{secret}`),
  line('key ', '^ ?key [0-9a-f]{2,64} (?:0|7|8a) {secret}(?: fallback)?$'),
  line('key 0|key 6|key 7|key 8', '(?<![\\w-])key [0678] {secret}$'),
  line(' key ', String.raw`\b\d{1,3}(?:\.\d{1,3}){3} key (?!chain\b|\d{1,3}$|pair\b){secret}$`),
  line(
    'test aaa',
    String.raw`\btest aaa (?:server \w+|group) {word} (?:vrf {word} )?{word} {secret}(?: (?:new-code|legacy)\b.*)?$`,
  ),
  line('auth=key|auth=token', String.raw`\b(?:cv|ingest)auth=(?:key|token),{secret}`),
  line(
    'hmac-sha|hmac-md5',
    String.raw`^ ?authentication hmac-\S{1,16} {secret} privacy (?:none|\S{2,16} {secret})`,
  ),
  line(
    'profile create',
    String.raw`\b(?:gsm|lte|cdma|cellular) profile create \d{1,2} {word} (?:chap|pap|both) {word} {secret}`,
  ),
  line('chassis-number', String.raw`\bchassis-number {word} token {secret}`),
  line('v3 plain|v3 hash', String.raw`\bsnmp-server user {word} v3 (?:plain|hash) {secret} {secret}`),
  // Cisco's wireless controllers.
  line(
    ' encrypt ',
    String.raw`\b(?:add|create) .{0,80}?\bencrypt .{0,100}?\b1 {hex}(?: {hex})?(?: \d{1,3} {hex})?`,
  ),
  line('netuser add', String.raw`\bnetuser add {word} {secret}`),
  line('v3user create', String.raw`\bv3user create {word} \w{2} \w+ \w+ {secret} {secret}`),
  line('community ', String.raw`\bsnmp community (?:accessmode (?:ro|rw)|mode (?:enable|disable)) {secret}`),
  line('authenticated', String.raw`\bldap add .{1,160} authenticated {word} {secret}`),
  line(' hash ', String.raw`\bmobility group member mac {word} .{0,80}? hash {hex}`),
  line('member hash', String.raw`\bmember hash {word} {hex}`),
  // MikroTik, Extreme, Ruckus.
  line(
    ' key=|auth-key=',
    String.raw`^ ?/?(?:system ntp key|routing|interface|ip)\b.{0,200}?\b(?:auth(?:entication)?-)?key=(?!\d{1,3}(?:\s|$)){secret}`,
  ),
  line(
    'authentication md5|authentication simple',
    String.raw`\b(?:ospf|rip|isis|vrrp|bgp)\b.{0,80}? authentication (?:md5(?: \d{1,3})?|simple(?:-password)?) (?!encrypted\b|key\b|key-chain\b|\d{1,3}$){secret} ?$`,
  ),
  line('all-all', '^ ?admin {word} {secret} all-all'),
  // Firepower, Alteon.
  line(
    'manager add ',
    String.raw`\bconfigure manager add (?:\S{1,80}) (?!\d{1,3}\.)([^\s]{3,40})(?: ([^\s]{3,40}))?`,
  ),
  line('comm ', '/(?:r|w|t)comm {secret}'),
  // DrayTek, LANCOM.
  line('passwd -', String.raw`^ ?passwd (?:-u {word} )?-n (?!\d{1,3}(?: |$)){secret}`),
  line('sys admin', '^ ?sys admin (?!\\?){madeup}'),
  line(
    'set /setup/',
    String.raw`^ ?set /Setup/\S{1,80} (?:\* ){1,6}(?=\S{0,60}\d)(?=\S{0,60}[A-Za-z]{2}){secret} ?$`,
  ),
  // Fortinet; its log tells what was set.
  line(
    'cfgattr=',
    String.raw`\bcfgattr="[^"\n]{0,400}?\b(?:[\w-]{0,24}(?:passwd|password|passphrase|secret|-pwd|psk)|psksecret|community)\[(?!\*)([^\]\n]{3,200})\]`,
  ),
  line('set enckey|set authkey', String.raw`\bset (?:enc|auth)key {secret}`),
  line(
    'set seed|set activation-code|set ddns-key',
    String.raw`\bset (?:seed|activation-code|ddns-key) {madeup}`,
  ),
  line('execute ', String.raw`\bexecute backup \S+ ftp \S+ \S+ (?:\S+ )?{secret}`),
  line('execute ', String.raw`\bexecute restore \S+ (?:tftp \S+ \S+|ftp \S+ \S+ \S+) {secret}`),
  line(
    'authserver',
    String.raw`\bdiag\w* test authserver (?:ldap|tacacs\S*|radius {word} (?:pap|chap|mschap2?|auto)) (?:{word} )?{word} {secret}$`,
  ),
  // Huawei and H3C.
  line(
    'authentication-keyid',
    String.raw`\bauthentication-keyid \d+ authentication-mode [\w-]{2,16} (?:(?:cipher|simple|plain) )?{secret}`,
  ),
  line('pin verify', String.raw`\bpin verify (?:auto |manual )?(\d{4,8})\b`),
  line('auth-code', String.raw`\bauth-code (?:cipher |simple )?{secret}`),
  line(
    'key accounting|key authentication|key authorization',
    '^ ?key (?:accounting|authentication|authorization) (?:(?:cipher|simple) )?{secret}',
  ),
  line('super password', String.raw`\bsuper password .{0,60}(?:simple|cipher|hash) {secret}`),
  line(
    'authentication-mode',
    String.raw`authentication-mode .{0,60}\b(?:cipher|plain|simple) (?!cipher |plain ){secret}`,
  ),
  line(
    'area-authentication-mode|domain-authentication-mode',
    String.raw`\b(?:area|domain)-authentication-mode (?:md5|simple) (?!cipher |plain ){secret}`,
  ),
  line('authentication-mode', String.raw`authentication-mode hmac-sha256 (?!\d |cipher ){secret}`),
  line('md5-password', String.raw`\bmd5-password (?:plain |cipher )?[\d.]{7,15} {secret}`),
  line('securityname cipher', String.raw`\bsecurityname cipher {secret}`),
  line(
    'string-key|authentication-hex|encryption-hex',
    String.raw`\bsa (?:string-key|authentication-hex|encryption-hex) (?:inbound|outbound) \w+ (?:cipher |simple )?(?!cipher |simple ){secret}`,
  ),
  // HP, Aruba.
  line('snmpv3 community', String.raw`\bsnmpv3 community index {word} name {secret}`),
  line(
    'password manager|password operator',
    String.raw`\bpassword (?:manager|operator|all)(?: user-name {word})? (?:plaintext|sha1|sha256) {secret}`,
  ),
  line('key-id ', String.raw`\bkey-id \d+ (?:md5|sha1|sha256) (?:plaintext |ciphertext ){secret}`),
  line(
    'masterip|localip|bkup-passwords',
    String.raw`^ ?(?:(?:masterip|localip) \S+ ipsec|bkup-passwords) {secret}`,
  ),
  line('w-community|ro-community|rw community', '^ ?(?:rw|ro|read-write|read-only)-community {secret}'),
  line('user ', '^ ?user {word} {secret} (?:portal|radius)$'),
  // Extreme.
  line('failsafe-account', String.raw`\bfailsafe-account {madeup}`),
  line('add community', String.raw`\bsnmp add community (?:readonly|readwrite) (?:encrypted )?{secret}`),
  line('add community', String.raw`\bsnmpv3 add community {word} name {secret}`),
  line(
    'create account',
    String.raw`\bcreate account (?:admin|user|lawful-intercept) {word} (?:encrypted )?(?!encrypted){secret}`,
  ),
  line(
    'authentication encrypted',
    String.raw`\bauthentication encrypted (?:md5 \d+ |simple-password ){secret}`,
  ),
  // Brocade, Ruckus, Juniper ScreenOS, Check Point, Nokia, F5, NetScaler, SonicWall.
  line('authentication md5', String.raw`\bauthentication md5 ["']([^"'\n]{3,200})["'](?: key-id|$)`),
  line('init otp', String.raw`\binit otp {secret}`),
  line('entry ', String.raw`\bentry \d{1,3} key {secret}`),
  line('communities|traps ', String.raw`\{ ?(?:[\w./-]{1,60} \{ )?community {secret}`),
  line('encryptionparams', '-keyValue {secret}'),
  line('password default', String.raw`\bpassword default \d{1,2},{secret}`),
  line('simple-text-auth', String.raw`\bsimple-text-auth {secret}`),
  line('preshare', String.raw`\bpreshare(?:-key)? (?!group\d){secret}`),
  line('newpass', String.raw`\bnewpass {secret}`),
  line('putkey', String.raw`\bputkey -p {secret}`),
  line('hsmlabel', String.raw`\B-hsmLabel {word} {secret}`),
  line('plaintext-key', String.raw`\bplaintext-key {secret}`),
  line('option ', String.raw`^ ?option (?:wpa)?key\d? ["'](?:s:)?([^"']{5,100})["']`),
  // Telephones and their servers.
  line(
    'register ',
    String.raw`\bregister ?=?> ?(?:[^\s:@]{1,80}@[^\s:@]{1,80}:([^\s:@]{2,100})(?::[^\s@:]{1,80})?@|[^\s:@]{1,80}:([^\s:@]{2,100}):[^\s@:]{1,80}@)`,
  ),
  line('p34|<p2>|p2=|p2 =|p735|p404', String.raw`^ ?<?P(?:2|34|735|404)(?:>|=| = )(?=\S{3}){secret}`),
  line('set ', String.raw`^ ?SET (?:\w*(?:PSWD|SNMPSTRING|PASSWD|_HA1|PW)) (?!ENC ){secret}`),
  line('security code', String.raw`\bsecurity code(?:(?::|\?) ?{secret}| is {madeup})`),
  line(' => ', String.raw`^ ?\d{2,12} ?=> ?(\d{3,12}),[^,\n'"\d][^,\n]{0,80}`),
  line(
    ' pin',
    String.raw`\b(?:moderator|participant|attendee|conference|bridge|meeting|host|guest|voice ?mail|voicebox|sim|user|admin|phone) pin(?: is|:| =|=)? (\d{4,12})\b`,
  ),
  line(
    'pin ',
    String.raw`\bpin (?:[\w'’-]{1,20} ){0,6}?(?:is|was|to|now|:|=) ?["'“]?(\d{4,12})(?![\d.:%-]*[\w%])`,
  ),
  // Of doors, alarms, conferences and sets: figures alone.
  line(
    ' code',
    String.raw`\b(?:access|unlock|safe|door|alarm|gate|entry|keypad|cabinet|rack|lock|disarm|lobby|host|participant|conference|feature access) code(?: (?:for|of) [\w\s-]{1,30}?)?(?: is| was|:| =|=)? ?["'“]?([0-9*\x23](?:-?[0-9*\x23]){3,11})(?!\.?\w|[:%])`,
  ),
  line(
    'code for|code of|code to',
    String.raw`\bcode (?:for|of|to) [\w\s'’-]{0,30}?(?:box|door|safe|gate|alarm|rack|cabinet|room|building|lock|phone|voicemail|tablet)(?: is| was|:|=) ?["'“]?([0-9*\x23](?:-?[0-9*\x23]){3,11})(?!\.?\w|[:%])`,
  ),
  line('mailbox ', String.raw`\bmailbox \d{2,12} => ([^\s,|]{3,40}),`),
  line('inline:', String.raw`\binline:([A-Za-z0-9+/]{30,200}={0,2})`),
  line('k=base64:|k=clear:', '^ ?k=(?:base64|clear):{secret}'),
  // Storage and out-of-band management.
  line('agentcommunity', String.raw`\bagentCommunity(?:"?>| |=){secret}`),
  line('1#communityname|1#encryptionkey', String.raw`1\x23(?:CommunityName|EncryptionKey)"?[>\s=]+{secret}`),
  line('--communities|--users', String.raw`\bsnmp set .{0,80}--communities[\s=]{secret}`),
  line(
    '--users',
    String.raw`\bsnmp set .{0,80}--(?:remote-)?users[\s=][^\s/]{1,60}/([^\s/]{8,200})/([^\s/]{8,200})`,
  ),
  line('onlycommunity|writecommunity', '-Read(?:Only|Write)Community {secret}'),
  line('-community', String.raw`--?read-(?:only|write)-community[\s=]{secret}`),
  line('createuser', String.raw`\bcreateuser -c {secret}`),
  line('-old ', String.raw`\bpasswd {word} -old {secret}(?:["'])? -new {secret}`),
  line('community (r', String.raw`\bcommunity \((?:rw|ro)\): (?:\[[^\]]{0,60}\] )?{secret}`),
  line('community ', String.raw`\bcommunity \d{1,2}: {secret}`),
  line('aaaconfig', String.raw`\baaaconfig .{1,120} -s {secret}`),
  line(
    'configupload|configdownload|firmwaredownload|supportsave',
    String.raw`\b(?:configupload|configdownload|firmwaredownload|supportsave) .{0,120}?"?[^\s",]{1,100}"?,"?[^\s",]{1,60}"?,"?[^\s",]{1,120}"?,"?([^\s",]{3,100})`,
  ),
  // What outputs print of keys and communities.
  line('-- text "', String.raw`^ ?key \d{1,10} -- text "([^"\n]{1,200})"`),
  line('community name', '^ ?community name ?: ?{secret} ?$'),
  // AudioCodes: rows of its tables, a user and a secret in quotes.
  line(
    'account 0|account 1|account 2|account 3|account 4|account 5|account 6|account 7|account 8|account 9|sbcuserinfo|gwuserinfo|remoteuser',
    String.raw`^ ?(?:Account|SBCUserInfoTable|GWUserInfoTable|RemoteUser\w*) \d{1,4} ?= ?(?:"?[^",\n]{0,60}"? ?, ?){3,4}"([^"\n]{2,100})"`,
  ),
  line('auth-string', String.raw`\bauth-string (?!null|generate){secret}`),
  line(
    'auth-md5|auth-sha|auth md5',
    String.raw`\bsnmp-server user \S+ .{0,60}?\bauth-(?:md5|sha\S{0,4}) (?:encrypted )?{secret}(?: priv-(?:des|3des|aes)\S{0,4} (?:encrypted )?{secret})?`,
  ),
  // The PIN of a mailbox, and the code of a telephone's user.
  line(' => ', String.raw`\b\d{2,8} ?=> ?(\d{3,12}),(?=[A-Za-z\x20][^\n,]{1,40}(?:,|$))`),
  line('security-code|security code', String.raw`\bsecurity[\x20-]code (\d{4,8})\b`),
];
