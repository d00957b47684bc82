/**
 * Certification at the hub: one request, one act, one transaction (C6, C8). Who may do it, what it does, its audit entry and
 * its answer are committed together or not at all; the same request again gets the same answer.
 */

import { canonicalJson, sha256OfText } from '../../shared/base/hash.ts';
import { assertNever } from '../../shared/base/values.ts';
import { mayAct, organisationScope } from '../../shared/certification/access.ts';
import type {
  CertificationAct,
  CertificationRequest,
  CertificationResponse,
  CertificationResult,
  DeviceEntry,
} from '../../shared/certification/schema.ts';
import { certificationResult } from '../../shared/certification/schema.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import * as acts from './acts.ts';
import type { Issuer } from './issuer-keys.ts';
import { ensureOrganisation } from './organisations.ts';

const forbidden = () => new Refusal(403, 'forbidden', 'Your role does not allow this.');

/** @throws Refusal 403, 404, 409 where the act cannot be done; then nothing was */
export async function takeCertification(
  { database, issuer, now }: { database: Database; issuer: Issuer; now: () => Date },
  by: Identity,
  request: CertificationRequest,
): Promise<CertificationResponse> {
  const { act, reason, requestId } = request;
  const person = { roles: by.roles, organisationId: by.organisation.id };
  // Whoever may do it nowhere learns nothing of what there is.
  if (!mayAct(person, act.action, by.organisation.id)) throw forbidden();
  const at = now();
  const result = await transaction(database, async (client): Promise<CertificationResult> => {
    const organisationId = await organisationOf(client, act);
    if (!mayAct(person, act.action, organisationId)) throw forbidden();
    if (act.action === 'list-devices')
      return { kind: 'devices', devices: await devicesOf(client, act.organisationId) };
    const earlier = await claim(client, {
      requestId,
      personId: by.person.id,
      hash: sha256OfText(canonicalJson({ act, reason })),
    });
    if (earlier) return earlier;
    if (act.action === 'save-person') {
      const { id: personId, organisationId: id, organisationName: name } = act.person;
      const known = await client.query('SELECT 1 FROM people WHERE id = $1', [personId]);
      // Who is there is in an organisation that is there.
      if (!known.rowCount) await ensureOrganisation(client, { id, name, sample: by.organisation.sample });
    }
    const scopes = await ScopeBatch.lock(client, [
      'catalogue',
      'registry',
      // Who follows tickets stands at the desk as well.
      ...(act.action === 'save-person' ? ['level3'] : []),
      ...(organisationId === null ? [] : [organisationScope(organisationId)]),
    ]);
    const done = await perform({ client, issuer, scopes, now: at, by, reason, organisationId }, act);
    for (const scope of scopes.values()) await scope.save();
    // A code is told once: of one to enrol only the hash is kept (C5), of one to recover what is sealed.
    const kept = done.kind === 'code' || done.kind === 'recovery-code' ? { ...done, code: null } : done;
    await client.query('UPDATE certification_requests SET result = $2 WHERE id = $1', [requestId, kept]);
    return done;
  });
  return { result, hubTime: at.toISOString() };
}

/** Notes the request as this transaction's, or answers what it got before. Of two at once, one waits for the other. */
async function claim(
  client: Transaction,
  request: { requestId: string; personId: string; hash: string },
): Promise<CertificationResult | null> {
  const { requestId, personId, hash } = request;
  const fresh = await client.query(
    'INSERT INTO certification_requests (id, person_id, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [requestId, personId, hash],
  );
  if (fresh.rowCount !== 0) return null;
  const { rows } = await client.query<{ person_id: string; hash: string; result: unknown }>(
    'SELECT person_id, hash, result FROM certification_requests WHERE id = $1',
    [requestId],
  );
  const [known] = rows;
  if (known?.person_id !== personId || known.hash !== hash)
    throw new Refusal(409, 'request-reused', 'This request was made before, with another content.');
  return certificationResult.parse(known.result);
}

/** Whose people, credentials or devices the act is about. @throws Refusal 404 */
async function organisationOf(client: Transaction, act: CertificationAct): Promise<string | null> {
  const find = async (sql: string, id: string, code: string, message: string) => {
    const { rows } = await client.query<{ organisation_id: string }>(sql, [id]);
    if (!rows[0]) throw new Refusal(404, code, message);
    return rows[0].organisation_id;
  };
  switch (act.action) {
    case 'save-exam':
    case 'record-results':
      return null;
    case 'save-person':
      return act.person.organisationId;
    case 'list-devices':
      return act.organisationId;
    case 'issue':
    case 'make-code':
      return find(
        'SELECT organisation_id FROM people WHERE id = $1',
        act.personId,
        'unknown-person',
        'There is no such person.',
      );
    case 'renew':
    case 'revoke':
    case 'suspend':
    case 'reinstate':
      return find(
        'SELECT p.organisation_id FROM credentials c JOIN people p ON p.id = c.person_id WHERE c.id = $1',
        act.credentialId,
        'unknown-credential',
        'There is no such credential.',
      );
    case 'name-device':
    case 'revoke-device':
    case 'show-recovery-code':
      return find(
        'SELECT p.organisation_id FROM devices d JOIN people p ON p.id = d.person_id WHERE d.id = $1',
        act.deviceId,
        'unknown-device',
        'There is no such device.',
      );
    default:
      return assertNever(act);
  }
}

function perform(
  context: acts.ActContext,
  act: Exclude<CertificationAct, { action: 'list-devices' }>,
): Promise<CertificationResult> {
  switch (act.action) {
    case 'save-exam':
      return acts.saveExam(context, act);
    case 'record-results':
      return acts.recordResults(context, act);
    case 'issue':
      return acts.issue(context, act);
    case 'renew':
      return acts.renew(context, act);
    case 'revoke':
    case 'suspend':
    case 'reinstate':
      return acts.changeState(context, act);
    case 'save-person':
      return acts.savePerson(context, act);
    case 'make-code':
      return acts.makeCode(context, act);
    case 'name-device':
      return acts.nameDevice(context, act);
    case 'revoke-device':
      return acts.revokeDevice(context, act);
    case 'show-recovery-code':
      return acts.showRecovery(context, act);
    default:
      return assertNever(act);
  }
}

/** Devices of an organisation's people, by person and date; the first thousand. */
async function devicesOf(client: Transaction, organisationId: string): Promise<DeviceEntry[]> {
  const { rows } = await client.query<
    Omit<DeviceEntry, 'enrolledAt' | 'revokedAt'> & { enrolledAt: Date; revokedAt: Date | null }
  >(
    `SELECT d.id, d.person_id AS "personId", p.name AS "personName", d.name, d.enrolled_at AS "enrolledAt", d.revoked_at AS "revokedAt"
       FROM devices d JOIN people p ON p.id = d.person_id WHERE p.organisation_id = $1
      ORDER BY p.name, d.enrolled_at LIMIT 1000`,
    [organisationId],
  );
  return rows.map((row) => ({
    ...row,
    enrolledAt: row.enrolledAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
}
