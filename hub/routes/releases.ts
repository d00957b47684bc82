/** The routes of the desktop console's next version: which one a device gets, and its installer in ranges. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sha256Hex } from '../../shared/base/values.ts';
import { hubPaths, type Identity } from '../../shared/sync/protocol.ts';
import { releaseQuery } from '../../shared/sync/releases.ts';
import type { Uploads } from '../blobs/uploads.ts';
import { Refusal } from '../refusal.ts';
import { nextRelease, releaseFile } from '../releases/releases.ts';
import type { Database } from '../store/database.ts';
import { sendBytes } from './blobs.ts';
import { parseStorable } from './body.ts';

export function addReleaseRoutes(
  app: FastifyInstance,
  database: Database,
  uploads: Uploads,
  own: (request: FastifyRequest) => Identity,
): void {
  const asker = (request: FastifyRequest) => {
    const { deviceId, organisation } = own(request);
    return { deviceId, organisationId: organisation.id };
  };

  app.get(hubPaths.releases, async (request) => ({
    signed: await nextRelease(database, asker(request), parseStorable(releaseQuery, request.query)),
  }));

  app.get(`${hubPaths.releases}/:sha256`, async (request, reply) => {
    const parsed = sha256Hex.safeParse((request.params as { sha256: string }).sha256);
    const found = parsed.success ? await releaseFile(database, asker(request), parsed.data) : null;
    if (!parsed.success || !found)
      throw new Refusal(404, 'unknown-release', 'The hub has no such version for this computer any more.');
    return sendBytes(request, reply, { sha256: parsed.data, size: found.size }, (range) =>
      uploads.read(found, range),
    );
  });
}
