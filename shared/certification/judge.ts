/** What the claims of a credential are worth, its signature apart: every check, and the verdict that they come to (C1, C2). */

import {
  type BitstringEntry,
  bitstringEntry,
  type CredentialClaims,
  covers,
  type credentialClaims,
  holderOf,
  type SupportLevel,
} from './credential.ts';
import { isKeyOf } from './keys.ts';
import { bitOf, type StatusList } from './status-list.ts';
import type { ReadyKey } from './token.ts';
import {
  type Check,
  type CheckName,
  checkNames,
  dayOf,
  type ListAge,
  NOT_CHECKED,
  type Said,
  type Verdict,
  type VerdictKind,
} from './verdict.ts';

const DAY_MS = 86_400_000;
/** A clock that is this little behind is not worth a word. */
const CLOCK_TOLERANCE_MS = 120_000;

/** What a credential is asked. */
export interface Question {
  /** The instant that counts: of a handoff, or now (C4). ISO 8601 in UTC. */
  at: string;
  /** The last time that the hub is known to have had; a device's clock behind it is a warning (C4). */
  hubTime?: string | null;
  /** What the clock of the device says, where `at` was set right by the hub's. */
  deviceTime?: string;
  /** Where it is asked later than at the instant that counts, as the hub does: now, for the age of the lists. */
  now?: string;
  /** The person it has to belong to; left out, nobody asks. */
  person?: string;
  /** What it has to cover, all of it; `product` null is any. */
  needs?: readonly { product: string | null; level: SupportLevel }[];
  /** An unknown or stale status: let it pass with a warning (a device), or not (the hub). */
  unknownStatus: 'warn' | 'refuse';
}

/** What came of each check that was made. */
export type Answers = Map<CheckName, Omit<Check, 'name'>>;

/** A verdict with all its checks; those without an answer were not made. */
export function verdictOf(
  kind: VerdictKind,
  answers: Answers,
  said: Said | null,
  list: ListAge | null,
  warn = false,
): Verdict {
  const checks = checkNames.map(
    (name): Check => ({
      name,
      ...(answers.get(name) ?? { outcome: 'not-made', message: NOT_CHECKED }),
    }),
  );
  const accepted = kind === 'valid' || (kind === 'status-unknown' && warn);
  return { kind, accepted, checks, said, list } as Verdict;
}

/** The verdict on a credential whose signature fits; whether it does, `verifyToken` says. */
export function judge(
  parsed: ReturnType<typeof credentialClaims.safeParse>,
  said: Said | null,
  key: ReadyKey,
  lists: ReadonlyMap<string, StatusList>,
  question: Question,
): Verdict {
  const answers: Answers = new Map();
  const fail = (name: CheckName, message: string) => answers.set(name, { outcome: 'failed', message });
  answers.set('signature', { outcome: 'passed', message: 'It is as it was signed.' });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    fail(
      'signature',
      `It is signed but does not have the form of a credential (${issue?.path.map(String).join('.') || 'its top'}).`,
    );
    return verdictOf('unreadable', answers, null, null);
  }
  const claims = parsed.data;
  if (!isKeyOf(key, claims.issuer.id) || (claims.iss !== undefined && claims.iss !== claims.issuer.id)) {
    fail('issuer', 'It names another issuer than the one whose key signed it.');
    return verdictOf('tampered', answers, said, null);
  }
  const distrust = validateKeyInUse(key, claims);
  if (distrust) {
    fail('issuer', distrust);
    return verdictOf('untrusted-issuer', answers, said, null);
  }
  answers.set('issuer', { outcome: 'passed', message: `${said?.issuer.name || key.issuer} is trusted.` });

  const time = checkTime(claims, question);
  answers.set('time', time.check);
  const status = checkStatus(claims, lists, question);
  answers.set('status', status.check);
  const holder = checkHolder(claims, question);
  answers.set('holder', holder);
  const scope = checkScope(claims, question);
  answers.set('scope', scope);
  // What is worst is said first: what can never pass again, then what could.
  const kind: VerdictKind =
    status.kind === 'tampered' || status.kind === 'revoked'
      ? status.kind
      : holder.outcome === 'failed'
        ? 'other-holder'
        : (time.kind ??
          (status.kind === 'suspended'
            ? 'suspended'
            : scope.outcome === 'failed'
              ? 'not-covered'
              : (status.kind ?? 'valid')));
  return verdictOf(kind, answers, said, status.list, question.unknownStatus === 'warn');
}

/** What the credential says of itself. */
export function saidBy(claims: CredentialClaims): Said {
  const { issuer, credentialSubject, validFrom, validUntil } = claims;
  return {
    id: claims.id ?? null,
    person: holderOf(claims),
    issuer: { id: issuer.id, name: issuer.name ?? '' },
    name: claims.name ?? credentialSubject.achievement?.name ?? '',
    coverage: credentialSubject.achievement?.coverage ?? [],
    validFrom,
    validUntil: validUntil ?? null,
  };
}

/** Why the key was not trusted when it signed (C7); null where it was. A signature without a date counts from `validFrom`. */
function validateKeyInUse(key: ReadyKey, claims: CredentialClaims): string | null {
  if (key.revokedAt !== null)
    return `Its key was withdrawn on ${dayOf(key.revokedAt)}; nothing that it signed counts.`;
  const signed = claims.iat === undefined ? Date.parse(claims.validFrom) : claims.iat * 1000;
  // A signature is dated in whole seconds.
  if (signed + 1_000 <= Date.parse(key.notBefore)) return 'It was signed before its key was in use.';
  if (key.notAfter !== null && signed > Date.parse(key.notAfter))
    return 'It was signed after its key was retired.';
  return null;
}

type Part = Omit<Check, 'name'>;

function checkTime(
  claims: CredentialClaims,
  question: Question,
): { check: Part; kind?: 'expired' | 'not-yet-valid' } {
  const at = Date.parse(question.at);
  const { validFrom, validUntil } = claims;
  if (at < Date.parse(validFrom))
    return {
      kind: 'not-yet-valid',
      check: { outcome: 'failed', message: `It is valid from ${dayOf(validFrom)}.` },
    };
  if (validUntil !== undefined && at > Date.parse(validUntil))
    return { kind: 'expired', check: { outcome: 'failed', message: `It ended on ${dayOf(validUntil)}.` } };
  const until = validUntil === undefined ? 'It has no end.' : `It is valid until ${dayOf(validUntil)}.`;
  const clock = Date.parse(question.deviceTime ?? question.at);
  if (question.hubTime && clock + CLOCK_TOLERANCE_MS < Date.parse(question.hubTime))
    return {
      check: { outcome: 'warning', message: `${until} The clock of this computer is behind the hub’s.` },
    };
  return { check: { outcome: 'passed', message: until } };
}

interface StatusAnswer {
  check: Part;
  list: ListAge | null;
  kind?: 'tampered' | 'revoked' | 'suspended' | 'status-unknown';
}

function checkStatus(
  claims: CredentialClaims,
  lists: ReadonlyMap<string, StatusList>,
  question: Question,
): StatusAnswer {
  const failed = (kind: 'tampered' | 'revoked' | 'suspended', message: string, list: ListAge | null = null) =>
    ({ kind, list, check: { outcome: 'failed', message } }) as const;
  const unknown = (message: string, list: ListAge | null): StatusAnswer => ({
    kind: 'status-unknown',
    list,
    check: { outcome: question.unknownStatus === 'warn' ? 'warning' : 'failed', message },
  });
  const entries = claims.credentialStatus ?? [];
  if (entries.length === 0)
    return {
      list: null,
      check: { outcome: 'passed', message: 'It says of itself that it cannot be revoked.' },
    };
  let old: StatusList | null = null;
  let missing = false;
  let suspended = false;
  for (const each of entries) {
    const entry = bitstringEntry.safeParse(each);
    if (!entry.success) {
      // Another method, or another purpose, may not be ours to know; one of ours that does not fit is a fault of it.
      if (
        each.type === 'BitstringStatusListEntry' &&
        /^(revocation|suspension)$/.test(each.statusPurpose ?? '')
      )
        return failed('tampered', 'What it says of its status does not fit together.');
      missing = true;
      continue;
    }
    const list = lists.get(entry.data.statusListCredential);
    if (!list || list.issuer !== claims.issuer.id) {
      missing = true;
      continue;
    }
    const bit = list.purpose === entry.data.statusPurpose ? bitOf(list.bits, indexOf(entry.data)) : null;
    if (bit === null) return failed('tampered', 'Its place in the status list does not exist.');
    if (!old || list.madeMs < old.madeMs) old = list;
    if (bit && list.purpose === 'revocation')
      return failed('revoked', `It was revoked before ${dayOf(list.validFrom)}.`, ageOf(list, question));
    if (bit) suspended = true;
  }
  const oldest = old && ageOf(old, question);
  if (suspended)
    return failed('suspended', `It was suspended as of ${dayOf(oldest?.asOf ?? question.at)}.`, oldest);
  if (missing) return unknown('There is no status list for it here.', oldest);
  if (oldest?.stale)
    return unknown(
      `Not revoked as of ${dayOf(oldest.asOf)}; the status list is ${oldest.days} days old and no longer valid.`,
      oldest,
    );
  return {
    list: oldest,
    check: {
      outcome: 'passed',
      message: `Not revoked or suspended as of ${dayOf(oldest?.asOf ?? question.at)}.`,
    },
  };
}

const indexOf = (entry: BitstringEntry) => Number(entry.statusListIndex);

/** A list ages by the later of the two clocks, so that turning one back does not make it younger. */
function ageOf(list: StatusList, { at, hubTime, now: asked }: Question): ListAge {
  let now = Date.parse(at);
  for (const time of [hubTime, asked]) if (time) now = Math.max(now, Date.parse(time));
  return {
    asOf: list.validFrom,
    freshUntil: list.freshUntil,
    days: Math.max(0, Math.floor((now - list.madeMs) / DAY_MS)),
    stale: now > list.freshMs,
  };
}

function checkHolder(claims: CredentialClaims, { person }: Question): Part {
  const { id, name } = holderOf(claims);
  if (person === undefined)
    return { outcome: 'not-made', message: name ? `It names ${name}.` : 'It names nobody.' };
  return id === person
    ? { outcome: 'passed', message: name ? `It is ${name}’s.` : 'It is this person’s.' }
    : {
        outcome: 'failed',
        message: name ? `It is ${name}’s, and not this person’s.` : 'It is not this person’s.',
      };
}

function checkScope(claims: CredentialClaims, { needs }: Question): Part {
  const covered = claims.credentialSubject.achievement?.coverage ?? [];
  if (!needs || needs.length === 0) {
    const told = covered
      .map(({ product, levels }) => `${product} (Level ${levels.join(' and ')})`)
      .join(', ');
    return {
      outcome: 'not-made',
      message: covered.length > 0 ? `It covers ${told.slice(0, 400)}.` : 'It names no product.',
    };
  }
  const lacking = needs.find(({ product, level }) => !covers(covered, product, level));
  return lacking
    ? {
        outcome: 'failed',
        message: `It does not cover ${lacking.product ?? 'any product'} at Level ${lacking.level}.`,
      }
    : { outcome: 'passed', message: 'It covers the product and the level.' };
}
