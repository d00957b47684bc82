/** What a comparison showed becomes part of the case where a person says so: a change, what is not affected, or a step. */
import type { CaseRecord } from '../../shared/cases/case.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { steps } from '../../shared/cases/steps.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';

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
    const row = steps.empty({
      id: app.newId(),
      caseId: record.id,
      kind: 'investigate',
      level: record.state === 'level1' ? 1 : 2,
      by: await app.person(),
      at: app.here(),
      did: `Compared ${compared}.`.slice(0, 1_000),
      showed: words,
      recordedAt: app.now().toISOString(),
    });
    return app.write([{ op: 'insert', table: 'steps', row }]);
  }
  const before = record[target].trim();
  if (before.includes(words)) return null;
  const fields: Partial<CaseRecord> = { [target]: before === '' ? words : `${before}\n\n${words}` };
  if (target !== 'scopeIsNot') fields[asked[target]] = 'yes';
  return app.write([{ op: 'patch', table: 'cases', key: record.id, fields }]);
}
