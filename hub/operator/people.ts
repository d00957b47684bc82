/** `npm run hub -- people ...` */
import { z } from 'zod';
import { counted } from '../../shared/base/counted.ts';
import { roleDoes, roles, rolesOfSide } from '../../shared/certification/access.ts';
import { endPerson, movePerson, takeBackPerson } from '../issuing/leaving.ts';
import { addPerson, correctPerson, listPeople } from '../issuing/people.ts';
import { findOrganisation, findPerson, nearWords, organisationsNamed, slipWords } from './finding.ts';
import { bytesOf, columns, rolesOf, UsageError } from './given.ts';
import type { Group } from './group.ts';
import { importPeople, MAX_PEOPLE_BYTES } from './people-csv.ts';
import { assertSideFits } from './sides.ts';

function addressOf(text: string): string {
  const parsed = z.email().max(300).safeParse(text);
  if (!parsed.success) throw new UsageError(`"${text}" is no e-mail address.`);
  return parsed.data;
}

/** `engineer and lead`. */
function together(side: 'partner' | 'desk'): string {
  return rolesOfSide(side).join(' and ');
}

export const people: Group = {
  about: `PERSON is an e-mail address or an id, ORGANISATION a name or an id. ROLES are one or more of, with commas:

${roles.map((each) => `  ${each.padEnd(20)} ${roleDoes(each)}`).join('\n')}

${together('partner')} go together, ${together('desk')} too; nobody has roles of both sides. The others go with any: ${rolesOfSide('either').join(', ')}.

A CSV file of people is in UTF-8; its first row names the columns name, email, roles and organisation.`,
  commands: {
    list: {
      form: '[--organisation ORGANISATION] [--all] [--json]',
      says: 'everybody, with the computers that count; with --all also who left',
      flags: ['organisation', 'all', 'json'],
      prepare: (given) => {
        given.none();
        const asked = given.optional('organisation');
        return async ({ database }) => {
          const only = asked === null ? null : await findOrganisation(database, asked);
          const found = (await listPeople(database)).filter(
            ({ organisation, endedAt }) =>
              (only === null || organisation.id === only.id) && (given.is('all') || endedAt === null),
          );
          if (given.is('json')) return JSON.stringify(found, null, 2);
          if (found.length === 0) return 'There is nobody.';
          return columns([
            ['ID', 'NAME', 'E-MAIL', 'ROLES', 'ORGANISATION', 'COMPUTERS', ''],
            ...found.map(({ id, name, email, roles, organisation, devices, endedAt }) => [
              id,
              name,
              email,
              roles.join(','),
              organisation.name,
              String(devices.filter(({ revokedAt }) => revokedAt === null).length),
              endedAt ? `left ${endedAt.toISOString().slice(0, 10)}` : '',
            ]),
          ]);
        };
      },
    },
    add: {
      form: '--name NAME --email ADDRESS --roles ROLES --organisation ORGANISATION [--new-organisation]',
      says: 'a person in an organisation that is there; --new-organisation makes it',
      flags: ['name', 'email', 'roles', 'organisation', 'new-organisation'],
      prepare: (given) => {
        given.none();
        const name = given.text('name', 'the person’s name');
        const email = addressOf(given.text('email', 'the e-mail address'));
        const roles = rolesOf(given.text('roles', 'the roles'));
        const asked = given.text('organisation', 'the organisation');
        return async ({ database }) => {
          const known = await organisationsNamed(database, asked);
          const isNew = known.length === 0 && given.is('new-organisation');
          const near = isNew ? await nearWords(database, asked) : '';
          const organisation = isNew ? { id: null, name: asked } : await findOrganisation(database, asked);
          if (organisation.id !== null) await assertSideFits(database, organisation, roles);
          const { personId } = await addPerson(database, { name, email, roles, organisation });
          return `${name} is added to ${organisation.name}${isNew ? ', which is new' : ''}: ${personId}. A code for their computer: npm run hub -- codes add ${email}${near === '' ? '' : `\n${slipWords(near)}`}`;
        };
      },
    },
    import: {
      form: 'FILE.csv [--dry-run] [--new-organisation]',
      says: 'everybody of a CSV file, or nobody where a row does not fit; --dry-run says what would be done',
      flags: ['dry-run', 'new-organisation'],
      prepare: (given) => {
        const bytes = bytesOf(given.one('which file'), MAX_PEOPLE_BYTES);
        const options = { dryRun: given.is('dry-run'), newOrganisations: given.is('new-organisation') };
        return ({ database }) => importPeople(database, bytes, options);
      },
    },
    correct: {
      form: 'PERSON [--name NAME] [--email ADDRESS] [--roles ROLES]',
      says: 'puts name, address or roles right; what was signed keeps the name before',
      flags: ['name', 'email', 'roles'],
      prepare: (given) => {
        const asked = given.one('which person');
        const name = given.optional('name');
        const address = given.optional('email');
        const roles = given.optional('roles');
        const change = {
          ...(name === null ? {} : { name }),
          ...(address === null ? {} : { email: addressOf(address) }),
          ...(roles === null ? {} : { roles: rolesOf(roles) }),
        };
        if (Object.keys(change).length === 0)
          throw new UsageError('Say what to correct: --name, --email or --roles.');
        return async ({ database }) => {
          const person = await findPerson(database, asked);
          if (change.roles !== undefined)
            await assertSideFits(database, person.organisation, change.roles, person.id);
          await correctPerson(database, { personId: person.id, ...change });
          return `${change.name ?? person.name} is corrected.`;
        };
      },
    },
    move: {
      form: 'PERSON --to ORGANISATION --reason TEXT [--end-devices]',
      says: 'to another organisation, with results and credentials; cases stay. --end-devices where a computer is enrolled',
      flags: ['to', 'reason', 'end-devices'],
      prepare: (given) => {
        const asked = given.one('which person');
        const to = given.text('to', 'where to');
        const reason = given.reason();
        return async ({ database }) => {
          const person = await findPerson(database, asked);
          const organisation = await findOrganisation(database, to);
          await assertSideFits(database, organisation, person.roles);
          const { devices } = await movePerson(database, {
            personId: person.id,
            organisationId: organisation.id,
            endDevices: given.is('end-devices'),
            reason,
          });
          return `${person.name} is in ${organisation.name} now.${devices > 0 ? ` ${counted(devices, 'computer')} ended: give a code for each that is used on.` : ''}`;
        };
      },
    },
    end: {
      form: 'PERSON --credentials keep|suspend|revoke --reason TEXT',
      says: 'somebody leaves: no more codes, their computers end at once; what they wrote stays',
      flags: ['credentials', 'reason'],
      prepare: (given) => {
        const asked = given.one('which person');
        const credentials = given.credentials();
        const reason = given.reason();
        return async ({ database, issuer, now }) => {
          const person = await findPerson(database, asked);
          const ended = await endPerson(
            { database, issuer: await issuer(), now },
            { personId: person.id, credentials, reason },
          );
          const changed =
            credentials === 'keep'
              ? 'their credentials stay as they are'
              : `${counted(ended.credentials, 'credential')} ${credentials === 'revoke' ? 'revoked' : 'suspended'}`;
          return `${person.name} was ended: ${counted(ended.devices, 'computer')} ended, ${changed}.`;
        };
      },
    },
    'take-back': {
      form: 'PERSON --reason TEXT',
      says: 'somebody who left comes back; codes and credentials are given anew',
      flags: ['reason'],
      prepare: (given) => {
        const asked = given.one('which person');
        const reason = given.reason();
        return async ({ database }) => {
          const person = await findPerson(database, asked);
          await assertSideFits(database, person.organisation, person.roles, person.id);
          await takeBackPerson(database, { personId: person.id, reason });
          return `${person.name} is back. A code for their computer: npm run hub -- codes add ${asked}`;
        };
      },
    },
  },
};
