/** How a handoff rule is written down. */

import { cut } from '../base/cut.ts';
import type { SpokenText } from '../base/spoken-text.ts';
import type { Consent } from '../cases/consents.ts';
import type {
  AttachmentRecord,
  ConfigurationRecord,
  ExampleRecord,
  RevisionRecord,
  StepRecord,
  SystemRecord,
} from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { Redaction } from '../cases/statements.ts';
import { systemName } from '../cases/systems.ts';
import type { Trust } from '../certification/trust.ts';
import type { PolicyDocument } from '../policy/documents.ts';
import type { ProductRecord } from '../policy/products.ts';
import type { Contract, Rate } from '../policy/schema.ts';
import type { Finding, MadeFinding, Part, Severity } from './schema.ts';
import type { Sentence } from './sentence.ts';
import { MOST_WORDS, type Values } from './values.ts';

/** A system with what was collected about it. */
export interface SystemFacts {
  system: SystemRecord;
  configuration: ReadonlyMap<string, ConfigurationRecord>;
  revisions: ReadonlyMap<string, RevisionRecord>;
  product: ProductRecord | null;
}

/** What a step says, in words of its own. */
export type SaidByStep = Readonly<Record<'did' | 'showed' | 'ramifications', SpokenText>>;

/** A step as it stands, and which earlier one says already what it says. */
export interface StepFacts {
  step: StepRecord;
  said: SaidByStep;
  repeats: Repeats;
}

/** The earlier step that says the same, by the field in which it does. */
export type Repeats = Readonly<Partial<Record<'did' | 'showed', StepRecord>>>;

/** A text as it is compared with others (`base/spoken.ts`). */
export interface Said {
  /** As it was typed. */
  text: string;
  /** Its letters and digits. */
  whole: string;
  /** ... without what only lengthens it. */
  bare: string;
  /** ... and without the numbers at its ends. */
  unnumbered: string;
}

/** What the hub publishes, and a case's signatures, contract and people are judged by. */
export interface ReferenceData {
  rates: readonly Rate[];
  documents: readonly PolicyDocument[];
  /** IPcelerate's contracts of the customers of this organisation. */
  contracts: readonly Contract[];
  /** Ids of the people of this organisation, those who left among them; not there, or null, where they are not known. */
  members?: ReadonlySet<string> | null;
}

/** What all rules may look at beside their subject. Kept up to date edit by edit. */
export interface CaseFacts {
  case: CaseRecord;
  /** The instant for which the rules are asked, ISO 8601 in UTC. */
  now: string;
  /** Affected systems that are IPcelerate's: from the catalogue, or said to be supplied by IPcelerate. */
  affectedProducts: number;
  /** The first affected system, whoever made it; null where none is described. */
  affectedSystem: string | null;
  /** The system in which the fault is thought to lie; null where none is chosen or it is no longer described. */
  suspectedSystem: SystemRecord | null;
  /** Its id, so that a rule of another system does not rest on the row. */
  suspectedId: string | null;
  /** What the engineer has to be certified for: each product of an affected or suspected system of IPcelerate's once; null is any product. */
  certifiedFor: readonly { productId: string | null; name: string; systemId: string }[];
  /** What the engineer's credentials are worth; null where nobody checked. */
  trust: Trust | null;
  /** Current steps by `level:kind`. */
  stepCounts: ReadonlyMap<string, number>;
  steps: readonly StepRecord[];
  /** What the sentences of the case say, by field, so that two that say the same are found. */
  said: ReadonlyMap<string, Said>;
  /** Questions and advice that the console itself shows, as they are compared (`advice.ts`): none of them answers anything. */
  advice: () => ReadonlySet<string>;
  /** Of the newest minor releases of the case's products, those that a step names. */
  releasesNamed: ReadonlySet<string>;
  attachments: readonly AttachmentRecord[];
  /** The same by id; files that were removed are not among them. */
  filesById: ReadonlyMap<string, AttachmentRecord>;
  /** The products of the catalogue by their folded name (`folded`). */
  catalogue: ReadonlyMap<string, ProductRecord>;
  /** Affected and suspected systems, in the order of their ids, as findings call them. */
  askedSystems: readonly { id: string; name: string }[];
  /** The first of these that does not run on its approved platform; null where none is said to. */
  unapproved: string | null;
  /** What a major release costs for each of these that has a price. */
  quotes: readonly { id: string; name: string; cents: number }[];
  /** `level:kind` of steps that were done by people of the hub (H50). */
  certifiedKinds: ReadonlySet<string>;
  /** What is published of rates, documents and contracts; null where nobody knows, as at the command line. */
  referenceData: ReferenceData | null;
  /** Signatures of the customer that stand. */
  consents: readonly Consent[];
  /** What the engineer says of files, the newest of each, by the attachment's id. */
  redactions: ReadonlyMap<string, Redaction>;
  /** Occurrences of the fault (H44). */
  examples: readonly ExampleRecord[];
  /** Whether an affected or suspected system has to do with telephony. */
  telephony: boolean;
  /** The latest instant at which something was changed: a fix or work-around step, the network, Cisco UC, the product. Null for never. */
  lastChange: string | null;
}

/** What is said where a question is not satisfied. */
export interface Words {
  /** Which of the rule's sentences it is: one code has one message and one fix, whatever the values in them. */
  code: string;
  message: Sentence;
  fix: Sentence;
  /** Beside those of the sentences, where one of them is English itself: what it is made of. */
  further?: Values;
  /** Where it differs from the rule's own. */
  severity?: Severity;
  clause?: string;
}

/** The same, and where. */
export interface Otherwise extends Words {
  where: Finding['where'];
}

/** Counts one question, and tells what is missing where it is not satisfied. One that is satisfied in any case says nothing. */
export interface Ask {
  (satisfied: boolean, otherwise: Otherwise): void;
  (satisfied: true, place: Pick<Otherwise, 'where' | 'severity'>): void;
}

/** What a rule says of a case at a place. */
export function findingOf(
  rule: Pick<RuleHead, 'id' | 'part' | 'severity' | 'clause'>,
  { code, message, fix, further, where, severity = rule.severity, clause }: Otherwise,
): MadeFinding {
  const values: Values = { ...further };
  return {
    rule: rule.id,
    part: rule.part,
    severity,
    clause: clause ?? rule.clause,
    code,
    message: cut(message.tell(values), MOST_WORDS),
    fix: fix.tell(values),
    values,
    where,
  };
}

/** When a rule is asked of the person who works on a case, in the order in which a case meets them. */
export const stages = ['level1', 'level2', 'handoff'] as const;
export type Stage = (typeof stages)[number];

/** What every rule says of itself, whatever it is asked of. */
export interface RuleHead {
  /** `H7`, as SPEC.md numbers them. */
  id: string;
  title: string;
  part: Part;
  severity: Severity;
  /**
   * `level1`: Level 1 needs it to begin and to end: what is wrong, since when, where, which steps P-02 and P-04 ask for, its end
   * (P-05). `level2`: Level 2 collects and tries it (P-03, P-06, P-07, P-23, P-24). `handoff`: it goes with the handoff: proof in
   * the unmodified product, cover, people, papers, the request, the packet itself.
   */
  stage: Stage;
  clause: string | null;
  /**
   * The version of the rule set since which it asks as it does, where that is later than the set's `BEGINNING` (rule-set.ts).
   * Packets say by which rules they were judged, so a rule that comes, weighs otherwise or answers otherwise has a new one.
   */
  asOf?: string;
  /** True where it is asked of a question as well, which is no defect (P-29). */
  ofQuestion?: true;
}

export type Rule = RuleHead &
  (
    | { subject: 'case'; check: (facts: CaseFacts, ask: Ask) => void }
    | { subject: 'system'; check: (subject: SystemFacts, facts: CaseFacts, ask: Ask) => void }
    | { subject: 'step'; check: (subject: StepFacts, facts: CaseFacts, ask: Ask) => void }
    | { subject: 'attachment'; check: (subject: AttachmentRecord, facts: CaseFacts, ask: Ask) => void }
  );

/** A place in the case record. */
export function onCase(facts: CaseFacts, field: keyof CaseRecord): Finding['where'] {
  return { table: 'cases', id: facts.case.id, field };
}

export { filled } from '../base/spoken.ts';
export { systemName };

/** What a major release costs for each affected or suspected system that has a price, in the order of their ids (P-10). */
export function quotesOf(
  record: Pick<CaseRecord, 'suspectedSystemId'>,
  systems: readonly SystemRecord[],
): { id: string; name: string; cents: number }[] {
  return systems
    .filter(({ id, role }) => role === 'affected' || id === record.suspectedSystemId)
    .flatMap((system) =>
      system.quotedCents === null
        ? []
        : { id: system.id, name: systemName(system), cents: system.quotedCents },
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The oldest of some records: ids are UUIDv7. So that an answer never depends on the order in which rows arrived. */
export function oldest<R extends { id: string }>(rows: readonly R[]): R | undefined {
  return rows.reduce<R | undefined>(
    (first, row) => (first === undefined || row.id < first.id ? row : first),
    undefined,
  );
}
