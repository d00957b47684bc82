/**
 * Secrets that a sentence announces (RD25): a word that names a password, key, community or code somewhere in it, and where it is told what it is: behind a label
 * at some distance, a verb or a link, in quotes, before what it opens, beside its user. What stands there has to look chosen; how much, each form says.
 */
import type { Span } from '../kinds.ts';
import { isEnough, LEVELS, type Least, levelOf } from './announced-words.ts';
import { isAboutSecrets } from './names.ts';
import { isRare, ofAccess, ofContent, spokenSecrets } from './spoken.ts';
import { isPlaceholder, isToken } from './value.ts';

/** What names a secret, in a sentence. */
const NAMED = String.raw`(?:pass(?:words?|wds?|[ -]?phrases?|codes?|wort|wörter)|pass(?! (?:a|an|the|it|its|through|to|on|in|this|that|these|those|them|your|their|by|along|as|two|both|debug|any|all|over|up|one|every|each|around|back|down|between)\b)|pwd?s?|p\/w|kennw(?:ort|örter)|psks?|secrets?|pre-?shared(?:[ -]key)?|shared[ -](?:key|secret)|communit(?:y|ies)(?: strings?)?|credentials?|creds|mot de passe|mdp|contrase[ñn]a|clave|senha|wachtwoord|has[łl]o|heslo|lösenord|parola)`;
/** What does so with a word before it, or two. */
const KEYED = String.raw`(?:(?:api|access|auth|bearer|service|deploy|bot|licen[cs]e|activation|product|encryption|wi-?fi|wlan|wpa\d?|network|guest|vpn|tunnel|bgp|ospf|md5|tacacs\+?|radius|snmp|ntp|ike|ipsec|secret|private|master|admin|root|enable|user|ssid|hotspot|read-?only|read-?write|ro|rw|read|write|site|session|signing|auth\w{0,12})[ -](?:key|token|string|pw)s?)`;
const SECRET = `(?:${NAMED}|${KEYED})`;
/** A word, up to a sign that ends it in a sentence. */
const WORD = String.raw`([^\s"'\u0060“”„«»,;()<>|]{3,60}[^\s"'\u0060“”„«»,;()<>|.:!?]!?)`;
const OPEN = String.raw`["'\u0060“„«]?\x20?`;
const SHUT = String.raw`["'\u0060”“»]?`;
/** What a sentence has between its words, and a phrase that somebody chose has not. */
const FUNCTION =
  'the|and|for|are|was|has|have|had|not|you|your|our|their|its|his|her|this|that|these|those|from|with|when|which|who|what|where|will|can|may|must|shall|should|would|see|ask|use|set|get|all|any|each|per|via|into|onto|than|then|but|only|also|please|been|being|does|did|stored|changed|same|before|after|sent|given|known|required|needed';
/** Where a clause ends. */
const CLOSED = String.raw`(?=[\u0060"'”»)]{0,2}[.,;:!?)]{0,3}(?:$|\s{1,4}[:;]-?[()D]|\s(?:\(|-|–|—|and|or|und|et|y|on|at|for|since|until|if|but|when|please|thanks|from|in|to|as|fyi|auf|bei|seit|für|hat|has|works?)(?=[\s(]|$)))`;
const LINK = `(?:is|are|was|were|be|been|equals?|remains?|stays|became|becomes|now|it['’]?s|reads|says|lautete?t?|ist|heißt|war|bleibt|est|es|são|é|è|jest|je)`;
const FILL = `(?:(?:still|now|just|simply|always|currently|again|actually|set|changed|reset|to|called|probably|the|following|same|mostly|jetzt|noch|immer|maintenant|ahora|adesso|agora|nun|wieder) ){0,3}`;

interface Announced {
  pattern: RegExp;
  least: Least;
  /** Whether the line has to name a secret somewhere, too. */
  named?: boolean;
  /** Not in code, JSON or markup. */
  prose?: boolean;
  /** A label: where it ends with a word such as 'length' or 'policy', what is told is about the secret. */
  label?: boolean;
  /** What stands in every line of the form, where the form itself begins with a word. */
  near?: RegExp;
  /** Only a word that no sentence of the trade has. */
  rare?: boolean;
}

const form = (least: Least, source: string, more: Partial<Announced> = {}): Announced => ({
  pattern: new RegExp(source.replaceAll('{V}', WORD), 'dgi'),
  least,
  ...more,
});

const forms: readonly Announced[] = [
  // A label, with up to eight words behind it: `PIN of the alarm panel: 3391`, `new pass for ops: x`.
  form(
    'joined',
    String.raw`\b${SECRET}(?: [^\s:=→>"';]{1,24}){0,8}? ?(?::|=>|=|-{1,2}>|→|\.\.\.|…|\s[-–—]\s) ?${OPEN}{V}${SHUT}${CLOSED}`,
    { label: true },
  ),
  form(
    'code',
    String.raw`\b(?:pin|pincode|puk|passcode|(?:access|door|gate|entry|safe|lock|unlock|user|master|installer|engineer|security|pairing|keypad|disarm|duress|voicemail|reset|activation|dial-?in|conference|meeting|moderator|participant|chairperson|leader|organi[sz]er|attendee|host|admin|service|key ?box|lockbox|garage|rack|cabinet|building|lobby|room|verification|confirmation|one-time|backup|alarm|panel) codes?|combination|key ?pad(?: code)?)\b(?: [^\s:=→>"'\d]{1,20}| \d{1,5}(?:\/\d{1,3})?(?=\D)){0,9}? ?(?::|=>|=|-{1,2}>|→|\bis\b|\bwas\b|\btakes\b|\bist\b|\s[-–—]\s) ?${OPEN}(\d[\d-]{2,11}[#*]?)${SHUT}${CLOSED}`,
  ),
  form(
    'code',
    String.raw`\b(?:installer|user|master|door|gate|entry|unlock|engineer|rack|safe|keypad|disarm|duress) (?:code|pin)s? (\d{4,8}[#*]?)(?=[\s,.;)]|$)`,
  ),
  form(
    'code',
    String.raw`\b(?:(?:pin|passcode),|pincode|(?:access|door|gate|alarm|entry) code,?) (\d{4,8}[#*]?)(?=[\s,.;)]|$)`,
  ),
  // Words beside each other: `Passphrase for the archive: four words of it`, `key is "two words"`.
  form(
    'code',
    String.raw`\b(?:pass ?phrase|pass-phrase|password|psk|pre-?shared key|master)s?\b[^:=\n,"]{0,60}(?:: ?| = |, )((?:(?!(?:${FUNCTION})\b)[a-z]{3,14} ){2,7}(?!(?:${FUNCTION})\b)[a-z]{3,14})(?=[.!]?$)`,
  ),
  form(
    'code',
    String.raw`\b(?:pass(?:word|phrase|code)|psk|secret|md5|key)\b[^\n.:"“”]{0,60}? (?:is|was) ["“]((?:[^\s"“”]{2,16} ){1,7}[^\s"“”]{2,16})["”]`,
    { prose: true },
  ),
  form(
    'word',
    String.raw`^ ?(?:logins?|creds|credentials|accounts?) ?: ?[\w.@-]{2,30} {V} ?(?:\/|,|;|and) ?[\w.@-]{2,30} {V} ?$`,
  ),
  form('word', '\\b(?:creds|credentials|logins?) ?: [\\w.@-]{2,30} {V} ?$', { rare: true }),
  form('firm', '\\bdecodes? to ["\u0060]?[\\w.@-]{1,40}:{V}'),
  // Keys of products, in groups.
  form(
    'code',
    String.raw`\b(?:product|licen[cs]e|activation|recovery|registration|api|the|a|new|pak) ?(?:key|code|pak)?\b[^\n:=]{0,40}[ :=] ?((?!(?:AES|PBKDF2|SHA|HMAC|HKDF|RSA|EC|TLS|WPA|ECDHE|CHACHA)\d*-)(?=[A-Z\d-]{0,60}\d)[A-Z\d]{3,8}(?:-[A-Z\d]{3,8}){2,8})(?=[\s.,;)]|$)`,
    { near: /\bkey|code\b|\bpak\b/i },
  ),
  form('word', '^ ?(?:en|enable|console|vty|root|admin) ?(?::|=) ?{V} ?$', { rare: true }),
  form(
    'firm',
    String.raw`\b(?:ssh|telnet|s?ftp|rdp|vnc|log ?in|https?:)[^\n()]{1,80} \(([^\s"'\u0060,;()<>|={}]{4,60})\)`,
  ),
  // A link, wherever the name stands before it.
  form(
    'likely',
    String.raw`\b(?:${SECRET}|enable|login|key|token|account|zugang)\b[^\n.:;="']{0,80}?\b${LINK} ${FILL}${OPEN}{V}${SHUT}(?=[\s,;.:!?)]|$)`,
    { prose: true },
  ),
  form(
    'word',
    String.raw`\b${SECRET}(?: (?:for|of|on|at|to|in|from|du|de|del|von|für|auf) (?:the |le |la |el |our )?[\w.-]{1,20}){0,2} ${LINK} (?:still |now |just |simply |always |currently |set to |jetzt |noch |immer )${OPEN}{V}${SHUT}${CLOSED}`,
    { prose: true },
  ),
  // A verb: what is used, tried, typed, put, agreed on.
  form(
    'firm',
    String.raw`\b(?:use|using|used|try|tried|trying|type|typed|enter(?:ed|ing)?|with|mit|avec|con|met|put|set|to|takes?|wants?|accept(?:s|ed)?|expects?|gave|told|agreed on|chose|picked|both|and|neither|either|or|nimm|versuch|paste[d]?) (?:(?:me|us|the|as|password|secret|key|pw|pass|old|new|both|either|it|token|a|an|to|following|default|one) ){0,3}${OPEN}{V}${SHUT}(?=[\s,;.:!?)]|$)`,
    { named: true, prose: true },
  ),
  form(
    'word',
    String.raw`\b${SECRET}\b[^\n]{0,60}[,;:] ?(?:just |please |you |simply )?(?:type|enter|use|try|say|answer|reply with) ${OPEN}{V}${SHUT}${CLOSED}`,
    { prose: true },
  ),
  form(
    'word',
    String.raw`\b(?:use|using|with|enter|type|typing|entering|under) (?:the |this |my |our |their )?(?:same |old |new |default |usual )?(?:password|passphrase|pw|pwd|pin|secret|psk|passcode) ${OPEN}{V}${SHUT}(?=[.,;!)]|$|\s(?:and|to|for|at|on|when|if|or|as|then)\b)`,
    { prose: true },
  ),
  // Before what it is, or what it opens.
  form(
    'firm',
    String.raw`(?<![^\s"'\u0060“«(>#/*;-])${OPEN}{V}${SHUT},? (?:is|was|as|for|being|works as|will be|ist|als|est|comme|es|como) (?:(?:the|my|our|its|their|a|an|his|her|your|what|we|new|old|das|le|la|el|for|of) ){0,3}(?:[\w-]{1,16} ){0,2}?(?:${SECRET}|authentication|auth|enable|token|key|pin|login|wmi|snmp|ssh)\b`,
    { prose: true, near: / (?:is|was|as|for|being|be|ist|als|est|comme|es|como) /i },
  ),
  form(
    'firm',
    String.raw`(?<![^\s"'\u0060“«(])${OPEN}{V}${SHUT} (?:(?:still|also|now|again) )?(?:unlocks?|unlocked|opens?|opened|decrypts?|works?|worked|lets? (?:you|me|us) in|gets? (?:you|me|us) in|got (?:me|us) in|does the trick|did the trick|logs (?:you|me) in)\b`,
    { named: true, prose: true, near: /unlock|open|decrypt|work| in\b|trick/i },
  ),
  form(
    'firm',
    String.raw`["'\u0060“«]([^\s"'\u0060”»,;()<>|=]{4,60})["'\u0060”»] (?:unlocks?|opens?|decrypts?|lets? (?:you|me|us) in|gets? (?:you|me|us) in)\b`,
    { prose: true },
  ),
  // In quotes or brackets, in a sentence that names it.
  form(
    'likely',
    String.raw`(?<![\w=:({\x5b])(?:["“„«]\x20?([^\s"“”„«»,;()<>|={}]{4,60})\x20?["”“»]|'([^\s"'\u0060,;()<>|={}]{4,60})')(?![\w:=])`,
    { named: true, prose: true, near: /["“„«']/ },
  ),
  form('firm', String.raw`\u0060([^\s"'\u0060,;()<>|={}]{4,60})\u0060(?![\w:=])`, {
    named: true,
    prose: true,
  }),
  // `"x" is the password`, `Xy as our secret`.
  form(
    'likely',
    String.raw`(?<![^\s"'\u0060“«(>#/*;-])${OPEN}{V}${SHUT},? (?:is|was|as|ist|als|est|comme|es|como) (?:(?:the|my|our|its|their|his|her|your|a|new|old|das|le|la|el) ){1,2}(?:[\w-]{1,16} ){0,2}?${SECRET}\b`,
    { prose: true, near: / (?:is|was|as|ist|als|est|comme|es|como) /i },
  ),
  form('joined', String.raw`\b${SECRET} \(([^\s"'\u0060,;()<>|={}]{4,60})\)`, { prose: true }),
  form(
    'likely',
    String.raw`\b(?:changed?|set|reset|rotated|switched|moved) (?:it|them|root|admin|enable|the (?:account|login|admin|root)(?: account| user| login)?) (?:back )?to ${OPEN}{V}${SHUT}(?=[\s,;.:!?)]|$)`,
    { prose: true },
  ),
  form(
    'random',
    String.raw`\b(?:key|token|code|secret|otp|seed)s? ${OPEN}([\w+/=.~-]{10,200})${SHUT}(?=[\s,;.:!?)]|$)`,
    { prose: true },
  ),
  form('firm', String.raw`(?<=\s)\(([^\s"'\u0060,;()<>|={}]{4,60})\)`, { named: true, prose: true }),
  // A user and a secret beside each other, behind a word of access.
  form(
    'firm',
    String.raw`\b(?:log ?in|logon|log on|logged in|sign in|account|zugang|creds?|credentials?|access|console|use|using|with|as|user|benutzer|in with|get in with|telnet|ssh|#)(?: is| are| ist)? ?:? ?(?:with |as |using |user )?(?!https?:)[\w.@\\-]{2,40}(?: ?\/{1,2} ?| ?[:|] ?| and | und | et | y | with | mit | \/\/ ){V}(?=[\s,;.:!?)]|$)`,
    { prose: true },
  ),
  form(
    'joined',
    String.raw`\b(?:zugang|login|logins|creds?|credentials?|access|account|anmeldung|identifiants?) ?[:=] ?[\w.@\\-]{2,40} ?(?:\/|\||,) ?{V}(?=[.,;!)]?$)`,
  ),
  form(
    'likely',
    String.raw`^(?:admin|root|administrator|cisco|console|enable|guest|operator|service|support|ubnt|pi|sa)(?: ?\/ ?| ?: ?){V}(?= (?:also|works?|still|for|on|is|was)\b| ?$)`,
  ),
  form('likely', String.raw`(?:^|\s)(?:#|\/\/|--|;) ?[\w.@-]{2,20} ?\/ ?{V} ?$`),
  form(
    'likely',
    String.raw`^ ?(?:login|logon|account|creds?|access|ssh|user) ?:? ?[\w.@-]{2,30} ?[:/] ?{V} ?$`,
  ),
  form('likely', String.raw`[\w.-]{2,20}\\[\w.$-]{2,40}(?: with | and | |\/|:| \/ ){V}(?=[\s,;.]|$)`, {
    prose: true,
  }),
  form(
    'word',
    String.raw`\b(?:default|login|reset|back to|access|answers? to)\b[^\n]{0,40}?[\s(](?:admin|root|administrator|cisco|guest|operator|support|service|user|ubnt|pi|sa)(?:\/| \/ |:)${WORD}(?= (?:again|still|also|now|for|on|as)\b|[.,;!)]{0,2} ?$)`,
    { prose: true },
  ),
  form(
    'word',
    String.raw`\b(?:enter|type|use|used|uses|put|chose|picked|set) ${OPEN}{V}${SHUT} (?:as|for) (?:(?:the|our|its|their|my|your|his|her|a|an) )?(?:[\w-]{1,16} ){0,2}?${SECRET}\b`,
    { prose: true },
  ),
  form(
    'code',
    String.raw`\b(?:wants?|needs?|enter|use|requires?|dial|type|takes?|expects?|asks? for|his|her|my|our|their|your|with|the new|the old) (?:a |the )?(?:pin|code|passcode) (\d{4,8})(?=[\s,.;!)]|$)`,
    { prose: true },
  ),
  form('code', String.raw`\b${SECRET}(?: is| was|:)? ["“«]((?:[^\s"“”«»]{2,16} ){2,8}[^\s"“”«»]{2,16})["”»]`),
  form('firm', String.raw`\bcompar(?:e|es|ed|ing) ["']{V}["'] (?:with|to|against)\b`),
  form(
    'likely',
    String.raw`\b(?:left|kept|set|leave|keep)\b[^\n]{0,40}${SECRET} (?:at|as|on) ${OPEN}{V}${SHUT}(?=[\s,;.:!?)]|$)`,
    { prose: true },
  ),
  form('firm', String.raw`\breset [\w.@-]{2,30} to ${OPEN}{V}${SHUT}(?=[\s,;.:!?)]|$)`, { prose: true }),
  // Communities, each with what it is for.
  form(
    'joined',
    String.raw`{V} (?:for|to|as) (?:the )?(?:reading|read|ro|writing|write|rw|read-?only|read-?write|traps?|polling)\b(?=.{0,60}|$)`,
    { named: true, prose: true, near: /communit|string|snmp/i },
  ),
  form(
    'joined',
    String.raw`\b(?:ro|rw|read(?:-?only|-?write)?|write) (?:string|community)(?: is| was|:|=)? ${OPEN}{V}${SHUT}(?=[\s,;.]|$)`,
    { prose: true },
  ),
  // Who asks and who answers in one line.
  form(
    'joined',
    String.raw`\b(?:${SECRET}|enable|pin|key|login)\b[^\n?]{0,40}\? ?(?:\(?(?:a|answer)[:.)]|-{1,2}>|→|-|:)? ?(?:it['’]?s |yes,? |use |try )?${OPEN}{V}${SHUT}${CLOSED}`,
  ),
  // A network by its name.
  form(
    'joined',
    String.raw`\b(?:ssid|wi-?fi|wlan|hotspot)\b[^\n]{1,40}?[,;/ -] ?(?:key|pass\w{0,6}|pw|psk|code|schlüssel)(?: is|:|=| ist)? ?${OPEN}{V}${SHUT}(?=[.,;!)]?(?:$|\s))`,
  ),
  form(
    'word',
    String.raw`\b(?:secret|security) question(?: answer| is answered)?(?: is| with|:|=){1,2} ?${OPEN}{V}${SHUT}(?=[.,;!)]?$)`,
  ),
  // The words of a wallet.
  {
    pattern:
      /\b(?:recovery|seed|mnemonic|backup|wallet)[ _-](?:phrase|words?|seed)(?: is| are)? ?["']?[:=]? ?["']?((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})\b/dgi,
    least: 'code',
  },
];

const named = new RegExp(String.raw`\b${SECRET}\b`, 'i');
/** Three words in a row. */
const sentence = /(?:^|[\s(>])(?:[\p{L}'’-]{1,16}[,:?]? ){2}[\p{L}'’-]/u;
/** Braces, tags, calls and members: no prose. */
const code =
  /^\s*\/[a-z]|[{}<]|(?<![-=])>(?! )|;\s*$|\w\(["'\w)]|["'] ?[:,] ?["'[]|=["']|^\s*(?:if|for|while|return|const|let|var|def|function|class|import|export|assert\w*|public|private|static)\b[^\n]*[=(;{]|\s--?[a-z][\w-]+[ =]/i;

/** Longer lines are lists, logs or data. */
const MOST_LINE = 500;

/** Words of a line that may be secrets by themselves. */
const WORDS = /[^\s"'`“”„«»,;()<>|]{4,60}/g;
/** What a system logs is no sentence of a person, and other rules read it. */
const logged = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:/;
/** A word of sentences, or a sign that labels, quotes and pairs have: commands have none. */
const spoken =
  /[:=→?"'`“«(/\\]|->| (?:the|is|was|are|to|i|so|not|has|have|had|this|that|if|or|but|just|do|does|did|will|can|out|it|its|it['’]s|use|used|using|with|and|my|our|your|their|we|you|they|me|us|try|tried|type|as|be|ist|und|mit|est|es|der|die|das|le|la|el|now|still|accept\w*|takes?|for|of|lautet|naar|van|für|avec|met|con|contained|asks|wifi|[-–—]|\.\.\.|…) |\b(?:pin|code|string|key|wifi|wlan|clave) /i;

/** Behind what a secret is told that may be any word, or of figures. */
const plainly =
  /\b(?:type|enter|entering|typing|use|using|say|answer|reply|still|simply|always|currently|now|jetzt|noch|immer|pin|pincode|puk|passcode|codes?|combination|keypad|seed|recovery|mnemonic|default|again)\b|(?:phrase|word|secret) ["“«]/i;

/** @returns what a line tells of a secret, without the lines around it */
export function announcedSecrets(text: string, start: number, end: number): Span[] {
  if (end - start > MOST_LINE || end - start < 8) return [];
  const line = text.slice(start, end);
  if (logged.test(line) || !spoken.test(line)) return [];
  let most = 0;
  for (const word of line.match(WORDS) ?? []) most = Math.max(most, levelOf(word));
  const names = named.test(line);
  if (most < LEVELS.joined && !names && !plainly.test(line) && !ofAccess.test(line)) return [];
  const inCode = code.test(line);
  if (inCode && !names) return [];
  const prose = !inCode && sentence.test(line);
  if (!names && !prose && !/[:=/?]|\b(?:pin|code|ssh|telnet|s?ftp|login)\b/i.test(line)) return [];
  const spans: Span[] = [];
  for (const { pattern, least, named: needs, prose: only, label: isLabel, near, rare } of forms) {
    if ((needs && !names) || (only && !prose) || (isLabel && inCode) || most < LEVELS[least]) continue;
    if (near !== undefined && !near.test(line)) continue;
    pattern.lastIndex = 0;
    for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
      for (const place of found.indices?.slice(1) ?? []) {
        if (place === undefined) continue;
        const value = line.slice(place[0], place[1]);
        if (least !== 'code' && !isEnough(value, least)) continue;
        if (isPlaceholder(value) || isToken(value) || (rare && !isRare(value))) continue;
        if (least === 'random' && ofContent.test(line)) continue;
        if (isLabel && isAboutSecrets(line.slice(found.index, place[0]).replace(/[^\p{L}\d]+$/u, '')))
          continue;
        spans.push({ start: start + place[0], end: start + place[1], kind: 'SECRET', rule: 'RD25' });
      }
      if (found[0] === '') pattern.lastIndex += 1;
    }
  }
  if (prose) for (const span of spokenSecrets(line, start, names, most)) spans.push(span);
  return spans;
}

/** Signs that stand in passwords and in few other words. */
const isSign = new Uint8Array(128);
for (const char of '!#$%^&') isSign[char.charCodeAt(0)] = 1;
const isWordCode = (code: number) =>
  code > 0x20 &&
  code < 0x7f &&
  code !== 0x22 &&
  code !== 0x27 &&
  code !== 0x28 &&
  code !== 0x29 &&
  code !== 0x60 &&
  code !== 0x2c &&
  code !== 0x3b &&
  code !== 0x3c &&
  code !== 0x3e &&
  code !== 0x7c;
const isAlphanumeric = (code: number) => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a);
/** Longer than a word that somebody chose. */
const MOST_SIGNED = 40;
/** Letters, a sign and figures within; no prompt, no number of a thing, no per cent. */
const signedWord =
  /^(?=.*\d)(?=.*\p{L}.*\p{L}.*\p{L})[\p{L}\d][\p{L}\d._@-]*[!#$%^&][\p{L}\d!#$%^&*._@-]*[\p{L}\d!#$%^&*]$|^(?=.*\d)(?=.*\p{Ll})(?=.*\p{Lu})[\p{L}\d._@-]{5,}[!#$%^&*]$/u;
const prompted = /^(?:[a-z\d._-]+|[A-Z\d._-]+|\w{1,3})[#$%]\d{1,6}$/;
const noSigned =
  /\d%|@\S+\.|\.(?:md|html?)#|#\d{5,}$|^(?:debian|ubuntu|closes|lp|gh|rhbz|fdo|bz)#|^(?:issue|pr|bug|ticket|case|port|slot|line|node|item|unit|nr|no|room|rack|version|site|phase|step|task|job|call|page|section|chapter|comment|rule|test|error|vlan|switch|router|rfc\d*|c|f)#?\d|^[\w.-]{1,40}[#$%](?:(?:sh|show|conf|configure|en|enable|exit|end|copy|wr|write|ping|cd|ls|cat|sudo)\b)|[=:/\\]|&\w+=|^\$|^&|%[0-9a-f]{2}/i;

/** Words in a sentence that only a password looks like, though nothing else in the line says so: `pls use Thunder42! to get in`. */
export function signedSecrets(text: string, codes: Uint16Array): Span[] {
  const spans: Span[] = [];
  for (let at = 1; at < codes.length; at++) {
    const sign = codes[at] ?? 0;
    if (sign > 0x7e || isSign[sign] === 0 || !isAlphanumeric(codes[at - 1] ?? 0)) continue;
    let start = at;
    while (start > 0 && at - start < MOST_SIGNED && isWordCode(codes[start - 1] ?? 0)) start -= 1;
    let end = at;
    while (end < codes.length && end - at < MOST_SIGNED && isWordCode(codes[end] ?? 0)) end += 1;
    at = end;
    if (end - start < 6 || end - start >= MOST_SIGNED) continue;
    const word = text.slice(start, end).replace(/[.:?]+$/, '');
    if (word.length < 6 || !signedWord.test(word) || noSigned.test(word) || prompted.test(word)) continue;
    const from = text.lastIndexOf('\n', start) + 1;
    const to = text.indexOf('\n', end);
    const line = text.slice(
      Math.max(from, start - MOST_LINE),
      Math.min(to === -1 ? text.length : to, end + MOST_LINE),
    );
    if (!sentence.test(line) || code.test(line)) continue;
    if (isPlaceholder(word) || isToken(word)) continue;
    spans.push({ start, end: start + word.length, kind: 'SECRET', rule: 'RD25' });
  }
  return spans;
}
