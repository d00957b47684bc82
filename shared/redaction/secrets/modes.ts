/** Words that stand between a keyword and its secret, and commands in which a keyword takes one (RD21). */

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** How the secret is written or used, by word; a digit for type or level is skipped as well. */
export const modes = list(`
level type encrypted encrypted-password encryption unencrypted clear clear-text cleartext plain plaintext plain-text text ascii ascii-text hex hexadecimal hex-string string
md5 sha sha1 sha-1 sha2 sha224 sha256 sha-256 sha384 sha-384 sha512 sha-512 hmac-md5 hmac-sha hmac-sha1 hmac-sha-1 hmac-sha1-12 hmac-sha-256 hmac-sha256 hmac-sha-512 keyed-sha1
cmac-aes-128 aes-128-cmac aes-cmac cipher simple irreversible-cipher hash hashed hash-md5 scrypt pbkdf2 pbkdf2-sha512 enc local remote local-key remote-key key-string key
aes des 3des aes128 aes-128 aes192 aes-192 aes256 aes-256 des56 128 192 256 40bit 128bit set-key set nt-encrypted mschap password passphrase secret ro rw read
write read-only read-write psk ikev1 ikev2 value base64 bcrypt crypt sha256-crypt plaintext-password obfuscated 8021x masked manager operator
ciphertext cak pass-phrase reg_sz reg_expand_sz usual simple-password readonly readwrite fallback 8a
`);

/** Links of a sentence: the secret stands behind them, whatever stands before. */
export const links = list(
  'is was = : := => -> --> == to are be will being equals now lautet lautete sei heißt heisst war bleibt ist est es → – — - è é jest är',
);

/** Words between such a link and the secret; what stands behind them must look made up. */
export const adverbs = list(
  'still just now simply always currently probably again only again, most likely also actually temporarily set jetzt noch immer weiterhin aktuell derzeit nun wieder momentan toujours encore maintenant ahora todavía siempre ancora sempre nog nu',
);

/** First words of commands. On such a line the word after the keyword is the secret, whatever word it is. */
export const heads = list(`
enable username user snmp-server snmp snmp-agent rmon ip ipv6 neighbor peer crypto tacacs-server radius-server tacacs radius tacplus-server set ppp standby vrrp glbp isis
ntp key key-string aaa-server aaa tunnel-group ikev1 ikev2 isakmp ike l2tp vpdn wlccp wpa-psk wpa-passphrase security server-private area digest syscon cable failover
ldap-login-password credentials authentication no local-user super bgp ospf ospf3 ospfv3 mpls encryption vtp fcsp dot1x pre-shared-key authentication-key password passwd
secret community server host login sip-ua domain-password area-password hello-authentication-key encrypted-password simple-password enable-password rf-switch
line mgmt-user wlan crypto-local psk phash passphrase config-key hostkey pac shared-secret session-key trap-group keyring machine bindpw rootpw requirepass masterauth client
ssid wpa wep nas cluster key-hash message-digest-key cts macsec mka tls sntp keychain lacp hsrp bfd rip authentication-mode trace accounting monitor auth-password priv-password
auth-pwd priv-pwd rootbindpw udld psksecret passwd-value web-server http-server ftp-server management set-key privilege delete activate edit config-user v3 usm level auth
encrypted ntp-service
`);

/** What follows a keyword in commands that take no secret, such as `password encryption aes`. */
export const commandFollowers = list(`
encryption policy recovery configuration list management complexity strength-check strength minimum-length min-length history expire expiry aging change-interval prompt retry-limit
chain generate zeroize import export storage pubkey-chain mypubkey label logging rsa dsa ec ecdsa ed25519 id lifetime accept-lifetime send-lifetime
cryptographic-algorithm options profile nopassword aes-only required configured set-by renew authenticate-only
restriction restrictions quality authentication show complexity-rules strength-rules complexity-policy minimum maximum length format expires changeable last requisite sufficient optional substack include use_authtok try_first_pass local_users_only
age retries change reset rotation
`);

/** Algorithms of SNMPv3 users. */
export const snmpAlgorithms = list(
  'md5 sha sha1 sha-1 sha2 sha-2 384 512 224 sha224 sha-224 sha256 sha-256 sha384 sha-384 sha512 sha-512 des des56 3des aes aes128 aes-128 aes192 aes-192 aes256 aes-256 128 192 256 cipher simple clear encrypted plaintext ciphertext',
);
/** What ends the words before an SNMP host's community. */
export const snmpHostWords = list(
  'vrf informs inform traps trap poll version 1 2c 3 auth noauth priv use-vrf source-interface host-trap trap-host address udp-domain params securityname v1 v2c v3 community udp-port encrypted clear',
);

/** Communities of BGP, which are no secrets. */
export const bgpCommunity =
  /^(?:\d+(?::\d+)*|0x[0-9a-f]+|no-export|no-advertise|no-export-subconfed|local-as|internet|additive|none|gshut|graceful-shutdown|blackhole|accept-own|target:.*|origin:.*|both|extended|standard|large|large:.*|rt|soo|\$\d+)$/i;

/** Words before a bare `key` that make what follows it a secret. */
export const keyContext =
  /^(?:md5-authentication|key-id|tacacs-server|radius-server|tacacs|radius|tacplus-server|isakmp|server-private|host|server|pac|keys|md5|address|hostname|failover|authentication|pre-shared-key|isis|license|encryption|wep|aaa-server|crypto|ntp|trusted-key|sntp|set|shared|api|secret|encrypted|auth|private|config-key|activation|community|default|master|preshared|pre-shared|wpa|psk|wireless|accounting|peer|neighbor|bgp|cluster|wifi|wi-fi|wpa2|wpa3|licen[sc]e)$/;

/** What follows `authentication` in commands that hold no secret there. */
export const noText =
  /^(?:mode|pre-share|pre-shared-key|key-chain|keychain|login|local|open|null|list|rsa-sig|rsa-signature|rsa-encr|ecdsa-sig|message-digest|username|md5|sha|hmac.*|event|host-mode|order|port-control|periodic|timer|violation|priority|control-direction|fallback|ipsec|certificate|remote|aaa|network-eap|shared|client|server|eap|type|key|none|radius|tacacs\+?|ldap|algorithm|retries|header|set|rsa-signatures|dsa-signatures|enable|disable|default|method|failed|failure|success|succeeded|required|is|was|of|for|and|to|with|the|in|on|error|header)$/;

/** Second words that no command has. */
export const sentence =
  /^(?:and|or|is|are|was|were|of|to|in|the|a|an|that|which|has|have|must|will|can|should|with|from|it|they|this|be)$/;

/** Algorithms by their many spellings. */
export const algorithm =
  /^(?:hmac|cmac)-[\w-]{2,16}$|^(?:sha|aes|des)\d?-?\d{1,3}(?:-[\w-]{1,12})?$|^ssh-(?:rsa|dss|ed25519)$/;
