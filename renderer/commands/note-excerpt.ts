/** Lines of a log become part of the case where a person says so: a step with the file behind it, or the time that the file covers. */
import { cut } from '../../shared/base/cut.ts';
import type { AttachmentRecord } from '../../shared/cases/attachments.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { excerptWords } from '../../shared/collect/log/look.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { noteStep } from './steps.ts';

/**
 * Notes lines as a step of the one who works here, now.
 * @param from the number of the first line
 */
export async function noteExcerpt(
  app: AppServices,
  { case: record }: CaseContents,
  file: AttachmentRecord,
  from: number,
  lines: readonly string[],
): Promise<Outcome> {
  const to = from + lines.length - 1;
  return noteStep(app, record, {
    kind: 'examine-logs',
    systemId: file.systemId,
    did: cut(`Read ${file.name}, ${from === to ? `line ${from}` : `lines ${from} to ${to}`}.`, 1_000),
    showed: excerptWords(file.name, from, lines),
    evidence: [file.id],
  });
}

/** Says which time a log covers, as its first and last line have it. @param zone IANA; of the log's clock */
export function noteCovers(
  app: AppServices,
  file: AttachmentRecord,
  from: number,
  to: number,
  zone: string,
): Promise<Outcome> {
  const at = (moment: number) => ({ at: new Date(moment).toISOString(), zone });
  return app.write([
    {
      op: 'patch',
      table: 'attachments',
      key: file.id,
      fields: { coversFrom: at(from), coversTo: at(to) },
    },
  ]);
}
