/**
 * A word in a sentence about access that only a password looks like (RD25): letters, a figure and a sign within it. No keyword has to stand right before: 'the
 * customer told me Kiwi!42x is the password', 'login root with Kiwi!42x', 'wifi = Guest / Kiwi!42x'. Where the sentence names a password, letters with a figure
 * between them serve, too, and what stands beside a word such as 'tried' or 'worked'.
 */
import type { Span } from '../kinds.ts';
import type { Line } from './behind-keyword.ts';
import { classOf } from './names.ts';
import { one } from './snmp.ts';

/** Words of access that are the name of no secret themselves. */
const access = new Set(
  'login logon log logged sign user username account admin administrator root wifi wi-fi wlan ssid access zugang zugangsdaten pin key code community creds credential credentials'.split(
    ' ',
  ),
);

/** Words that name a password itself, in a sentence. */
const namesPassword =
  /^(?:passwords?|passwd|pass-?phrases?|passcodes?|pwd?s?|psk|pre-?shared(?:-key)?|passwort|passwörter|kennwort|kennwörter|contraseñas?|contrasena|has[lł]o|heslo|senha|wachtwoord|lösenord|пароль|parola|secrets?|creds|credentials)$/;

/** Longer is a list. */
const MOST_WORDS = 40;

/** A sign between others, or a `!` behind both cases; nothing that paths, addresses, calls, prompts and lists are made of. */
const signed = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,38}[!$%^#][A-Za-z0-9!$%^#._@-]{0,38}[A-Za-z0-9!]$/;
const closed = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9._-]{5,38}!$/;

function looksLikePassword(text: string): boolean {
  if (text.length < 6 || !/[A-Za-z]/.test(text) || !/\d/.test(text)) return false;
  // A figure of per cent, a prompt with its command, a name with a number behind it.
  if (
    /\d%|^[\w.-]{1,40}#(?:\d{1,6}$|(?:sh|show|conf|configure|en|enable|exit|end|copy|wr|write|ping)\b)/.test(
      text,
    )
  )
    return false;
  return signed.test(text) || closed.test(text);
}

/** What one does with a password, and what is said of one: the word beside it is the password where it is made up. */
const tried =
  /^(?:try|tried|trying|use|used|using|uses|enter|entered|type|typed|with|guess|guessed|test|tested|both|or|and|either|pick|picked|chose|choose|remember|gave|give|got|versuche?|versucht|nimm|nehmt|benutze|verwende|mit|essaie|essayez|avec|usa|usar|prueba|prova|con)$/;
const wasTried =
  /^(?:works?|worked|fails?|failed|is|was|does(?:n['’]t)?|did(?:n['’]t)?|as|geht|klappt|funktioniert|fonctionne|funciona|funziona)$/;

/** A season, month or day with a year or number: what people make of the calendar. */
const calendar =
  /^(?:spring|summer|autumn|fall|winter|fr[uü]e?hling|sommer|herbst|printemps|automne|hiver|verano|invierno|primavera|oto[nñ]o|estate|inverno|january|february|march|april|june|july|august|september|october|november|december|januar|februar|m[aä]rz|juni|juli|oktober|dezember|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|welcome|willkommen|passw[o0]rd|passwort|start|hello)[@_.#-]?\d{1,4}[!?.*#$]{0,3}$/i;

/** Names of protocols, algorithms, products and versions: letters and figures, and no password. */
const technical =
  /^(?:ip|ike|snmp|ospf|smb|nfs|tls|ssl|ssh|http|oauth|oidc|saml|wpa|wep|log|win|windows|office|utf|iso|rfc|md|sha|hmac|aes|des|rc|pkcs?#?|base|pbkdf|bcrypt|ed|ecdsa|rsa|curve|type|level|vlan|vrf|eth|ens|enp|gi|te|fa|po|lo|tunnel|vty|con|slot|port|ios|iosv?|nx|xr|asa|fos|panos|junos|eos|esxi?|vm|rhel|sles|ubuntu|debian|centos|jdk|jre|java|python|php|node|mp|usb|ps|com|u?int|float|ec|tcp|udp|dhcpv?|icmpv?|rip|eigrp|bgp|hsrpv?|vrrpv?|route|step|phase|rev|build|version|ver|kb|cve|cwe|inc|req|chg|sr|case|ticket|bug|csc)v?[-_]?\d|^[a-z]\d{1,4}(?:[a-z]{0,2}|tp|vpn|[-_.].*)$/i;
/** What a host, a module or an interface is called: words, each with its number behind it. */
const counted =
  /^[a-z]{2,16}\d{1,4}(?:[-_.][a-z]{1,16}\d{0,4})*$|^[a-z]{1,16}\d{0,4}(?:[-_.][a-z]{1,16}\d{0,4})*[-_.][a-z]{0,16}\d{1,4}$|^[A-Z]+[\dA-Z_.-]*$|^[\d.,:/-]+[a-z%]{0,5}$|^\d+[A-Za-z]{1,3}$/;
/** A sign of paths, calls, addresses, markup. */
const structured =
  /[\\/=:()<>{}[\]|"'`,;~]|\.\w+\.|^\W|@\S+\.|^[\w.-]+\.(?:txt|log|cfg|conf|pdf|docx?|xlsx?|zip|bin|exe|msi|sh|py|js|ts|java|php|xml|json|ya?ml|html?|com|net|org|local|io|de)$/i;

/** Letters and figures of which no host, version or product is made: a figure between letters of both cases, or a word of the calendar with its year. */
function looksChosen(text: string): boolean {
  if (text.length < 6 || text.length > 40 || structured.test(text) || technical.test(text)) return false;
  if (calendar.test(text)) return true;
  return (
    /[a-z]/.test(text) &&
    /\d/.test(text) &&
    !counted.test(text) &&
    /[A-Za-z]\d{1,3}[A-Za-z]/.test(text) &&
    letters(text) >= 4
  );
}
const letters = (text: string) => text.replace(/[^A-Za-z]/g, '').length;

/** Beside a word that says that it was tried: any word with a figure in it that is no technical name. */
const looksTried = (text: string) =>
  text.length >= 6 &&
  text.length <= 40 &&
  !structured.test(text) &&
  !technical.test(text) &&
  /[A-Za-z]{3}/.test(text) &&
  /\d|[!$%^#*?&]\S/.test(text) &&
  !/^[A-Z]+[\dA-Z_.-]*$|\d%/.test(text) &&
  !/^\w+(?:[-.]\w+)*-\d+$|^(?:srv|server|sw|switch|rtr|router|host|core|dist|acc|access|db|web|app|node|dc|fw|ap|wlc|lab|site|pc|rack|user|admin|room|floor)[\w-]{0,3}\d+$/i.test(
    text,
  );

/** @param line with a keyword in it; a command's words are read by their places alone */
export function toldPasswords({ words, head, told, command }: Line): Span[] {
  if ((command && !told) || words.length - head < 3 || words.length > MOST_WORDS) return [];
  const classes = words.map(({ lower }) => {
    const bare = lower.replace(/[^\p{L}-]+$/u, '').replace(/^[^\p{L}]+/u, '');
    return namesPassword.test(bare) ? 'named' : access.has(bare) || classOf(bare) === 'strong' ? 'about' : '';
  });
  // 'The customer gave me Kiwi!42x'.
  const given = words.some(
    ({ lower }, at) =>
      /^(?:gave|told|sent|texted|mailed)$/.test(lower) &&
      /^(?:me|us|him|her|them|you)$/.test(words[at + 1]?.lower ?? ''),
  );
  if (!given && !classes.some((each) => each !== '')) return [];
  // A sentence has words of one case and no member or flag among them.
  const plain = words.filter(({ text, quoted }) => !quoted && /^[\p{Ll}'’]+[,.;:!?]?$/u.test(text)).length;
  const named = classes.includes('named') && plain >= 3;
  const spans: Span[] = [];
  for (const [at, word] of words.entries()) {
    if (at <= head && !(named && at === head)) continue;
    const text = word.text.replace(/^[(“‘]+|[)”’.,;:?]+$/g, '');
    const chosen =
      ((!word.quoted || (plain >= 2 && !word.member && !words[head]?.quoted)) &&
        at > head &&
        looksLikePassword(text)) ||
      (named &&
        classes[at] !== 'named' &&
        !word.member &&
        (looksChosen(text) ||
          ((tried.test(words[at - 1]?.lower ?? '') || wasTried.test(words[at + 1]?.lower ?? '')) &&
            looksTried(text))));
    if (!chosen) continue;
    const start = word.start + word.text.indexOf(text);
    spans.push(...one({ ...word, text, start, end: start + text.length }, 'RD25'));
  }
  return spans;
}
