/** Secrets that are known by their own form, wherever they stand (RD23): hashes, tokens of services, URLs with credentials. */
import { everybodysUsers } from '../common-words.ts';
import type { Span } from '../kinds.ts';
import { isPlaceholder, isToken, looksRandom } from './value.ts';

const secret = (start: number, end: number): Span => ({ start, end, kind: 'SECRET', rule: 'RD23' });

/** Hashes as crypt(3), Cisco, Junos and LDAP write them. */
const crypts =
  /\$(?:0|1|2[abxy]?|3|4|5|6|7|8|9|10|14|y|gy|sha1|sha256|sha512|apr1|md5|argon2(?:id|i|d)|pbkdf2[\w-]{0,20}|scrypt|bcrypt(?:-sha256)?|P|H|S|krb5\w{0,20}|DCC2|NT)\$[^\s"';:,<>\\{}()]{4,512}/g;
const plain = /\{(?:PLAIN|CLEARTEXT|CLEAR)\}([^\s:"'<>]{3,200})/gi;
const ldap =
  /\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT|CRAM-MD5|HMAC-MD5|SHA(?:256|512)-CRYPT|BLF-CRYPT|SCRAM-SHA-\d{1,3}|PBKDF2[\w-]{0,12}|ARGON2)\}[A-Za-z0-9+/=$.,]{8,300}/gi;
const nt = /[0-9a-f]{32}:[0-9a-f]{32}(?=:::)/gi;
/** What databases, frameworks, boot loaders and tools that recover passwords write: each with the beginning that says whose it is, and what it is looked for at. */
const named: readonly (readonly [string, RegExp])[] = [
  ['*', /(?<![\w*])\*[0-9A-F]{40}(?![\w*])/g],
  ['0x0', /\b0x0[12]00[0-9A-F]{48,200}\b/gi],
  ['S:', /\bS:[0-9A-F]{60}(?:;[HT]:[0-9A-F]{32,160}){0,2}\b/g],
  ['T:', /\bT:[0-9A-F]{160}\b/g],
  ['pbkdf2', /\bpbkdf2[_:]sha\d{1,3}[$:]\d{3,8}\$[^\s$"'<>]{4,80}\$[A-Za-z0-9+/=]{20,200}/g],
  ['scrypt:', /\bscrypt:\d{3,7}:\d{1,2}:\d{1,2}\$[^\s$"'<>]{4,80}\$[0-9a-f]{40,200}/g],
  ['bcrypt_sha256', /\bbcrypt_sha256\$\$2[aby]\$[^\s"'<>]{20,100}/g],
  ['sha1$', /\bsha1\$[^\s$"'<>]{4,40}\$[0-9a-f]{40}\b/g],
  ['grub.pbkdf2', /\bgrub\.pbkdf2\.sha512\.\d{3,8}(?:\.[0-9A-F]{8,400}){1,2}\b/gi],
  ['WPA*0', /\bWPA\*0[12]\*[0-9a-f*]{40,1200}/g],
  [
    '::',
    /(?<=^|[\s"'])[\w.$-]{1,60}::[\w.-]{0,60}:(?:[0-9a-f]{16}:[0-9a-f]{32}:[0-9a-f]{16,2000}|[0-9a-f]{48}:[0-9a-f]{48}:[0-9a-f]{16})(?![0-9a-f])/gim,
  ],
];

/** `%^%#...%^%#`, `%@%@...%@%@`, `%$%$...%$%$`, `@%@%...@%@%` and `$c$3$...`. */
const sealedByHuawei = /(%\^%#|%@%@|%\$%\$|@%@%)[^\s"]{12,400}?\1|\$c\$3\$[A-Za-z0-9+/=]{16,400}/g;

/** Tokens with a beginning of their own. The length of that beginning stays. */
const tokens: readonly (readonly [RegExp, number])[] = [
  [/\b(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9]|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z0-9]{16}\b/g, 4],
  [/\bAIza[\w-]{30,40}/g, 4],
  [/\bya29\.[\w.-]{20,400}/g, 5],
  [/\bGOCSPX-[\w-]{20,40}/g, 7],
  [/\bgh[pousr]_[A-Za-z0-9]{30,255}\b/g, 4],
  [/\bgithub_pat_\w{22,255}\b/g, 11],
  [/\bgl(?:pat|dt|ptt|rt|cbt|ft|imt|soat|agent|oas)-[\w.-]{20,300}/g, 6],
  [/\bxox[abeoprs](?:\.xox[bp])?-[\w-]{8,250}/g, 5],
  [/\bxapp-[\w-]{20,250}/g, 5],
  [/hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+-]{20,200}/g, 16],
  [/discord(?:app)?\.com\/api\/webhooks\/[\w/-]{20,200}/g, 8],
  [/outlook\.office(?:365)?\.com\/webhook\/[\w@/-]{20,300}/g, 8],
  [/[\w-]{1,40}\.webhook\.office\.com\/webhookb2\/[\w@/-]{20,300}/g, 8],
  [/\b[sr]k_(?:live|test|prod)_[A-Za-z0-9]{10,250}/g, 8],
  [/\bwhsec_[A-Za-z0-9+/=]{20,100}/g, 6],
  [/\bSG\.[\w-]{16,32}\.[\w-]{16,64}/g, 3],
  [/\bAC[0-9a-f]{32}:[0-9a-f]{32}\b/g, 0],
  [/\b(?:AC|SK)[0-9a-f]{32}\b/g, 2],
  [/\bnpm_[A-Za-z0-9]{30,60}\b/g, 4],
  [/\bpypi-[\w-]{16,300}/g, 5],
  [/\bdo[opr]_v1_[a-f0-9]{64}\b/g, 7],
  [/\bhv[sbr]\.[\w-]{20,300}/g, 4],
  [/\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/g, 0],
  [/\bsk-(?:ant-|proj-|svcacct-|admin-|or-)?[\w-]{20,250}/g, 3],
  [/\bAGE-SECRET-KEY-1[A-Z0-9]{50,70}\b/g, 16],
  [/\bdapi[a-f0-9]{32}(?:-\d)?\b/g, 4],
  [/\bATATT3[\w=-]{40,250}/g, 6],
  [/\bATCTT3[\w=-]{40,250}/g, 6],
  [/\bEAA(?:CEdEose0cBA|[A-Z][A-Za-z0-9]{20})[A-Za-z0-9]{30,300}\b/g, 3],
  [/\b[sp]k\.eyJ[\w-]{10,200}\.[\w-]{20,40}/g, 3],
  [/\boy2[a-z0-9]{40,46}\b/g, 3],
  [/\bntn_[A-Za-z0-9]{40,60}\b/g, 4],
  [/\bsgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}\b/g, 4],
  [/\bico-[A-Za-z0-9]{32}\b/g, 4],
  [/\bsl\.[\w-]{60,1500}/g, 3],
  [/\bfigd_[\w-]{36,60}/g, 5],
  [/\bduffel_(?:test|live)_[\w=-]{40,50}/g, 7],
  [/\b(?:live|test)_(?:pub_)?[a-f0-9]{31,40}\b/g, 5],
  [/\bt1\.[A-Z0-9a-z_-]{20,400}={0,2}\.[\w-]{80,90}={0,2}/g, 3],
  [/\bpscale_(?:tkn|oauth|pw)_[\w=.-]{30,70}/g, 7],
  [/\bakab-[a-z0-9]{16}-[a-z0-9]{16}\b/g, 5],
  [/\blin_(?:api|oauth)_[A-Za-z0-9]{32,64}\b/g, 8],
  [/\bdp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{30,60}/g, 6],
  [/\bgl(?:c|sa)_[A-Za-z0-9+/_=]{30,400}/g, 4],
  [/\bNR(?:AK|JS|AA|II|IQ)-[A-Za-z0-9]{16,64}\b/g, 5],
  [/\bPMAK-[a-f0-9-]{40,80}\b/g, 5],
  [/\bpul-[a-f0-9]{40}\b/g, 4],
  [/\bsntry[su]_[A-Za-z0-9+/=_]{40,300}/g, 7],
  [/\btfp_[\w.=-]{40,80}/g, 4],
  [/\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}\b/g, 6],
  [/\bsq0(?:atp|csp|idp)-[\w-]{20,60}/g, 7],
  [/\bEAAA[\w-]{50,80}/g, 4],
  [/\bAKC[a-zA-Z0-9]{10,100}\b/g, 3],
  [/\bAP[A-F0-9][a-zA-Z0-9]{60,80}\b/g, 2],
  [/\bops_eyJ[\w=-]{40,2000}/g, 4],
  [/(?<!\d)\d{8,10}:AA[\w-]{32,36}/g, 0],
  [/\bkey-[0-9a-z]{32}\b/g, 4],
  [/\b[0-9a-f]{32}-us\d{1,2}\b/g, 0],
  [/\bPKCS12:[A-Za-z0-9+/=]{20,4000}/g, 7],
  [/\bhf_[A-Za-z0-9]{30,40}\b/g, 3],
  [/\brubygems_[a-f0-9]{48}\b/g, 9],
  [/\bglpat-[\w-]{20}/g, 6],
  // A bot or integration of Webex.
  [/\b[A-Za-z0-9]{40,120}_P[A-F0-9]{3}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 0],
  [/\bfo1_[\w-]{40,60}/g, 4],
  [/\bxkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}\b/g, 8],
  [/\b[MNO][A-Za-z\d]{23,25}\.[\w-]{6}\.[\w-]{27,40}\b/g, 0],
  [/\bcf(?:at|ut|k)_[A-Za-z0-9]{40,60}\b/g, 4],
  [/\bfm[12][ar]?_[\w/+=,-]{30,2000}/g, 4],
  [/\bGOOG1E[A-Z0-9a-z]{50,70}\b/g, 6],
  [/\b1\/\/0[\w-]{30,200}/g, 4],
  [/\bamzn\.mws\.[0-9a-f-]{36}\b/g, 9],
  [/\bABSK[A-Za-z0-9+/]{90,140}={0,2}/g, 4],
  [/\bLTAI[A-Za-z0-9]{12,40}\b/g, 4],
  [/\bCFPAT-[\w-]{40,50}/g, 6],
  [/\bAQVN[A-Za-z0-9_-]{35,38}/g, 4],
  [/\bAKID[A-Za-z0-9]{28,40}\b/g, 4],
  [/\bHRKU-[\w-]{36,90}/g, 5],
  [/\bv1\.0-[a-f0-9]{24,40}-[a-f0-9]{100,180}\w{0,30}/g, 5],
  [/\bCCIP(?:AT|RJ)_[A-Za-z0-9]{20,40}_[a-f0-9]{32,48}\b/g, 7],
  [/\bATBB[A-Za-z0-9]{24,40}\b/g, 4],
  [/\bATTA[a-f0-9]{64,80}\b/g, 4],
  [/\bpat[A-Za-z0-9]{14,16}\.[a-f0-9]{64}\b/g, 3],
  [/\bpat-(?:na|eu|ap)\d-[a-f0-9-]{36}\b/g, 8],
  [/\b00D[A-Za-z0-9]{12,15}![\w.]{60,130}/g, 0],
  [/\baccess-(?:sandbox|production|development)-[a-f0-9-]{36}\b/g, 0],
  [/\baccess_token\$(?:production|sandbox)\$\w{8,40}\$[a-f0-9]{32}\b/g, 0],
  [/\b[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}\b/g, 0],
  [/\blsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}\b/g, 8],
  [/\b\d\/\d{14,18}:[a-f0-9]{32}\b/g, 0],
  [/\bmfa\.[\w-]{80,100}/g, 4],
  [/\bsha256~[\w-]{40,50}/g, 7],
  [/\beu01xx[a-f0-9]{30,40}(?:NRAL)?\b/g, 6],
  [/\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{5,11}-){3,5}[A-Z0-9]{5}\b/g, 3],
  [/\bmd5[0-9a-f]{32}\b/g, 3],
  [/\bp8e-[a-z0-9]{32}\b/gi, 4],
  [/\bcmVmd[A-Za-z0-9]{59}\b/g, 0],
  [
    /\b(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[\w+/=-]{30,120}/gi,
    0,
  ],
  [/(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}/g, 0],
  [/\b4b1d[A-Za-z0-9]{38}\b/g, 4],
  [/\bCLOJARS_[a-z0-9]{60}\b/gi, 8],
  [/\bdnkey-[\w=-]{26}-[\w=-]{52}/g, 6],
  [/\bdt0[cs]\d{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}\b/gi, 7],
  [/\bEZ[AT]K[A-Za-z0-9]{50,58}\b/g, 4],
  [/\bFLW(?:SECK|PUBK)(?:_TEST)?-[a-h0-9]{12,32}(?:-X)?\b/gi, 0],
  [/\bfio-u-[\w=-]{64}/g, 6],
  [/\bGR1348941[\w-]{20}/g, 9],
  [/\beyJrIjoi[A-Za-z0-9]{40,400}={0,3}/g, 0],
  [/\b[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}\b/g, 4],
  [/\bs-s4t2(?:ud|af)-[a-f0-9]{64}\b/g, 10],
  [/\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b/g, 0],
  [/\bAPI-[A-Z0-9]{26}\b/g, 4],
  [/\btk-us-[\w-]{48}/g, 6],
  [/\bsm_[aps]at_[A-Za-z0-9]{16}\b/g, 7],
  [/\bdckr_[a-z]{3}_[\w-]{20,60}/g, 9],
  [/\btskey-[a-z]{3,8}-[A-Za-z0-9-]{20,80}/g, 6],
  [/\bxox[cd]-[\w%-]{20,400}/g, 5],
  // The recovery key of a disk.
  [/(?<![\d-])\d{6}(?:-\d{6}){7}(?![\d-])/g, 0],
  // Keys of storage and of message services of Azure: 64 bytes.
  [/(?<![A-Za-z0-9+/-])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/g, 0],
  [/-AQ==[A-Za-z0-9+/]{20,4000}={0,2}/g, 5],
  [/\bcmVmdGtuOjAxOj[A-Za-z0-9+/]{20,100}={0,2}/g, 0],
  [/\bLS0tLS1CRUdJTi[A-Za-z0-9+/]{30,20000}={0,2}/g, 0],
  [/\bbedrock-api-key-[A-Za-z0-9+/=]{40,2000}/g, 16],
  [/\bey[A-Za-z0-9_-]{15,4000}={0,2}\.ey[A-Za-z0-9_/-]{8,8000}={0,2}\.[A-Za-z0-9_/-]{0,2000}/g, 0],
];
/** The shortest token, and the shortest of a service that is not known. */
const LEAST_RUN = 20;
const LEAST_UNKNOWN = 31;
/** The shortest run that is a secret by nothing but how it is mixed. */
const LEAST_RANDOM = 24;
/** Characters of which tokens are made, with those that stand in them. */
const inRun = new Uint8Array(128);
for (const char of 'abcdefghijklmnopqrstuvwxyz0123456789_./+=:@-~!$') inRun[char.charCodeAt(0)] = 1;
/** Beginnings that no name has. */
const noName =
  /^(?:[sr]k_(?:live|test)_|hv[sbr]\.|gl(?:pat|dt|rt|ptt|ft|soat)-|sq0(?:atp|csp)-|AGE-SECRET-KEY-1|dt0[cs]\d\d\.|GR1348941|github_pat_|gh[pousr]_|dckr_pat_|shpat_|whsec_|sk-(?:ant|proj)-|AIza|GOCSPX-|ya29\.|tskey-|PMAK-|NRAK-|lin_api_)/;
/** A cheap look whether any of them can be there. */
const beginnings =
  /[sp]k\.eyJ|oy2|ntn_|sgp_|ico-|sl\.|figd_|duffel_|live_|test_|t1\.|pscale|akab-|p8e-|cmVmd|\.acc[_-]|Q~|4b1d|CLOJARS|dnkey|dt0[cs]\d|EZ[AT]K|FLW(?:SECK|PUBK)|fio-u|GR1348941|eyJrIjoi|[ps]at\.|s-s4t2|_mmk|API-|tk-us|sm_[aps]at|dckr_|tskey-|\d{6}-\d{6}-\d{6}|A[KSBCGIRNP][IACPDO3A]|A3T|AIza|ya29|GOCSPX|gh[pousr]_|github_pat|gl[a-z]{2,6}[-_]|xox|xapp-|hooks\.slack|webhook|[sr]k_|whsec|SG\.|SK[0-9a-f]|AC[0-9a-f]|npm_|pypi-|_v1_|hv[sbr]\.|atlasv1|sk-|AGE-|dapi|AT[AC]TT|EAA|lin_|dp\.|glsa|glc|NR[A-Z]{2}-|PMAK|pul-|sntry|tfp_|shp[a-z]{2}_|sq0|AP[A-F0-9]|ops_|:AA|key-|-us\d|PKCS12|hf_|rubygems_|fo1_|xkeysib|[MNO][A-Za-z\d]{23}|cf[auk]|fm[12]|\.ey|GOOG1|ATBB|ATTA|md5[0-9a-f]|==|1\/\/0|amzn\.|ABSK|LTAI|AKID|AQVN|CFPAT|HRKU|v1\.0-|CCIP|pat[A-Za-z0-9-]|00D|access[-_]|[a-f0-9]{32}-[a-f0-9]{8}-|lsv2|\/\d{14}|mfa\.|sha256~|eu01|A3-|-AQ==|cmVmdG|LS0tLS1C|_P[A-F0-9]{3}_|bedrock/;
/**
 * A token whose service is not among the known, but which begins as most do now: a short name, `_` or `-`, and then more than chance writes. What names
 * content, images and builds is none.
 */
const unknownService =
  /(?<![A-Za-z0-9_.-])(?!(?:sha|md5|crc|id|uuid|rev|commit|build|image|layer|node|pod|vol|snap|img|req|trace|span|run|job|docker|container|cri|etag|v)\d{0,3}[_-])[a-z][a-z0-9]{0,7}(?:_[a-z]{1,8}){0,3}(?:_(?:[A-Za-z0-9]{6,40}_)?[A-Za-z0-9]{20,120}|-(?=[^-]{0,120}[A-Z])[A-Za-z0-9]{28,120})(?![A-Za-z0-9_-])/g;

/** @param text of one window */
export function shapedSecrets(text: string, codes: Uint16Array): Span[] {
  const spans: Span[] = [];
  if (text.includes('$'))
    for (const match of text.matchAll(crypts)) spans.push(secret(match.index, ended(match)));
  if (text.includes('}'))
    for (const match of text.matchAll(ldap)) spans.push(secret(match.index, ended(match)));
  if (text.includes('}'))
    for (const match of text.matchAll(plain))
      spans.push(secret(ended(match) - (match[1]?.length ?? 0), ended(match)));
  if (text.includes('%') || text.includes('@'))
    for (const match of text.matchAll(sealedByHuawei)) spans.push(secret(match.index, ended(match)));
  if (text.includes(':::'))
    for (const match of text.matchAll(nt)) spans.push(secret(match.index, ended(match)));
  for (const [beginning, pattern] of named)
    if (text.includes(beginning))
      for (const match of text.matchAll(pattern)) spans.push(secret(match.index, ended(match)));
  // Stretches long enough for a token, each looked at once.
  let start = 0;
  for (let at = 0; at <= codes.length; at++) {
    if (inRun[codes[at] ?? 0] === 1) continue;
    if (at - start >= LEAST_RUN) {
      const run = text.slice(start, at);
      if (beginnings.test(run)) prefixed(text, start, run, spans);
      if (at - start >= LEAST_UNKNOWN) ofUnknown(start, run, spans);
      if (at - start >= LEAST_RANDOM) random(text, start, run, spans);
    }
    start = at + 1;
  }
  credentialUrls(text, spans);
  return spans;
}

/** How many characters of a token say whose token it is: they stay (RD12). 0 for what is none of the known. */
export function servicePrefix(token: string): number {
  const ldapScheme = /^\{[A-Za-z0-9-]{2,20}\}(?=.{8})/.exec(token);
  if (ldapScheme) return ldapScheme[0].length;
  if (!beginnings.test(token)) return 0;
  for (const [pattern, kept] of tokens) {
    if (kept === 0) continue;
    pattern.lastIndex = 0;
    const match = pattern.exec(token);
    pattern.lastIndex = 0;
    if (match?.index === 0 && match[0].length === token.length) return kept;
  }
  return 0;
}

const ended = (match: RegExpMatchArray) => (match.index ?? 0) + match[0].length;

function prefixed(text: string, offset: number, run: string, spans: Span[]): void {
  for (const [pattern, kept] of tokens)
    for (const match of run.matchAll(pattern)) {
      // A name that begins alike has no digit in it.
      if (
        !/\d/.test(match[0].slice(kept)) &&
        !noName.test(match[0]) &&
        !/^(?:ey|hf_(?=\w*[a-z])(?=\w*[A-Z]|\w{34}$)|A(?:KIA|SIA)(?=[A-Z]{16}$))/.test(match[0])
      )
        continue;
      const start = offset + match.index;
      spans.push(secret(start, start + match[0].length));
      if (/^A(?:KIA|SIA)/.test(match[0])) secretHalves(text, start, spans);
    }
}

function ofUnknown(offset: number, run: string, spans: Span[]): void {
  for (const match of run.matchAll(unknownService)) {
    const made = match[0].slice(match[0].search(/[A-Za-z0-9]{20}/));
    if (match[0].length >= LEAST_UNKNOWN && /\d/.test(made) && looksRandom(made))
      spans.push(secret(offset + match.index, offset + ended(match)));
  }
}

/** What stands before a sum, a key that is public, a message's or call's name, content that is encoded. */
const beforeContent =
  /(?:sha-?\d{1,3}|md5|integrity|fingerprint|finger print|digest|checksum|e-?tag|ssh-\w{2,10}|nistp\d{3}|public[ _-]?key|certificate|branch|message-id|call-id|commit|revision|build|image|version|engine-?id|thumbprint|serial|uuid|guid|\bkid|\bjti|peer|\bid|\btag|;base64,)["']?[\s:=(-]{0,4}["'<]?(?:W\/)?["']?$/i;

const lineBefore = /[A-Za-z0-9+/]{24}={0,2}(?:\r?\n| |\\r?\\?n)[ \t]{0,12}$/;
const lineBehind = /^={0,2}(?:\r?\n| |\\r?\\?n)[ \t]{0,12}[A-Za-z0-9+/]{20}/;

/**
 * Letters of both cases and figures that change more often than words do, or small letters and figures that are no hexadecimal: whatever it is the key of, nobody
 * typed it. Neither part of a path nor what names content.
 */
function random(text: string, offset: number, run: string, spans: Span[]): void {
  if (run.includes('/') || run.includes('+') || /sha\d{1,3}-/.test(run)) return;
  for (const match of run.matchAll(/(?<![A-Za-z0-9_./-])[A-Za-z0-9]{24,100}={0,2}(?![A-Za-z0-9_./=-])/g)) {
    const value = match[0];
    let upper = 0;
    let lower = 0;
    let digits = 0;
    let beyond = 0;
    let changes = 0;
    let before = 0;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code === 0x3d) break;
      const kind = code < 0x3a ? 1 : code < 0x5b ? 2 : 3;
      if (kind === 1) digits += 1;
      else if (kind === 2) upper += 1;
      else lower += 1;
      if ((code | 0x20) > 0x66) beyond += 1;
      if (kind !== before) changes += 1;
      before = kind;
    }
    const mixed = upper >= 3 && lower >= 3 && digits >= 2 && changes * 3 >= value.length;
    const small = upper === 0 && digits >= 4 && lower >= 8 && beyond >= 6 && changes * 4 >= value.length;
    if (!mixed && !small) continue;
    const start = offset + match.index;
    if (beforeContent.test(text.slice(Math.max(0, start - 40), start))) continue;
    // A line of a block, with its like before or behind it.
    if (
      lineBefore.test(text.slice(Math.max(0, start - 60), start)) ||
      lineBehind.test(text.slice(start + value.length, start + value.length + 60)) ||
      /With[A-Z]|^AAAA[A-Z]\dNz/.test(value)
    )
      continue;
    spans.push(secret(start, start + value.length));
  }
}

/** The secret half of an AWS key stands near its name half. */
function secretHalves(text: string, at: number, spans: Span[]): void {
  const from = Math.max(0, at - 300);
  for (const match of text
    .slice(from, at + 400)
    .matchAll(/(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g))
    if (/[a-z]/.test(match[0]) && /[A-Z]/.test(match[0]) && looksRandom(match[0]))
      spans.push(secret(from + match.index, from + ended(match)));
}

const sip = /\b(?:sips?:|register[ \t]*=>?[ \t]*)([^\s:@/"'<>]{1,64}):([^\s"'<>]{1,100})@(?=[\w.[-])/g;

/** `scheme://user:secret@host`: the secret; the user is found by name rules. */
function credentialUrls(text: string, spans: Span[]): void {
  if (text.includes('sip') || text.includes('register'))
    for (const match of text.matchAll(sip)) {
      const end = match.index + match[0].length - 1;
      if (!isToken(match[2] ?? '')) spans.push(secret(end - (match[2] ?? '').length, end));
    }
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    let end = start;
    let sign = -1;
    for (; end < text.length && end - start < 2_048; end++) {
      const char = text.charCodeAt(end);
      if (char <= 0x20 || char === 0x22 || char === 0x27 || char === 0x3c || char === 0x3e || char === 0x60)
        break;
      if (char === 0x40) sign = end;
      if (
        (char === 0x2f || char === 0x3f || char === 0x23) &&
        ((sign !== -1 && char !== 0x23) || !aheadIsHost(text, end))
      )
        break;
    }
    if (sign === -1) continue;
    const colon = start + text.slice(start, sign).indexOf(':');
    if (colon < start) {
      const user = text.slice(start, sign);
      if (isToken(user)) continue;
      if (user.length >= 16 && looksRandom(user)) spans.push(secret(start, sign));
      else if (!everybodysUsers.has(user.toLowerCase()) && /^[\w.+-]{2,64}$/.test(user))
        spans.push({ start, end: sign, kind: 'USER', rule: 'RD33' });
      continue;
    }
    const value = text.slice(colon + 1, sign);
    const user = text.slice(start, colon);
    if (/^[\w.+-]{2,64}$/.test(user) && !everybodysUsers.has(user.toLowerCase()) && !isToken(user))
      spans.push({ start, end: colon, kind: 'USER', rule: 'RD33' });
    if (!isPlaceholder(value) && !isToken(value)) spans.push(secret(colon + 1, sign));
  }
}

/** Whether a slash belongs to a password that was not escaped: an `@` and a host follow in the same word. */
function aheadIsHost(text: string, at: number): boolean {
  const rest = text.slice(at, at + 200);
  return (
    /^[/?#][^\s"'<>@/]{0,120}@[A-Za-z0-9.-]{1,100}(?:[@:/?"'<>,;\s]|$)/.test(rest) &&
    /:[^\s"'<>/:]{1,100}$/.test(text.slice(Math.max(0, at - 102), at))
  );
}
