/** What the steps of a case say together: what is said twice, which releases are named, when something was last changed. */
import { sameValue } from '../base/hash.ts';
import { folded, isSentence } from '../base/spoken.ts';
import type { StepRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { ProductRecord } from '../policy/products.ts';
import type { CaseFacts } from './rule.ts';

/** What is looked at in a step's texts, once for as long as the step stands. */
export interface SaidByStep {
  folded: Record<'did' | 'showed', string>;
  isSentence: Partial<Record<'did' | 'showed', boolean>>;
}

/**
 * The steps that say what an earlier one says already. Texts without letters say nothing, and of one that is no sentence it is told
 * by itself that it says too little.
 * @param steps in the order of their ids
 */
export function repeatsOf(
  steps: readonly StepRecord[],
  known: WeakMap<StepRecord, SaidByStep>,
): CaseFacts['repeatedSteps'] {
  const saidBy = (step: StepRecord): SaidByStep => {
    const before = known.get(step);
    if (before) return before;
    const said = { folded: { did: folded(step.did), showed: folded(step.showed) }, isSentence: {} };
    known.set(step, said);
    return said;
  };
  const found: CaseFacts['repeatedSteps'][number][] = [];
  for (const field of ['did', 'showed'] as const) {
    const seen = new Map<string, StepRecord>();
    for (const step of steps) {
      const said = saidBy(step);
      const text = said.folded[field];
      if (text === '') continue;
      const earlier = seen.get(text);
      if (!earlier) {
        seen.set(text, step);
        continue;
      }
      said.isSentence[field] ??= isSentence(step[field]);
      if (said.isSentence[field]) found.push({ step, field, earlier });
    }
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
