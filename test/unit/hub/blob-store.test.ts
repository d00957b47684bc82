/** What the hub asks of a store for attachments (S9), of the folder and of the S3 store alike: the real hub on each, S3 served by a program of somebody else's. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3 } from '@aws-sdk/client-s3';
import { Upload } from '@tus/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FolderStore } from '../../../hub/blobs/folder-store.ts';
import { openBlobs } from '../../../hub/blobs/open.ts';
import { S3BlobStore } from '../../../hub/blobs/s3-store.ts';
import type { BlobStore } from '../../../hub/blobs/store.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { sql } from '../../helpers/postgres.ts';
import { type IndependentS3, startIndependentS3 } from '../../helpers/s3-independent.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';
import { bytesOf, halfFetched, someBytes, type TestShell, testShell } from '../../helpers/test-shell.ts';

const MIB = 1024 * 1024;
const kinds = ['folder', 's3'] as const;

describe.each(kinds)('[S9] attachments in a store of kind %s', (kind) => {
  const isS3 = kind !== 'folder';
  let hub: TestHub;
  let s3: IndependentS3 | null = null;
  let store: BlobStore;
  let one: TestShell;
  let two: TestShell;

  beforeAll(async () => {
    if (isS3) s3 = await startIndependentS3();
    const env: Record<string, string> = s3
      ? {
          HUB_BLOBS: '',
          HUB_S3_BUCKET: s3.bucket,
          HUB_S3_ENDPOINT: s3.endpoint,
          HUB_S3_KEY_ID: 'sample',
          HUB_S3_SECRET: 'sample',
        }
      : {};
    hub = await startTestHub({ env });
    store = await openBlobs(
      s3
        ? {
            kind: 's3',
            bucket: s3.bucket,
            endpoint: s3.endpoint,
            region: 'us-east-1',
            accessKeyId: 'sample',
            secretAccessKey: 'sample',
          }
        : { kind: 'folder', folder: hub.blobs },
    );
    one = await testShell(await TestDevice.enrol(hub, hub.sample.people.engineer.id));
    two = await testShell(await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id));
  });
  afterAll(async () => {
    await hub.stop();
    await s3?.close();
  });

  const send = (shell: TestShell, sha256: string) =>
    shell.transfers.send({ device: shell.device.identity.deviceId, sha256 });
  async function locationOf(sha256: string): Promise<string> {
    const rows = await sql<{ location: string }>(
      hub.databaseUrl,
      'SELECT location FROM blobs WHERE sha256 = $1',
      [sha256],
    );
    expect(rows).toHaveLength(1);
    return rows[0]?.location ?? '';
  }
  async function uploadOf(sha256: string): Promise<string> {
    const rows = await sql<{ id: string }>(hub.databaseUrl, 'SELECT id FROM uploads WHERE sha256 = $1', [
      sha256,
    ]);
    return rows[0]?.id ?? '';
  }

  test.each([
    ['of no bytes', 0],
    ['of one byte', 1],
    ['smaller than a part', 3 * MIB],
    ['of several parts and a rest', 21 * MIB + 17],
  ])('a file %s arrives whole, leaves nothing beside it, and is fetched', async (_what, size) => {
    const { bytes, sha256 } = someBytes(size);
    await one.add(bytes);
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(await store.has(await locationOf(sha256))).toBe(true);
    expect(await two.transfers.fetch({ sha256, size })).toEqual({ ok: true, value: {} });
    expect((await bytesOf(two.blobs, sha256)).equals(bytes)).toBe(true);
    if (s3)
      expect([s3.objects().filter((key) => /\.(info|part)$/.test(key)), s3.unfinished()]).toEqual([[], 0]);
    else expect(readdirSync(join(hub.blobs, 'incoming'))).toEqual([]);
  });

  test('a hub that is killed half-way goes on from what it has, and a download from where it was', async () => {
    const { bytes, sha256 } = someBytes(48 * MIB);
    await one.add(bytes);
    const reached = new Promise<void>((done) => {
      one.watch(({ done: sent }) => sent > 30 * MIB && done());
    });
    const first = send(one, sha256);
    await reached;
    await hub.kill();
    expect(await first).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    await hub.restart();
    await one.restart();
    const had = (await store.received(await uploadOf(sha256))) ?? 0;
    expect(had).toBeGreaterThan(0);
    const before = one.progress.length;
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(one.progress[before]?.done).toBeGreaterThanOrEqual(had);
    await halfFetched(two, sha256, bytes.subarray(0, 20 * MIB));
    expect(await two.transfers.fetch({ sha256, size: bytes.length })).toEqual({ ok: true, value: {} });
    expect((await bytesOf(two.blobs, sha256)).equals(bytes)).toBe(true);
  });

  test('what changed on its way into the store is not complete: it is discarded, and sent again at once', async () => {
    const { bytes, sha256 } = someBytes(40 * MIB);
    await one.add(bytes);
    one.watch(({ done }) => done > 20 * MIB && one.transfers.stop({ sha256 }));
    expect(await send(one, sha256)).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    one.watch(() => undefined);
    const upload = await uploadOf(sha256);
    if (s3) await s3.damage(upload);
    else {
      const path = join(hub.blobs, 'incoming', upload);
      const there = readFileSync(path);
      there[0] = (there[0] ?? 0) ^ 1;
      writeFileSync(path, there);
    }
    expect(await send(one, sha256)).toEqual({ ok: true, value: {} });
    expect(await store.received(upload)).toBeNull();
    expect(await locationOf(sha256)).not.toBe(upload);
    expect(await two.transfers.fetch({ sha256, size: bytes.length })).toEqual({ ok: true, value: {} });
  });

  test('ranges are exact at their edges', async () => {
    const { bytes, sha256 } = someBytes(MIB);
    await one.add(bytes);
    await send(one, sha256);
    const location = await locationOf(sha256);
    for (const [start, end] of [
      [0, 0],
      [0, MIB - 1],
      [5, 5],
      [MIB - 1, MIB - 1],
      [1000, 70_000],
    ] as const) {
      const chunks: Buffer[] = [];
      for await (const chunk of await store.read(location, { start, end })) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(bytes.subarray(start, end + 1))).toBe(true);
    }
  });

  test('to keep is done twice as once; what is not there is told, and removing it is no error', async () => {
    const { bytes, sha256 } = someBytes(2 * MIB);
    await one.add(bytes);
    await send(one, sha256);
    const location = await locationOf(sha256);
    const organisation = one.device.identity.organisation.id;
    const upload = isS3 ? location : `${organisation}_gone`;
    expect(await store.keep(upload, { organisation, sha256 })).toBe(location);
    expect(await store.received(`${organisation}_never`)).toBeNull();
    await store.discard(`${organisation}_never`);
    await store.flush(`${organisation}_never`);
    expect(await store.has(`${organisation}/never`)).toBe(false);
    await expect(store.read(`${organisation}/never`, { start: 0, end: 1 })).rejects.toThrow();
  });
});

describe('the hash of an upload in a folder', () => {
  async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  }

  test('[S9] is that of the bytes as they came, over any parts; a file that somebody changed, or another hub wrote, is read', async () => {
    const { path, remove } = temporaryFolder();
    const place = join(path, 'incoming', 'a');
    mkdirSync(join(path, 'incoming'), { recursive: true });
    writeFileSync(place, '');
    const { bytes, sha256 } = someBytes(3 * MIB + 17);
    const store = new FolderStore(path);
    const half = MIB + 5;
    expect(await store.receive('a', 0, inPieces(Buffer.from(bytes.subarray(0, half)), 70_000))).toBe(half);
    // Another hub on the same folder takes the next part, and this one the rest.
    const rest = Buffer.from(bytes.subarray(half));
    expect(await new FolderStore(path).receive('a', half, inPieces(rest.subarray(0, 100), 9))).toBe(
      half + 100,
    );
    await store.receive('a', half + 100, inPieces(rest.subarray(100), MIB));
    expect(await store.hashOf('a')).toBe(sha256);
    await store.receive('a', 0, inPieces(Buffer.from(bytes), 64 * 1024));
    expect(await store.hashOf('a')).toBe(sha256);
    expect(readFileSync(place).equals(bytes)).toBe(true);
    const damaged = readFileSync(place);
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    writeFileSync(place, damaged);
    expect(await store.hashOf('a')).not.toBe(sha256);
    remove();
  });
});

describe('an upload in a bucket whose hub died behind its last part', () => {
  test('[S9] is put together by the next hub; one that the service ended has no hash of anything', async () => {
    const s3 = await startIndependentS3();
    try {
      const settings = {
        ...{ bucket: s3.bucket, endpoint: s3.endpoint, region: 'us-east-1' },
        ...{ accessKeyId: 'sample', secretAccessKey: 'sample' },
      };
      const dying = new S3BlobStore(settings);
      const next = new S3BlobStore(settings);
      const { bytes, sha256 } = someBytes(10 * MIB);
      const { client } = dying.incoming as unknown as { client: S3 };
      client.completeMultipartUpload = () => Promise.reject(new Error('the hub was killed'));
      for (const id of ['organisation_whole', 'organisation_ended']) {
        await dying.incoming.create(new Upload({ id, offset: 0, size: bytes.length }));
        const pieces = async function* () {
          for (let at = 0; at < bytes.length; at += MIB) yield bytes.subarray(at, at + MIB);
        };
        await expect(dying.receive(id, 0, pieces())).rejects.toThrow('the hub was killed');
        expect(await next.received(id)).toBe(bytes.length);
      }
      expect(await next.hashOf('organisation_whole')).toBe(sha256);
      expect(await next.keep('organisation_whole')).toBe('organisation_whole');
      const Bucket = s3.bucket;
      const { Metadata } = await client.headObject({ Bucket, Key: 'organisation_ended.info' });
      const UploadId = Metadata?.['upload-id'];
      await client.abortMultipartUpload({ Bucket, Key: 'organisation_ended', UploadId });
      expect(await next.hashOf('organisation_ended')).toBe('');
    } finally {
      await s3.close();
    }
  });
});
