/**
 * A proxy between consoles and a hub that does what networks do, drawn from a seed: requests and answers cut in the middle,
 * answers lost after the hub has committed, delays, and the very same bytes sent again, at once or later.
 */
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export const faults = [
  'none',
  'delay',
  'cut-request',
  'half-request',
  'lost-answer',
  'half-answer',
  'repeat',
  'late-repeat',
] as const;
export type Fault = (typeof faults)[number];

export interface FaultyProxy {
  url: string;
  /** Every how many requests one has a fault; 0 for none. */
  setRate(oneIn: number): void;
  /** Resolves when the next request whose path begins so has gone on to the hub: it is at work on it then, or has just answered. */
  next(path: string): Promise<void>;
  /** How often each fault was done. */
  done: Record<Fault, number>;
  close(): Promise<void>;
}

/** mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** @param target the hub's address, http on loopback */
export async function faultyProxy(target: string, seed: number, oneIn: number): Promise<FaultyProxy> {
  const random = seeded(seed);
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: false });
  const done = Object.fromEntries(faults.map((each) => [each, 0])) as Record<Fault, number>;
  let rate = oneIn;
  const later = new Set<Promise<unknown>>();
  let watchers: { path: string; tell: () => void }[] = [];

  function ask(from: IncomingMessage, body: Buffer, bytes = body.length): Promise<Answer> {
    return new Promise((answered, failed) => {
      const { host: _host, connection: _connection, 'transfer-encoding': _coding, ...headers } = from.headers;
      const sent = request(
        {
          hostname,
          port,
          path: from.url,
          method: from.method,
          agent,
          headers: { ...headers, ...(body.length > 0 ? { 'content-length': String(body.length) } : {}) },
        },
        (response) => {
          bodyOf(response).then(
            (answer) =>
              answered({ status: response.statusCode ?? 502, headers: response.headers, body: answer }),
            failed,
          );
        },
      );
      sent.on('error', failed);
      const meant = watchers.filter(({ path }) => from.url?.startsWith(path));
      watchers = watchers.filter((each) => !meant.includes(each));
      for (const { tell } of meant) tell();
      if (bytes === body.length) sent.end(body);
      else sent.write(body.subarray(0, bytes), () => sent.destroy(new Error('cut by the proxy')));
    });
  }

  function reply(to: ServerResponse, { status, headers, body }: Answer, bytes = body.length): void {
    const { 'transfer-encoding': _coding, connection: _connection, ...kept } = headers;
    to.writeHead(status, { ...kept, 'content-length': String(body.length), connection: 'close' });
    if (bytes === body.length) to.end(body);
    else to.write(body.subarray(0, bytes), () => to.destroy());
  }

  /** Pokes pass as they come; the fault is that the stream ends. */
  function stream(from: IncomingMessage, to: ServerResponse, cutAfterMs: number | null): void {
    const { host: _host, ...headers } = from.headers;
    const sent = request({ hostname, port, path: from.url, method: 'GET', agent, headers }, (response) => {
      to.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(to);
      response.on('error', () => to.destroy());
    });
    const timer = cutAfterMs === null ? null : setTimeout(() => to.destroy(), cutAfterMs);
    sent.on('error', () => to.destroy());
    to.once('close', () => {
      if (timer) clearTimeout(timer);
      sent.destroy();
    });
    sent.end();
  }

  async function handle(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const faulty = rate > 0 && random() < 1 / rate;
    const fault: Fault = faulty ? (faults[1 + Math.floor(random() * (faults.length - 1))] ?? 'none') : 'none';
    const share = random();
    if (from.url === '/v1/poke') return stream(from, to, faulty ? share * 2_000 : null);
    done[fault] += 1;
    if (fault === 'cut-request') {
      to.destroy();
      return;
    }
    const body = await bodyOf(from);
    if (fault === 'half-request' && body.length > 1) {
      await ask(from, body, Math.floor(body.length * share)).catch(() => undefined);
      to.destroy();
      return;
    }
    if (fault === 'delay') await wait(share * 400);
    let answer = await ask(from, body);
    if (fault === 'repeat') answer = await ask(from, body);
    if (fault === 'late-repeat') {
      const again = wait(share * 1_500)
        .then(() => ask(from, body))
        .catch(() => undefined);
      later.add(again);
      void again.then(() => later.delete(again));
    }
    if (fault === 'lost-answer') to.destroy();
    else if (fault === 'half-answer') reply(to, answer, Math.floor(answer.body.length * share));
    else reply(to, answer);
  }

  const server = createServer((from, to) => {
    from.on('error', () => to.destroy());
    to.on('error', () => undefined);
    // A hub that is away looks like one: the connection breaks.
    handle(from, to).catch(() => to.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setRate: (next) => {
      rate = next;
    },
    next: (path) =>
      new Promise((tell) => {
        watchers = [...watchers, { path, tell }];
      }),
    done,
    close: async () => {
      await Promise.all(later);
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      agent.destroy();
    },
  };
}
