/** The routes of attachments: state, upload by tus, finish, ranged download. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sha256Hex } from '../../shared/base/values.ts';
import {
  blobFinishRequest,
  blobStateRequest,
  deleteFileRequest,
  hubPaths,
  type Identity,
} from '../../shared/sync/protocol.ts';
import { findForDesk, ticketAsked } from '../blobs/desk-files.ts';
import { deleteFile, whatItTakes } from '../blobs/file-removal.ts';
import type { Range } from '../blobs/store.ts';
import type { Uploads } from '../blobs/uploads.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import { parseStorable } from './body.ts';

/** A single range of bytes (RFC 9110, 14.1.2). Null for the whole; anything else that stands there is refused. */
export function readRange(header: string | undefined, size: number): Range | null {
  if (header === undefined) return null;
  const found = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header);
  const start = Number(found?.[1]);
  const end = Math.min(found?.[2] === undefined ? size - 1 : Number(found[2]), size - 1);
  if (!found || start > end)
    throw new Refusal(416, 'range', 'The file does not have these bytes.', undefined, { size });
  return { start, end };
}

/** Answers with a file, or with the range of it that was asked for. */
export async function sendBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  { sha256, size }: { sha256: string; size: number },
  read: (range: Range) => Promise<Readable>,
): Promise<FastifyReply> {
  const asked = readRange(request.headers.range, size);
  const range = asked ?? { start: 0, end: size - 1 };
  reply.header('accept-ranges', 'bytes').header('etag', `"${sha256}"`);
  reply.type('application/octet-stream').header('content-length', String(range.end - range.start + 1));
  if (asked) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  return size === 0 ? reply.send('') : reply.send(await read(range));
}

export function addBlobRoutes(
  app: FastifyInstance,
  database: Database,
  uploads: Uploads,
  sessions: {
    own: (request: FastifyRequest) => Identity;
    asked: (request: FastifyRequest, asks: { device?: string | undefined }) => Identity;
  },
  /** A file of theirs came whole: what waited for it goes on. */
  arrived: (identity: Identity) => Promise<void>,
): void {
  // Chunks go from the socket to the store as they are.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));

  app.post(hubPaths.blobState, async (request) => {
    const body = parseStorable(blobStateRequest, request.body);
    const there = await uploads.complete(sessions.asked(request, body), body.hashes);
    return { complete: body.hashes.filter((hash) => there.has(hash)) };
  });

  app.post(hubPaths.blobFinish, async (request) => {
    const body = parseStorable(blobFinishRequest, request.body);
    const identity = sessions.asked(request, body);
    const finished = await uploads.finish(identity, body.upload);
    await arrived(identity);
    return finished;
  });

  app.post(hubPaths.deleteFile, async (request) => {
    const body = parseStorable(deleteFileRequest, request.body);
    const { organisation, person } = sessions.asked(request, {});
    if (!body.confirmed)
      return { deleted: false, ...(await whatItTakes(database, organisation.id, body.sha256)) };
    if (body.reason.trim() === '') throw new Refusal(400, 'reason', 'Say why the file is deleted.');
    const by = { id: person.id, name: person.name };
    const taken = await deleteFile(database, organisation.id, body.sha256, { by, reason: body.reason });
    await uploads.removeForgotten();
    return { deleted: true, ...taken };
  });

  app.post(hubPaths.uploads, async (request, reply) => {
    const identity = sessions.own(request);
    await byTus(reply, () => uploads.create(identity, request.raw, reply.raw));
  });

  /** The upload that a request names. */
  const named = (request: FastifyRequest): string => {
    const { upload } = request.params as { upload: string };
    // Nothing of an upload stands behind its name; what does is an attempt to name another.
    if (request.raw.url?.includes('?')) throw new Refusal(404, 'unknown-upload', 'There is no such upload.');
    return upload;
  };
  const handled = (request: FastifyRequest, reply: FastifyReply) =>
    byTus(reply, () => uploads.handle(sessions.own(request), named(request), request.raw, reply.raw));
  app.head(`${hubPaths.uploads}/:upload`, handled);
  app.delete(`${hubPaths.uploads}/:upload`, handled);
  app.patch(`${hubPaths.uploads}/:upload`, async (request, reply) => {
    const end = await uploads.receive(sessions.own(request), named(request), request.raw);
    return reply.code(204).header('tus-resumable', '1.0.0').header('upload-offset', String(end)).send();
  });

  app.get(`${hubPaths.blobs}/:sha256`, async (request, reply) => {
    const parsed = sha256Hex.safeParse((request.params as { sha256: string }).sha256);
    if (!parsed.success) throw new Refusal(404, 'unknown-file', 'The hub does not have this file.');
    const identity = sessions.own(request);
    const ticketId = ticketAsked(request.query);
    const blob =
      ticketId === null
        ? await uploads.find(identity, parsed.data)
        : await findForDesk(database, identity, parsed.data, ticketId);
    return sendBytes(request, reply, { sha256: parsed.data, size: blob.size }, (range) =>
      uploads.read(blob, range),
    );
  });
}

/** Hands the answer to tus. A refusal before its first byte is answered as any other. */
async function byTus(reply: FastifyReply, work: () => Promise<void>): Promise<void> {
  // tus writes its own headers; the hub's stand on the raw answer before.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  try {
    await work();
  } catch (error) {
    discardRest(reply.request.raw);
    throw error;
  }
  reply.hijack();
}

/**
 * Reads what is left of a request's body away. tus took hold of the body, so that Node does not do it: the next request over
 * the same connection would wait behind it until the connection is cut. The time of a request bounds it.
 */
function discardRest(request: IncomingMessage): void {
  request.removeAllListeners('data');
  request.resume();
}
