/** Packets that wait at the hub for a file, and the file. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import type { TestHub } from './hub.ts';
import { attachmentOf, sayRedacted } from './hub-files.ts';
import { submit, urgentContents } from './packets.ts';
import { sql } from './postgres.ts';
import { request, type TestDevice } from './test-device.ts';

/** Sends a whole file by tus. @returns the status of its end */
export async function sendFile(device: TestDevice, bytes: Buffer): Promise<number> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const headers = { authorization: `Bearer ${device.token}`, 'tus-resumable': '1.0.0' };
  const begun = await fetch(device.url + hubPaths.uploads, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    },
  });
  const upload = begun.headers.get('location')?.split('/').at(-1) ?? '';
  await fetch(`${device.url}${hubPaths.uploads}/${upload}`, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
    body: new Uint8Array(bytes),
  });
  const body = { protocol: PROTOCOL, schema: SCHEMA, upload };
  return (await request(device.url, hubPaths.blobFinish, { token: device.token, body })).status;
}

/** A P1 that waits at the hub for nothing but this file. */
export async function awaiting(device: TestDevice, sha256: string): Promise<Packet> {
  const contents: CaseContents = urgentContents(device);
  contents.attachments.push(attachmentOf(device, contents.case.id, { sha256 }));
  sayRedacted(device, contents);
  const { packet, result } = await submit(device, contents);
  expect(result).toMatchObject({ outcome: 'applied' });
  expect(result).not.toHaveProperty('receipt');
  return packet;
}

/** Its ticket, where it has one. */
export const ticketsOf = (at: TestHub, { id }: Packet) =>
  sql(at.databaseUrl, 'SELECT 1 FROM escalations WHERE packet_id = $1', [id]);
