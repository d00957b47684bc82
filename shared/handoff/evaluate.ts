/**
 * Runs the handoff rules on a case, from scratch or edit by edit.
 *
 * An edit re-evaluates what it touches: the answer of a rule of the case, and of all rules about a system, a step or an attachment, is
 * kept until the record, or a fact that they read, changes. What they read is recorded as they read it (see reads.ts).
 */

import type { CaseContents } from '../cases/contents.ts';
import { type OutlinePart, outlineParts } from '../cases/outline-parts.ts';
import { isWaivable } from '../cases/statements.ts';
import { adviceOf, aProduct } from './advice.ts';
import { isQuestion } from './answers.ts';
import { type Change, keepFacts, type RuleContext } from './case-facts.ts';
import { inOrder, merged, type Placed, placeOf } from './finding-order.ts';
import { outlinePartOf, type PartProgress, type Progress } from './outline.ts';
import { type Reads, recordReads } from './reads.ts';
import { type Ask, type CaseFacts, findingOf, type Otherwise, type Rule, type RuleHead } from './rule.ts';
import { ruleNumber, ruleSet } from './rule-set.ts';
import { type Finding, type MadeFinding, type Part, parts } from './schema.ts';
import { waived, waiverOf } from './waive.ts';

export type { Change, RuleContext } from './case-facts.ts';

/** Counts of one part. `done` and `missing` count the questions of blocking rules, `warnings` the warnings that stand. */
export interface PartCount {
  done: number;
  missing: number;
  waived: number;
  warnings: number;
}
export type Completeness = Record<Part, PartCount>;

export interface Evaluator {
  apply(change: Change): void;
  setContext(context: RuleContext): void;
  /**
   * Asks what has to be asked, one subject at a turn, so that whoever draws in between can. Until it is at its end nothing is applied;
   * what is not gone through to the end is asked by whichever answer is wanted next.
   */
  asking(): Iterable<void>;
  /** All findings, by rule number, then by the place they point at. */
  findings(): MadeFinding[];
  completeness(): Completeness;
  /** The blocking questions by the part of the form on which they stand. */
  progress(): Progress;
}

/** How many blocking questions were satisfied, of one part and where they stand on the form. */
interface Satisfied {
  part: Part;
  at: OutlinePart;
  number: number;
}

/** What one subject's rules said: the findings, and what was satisfied. Lists, as there are thousands, most with one entry. */
interface Answer {
  findings: MadeFinding[];
  satisfied: Satisfied[];
}

/** An answer that is kept: of which subject, and what it rests on beside it. */
interface Kept {
  subject: unknown;
  answer: Answer;
  reads: Reads;
}

type SubjectRule<S extends Rule['subject']> = Extract<Rule, { subject: S }>;
const rulesOf = <S extends Rule['subject']>(rules: readonly Rule[], subject: S): SubjectRule<S>[] =>
  rules.filter((rule): rule is SubjectRule<S> => rule.subject === subject);

/** A rule of one kind of record. */
type RuleAbout<S> = RuleHead & { check: (subject: S, facts: CaseFacts, ask: Ask) => void };

/** The same, which knows what it asks with. */
interface ReadyRule<S> {
  ofQuestion: true | undefined;
  check: (subject: S, facts: CaseFacts) => void;
}

/** The rules that are asked of the case: all, or of a question its short set (P-29). */
function inForce<R extends { ofQuestion?: true | undefined }>(
  rules: readonly R[],
  facts: CaseFacts,
): readonly R[] {
  return isQuestion(facts.case) ? rules.filter(({ ofQuestion }) => ofQuestion) : rules;
}

function satisfy(satisfied: Satisfied[], part: Part, at: OutlinePart): void {
  for (const each of satisfied)
    if (each.part === part && each.at === at) {
      each.number += 1;
      return;
    }
  satisfied.push({ part, at, number: 1 });
}

/** With what a rule asks. @param into where it answers just then */
function asker(rule: RuleHead, into: () => Answer): Ask {
  return (satisfied: boolean, otherwise: Pick<Otherwise, 'where' | 'severity'>) => {
    if (!satisfied) into().findings.push(findingOf(rule, otherwise as Otherwise));
    else if ((otherwise.severity ?? rule.severity) === 'blocker')
      satisfy(into().satisfied, rule.part, outlinePartOf(otherwise.where));
  };
}

const noAdvice: ReadonlySet<string> = new Set();

/** What rules say of cases on which nothing is filled in: their advice, which is no answer. */
const adviceOfRules = (rules: readonly Rule[]) => (): ReadonlySet<string> =>
  adviceOf(rules, (heard, contents, now, published) => {
    const referenceData = published
      ? { rates: [], documents: [], contracts: [], members: new Set<string>() }
      : null;
    return createEvaluator(
      contents,
      { now, products: [aProduct], referenceData },
      heard,
      () => noAdvice,
    ).findings();
  });

/**
 * An evaluator that holds the case and takes edits. The contents given are not changed.
 * @param rules the rule set, unless a test asks others
 * @param advice what the console itself says, for texts that repeat it
 */
export function createEvaluator(
  contents: CaseContents,
  context: RuleContext,
  rules: readonly Rule[] = ruleSet,
  advice: CaseFacts['advice'] = adviceOfRules(rules),
): Evaluator {
  const caseRules = rulesOf(rules, 'case');
  const kept = keepFacts(contents, context, advice);
  const ofCase = new Map<Rule, Kept>();
  const ofSystems = new Map<string, Kept>();
  const ofSteps = new Map<string, Kept>();
  const ofAttachments = new Map<string, Kept>();
  const alike = new Map<string, Reads>();
  let answering: Answer = { findings: [], satisfied: [] };
  const asks = (rule: RuleHead): Ask => asker(rule, () => answering);
  /** The rules of a kind of record, each with what it asks with. */
  const ready = <S>(about: readonly RuleAbout<S>[]): readonly ReadyRule<S>[] =>
    about.map((rule) => {
      const ask = asks(rule);
      return { ofQuestion: rule.ofQuestion, check: (subject, facts) => rule.check(subject, facts, ask) };
    });
  let isAsked = false;
  const systemRules = ready(rulesOf(rules, 'system'));
  const stepRules = ready(rulesOf(rules, 'step'));
  const attachmentRules = ready(rulesOf(rules, 'attachment'));
  /** The findings in their order, and which answers came and went since they were put into it. */
  let placed: readonly (Placed & { answer: Answer })[] = [];
  const came = new Set<Answer>();
  const went = new Set<Answer>();

  /** Keeps an answer in the place of the one before; none where nothing is asked any more. */
  function keep<K>(answers: Map<K, Kept>, key: K, next: Kept | null): void {
    const before = answers.get(key);
    if (before && !came.delete(before.answer)) went.add(before.answer);
    if (next === null) answers.delete(key);
    else {
      answers.set(key, next);
      came.add(next.answer);
    }
  }

  function* asking(): Generator<void> {
    if (isAsked) return;
    const { facts, systems, steps, attachments } = kept.refresh();
    yield;
    const recorded = recordReads(facts, alike);
    const stands = (known: Kept | undefined, subject: unknown) =>
      known !== undefined && known.subject === subject && recorded.hold(known.reads);
    /** Asks about one subject, and notes what was read. */
    const asked = (subject: unknown, ask: (watched: CaseFacts) => void): Kept => {
      const answer: Answer = { findings: [], satisfied: [] };
      answering = answer;
      return { subject, reads: recorded.during(ask), answer };
    };
    function* askAbout<S>(
      subjects: ReadonlyMap<string, S>,
      answers: Map<string, Kept>,
      rules: readonly ReadyRule<S>[],
    ): Generator<void> {
      for (const id of answers.keys()) if (!subjects.has(id)) keep(answers, id, null);
      for (const [id, subject] of subjects) {
        if (stands(answers.get(id), subject)) continue;
        const answered = asked(subject, (watched) => {
          for (const rule of inForce(rules, watched)) rule.check(subject, watched);
        });
        keep(answers, id, answered);
        yield;
      }
    }
    yield* askAbout(systems, ofSystems, systemRules);
    yield* askAbout(steps, ofSteps, stepRules);
    yield* askAbout(attachments, ofAttachments, attachmentRules);
    const inForceNow = new Set<Rule>(inForce(caseRules, facts));
    for (const rule of caseRules) {
      if (!inForceNow.has(rule)) keep(ofCase, rule, null);
      else if (!stands(ofCase.get(rule), null)) {
        const answered = asked(null, (watched) => rule.check(watched, asks(rule)));
        keep(ofCase, rule, answered);
      }
    }
    isAsked = true;
  }

  function askAll(): void {
    for (const turn of asking()) void turn;
  }

  function* answers(): Generator<Answer> {
    askAll();
    for (const { answer } of ofCase.values()) yield answer;
    for (const each of [ofSystems, ofSteps, ofAttachments])
      for (const { answer } of each.values()) yield answer;
  }

  /** All findings in their order. What is new is sorted into what stood there before: a large case has thousands. */
  function inPlace(): readonly Placed[] {
    askAll();
    if (came.size + went.size === 0) return placed;
    const stay = went.size === 0 ? placed : placed.filter(({ answer }) => !went.has(answer));
    const fresh = [...came].flatMap((answer) =>
      answer.findings.map((finding) => ({
        answer,
        number: ruleNumber(finding.rule),
        place: placeOf(finding),
        finding,
      })),
    );
    placed = merged(stay, fresh.sort(inOrder));
    came.clear();
    went.clear();
    return placed;
  }

  return {
    apply(change) {
      isAsked = false;
      kept.apply(change);
    },
    setContext(next) {
      isAsked = false;
      kept.setContext(next);
    },
    asking,
    findings() {
      const { waivers, waivedIn } = kept;
      return inPlace().map(({ finding }) => waived(finding, waivers, waivedIn));
    },
    completeness() {
      const { waivers, waivedIn } = kept;
      const counts = Object.fromEntries(
        parts.map((part) => [part, { done: 0, missing: 0, waived: 0, warnings: 0 }]),
      ) as Completeness;
      for (const { findings, satisfied } of answers()) {
        for (const { part, number } of satisfied) counts[part].done += number;
        for (const { part, severity } of findings) {
          if (severity === 'warning') counts[part].warnings += 1;
        }
        for (const each of findings)
          if (each.severity === 'blocker')
            counts[each.part][waiverOf(each, waivers, waivedIn) ? 'waived' : 'missing'] += 1;
      }
      return counts;
    },
    progress() {
      const { waivers, waivedIn } = kept;
      const counts = Object.fromEntries(
        outlineParts.map((part) => [part, { answered: 0, open: 0 }]),
      ) as Record<OutlinePart, PartProgress>;
      for (const { findings, satisfied } of answers()) {
        for (const { at, number } of satisfied) counts[at].answered += number;
        for (const each of findings)
          if (each.severity === 'blocker')
            counts[outlinePartOf(each.where)][waiverOf(each, waivers, waivedIn) ? 'answered' : 'open'] += 1;
      }
      return counts;
    },
  };
}

/** All findings of a case, from scratch. What the hub runs on a packet, and the cli on a file. */
export function evaluate(contents: CaseContents, context: RuleContext): MadeFinding[] {
  return createEvaluator(contents, context).findings();
}

/**
 * The same, for as long as it may take: what it costs is the sender's to choose, by texts that are long to read.
 * @param goesOn asked between two records
 * @returns null where it was ended
 */
export function evaluateWhile(
  contents: CaseContents,
  context: RuleContext,
  goesOn: () => boolean,
): MadeFinding[] | null {
  const evaluator = createEvaluator(contents, context);
  for (const turn of evaluator.asking()) {
    void turn;
    if (!goesOn()) return null;
  }
  return evaluator.findings();
}

/** Whether any of the findings stops the handoff. */
export function hasBlockers(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'blocker');
}

/** Whether any of the findings stops the handoff even where a lead lets pass what a lead may. */
export function blocksReview(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'blocker' && !isWaivable(each.rule, each.where));
}
