/** Statements of databases and settings of applications whose secret no keyword is right before (RD27). `form-notation.ts` says how they are written. */
import { type LineForm, line } from './form-notation.ts';

export const applicationForms: readonly LineForm[] = [
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
  line('sonar.login|sonar_login', String.raw`\bsonar[._]login ?[=:] ?{secret}`),
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
];
