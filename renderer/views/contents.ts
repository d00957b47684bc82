import type { CaseContents } from '../../shared/cases/contents.ts';
import type { ConsoleDatabase } from '../store/database.ts';

/** All of a case that the rules look at; null where there is no such case. */
export async function readContents(db: ConsoleDatabase, caseId: string): Promise<CaseContents | null> {
  return db.transaction(
    'r',
    [
      db.cases,
      db.systems,
      db.configuration,
      db.revisions,
      db.steps,
      db.attachments,
      db.consents,
      db.redactions,
      db.waivers,
    ],
    async () => {
      const record = await db.cases.get(caseId);
      if (!record) return null;
      const of = { caseId };
      const rows = await Promise.all([
        db.systems.where(of).toArray(),
        db.configuration.where(of).toArray(),
        db.revisions.where(of).toArray(),
        db.steps.where(of).toArray(),
        db.attachments.where(of).toArray(),
        db.consents.where(of).toArray(),
        db.redactions.where(of).toArray(),
        db.waivers.where(of).toArray(),
      ]);
      const [systems, configuration, revisions, steps, attachments, consents, redactions, waivers] = rows;
      return {
        case: record,
        systems,
        configuration,
        revisions,
        steps,
        attachments,
        consents,
        redactions,
        waivers,
      };
    },
  );
}
