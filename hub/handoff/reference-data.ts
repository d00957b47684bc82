/** The hub's own rows by which signatures, contract and people of a packet are judged: rates, documents, IPcelerate's contracts, and the organisation's people. */
import type { ReferenceData } from '../../shared/handoff/rule.ts';
import { policyDocument } from '../../shared/policy/documents.ts';
import { contract, rate } from '../../shared/policy/schema.ts';
import type { Transaction } from '../store/database.ts';

export async function referenceDataAtHub(
  client: Transaction,
  organisationId: string,
): Promise<ReferenceData> {
  const { rows } = await client.query<{ tbl: string; data: unknown }>(
    `SELECT tbl, data FROM rows WHERE NOT deleted
        AND ((scope = 'catalogue' AND tbl IN ('rates', 'policyDocuments')) OR (scope = $1 AND tbl = 'contracts'))`,
    [`org:${organisationId}`],
  );
  const people = await client.query<{ id: string }>('SELECT id FROM people WHERE organisation_id = $1', [
    organisationId,
  ]);
  const of = (table: string) => rows.filter(({ tbl }) => tbl === table).map(({ data }) => data);
  return {
    rates: of('rates').map((data) => rate.parse(data)),
    documents: of('policyDocuments').map((data) => policyDocument.parse(data)),
    contracts: of('contracts').map((data) => contract.parse(data)),
    members: new Set(people.rows.map(({ id }) => id)),
  };
}
