/** What the steps of a case say together: what is said twice, which releases are named, when something was last changed. */
import { sameValue } from '../base/hash.ts';
import { SpokenText } from '../base/spoken-text.ts';
import type { StepRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { ProductRecord } from '../policy/products.ts';
import type { Repeats, SaidByStep, StepFacts } from './rule.ts';

/** Then those of before are forgotten: a text that is written key by key is another with each. */
const MOST_TEXTS = 20_000;

/** Looks at what steps say. Many say the same, 'Nothing new', which then is looked at once. */
export function readSteps(): (step: StepRecord) => SaidByStep {
  const known = new Map<string, SpokenText>();
  const spoken = (text: string): SpokenText => {
    let said = known.get(text);
    if (!said) {
      if (known.size >= MOST_TEXTS) known.clear();
      said = new SpokenText(text);
      known.set(text, said);
    }
    return said;
  };
  return ({ did, showed, ramifications }) => ({
    did: spoken(did),
    showed: spoken(showed),
    ramifications: spoken(ramifications),
  });
}

/**
 * Of the steps that say what an earlier one says already: which one that is, the last before it. Texts without letters say nothing, and of one that is no
 * sentence it is told by itself that it says too little.
 * @param read in the order of their ids
 * @param before the answer of before, of which what did not change is taken over
 */
export function repeatsOf(
  read: readonly Pick<StepFacts, 'step' | 'said'>[],
  before: ReadonlyMap<string, Repeats>,
): ReadonlyMap<string, Repeats> {
  const last = { did: new Map<string, StepRecord>(), showed: new Map<string, StepRecord>() };
  /** The nearest step before it that says it: an edit of the first of a thousand changes what is said of one other, not of all. */
  const repeated = (step: StepRecord, said: SaidByStep, field: 'did' | 'showed'): StepRecord | undefined => {
    const text = said[field].folded;
    if (text === '') return undefined;
    const earlier = last[field].get(text);
    last[field].set(text, step);
    return earlier && said[field].isSentence ? earlier : undefined;
  };
  const found = new Map<string, Repeats>();
  for (const { step, said } of read) {
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
