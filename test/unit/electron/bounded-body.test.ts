/** Answers that do not end: what is read of them is what can mean anything (security 23, 27). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beginningOf, boundedBytes, MOST_REFUSAL_BYTES } from '../../../electron/services/bounded-body.ts';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { tusOver } from '../../../electron/services/tus-stack.ts';
import { addressFeed } from '../../../electron/services/update-feed.ts';

/** A body of so many bytes a piece, for ever; how much of it was read, and whether it was ended. */
function endless(status = 200, piece = 4_096) {
  const seen = { bytes: 0, ended: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (seen.bytes > 64 * 1024 * 1024) throw new Error('it was read on and on');
      seen.bytes += piece;
      controller.enqueue(new Uint8Array(piece).fill(0x20));
    },
    cancel() {
      seen.ended = true;
    },
  });
  return { seen, response: new Response(body, { status }) };
}

const nobody = { extended: false, contact: () => undefined, ended: async () => undefined };
const token = {
  access_token: 'a-token',
  token_type: 'Bearer',
  expires_in: 300,
  identity: {
    deviceId: '01990000-0000-7000-8000-00000000d001',
    deviceName: 'Sample computer',
    person: {
      id: '01990000-0000-7000-8000-00000000e001',
      name: 'Sample Engineer One',
      email: 'engineer@example.com',
    },
    organisation: {
      id: '01990000-0000-7000-8000-00000000a001',
      name: 'Example Partner (sample)',
      sample: true,
    },
    roles: ['engineer'],
    scopes: ['catalogue'],
  },
  hubTime: '2026-01-01T00:00:00.000Z',
};
const running = { version: '0.1.0', platform: 'linux', arch: 'x64', kind: 'deb' } as const;

describe('security 27: an answer that does not end', () => {
  test('is refused where all of it is wanted, and its beginning is read where that says enough', async () => {
    const whole = endless();
    await expect(boundedBytes(whole.response, 10_000)).rejects.toThrow('too large');
    const beginning = endless();
    expect(await beginningOf(beginning.response, 10_000)).toHaveLength(10_000);
    for (const { seen } of [whole, beginning]) {
      expect(seen.ended).toBe(true);
      expect(seen.bytes).toBeLessThan(30_000);
    }
    expect(await beginningOf(new Response('short'), 10_000)).toBe('short');
    expect(await beginningOf(new Response(null), 10_000)).toBe('');
  });

  test('of an upload’s step is read as far as a refusal is long', async () => {
    const { seen, response } = endless(500);
    const request = tusOver(async () => response).createRequest('HEAD', 'https://hub.example/v1/uploads/1');
    const answer = await request.send(null);
    expect(answer.getBody()).toHaveLength(MOST_REFUSAL_BYTES);
    expect(seen.bytes).toBeLessThan(64 * 1024);
  });

  test('for the next version, of the hub or of an address, is none', async () => {
    const atHub = endless();
    const client = new HubClient(
      'https://hub.example',
      async (url) => (String(url).includes('/v1/token') ? Response.json(token) : atHub.response),
      false,
      nobody,
    );
    expect(
      await client.authenticate({ assertion: 'x'.repeat(30), hub: 'https://hub.example' }),
    ).toMatchObject({ ok: true, value: {} });
    expect((await client.release({ ...running })).ok).toBe(false);
    expect(atHub.seen.ended).toBe(true);
    expect(atHub.seen.bytes).toBeLessThan(128 * 1024);
    const atAddress = endless();
    const looked = await addressFeed(
      'https://versions.example/',
      running,
      async () => atAddress.response,
    ).look();
    expect(looked.ok && (looked.value?.length ?? 0)).toBeLessThan(20_000);
    expect(atAddress.seen.bytes).toBeLessThan(64 * 1024);
  });
});

test('security 27: nothing in the shell reads a whole answer without a bound', () => {
  const folders = ['electron', 'node'];
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(join(folder, name), 'utf8');
      expect(source, name).not.toMatch(
        /\b(response|answer|reply)\.(text|json|arrayBuffer|blob|bytes|formData)\(\)/i,
      );
    }
});
