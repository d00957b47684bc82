import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PokeListener } from '../../../electron/services/poke-listener.ts';
import { eventually } from '../../helpers/eventually.ts';
import { type MisbehavingServer, misbehavingServer } from '../../helpers/misbehaving-server.ts';

let hub: MisbehavingServer;
let session: { url: string; token: string } | null;
let pokes: unknown[];
let links: boolean[];
let listener: PokeListener;
let streams: ServerResponse[];

beforeEach(async () => {
  hub = await misbehavingServer();
  session = { url: `${hub.url}/v1/poke`, token: 'a-token' };
  pokes = [];
  links = [];
  streams = [];
  listener = new PokeListener(() => session, {
    poke: (payload) => pokes.push(payload),
    link: ({ up }) => links.push(up),
  });
  hub.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    streams.push(response);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  listener.listen(false);
  await hub.close();
});

const until = (what: string, is: () => boolean) =>
  eventually(
    async () => is(),
    (answer) => answer,
    what,
    20,
  );
const poke = (scope: string, version: number) => `data: ${JSON.stringify({ scope, version })}\n\n`;

describe('listening for pokes', () => {
  test('tells pokes with the session’s token, also when they arrive in pieces', async () => {
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    expect(hub.received[0]).toMatchObject({ path: '/v1/poke', authorization: 'Bearer a-token' });
    const text = poke('catalogue', 7);
    streams[0]?.write(text.slice(0, 9));
    await new Promise((done) => setImmediate(done));
    streams[0]?.write(`${text.slice(9)}${poke('level3', 2)}`);
    await until('two pokes', () => pokes.length === 2);
    expect(pokes).toEqual([
      { scope: 'catalogue', version: 7 },
      { scope: 'level3', version: 2 },
    ]);
    expect(links).toEqual([true]);
  });

  test('what is no poke is passed over, and an event without end ends the connection', async () => {
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    streams[0]?.write('data: not json\n\ndata: {"scope":"catalogue"}\n\ndata: {"scope":7,"version":-1}\n\n');
    streams[0]?.write(poke('catalogue', 1));
    await until('the good one', () => pokes.length === 1);
    streams[0]?.write(`data: ${'x'.repeat(20_000)}`);
    await until('the line to break', () => links.includes(false));
    expect(pokes).toEqual([{ scope: 'catalogue', version: 1 }]);
    await until('the connection to close', () => streams[0]?.destroyed === true);
  });

  test('an event that comes whole and is larger than any poke ends the connection, and is not parsed', async () => {
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    const parse = vi.spyOn(JSON, 'parse');
    const large = JSON.stringify({ scope: 'catalogue', version: 1, more: 'x'.repeat(20_000) });
    streams[0]?.write(`data: ${large}\n\n`);
    await until('the line to break', () => links.includes(false));
    expect(parse).not.toHaveBeenCalledWith(large);
    expect(pokes).toEqual([]);
  });

  test('a broken line is told, and opened again', async () => {
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    streams[0]?.destroy();
    await until('another stream', () => streams.length === 2);
    streams[1]?.write(poke('catalogue', 3));
    await until('its poke', () => pokes.length === 1);
    expect(links).toEqual([true, false, true]);
  });

  test.each([
    ['was up for a while is opened anew soon', 60_000, [100, 300]],
    ['breaks as soon as it is up is opened once a second', 0, [500, 1_500]],
  ])('[S11] a line that %s', async (_which, upFor, [least, most]) => {
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    await until('the line', () => links.length === 1);
    const since = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => since + upFor);
    const timer = vi.spyOn(globalThis, 'setTimeout');
    streams[0]?.destroy();
    await until('the line to break', () => links.length === 2);
    await until('another stream', () => streams.length === 2);
    // Of all that were set meanwhile, the patience with a silent line is the longest by far, and whoever looks here looks often.
    const waits = timer.mock.calls.flatMap(([, ms]) =>
      ms !== undefined && ms > 50 && ms < 30_000 ? [ms] : [],
    );
    expect(waits.filter((ms) => ms >= (least ?? 0) && ms <= (most ?? 0))).toHaveLength(1);
  });

  test('a session that comes later is used at once when the renderer asks again', async () => {
    session = null;
    listener.listen(true);
    session = { url: `${hub.url}/v1/poke`, token: 'later' };
    listener.listen(true);
    await until('a stream', () => streams.length === 1);
    expect(hub.received[0]?.authorization).toBe('Bearer later');
  });

  test('a refusal is a line that is down, and stopping ends the connection', async () => {
    hub.answer((_request, response) => {
      response.writeHead(401);
      response.end();
    });
    listener.listen(true);
    await until('the refusal', () => links.length > 0);
    expect(links).toEqual([false]);
    hub.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      streams.push(response);
    });
    await until('a stream', () => streams.length === 1);
    listener.listen(false);
    await until('its end', () => streams[0]?.destroyed === true);
  });
});
