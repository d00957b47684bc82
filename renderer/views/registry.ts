/** The registry as a certification admin's device has it: people, exams, results, credentials, and what was done. */
import { t } from '@lingui/core/macro';
import { may } from '../../shared/certification/access.ts';
import { candidatesOf } from '../../shared/certification/bulk.ts';
import type { AuditRecord } from '../../shared/certification/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { byName } from './by-name.ts';

/** By name. */
export const readPeople = (db: ConsoleDatabase) => byName(db.people);
/** Who can be told of a ticket as its executive, by name: those who follow tickets (P-34). */
export const readExecutives = async (db: ConsoleDatabase) =>
  (await byName(db.members)).filter((each) => may(each, 'follow-tickets'));
/** By name. */
export const readExams = (db: ConsoleDatabase) => byName(db.exams);

/** What a file of results is compared with. */
export async function readRegistry(db: ConsoleDatabase) {
  const [people, exams, results] = await Promise.all([
    db.people.toArray(),
    db.exams.toArray(),
    db.results.toArray(),
  ]);
  return { people, exams, results };
}

/** Who passed an exam and has no credential of it that counts. @param at the instant that it is asked for */
export async function readCandidates(db: ConsoleDatabase, at: string) {
  const credentials = await db.registryCredentials.toArray();
  return candidatesOf({ ...(await readRegistry(db)), credentials }, at);
}

/** One person with all that stands in the registry; `person` is null where this computer does not have them. */
export async function readPersonFile(db: ConsoleDatabase, personId: string) {
  const [person, exams, results, credentials] = await Promise.all([
    db.people.get(personId),
    readExams(db),
    db.results.where({ personId }).toArray(),
    db.registryCredentials.where({ personId }).toArray(),
  ]);
  return { person: person ?? null, exams, results, credentials };
}

const DAY_MS = 86_400_000;

/** Credentials whose end lies so many days around an instant, neither revoked nor renewed, with whose and what they are. */
export async function readEndingAround(db: ConsoleDatabase, at: string, days: number) {
  const around = (count: number) => new Date(Date.parse(at) + count * DAY_MS).toISOString();
  const rows = await db.registryCredentials
    .where('validUntil')
    .between(around(-days), around(days))
    .filter(({ state, renewedBy }) => state !== 'revoked' && renewedBy === null)
    .toArray();
  const people = await db.people.bulkGet(rows.map(({ personId }) => personId));
  const exams = await db.exams.bulkGet(rows.map(({ examId }) => examId));
  return rows.map((row, i) => ({
    row,
    about: `${people[i]?.name ?? t`Somebody`}: ${exams[i]?.name ?? t`an exam that is not here`}`,
  }));
}

/** Colleagues and people of the registry, each once; `told` says of which organisation, where that is known. */
export async function readKnownPeople(db: ConsoleDatabase) {
  const [members, people] = await Promise.all([byName(db.members), readPeople(db)]);
  const all = [
    ...members.map(({ id, name }) => ({ id, name, told: '' })),
    ...people.map(({ id, name, organisationName }) => ({ id, name, told: organisationName })),
  ];
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

/** The audit trail, the oldest first. */
async function readAudits(db: ConsoleDatabase) {
  return (await db.audits.toArray()).sort((a, b) => Number(a.id) - Number(b.id));
}

/** By id: what the ids of the trail stand for. A credential is whose it is and of which exam. */
export type AuditNames = ReadonlyMap<string, string>;

async function readAuditNames(db: ConsoleDatabase): Promise<AuditNames> {
  const [people, exams, credentials] = await Promise.all([
    db.people.toArray(),
    db.exams.toArray(),
    db.registryCredentials.toArray(),
  ]);
  const names = new Map<string, string>();
  for (const { id, name, organisationId, organisationName } of people)
    names.set(id, name).set(organisationId, organisationName);
  for (const { id, name } of exams) names.set(id, name);
  for (const { id, personId, examId } of credentials)
    names.set(id, `${names.get(personId) ?? personId}, ${names.get(examId) ?? examId}`);
  return names;
}

/** The trail as it is saved: the oldest entry first, and what its ids stand for. */
export async function readAuditTrail(db: ConsoleDatabase) {
  return { audits: await readAudits(db), names: await readAuditNames(db) };
}

/** How many entries the trail has, and the newest of those that fit. */
export async function findAudits(
  db: ConsoleDatabase,
  fits: (entry: AuditRecord, names: AuditNames) => boolean,
  most: number,
) {
  const names = await readAuditNames(db);
  return {
    names,
    count: await db.audits.count(),
    entries: await db.audits
      .orderBy('at')
      .reverse()
      .filter((each) => fits(each, names))
      .limit(most)
      .toArray(),
  };
}
