/** What a decision about a packet has to be, whoever asks: the lead's console before it writes, the hub before it takes it in. */

import { asRead, filled, fitsAnyCase, gist, isSentence, isWord, unpadded } from '../base/spoken.ts';
import type { ZonedInstant } from '../base/values.ts';
import type { CaseRecord } from '../cases/schema.ts';
import { type CaseWaiver, isWaivable, waivers } from '../cases/statements.ts';
import type { Waiver } from '../handoff/signature.ts';
import type { AskedChange, Review, ReviewTick, Template } from './schema.ts';

/** By when the approval of a P1 has to follow its packet (H37). */
const LATE_APPROVAL_HOURS = 24;

/** The instant by which the approval of a P1's packet is due, ISO 8601 in UTC. */
export function approvalDue(packet: { createdAt: ZonedInstant }): string {
  return new Date(Date.parse(packet.createdAt.at) + LATE_APPROVAL_HOURS * 3_600_000).toISOString();
}

/** Why this is no decision; null where it is one. */
export function validateDecision(decision: Pick<Review, 'kind' | 'text' | 'changes'>): string | null {
  if (decision.kind === 'rejected') return isWord(decision.text) ? null : 'A rejection says why.';
  if (decision.changes.length === 0) return 'A request for changes names at least one.';
  return decision.changes.every((change) => isWord(change.text))
    ? null
    : 'Each change that is asked for is said in words.';
}

/** The texts of a case that a read-back could be copied from. */
const sources = ['title', 'specified', 'observed', 'impact', 'escalationExplanation', 'ask'] as const;

/** Whether words hold a sentence of the engineer's, and beside it no sentence of their own. */
function onlyQuotes(words: string, text: string): boolean {
  const [read, quoted] = [
    asRead(words).toLowerCase(),
    asRead(text)
      .toLowerCase()
      .replace(/[.!?]+$/, ''),
  ];
  return isSentence(text) && read.includes(quoted) && !isSentence(read.replace(quoted, ' '));
}

/**
 * Why these words are no approval; null where they are one (H37).
 * @param record the case as it was handed off: the engineer's own text is no read-back
 */
export function validateApproval(
  approval: { readBack: { wrong: string; asked: string } | null; waivers: readonly Waiver[] },
  record: Pick<CaseRecord, (typeof sources)[number]>,
): string | null {
  const { readBack, waivers } = approval;
  if (!readBack || !filled(readBack.wrong) || !filled(readBack.asked))
    return 'An approval says in the lead’s own words what is wrong and what is asked of Level 3.';
  const own = [readBack.wrong, readBack.asked];
  const short = own.find((words) => !isWord(words));
  if (short !== undefined)
    return `“${short.trim().slice(0, 40)}” says too little: read back what is wrong, and what is asked, so that the engineer would say yes to it.`;
  const said = new Set(sources.map((field) => gist(record[field])));
  // Also where it is lengthened by a letter or a word, or said twice.
  const quotes = (words: string) => sources.some((field) => onlyQuotes(words, record[field]));
  if (own.some((words) => said.has(gist(words)) || said.has(unpadded(words)) || quotes(words)))
    return 'The read-back is what the engineer wrote, word for word. Say it in words of your own.';
  if (gist(readBack.wrong) === gist(readBack.asked))
    return 'What is wrong and what is asked are two things: say each of them.';
  const empty = own.find(fitsAnyCase);
  if (empty !== undefined)
    return `“${empty.trim().slice(0, 40)}” is true of any case: read back what is wrong in this one, and what is asked.`;
  const fixed = waivers.find((each) => !isWaivable(each.rule, each.where));
  if (fixed) return `${fixed.rule} cannot be waived.`;
  return waivers.every((each) => isWord(each.reason)) ? null : 'A waiver says why.';
}

/** The waivers of an approval as the rules take them: by the approver, for its case. */
export function waiversOf(approval: {
  id: string;
  caseId: string;
  at: ZonedInstant;
  by: CaseWaiver['by'];
  waivers: readonly Waiver[];
}): CaseWaiver[] {
  const { id, caseId, at, by } = approval;
  return approval.waivers.flatMap(({ rule, where, reason }) =>
    isWaivable(rule, where) ? [waivers.empty({ id, caseId, rule, where, at, by, reason })] : [],
  );
}

/** What a lead said last of the case: of its newest revision. */
export function newestReview(reviews: readonly Review[]): Review | undefined {
  return [...reviews].sort((a, b) => b.revision - a.revision)[0];
}

/** The changes of a review to which nobody has said anything yet. */
export function unansweredChanges(review: Review, ticks: readonly ReviewTick[]): AskedChange[] {
  const answered = newestTicks(ticks);
  return review.changes.filter(({ id }) => !answered.has(id));
}

/** The last answer to each change that was asked for, by the change's id. @param ticks in the order in which they count (S2) */
export function newestTicks(ticks: readonly ReviewTick[]): Map<string, ReviewTick> {
  return new Map(ticks.map((tick) => [tick.changeId, tick]));
}

/** The templates that count: the newest version of each, without those that were withdrawn; by name. */
export function currentTemplates(rows: readonly Template[]): Template[] {
  const newest = new Map<string, Template>();
  for (const row of rows) {
    const known = newest.get(row.templateId);
    if (!known || row.version >= known.version) newest.set(row.templateId, row);
  }
  return [...newest.values()]
    .filter((row) => !row.withdrawn)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.templateId < b.templateId ? -1 : 1));
}
