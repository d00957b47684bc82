/** What each act of certification does, inside the transaction that answers it. */
import {
  areGrantable,
  grantableRoles,
  may,
  mayEndDevice,
  mayOpenDevice,
  type Role,
  rolesFit,
} from '../../shared/certification/access.ts';
import { notPassed } from '../../shared/certification/pass-mark.ts';
import {
  type CertificationAct,
  type CertificationResult,
  type ExamRecord,
  examRecord,
  type PersonRecord,
  type ResultRecord,
} from '../../shared/certification/schema.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Transaction } from '../store/database.ts';
import { addAudit } from './audit.ts';
import { grantCredential, type Issuing, publishCredential, setState } from './credentials.ts';
import { addCode } from './devices.ts';
import { takingOrganisation } from './organisations.ts';
import { personOf, type StoredPerson } from './people.ts';
import { showRecoveryCode } from './recovery-codes.ts';
import { publishPeople, putRows, scopeIn } from './registry.ts';

export interface ActContext extends Issuing {
  by: Identity;
  reason: string;
  /** Whose people, credentials or devices the act is about; null where it is about none. */
  organisationId: string | null;
}

type ActOf<A extends CertificationAct['action']> = Extract<CertificationAct, { action: A }>;
const done: CertificationResult = { kind: 'done' };

function audited(
  context: ActContext,
  action: string,
  subject: string,
  detail: Record<string, string | number> = {},
) {
  const { client, scopes, by, reason } = context;
  const { id, name } = by.person;
  return addAudit(client, scopeIn(scopes, 'registry'), { by: { id, name }, action, subject, reason, detail });
}

export async function saveExam(
  context: ActContext,
  { exam }: ActOf<'save-exam'>,
): Promise<CertificationResult> {
  await context.client.query(
    'INSERT INTO exams (id, data) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET data = excluded.data',
    [exam.id, exam],
  );
  await putRows(scopeIn(context.scopes, 'registry'), [{ table: 'exams', key: exam.id, data: exam }]);
  await audited(context, 'exam-saved', exam.id, { name: exam.name });
  return done;
}

type ResultFate = Extract<CertificationResult, { kind: 'results' }>['fates'][number];

export async function recordResults(
  context: ActContext,
  { results }: ActOf<'record-results'>,
): Promise<CertificationResult> {
  const { client, scopes, by, now } = context;
  const found = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM people WHERE id = ANY($1)',
    [results.map(({ personId }) => personId)],
  );
  const people = new Map(found.rows.map(({ id, name }) => [id, name]));
  const known = await client.query<{ data: unknown }>('SELECT data FROM exams WHERE id = ANY($1)', [
    results.map(({ examId }) => examId),
  ]);
  const exams = new Map(
    known.rows.map(({ data }) => {
      const exam = examRecord.parse(data);
      return [exam.id, exam];
    }),
  );
  // Somewhere it is tomorrow already.
  const latest = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
  const judged = results.map((each): ResultFate => {
    if (!people.has(each.personId)) return 'unknown-person';
    const exam = exams.get(each.examId);
    if (!exam) return 'unknown-exam';
    if (notPassed(each.score, exam.passMark) !== null) return 'not-passed';
    return each.passedOn > latest ? 'in-the-future' : 'recorded';
  });
  const fit = results.filter((_, i) => judged[i] === 'recorded');
  const added = await client.query<{ id: string }>(
    `INSERT INTO exam_results (id, person_id, exam_id, passed_on)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[]) ON CONFLICT DO NOTHING RETURNING id`,
    [
      fit.map(({ id }) => id),
      fit.map(({ personId }) => personId),
      fit.map(({ examId }) => examId),
      fit.map(({ passedOn }) => passedOn),
    ],
  );
  const fresh = new Set(added.rows.map(({ id }) => id));
  const rows = fit
    .filter(({ id }) => fresh.has(id))
    .map((each): ResultRecord => ({ ...each, recordedAt: now.toISOString(), recordedBy: by.person.id }));
  await putRows(
    scopeIn(scopes, 'registry'),
    rows.map((data) => ({ table: 'results', key: data.id, data })),
  );
  // One result is told of whose it is; of an import the rows themselves say it.
  const [only] = results;
  const about =
    only && results.length === 1
      ? {
          person: people.get(only.personId) ?? '',
          exam: exams.get(only.examId)?.name ?? '',
          passedOn: only.passedOn,
        }
      : {};
  await audited(context, 'results-recorded', only && results.length === 1 ? only.personId : by.person.id, {
    recorded: rows.length,
    sent: results.length,
    ...about,
  });
  const fates = results.map(({ id }, i): ResultFate => {
    const fate = judged[i] ?? 'unknown-person';
    return fate === 'recorded' && !fresh.has(id) ? 'already-recorded' : fate;
  });
  return { kind: 'results', recorded: rows.length, fates };
}

/** @throws Refusal 409 where the person left: they are given nothing new */
function assertWorks({ name, endedAt }: StoredPerson): void {
  if (endedAt) throw new Refusal(409, 'ended-person', `${name} left. The hub’s operator can take them back.`);
}

async function examOf(client: Transaction, id: string): Promise<ExamRecord> {
  const { rows } = await client.query<{ data: unknown }>('SELECT data FROM exams WHERE id = $1', [id]);
  if (!rows[0]) throw new Refusal(404, 'unknown-exam', 'There is no such exam.');
  return examRecord.parse(rows[0].data);
}

/** P-01: who took and passed the exam. */
async function assertPassed(client: Transaction, personId: string, examId: string): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM exam_results WHERE person_id = $1 AND exam_id = $2 LIMIT 1',
    [personId, examId],
  );
  if (rowCount === 0)
    throw new Refusal(409, 'not-passed', 'No result says that this person passed the exam. Record it first.');
}

export async function issue(context: ActContext, act: ActOf<'issue'>): Promise<CertificationResult> {
  const { client, now, reason } = context;
  const { credentialId, personId, examId } = act;
  const person = await personOf(client, personId);
  assertWorks(person);
  const exam = await examOf(client, examId);
  await assertPassed(client, personId, examId);
  const known = await client.query('SELECT 1 FROM credentials WHERE id = $1', [credentialId]);
  if (known.rowCount !== 0) throw new Refusal(409, 'known-credential', 'There is a credential with this id.');
  const validFrom = act.validFrom === null ? now : new Date(act.validFrom);
  const token = await grantCredential(context, { credentialId, person, exam, validFrom, reason });
  await audited(context, 'credential-issued', credentialId, {
    person: person.name,
    personId,
    exam: exam.name,
  });
  return { kind: 'credential', credentialId, token };
}

interface StoredCredential {
  id: string;
  person_id: string;
  exam_id: string;
  state: 'valid' | 'suspended' | 'revoked';
  renewed_by: string | null;
}

async function credentialOf(client: Transaction, id: string): Promise<StoredCredential> {
  const { rows } = await client.query<StoredCredential>(
    'SELECT id, person_id, exam_id, state, renewed_by FROM credentials WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!rows[0]) throw new Refusal(404, 'unknown-credential', 'There is no such credential.');
  return rows[0];
}

export async function renew(context: ActContext, act: ActOf<'renew'>): Promise<CertificationResult> {
  const { client, now, reason } = context;
  const old = await credentialOf(client, act.credentialId);
  if (old.state !== 'valid')
    throw new Refusal(
      409,
      'not-renewable',
      `A ${old.state} credential is not renewed. Issue a new one instead.`,
    );
  if (old.renewed_by !== null)
    throw new Refusal(409, 'renewed-before', 'This credential was renewed before.');
  const person = await personOf(client, old.person_id);
  assertWorks(person);
  const exam = await examOf(client, old.exam_id);
  const credentialId = act.newCredentialId;
  const token = await grantCredential(context, { credentialId, person, exam, validFrom: now, reason });
  await client.query('UPDATE credentials SET renewed_by = $2 WHERE id = $1', [old.id, credentialId]);
  await publishCredential(context, old.id);
  await audited(context, 'credential-renewed', old.id, {
    person: person.name,
    exam: exam.name,
    by: credentialId,
  });
  return { kind: 'credential', credentialId, token };
}

const CHANGES = {
  revoke: { from: ['valid', 'suspended'], to: 'revoked', told: 'credential-revoked' },
  suspend: { from: ['valid'], to: 'suspended', told: 'credential-suspended' },
  reinstate: { from: ['suspended'], to: 'valid', told: 'credential-reinstated' },
} as const;

/** Revoking is final; suspending is not. */
export async function changeState(
  context: ActContext,
  act: ActOf<'revoke' | 'suspend' | 'reinstate'>,
): Promise<CertificationResult> {
  const { from, to, told } = CHANGES[act.action];
  const {
    id,
    state,
    person_id: personId,
    exam_id: examId,
  } = await credentialOf(context.client, act.credentialId);
  if (!(from as readonly string[]).includes(state))
    throw new Refusal(
      409,
      'state',
      state === 'revoked'
        ? 'This credential was revoked, which is final.'
        : `This credential is ${state} already.`,
    );
  await setState(context, id, { state: to, reason: context.reason });
  const { name: person } = await personOf(context.client, personId);
  const { name: exam } = await examOf(context.client, examId);
  await audited(context, told, id, { person, personId, exam });
  return done;
}

export async function savePerson(
  context: ActContext,
  { person }: ActOf<'save-person'>,
): Promise<CertificationResult> {
  const { client, scopes } = context;
  const before = await client.query<{ roles: Role[]; organisation_id: string; ended_at: Date | null }>(
    'SELECT roles, organisation_id, ended_at FROM people WHERE id = $1 FOR UPDATE',
    [person.id],
  );
  const [known] = before.rows;
  if (known?.ended_at)
    throw new Refusal(409, 'ended-person', `${person.name} left. The hub’s operator can take them back.`);
  if (!known) await takingOrganisation(client, person.organisationId);
  assertRoles(person, known?.roles ?? []);
  // Who takes it from themselves may have been the last who could give it.
  if (person.id === context.by.person.id && known && may(known, 'certify') && !may(person, 'certify'))
    throw new Refusal(
      409,
      'own-role',
      'You cannot take the role of certification admin from yourself. Another admin has to.',
    );
  if (known && known.organisation_id !== person.organisationId)
    throw new Refusal(409, 'organisation', 'Only the hub’s operator moves a person to another organisation.');
  const other = await client.query('SELECT 1 FROM people WHERE lower(email) = lower($1) AND id <> $2', [
    person.email,
    person.id,
  ]);
  if (other.rowCount !== 0)
    throw new Refusal(409, 'known-person', 'There is another person with this e-mail address.');
  await client.query(
    `INSERT INTO people (id, organisation_id, name, email, roles) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, roles = excluded.roles`,
    [person.id, person.organisationId, person.name, person.email, person.roles],
  );
  await publishPeople(client, scopes, person.organisationId, [person.id]);
  await audited(context, known ? 'person-changed' : 'person-added', person.id, {
    name: person.name,
    roles: person.roles.join(', '),
  });
  return done;
}

/** An admin of certification does not hand out what is the operator's, and does not take it away. */
function assertRoles({ roles }: Pick<PersonRecord, 'roles'>, before: readonly Role[]): void {
  const others = (list: readonly Role[]) =>
    list
      .filter((each) => !grantableRoles.includes(each))
      .sort()
      .join();
  if (others(roles) !== others(before))
    throw new Refusal(403, 'forbidden', 'Only the hub’s operator gives this role, or takes it away.');
  if (!rolesFit(roles))
    throw new Refusal(409, 'roles', 'Nobody works for a partner and at the Level 3 desk at once.');
}

export async function makeCode(
  context: ActContext,
  { personId }: ActOf<'make-code'>,
): Promise<CertificationResult> {
  const { client } = context;
  const { rows } = await client.query<{ roles: Role[] }>('SELECT roles FROM people WHERE id = $1', [
    personId,
  ]);
  if (!areGrantable(rows[0]?.roles ?? []))
    throw new Refusal(
      403,
      'forbidden',
      'This person has a role that only the hub’s operator gives. The operator makes their codes, too.',
    );
  const { code, expiresAt } = await addCode(client, personId, 'admin');
  await audited(context, 'enrolment-code', personId, { person: (await personOf(client, personId)).name });
  return { kind: 'code', code, expiresAt };
}

export async function nameDevice(
  context: ActContext,
  act: ActOf<'name-device'>,
): Promise<CertificationResult> {
  const { device, person } = await deviceOf(context.client, act.deviceId);
  await context.client.query('UPDATE devices SET name = $2 WHERE id = $1', [act.deviceId, act.name]);
  await audited(context, 'device-named', act.deviceId, { name: act.name, before: device, person });
  return done;
}

/**
 * A lead who could end another lead's computer would be the last, and one who could open it would be both. So would a certification admin who opens a computer of
 * Level 3's.
 * @throws Refusal 403
 */
async function assertNotAnotherLeads(
  { client, by }: ActContext,
  deviceId: string,
  doing: 'end' | 'open',
): Promise<void> {
  const { rows } = await client.query<{ id: string; roles: Role[] }>(
    'SELECT p.id, p.roles FROM devices d JOIN people p ON p.id = d.person_id WHERE d.id = $1',
    [deviceId],
  );
  const [owner] = rows;
  if (!owner) return;
  const person = { id: by.person.id, roles: by.roles };
  if (!mayEndDevice(person, owner))
    throw new Refusal(
      403,
      'another-lead',
      doing === 'end'
        ? 'A lead does not end another lead’s computer alone. Ask the certification admin or the hub’s operator.'
        : 'A lead is not shown the recovery code of another lead’s computer. Ask the certification admin.',
    );
  if (doing === 'open' && !mayOpenDevice(person, owner))
    throw new Refusal(
      403,
      'forbidden',
      'This person has a role that only the hub’s operator gives. Their computer opens with the recovery code that they kept.',
    );
}

export async function revokeDevice(
  context: ActContext,
  act: ActOf<'revoke-device'>,
): Promise<CertificationResult> {
  const { client } = context;
  await assertNotAnotherLeads(context, act.deviceId, 'end');
  const { data = 'hand-over' } = act;
  await client.query(
    'UPDATE devices SET revoked_at = coalesce(revoked_at, now()), ended_data = $2 WHERE id = $1',
    [act.deviceId, data],
  );
  await audited(context, 'device-revoked', act.deviceId, {
    ...(await deviceOf(context.client, act.deviceId)),
    data,
  });
  return done;
}

export async function showRecovery(
  context: ActContext,
  { deviceId }: ActOf<'show-recovery-code'>,
): Promise<CertificationResult> {
  const { client, issuer, by } = context;
  await assertNotAnotherLeads(context, deviceId, 'open');
  const { id, name } = by.person;
  const found = await showRecoveryCode(client, issuer.secret, deviceId, { id, name });
  await audited(context, found ? 'recovery-code-shown' : 'recovery-code-asked', deviceId, {
    ...(await deviceOf(client, deviceId)),
  });
  return { kind: 'recovery-code', code: found?.code ?? null, givenAt: found?.givenAt.toISOString() ?? null };
}

/** What the audit trail calls a device: its name, and whose it is. */
async function deviceOf(client: Transaction, id: string): Promise<{ device: string; person: string }> {
  const { rows } = await client.query<{ device: string; person: string }>(
    'SELECT d.name AS device, p.name AS person FROM devices d JOIN people p ON p.id = d.person_id WHERE d.id = $1',
    [id],
  );
  if (!rows[0]) throw new Refusal(404, 'unknown-device', 'There is no such device.');
  return rows[0];
}
