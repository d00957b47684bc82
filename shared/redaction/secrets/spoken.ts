/**
 * Words of a sentence about access that are secrets by their place (RD25): behind a word that gives one (`is`, `set to`, `asks for`), in brackets, before what they are
 * (`x as the password`), in a list of passwords, beside a known account. Where the place is sure any word serves that no sentence of the trade has.
 */

import type { Span } from '../kinds.ts';
import { isOrdinary } from '../ordinary-words.ts';
import { LEVELS, levelOf } from './announced-words.ts';
import { isPlaceholder, isToken } from './value.ts';

/** What a sentence about access speaks of, beside secrets themselves. */
export const ofAccess =
  /\b(?:root|admin\w*|log(?:ged)? ?(?:in|on)|logins?|sign ?in|enable|accounts?|access|keys?|codes?|answers? to|unlock\w*|token|auth\w*|wi-?fi|wlan|hotspot|tunnel|vpn|bind|handed|let (?:me|us|you) in|fall back|pin|snmp|string|md5|key ?store|trust ?store|pfx|p12|archive|certificate|zugang|anmeld\w+|utente|usuario|utilisateur|ssh|telnet|s?ftp|sudo|su|sa|asks? for|asked for|prompt\w*|envelope|sticker|archive opens|zip|console line|line (?:con|vty|aux)|jump host|bmc|ilo|idrac|ipmi|radius|tacacs|cisco|inlog\w*|anmeld\w*|connexion|bearer|ssid|wpa\d?|decrypt\w*|password)\b/i;
/** Before a secret. */
const givers =
  /^(?:with|is|was|are|were|be|to|it['’]?s|its|now|string|code|out|does|do|have|has|had|needs?|used?|using|tried|try|enter|entered|type|typed|equals|became|still|either|neither|both|with|mit|est|es|ist|auf|und|avec|con|met|clave|pass(?:word|wd|phrase|code|wort)s?|pwd?|kennwort|secret|psk|key|token|left|gave|give|put|it|value|sms|contained|contains|then|says|reads|wpa[23]?|naar|old|new)[:,]?$/i;
/** Before what a host, a user, a product, a version or a place is called. */
const places =
  /^(?:on|at|of|for|from|in|via|by|into|onto|over|behind|host|hosts|server|switch|router|firewall|ticket|version|release|user|username|account|named|called|site|device|node|interface|port|vlan|file|model|type|as|than|between|through|under|about|against|group|domain|company|room|rack|unit|line|see|per|database|schema|table|policy|profile|role|realm|vrf|peer|neighbor|neighbour|extension|ssid|product|tool|library|package|module|function|class|method|field|option|variable|parameter|property|attribute|header|flag|am|um|im|bei|von|für|zu|sur|sous|en|del|de|du|dans|serial|contact|customer|call|ask|dear|hi|hello|mr|mrs|ms)$/i;
/** A name with a number behind it, as hosts have. */
const hostly =
  /^[a-z]{2,12}-?\d{1,3}$|^[a-z]{2,8}(?:-[a-z]{2,8}){0,3}-?\d{1,3}[a-z]?$|^[A-Z]{2,8}[-\dA-Z]*\d$/;
/** Sums and numbers in hexadecimal, and names of constants. */
const content = /^(?:0x)?[\da-f]{5,15}$|^0x[\da-f]+$|^[A-Z][A-Z\d]*(?:[_-][A-Z\d]+)+$/;
/** What made-up words are called that are no secrets. */
export const ofContent =
  /gpg|finger|public[ -]?(?:key|part|half)|signature|signed|hash|commit|digest|checksum|ssh-|serial|\bid\b/i;

/** What names a secret in a word, and what does so only near. */
const mention =
  /^(?:pass(?:word|wd|phrase|code)s?|pwd?s?|pass|passe|pw|psks?|secrets?|communit(?:y|ies)|credentials?|creds?|md5|wachtwoord|passwort|kennwort|pincode|senha|clave|contraseña|has[łl]o|heslo|lösenord|parola|mdp)$/;
const foreignMention =
  /^(?:passe|wachtwoord|passwort|kennwort|pincode|senha|clave|contraseña|has[łl]o|heslo|lösenord|parola|mdp)$/;
const nearMention = /^(?:keys?|tokens?|strings?|phrase|enable|bearer)$/;
/** As far behind what names it as a secret is told. */
const FAR = 14;
const NEAR = 6;
/** Between what gives a secret and it, without a meaning of their own. */
const passed = /^(?:still|now|just|simply|always|currently|again|probably|actually|then|only)$/;
/** What gives one wherever a secret was named before. */
const links = /^(?:is|was|be|been|are|were|it['’]?s|equals?|became|becomes|remains|reads|says)$/;
/** And in other languages, whose ordinary words are not known. */
const foreignLinks = /^(?:ist|lautet|heißt|est|es|è|é|jest|je|är|naar|auf)$/;
/** What gives one where it was changed. */
const changes = /\b(?:chang|set\b|reset|rotat|switch|mov|replac|updat|renam|adjust|correct)/i;
/** What somebody did with one. */
const acts = /^(?:put|chose|choose|picked|pick|typed|type|entered|enter|wrote|paste|pasted|gave)$/;
const closers =
  /^(?:and|or|on|at|for|since|until|if|but|when|please|thanks|from|in|to|as|because|so|yesterday|today|now|works?|worked|again|also|instead|when|before|after|everywhere|und|oder|afterwards|back|by|hat|war|geht|did|does|ok|\(.*|-|–|—)$/i;
/** Behind 'the password', where something about it is told and not the secret. */
const about =
  /^(?:manager|store|vault|generator|tool|policy|hash|hashes|database|field|prompt|reset|safe|owner|keeper|admin|server|provider|backend|type|method|format|mechanism|source|system|service|solution|encoding|encryption|algorithm|derivation|rotation|length)s?\b/;
/** Default passwords that are ordinary words or names. */
const defaults =
  /^(?:admin|cisco|calvin|toor|changeit|changeme|infected|letmein|welcome|monkey|dragon|ubnt|raspberry|vagrant|alpine|superuser|netscreen|juniper|root|password|(?:admin|cisco|root|password|welcome|test|user|guest|qwerty|letmein)\d{1,4}!?|1234|12345|123456|0000|1111)$/;
const accounts =
  'root|admin|administrator|cisco|guest|operator|support|service|ubnt|pi|sa|oracle|postgres|maint|manager|superuser|vagrant|enable|monitor|tomcat|nsroot|netscreen';
const account = new RegExp(`^(?:${accounts})$`);
/** Between an account and its secret. */
const beside = /^(?:and|und|et|y|en|with|mit|met|avec|con)$/;
/** What somebody did with a secret alone. */
const typed = /^(?:typed?|keyed|enter(?:ed)?|tried|pasted?)$/;
const pair = new RegExp(
  String.raw`^(?:${accounts})(?:\/|:)([^\s\/:=.]{3,40}|[^\s\/:=]{3,40}[^\s\/:=.])$`,
  'i',
);
/** A word and its year or number, as people make them. */
const chosen = /^(\p{Lu}\p{Ll}{3,})[-_.@]?\d{1,4}[!#*?]?$/u;
const seasons =
  /^(?:summer|winter|spring|autumn|fall|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|password|welcome|secret|welkom|geheim|sommer|herbst|frühling|zomer|herfst|lente)$/i;
/** Products and parts that are called by a word and a number. */
const numbered =
  /^(?:windows|server|office|exchange|catalyst|nexus|python|version|release|update|revision|switch|router|level|type|port|slot|step|phase|vlan|module|node|site|room|building|floor|rack|case|ticket|issue|error|event|table|figure|chapter|section|page|line|rule|test|class|group|area|zone|stage|tier|room|firmware|image|build|patch|apache|tomcat|oracle|debian|ubuntu|fedora|solaris|veeam|citrix|horizon|unifi|aironet|meraki|thin|gen|gigabit|ethernet|serial|loopback|tunnel|dialer|core|edge|access|dist|leaf|spine|host|backup|mail|print|file|domain|sharepoint|visual|studio|project|visio|base|utf|iso|argon|bcrypt|pbkdf|curve|secp|blowfish|twofish|chacha|poly)$/i;

/** The words that stand alone or closed by the sentence are looked at; so much of it is known. */
interface Said {
  bare: string;
  lower: string;
  /** As it stands, with what is around it. */
  whole: string;
  at: number;
}

function said(line: string): Said[] {
  const words: Said[] = [];
  for (const { 0: whole, index } of line.matchAll(/[^\s]+/g)) {
    const bare = whole.replace(/^["'`“”„«»(*_?]+|["'`“”«»),;.:?*]+$/g, '');
    words.push({ bare, lower: bare.toLowerCase(), whole, at: index + whole.indexOf(bare) });
  }
  return words;
}

/** A word that is none of the trade's: letters alone, or what looks chosen by itself. */
export function isRare(bare: string, least: 'word' | 'letters' = 'letters'): boolean {
  const level = levelOf(bare);
  return level >= LEVELS.joined || (level >= LEVELS[least] && !isOrdinary(bare.toLowerCase()));
}

/** Whether a clause ends behind a word: what is said of it is over, and it is no part of a name. */
function isClosed(words: readonly Said[], at: number): boolean {
  const here = words[at];
  const next = words[at + 1];
  return !here || next === undefined || /[.,;:!?)"'`”»]$/.test(here.whole) || closers.test(next.whole);
}

/** @param names whether the line names a secret */
export function spokenSecrets(line: string, start: number, names: boolean, most: number): Span[] {
  const isOfAccess = names || ofAccess.test(line);
  if (!isOfAccess || (ofContent.test(line) && !/pass|secret|psk/i.test(line))) return [];
  const words = said(line);
  const spans: Span[] = [];
  const give = ({ bare, at }: Said, from = 0) => {
    const value = bare.slice(from);
    if (isPlaceholder(value) || isToken(value)) return;
    spans.push({
      start: start + at + from,
      end: start + at + bare.length,
      kind: 'SECRET',
      rule: 'RD25',
    });
  };
  const changed = changes.test(line);
  let strong = Number.NEGATIVE_INFINITY;
  let weak = Number.NEGATIVE_INFINITY;
  let foreign = false;
  for (const [at, word] of words.entries()) {
    const { bare, lower, whole } = word;
    const before = words[at - 1]?.whole ?? '';
    const isMention = mention.test(lower);
    if (isMention || nearMention.test(lower)) {
      // A list of several: `passwords x, y and z`.
      if (/^(?:pass(?:word|code|phrase)s|psks|secrets|pws|pwds)$/.test(lower) && !/[.,;!?]$/.test(whole))
        for (const item of listed(words, at + 1)) give(item);
      if (isMention) {
        strong = at;
        foreign = foreignMention.test(lower);
      } else weak = at;
    } else if (/[/:]/.test(bare)) {
      const secret = pair.exec(bare)?.[1];
      if (secret !== undefined) {
        const [account = ''] = bare.split(/[/:]/);
        const part = { ...word, bare: secret, lower: secret.toLowerCase() };
        if (
          (account.toLowerCase() === part.lower ||
            defaults.test(part.lower) ||
            (isRare(secret) && !/^[A-Z]{2,5}$/.test(secret))) &&
          (names ||
            /^(?:with|has|have|had|is|was|still|use|using|try|tried|as|login|in|w\/|default|to)$/i.test(
              before,
            ))
        )
          give(word, bare.length - secret.length);
      }
    } else if (bare.length >= 4) {
      const level = most >= LEVELS.likely ? levelOf(bare) : 0;
      const given = givers.test(before);
      const is =
        (level === LEVELS.firm &&
          !content.test(bare) &&
          (given || (names && !places.test(before) && !hostly.test(bare)))) ||
        (level === LEVELS.likely &&
          names &&
          given &&
          !/^(?:to|the|are|were|with|auf|both|its)$/i.test(before));
      if (is || isChosen(word, before, words[at - 2]?.lower ?? '')) give(word);
      else if (isPlaced(words, at, { strong, weak, foreign, changed, names })) give(word);
    }
    // Another sentence speaks of something else.
    if (/[.!?]$/.test(whole) && whole.length > 3 && !/\?$/.test(whole)) weak = Number.NEGATIVE_INFINITY;
  }
  return spans;
}

/** `Winter2024`, in a sentence about access, where no name of a thing is told. */
function isChosen({ bare }: Said, before: string, twoBefore: string): boolean {
  const stem = chosen.exec(bare)?.[1];
  if (stem === undefined || numbered.test(stem)) return false;
  if (places.test(before) && !(before === 'for' && /^ask(?:s|ed)?$/.test(twoBefore))) return false;
  return seasons.test(stem) || !isOrdinary(stem.toLowerCase());
}

interface Named {
  /** The last words that named a secret, by their number. */
  strong: number;
  weak: number;
  /** Whether the last one was of a language whose ordinary words are not known. */
  foreign: boolean;
  changed: boolean;
  names: boolean;
}

/** Whether a word is a secret by its place, though it looks like any other. */
function isPlaced(
  words: readonly Said[],
  at: number,
  { strong, weak, foreign, changed, names }: Named,
): boolean {
  const word = words[at];
  if (!word) return false;
  const { bare, lower, whole } = word;
  const isDefault = defaults.test(lower);
  const isNear = at - strong <= FAR || at - weak <= NEAR;
  if (!isDefault && !isRare(bare, 'letters')) return false;
  if (content.test(bare) || /^[A-Z]{2,}s?$|^[A-Z]{1,4}-[a-z]|\w\.\w/.test(bare)) return false;
  let back = at - 1;
  while (back > 0 && passed.test(words[back]?.whole ?? '')) back -= 1;
  const before = words[back];
  const twoBefore = words[back - 1]?.lower ?? '';
  // `x as the password`, `x is our secret`.
  if (!isDefault && isBefore(words, at + 1)) return !places.test(before?.whole ?? '') || before === undefined;
  if (!before) return false;
  if (names && !isDefault && /^\(/.test(whole) && /^(?:instead|not)$/.test(words[at + 1]?.lower ?? ''))
    return true;
  if (!isClosed(words, at)) return false;
  const isLabel =
    at - strong <= FAR && /^[^\s:]+[:=]$|^[:=→]$|^->$/.test(before.whole) && !about.test(before.lower);
  if (isLabel && ((isDefault && !/:$/.test(whole)) || isRare(bare, 'letters'))) return true;
  if (!isDefault && !isRare(bare)) return false;
  if (isNear && (foreignLinks.test(before.lower) || (foreign && links.test(before.lower))))
    return /^\p{Lu}/u.test(bare) || levelOf(bare) >= LEVELS.joined;
  if (isNear && links.test(before.lower) && (before.lower !== 'are' || at - strong <= FAR)) return true;
  // What was typed, or stands beside its account, or in place of another.
  if (!isDefault && typed.test(before.lower)) return names || !(isName(bare) || whole.startsWith('`'));
  if (before.lower === 'in' && /^(?:keyed|typed|put)$/.test(twoBefore)) return true;
  if (beside.test(before.lower) && account.test(twoBefore)) return true;
  if (names && before.lower === 'of' && twoBefore === 'instead') return true;
  if (/^(?:old|new)$/.test(before.lower) && at - strong <= 4) return true;
  if (isApposed(words, at, strong)) return !isDefault;
  // What closes a sentence that told of one.
  if (isNear && /,$/.test(before.whole) && at === words.length - 1 && levelOf(bare) >= LEVELS.joined)
    return true;
  if (isNear && changed && /^(?:to|into|by)$/.test(before.lower)) return !isName(bare) || at - strong <= NEAR;
  if (before.lower === 'by' && /^(?:replaced|superseded)$/.test(twoBefore)) return names;
  if (
    before.lower === 'with' &&
    /^(?:protected|secured|locked|encrypted|opens?|opened|unlocks?)$/.test(twoBefore)
  )
    return true;
  if (before.lower === 'of' && mention.test(twoBefore))
    return (
      !isName(bare) || /^(?:default|temporary|initial|new|current|old)$/.test(words[back - 2]?.lower ?? '')
    );
  if (
    back === strong &&
    strong === at - 1 &&
    !/^(?:pass|community|communities)$/.test(before.lower) &&
    !/[.,;!?]$/.test(before.whole) &&
    !/:$/.test(whole)
  )
    return true;
  // In brackets by itself.
  if (names && !isDefault && /^["'`]?\(/.test(whole) && /\)[.,;:]?$/.test(whole)) return true;
  if (names && defaults.test(lower) && /^\(/.test(whole) && /\)[.,;:]?$/.test(whole) && back === strong)
    return true;
  if (names && !isDefault && acts.test(before.lower))
    return !isName(bare) || !/^(?:gave)$/.test(before.lower);
  if (/^["'“„«][^"'”“»]+["'”“»][.,;:]?$/.test(whole) && (acts.test(before.lower) || before.lower === 'set'))
    return true;
  return false;
}

/** Whether a word between commas says again what was told of: `the password they share, x, must go`. */
function isApposed(words: readonly Said[], at: number, strong: number): boolean {
  if (at - strong > 8 || /,$/.test(words[strong]?.whole ?? ',')) return false;
  const [before, here, next] = [words[at - 1], words[at], words[at + 1]];
  return (
    /[^,],$/.test(before?.whole ?? '') &&
    /^[^`]*,$/.test(here?.whole ?? '') &&
    !/^(?:and|or|und|oder)$/.test(next?.lower ?? '')
  );
}

/** A name of somebody, as far as it looks: whom a password was given to is told as it is. */
const isName = (bare: string) => /^\p{Lu}\p{Ll}+$/u.test(bare);

/** Whether what stands here says of the word before that it is a secret: `as the wifi password`. */
function isBefore(words: readonly Said[], from: number): boolean {
  const link = words[from]?.lower ?? '';
  if (!/^(?:as|is|was|being)$/.test(link)) return false;
  if (!/^(?:the|my|our|its|their|his|her|your|a)$/.test(words[from + 1]?.lower ?? '')) return false;
  for (let at = from + 2; at < from + 5; at++) {
    const word = words[at];
    if (!word) return false;
    if (mention.test(word.lower)) return !about.test(words[at + 1]?.lower ?? '');
    if (/[.,;:!?]$/.test(word.whole)) return false;
  }
  return false;
}

/** The members of a list that begins here, where it has two and more. */
function listed(words: readonly Said[], from: number): Said[] {
  const items: Said[] = [];
  for (let at = from; at < words.length; at++) {
    const word = words[at];
    if (!word || /^(?:and|or|then)$/.test(word.lower)) continue;
    if (
      !(
        defaults.test(word.lower) ||
        /^\d{4,8}$/.test(word.bare) ||
        (word.bare.length >= 4 && isRare(word.bare))
      )
    )
      break;
    items.push(word);
    if (!/,$/.test(word.whole) && !/^(?:and|or|then)$/.test(words[at + 1]?.lower ?? '')) break;
  }
  return items.length > 1 ? items : [];
}
