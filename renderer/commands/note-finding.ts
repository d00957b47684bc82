/** A finding of what was collected becomes part of the case where a person says so: a step, or words in a field. */
import { cut } from '../../shared/base/cut.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { CollectedFinding } from '../../shared/collect/collected.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import type { DroppedFile } from '../workers/outputs-service.ts';
import { noteStep } from './steps.ts';

/** What of a finding goes into the case: what it says, by which rule, and the lines that show it. */
type Noted = Pick<CollectedFinding, 'rule' | 'message' | 'evidence'>;

/** What was seen, with the lines that show it. */
function shownWords({ message, evidence }: Noted): string {
  const lines = evidence.slice(0, 5).map(({ file, line, text }) => `${file}:${line}: ${text}`);
  return cut([message, ...lines].join('\n'), 4_000);
}

/**
 * Notes a finding as a step of the one who works here, now. Files of its evidence that the case has are named in it.
 * @param files what is held, by name
 */
export async function noteAsStep(
  app: AppServices,
  { case: record, attachments }: CaseContents,
  finding: Noted,
  files: ReadonlyMap<string, DroppedFile>,
  systemId: string | null,
): Promise<Outcome> {
  const hashes = new Set(finding.evidence.flatMap(({ file }) => files.get(file)?.sha256 ?? []));
  const evidence = attachments.filter(({ sha256, removed }) => !removed && hashes.has(sha256));
  return noteStep(app, record, {
    kind: 'examine-logs',
    systemId,
    did: cut(
      `Went through ${[...new Set(finding.evidence.map(({ file }) => file))].join(', ')} with the rule ${finding.rule}.`,
      1_000,
    ),
    showed: shownWords(finding),
    evidence: evidence.map(({ id }) => id).slice(0, 50),
  });
}

/** Adds what was found to the field that its rule names, after what stands there. */
export async function addToField(
  app: AppServices,
  { case: record }: CaseContents,
  finding: CollectedFinding,
): Promise<Outcome | null> {
  const { fills } = finding;
  if (fills === undefined) return null;
  const before = record[fills].trim();
  const words = shownWords(finding);
  if (before.includes(words)) return null;
  const fields = { [fills]: before === '' ? words : `${before}\n\n${words}` };
  return app.write([{ op: 'patch', table: 'cases', key: record.id, fields }]);
}
