/** The line that a try-out may cut: requests and streams break as at a pulled cable, and go on when it is up again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CutLine } from '../../../electron/services/cut-line.ts';
import { HubClient } from '../../../electron/services/hub-client.ts';
import type { Network } from '../../../electron/services/network.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: first\n\n');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ hubTime: '2026-11-29T01:00:00.000Z' }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const behind = { request: fetch } as Network;

test('up it is the network behind it: status, headers and body', async () => {
  const response = await new CutLine(behind).network.request(`${url}/healthz`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ hubTime: '2026-11-29T01:00:00.000Z' });
});

test('cut, the hub cannot be reached, as without a network; up again, it can', async () => {
  const line = new CutLine(behind);
  const client = new HubClient(url, line.network.request);
  line.set(false);
  expect(await client.reach({ hub: null })).toMatchObject({
    ok: false,
    failure: { kind: 'offline', code: 'no-network' },
  });
  line.set(true);
  expect(await client.reach({ hub: null })).toMatchObject({ ok: true });
});

test('a stream that is open breaks when it is cut, and when its reader wants no more', async () => {
  const line = new CutLine(behind);
  const stop = new AbortController();
  const open = async (signal: AbortSignal) => {
    const response = await line.network.request(`${url}/stream`, { signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: first\n\n');
    return reader;
  };
  const cut = await open(new AbortController().signal);
  line.set(false);
  await expect(cut?.read()).rejects.toMatchObject({ fault: 'no-network' });
  line.set(true);
  const left = await open(stop.signal);
  stop.abort();
  await expect(left?.read()).rejects.toThrow();
});
