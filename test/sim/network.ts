/** The line between shells and hubs: it loses, repeats, delays, cuts off and answers in the hub's place. */
import { callInto, Gone } from './mailbox.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler } from './scheduler.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'HEAD' | 'PATCH';
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** What may happen to a request; the first is what mostly does. */
const faults = [
  'lost before the hub',
  'lost after the hub',
  'repeated',
  'late',
  'cut off',
  '429',
  '503',
] as const;
/** What may happen to the bytes of a file besides. */
const faultsOfBytes = [...faults, 'half', 'half', 'damaged'] as const;

/** A byte is another than it was sent. */
function damaged(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.int(0, copy.length - 1);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** As much of the request as reached the hub before the line broke. */
function firstPart(request: HttpRequest, bytes: Buffer, random: Random): HttpRequest {
  const body = bytes.subarray(0, random.int(0, bytes.length - 1));
  const headers = { ...request.headers };
  if (headers['content-length'] !== undefined) headers['content-length'] = String(body.length);
  return { ...request, headers, body };
}

const TIMEOUT_MS = 30_000;

export interface Line {
  scheduler: Scheduler;
  random: Random;
  /** Chance of a fault, a request. */
  faulty: () => number;
  /** Whether this device has a network now. */
  connected: () => boolean;
  /** A hub that is up, or null. */
  hub: () => { process: Process; handle: (request: HttpRequest) => Promise<HttpAnswer> } | null;
  /** Bytes of a request that a proxy on the way takes. */
  most: number;
  /** The schema that this console speaks now (S12); null for the one of this product. */
  schema: () => number | null;
  /** Told of every request that a hub is given, for what is checked on the way. */
  seen: (request: HttpRequest, answer: HttpAnswer | null) => void;
}

function refused(): TypeError {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return new TypeError('fetch failed', { cause });
}

function timedOut(): Error {
  return Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' });
}

/** What the balancer in front of the hubs says by itself. */
function answerOf(status: number, retryAfter?: number): Response {
  return new Response('busy', {
    status,
    headers: {
      date: new Date(0).toUTCString(),
      ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}),
    },
  });
}

/** The body as a console of that schema sends it. */
function spokenAs(schema: number | null, body: string | undefined): string | undefined {
  if (schema === null || body === undefined) return body;
  const { device, ...asked } = JSON.parse(body) as Record<string, unknown>;
  if (typeof asked.schema !== 'number') return body;
  // Schema 1 did not say in each request which device asks.
  return JSON.stringify({ ...asked, schema, ...(schema > 1 ? { device } : {}) });
}

/** `fetch` as the shell `from` has it. */
export function fetchOver(line: Line, from: Process): typeof fetch {
  const { scheduler, random } = line;

  async function deliver(request: HttpRequest): Promise<HttpAnswer> {
    const hub = line.hub();
    if (!hub) throw refused();
    const answer = await callInto(
      scheduler,
      from,
      hub.process,
      request.path,
      () => hub.handle(request),
      TIMEOUT_MS,
    );
    line.seen(request, answer);
    return answer;
  }

  /** The same request once more, whose answer nobody hears. */
  function repeatLater(request: HttpRequest, ms: number): void {
    const hub = line.hub();
    if (!hub) return;
    scheduler.spawn(hub.process, 'repeated request', async () => {
      await scheduler.sleep(hub.process, 'repeated request', ms);
      await hub.handle(request);
    });
  }

  return (async (url: string, init: RequestInit) => {
    const request: HttpRequest = {
      method: (init.method ?? 'GET') as HttpRequest['method'],
      path: new URL(url).pathname,
      headers: init.headers as Record<string, string>,
      body:
        init.body instanceof Uint8Array
          ? Buffer.from(init.body)
          : spokenAs(line.schema(), init.body as string | undefined),
    };
    await scheduler.sleep(from, `request ${request.path}`, random.int(1, 300));
    if (!line.connected()) throw refused();
    if ((request.body?.length ?? 0) > line.most) return answerOf(413);
    const bytes = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : null;
    const fault = random.chance(line.faulty()) ? random.pick(bytes ? faultsOfBytes : faults) : 'none';
    switch (fault) {
      case 'lost before the hub':
        await scheduler.sleep(from, 'lost request', TIMEOUT_MS);
        throw timedOut();
      case 'late':
        repeatLater(request, random.int(TIMEOUT_MS, 3 * TIMEOUT_MS));
        await scheduler.sleep(from, 'late request', TIMEOUT_MS);
        throw timedOut();
      case '429':
        return answerOf(429, random.int(1, 20));
      case '503':
        return answerOf(503);
      case 'repeated':
        repeatLater(request, random.int(0, 60_000));
        break;
      default:
    }
    try {
      if (bytes && fault === 'damaged') request.body = damaged(bytes, random);
      if (bytes && fault === 'half') {
        await deliver(firstPart(request, bytes, random));
        throw refused();
      }
      const answer = await deliver(request);
      await scheduler.sleep(from, `answer ${request.path}`, random.int(1, 300));
      if (fault === 'lost after the hub') throw refused();
      const body =
        fault === 'cut off' ? answer.body.slice(0, random.int(0, answer.body.length)) : answer.body;
      const content = typeof body === 'string' ? body : new Uint8Array(body);
      return new Response(answer.status === 204 ? null : content, {
        status: answer.status,
        headers: answer.headers,
      });
    } catch (error) {
      if (error instanceof Gone) throw timedOut();
      throw error;
    }
  }) as typeof fetch;
}
