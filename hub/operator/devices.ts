/** `npm run hub -- devices ...` */
import { uuid } from '../../shared/base/ids.ts';
import { revokeDevice } from '../issuing/people.ts';
import { findOrganisation } from './finding.ts';
import { columns, UsageError } from './given.ts';
import type { Group } from './group.ts';

interface Listed {
  id: string;
  name: string;
  person: string;
  email: string;
  organisation: string;
  enrolledAt: Date;
  endedAt: Date | null;
}

export const devices: Group = {
  about: 'DEVICE is an id, as list shows it.',
  commands: {
    list: {
      form: '[--organisation ORGANISATION] [--all] [--json]',
      says: 'enrolled computers with whose they are; with --all also those that were ended',
      flags: ['organisation', 'all', 'json'],
      prepare: (given) => {
        given.none();
        const asked = given.optional('organisation');
        return async ({ database }) => {
          const only = asked === null ? null : (await findOrganisation(database, asked)).id;
          const { rows } = await database.query<Listed>(
            `SELECT d.id, d.name, p.name AS person, p.email, o.name AS organisation,
                    d.enrolled_at AS "enrolledAt", d.revoked_at AS "endedAt"
               FROM devices d JOIN people p ON p.id = d.person_id JOIN organisations o ON o.id = p.organisation_id
              WHERE ($1::uuid IS NULL OR o.id = $1) AND ($2 OR d.revoked_at IS NULL)
              ORDER BY o.name, p.name, d.enrolled_at, d.id`,
            [only, given.is('all')],
          );
          if (given.is('json')) return JSON.stringify(rows, null, 2);
          if (rows.length === 0) return 'No computer is enrolled.';
          return columns([
            ['ID', 'COMPUTER', 'PERSON', 'E-MAIL', 'ORGANISATION', 'ENROLLED', ''],
            ...rows.map((each) => [
              each.id,
              each.name,
              each.person,
              each.email,
              each.organisation,
              each.enrolledAt.toISOString().slice(0, 10),
              each.endedAt ? `ended ${each.endedAt.toISOString().slice(0, 10)}` : '',
            ]),
          ]);
        };
      },
    },
    end: {
      form: 'DEVICE --reason TEXT',
      says: 'a computer that was lost, at once and for good',
      flags: ['reason'],
      prepare: (given) => {
        const deviceId = given.one('which computer, by its id').toLowerCase();
        if (!uuid.safeParse(deviceId).success) throw new UsageError(`"${deviceId}" is no id of a computer.`);
        const reason = given.reason();
        return async ({ database }) => {
          await revokeDevice(database, { deviceId, reason });
          return 'The computer was ended: the hub refuses its next request.';
        };
      },
    },
  },
};
