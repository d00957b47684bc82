/** Verifies credentials against the issuer keys and status lists that are at hand, with no network (C1). */
import { credentialClaims } from './credential.ts';
import { type Answers, judge, type Question, saidBy, verdictOf } from './judge.ts';
import type { IssuerKey } from './keys.ts';
import { openStatusList, type StatusList } from './status-list.ts';
import { type KeyRing, keyRing, MAX_CREDENTIAL_LENGTH, verifyToken } from './token.ts';
import type { Verdict } from './verdict.ts';

export type { Question } from './judge.ts';

/** Keys and lists, imported, verified and unpacked once for any number of credentials. */
export interface Verifier {
  verify(token: string, question: Question): Promise<Verdict>;
  /** What was wrong with lists that were given, one sentence each. */
  problems: readonly string[];
}

/** Milliseconds of work between two pauses, about; and credentials at the most. */
const BETWEEN_PAUSES_MS = 8;
const MOST_BETWEEN_PAUSES = 20;

/**
 * Checks any number of credentials in one pass, and lets the program do other things in between: as many at a time as this
 * computer checks in a few milliseconds, the first one alone, because it is the slowest.
 * @param pause resolves in a later task, so that a screen stays alive
 * @param clock milliseconds, from any start
 */
export async function verifyAll<T>(
  verifier: Verifier,
  asked: readonly T[],
  questionOf: (each: T) => { token: string; question: Question },
  { pause, clock }: { pause: () => Promise<void>; clock: () => number },
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let size = 1;
  while (verdicts.length < asked.length) {
    const start = clock();
    const some = asked.slice(verdicts.length, verdicts.length + size).map(questionOf);
    verdicts.push(
      ...(await Promise.all(some.map(({ token, question }) => verifier.verify(token, question)))),
    );
    const took = clock() - start;
    const fits = took > 0 ? Math.floor((size * BETWEEN_PAUSES_MS) / took) : MOST_BETWEEN_PAUSES;
    size = Math.min(Math.max(1, fits), 2 * size, MOST_BETWEEN_PAUSES);
    await pause();
  }
  return verdicts;
}

/**
 * @param issuerKeys the keys that are trusted
 * @param statusLists tokens; of two lists of one address the newer counts
 */
export async function openVerifier(
  issuerKeys: readonly IssuerKey[],
  statusLists: readonly string[],
): Promise<Verifier> {
  const keys = await keyRing(issuerKeys);
  const lists = new Map<string, StatusList>();
  const problems: string[] = [];
  for (const answer of await Promise.all(statusLists.map((token) => openStatusList(token, keys)))) {
    if (!answer.ok) {
      problems.push(answer.message);
      continue;
    }
    const known = lists.get(answer.list.url);
    if (!known || Date.parse(answer.list.validFrom) > Date.parse(known.validFrom))
      lists.set(answer.list.url, answer.list);
  }
  return { problems, verify: (token, question) => verifyWith(keys, lists, token, question) };
}

async function verifyWith(
  keys: KeyRing,
  lists: ReadonlyMap<string, StatusList>,
  token: string,
  question: Question,
): Promise<Verdict> {
  const answer = await verifyToken(token.trim(), keys, MAX_CREDENTIAL_LENGTH, (claims, key) => {
    const parsed = credentialClaims.safeParse(claims);
    const said = parsed.success ? saidBy(parsed.data) : null;
    return { said, ifGenuine: key && judge(parsed, said, key, lists, question) };
  });
  if (answer.kind === 'verified') {
    if (!answer.read.ifGenuine) throw new Error('a signature was checked without a key');
    return answer.read.ifGenuine;
  }
  const { kind, message } = answer;
  const answers: Answers = new Map();
  answers.set(kind === 'untrusted' ? 'issuer' : 'signature', { outcome: 'failed', message });
  const said = answer.read?.said ?? null;
  return verdictOf(kind === 'untrusted' ? 'untrusted-issuer' : kind, answers, said, null);
}
