/** `npm run hub -- files ...` */
import { sha256Hex } from '../../shared/base/values.ts';
import { deleteFile, type TakenAway, whatItTakes } from '../blobs/file-removal.ts';
import { findOrganisation } from './finding.ts';
import { type Given, UsageError } from './given.ts';
import type { Group } from './group.ts';

function hashOf(given: Given): string {
  const sha256 = given.one('which file, by its SHA-256').toLowerCase();
  if (!sha256Hex.safeParse(sha256).success) throw new UsageError(`"${sha256}" is no SHA-256.`);
  return sha256;
}

function told({ there, names, packets, replies }: TakenAway): string {
  const from = packets.map(
    ({ caseId, revision, ticket }) => `${ticket ?? `case ${caseId}`}, revision ${revision}`,
  );
  return [
    there ? 'The hub has its bytes.' : 'The hub does not have its bytes.',
    `Named: ${names.length > 0 ? names.join(', ') : 'by no case'}.`,
    from.length > 0 ? `Packets that lose it: ${from.join('; ')}.` : 'No packet names it.',
    ...(replies > 0 ? [`Replies to Level 3 that lose it: ${replies}.`] : []),
  ].join('\n');
}

export const files: Group = {
  about:
    'SHA256 is the file’s content, as the case shows it. Computers that have the file keep it; backups of before keep it too.',
  commands: {
    show: {
      form: 'SHA256 --organisation ORGANISATION',
      says: 'whether the hub has a file, and which packets name it',
      flags: ['organisation'],
      prepare: (given) => {
        const sha256 = hashOf(given);
        const asked = given.text('organisation', 'whose file');
        return async ({ database }) =>
          told(await whatItTakes(database, (await findOrganisation(database, asked)).id, sha256));
      },
    },
    delete: {
      form: 'SHA256 --organisation ORGANISATION --reason TEXT',
      says: 'a file at the hub, for good and audited: one that should not have left its customer',
      flags: ['organisation', 'reason'],
      prepare: (given) => {
        const sha256 = hashOf(given);
        const asked = given.text('organisation', 'whose file');
        const reason = given.reason();
        return async ({ database }) => {
          const { id } = await findOrganisation(database, asked);
          const taken = await deleteFile(database, id, sha256, { by: null, reason });
          return `Deleted: nobody is served it any more, and a running hub removes its bytes within the hour.\n${told(taken)}`;
        };
      },
    },
  },
};
