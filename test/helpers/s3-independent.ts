/**
 * An S3 service that somebody else wrote, from npm: `fauxqs`, which refuses what AWS refuses (parts below 5 MiB, an order or a tag
 * that does not fit). It cannot list the parts of an upload, which every
 * living service can: that one answer is given here, from what it holds.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';

export interface IndependentS3 {
  endpoint: string;
  bucket: string;
  /** Names of the objects that are there. */
  objects(): string[];
  /** Uploads in parts that are neither completed nor aborted. */
  unfinished(): number;
  /** Changes one byte of an object, or of a part of an upload that is not whole yet. */
  damage(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Its own front has no way to an answer of ours in it; its parts are files here. */
const FOLDER = join(import.meta.dirname, '../../node_modules/fauxqs/dist');

interface Part {
  partNumber: number;
  etag: string;
  body: Buffer;
}

interface Store {
  createBucket(name: string): void;
  multipartUploads: Map<string, { key: string; parts: Map<number, Part> }>;
  buckets: Map<string, Map<string, { body: Buffer }>>;
}

const BUCKET = 'attachments';

function partsOf(store: Store, id: string): string | null {
  const upload = store.multipartUploads.get(id);
  if (!upload) return null;
  const parts = [...upload.parts.values()]
    .sort((a, b) => a.partNumber - b.partNumber)
    .map(
      ({ partNumber, etag, body }) =>
        `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag><Size>${body.length}</Size></Part>`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?><ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`;
}

const noUpload =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchUpload</Code><Message>There is no such upload.</Message></Error>';

/** The caller closes it. It holds all in memory. */
export async function startIndependentS3(): Promise<IndependentS3> {
  const load = (file: string) => import(pathToFileURL(join(FOLDER, file)).href);
  const { buildApp } = (await load('app.js')) as { buildApp(options: object): FastifyInstance };
  const { S3Store } = (await load('s3/s3Store.js')) as { S3Store: new () => Store };
  const s3Store = new S3Store();
  const app = buildApp({ logger: false, stores: { s3Store } });
  app.addHook('onRequest', async (request, reply) => {
    const id = request.method === 'GET' ? (request.query as { uploadId?: string }).uploadId : undefined;
    if (id === undefined) return;
    const found = partsOf(s3Store, id);
    await reply
      .code(found === null ? 404 : 200)
      .type('application/xml')
      .send(found ?? noUpload);
  });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  s3Store.createBucket(BUCKET);
  const objects = () => s3Store.buckets.get(BUCKET) ?? new Map<string, { body: Buffer }>();
  return {
    endpoint,
    bucket: BUCKET,
    objects: () => [...objects().keys()].sort(),
    unfinished: () => s3Store.multipartUploads.size,
    damage: async (key) => {
      const upload = [...s3Store.multipartUploads.values()].find((each) => each.key === key);
      const kept = objects().get(key) ?? upload?.parts.values().next().value;
      if (!kept) throw new Error(`there is no ${key}`);
      const bytes = Buffer.from(kept.body);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      kept.body = bytes;
    },
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
