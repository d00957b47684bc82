/** What the steps of a case say together: what is said twice, which releases are named, when something was last changed. */
import { sameValue } from '../base/hash.ts';
import { folded, isSentence } from '../base/spoken.ts';
import type { StepRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { ProductRecord } from '../policy/products.ts';
import type { Repeats } from './rule.ts';

/** What is looked at in a step's texts, once for as long as the step stands. */
export interface SaidByStep {
  folded: Record<'did' | 'showed', string>;
  isSentence: Partial<Record<'did' | 'showed', boolean>>;
}

/**
 * Of the steps that say what an earlier one says already: which one that is, the last before it. Texts without letters say nothing, and of one that is no
 * sentence it is told by itself that it says too little.
 * @param steps in the order of their ids
 * @param before the answer of before, of which what did not change is taken over
 */
export function repeatsOf(
  steps: readonly StepRecord[],
  known: WeakMap<StepRecord, SaidByStep>,
  before: ReadonlyMap<string, Repeats>,
): ReadonlyMap<string, Repeats> {
  const saidBy = (step: StepRecord): SaidByStep => {
    let said = known.get(step);
    if (!said) {
      said = { folded: { did: folded(step.did), showed: folded(step.showed) }, isSentence: {} };
      known.set(step, said);
    }
    return said;
  };
  const last = { did: new Map<string, StepRecord>(), showed: new Map<string, StepRecord>() };
  /** The nearest step before it that says it: an edit of the first of a thousand changes what is said of one other, not of all. */
  const repeated = (step: StepRecord, said: SaidByStep, field: 'did' | 'showed'): StepRecord | undefined => {
    const text = said.folded[field];
    if (text === '') return undefined;
    const earlier = last[field].get(text);
    last[field].set(text, step);
    if (!earlier) return undefined;
    said.isSentence[field] ??= isSentence(step[field]);
    return said.isSentence[field] ? earlier : undefined;
  };
  const found = new Map<string, Repeats>();
  for (const step of steps) {
    const said = saidBy(step);
    const did = repeated(step, said, 'did');
    const showed = repeated(step, said, 'showed');
    if (!did && !showed) continue;
    const same = before.get(step.id);
    const kept = same?.did === did && same?.showed === showed ? same : undefined;
    found.set(step.id, kept ?? { ...(did && { did }), ...(showed && { showed }) });
  }
  return found;
}

/** Of the minor releases that the products have, those that a step names. The set of before where it is the same. */
export function releasesNamed(
  products: Iterable<ProductRecord | null>,
  steps: readonly StepRecord[],
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  const releases = new Set<string>();
  for (const product of new Set(products))
    for (const { latestMinor } of product?.components ?? []) if (latestMinor) releases.add(latestMinor);
  const named = new Set<string>();
  for (const release of releases)
    if (steps.some(({ did, showed }) => did.includes(release) || showed.includes(release)))
      named.add(release);
  return sameValue([...named], [...before]) ? before : named;
}

/** The latest instant at which something was changed; null for never. */
export function lastChangeOf(record: CaseRecord, steps: readonly StepRecord[]): string | null {
  let latest: string | null = null;
  const consider = (at: string | undefined) => {
    if (at !== undefined && (latest === null || Date.parse(at) > Date.parse(latest))) latest = at;
  };
  if (record.networkChanged === 'yes') consider(record.networkChangedAt?.at);
  if (record.ucChanged === 'yes') consider(record.ucChangedAt?.at);
  if (record.productChanged === 'yes') consider(record.productChangedAt?.at);
  for (const step of steps) if (step.kind === 'fix' || step.kind === 'work-around') consider(step.at?.at);
  return latest;
}
