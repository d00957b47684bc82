/**
 * What the console itself says beside a case: questions, advice under them, clauses. Typed or copied into an answer it answers nothing,
 * whichever question it belongs to. The advice is what the rules say of cases on which nothing is filled in, so that no list of it
 * has to be kept beside them.
 */
import { gist } from '../base/spoken.ts';
import { attachments } from '../cases/attachments.ts';
import { cases, newCase } from '../cases/case.ts';
import { configuration } from '../cases/configuration.ts';
import { consents } from '../cases/consents.ts';
import { type CaseContents, descriptions, noRows } from '../cases/contents.ts';
import { examples } from '../cases/examples.ts';
import type { Field } from '../cases/field.ts';
import { stepKinds, steps } from '../cases/steps.ts';
import { systems } from '../cases/systems.ts';
import { allClauses } from '../policy/clauses.ts';
import type { ProductRecord } from '../policy/products.ts';
import type { Ask, Otherwise, Rule } from './rule.ts';

/** Where one sentence of a text ends and the next begins; a finding that is copied as it stands has its clause in brackets. */
const SENTENCE_ENDS = /(?<=[.!?;])\s+|\n+|\s*\([PH]-?\d+\)\.?\s*/u;
/** Less is said in answers as well: 'No.', 'Answer yes.' */
const LETTERS_OF_ADVICE = 12;

const NOBODY = { id: '00000000-0000-7000-8000-000000000001', name: '' };
const NEVER = '1970-01-01T00:00:00.000Z';
const NONE = '0'.repeat(64);
const caseId = '00000000-0000-7000-8000-000000000002';
const idOf = (n: number) => `00000000-0000-7000-8000-0000000001${n.toString(16).padStart(2, '0')}`;

/** A product with a profile, for what is asked of one. */
export const aProduct: ProductRecord = {
  ...{ id: 'c1', name: 'C1', sample: true, approvedPlatforms: ['C1'] },
  components: [{ name: 'C1', required: true, latestMinor: '9.1', latestMajor: '10.0' }],
};

/** The sentences of a text. */
export function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_ENDS).filter((part) => gist(part) !== '');
}

const saidIn = (n: number): string => ['', 'C1', 'C1 says one thing only'][n % 3] ?? '';

/** In some the texts say too little, or all of them the same. */
function texts(n: number): Record<string, string> {
  const said = saidIn(n);
  const fields = Object.entries(cases.fields as Readonly<Record<string, Field>>);
  return Object.fromEntries(
    fields.flatMap(([name, { input }]) => (input.kind === 'text' ? [[name, said]] : [])),
  );
}

/** A case on which every choice is the nth of its question (below 0 none is made), and nothing else is filled in. */
function chosen(n: number): CaseContents {
  const of = (fields: Readonly<Record<string, Field>>) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, { input }]) =>
        n >= 0 && input.kind === 'choice' && input.choices.length > 0
          ? [[name, input.choices[n % input.choices.length]?.value]]
          : [],
      ),
    );
  const record = newCase({
    ...{ id: caseId, organisationId: caseId, engineer: NOBODY, createdAt: { at: NEVER, zone: 'UTC' } },
    ...{ title: '', customer: '', site: '' },
  });
  const typed = { provenance: { kind: 'typed', by: NOBODY, at: NEVER } as const, capturedAt: NEVER };
  const own = { caseId, ...typed };
  const [first, second] = [idOf(1), idOf(2)];
  return {
    ...noRows(),
    case: {
      ...record,
      ...of(cases.fields),
      ...texts(n),
      state: 'level2',
      suspectedSystemId: n % 3 === 0 ? first : null,
    },
    systems: [
      systems.empty({
        ...own,
        ...of(systems.fields),
        id: first,
        role: 'affected',
        productId: n % 2 === 0 ? aProduct.id : null,
        telephonyPlatform: n % 2 === 1 ? 'C1' : '',
      }),
      systems.empty({
        ...own,
        ...of(systems.fields),
        id: second,
        role: 'context',
        cluster: 'C1',
        nodeRole: null,
      }),
    ],
    // One that looks like a secret, of which is asked why it is none.
    configuration: (n === 0 ? [idOf(3)] : []).map((id) =>
      configuration.empty({ ...own, id, systemId: first, kind: 'entry', key: 'password', value: 'Zx9!qLm4' }),
    ),
    steps: stepKinds.map((kind, at) =>
      steps.empty({
        ...{
          id: idOf(0x10 + at),
          caseId,
          kind,
          level: n % 2 === 0 ? 2 : 1,
          at: null,
          by: NOBODY,
          recordedAt: NEVER,
        },
        byOther: n % 4 === 0 ? 'C1' : '',
        ...{ did: saidIn(n), showed: saidIn(n), ramifications: saidIn(n) },
      }),
    ),
    attachments: (n % 3 === 2 ? [] : [0, 1]).map((size) =>
      attachments.empty({
        ...{ ...own, id: idOf(0x30 + size), name: '', mediaType: '', size, sha256: NONE, addedAt: NEVER },
        ...{ category: 'log', readable: n % 2 === 0, textFrom: 1 },
      }),
    ),
    consents: (['fees', 'policy', 'no-backup', 'major-release'] as const).map((kind, at) =>
      consents.empty({
        ...{ id: idOf(0x40 + at), caseId, kind, company: '', name: '', title: '', signedOn: '1970-01-01' },
        ...{ method: 'file', textShown: '', textSha256: NONE, at: { at: NEVER, zone: 'UTC' }, by: NOBODY },
      }),
    ),
    examples: n % 2 === 0 ? [examples.empty({ id: idOf(0x50), caseId })] : [],
  } as CaseContents;
}

const known = new WeakMap<readonly Rule[], ReadonlySet<string>>();

/**
 * Questions, advice and clauses as texts are compared (`gist`), whole and sentence by sentence.
 * @param run asks rules of a case, with reference data or without
 */
export function adviceOf(
  rules: readonly Rule[],
  run: (rules: readonly Rule[], contents: CaseContents, now: string, published: boolean) => unknown,
): ReadonlySet<string> {
  const before = known.get(rules);
  if (before) return before;
  const advice = new Set<string>();
  // The same advice is given again and again.
  const added = new Set<string>();
  const add = (text: string): void => {
    if (added.has(text)) return;
    added.add(text);
    for (const each of [text, ...sentencesOf(text)]) {
      const said = gist(each);
      if (said.length >= LETTERS_OF_ADVICE) advice.add(said);
    }
  };
  for (const { fields } of Object.values(descriptions))
    for (const { label, why } of Object.values(fields as Readonly<Record<string, Field>>)) {
      add(label);
      if (why !== undefined) add(why);
    }
  // 'P2: a network severely degraded' is told without its number as well.
  for (const { text } of allClauses) for (const each of [text, text.replace(/^P\d: /, '')]) add(each);
  const listening =
    (ask: Ask): Ask =>
    (satisfied: boolean, otherwise: Partial<Otherwise>) => {
      add(otherwise.message?.text ?? '');
      add(otherwise.fix?.text ?? '');
      ask(satisfied, otherwise as Otherwise);
    };
  const heard = rules.map((rule) => {
    add(rule.title);
    // Its last argument is the one with which it asks, whatever its subject.
    const check = rule.check as (...args: unknown[]) => void;
    return {
      ...rule,
      check: (...args: unknown[]) => check(...args.slice(0, -1), listening(args.at(-1) as Ask)),
    };
  }) as readonly Rule[];
  const most = Math.max(
    ...Object.values(cases.fields as Readonly<Record<string, Field>>).map(({ input }) =>
      input.kind === 'choice' ? input.choices.length : 0,
    ),
  );
  for (let n = 0; n < most; n++) run(heard, chosen(n), NEVER, n % 2 === 0);
  // ... and one on which nothing is chosen, without any row.
  for (const published of [true, false]) run(heard, { ...noRows(), case: chosen(-1).case }, NEVER, published);
  known.set(rules, advice);
  return advice;
}
