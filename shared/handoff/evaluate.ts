/**
 * Runs the handoff rules on a case, from scratch or edit by edit.
 *
 * An edit re-evaluates what it touches: rules of the case as a whole are few and cheap, they run each time; rules of a
 * system, a step or an attachment keep their answer per record until the record, or a fact that they read, changes. What
 * they read is recorded as they read it (see reads.ts).
 */

import { folded, isBlank } from '../base/spoken.ts';
import { standingConsents } from '../cases/consents.ts';
import type { CaseContents, CaseTable } from '../cases/contents.ts';
import { type OutlinePart, outlineParts } from '../cases/outline-parts.ts';
import type { AttachmentRecord, StepRecord, SystemRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import { isWaivable } from '../cases/statements.ts';
import { collapseSteps } from '../cases/steps.ts';
import { hasTelephony } from '../cases/systems.ts';
import type { Trust } from '../certification/trust.ts';
import type { ProductRecord } from '../policy/products.ts';
import { adviceOf, aProduct } from './advice.ts';
import { isQuestion, saidIn } from './answers.ts';
import { compareText, inOrder, type Placed, placeOf } from './finding-order.ts';
import { outlinePartOf, type PartProgress, type Progress } from './outline.ts';
import { type Reads, recordReads, stillHold } from './reads.ts';
import { bySystem, moveRow, setOrDelete } from './rows.ts';
import {
  type Ask,
  type CaseFacts,
  findingOf,
  type Otherwise,
  oldest,
  quotesOf,
  type ReferenceData,
  type Rule,
  type SystemFacts,
  systemName,
} from './rule.ts';
import { ruleNumber, ruleSet } from './rule-set.ts';
import { type Finding, type MadeFinding, type Part, parts } from './schema.ts';
import { lastChangeOf, releasesNamed, repeatsOf, type SaidByStep } from './steps-together.ts';
import { newestRedactions, waived, waiverOf } from './waive.ts';

export interface RuleContext {
  /** ISO 8601 in UTC. */
  now: string;
  products: readonly ProductRecord[];
  /** What the engineer's credentials are worth at `now` (H33), verified beforehand; left out where nobody could. */
  trust?: Trust | null;
  /** Rates, documents and contracts as they are published; left out where nobody knows them, as at the command line. */
  referenceData?: ReferenceData | null;
}

/** Counts of one part. `done` and `missing` count the questions of blocking rules, `warnings` the warnings that stand. */
export interface PartCount {
  done: number;
  missing: number;
  waived: number;
  warnings: number;
}
export type Completeness = Record<Part, PartCount>;

/** One edit: the row as it now is, or null for a row that is gone. */
export type Change =
  | { table: 'cases'; row: CaseRecord }
  | { [T in CaseTable]: { table: T; id: string; row: CaseContents[T][number] | null } }[CaseTable];

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

/** An answer that is kept, with what it rests on beside its subject's own rows. */
interface Kept {
  answer: Answer;
  reads: Reads;
}

/** What one subject's rules said: the findings, and how many blocking questions of each part were satisfied. */
interface Answer {
  findings: MadeFinding[];
  done: Map<Part, number>;
  /** The same by the part of the form. */
  answered: Map<OutlinePart, number>;
}

type SubjectRule<S extends Rule['subject']> = Extract<Rule, { subject: S }>;
const rulesOf = <S extends Rule['subject']>(rules: readonly Rule[], subject: S): SubjectRule<S>[] =>
  rules.filter((rule): rule is SubjectRule<S> => rule.subject === subject);

/** The rules that are asked of the case: all, or of a question its short set (P-29). */
function inForce<R extends Rule>(rules: readonly R[], facts: CaseFacts): readonly R[] {
  return isQuestion(facts.case) ? rules.filter(({ ofQuestion }) => ofQuestion) : rules;
}

function byName(products: readonly ProductRecord[]): Map<string, ProductRecord> {
  return new Map(products.map((product) => [folded(product.name), product]));
}

function asker(rule: Rule, answer: Answer): Ask {
  return (satisfied: boolean, otherwise: Pick<Otherwise, 'where' | 'severity'>) => {
    if (satisfied) {
      const severity = otherwise.severity ?? rule.severity;
      if (severity !== 'blocker') return;
      const at = outlinePartOf(otherwise.where);
      answer.done.set(rule.part, (answer.done.get(rule.part) ?? 0) + 1);
      answer.answered.set(at, (answer.answered.get(at) ?? 0) + 1);
      return;
    }
    answer.findings.push(findingOf(rule, otherwise as Otherwise));
  };
}

const nameOf = (system: SystemRecord | undefined): string | null => (system ? systemName(system) : null);

function emptyAnswer(): Answer {
  return { findings: [], done: new Map(), answered: new Map() };
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
  const systemRules = rulesOf(rules, 'system');
  const stepRules = rulesOf(rules, 'step');
  const attachmentRules = rulesOf(rules, 'attachment');
  let record = contents.case;
  let now = context.now;
  let trust = context.trust ?? null;
  let products = new Map(context.products.map((product) => [product.id, product]));
  let listed = context.products;
  const systems = new Map(contents.systems.map((row) => [row.id, row]));
  const configuration = bySystem(contents.configuration);
  const revisions = bySystem(contents.revisions);
  const stepRows = new Map(contents.steps.map((row) => [row.id, row]));
  const attachments = new Map(contents.attachments.map((row) => [row.id, row]));
  const consents = new Map(contents.consents.map((row) => [row.id, row]));
  const redactions = new Map(contents.redactions.map((row) => [row.id, row]));
  const waivers = new Map(contents.waivers.map((row) => [row.id, row]));
  const examples = new Map(contents.examples.map((row) => [row.id, row]));

  const systemAnswers = new Map<string, Kept & { product: ProductRecord | null }>();
  const stepAnswers = new Map<string, Kept & { row: StepRecord }>();
  const attachmentAnswers = new Map<string, Kept & { row: AttachmentRecord }>();
  const saidBySteps = new WeakMap<StepRecord, SaidByStep>();
  let caseAnswer: Answer | null = null;
  let facts: CaseFacts = {
    case: record,
    now,
    affectedProducts: 0,
    affectedSystem: null,
    suspectedSystem: null,
    suspectedId: null,
    certifiedFor: [],
    trust,
    stepCounts: new Map(),
    steps: [],
    said: saidIn(record),
    advice,
    repeatedSteps: [],
    releasesNamed: new Set(),
    attachments: [],
    filesById: new Map(),
    catalogue: byName(context.products),
    consents: standingConsents(contents.consents),
    redactions: newestRedactions(contents.redactions),
    examples: contents.examples,
    telephony: false,
    askedSystems: [],
    unapproved: null,
    quotes: [],
    certifiedKinds: new Set(),
    referenceData: context.referenceData ?? null,
    lastChange: null,
  };
  const stale = { steps: true, attachments: true, products: true };
  /** Systems of which a row of their own changed. */
  const staleSystems = new Set<string>();

  /** Brings the shared facts up to date, and drops the answers about what is gone. */
  function refreshFacts(): void {
    if (stale.steps) {
      const current = collapseSteps([...stepRows.values()]).map((each) => each.current);
      const counts = new Map<string, number>();
      const certifiedKinds = new Set<string>();
      for (const { level, kind, byOther } of current) {
        counts.set(`${level}:${kind}`, (counts.get(`${level}:${kind}`) ?? 0) + 1);
        if (isBlank(byOther)) certifiedKinds.add(`${level}:${kind}`);
      }
      facts = {
        ...facts,
        steps: current,
        stepCounts: counts,
        certifiedKinds,
        repeatedSteps: repeatsOf(
          current.toSorted((a, b) => compareText(a.id, b.id)),
          saidBySteps,
        ),
      };
      const living = new Set(current.map((step) => step.id));
      for (const id of stepAnswers.keys()) if (!living.has(id)) stepAnswers.delete(id);
    }
    if (stale.attachments) {
      const present = [...attachments.values()].filter((file) => !file.removed);
      facts = { ...facts, attachments: present, filesById: new Map(present.map((file) => [file.id, file])) };
      const living = new Set(present.map((file) => file.id));
      for (const id of attachmentAnswers.keys()) if (!living.has(id)) attachmentAnswers.delete(id);
    }
    let affected = 0;
    let telephony = false;
    const asked: SystemRecord[] = [];
    let affectedSystem: string | null = null;
    const needed = new Map<string | null, CaseFacts['certifiedFor'][number]>();
    for (const system of systems.values()) {
      if (system.role === 'affected' || system.id === record.suspectedSystemId) {
        asked.push(system);
        telephony ||= hasTelephony(system);
      }
      if (system.role === 'affected' && (affectedSystem === null || system.id < affectedSystem))
        affectedSystem = system.id;
      if (system.productId === null && system.suppliedByIpcelerate !== 'yes') continue;
      if (system.role === 'affected') affected += 1;
      else if (system.id !== record.suspectedSystemId) continue;
      const { productId, id: systemId } = system;
      const known = needed.get(productId);
      const product = productId === null ? undefined : products.get(productId);
      const name = productId === null ? 'any product' : (product?.name ?? productId);
      // The oldest system of a product, so that the answer does not depend on the order in which rows came.
      if (!known || systemId < known.systemId) needed.set(productId, { productId, name, systemId });
    }
    asked.sort((a, b) => compareText(a.id, b.id));
    const suspectedSystem = systems.get(record.suspectedSystemId ?? '') ?? null;
    if (stale.steps || stale.products)
      facts = {
        ...facts,
        releasesNamed: releasesNamed(
          [...systems.values()].map(({ productId }) => products.get(productId ?? '') ?? null),
          facts.steps,
          facts.releasesNamed,
        ),
      };
    facts = {
      ...facts,
      case: record,
      now,
      affectedProducts: affected,
      affectedSystem,
      telephony,
      askedSystems: asked.map((system) => ({ id: system.id, name: systemName(system) })),
      unapproved: nameOf(oldest(asked.filter(({ approvedPlatform }) => approvedPlatform === 'no'))),
      quotes: quotesOf(record, asked),
      suspectedSystem,
      suspectedId: suspectedSystem?.id ?? null,
      certifiedFor: [...needed.values()].sort((a, b) => compareText(a.systemId, b.systemId)),
      trust,
      lastChange: lastChangeOf(record, facts.steps),
    };
    for (const id of staleSystems) systemAnswers.delete(id);
    staleSystems.clear();
  }

  function refresh(): Answer {
    for (const turn of asking()) void turn;
    return caseAnswer ?? emptyAnswer();
  }

  function* asking(): Generator<void> {
    if (caseAnswer) return;
    refreshFacts();
    yield;
    const recorded = recordReads(facts);
    /** Asks rules about one subject, and notes what they read. */
    const asked = (ask: (facts: CaseFacts, answer: Answer) => void): Kept => {
      const answer = emptyAnswer();
      return { reads: recorded.during((watched) => ask(watched, answer)), answer };
    };
    for (const [id, system] of systems) {
      const product = system.productId === null ? null : (products.get(system.productId) ?? null);
      const kept = systemAnswers.get(id);
      if (kept && kept.product === product && stillHold(kept.reads, facts)) continue;
      const subject: SystemFacts = {
        system,
        configuration: configuration.get(id) ?? new Map(),
        revisions: revisions.get(id) ?? new Map(),
        product,
      };
      const answered = asked((watched, answer) => {
        for (const rule of inForce(systemRules, watched)) rule.check(subject, watched, asker(rule, answer));
      });
      systemAnswers.set(id, { ...answered, product });
      yield;
    }
    for (const step of facts.steps) {
      const kept = stepAnswers.get(step.id);
      if (kept?.row === step && stillHold(kept.reads, facts)) continue;
      const answered = asked((watched, answer) => {
        for (const rule of inForce(stepRules, watched)) rule.check(step, watched, asker(rule, answer));
      });
      stepAnswers.set(step.id, { ...answered, row: step });
      yield;
    }
    for (const file of facts.attachments) {
      const kept = attachmentAnswers.get(file.id);
      if (kept?.row === file && stillHold(kept.reads, facts)) continue;
      const answered = asked((watched, answer) => {
        for (const rule of inForce(attachmentRules, watched)) rule.check(file, watched, asker(rule, answer));
      });
      attachmentAnswers.set(file.id, { ...answered, row: file });
      yield;
    }
    const answer = emptyAnswer();
    for (const rule of inForce(caseRules, facts)) rule.check(facts, asker(rule, answer));
    stale.steps = false;
    stale.attachments = false;
    stale.products = false;
    caseAnswer = answer;
  }

  function* answers(): Generator<Answer> {
    yield refresh();
    for (const { answer } of systemAnswers.values()) yield answer;
    for (const { answer } of stepAnswers.values()) yield answer;
    for (const { answer } of attachmentAnswers.values()) yield answer;
  }

  return {
    apply(change) {
      caseAnswer = null;
      switch (change.table) {
        case 'cases':
          record = change.row;
          facts = { ...facts, said: saidIn(record) };
          return;
        case 'systems':
          setOrDelete(systems, change.id, change.row);
          staleSystems.add(change.id);
          stale.products = true;
          return;
        case 'configuration':
          for (const id of moveRow(configuration, change.id, change.row)) staleSystems.add(id);
          return;
        case 'revisions':
          for (const id of moveRow(revisions, change.id, change.row)) staleSystems.add(id);
          return;
        case 'steps':
          setOrDelete(stepRows, change.id, change.row);
          stale.steps = true;
          return;
        case 'attachments':
          setOrDelete(attachments, change.id, change.row);
          stale.attachments = true;
          return;
        case 'consents':
          setOrDelete(consents, change.id, change.row);
          facts = { ...facts, consents: standingConsents([...consents.values()]) };
          return;
        case 'redactions':
          setOrDelete(redactions, change.id, change.row);
          facts = { ...facts, redactions: newestRedactions([...redactions.values()]) };
          return;
        case 'examples':
          setOrDelete(examples, change.id, change.row);
          facts = { ...facts, examples: [...examples.values()] };
          return;
        case 'waivers':
          setOrDelete(waivers, change.id, change.row);
          return;
        default:
          // Drawn, and asked of by no rule: links.
          return;
      }
    },
    setContext(next) {
      caseAnswer = null;
      now = next.now;
      trust = next.trust ?? null;
      products = new Map(next.products.map((product) => [product.id, product]));
      // The same list is the same catalogue: nothing that rests on it is asked again.
      if (next.products !== listed) {
        facts = { ...facts, catalogue: byName(next.products) };
        stale.products = true;
      }
      listed = next.products;
      facts = { ...facts, referenceData: next.referenceData ?? null };
    },
    asking,
    findings() {
      const all: Placed[] = [];
      for (const { findings } of answers())
        for (const each of findings)
          all.push({
            number: ruleNumber(each.rule),
            place: placeOf(each),
            finding: waived(each, waivers, facts),
          });
      return all.sort(inOrder).map(({ finding }) => finding);
    },
    completeness() {
      const counts = Object.fromEntries(
        parts.map((part) => [part, { done: 0, missing: 0, waived: 0, warnings: 0 }]),
      ) as Completeness;
      for (const { findings, done } of answers()) {
        for (const [part, number] of done) counts[part].done += number;
        for (const { part, severity } of findings) {
          if (severity === 'warning') counts[part].warnings += 1;
        }
        for (const each of findings)
          if (each.severity === 'blocker')
            counts[each.part][waiverOf(each, waivers, facts) ? 'waived' : 'missing'] += 1;
      }
      return counts;
    },
    progress() {
      const counts = Object.fromEntries(
        outlineParts.map((part) => [part, { answered: 0, open: 0 }]),
      ) as Record<OutlinePart, PartProgress>;
      for (const { findings, answered } of answers()) {
        for (const [part, number] of answered) counts[part].answered += number;
        for (const each of findings)
          if (each.severity === 'blocker')
            counts[outlinePartOf(each.where)][waiverOf(each, waivers, facts) ? 'answered' : 'open'] += 1;
      }
      return counts;
    },
  };
}

/** All findings of a case, from scratch. What the hub runs on a packet, and the cli on a file. */
export function evaluate(contents: CaseContents, context: RuleContext): MadeFinding[] {
  return createEvaluator(contents, context).findings();
}

/** Whether any of the findings stops the handoff. */
export function hasBlockers(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'blocker');
}

/** Whether any of the findings stops the handoff even where a lead lets pass what a lead may. */
export function blocksReview(findings: readonly Finding[]): boolean {
  return findings.some((each) => each.severity === 'blocker' && !isWaivable(each.rule, each.where));
}
