/**
 * Attachments in an S3-compatible service. An upload is a multipart upload of the service; once whole it is an object under
 * the upload's own name, and stays there: the hub's table says which content it is.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { S3 } from '@aws-sdk/client-s3';
import { S3Store } from '@tus/s3-store';
import type { BlobStore, Range } from './store.ts';

export interface S3Settings {
  bucket: string;
  /** https://… of the service; null for AWS itself. */
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The hub's name in its bucket. */
const MARKER = 'hub-store';

function notFound(error: unknown): null {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404) return null;
  throw error;
}

/** No content has it: what the service ended is refused as what arrived otherwise, and sent again from its beginning. */
const NO_HASH = '';

function ended(error: unknown): null {
  if ((error as { name?: string }).name === 'NoSuchUpload') return null;
  return notFound(error);
}

export class S3BlobStore implements BlobStore {
  readonly incoming: S3Store;
  readonly #bucket: string;
  readonly #client: S3;

  constructor({ bucket, endpoint, region, accessKeyId, secretAccessKey }: S3Settings) {
    const client = {
      region,
      credentials: { accessKeyId, secretAccessKey },
      // Services beside AWS mostly have no host name for each bucket.
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    };
    this.#bucket = bucket;
    this.#client = new S3(client);
    this.incoming = new S3Store({
      partSize: 8 * 1024 * 1024,
      // Tags are not something that every service has.
      useTags: false,
      s3ClientConfig: { ...client, bucket },
    });
  }

  async #size(key: string): Promise<number | null> {
    const found = await this.#client.headObject({ Bucket: this.#bucket, Key: key }).catch(notFound);
    return found?.ContentLength ?? null;
  }

  get place(): string {
    return `the bucket ${this.#bucket}`;
  }

  async marker(): Promise<string | null> {
    const found = await this.#client.getObject({ Bucket: this.#bucket, Key: MARKER }).catch(notFound);
    return (await found?.Body?.transformToString())?.trim() ?? null;
  }

  async mark(hub: string): Promise<void> {
    await this.#client.putObject({ Bucket: this.#bucket, Key: MARKER, Body: `${hub}\n` });
  }

  /** A bucket has no end. */
  async free(): Promise<null> {
    return null;
  }

  async received(upload: string): Promise<number | null> {
    const whole = await this.#size(upload);
    if (whole !== null) return whole;
    // Unreported: an upload that is not there has nothing.
    const { offset } = await this.incoming.getUpload(upload).catch(() => ({ offset: null }));
    return offset;
  }

  receive(upload: string, offset: number, pieces: AsyncIterable<Buffer>): Promise<number> {
    return this.incoming.write(Readable.from(pieces, { objectMode: false }), upload, offset);
  }

  async hashOf(upload: string): Promise<string> {
    const hash = createHash('sha256');
    if (!(await this.#isEmpty(upload))) {
      if (!(await this.#isPutTogether(upload))) return NO_HASH;
      for await (const piece of await this.#read(upload)) hash.update(piece as Buffer);
    }
    return hash.digest('hex');
  }

  /**
   * All parts are there, and no object: the hub that received the last one died before the service put them together. It is done now.
   * @returns whether there is an object: of an upload that the service has ended nothing is left
   */
  async #isPutTogether(upload: string): Promise<boolean> {
    if ((await this.#size(upload)) !== null) return true;
    const { size, offset } = await this.incoming.getUpload(upload);
    if (size === offset)
      await this.incoming.write(Readable.from([], { objectMode: false }), upload, offset).catch(ended);
    return (await this.#size(upload)) !== null;
  }

  /** An upload of no bytes has no part, and the service completes none without: it is no object before it is kept. */
  async #isEmpty(upload: string): Promise<boolean> {
    if ((await this.#size(upload)) !== null) return false;
    // Unreported: an upload that is not there has nothing.
    const { size } = await this.incoming.getUpload(upload).catch(() => ({ size: null }));
    return size === 0;
  }

  async #read(key: string, range?: string): Promise<Readable> {
    const { Body } = await this.#client.getObject({
      Bucket: this.#bucket,
      Key: key,
      ...(range ? { Range: range } : {}),
    });
    if (!(Body instanceof Readable)) throw new Error('the service answered without a stream');
    return Body;
  }

  /** What the service has taken is durable by its own word. */
  async flush(): Promise<void> {}

  async keep(upload: string): Promise<string> {
    if (await this.#isEmpty(upload)) {
      await this.incoming.remove(upload);
      await this.#client.putObject({ Bucket: this.#bucket, Key: upload, Body: '' });
    }
    // The service says that an object is there only once it is durable.
    if ((await this.#size(upload)) === null) throw new Error('the upload is not whole');
    await this.#client.deleteObject({ Bucket: this.#bucket, Key: `${upload}.info` });
    return upload;
  }

  /** What was left of uploads is the bucket's to remove, by its rule for incomplete multipart uploads. */
  async uploads(): Promise<string[]> {
    return [];
  }

  async discard(upload: string): Promise<void> {
    // Unreported: one that is gone already needs no removing; what is left is removed below.
    await this.incoming.remove(upload).catch(() => undefined);
    for (const key of [upload, `${upload}.info`, `${upload}.part`])
      await this.#client.deleteObject({ Bucket: this.#bucket, Key: key }).catch(notFound);
  }

  read(location: string, { start, end }: Range): Promise<Readable> {
    return this.#read(location, `bytes=${start}-${end}`);
  }

  async remove(location: string): Promise<void> {
    await this.#client.deleteObject({ Bucket: this.#bucket, Key: location }).catch(notFound);
  }

  async has(location: string): Promise<boolean> {
    return (await this.#size(location)) !== null;
  }
}
