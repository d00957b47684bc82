/**
 * Versions of the desktop console that devices fetch here (security 23): which of them a device gets, and who put them there. The hub
 * carries what a publisher signed and decides when; what a console believes is the signature.
 */
import {
  compareReleases,
  isStaged,
  kindOfInstaller,
  type ReleaseQuery,
  type UpdateManifest,
} from '../../shared/sync/releases.ts';
import { addOwnAudit } from '../issuing/audit.ts';
import { type Database, transaction } from '../store/database.ts';

/** What is wrong with a publisher's files, in a line for the operator. */
export class ReleaseProblem extends Error {}

/** Whom a version is for: a device by its id, and its organisation. */
export interface Asker {
  deviceId: string;
  organisationId: string;
}

/** Which organisation a stage is for; null for all that have none of their own. */
export interface Stage {
  organisation: { id: string; name: string } | null;
  percent: number;
}

export interface ListedRelease {
  sha256: string;
  version: string;
  file: string;
  size: number;
  minimum: string;
  location: string;
  addedAt: Date;
  withdrawnAt: Date | null;
}

/** As a device is asked for: `percent` is its organisation's, or that of all others; null where nobody staged the version. */
interface Staged {
  version: string;
  percent: number | null;
}

const PERCENT_FOR = `coalesce(
  (SELECT s.percent FROM release_stages s WHERE s.version = r.version AND s.organisation_id = $1),
  (SELECT s.percent FROM release_stages s WHERE s.version = r.version AND s.organisation_id IS NULL)) AS percent`;

function gets({ deviceId }: Asker, { version, percent }: Staged): boolean {
  return percent !== null && isStaged(deviceId, version, percent);
}

/**
 * The newest version that this device gets next.
 * @returns what the publisher signed of it; null where none is newer, or none goes over what runs there
 */
export async function nextRelease(
  database: Database,
  asker: Asker,
  { platform, arch, kind, version }: ReleaseQuery,
): Promise<string | null> {
  const { rows } = await database.query<Staged & { minimum: string; signed: string }>(
    `SELECT r.version, r.minimum, r.signed, ${PERCENT_FOR} FROM releases r
      WHERE r.withdrawn_at IS NULL AND r.platform = $2 AND r.arch = $3 AND r.kind = $4`,
    [asker.organisationId, platform, arch, kind],
  );
  const [next] = rows
    .filter(
      (each) =>
        gets(asker, each) &&
        (compareReleases(each.version, version) ?? 0) > 0 &&
        (compareReleases(version, each.minimum) ?? -1) >= 0,
    )
    .sort((a, b) => compareReleases(b.version, a.version) ?? 0);
  return next?.signed ?? null;
}

/** An installer that this device may fetch; null for one that is withdrawn, not for it, or not there. */
export async function releaseFile(
  database: Database,
  asker: Asker,
  sha256: string,
): Promise<{ size: number; location: string } | null> {
  const { rows } = await database.query<Staged & { size: number; location: string }>(
    `SELECT r.version, r.size, r.location, ${PERCENT_FOR} FROM releases r
      WHERE r.sha256 = $2 AND r.withdrawn_at IS NULL`,
    [asker.organisationId, sha256],
  );
  const [found] = rows;
  return found && gets(asker, found) ? { size: found.size, location: found.location } : null;
}

/** All of them, the newest first; withdrawn ones too. */
export async function listReleases(
  database: Database,
): Promise<{ releases: ListedRelease[]; stages: Map<string, Stage[]> }> {
  const { rows } = await database.query<ListedRelease>(
    `SELECT sha256, version, file, size, minimum, location, added_at AS "addedAt", withdrawn_at AS "withdrawnAt"
       FROM releases ORDER BY file`,
  );
  const staged = await database.query<{
    version: string;
    id: string | null;
    name: string | null;
    percent: number;
  }>(
    `SELECT s.version, o.id, o.name, s.percent FROM release_stages s LEFT JOIN organisations o ON o.id = s.organisation_id
      WHERE s.organisation_id IS NULL OR o.id IS NOT NULL ORDER BY o.name NULLS FIRST`,
  );
  const stages = new Map<string, Stage[]>();
  for (const { version, id, name, percent } of staged.rows) {
    const organisation = id === null || name === null ? null : { id, name };
    stages.set(version, [...(stages.get(version) ?? []), { organisation, percent }]);
  }
  return {
    releases: rows.sort((a, b) => compareReleases(b.version, a.version) ?? 0),
    stages,
  };
}

/**
 * Puts a version's installer on the list, for nobody yet. One that was withdrawn, or whose bytes were lost, is there again.
 * @param signed as the publisher's tool wrote it. @param location where its bytes lie in the store
 * @returns where its bytes lay before, if not there; null for nowhere
 * @throws ReleaseProblem where the version is there with another content
 */
export function addRelease(
  database: Database,
  manifest: UpdateManifest,
  signed: string,
  location: string,
): Promise<string | null> {
  const { version, platform, arch, file, size, sha256, minimum } = manifest;
  return transaction(database, async (client) => {
    const other = await client.query(
      `SELECT 1 FROM releases WHERE version = $1 AND platform = $2 AND arch = $3 AND kind = $4
          AND withdrawn_at IS NULL AND sha256 <> $5`,
      [version, platform, arch, kindOfInstaller(file), sha256],
    );
    if (other.rowCount)
      throw new ReleaseProblem(
        `Version ${version} of this kind is there with another content. Withdraw it first.`,
      );
    const before = await client.query<{ location: string }>(
      'SELECT location FROM releases WHERE sha256 = $1 AND location <> $2 FOR UPDATE',
      [sha256, location],
    );
    await client.query(
      `INSERT INTO releases (sha256, version, platform, arch, kind, file, size, minimum, signed, location)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (sha256) DO UPDATE SET version = excluded.version, platform = excluded.platform, arch = excluded.arch,
         kind = excluded.kind, file = excluded.file, size = excluded.size, minimum = excluded.minimum, signed = excluded.signed,
         location = excluded.location, added_at = now(), withdrawn_at = NULL`,
      [sha256, version, platform, arch, kindOfInstaller(file), file, size, minimum, signed, location],
    );
    await addOwnAudit(client, { action: 'release-added', subject: version, detail: { file, sha256 } });
    return before.rows[0]?.location ?? null;
  });
}

/**
 * Says how many of a hundred devices get a version.
 * @param organisation null for all that have no stage of their own
 * @returns the files of the version that are not withdrawn; none where there is no such version, and nothing was changed
 */
export function stageRelease(
  database: Database,
  version: string,
  organisation: { id: string; name: string } | null,
  percent: number,
): Promise<string[]> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ file: string }>(
      'SELECT file FROM releases WHERE version = $1 AND withdrawn_at IS NULL ORDER BY file FOR SHARE',
      [version],
    );
    if (rows.length === 0) return [];
    await client.query(
      'DELETE FROM release_stages WHERE version = $1 AND organisation_id IS NOT DISTINCT FROM $2::uuid',
      [version, organisation?.id ?? null],
    );
    await client.query('INSERT INTO release_stages (version, organisation_id, percent) VALUES ($1, $2, $3)', [
      version,
      organisation?.id ?? null,
      percent,
    ]);
    await addOwnAudit(client, {
      action: 'release-staged',
      subject: version,
      detail: { organisation: organisation?.name ?? 'all others', percent },
    });
    return rows.map(({ file }) => file);
  });
}

/**
 * No device is told of a version any more, nor gets its bytes.
 * @returns where the bytes of its files lie; none where there is no such version
 */
export function withdrawRelease(database: Database, version: string, reason: string): Promise<string[]> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ location: string }>(
      'UPDATE releases SET withdrawn_at = now() WHERE version = $1 AND withdrawn_at IS NULL RETURNING location',
      [version],
    );
    if (rows.length === 0) return [];
    await client.query('DELETE FROM release_stages WHERE version = $1', [version]);
    await addOwnAudit(client, { action: 'release-withdrawn', subject: version, reason });
    return rows.map(({ location }) => location);
  });
}
