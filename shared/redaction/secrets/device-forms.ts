/** Command lines of network equipment, telephones and storage whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line } from './form-notation.ts';

export const deviceForms: readonly LineForm[] = [
  // Cisco IOS, IOS-XR, NX-OS, ASA.
  line('ezvpn|group ', '^ group {word} key {secret}'),
  line(
    'crypto ',
    String.raw`\bcrypto (?:pki|ca) (?:import|export) {word} pem(?: \w+){0,3} (?:3des|des) {secret}`,
  ),
  line(
    'crypto ',
    String.raw`\bcrypto (?:pki|ca) (?:import|export) {word} pkcs12 (?:(?:terminal|[\w-]+:\S*) )?(?:password )?{secret}$`,
  ),
  line('ipsec spi', String.raw`\b(?:md5|sha1|3des|des|aes-cbc(?: \d{3})?)(?: [07])? {hex}`),
  line('-authentication', '^ ?text-authentication {secret}'),
  line(
    'authentication',
    String.raw`^ ?authentication (?!md5|sha|hmac|cmac|aes|802|dot1x|ms-?chap|x\.?509|level-|ike|http|tls|ssl|eap|v\d)(?=\S*\d){secret} ?$`,
  ),
  line('rmon event', String.raw`\brmon event \d+ (?:log )?trap {secret}`),
  line('mab request', String.raw`\bmab request format attribute \d+(?: [0-9])? {secret}`),
  line('mail-server', String.raw`\bmail-server [^\s:@]{1,60}:(\S{3,100})@`),
  line('authenticate cred', String.raw`\bauthenticate credential {word} {secret}`),
  line('url authentication', String.raw`\burl authentication {word} {word} {secret}`),
  line('param pin', String.raw`\bparam pin {secret}`),
  line('http-proxy', String.raw`\bhttp-proxy [\d.]{7,15} \d{2,5} (?!username\b|exclude\b){word} {secret}`),
  line('key eigrp', String.raw`\bauthentication key eigrp \d+ {secret}`),
  line('key-octet-string', String.raw`\bkey-octet-string (?:[0-9] )?{secret}`),
  line('sap pmk', String.raw`\bsap pmk {secret}`),
  line(' pin ', String.raw`^ pin (\d{4,8})$`),
  line(' cak ', String.raw`\bcak (?:encrypted |ascii-text )?{secret}`),
  line('key ', String.raw`^ ?key {hex}\s[07] {secret}`),
  line('auth=key', String.raw`\b(?:cv|ingest)auth=(?:key|token),{secret}`),
  // Cisco's wireless controllers.
  line('netuser add', String.raw`\bnetuser add {word} {secret}`),
  line('v3user create', String.raw`\bv3user create {word} \w{2} \w+ \w+ {secret} {secret}`),
  line('community ', String.raw`\bsnmp community (?:accessmode (?:ro|rw)|mode (?:enable|disable)) {secret}`),
  line('authenticated', String.raw`\bldap add .{1,160} authenticated {word} {secret}`),
  line('member hash', String.raw`\bmember hash {word} {hex}`),
  // Fortinet.
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
  line('super password', String.raw`\bsuper password .{0,60}(?:simple|cipher|hash) {secret}`),
  line(
    'authentication-mode',
    String.raw`authentication-mode .{0,60}\b(?:cipher|plain|simple) (?!cipher |plain ){secret}`,
  ),
  line('authentication-mode', String.raw`authentication-mode hmac-sha256 (?!\d |cipher ){secret}`),
  line('md5-password', String.raw`\bmd5-password (?:plain |cipher )?[\d.]{7,15} {secret}`),
  line('securityname cipher', String.raw`\bsecurityname cipher {secret}`),
  line(
    'string-key|authentication-hex|encryption-hex',
    String.raw`\bsa (?:string-key|authentication-hex|encryption-hex) (?:inbound|outbound) \w+ (?:cipher )?{secret}`,
  ),
  // HP, Aruba.
  line('snmpv3 community', String.raw`\bsnmpv3 community index {word} name {secret}`),
  line('key-id ', String.raw`\bkey-id \d+ (?:md5|sha1|sha256) (?:plaintext |ciphertext ){secret}`),
  line(
    'masterip|localip|bkup-passwords',
    String.raw`^ ?(?:(?:masterip|localip) \S+ ipsec|bkup-passwords) {secret}`,
  ),
  line('w-community|ro-community|rw community', '^ ?(?:rw|ro|read-write|read-only)-community {secret}'),
  // Extreme.
  line('add community', String.raw`\bsnmp add community (?:readonly|readwrite) (?:encrypted )?{secret}`),
  line('add community', String.raw`\bsnmpv3 add community {word} name {secret}`),
  line('create account', String.raw`\bcreate account (?:admin|user) {word} (?!encrypted){secret}`),
  line(
    'authentication encrypted',
    String.raw`\bauthentication encrypted (?:md5 \d+ |simple-password ){secret}`,
  ),
  // Brocade, Ruckus, Juniper ScreenOS, Check Point.
  line('simple-text-auth', String.raw`\bsimple-text-auth {secret}`),
  line('preshare', String.raw`\bpreshare(?:-key)? {secret}`),
  line('newpass', String.raw`\bnewpass {secret}`),
  line('putkey', String.raw`\bputkey -p {secret}`),
  line('hsmlabel', String.raw`\B-hsmLabel {word} {secret}`),
  line('plaintext-key', String.raw`\bplaintext-key {secret}`),
  line('option ', String.raw`^ ?option (?:wpa)?key\d? ["'](?:s:)?([^"']{5,100})["']`),
  // Telephones and their servers.
  line('p34|<p2>|p2=', String.raw`^ ?<?P(?:2|34|735|404)(?:>|=| = )(?=\S{3}){secret}`),
  line('set ', String.raw`^ ?SET (?:\w*(?:PSWD|SNMPSTRING|PASSWD)) {secret}`),
  line('security code', String.raw`\bsecurity code(?:(?::|\?) ?{secret}| is {madeup})`),
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
];
