/** `npm run hub -- organisations ...` */
import { randomBytes } from 'node:crypto';
import { counted } from '../../shared/base/counted.ts';
import { uuidv7 } from '../../shared/base/ids.ts';
import { endOrganisation, mergeOrganisations, takeBackOrganisation } from '../issuing/leaving.ts';
import { listOrganisations, makeOrganisation, renameOrganisation } from '../issuing/organisations.ts';
import { findOrganisation, nearWords, slipWords } from './finding.ts';
import { columns, peopleCounted, typedLine, UsageError } from './given.ts';
import type { Group } from './group.ts';
import { assertSidesFit } from './sides.ts';

export const organisations: Group = {
  about: `Organisations are the partners, and IPcelerate itself with its Level 3 desk, its admins and its executives. ORGANISATION is a name
or an id. A name is there once, whatever its case and blanks.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'all organisations with their people, computers and cases',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const all = await listOrganisations(database);
          if (given.is('json')) return JSON.stringify(all, null, 2);
          if (all.length === 0) return 'There is no organisation yet.';
          return columns([
            ['ID', 'NAME', 'PEOPLE', 'COMPUTERS', 'CASES', ''],
            ...all.map((each) => [
              each.id,
              each.name,
              String(each.people),
              String(each.devices),
              String(each.cases),
              each.endedAt ? `ended ${each.endedAt.toISOString().slice(0, 10)}` : '',
            ]),
          ]);
        };
      },
    },
    add: {
      form: 'NAME',
      says: 'a new organisation without people',
      flags: [],
      prepare: (given) => {
        const parsed = typedLine.safeParse(given.one('the organisation’s name'));
        if (!parsed.success) throw new UsageError('A name is one line of up to 300 characters.');
        return async ({ database, now }) => {
          const id = uuidv7(now.getTime(), randomBytes(10));
          const near = await nearWords(database, parsed.data);
          await makeOrganisation(database, { id, name: parsed.data });
          return `${parsed.data} is added: ${id}${near === '' ? '' : `\n${slipWords(near)}`}`;
        };
      },
    },
    rename: {
      form: 'ORGANISATION --to NAME',
      says: 'another name, for everybody at their next sync; what was signed keeps the name before',
      flags: ['to'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const name = given.text('to', 'the new name');
        return async ({ database }) => {
          const { id, name: before } = await findOrganisation(database, asked);
          await renameOrganisation(database, { organisationId: id, name });
          return `${before} is called ${name} from now on.`;
        };
      },
    },
    merge: {
      form: 'ORGANISATION --into ORGANISATION --reason TEXT [--end-devices]',
      says: 'everybody of the first, which holds no case yet, goes into the second; the first ends',
      flags: ['into', 'reason', 'end-devices'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const into = given.text('into', 'into which');
        const reason = given.reason();
        return async ({ database, now }) => {
          const from = await findOrganisation(database, asked);
          const to = await findOrganisation(database, into);
          await assertSidesFit(database, from, to);
          const { people, devices } = await mergeOrganisations(
            { database, now },
            {
              organisationId: from.id,
              intoId: to.id,
              endDevices: given.is('end-devices'),
              reason,
            },
          );
          return `In ${to.name} (${to.id}) now: ${peopleCounted(people)} of ${from.name} (${from.id}). ${counted(devices, 'computer')} ended. ${from.id} takes nobody any more.`;
        };
      },
    },
    end: {
      form: 'ORGANISATION --credentials keep|suspend|revoke --reason TEXT',
      says: 'a partner ends: nobody of it gets a code, all computers end at once; its cases stay',
      flags: ['credentials', 'reason'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const credentials = given.credentials();
        const reason = given.reason();
        return async ({ database, issuer, now }) => {
          const { id, name } = await findOrganisation(database, asked);
          const ended = await endOrganisation(
            { database, issuer: await issuer(), now },
            { organisationId: id, credentials, reason },
          );
          return `${name} was ended: ${peopleCounted(ended.people)}, ${counted(ended.devices, 'computer')}, ${counted(ended.credentials, 'credential')} ${credentials === 'keep' ? 'changed' : `${credentials === 'revoke' ? 'revoked' : 'suspended'}`}.`;
        };
      },
    },
    'take-back': {
      form: 'ORGANISATION --reason TEXT',
      says: 'an organisation that ended takes people again; those of before come back one by one (people take-back)',
      flags: ['reason'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const reason = given.reason();
        return async ({ database }) => {
          const { id, name } = await findOrganisation(database, asked);
          await takeBackOrganisation(database, { organisationId: id, reason });
          return `${name} takes people again.`;
        };
      },
    },
  },
};
