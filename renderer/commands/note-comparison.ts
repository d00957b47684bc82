/** What a comparison showed becomes part of the case where a person says so: a change, what is not affected, or a step. */
import { cut } from '../../shared/base/cut.ts';
import type { CaseRecord } from '../../shared/cases/case.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { noteStep } from './steps.ts';

/** Where it may be written; H11 for the changes, H46 for what is not affected. */
export const comparisonTargets = [
  'step',
  'productChange',
  'networkChange',
  'ucChange',
  'scopeIsNot',
] as const;
export type ComparisonTarget = (typeof comparisonTargets)[number];

/** The question that a change answers with yes. */
const asked = {
  productChange: 'productChanged',
  networkChange: 'networkChanged',
  ucChange: 'ucChanged',
} as const;

/**
 * @param words the differences, as `differenceWords` says them
 * @param compared what was held against what
 * @returns null where the field says so already
 */
export async function noteComparison(
  app: AppServices,
  { case: record }: CaseContents,
  target: ComparisonTarget,
  words: string,
  compared: string,
): Promise<Outcome | null> {
  if (target === 'step') {
    return noteStep(app, record, {
      kind: 'investigate',
      did: cut(`Compared ${compared}.`, 1_000),
      showed: words,
    });
  }
  const before = record[target].trim();
  if (before.includes(words)) return null;
  const fields: Partial<CaseRecord> = { [target]: before === '' ? words : `${before}\n\n${words}` };
  if (target !== 'scopeIsNot') fields[asked[target]] = 'yes';
  return app.write([{ op: 'patch', table: 'cases', key: record.id, fields }]);
}
