/** `npm run hub -- codes ...` */
import { makeEnrolmentCode } from '../issuing/devices.ts';
import { findPerson } from './finding.ts';
import { columns, UsageError } from './given.ts';
import type { Group } from './group.ts';

const whenOf = (at: Date | string) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

export const codes: Group = {
  about: `A code enrols one computer, once, within 60 minutes. It is shown here and nowhere again: tell it to the person over another channel
than e-mail where you can. PERSON is an e-mail address or an id.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'codes that can still be used: for whom and until when (UTC), not the codes themselves',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const { rows } = await database.query<{ email: string; name: string; until: Date }>(
            `SELECT p.email, p.name, c.expires_at AS until FROM enrolment_codes c JOIN people p ON p.id = c.person_id
              WHERE c.used_at IS NULL AND c.expires_at > now() ORDER BY c.expires_at, p.email`,
          );
          if (given.is('json')) return JSON.stringify(rows, null, 2);
          if (rows.length === 0) return 'No code waits to be used.';
          return columns([
            ['E-MAIL', 'NAME', 'UNTIL'],
            ...rows.map(({ email, name, until }) => [email, name, whenOf(until)]),
          ]);
        };
      },
    },
    add: {
      form: 'PERSON [PERSON ...] [--json]',
      says: 'a code for the next computer of each',
      flags: ['json'],
      prepare: (given) => {
        const asked = given.positionals;
        if (asked.length === 0) throw new UsageError('Say for whom.');
        return async ({ database }) => {
          // All are found before the first code is made.
          const people: { id: string; name: string; asked: string }[] = [];
          for (const each of asked) {
            const person = await findPerson(database, each);
            if (person.left)
              throw new UsageError(
                `${person.name} (${each}) left, so that no code is made for anybody of these. Who comes back: npm run hub -- people take-back ${each} --reason TEXT`,
              );
            people.push({ ...person, asked: each });
          }
          const made: { person: string; name: string; code: string; expiresAt: string }[] = [];
          for (const { id, name, asked: person } of people)
            made.push({ person, name, ...(await makeEnrolmentCode(database, id)) });
          if (given.is('json')) return JSON.stringify(made, null, 2);
          return columns(
            made.map(({ person, name, code, expiresAt }) => [
              person,
              name,
              code,
              `until ${whenOf(expiresAt)} UTC`,
            ]),
          );
        };
      },
    },
  },
};
