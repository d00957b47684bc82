/**
 * An S3 service for tests, as far as the hub uses one: objects, ranges, multipart uploads, over real HTTP on loopback, bytes in
 * files. Neither npm nor Debian has a real one that is kept up and runs alone. It does not check signatures.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { temporaryFolder } from './temporary-folder.ts';

export interface S3Double {
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

interface Kept {
  path: string;
  etag: string;
  size: number;
  /** Headers of the user's metadata. */
  metadata: Record<string, string>;
}

interface Multipart {
  key: string;
  metadata: Record<string, string>;
  parts: Map<number, Kept>;
}

class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Takes the bytes out of `aws-chunked`: `SIZE;signature\r\nBYTES\r\n`, a chunk of size 0, and trailers. */
function unchunked(): Transform {
  let waiting = Buffer.alloc(0);
  let left = 0;
  let ended = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      while (!ended && waiting.length > 0) {
        if (left > 0) {
          const bytes = waiting.subarray(0, Math.min(left, waiting.length));
          this.push(bytes);
          waiting = waiting.subarray(bytes.length);
          left -= bytes.length;
          continue;
        }
        const end = waiting.indexOf('\r\n', waiting.indexOf('\r\n') === 0 ? 2 : 0);
        if (end === -1) break;
        const line = waiting.subarray(0, end).toString('latin1').trim();
        waiting = waiting.subarray(end + 2);
        left = Number.parseInt(line.split(';')[0] ?? '', 16);
        ended = left === 0;
      }
      done();
    },
  });
}

const xml = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>${text}`;

export async function startS3Double(): Promise<S3Double> {
  const { path: folder, remove } = temporaryFolder();
  await mkdir(folder, { recursive: true });
  const bucket = 'attachments';
  const objects = new Map<string, Kept>();
  const uploads = new Map<string, Multipart>();

  /** Streams a body to a file. What breaks off is not kept, as S3 keeps only whole parts. */
  async function receive(request: IncomingMessage, metadata: Record<string, string>): Promise<Kept> {
    const path = join(folder, randomUUID());
    const chunked = String(request.headers['content-encoding'] ?? '').includes('aws-chunked');
    const hash = createHash('md5');
    let size = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const file = createWriteStream(path);
    await (chunked ? pipeline(request, unchunked(), count, file) : pipeline(request, count, file));
    const wanted = request.headers['x-amz-decoded-content-length'];
    if (chunked && Number(wanted) !== size) throw new Refused(400, 'IncompleteBody');
    return { path, etag: `"${hash.digest('hex')}"`, size, metadata };
  }

  function metadataOf(request: IncomingMessage): Record<string, string> {
    const own = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  }

  async function textOf(request: IncomingMessage): Promise<string> {
    const { path } = await receive(request, {});
    const text = await readFile(path, 'utf8');
    await rm(path);
    return text;
  }

  async function drop(key: string): Promise<void> {
    const found = objects.get(key);
    objects.delete(key);
    if (found) await rm(found.path, { force: true });
  }

  function uploadOf(id: string): Multipart {
    const found = uploads.get(id);
    if (!found) throw new Refused(404, 'NoSuchUpload');
    return found;
  }

  async function give(key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = objects.get(key);
    if (!found) throw new Refused(404, 'NoSuchKey');
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), found.size - 1) : found.size - 1;
    if (range && start >= found.size) throw new Refused(416, 'InvalidRange');
    const length = Math.max(0, end - start + 1);
    response.writeHead(range ? 206 : 200, {
      ...found.metadata,
      etag: found.etag,
      'content-length': length,
      'content-type': 'application/octet-stream',
      ...(range ? { 'content-range': `bytes ${start}-${end}/${found.size}` } : {}),
    });
    if (request.method === 'HEAD' || length === 0) response.end();
    else await pipeline(createReadStream(found.path, { start, end }), response);
  }

  async function complete(id: string, body: string): Promise<string> {
    const upload = uploadOf(id);
    const numbers = [...body.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((each) => Number(each[1]));
    const parts = numbers.map((number) => {
      const part = upload.parts.get(number);
      if (!part) throw new Refused(400, 'InvalidPart');
      return part;
    });
    if (parts.length === 0) throw new Refused(400, 'MalformedXML');
    const path = join(folder, randomUUID());
    await writeFile(path, '');
    for (const part of parts)
      await pipeline(createReadStream(part.path), createWriteStream(path, { flags: 'a' }));
    await drop(upload.key);
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    objects.set(upload.key, { path, etag: `"${id}-${parts.length}"`, size, metadata: upload.metadata });
    uploads.delete(id);
    for (const part of upload.parts.values()) await rm(part.path, { force: true });
    return xml(
      `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${upload.key}</Key><ETag>${id}</ETag></CompleteMultipartUploadResult>`,
    );
  }

  function listParts(id: string): string {
    const parts = [...uploadOf(id).parts]
      .sort(([a], [b]) => a - b)
      .map(
        ([number, { etag, size }]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag><Size>${size}</Size></Part>`,
      );
    return xml(`<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, name, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (name !== bucket) throw new Refused(404, 'NoSuchBucket');
    const has = (parameter: string) => url.searchParams.has(parameter);
    const id = url.searchParams.get('uploadId') ?? '';
    const { method = '' } = request;
    if (method === 'POST' && has('uploads')) {
      const made = randomUUID();
      uploads.set(made, { key, metadata: metadataOf(request), parts: new Map() });
      response.end(
        xml(
          `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${made}</UploadId></InitiateMultipartUploadResult>`,
        ),
      );
    } else if (method === 'POST' && has('delete')) {
      const body = await textOf(request);
      for (const [, each = ''] of body.matchAll(/<Key>([^<]+)<\/Key>/g)) await drop(each);
      response.end(xml('<DeleteResult></DeleteResult>'));
    } else if (method === 'POST' && has('uploadId')) response.end(await complete(id, await textOf(request)));
    else if (method === 'PUT' && has('uploadId')) {
      const upload = uploadOf(id);
      const part = await receive(request, {});
      upload.parts.set(Number(url.searchParams.get('partNumber')), part);
      response.setHeader('etag', part.etag).end();
    } else if (method === 'GET' && has('uploadId')) response.end(listParts(id));
    else if (method === 'DELETE' && has('uploadId')) {
      for (const part of uploadOf(id).parts.values()) await rm(part.path, { force: true });
      uploads.delete(id);
      response.writeHead(204).end();
    } else if (method === 'PUT') {
      const kept = await receive(request, metadataOf(request));
      await drop(key);
      objects.set(key, kept);
      response.setHeader('etag', kept.etag).end();
    } else if (method === 'DELETE') {
      await drop(key);
      response.writeHead(204).end();
    } else if (method === 'GET' || method === 'HEAD') await give(key, request, response);
    else throw new Refused(501, 'NotImplemented');
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const { status, code } = error instanceof Refused ? error : { status: 400, code: 'IncompleteBody' };
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? '' : xml(`<Error><Code>${code}</Code></Error>`));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    objects: () => [...objects.keys()].sort(),
    unfinished: () => uploads.size,
    damage: async (key) => {
      const part = [...uploads.values()]
        .find((each) => each.key === key)
        ?.parts.values()
        .next().value;
      const kept = objects.get(key) ?? part;
      if (!kept) throw new Error(`there is no ${key}`);
      const bytes = await readFile(kept.path);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await writeFile(`${kept.path}.new`, bytes);
      await rename(`${kept.path}.new`, kept.path);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      remove();
    },
  };
}
