/**
 * The rows of a case as the rules look at them, kept up to date edit by edit. What did not change stays the very value that it was, so that
 * whoever kept an answer sees by that alone whether it still stands (reads.ts).
 */
import { sameValue } from '../base/hash.ts';
import { folded, isBlank } from '../base/spoken.ts';
import { standingConsents } from '../cases/consents.ts';
import type { CaseContents, CaseTable } from '../cases/contents.ts';
import type { AttachmentRecord, StepRecord, SystemRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { CaseWaiver } from '../cases/statements.ts';
import { collapseSteps } from '../cases/steps.ts';
import { hasTelephony } from '../cases/systems.ts';
import type { Trust } from '../certification/trust.ts';
import type { ProductRecord } from '../policy/products.ts';
import { saidIn } from './answers.ts';
import { compareText } from './finding-order.ts';
import { bySystem, moveRow, setOrDelete } from './rows.ts';
import {
  type CaseFacts,
  oldest,
  quotesOf,
  type ReferenceData,
  type Repeats,
  type StepFacts,
  type SystemFacts,
  systemName,
} from './rule.ts';
import { lastChangeOf, readSteps, releasesNamed, repeatsOf } from './steps-together.ts';
import { newestRedactions } from './waive.ts';

export interface RuleContext {
  /** ISO 8601 in UTC. */
  now: string;
  products: readonly ProductRecord[];
  /** What the engineer's credentials are worth at `now` (H33), verified beforehand; left out where nobody could. */
  trust?: Trust | null;
  /** Rates, documents and contracts as they are published; left out where nobody knows them, as at the command line. */
  referenceData?: ReferenceData | null;
}

/** One edit: the row as it now is, or null for a row that is gone. */
export type Change =
  | { table: 'cases'; row: CaseRecord }
  | { [T in CaseTable]: { table: T; id: string; row: CaseContents[T][number] | null } }[CaseTable];

/** The case, and its records by id: each the same object for as long as nothing of it changed. */
export interface Asked {
  facts: CaseFacts;
  systems: ReadonlyMap<string, SystemFacts>;
  steps: ReadonlyMap<string, StepFacts>;
  attachments: ReadonlyMap<string, AttachmentRecord>;
}

export interface KeptFacts {
  apply(change: Change): void;
  setContext(context: RuleContext): void;
  /** Brings all of it up to date. What it gives holds until the next change. */
  refresh(): Asked;
  /** As they are, by id. */
  readonly waivers: ReadonlyMap<string, CaseWaiver>;
  /** What decides whether a waiver counts: the case, and the time. */
  readonly waivedIn: Pick<CaseFacts, 'case' | 'now'>;
}

/** The value of before where the new one says the same. */
const unlessSame = <T>(next: T, before: T): T => (sameValue(next, before) ? before : next);

const mapUnlessSame = <V>(next: ReadonlyMap<string, V>, before: ReadonlyMap<string, V>) =>
  next.size === before.size && [...next].every(([key, value]) => before.get(key) === value) ? before : next;

const setUnlessSame = (next: ReadonlySet<string>, before: ReadonlySet<string>) =>
  next.size === before.size && [...next].every((each) => before.has(each)) ? before : next;

function byName(products: readonly ProductRecord[]): Map<string, ProductRecord> {
  return new Map(products.map((product) => [folded(product.name), product]));
}

/** What the case's systems say together, beside each of them. */
function ofSystems(
  systems: Iterable<SystemRecord>,
  { suspectedSystemId }: CaseRecord,
  products: ReadonlyMap<string, ProductRecord>,
) {
  let affectedProducts = 0;
  let telephony = false;
  let affectedSystem: string | null = null;
  const asked: SystemRecord[] = [];
  const needed = new Map<string | null, CaseFacts['certifiedFor'][number]>();
  for (const system of systems) {
    const { id, role, productId, suppliedByIpcelerate } = system;
    if (role === 'affected' || id === suspectedSystemId) {
      asked.push(system);
      telephony ||= hasTelephony(system);
    }
    if (role === 'affected' && (affectedSystem === null || id < affectedSystem)) affectedSystem = id;
    if (productId === null && suppliedByIpcelerate !== 'yes') continue;
    if (role === 'affected') affectedProducts += 1;
    else if (id !== suspectedSystemId) continue;
    const known = needed.get(productId);
    const name = productId === null ? 'any product' : (products.get(productId)?.name ?? productId);
    // The oldest system of a product, so that the answer does not depend on the order in which rows came.
    if (!known || id < known.systemId) needed.set(productId, { productId, name, systemId: id });
  }
  asked.sort((a, b) => compareText(a.id, b.id));
  const certifiedFor = [...needed.values()].sort((a, b) => compareText(a.systemId, b.systemId));
  return { affectedProducts, telephony, affectedSystem, asked, certifiedFor };
}

/** How many of the steps that stand are of each level and kind, and of which somebody of the hub did one. */
function countSteps(current: readonly StepRecord[]): Pick<CaseFacts, 'stepCounts' | 'certifiedKinds'> {
  const stepCounts = new Map<string, number>();
  const certifiedKinds = new Set<string>();
  for (const { level, kind, byOther } of current) {
    const of = `${level}:${kind}`;
    stepCounts.set(of, (stepCounts.get(of) ?? 0) + 1);
    if (byOther === '' || isBlank(byOther)) certifiedKinds.add(of);
  }
  return { stepCounts, certifiedKinds };
}

const noRepeats: Repeats = {};

/** The facts of a case. The contents given are not changed. */
export function keepFacts(
  contents: CaseContents,
  context: RuleContext,
  advice: CaseFacts['advice'],
): KeptFacts {
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
  const saidBy = readSteps();
  const systemFacts = new Map<string, SystemFacts>();
  const stepFacts = new Map<string, StepFacts>();
  let repeats: ReadonlyMap<string, Repeats> = new Map();
  const stale = { steps: true, attachments: true, systems: true };
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

  function refreshSteps(): void {
    const steps = collapseSteps([...stepRows.values()]).map((each) => each.current);
    const { stepCounts, certifiedKinds } = countSteps(steps);
    facts = {
      ...facts,
      steps,
      stepCounts: mapUnlessSame(stepCounts, facts.stepCounts),
      certifiedKinds: setUnlessSame(certifiedKinds, facts.certifiedKinds),
    };
    const read = steps.map((step) => {
      const known = stepFacts.get(step.id);
      return known?.step === step ? known : { step, said: saidBy(step) };
    });
    repeats = repeatsOf(
      read.toSorted((a, b) => compareText(a.step.id, b.step.id)),
      repeats,
    );
    const living = new Set<string>();
    for (const { step, said } of read) {
      living.add(step.id);
      const known = stepFacts.get(step.id);
      const again = repeats.get(step.id) ?? noRepeats;
      if (known?.step !== step || known.repeats !== again)
        stepFacts.set(step.id, { step, said, repeats: again });
    }
    for (const id of stepFacts.keys()) if (!living.has(id)) stepFacts.delete(id);
  }

  function refreshSystems(): void {
    for (const id of systemFacts.keys()) if (!systems.has(id)) systemFacts.delete(id);
    for (const [id, system] of systems) {
      const product = system.productId === null ? null : (products.get(system.productId) ?? null);
      if (systemFacts.get(id)?.product === product) continue;
      systemFacts.set(id, {
        system,
        configuration: configuration.get(id) ?? new Map(),
        revisions: revisions.get(id) ?? new Map(),
        product,
      });
    }
  }

  /** What the systems say together: of them, of which of them is suspected, and of their products. */
  function refreshTogether(): void {
    const { asked, certifiedFor, ...together } = ofSystems(systems.values(), record, products);
    const suspectedSystem = systems.get(record.suspectedSystemId ?? '') ?? null;
    const unapproved = oldest(asked.filter(({ approvedPlatform }) => approvedPlatform === 'no'));
    const askedSystems = asked.map((system) => ({ id: system.id, name: systemName(system) }));
    facts = {
      ...facts,
      ...together,
      askedSystems: unlessSame(askedSystems, facts.askedSystems),
      unapproved: unapproved ? systemName(unapproved) : null,
      quotes: unlessSame(quotesOf(record, asked), facts.quotes),
      suspectedSystem,
      suspectedId: suspectedSystem?.id ?? null,
      certifiedFor: unlessSame(certifiedFor, facts.certifiedFor),
    };
  }

  return {
    waivers,
    get waivedIn() {
      return { case: record, now };
    },
    refresh() {
      if (stale.steps) refreshSteps();
      if (stale.attachments) {
        const present = [...attachments.values()].filter((file) => !file.removed);
        facts = {
          ...facts,
          attachments: present,
          filesById: new Map(present.map((file) => [file.id, file])),
        };
      }
      if (stale.steps || stale.systems) {
        const ofCase = [...systems.values()].map(({ productId }) => products.get(productId ?? '') ?? null);
        facts = { ...facts, releasesNamed: releasesNamed(ofCase, facts.steps, facts.releasesNamed) };
      }
      refreshSystems();
      if (stale.systems) refreshTogether();
      facts = { ...facts, case: record, now, trust, lastChange: lastChangeOf(record, facts.steps) };
      stale.steps = false;
      stale.attachments = false;
      stale.systems = false;
      return { facts, systems: systemFacts, steps: stepFacts, attachments: facts.filesById };
    },
    apply(change) {
      switch (change.table) {
        case 'cases':
          if (change.row.suspectedSystemId !== record.suspectedSystemId) stale.systems = true;
          record = change.row;
          facts = { ...facts, said: saidIn(record) };
          return;
        case 'systems':
          setOrDelete(systems, change.id, change.row);
          systemFacts.delete(change.id);
          stale.systems = true;
          return;
        case 'configuration':
          for (const id of moveRow(configuration, change.id, change.row)) systemFacts.delete(id);
          return;
        case 'revisions':
          for (const id of moveRow(revisions, change.id, change.row)) systemFacts.delete(id);
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
      now = next.now;
      trust = next.trust ?? null;
      products = new Map(next.products.map((product) => [product.id, product]));
      // The same list is the same catalogue: nothing that rests on it is asked again.
      if (next.products !== listed) {
        facts = { ...facts, catalogue: byName(next.products) };
        stale.systems = true;
      }
      listed = next.products;
      facts = { ...facts, referenceData: next.referenceData ?? null };
    },
  };
}
