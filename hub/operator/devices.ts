/** `npm run hub -- devices ...` */
import { revokeDevice } from '../issuing/people.ts';
import { findOrganisation } from './finding.ts';
import { columns } from './given.ts';
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
  about: `DEVICE is an id, as list shows it.

--unsent hand-over   the hub takes what the computer has not sent, once, and keeps it apart: see npm run hub -- handed-over. What is
                     meant where nothing is said
--unsent wipe        it was lost, stolen or compromised: the hub takes nothing more of it, and what was not sent is lost`,
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
      form: 'DEVICE --reason TEXT [--unsent hand-over|wipe]',
      says: 'a computer that is used no more or was lost, at once and for good; at its next contact its console is wiped',
      flags: ['reason', 'unsent'],
      prepare: (given) => {
        const deviceId = given.device();
        const reason = given.reason();
        const data = given.unsent();
        return async ({ database }) => {
          await revokeDevice(database, { deviceId, reason, data });
          const then =
            data === 'wipe'
              ? 'The hub takes nothing of it, and its console wipes itself at its next contact.'
              : 'At its next contact its console hands over what it has not sent, and wipes itself.';
          return `The computer was ended: the hub refuses its next request. ${then}`;
        };
      },
    },
  },
};
