/** How handoffs fare over time, by engineer: what a lead looks at to see what to teach. Counts, never marks. */

import type { PersonRef } from '../base/people.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { PacketSignature } from '../handoff/signature.ts';
import type { Review } from './schema.ts';

/** Below this many handoffs, a share says little, and screens say so. */
export const FEW = 10;

export interface EngineerQuality {
  engineer: PersonRef;
  /** Packets that were submitted, and how many of them a lead sent back. */
  handoffs: number;
  sentBack: number;
  /** How often each rule was named in what was sent back, the most frequent first; `other` for a lead's own words. */
  rules: { rule: string; count: number }[];
  waivers: number;
  /** Hours from opening a case to its first handoff, in order; one a case. */
  hoursToComplete: number[];
}

/** The middle of sorted numbers; null of none. */
export function median(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/**
 * @param known rows of the organisation: cases that may be looked at, all signatures, all reviews
 * @param since ISO 8601 in UTC: only packets that were signed from then on count
 */
export function qualityOf(
  known: {
    cases: readonly Pick<CaseRecord, 'id' | 'createdAt'>[];
    signatures: readonly PacketSignature[];
    reviews: readonly Review[];
  },
  since: string,
): EngineerQuality[] {
  const opened = new Map(known.cases.map((each) => [each.id, Date.parse(each.createdAt.at)]));
  const from = Date.parse(since);
  const people = new Map<string, EngineerQuality & { counts: Map<string, number> }>();
  const authors = new Map<string, string>();
  const submitted = known.signatures
    .filter((each) => each.kind === 'engineer' && Date.parse(each.at.at) >= from)
    .sort((a, b) => a.revision - b.revision);
  for (const { by, packetId, caseId, revision, at } of submitted) {
    if (authors.has(packetId)) continue;
    authors.set(packetId, by.id);
    const person = people.get(by.id) ?? {
      engineer: by,
      handoffs: 0,
      sentBack: 0,
      rules: [],
      waivers: 0,
      hoursToComplete: [],
      counts: new Map<string, number>(),
    };
    people.set(by.id, person);
    person.handoffs += 1;
    const start = opened.get(caseId);
    if (revision === 1 && start !== undefined)
      person.hoursToComplete.push(Math.max(0, (Date.parse(at.at) - start) / 3_600_000));
  }
  const personOf = (packetId: string) => people.get(authors.get(packetId) ?? '');
  for (const { packetId, changes } of known.reviews) {
    const person = personOf(packetId);
    if (!person) continue;
    person.sentBack += 1;
    for (const { rule } of changes.length > 0 ? changes : [{ rule: null }]) {
      const name = rule ?? 'other';
      person.counts.set(name, (person.counts.get(name) ?? 0) + 1);
    }
  }
  for (const { kind, packetId, waivers } of known.signatures) {
    const person = kind === 'approval' ? personOf(packetId) : undefined;
    if (person) person.waivers += waivers.length;
  }
  return [...people.values()]
    .map(({ counts, ...person }) => ({
      ...person,
      hoursToComplete: person.hoursToComplete.sort((a, b) => a - b),
      rules: [...counts]
        .map(([rule, count]) => ({ rule, count }))
        .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
    }))
    .sort((a, b) => (a.engineer.name < b.engineer.name ? -1 : 1));
}
