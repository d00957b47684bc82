/** Certification for people who are made up: an exam over the sample products, passed by the sample's engineers. */
import { randomUUID } from 'node:crypto';
import { organisationScope } from '../../shared/certification/access.ts';
import { type ExamRecord, examRecord } from '../../shared/certification/schema.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { type Database, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { addAudit } from './audit.ts';
import { grantCredential } from './credentials.ts';
import type { Issuer } from './issuer-keys.ts';
import { publishPeople, putRows, scopeIn } from './registry.ts';

export const sampleExam: ExamRecord = examRecord.parse({
  id: '01900000-0000-7000-8000-0000000000e1',
  name: 'Sample products, Level 1 and Level 2',
  description: 'Works on the sample products at Level 1 and Level 2.',
  criteria: 'Pass the sample exam.',
  coverage: sampleProducts.map(({ id }) => ({ product: id, levels: [1, 2] })),
  validMonths: 12,
  active: true,
});

const DAY_MS = 86_400_000;
const REASON = 'Sample';

/** Gives these people of one organisation a credential each, where they have none that lasts. Any number of times. */
export async function certifySample(
  database: Database,
  issuer: Issuer,
  organisationId: string,
  personIds: readonly string[],
  now: Date,
): Promise<void> {
  await transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, [
      'catalogue',
      'level3',
      'registry',
      organisationScope(organisationId),
    ]);
    const { rows } = await client.query<{ id: string; name: string }>(
      `SELECT id, name FROM people p WHERE id = ANY($1)
          AND NOT EXISTS (SELECT 1 FROM credentials c WHERE c.person_id = p.id AND c.valid_until > $2) ORDER BY id`,
      [personIds, now],
    );
    if (rows.length === 0) return;
    const added = await client.query('INSERT INTO exams (id, data) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      sampleExam.id,
      sampleExam,
    ]);
    if (added.rowCount !== 0)
      await putRows(scopeIn(scopes, 'registry'), [{ table: 'exams', key: sampleExam.id, data: sampleExam }]);
    await publishPeople(client, scopes, organisationId, personIds);
    // A clock that is some days behind makes no sample person uncertified.
    const validFrom = new Date(now.getTime() - 30 * DAY_MS);
    for (const person of rows) {
      await client.query(
        `INSERT INTO exam_results (id, person_id, exam_id, passed_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [randomUUID(), person.id, sampleExam.id, validFrom],
      );
      const holder = { ...person, organisationId };
      const credentialId = randomUUID();
      await grantCredential(
        { client, issuer, scopes, now },
        { credentialId, person: holder, exam: sampleExam, validFrom, reason: REASON },
      );
      await addAudit(client, scopeIn(scopes, 'registry'), {
        by: null,
        action: 'credential-issued',
        subject: credentialId,
        reason: REASON,
        detail: { person: person.name, personId: person.id, exam: sampleExam.name },
      });
    }
    for (const scope of scopes.values()) await scope.save();
  });
}
