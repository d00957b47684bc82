/** Whether the name of a field, variable, flag or command is one whose value is a secret (RD20). */

/** `strong`: its value is a secret. `weak`: only where the value looks like one. */
export type NameClass = 'strong' | 'weak' | null;

const strongParts = new Set(
  `password passwd passphrase passcode passwort pwd psw pw pass secret secrets psk psksecret pksecret phash cpassword apikey apitoken authtoken accesstoken
  credential credentials creds passwords userpassword rootpw bindpw authpwd privpwd pskkey keymaterial authkey privkey presharedkey geheimnis authorization
  requirepass masterauth masterpass sshpass userpass adminpass dbpass mypass pass1 pass2 password1 password2 kennwort motdepasse contrasena authtok secretkey accesskey privatekey
  sharedsecret clientsecret pinpwd wpapsk bearer passe passwordsecret snmpcommunity communitystring storepass keypass authpass privpass dbpassword dbpasswd`
    .trim()
    .split(/\s+/),
);
/** What makes a key a secret one. */
const keyQualifiers = new Set(
  `api access secret private auth authentication encryption encrypt shared preshared session signing sign master license licence storage account crypto hmac psk wep wpa
  mgmt md5 hello tacacs radius isakmp ike cipher consumer app application service client server function subscription admin root deploy webhook sas integration priv
  encrypted plaintext override ddns privacy communication transmit aes des enc data cluster activation product registration`
    .trim()
    .split(/\s+/),
);
/** What turns a name into one about a secret: its length, file or policy. */
const aboutParts = new Set(
  `length len policy policies expiry expires expiration expire expired age history file files path dir folder url uri endpoint type types name names id ids count min max minimum maximum required
  enabled enable disabled timeout lastset last changed change reset encryption encrypt recovery date time days complexity size retry retries attempts
  rotation warning format field hint prompt label status state strength check quality lifetime ttl algorithm alg chain chains ring size version index
  arn ref management manager lockout protected protection only auth authentication number limit provider class method mode list map verify usage location
  through thru by set scheme schemes schema encoder hasher prompts generator generate rules rule validator validation visible column info description title placeholder error errors bits exchange store keeper less stdin restriction restrictions quality hashers hashing command cmd env header headers source sources timestamp timestamps richtlinie richtlinien`
    .trim()
    .split(/\s+/),
);
const weakParts = new Set(
  'key keys token tokens auth credential salt sig pin session cookie jwt p12 pfx pkcs12'.split(' '),
);
const wholeNames = new Set(
  `key-string key-hash rocommunity rocommunity6 rwcommunity rwcommunity6 trapcommunity community-name snmp-community snmp-community-string community-map trap-group community-string set-key wpa-psk ascii-text client-key-data
  _auth _authtoken _password pre-shared-key preshared-key simple-password message-digest-key cookie set-cookie x-api-key x-auth-token
  wpa-hexkey virtual-controller-key agentcommunity md5_cred md5cred a1-hash a1hash passhash rediscli_auth dockerconfigjson .dockerconfigjson newpass new-master-key wpakey wepkey wepkey1 wepkey2 wepkey3 wepkey4 passwordenc passwordfld securitykey enckey passwordviewonly v3auth v3priv
  ha1 ha1b keystring skey
  connectionstring-password authkey-string private-mac authenticationstring gpp_sa gpp_sb gpp_sc gpp_sd key-value md5-authentication sip_ha1 accountkey sharedaccesskey sharedaccesssignature x-amz-security-token shared-secret-key primarykey secondarykey primary_key_secret`
    .trim()
    .split(/\s+/),
);

/** `SNMPReadCommunityStrings_0`, `get-community-name`, `notify-community`: by what it is for, or as a name or string. */
const community =
  /^(?:\w{0,24}[._-])?(?:snmp|read|write|read_?write|readonly|readwrite|ro|rw|trap|get|set|notify)[._-]?communit(?:y|ies)(?:[._-]?(?:names?|strings?))?(?:[._]\d{1,2})?$|^(?:[\w-]{0,24}[._-])?communit(?:y|ies)[._-]?(?:names?|strings?)(?:_\d{1,2})?$|^(?:snmp[\w.]{0,16}|snmp\w{0,12})communit(?:y|ies)(?:names?|strings?|v\d)?(?:[._]\d{1,2})?$/i;

const known = new Map<string, NameClass>();
/** Names seen are few; names made to fill the memory are not remembered. */
const MOST_REMEMBERED = 5_000;

/** Nothing of what was read stays behind: what a case calls its things is judged once in a stretch, and forgotten with it. */
export function forgetNames(): void {
  known.clear();
}

/** @param name as it stands, such as `spring.datasource.password`, `DB_PASSWORD`, `apiKey`, `pre-shared-key` */
export function classOf(name: string): NameClass {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = judge(name);
  if (known.size < MOST_REMEMBERED) known.set(name, found);
  return found;
}

/** Whether a name tells something about secrets, and none of them: 'min password length', 'ssh host key type'. */
export function isAboutSecrets(name: string): boolean {
  const parts = name.toLowerCase().split(/[^a-z0-9]+/);
  return parts.length > 1 && aboutParts.has(parts.at(-1) ?? '') && classOf(name) === null;
}

function judge(name: string): NameClass {
  const bare = name.replace(/^[-/.]+/, '').replace(/[-.:]+$/, '');
  const lower = bare.toLowerCase();
  if (wholeNames.has(lower) || community.test(bare)) return 'strong';
  const parts = bare
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  // What a page or program says about one: `msg.password.invalid`, `label_password`.
  if (
    parts.length > 1 &&
    /^(?:label|lbl|msg|message|messages|error|errors|err|hint|placeholder|caption|tooltip)$/.test(
      parts[0] ?? '',
    )
  )
    return null;
  const last = parts.at(-1) ?? '';
  const joined = parts.join('');
  // What needs none: `NOPASSWD: ALL`.
  if (/^no(?:passwd|password|pass|passphrase)$/.test(joined)) return null;
  if (strongParts.has(joined)) return 'strong';
  if (
    /sess(?:ion)?id$/.test(joined) ||
    /(?:devops|azure|github|gitlab|docker|jira|ext|access)pat$/.test(joined)
  )
    return 'weak';
  const stem = last.replace(/\d+$/, '');
  // `FASTLY_AUTH` holds a token as often as a method: what it is given tells.
  if (parts.length > 1 && stem === 'auth' && !parts.some((part) => strongParts.has(part))) return 'weak';
  if (parts.length > 1 && aboutParts.has(stem)) return null;
  if (parts.length > 1 && /^(?:based|.{2,}ing)$/.test(last) && last !== 'string' && last !== 'keyring')
    return null;
  const at = parts.findLastIndex(
    (part) => strongParts.has(part) || strongParts.has(part.replace(/\d+$/, '')),
  );
  if (at !== -1) {
    // 'no password' is an answer, 'secret name' a label; what stands before says whose it is.
    if (at > 0 && /^(?:no|public|existing)$/.test(parts[at - 1] ?? '')) return null;
    return 'strong';
  }
  if (/(?:password|passwd|passphrase|passwort|kennwort|secret|apikey|pwd)\d*$/.test(joined)) return 'strong';
  // `remotepass`, `controlpass`: but for the words that end so.
  if (
    /[a-z]{2}pass\d?$/.test(last) &&
    last.length <= 16 &&
    !/(?:by|com|tres|encom|over|under|sur|multi|first|second|single|one|two|low|high|band|all|render|clear|kee|last|pre|post|re|sub|fly|im|tele|mini|gate|gen|get|read|ask)pass\d?$/.test(
      last,
    )
  )
    return 'strong';
  if (/(?:tls|wpa\d?|ike|ipsec|vpn|wi_?fi|wlan|dtls|group|site|tunnel)psk\d?$/.test(joined)) return 'strong';
  // `LocalHostAdminPwCrypt`, `adminPwdHash`: what is kept of one.
  if (/pw(?:d|crypt|dcrypt|dhash|hash)$/.test(joined)) return 'strong';
  if (/psk(?:value|key|secret|string|ascii|hex|text)$/.test(joined)) return 'strong';
  // `DBRWPW`, `rootbindpw`, `MySqlPW2`.
  if (
    /^[A-Z0-9_]{2,24}PW\d?$/.test(bare) ||
    /(?:bind|root|user|admin|db|ftp|smtp|mail|sip|web|ssh|vpn|wifi|ldap|sql|enable|login|adm|usr|oper|opr)pw\d?$/.test(
      joined,
    )
  )
    return 'strong';
  if (/(?:db|user|mgr|admin|root|smtp|mail|ftp|http|auth|my|key|store|proxy|login)pass\d*$/.test(joined))
    return 'strong';
  if (/^(?:password|passwd|secret|apikey)/.test(last) && parts.length === 1 && last.length < 16) {
    const rest = last.replace(/^(?:password|passwd|secret|apikey)s?/, '');
    return aboutParts.has(rest) ? null : rest === 'e' || rest === '' ? 'strong' : 'weak';
  }
  if (stem === 'key' || stem === 'keys') {
    const qualifier = parts.at(-2);
    if (
      qualifier === 'public' ||
      qualifier === 'pub' ||
      qualifier === 'foreign' ||
      qualifier === 'primary' ||
      qualifier === 'cache'
    )
      return null;
    return qualifier !== undefined && keyQualifiers.has(qualifier) ? 'strong' : 'weak';
  }
  // What the memory of a machine tells of itself, and of what changes it: a count.
  if (stem === 'token' && parts.at(-2) === 'change') return null;
  if (stem === 'token' || stem === 'tokens') return parts.length > 1 && stem === 'token' ? 'strong' : 'weak';
  if (
    /(?:token|key)$/.test(stem) &&
    stem.length < 24 &&
    !/(?:monkey|turkey|hotkey|keykey|pubkey|publickey)$/.test(stem)
  )
    return 'weak';
  if (/(?:password|passwd|secret|apikey|privatekey|accesskey)/.test(joined)) return 'weak';
  return parts.some((part) => weakParts.has(part)) ? 'weak' : null;
}
