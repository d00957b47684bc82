/** Revision levels: what a version text says, and whether the way from one to another is a minor upgrade or a major release. */
import { asRead, isWord } from '../base/spoken.ts';

export interface Version {
  major: number;
  minor: number;
  maintenance: number;
  build: number;
}

const PATTERN = /(?<![\d.])(\d{1,9})\.(\d{1,9})(?:[.(](\d{1,9})\)?(?:[.-](\d{1,9}))?)?/;

/** `14SU3`: a release and its service update. */
const SERVICE_UPDATE = /^\s*v?(\d{1,4})\s?SU\s?(\d{1,3})[a-z]?\s*$/i;

/** What somebody adds in brackets, as which patch is not known: the version stands before it. */
const REMARK = /(?<=\d)\s?\([^)]*\)$/;

/** What says that somebody has yet to look. */
const PLACEHOLDER = /\b(tbd|tba|todo|unknown|n\/?a|not known|unbekannt)\b/i;

/** How the field writes versions, beside `5.4.1` and `v8`. */
const FORMS: readonly RegExp[] = [
  // Dotted, dashed or with brackets: 12.5.1.14900-63, 15.2(4)M7, 9.3(11), sip88xx.14-2-1-0101-47; 12,5 where a comma parts.
  /\d[.,(-]\d/,
  /(?:^|\s)v?\d{1,9}[a-z]?$/i,
  // Service updates and packs, patches, builds: 14SU3, v18 U7, SP2, KB5005112, ES12, Build 17763, Update 3.
  /\d\s?S?U\s?\d/i,
  /(?:^|[^a-z])(?:sp|kb|sr|es|su|cu|mr|ru|hf|rel|rev|r|build|patch|update|release|version|hotfix)[\s.:#]*\d/i,
  // Named by year or half year: Windows Server 2019, 22H2; and 8u201.
  /\b(?:19|20)\d\d\b/,
  /\b\d{2}H[12]\b/i,
  /\b\d{1,2}u\d{1,4}\b/i,
  /\.cop(?:\.sgn|\.sha512)?$/i,
  // Letters and a number together, as exchanges name their releases: BC13, MX-1.
  /^(?!(.)\1)[A-Z]{2,3}[ -]?\d{1,3}[A-Z]?$/,
  // A number and what the release or its edition is called: Debian 12 (bookworm), Windows 11 Pro.
  /\d\s?\([\p{L}\d .,-]+\)\s*$/u,
  /\d (?:pro|professional|home|enterprise|standard|datacenter|server|essentials|lts|ltsc|ltsb|beta|rc|ga)\b/i,
];

/** Whether a text is a revision level in one of the field's forms (H14, H16): one that can be compared, or not. */
export function isVersion(text: string): boolean {
  const read = asRead(text);
  return (
    !PLACEHOLDER.test(read.replace(REMARK, '')) &&
    // Zeros alone are typed to fill a field; a COP file may have no number.
    (/[1-9]/.test(read) || !/\d/.test(read)) &&
    (parseVersion(read) !== null || FORMS.some((form) => form.test(read)))
  );
}

/** Whether the text is a version by itself: one digit alone, as somebody types to fill a field, may be short for one (H16). */
export function isWholeVersion(text: string): boolean {
  return isVersion(text) && !/^\d$/.test(asRead(text));
}

/** How somebody begins who knows no version, or of something that has none; a reason follows. */
const WITHOUT_VERSION =
  /^(?:n\/?a|none|no|not|unknown|nicht|unbekannt|kein\w*|aucun\w*|inconnu\w*|ninguna?|sin)\b[\s:,;.(–—-]*/iu;

/** What is run by somebody else shows no version, which is why. */
const SERVICE = /^(?:cloud|saas|hosted|managed)(?:\s(?:service|system|by\s.*))?$/iu;

/** Whether the text says why there is no version: 'N/A (no firmware)', 'unknown, because the rack is locked'. */
export function saysWhyNone(text: string): boolean {
  const read = asRead(text);
  if (SERVICE.test(read)) return true;
  const reason = read.replace(WITHOUT_VERSION, '');
  return reason !== read && isWord(reason) && /\p{L}{3}/u.test(reason);
}

/**
 * major.minor.maintenance.build out of a text such as `7.1.3.1042`, `v5.4`, `15.2(4)`; parts that are not there are 0.
 * Null where the text holds nothing that reads as a version (H16).
 */
export function parseVersion(text: string): Version | null {
  const service = SERVICE_UPDATE.exec(text);
  if (service) return { major: Number(service[1]), minor: 0, maintenance: Number(service[2]), build: 0 };
  const found = PATTERN.exec(text);
  if (!found) {
    const whole = /(?:^|\s)v?(\d{1,9})\s*$/i.exec(text);
    return whole ? { major: Number(whole[1]), minor: 0, maintenance: 0, build: 0 } : null;
  }
  const [, major, minor, maintenance, build] = found;
  return {
    major: Number(major),
    minor: Number(minor),
    maintenance: Number(maintenance ?? 0),
    build: Number(build ?? 0),
  };
}

/** Negative, zero or positive, as the first version is older, equal or newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.maintenance - b.maintenance || a.build - b.build;
}

/** What lies between an installed and a newer version: a major release (P-10), a minor upgrade (P-11), or nothing. */
export function upgradeKind(installed: Version, available: Version): 'major' | 'minor' | 'none' {
  if (compareVersions(available, installed) <= 0) return 'none';
  return available.major !== installed.major ? 'major' : 'minor';
}
