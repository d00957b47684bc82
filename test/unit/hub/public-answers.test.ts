/** What anybody may read is made ready once, and not once for each who asks (security 32): counted, because waits differ by machine. */
import { createHash } from 'node:crypto';
import fastify from 'fastify';
import { expect, test, vi } from 'vitest';
import type { Issuer } from '../../../hub/issuing/issuer-keys.ts';
import { addPublicRoutes } from '../../../hub/routes/public.ts';
import type { Database } from '../../../hub/store/database.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';

vi.mock('node:crypto', { spy: true });

test('security 32: of tens of thousands of ended computers the list is read, written and hashed once for all who ask together', async () => {
  const ended = Array.from({ length: 20_000 }, (_, at) => ({ id: `computer-${at}` }));
  const query = vi.fn(async (text: string) => ({ rows: text.includes('FROM devices') ? ended : [] }));
  const app = fastify();
  addPublicRoutes(app, { query } as unknown as Database, {} as Issuer);
  vi.mocked(createHash).mockClear();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => app.inject({ method: 'GET', url: hubPaths.deviceKeys })),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(30).fill(200));
  expect(answers[29]?.json().ended).toHaveLength(20_000);
  expect(query).toHaveBeenCalledTimes(2);
  expect(createHash).toHaveBeenCalledTimes(1);
  const known = { 'if-none-match': String(answers[0]?.headers.etag) };
  expect((await app.inject({ method: 'GET', url: hubPaths.deviceKeys, headers: known })).statusCode).toBe(
    304,
  );
  await app.close();
});
