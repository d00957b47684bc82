/**
 * What counts as an answer, for every rule alike: blank is blank whatever the characters, a sentence has words, two questions
 * have two answers, and nothing has happened yet that lies in the future. See SPEC.md, 'An answer is more than a character'.
 */
import { filled, folded, isRequest, isSentence } from '../base/spoken.ts';
import type { ZonedInstant } from '../base/values.ts';
import { cases } from '../cases/case.ts';
import { type Field, NOT_ASKED } from '../cases/field.ts';
import type { CaseRecord } from '../cases/schema.ts';
import { type Ask, type CaseFacts, onCase } from './rule.ts';
import type { Finding } from './schema.ts';

/** A clock a little ahead is no reason to send an engineer back. */
const FUTURE_TOLERANCE_MS = 5 * 60 * 1000;
const MINUTE_MS = 60_000;

type TextField = {
  [K in keyof CaseRecord]: CaseRecord[K] extends string ? K : never;
}[keyof CaseRecord];

/** What Level 3 cannot do without: less than a sentence there, or what stands in another field already, blocks. */
const needed: ReadonlySet<string> = new Set<TextField>(['specified', 'observed', 'reproduction', 'ask']);

const fields: Readonly<Record<string, Field>> = cases.fields;
/** The texts of a case that are sentences; a way in (`accessHow`) may be two words, and what a machine says is no sentence. */
const sentences = Object.keys(fields).filter(
  (name) => fields[name]?.input.kind === 'text' && name !== 'accessHow' && !fields[name]?.mono,
) as TextField[];

/** What a finding about an answer says beside its place. */
interface Words {
  message: string;
  fix: string;
  severity?: Finding['severity'];
  clause?: string;
}

function labelOf(field: string): string {
  return fields[field]?.label ?? field;
}

/** What the sentences of a case say (`folded`), by field. */
export function saidIn(record: CaseRecord): Map<string, string> {
  return new Map(sentences.map((field) => [field, folded(record[field])]));
}

/** Another text of the case that says the same; null where there is none. */
function sameAs(facts: CaseFacts, field: TextField): TextField | null {
  const own = facts.said.get(field);
  return sentences.find((other) => other !== field && facts.said.get(other) === own) ?? null;
}

/**
 * Asks for a sentence in a field of the case.
 * @param missing what is said where it is blank
 * @param must whether less than a sentence blocks
 */
export function askSentence(
  facts: CaseFacts,
  ask: Ask,
  field: TextField,
  missing: Words,
  must = needed.has(field),
): void {
  const value = facts.case[field];
  const where = onCase(facts, field);
  if (!filled(value)) {
    ask(false, { ...missing, where });
    return;
  }
  // What is asked of somebody may be as short as 'Say why.': that warns, and a lead reads it.
  const request = field === 'ask' && isRequest(value) && !isSentence(value) && sameAs(facts, field) === null;
  const severity = must && !request ? 'blocker' : 'warning';
  const clause = missing.clause === undefined ? {} : { clause: missing.clause };
  if (!isSentence(value)) {
    ask(false, {
      ...clause,
      severity,
      message: `“${labelOf(field)}” says too little: “${value.trim().slice(0, 40)}”`,
      fix: 'Write a sentence of three words or more that somebody who was not there understands.',
      where,
    });
    return;
  }
  const same = sameAs(facts, field);
  if (same !== null) {
    ask(false, {
      ...clause,
      severity,
      message: `“${labelOf(field)}” says the same as “${labelOf(same)}”`,
      fix: 'Write in each of the two what it asks for.',
      where,
    });
    return;
  }
  ask(true, { ...missing, where });
}

/** The questions of a case that are answered with yes or no. */
type YesNoField = {
  [K in keyof CaseRecord]: 'yes' extends CaseRecord[K] ? ('no' extends CaseRecord[K] ? K : never) : never;
}[keyof CaseRecord];

/** Asks for a yes or no. What was written before there was the question only warns: nobody was asked then. */
export function askAnswered(facts: CaseFacts, ask: Ask, field: YesNoField, missing: Words): void {
  const value = facts.case[field];
  const older = value === NOT_ASKED ? { severity: 'warning' as const } : {};
  ask(value === 'yes' || value === 'no', { ...missing, ...older, where: onCase(facts, field) });
}

/** Whether an instant has come, give or take what clocks differ. @param at ISO 8601 in UTC */
export function hasCome(facts: CaseFacts, at: string): boolean {
  return Date.parse(at) <= Date.parse(facts.now) + FUTURE_TOLERANCE_MS;
}

/** Asks for a time that has come. @param missing what is said where there is none; @param what begins the sentence otherwise */
export function askTime(
  facts: CaseFacts,
  ask: Ask,
  at: ZonedInstant | null,
  missing: Words & { what: string; where: Finding['where'] },
): void {
  const { what, ...words } = missing;
  if (at !== null && !hasCome(facts, at.at)) {
    ask(false, {
      ...words,
      severity: 'blocker',
      message: `${what} lies in the future`,
      fix: 'Set the time, or the clock of this computer.',
    });
    return;
  }
  ask(at !== null, words);
}

/** Whether one time lies before another by more than the minute to which people give times. ISO 8601 in UTC */
export function isBefore(one: string, other: string): boolean {
  return Math.floor(Date.parse(one) / MINUTE_MS) < Math.floor(Date.parse(other) / MINUTE_MS);
}

/** A question, which is no defect: it has its own short set of rules (P-29). */
export function isQuestion(record: Pick<CaseRecord, 'workType' | 'priority'>): boolean {
  return record.workType === 'information' && record.priority === 'P4';
}
