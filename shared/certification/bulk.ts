/** Who passed an exam and has no credential of it that counts: to whom one may be issued, all at once. */
import type { ExamRecord, PersonRecord, RegistryCredential, ResultRecord } from './schema.ts';

export interface Candidate {
  person: PersonRecord;
  exam: ExamRecord;
  /** The last time that they passed it, `2026-11-25`. */
  passedOn: string;
  /** `never`: they had none of this exam. `ended`, `revoked`: what became of the last; to issue again is a decision of its own. */
  standing: 'never' | 'ended' | 'revoked';
}

export interface Registry {
  people: readonly PersonRecord[];
  exams: readonly ExamRecord[];
  results: readonly Pick<ResultRecord, 'personId' | 'examId' | 'passedOn'>[];
  credentials: readonly Pick<RegistryCredential, 'personId' | 'examId' | 'state' | 'validUntil'>[];
}

const pairOf = ({ personId, examId }: { personId: string; examId: string }) => `${personId} ${examId}`;

/**
 * By organisation, name and exam. Left out: exams that are no longer taken, people who left, and people whose credential counts or is suspended,
 * which is reinstated and not issued again.
 * @param now ISO 8601 in UTC
 */
export function candidatesOf({ people, exams, results, credentials }: Registry, now: string): Candidate[] {
  const passed = new Map<string, string>();
  for (const each of results) {
    const pair = pairOf(each);
    if (each.passedOn > (passed.get(pair) ?? '')) passed.set(pair, each.passedOn);
  }
  const held = new Map<string, Registry['credentials'][number][]>();
  for (const each of credentials) {
    const own = held.get(pairOf(each));
    if (own) own.push(each);
    else held.set(pairOf(each), [each]);
  }
  const active = exams.filter((exam) => exam.active);
  const found: Candidate[] = [];
  for (const person of people.filter(({ endedAt }) => endedAt === undefined)) {
    for (const exam of active) {
      const pair = pairOf({ personId: person.id, examId: exam.id });
      const passedOn = passed.get(pair);
      const own = held.get(pair) ?? [];
      if (passedOn === undefined) continue;
      if (own.some(({ state, validUntil }) => state !== 'revoked' && validUntil > now)) continue;
      const revoked = own.some(({ state }) => state === 'revoked');
      found.push({
        person,
        exam,
        passedOn,
        standing: revoked ? 'revoked' : own.length > 0 ? 'ended' : 'never',
      });
    }
  }
  const text = ({ person, exam }: Candidate) => `${person.organisationName}\n${person.name}\n${exam.name}`;
  return found.sort((a, b) => text(a).localeCompare(text(b)));
}
