/**
 * Three cases for whoever tries the console: one that lacks a few answers, one that waits for its lead, one that Level 3 has
 * planned. Made as people make them, by consoles of the sample's people: signed, checked and taken in by this hub.
 */
import type { CaseContents } from '../../shared/cases/contents.ts';
import { may, type Permission } from '../../shared/certification/access.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { ticket as ticketSchema } from '../../shared/tickets/schema.ts';
import { findingsOf } from '../handoff/judging.ts';
import { type Database, transaction } from '../store/database.ts';
import { sampleOrganisations } from '../store/sample.ts';
import { newId, SampleConsole, type SampleEdit } from './console.ts';
import { answered, contentsOf, inReview, leaveOut, logBytes, nearlyComplete, type Story } from './stories.ts';

const ZONE = 'America/Chicago';
const here = () => ({ at: new Date().toISOString(), zone: ZONE });
const stories = [nearlyComplete, inReview, answered];

function insert(table: string, row: { id: string }): SampleEdit {
  return { table, key: row.id, op: 'insert', patch: row as Mutation['patch'] };
}

/** The first of the sample's people who may do it. */
function personWho(permission: Permission): string {
  for (const { people } of sampleOrganisations)
    for (const person of people) if (may(person, permission)) return person.id;
  throw new Error(`nobody of the sample may ${permission}`);
}

/** The edits by which the case came to be as it is. */
function editsOf({ case: record, ...tables }: CaseContents): SampleEdit[] {
  return [
    insert('cases', { ...record, state: 'level1' } as CaseContents['case']),
    ...Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => insert(table, row))),
    move(record.id, 'level1', 'level2'),
  ];
}

function move(key: string, from: string, to: string): SampleEdit {
  return { table: 'cases', key, op: 'patch', patch: { state: to }, base: { state: from } };
}

async function writtenBy(engineer: SampleConsole, story: Story): Promise<CaseContents> {
  const start = Date.now();
  const bytes = logBytes(story, start);
  const file = { sha256: await engineer.send(bytes), size: bytes.length };
  const organisationId = engineer.identity.organisation.id;
  return contentsOf(story, { by: engineer.person, organisationId, start, newId, file });
}

/** Hands the case off, in one push with all that was written. */
async function handedOff(database: Database, engineer: SampleConsole, story: Story): Promise<Packet> {
  const contents = await writtenBy(engineer, story);
  const ready: CaseContents = { ...contents, case: { ...contents.case, state: 'ready' } };
  const made = { id: newId(), revision: 1, createdAt: here(), by: engineer.person, contents: ready };
  // With catalogue and credentials, as the engineer's console knows them: these are the hub's.
  const findings = await transaction(
    database,
    async (client) =>
      (await findingsOf(
        { client, now: () => new Date() },
        makePacket({ ...made, findings: [] }),
        null,
        null,
      )) ?? [],
  );
  const packet = makePacket({ ...made, findings });
  await engineer.push([
    ...editsOf(contents),
    move(story.id, 'level2', 'ready'),
    insert('signatures', await engineer.sign(packet, packet.createdAt)),
    insert('packets', packet),
  ]);
  return packet;
}

/** The ticket that the hub made of the case. */
async function ticketOf(database: Database, caseId: string) {
  const { rows } = await database.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = 'level3' AND tbl = 'tickets' AND data->>'caseId' = $1",
    [caseId],
  );
  return ticketSchema.parse(rows[0]?.data);
}

async function plannedByDesk(desk: SampleConsole, database: Database, caseId: string): Promise<void> {
  const { id: ticketId, organisationId } = await ticketOf(database, caseId);
  const entry = () => ({ id: newId(), ticketId, caseId, organisationId, at: here(), by: desk.person });
  const completion = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  await desk.push([
    insert('deskEntries', {
      ...entry(),
      ...{ kind: 'acknowledged', note: 'Seen; the log is enough to begin.' },
    }),
    insert('deskEntries', {
      ...entry(),
      ...{ kind: 'planned' },
      ...{ nature: 'The removal of an entry is queued behind the nightly run.' },
      ...{ effect: 'A moved extension stands twice in the directory until 03:00.' },
      ...{
        procedures: 'Rebuild the index by hand after a move; a build that queues removals first follows.',
      },
      ...{ estimatedCompletion: completion, estimateNote: 'With the next build of the directory.' },
    }),
  ]);
}

/** Makes those that are not there. A hub where anybody else has written a case is left as it is. @param url where it listens */
export async function seedSampleCases(database: Database, url: string): Promise<void> {
  const { rows } = await database.query<{ key: string }>("SELECT DISTINCT key FROM rows WHERE tbl = 'cases'");
  const ids = stories.map(({ id }) => id);
  const there = new Set(rows.map(({ key }) => key));
  if (rows.some(({ key }) => !ids.includes(key)) || ids.every((id) => there.has(id))) return;
  const engineer = await SampleConsole.enrol(url, database, personWho('sign-packets'));
  if (!there.has(answered.id)) {
    const packet = await handedOff(database, engineer, answered);
    const lead = await SampleConsole.enrol(url, database, personWho('review-packets'));
    const readBack = {
      wrong: 'The directory keeps the old room of a moved extension for a day.',
      asked: 'Why the index is not told, and how it is told at once.',
    };
    await lead.push([insert('signatures', await lead.sign(packet, here(), readBack))]);
    const desk = await SampleConsole.enrol(url, database, personWho('answer-tickets'));
    await plannedByDesk(desk, database, answered.id);
  }
  if (!there.has(inReview.id)) await handedOff(database, engineer, inReview);
  if (!there.has(nearlyComplete.id))
    await engineer.push(editsOf(leaveOut(await writtenBy(engineer, nearlyComplete))));
}
