/** Credentials at the hub: issued with a place of their own in the status lists, and changed in state. */
import { randomInt } from 'node:crypto';
import { organisationScope } from '../../shared/certification/access.ts';
import { signCredential } from '../../shared/certification/credential.ts';
import {
  type CredentialState,
  credentialRecord,
  type ExamRecord,
  registryCredential,
} from '../../shared/certification/schema.ts';
import { MIN_ENTRIES } from '../../shared/certification/status-list.ts';
import type { Transaction } from '../store/database.ts';
import { type Issuer, signerOf } from './issuer-keys.ts';
import { putRows, type Scopes, scopeIn } from './registry.ts';
import { listUrl, signLists } from './status-lists.ts';

/** A list is given up for the next when it is half full: random places stay easy to find, and say nothing of the order. */
const FULL = MIN_ENTRIES / 2;

export interface Issuing {
  client: Transaction;
  issuer: Issuer;
  /** `catalogue`, `registry` and the holder's organisation, locked. */
  scopes: Scopes;
  now: Date;
}

export interface Grant {
  credentialId: string;
  person: { id: string; name: string; organisationId: string };
  exam: ExamRecord;
  validFrom: Date;
  reason: string;
}

/** The same day and time so many months later; where that month has no such day, its last (P-13). */
function monthsLater(from: Date, months: number): Date {
  const later = new Date(from);
  later.setUTCMonth(later.getUTCMonth() + months);
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0);
  return later;
}

/** The list that takes new credentials; made where the one before is full. */
async function openList({ client, issuer, scopes, now }: Issuing): Promise<number> {
  const { rows } = await client.query<{ list: number; taken: number }>(
    `SELECT l.list, count(c.id) AS taken FROM (SELECT max(list) AS list FROM status_lists) l
       LEFT JOIN credentials c ON c.list = l.list GROUP BY l.list`,
  );
  const { list, taken } = rows[0] ?? { list: 0, taken: FULL };
  if (taken < FULL) return list;
  await signLists(client, issuer, scopeIn(scopes, 'catalogue'), [list + 1], now);
  return list + 1;
}

/** A place that nobody has. The lock on the catalogue keeps the answer true. */
async function freePlace(client: Transaction, list: number): Promise<number> {
  for (;;) {
    const index = randomInt(MIN_ENTRIES);
    const taken = await client.query('SELECT 1 FROM credentials WHERE list = $1 AND idx = $2', [list, index]);
    if (taken.rowCount === 0) return index;
  }
}

/** Signs a credential and publishes it. @returns the token */
export async function grantCredential(issuing: Issuing, grant: Grant): Promise<string> {
  const { client, issuer, now } = issuing;
  const { credentialId, person, exam, validFrom, reason } = grant;
  const list = await openList(issuing);
  const index = await freePlace(client, list);
  const validUntil = monthsLater(validFrom, exam.validMonths);
  const token = await signCredential(
    {
      id: credentialId,
      issuer: { id: issuer.url, name: issuer.name },
      person: { id: person.id, name: person.name },
      achievement: { id: exam.id, name: exam.name, description: exam.description, criteria: exam.criteria },
      coverage: exam.coverage,
      validFrom: validFrom.toISOString(),
      validUntil: validUntil.toISOString(),
      status: {
        index,
        revocationList: listUrl(issuer, 'revocation', list),
        suspensionList: listUrl(issuer, 'suspension', list),
      },
    },
    await signerOf(client, issuer),
    now,
  );
  await client.query(
    `INSERT INTO credentials (id, person_id, exam_id, token, list, idx, state_reason, state_since, issued_at, valid_from, valid_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)`,
    [credentialId, person.id, exam.id, token, list, index, reason, now, validFrom, validUntil],
  );
  await publishCredential(issuing, credentialId);
  return token;
}

/** Sets the state, signs the lists anew and publishes both. */
export async function setState(
  issuing: Issuing,
  credentialId: string,
  change: { state: CredentialState; reason: string },
): Promise<void> {
  const { client, issuer, scopes, now } = issuing;
  const { rows } = await client.query<{ list: number }>(
    'UPDATE credentials SET state = $2, state_reason = $3, state_since = $4 WHERE id = $1 RETURNING list',
    [credentialId, change.state, change.reason, now],
  );
  await publishCredential(issuing, credentialId);
  await signLists(
    client,
    issuer,
    scopeIn(scopes, 'catalogue'),
    rows.map(({ list }) => list),
    now,
  );
}

/** Writes the credential's rows: for the registry, and for the holder's organisation. */
export async function publishCredential(
  { client, scopes }: Pick<Issuing, 'client' | 'scopes'>,
  credentialId: string,
): Promise<void> {
  const { rows } = await client.query<{
    id: string;
    person_id: string;
    exam_id: string;
    organisation_id: string;
    token: string;
    state: CredentialState;
    state_reason: string;
    state_since: Date;
    issued_at: Date;
    valid_from: Date;
    valid_until: Date;
    renewed_by: string | null;
  }>('SELECT c.*, p.organisation_id FROM credentials c JOIN people p ON p.id = c.person_id WHERE c.id = $1', [
    credentialId,
  ]);
  const [row] = rows;
  if (!row) throw new Error('a credential that was just written is not there');
  const held = credentialRecord.parse({
    id: row.id,
    personId: row.person_id,
    token: row.token,
    state: row.state,
    stateReason: row.state_reason,
    stateSince: row.state_since.toISOString(),
  });
  const registered = registryCredential.parse({
    ...held,
    organisationId: row.organisation_id,
    examId: row.exam_id,
    issuedAt: row.issued_at.toISOString(),
    validFrom: row.valid_from.toISOString(),
    validUntil: row.valid_until.toISOString(),
    renewedBy: row.renewed_by,
  });
  await putRows(scopeIn(scopes, organisationScope(row.organisation_id)), [
    { table: 'credentials', key: row.id, data: held },
  ]);
  await putRows(scopeIn(scopes, 'registry'), [
    { table: 'registryCredentials', key: row.id, data: registered },
  ]);
}
