/** `npm run hub -- releases ...`: versions of the desktop console that consoles fetch from the hub, in stages. */
import { proveInstaller, storeInstaller } from '../releases/installers.ts';
import {
  addRelease,
  type ListedRelease,
  listReleases,
  ReleaseProblem,
  type Stage,
  stageRelease,
  withdrawRelease,
} from '../releases/releases.ts';
import { findOrganisation } from './finding.ts';
import { columns, type Given, UsageError } from './given.ts';
import type { Group } from './group.ts';

function stageWords(stages: readonly Stage[]): string {
  if (stages.length === 0) return 'nobody yet';
  return stages
    .map(
      ({ organisation, percent }) =>
        `${organisation?.name ?? (stages.length > 1 ? 'others' : 'all')} ${percent} %`,
    )
    .join(', ');
}

function versionOf(given: Given): string {
  const version = given.one('which version, such as 0.2.0');
  if (!/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(version))
    throw new UsageError(`"${version}" is no version of three numbers.`);
  return version;
}

function percentOf(given: Given): number {
  const text = given.optional('percent') ?? '100';
  const percent = Number(text.replace(/\s*%$/, ''));
  if (!/^\d{1,3}\s*%?$/.test(text) || percent > 100)
    throw new UsageError(`--percent is a whole number from 0 to 100, not "${text}".`);
  return percent;
}

const noVersion = (version: string) =>
  new UsageError(`There is no version ${version}, or it was withdrawn. See: npm run hub -- releases list`);

/** @throws UsageError for what whoever typed the command can mend */
async function inWords<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof ReleaseProblem ? new UsageError(error.message) : error;
  });
}

export const releases: Group = {
  about: `VERSION is of three numbers, and means all its files. Consoles ask their hub where their publisher packed them so (docs/operations/packaging.md), and
believe the publisher's signature alone. A version that was added is for nobody until it is staged; the same devices are first whenever they ask,
and a larger --percent keeps those that have it. --percent 0 stops it. An organisation's own stage counts before that of all.`,
  commands: {
    list: {
      form: '[--json]',
      says: 'which versions there are, and who gets them',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database, blobs }) => {
          const { releases: all, stages } = await listReleases(database);
          const store = all.length > 0 ? await blobs() : null;
          const stateOf = async ({ version, location, withdrawnAt }: ListedRelease) => {
            if (withdrawnAt) return `withdrawn ${withdrawnAt.toISOString().slice(0, 10)}`;
            if (!(await store?.has(location))) return 'not in the store: add it again';
            return stageWords(stages.get(version) ?? []);
          };
          if (given.is('json'))
            return JSON.stringify(
              await Promise.all(
                all.map(async ({ location, ...each }) => ({
                  ...each,
                  inStore: (await store?.has(location)) ?? false,
                  stages: each.withdrawnAt ? [] : (stages.get(each.version) ?? []),
                })),
              ),
              null,
              2,
            );
          if (all.length === 0) return 'There is no version yet.';
          return columns([
            ['VERSION', 'FILE', 'MB', 'OVER', 'FOR'],
            ...(await Promise.all(
              all.map(async (each) => [
                each.version,
                each.file,
                (each.size / 1_000_000).toFixed(1),
                each.minimum,
                await stateOf(each),
              ]),
            )),
          ]);
        };
      },
    },
    add: {
      form: `FILE.update [--key PUBLIC-KEY]`,
      says: 'a version’s installer, which lies beside its signed file, into the hub’s store; with the publisher’s public key the signature is proved here, too',
      flags: ['key'],
      prepare: (given) => {
        const file = given.one('which signed file');
        const key = given.optional('key');
        return async ({ database, blobs }) => {
          const { manifest, signed, path } = await inWords(proveInstaller(file, key));
          const store = await blobs();
          const location = await inWords(storeInstaller(store, path, manifest));
          const before = await inWords(addRelease(database, manifest, signed, location));
          if (before !== null) await store.remove(before);
          const { version, minimum } = manifest;
          return `${manifest.file}: version ${version}, over ${minimum} or newer, is at the hub${key === null ? '; its signature was not proved here (--key)' : ''}.
It is for nobody yet: npm run hub -- releases stage ${version} --all --percent 10`;
        };
      },
    },
    stage: {
      form: 'VERSION (--all | --organisation ORGANISATION) [--percent N]',
      says: 'who gets a version: of all, or of an organisation, so many of a hundred devices (100 where it is left out)',
      flags: ['all', 'organisation', 'percent'],
      prepare: (given) => {
        const version = versionOf(given);
        const percent = percentOf(given);
        const asked = given.optional('organisation');
        if (given.is('all') === (asked !== null))
          throw new UsageError('Say --all, or --organisation ORGANISATION.');
        return async ({ database }) => {
          const organisation = asked === null ? null : await findOrganisation(database, asked);
          const files = await stageRelease(database, version, organisation, percent);
          if (files.length === 0) throw noVersion(version);
          const whom = organisation
            ? `of ${organisation.name}`
            : 'of all organisations without a stage of their own';
          return `${percent} of 100 devices ${whom} get version ${version} when they next ask (${files.join(', ')}).`;
        };
      },
    },
    withdraw: {
      form: 'VERSION --reason TEXT',
      says: 'nobody gets a version any more; consoles that installed it keep it',
      flags: ['reason'],
      prepare: (given) => {
        const version = versionOf(given);
        const reason = given.reason();
        return async ({ database, blobs }) => {
          const store = await blobs();
          const locations = await withdrawRelease(database, version, reason);
          if (locations.length === 0) throw noVersion(version);
          for (const location of locations) await store.remove(location);
          return `Version ${version} is withdrawn: no console is told of it, gets its bytes, or installs what it fetched while it reaches the hub. Who runs it already gets the next version that you stage.`;
        };
      },
    },
  },
};
