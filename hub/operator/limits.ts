/** `npm run hub -- limits ...`: what an organisation may keep at the hub. */
import { addOwnAudit } from '../issuing/audit.ts';
import { transaction } from '../store/database.ts';
import { findOrganisation } from './finding.ts';
import { columns, UsageError } from './given.ts';
import type { Group } from './group.ts';

const UNITS = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const;
/** No console takes a larger file. */
const MOST_OF_A_FILE = UNITS.TiB;

/** `10GiB` in bytes. @throws UsageError */
function bytesFrom(text: string, flag: string): number {
  const found = /^(\d{1,15})\s*([KMGT]i?B|B)?$/i.exec(text);
  const unit = (found?.[2] ?? 'B').replace(/^([KMGT])B$/i, '$1iB').toLowerCase();
  const factor = Object.entries(UNITS).find(([name]) => name.toLowerCase() === unit)?.[1];
  const bytes = Number(found?.[1]) * (factor ?? Number.NaN);
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new UsageError(`--${flag} is a size such as 500MiB, 10GiB or 2TiB, not "${text}".`);
  return bytes;
}

/** Bytes in the largest unit that leaves no fraction worth showing. */
function sizeWords(bytes: number): string {
  const [name, factor] =
    Object.entries(UNITS)
      .reverse()
      .find(([, each]) => bytes >= each) ?? (['B', 1] as const);
  return `${Number((bytes / factor).toFixed(1))} ${name}`;
}

export const limits: Group = {
  about: `ORGANISATION is a name or an id. Sizes are written 500MiB, 10GiB, 2TiB. A limit counts from the next file on; what is beyond it
stays on the engineer's computer, which tries again every 15 minutes.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'what each organisation may keep, and what it keeps',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const { rows } = await database.query<{
            id: string;
            name: string;
            oneFile: number;
            allFiles: number;
            files: number;
            used: number;
          }>(
            `SELECT o.id, o.name, o.max_file_bytes AS "oneFile", o.max_total_bytes AS "allFiles",
                    count(b.sha256) AS files, coalesce(sum(b.size), 0)::bigint AS used
               FROM organisations o LEFT JOIN blobs b ON b.organisation_id = o.id GROUP BY o.id ORDER BY o.name, o.id`,
          );
          if (given.is('json')) return JSON.stringify(rows, null, 2);
          if (rows.length === 0) return 'There is no organisation yet.';
          return columns([
            ['ORGANISATION', 'ONE FILE', 'ALL FILES', 'FILES', 'USED'],
            ...rows.map((each) => [
              each.name,
              sizeWords(each.oneFile),
              sizeWords(each.allFiles),
              String(each.files),
              sizeWords(each.used),
            ]),
          ]);
        };
      },
    },
    set: {
      form: 'ORGANISATION [--one-file SIZE] [--all-files SIZE]',
      says: 'what one file, and all files together, may have',
      flags: ['one-file', 'all-files'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const [one, all] = (['one-file', 'all-files'] as const).map((flag) => {
          const text = given.optional(flag);
          return text === null ? null : bytesFrom(text, flag);
        }) as [number | null, number | null];
        if (one === null && all === null) throw new UsageError('Say --one-file, --all-files or both.');
        if (one !== null && one > MOST_OF_A_FILE)
          throw new UsageError('No console takes a file of more than 1 TiB.');
        return async ({ database }) => {
          const { id, name } = await findOrganisation(database, asked);
          const set = await transaction(database, async (client) => {
            const { rows } = await client.query<{ one: number; all: number }>(
              `UPDATE organisations SET max_file_bytes = coalesce($2, max_file_bytes), max_total_bytes = coalesce($3, max_total_bytes)
                WHERE id = $1 RETURNING max_file_bytes AS one, max_total_bytes AS all`,
              [id, one, all],
            );
            const [made] = rows;
            if (!made) throw new Error('an organisation that was just found is not there');
            await addOwnAudit(client, {
              action: 'limits-set',
              subject: id,
              detail: { organisation: name, oneFile: sizeWords(made.one), allFiles: sizeWords(made.all) },
            });
            return made;
          });
          return `${name}: one file up to ${sizeWords(set.one)}, all files up to ${sizeWords(set.all)}.`;
        };
      },
    },
  },
};
