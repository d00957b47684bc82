/** `npm run hub -- handed-over ...`: what computers that were ended handed over, until somebody decides about it. */
import { counted } from '../../shared/base/counted.ts';
import type { LeftFile } from '../../shared/sync/device-end.ts';
import { PROTOCOL } from '../../shared/sync/protocol.ts';
import { countOf } from '../../shared/sync/tables.ts';
import { addOwnAudit } from '../issuing/audit.ts';
import { findEnded } from '../issuing/ended-devices.ts';
import { handedOverEdits } from '../issuing/handed-over.ts';
import { takePush } from '../push/push.ts';
import { type Database, transaction } from '../store/database.ts';
import { columns, UsageError } from './given.ts';
import type { Group } from './group.ts';

/** Edits that are judged in one transaction. */
const AT_ONCE = 200;

/** @throws UsageError where it handed over nothing, or somebody decided already */
async function waiting(database: Database, deviceId: string) {
  const ended = await findEnded(database, deviceId);
  const { rows } = await database.query<{ edits: number }>(
    'SELECT count(*)::int AS edits FROM handed_over WHERE device_id = $1',
    [deviceId],
  );
  const edits = rows[0]?.edits ?? 0;
  if (!ended || edits === 0) throw new UsageError('This computer has handed over nothing.');
  if (ended.settled) throw new UsageError(`What it handed over was ${ended.settled} already.`);
  return { ...ended, edits };
}

async function settle(
  database: Database,
  deviceId: string,
  as: 'accepted' | 'dropped',
  reason: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await transaction(database, async (client) => {
    await client.query('UPDATE devices SET handed_over_settled = $2 WHERE id = $1', [deviceId, as]);
    if (as === 'dropped') await client.query('DELETE FROM handed_over WHERE device_id = $1', [deviceId]);
    await addOwnAudit(client, { action: `handed-over-${as}`, subject: deviceId, reason, detail });
  });
}

export const handedOver: Group = {
  about: `DEVICE is an id, as list shows it. Accepted, the edits go in as the computer would have sent them: each is judged, merged or refused,
in the name of who made it. Ask a lead of the organisation first: show tells what they are about.`,
  commands: {
    list: {
      form: '[--all] [--json]',
      says: 'computers that handed over; with --all also what was decided about already',
      flags: ['all', 'json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const { rows } = await database.query<{
            id: string;
            computer: string;
            person: string;
            organisation: string;
            edits: number;
            whole: boolean;
            left: LeftFile[];
            settled: string | null;
          }>(
            `SELECT d.id, d.name AS computer, p.name AS person, o.name AS organisation, d.handed_over_at IS NOT NULL AS whole,
                    d.left_behind AS left, d.handed_over_settled AS settled,
                    (SELECT count(*)::int FROM handed_over h WHERE h.device_id = d.id) AS edits
               FROM devices d JOIN people p ON p.id = d.person_id JOIN organisations o ON o.id = p.organisation_id
              WHERE (d.handed_over_at IS NOT NULL OR EXISTS (SELECT 1 FROM handed_over h WHERE h.device_id = d.id))
                AND ($1 OR (d.handed_over_settled IS NULL AND EXISTS (SELECT 1 FROM handed_over h WHERE h.device_id = d.id)))
              ORDER BY o.name, p.name, d.id`,
            [given.is('all')],
          );
          if (given.is('json')) return JSON.stringify(rows, null, 2);
          if (rows.length === 0) return 'No computer has handed over anything that waits.';
          return columns([
            ['ID', 'COMPUTER', 'PERSON', 'ORGANISATION', 'EDITS', 'FILES LEFT', ''],
            ...rows.map((each) => [
              each.id,
              each.computer,
              each.person,
              each.organisation,
              String(each.edits),
              String(each.left.length),
              each.settled ?? (each.whole ? '' : 'not whole yet'),
            ]),
          ]);
        };
      },
    },
    show: {
      form: 'DEVICE [--json]',
      says: 'what a computer handed over: edits by table, files that it could not hand over; with --json all of it',
      flags: ['json'],
      prepare: (given) => {
        const deviceId = given.device();
        return async ({ database }) => {
          const { identity, edits } = await waiting(database, deviceId);
          const all = await handedOverEdits(database, deviceId, 0, edits);
          const left = await database.query<{ left: LeftFile[] }>(
            'SELECT left_behind AS left FROM devices WHERE id = $1',
            [deviceId],
          );
          const files = left.rows[0]?.left ?? [];
          if (given.is('json'))
            return JSON.stringify({ person: identity.person, edits: all, left: files }, null, 2);
          const tables = new Map<string, number>();
          for (const { edit } of all) tables.set(edit.table, (tables.get(edit.table) ?? 0) + 1);
          return [
            `${identity.deviceName} of ${identity.person.name}, ${identity.organisation.name}:`,
            ...[...tables].map(([table, count]) => `  changes of ${countOf(table, count)}`),
            ...files.map(({ name, size }) => `  not handed over: ${name}, ${size} bytes`),
          ].join('\n');
        };
      },
    },
    accept: {
      form: 'DEVICE --reason TEXT',
      says: 'the edits go in, as the computer would have sent them',
      flags: ['reason'],
      prepare: (given) => {
        const deviceId = given.device();
        const reason = given.reason();
        return async ({ database, now }) => {
          const { identity, handedOverAt } = await waiting(database, deviceId);
          if (!handedOverAt)
            throw new UsageError('It has not said that this was all: it may be handing over just now.');
          const outcomes = new Map<string, number>();
          for (let after = 0; ; ) {
            const page = await handedOverEdits(database, deviceId, after, AT_ONCE);
            const [first] = page;
            if (!first) break;
            // Of one schema at a time: a console may have been updated between two of them.
            const other = page.findIndex(({ schema }) => schema !== first.schema);
            const same = other < 0 ? page : page.slice(0, other);
            const mutations = same.map(({ edit }) => edit);
            const request = { protocol: PROTOCOL, schema: first.schema, device: deviceId, mutations };
            const { results } = await takePush(database, identity, request, () => now, null, true);
            for (const { outcome } of results) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            after = mutations.at(-1)?.n ?? Number.MAX_SAFE_INTEGER;
          }
          const told = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
          await settle(database, deviceId, 'accepted', reason, {
            device: identity.deviceName,
            outcome: told,
          });
          return `Accepted: ${told}.`;
        };
      },
    },
    drop: {
      form: 'DEVICE --reason TEXT',
      says: 'the edits are deleted for good',
      flags: ['reason'],
      prepare: (given) => {
        const deviceId = given.device();
        const reason = given.reason();
        return async ({ database }) => {
          const { identity, edits } = await waiting(database, deviceId);
          await settle(database, deviceId, 'dropped', reason, { device: identity.deviceName, edits });
          return `${counted(edits, 'edit')} deleted.`;
        };
      },
    },
  },
};
