/**
 * What counts as an answer, for every rule alike: blank is blank whatever the characters, a sentence has words, two questions
 * have two answers, and nothing has happened yet that lies in the future. See SPEC.md, 'An answer is more than a character'.
 */
import { cut } from '../base/cut.ts';
import {
  filled,
  fitsAnyCase,
  gist,
  isName,
  isPlaceholder,
  isRequest,
  isSentence,
  isWord,
  saysThereIsNone,
  unnumbered,
  unpadded,
  wordsInAnyOrder,
} from '../base/spoken.ts';
import type { SpokenText } from '../base/spoken-text.ts';
import type { ZonedInstant } from '../base/values.ts';
import { cases } from '../cases/case.ts';
import { descriptions } from '../cases/contents.ts';
import { type Field, NOT_ASKED } from '../cases/field.ts';
import type { CaseRecord } from '../cases/schema.ts';
import { isZone } from '../cases/words.ts';
import { sentencesOf } from './advice.ts';
import { type Ask, type CaseFacts, onCase, type Said, type Words } from './rule.ts';
import type { Finding } from './schema.ts';
import { labelled, type Sentence, say } from './sentence.ts';

/** Nothing that is supported was there before: an earlier year is a slip, or made up. */
const FIRST_YEAR = '2000';
/** A clock a little ahead is no reason to send an engineer back. */
const FUTURE_TOLERANCE_MS = 5 * 60 * 1000;
const MINUTE_MS = 60_000;

/** An extension has three. */
const DIGITS_OF_A_NUMBER = 3;

type TextField = {
  [K in keyof CaseRecord]: CaseRecord[K] extends string ? K : never;
}[keyof CaseRecord];

/** What Level 3 cannot do without: less than a sentence there, or what stands in another field already, blocks. */
const needed: ReadonlySet<string> = new Set<TextField>(['specified', 'observed', 'reproduction', 'ask']);

const fields: Readonly<Record<string, Field>> = cases.fields;
/** Facts of a case that answer none of its questions: a text that only says one of them again says nothing more. */
const heads = ['title', 'customer', 'site'] as const satisfies readonly TextField[];
/** What happens is often what the case is called. */
const mayBeTitle: ReadonlySet<string> = new Set<TextField>(['observed', 'impact']);

/** The texts of a case that are sentences; a way in (`accessHow`) may be two words, and what a machine says is no sentence. */
const sentences = Object.keys(fields).filter(
  (name) => fields[name]?.input.kind === 'text' && name !== 'accessHow' && !fields[name]?.mono,
) as TextField[];

function labelOf(field: string): string {
  return fields[field]?.label ?? field;
}

/** What the sentences of a case say, and what it is called, by field: as they are compared. */
export function saidIn(record: CaseRecord): Map<string, Said> {
  return new Map(
    [...sentences, ...heads].map((field) => {
      const text = record[field];
      return [field, { text, whole: gist(text), bare: unpadded(text), unnumbered: unnumbered(text) }];
    }),
  );
}

type Alike = (one: Said, other: Said) => boolean;

/** One says what the other does, and nothing but what lengthens it besides. */
const isSame: Alike = (one, other) =>
  one.whole === other.whole || one.bare === other.whole || one.whole === other.bare;

/** They differ in what stands at their ends: a number, or a letter. 'A rings before B' may be the fault of 'B rings before A'. */
const isNearlySame: Alike = (one, other) =>
  (one.bare !== '' && one.bare === other.bare) ||
  (one.unnumbered !== '' && one.unnumbered === other.unnumbered);

/** They say the same words in another order: a text shuffled to look like another, or 'A rings at B' of 'B rings at A'. */
const isReordered: Alike = (one, other) =>
  // The letters are as many, where the words are the same: looked at first, as most texts differ in that.
  one.whole !== '' &&
  one.whole.length === other.whole.length &&
  wordsInAnyOrder(one.text) === wordsInAnyOrder(other.text);

/** Another text of the case to which it is alike; null where there is none. */
function likeWhat(facts: CaseFacts, field: TextField, alike: Alike): TextField | null {
  const own = facts.said.get(field);
  const isAlike = (other: Said | undefined) => own !== undefined && other !== undefined && alike(own, other);
  return [...sentences, ...heads].find((other) => other !== field && isAlike(facts.said.get(other))) ?? null;
}

/** What a label adds to its question. */
const IN_BRACKETS = /\s*\([^)]*\)$/;

/** Labels as they are compared, with what stands in their brackets and without. */
const labels = new Map<string, readonly string[]>();

function gistsOf(label: string): readonly string[] {
  let gists = labels.get(label);
  if (!gists) {
    gists = [gist(label), gist(label.replace(IN_BRACKETS, ''))];
    labels.set(label, gists);
  }
  return gists;
}

/**
 * Whether a text is made of nothing but questions and advice that the console itself shows: one of its own, or of others.
 * @param own the label of the field
 * @param whole the text as it is compared
 */
function isAdvice(facts: CaseFacts, value: string, own: string, whole = gist(value)): boolean {
  const advice = facts.advice();
  const isOne = (said: string) => advice.has(said) || gistsOf(own).includes(said);
  if (isOne(whole)) return true;
  const parts = sentencesOf(value);
  return parts.length > 1 && parts.every((part) => isOne(gist(part)));
}

/** The same of a text that is no field of the case. */
export function isShown(facts: CaseFacts, said: SpokenText): boolean {
  return isAdvice(facts, said.text, '', said.gist);
}

/** Fields of a case or of a system that hold a name or a few words. */
type NamedIn = { [T in 'cases' | 'systems']: keyof (typeof descriptions)[T]['fields'] };

/** Whether a field names something: its value can be a name, and is not the question itself. */
export function isNamed<T extends keyof NamedIn>(
  facts: CaseFacts,
  table: T,
  field: NamedIn[T],
  value: string,
): boolean {
  return isName(value) && !isAdvice(facts, value, labelIn(table, field as string));
}

/** The same of what is told in a few words. */
export function isTold<T extends keyof NamedIn>(
  facts: CaseFacts,
  table: T,
  field: NamedIn[T],
  value: string,
): boolean {
  return isWord(value) && !isAdvice(facts, value, labelIn(table, field as string));
}

function labelIn(table: keyof NamedIn, field: string): string {
  const of: Readonly<Record<string, Field>> = descriptions[table].fields;
  return of[field]?.label ?? field;
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
  const request =
    field === 'ask' && isRequest(value) && !isSentence(value) && likeWhat(facts, field, isSame) === null;
  const severity = must && !request ? 'blocker' : 'warning';
  // A question is often what the case is called, and nothing that happens is asked of it.
  const mayRepeat = isQuestion(facts.case);
  const clause = missing.clause === undefined ? {} : { clause: missing.clause };
  const asked = { field: labelled(field) };
  const said = { said: cut(value.trim(), 40) };
  const advice = [missing.message, missing.fix].some((words) => gist(words.text) === gist(value));
  if (!isSentence(value) || advice || isAdvice(facts, value, labelOf(field))) {
    ask(false, {
      ...clause,
      severity,
      ...(isPlaceholder(value)
        ? { code: 'says-nothing', message: say`“${asked}” says nothing: “${said}”` }
        : { code: 'says-too-little', message: say`“${asked}” says too little: “${said}”` }),
      fix: say`Write a sentence of three words or more that somebody who was not there understands.`,
      where,
    });
    return;
  }
  const same = likeWhat(facts, field, isSame);
  if (same !== null) {
    ask(false, {
      ...clause,
      severity: mayRepeat || (same === 'title' && mayBeTitle.has(field)) ? 'warning' : severity,
      message: say`“${asked}” says the same as “${{ other: labelled(same) }}”`,
      ...(same === 'title' || same === 'customer' || same === 'site'
        ? { code: 'says-what-it-is-called', fix: say`Write more than what the case is called.` }
        : { code: 'says-the-same', fix: say`Write in each of the two what it asks for.` }),
      where,
    });
    return;
  }
  // 'It does not work' and 'Please fix it' are meant in earnest, and are true of every case.
  if (needed.has(field) && fitsAnyCase(value))
    ask(false, {
      ...clause,
      severity: 'warning',
      code: 'true-of-any-case',
      message: say`“${asked}” is true of any case: “${said}”`,
      fix: say`Write what of this case somebody who was not there has to know.`,
      where,
    });
  // 'Rings after 2 s' and 'after 20 s' are two answers; a number behind the same words is seldom one.
  const numbered = likeWhat(facts, field, isNearlySame);
  if (numbered !== null)
    ask(false, {
      ...clause,
      severity: 'warning',
      code: 'differs-in-a-number',
      message: say`“${asked}” differs from “${{ other: labelled(numbered) }}” in a number or a letter alone`,
      fix: say`Write in each of the two what it asks for, in words as well.`,
      where,
    });
  const reordered = numbered === null ? likeWhat(facts, field, isReordered) : null;
  if (reordered !== null)
    ask(false, {
      ...clause,
      severity: 'warning',
      code: 'same-words-reordered',
      message: say`“${asked}” has the words of “${{ other: labelled(reordered) }}” in another order, and no others`,
      fix: say`Write in each of the two what it asks for; where they differ in their order, leave it, and the lead decides.`,
      where,
    });
  ask(true, { ...missing, where });
}

/** What agrees with a no, wherever it stands: 'Standard installation, not modified', 'unverändert'. */
const AGREES_WITH_NO =
  /(?<![\p{L}\p{N}])(?:not|never|no|un(?:modified|changed|touched|altered)|standard|default|factory|nicht|nie|kein\p{L}*|unverändert|pas|non|sin|değil|yok|не|нет)(?![\p{L}\p{N}])/iu;

/** The questions of a case that are answered with yes or no. */
type YesNoField = {
  [K in keyof CaseRecord]: 'yes' extends CaseRecord[K] ? ('no' extends CaseRecord[K] ? K : never) : never;
}[keyof CaseRecord];

/** The texts that are asked for only where a question is answered with yes. */
const toldOfYes = (Object.keys(fields) as TextField[]).flatMap((name) => {
  const { input, when } = fields[name] ?? {};
  const isText = input?.kind === 'text' || input?.kind === 'line';
  return isText && when?.is.length === 1 && when.is[0] === 'yes' ? { question: when.field, name } : [];
});

/**
 * Asks for a yes or no. What was written before there was the question only warns: nobody was asked then. A no beside a text of
 * what a yes would tell contradicts itself: the packet shows both.
 * @param contradicts how heavily
 */
export function askAnswered(
  facts: CaseFacts,
  ask: Ask,
  field: YesNoField,
  missing: Words,
  contradicts: Finding['severity'] = 'warning',
): void {
  const value = facts.case[field];
  const where = onCase(facts, field);
  const older = value === NOT_ASKED ? { severity: 'warning' as const } : {};
  ask(value === 'yes' || value === 'no', { ...missing, ...older, where });
  if (value !== 'no') return;
  for (const { question, name } of toldOfYes) {
    if (question !== field) continue;
    const told = facts.case[name];
    ask(!isWord(told) || saysThereIsNone(told) || AGREES_WITH_NO.test(told), {
      code: 'no-contradicted',
      message: say`“${{ field: labelled(field) }}” is answered no, but “${{ other: labelled(name) }}” says “${{ said: cut(told.trim(), 60) }}”`,
      fix: say`Answer yes; or answer yes, empty “${{ other: labelled(name) }}”, and answer no again.`,
      where,
      severity: contradicts,
    });
  }
}

/** So many instants are known by their text: rows of one case share a few, and each is held against several. */
const MOST_INSTANTS = 500;
const instants = new Map<string, number>();

/** @param text ISO 8601 in UTC */
function millisecondsOf(text: string): number {
  let at = instants.get(text);
  if (at === undefined) {
    if (instants.size >= MOST_INSTANTS) instants.clear();
    at = Date.parse(text);
    instants.set(text, at);
  }
  return at;
}

/** Whether an instant has come, give or take what clocks differ. @param at ISO 8601 in UTC */
export function hasCome({ now }: Pick<CaseFacts, 'now'>, at: string): boolean {
  return millisecondsOf(at) <= millisecondsOf(now) + FUTURE_TOLERANCE_MS;
}

/** Whether something can have happened then: it has come, and in this century. @param at ISO 8601 in UTC */
export function canBe(facts: Pick<CaseFacts, 'now'>, at: string): boolean {
  return hasCome(facts, at) && at >= FIRST_YEAR;
}

/** Of what a time is: how a sentence about it begins, and the code of such a sentence. */
interface Timed {
  what: Sentence;
  of: string;
  where: Finding['where'];
}

/** Asks for a time that has come. @param missing what is said where there is none */
export function askTime(
  facts: CaseFacts,
  ask: Ask,
  at: ZonedInstant | null,
  missing: Pick<Words, 'code' | 'message' | 'fix'> & Timed,
): void {
  const { what, of, ...words } = missing;
  if (at === null || canBeTime(facts, ask, at, { what, of, where: words.where })) ask(at !== null, words);
}

/** Whether a time that is given can be one: it has come, in this century. Says so where it cannot. */
export function canBeTime(facts: CaseFacts, ask: Ask, at: ZonedInstant, { what, of, where }: Timed): boolean {
  if (!hasCome(facts, at.at)) {
    ask(false, {
      severity: 'blocker',
      code: `${of}-in-future`,
      message: say`${what} lies in the future: ${{ at }}`,
      fix: say`Set the time, or the clock of this computer.`,
      where,
    });
    return false;
  }
  if (at.at < FIRST_YEAR) {
    ask(false, {
      severity: 'blocker',
      code: `${of}-too-early`,
      message: say`${what} lies before the year ${{ year: Number(FIRST_YEAR) }}: ${{ at }}`,
      fix: say`Set the year.`,
      where,
    });
    return false;
  }
  if (!isZone(at.zone))
    ask(false, {
      severity: 'warning',
      code: `${of}-in-unknown-zone`,
      message: say`${what} names a time zone that is not known: “${{ zone: at.zone }}”`,
      fix: say`Set the time again, with the zone of the clock that was looked at.`,
      where,
    });
  return true;
}

/** Whether one time lies before another by more than the minute to which people give times. ISO 8601 in UTC */
export function isBefore(one: string, other: string): boolean {
  return Math.floor(millisecondsOf(one) / MINUTE_MS) < Math.floor(millisecondsOf(other) / MINUTE_MS);
}

/** Whether a number can be called: three digits or more, whatever their script, not all the same. */
export function isTelephone(text: string): boolean {
  const digits = text.normalize('NFKC').match(/\p{Nd}/gu) ?? [];
  return digits.length >= DIGITS_OF_A_NUMBER && new Set(digits).size > 1;
}

/** A question, which is no defect: it has its own short set of rules (P-29). */
export function isQuestion(record: Pick<CaseRecord, 'workType' | 'priority'>): boolean {
  return record.workType === 'information' && record.priority === 'P4';
}
