/** One computer of the day, as a process plays two hundred of them: real keys, real requests, a stream of pokes. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Cursor,
  hubPaths,
  PROTOCOL,
  type PullResponse,
  type PushResult,
  SCHEMA,
} from '../../../shared/sync/protocol.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { editsOf, handoffOf, packetOf, signatureOf, urgentContents } from '../../helpers/packets.ts';
import { type Edit, insertOf, type TestDevice } from '../../helpers/test-device.ts';
import type { Random } from '../../sim/random.ts';

const FILE_BYTES = 400_000;

export interface Told {
  times: Record<'push' | 'pull' | 'file' | 'poke', number[]>;
  /** Answers that are none of the protocol's, by what they say. */
  errors: Record<string, number>;
  /** Requests that were sent once more: the hub went, or said that it is busy. */
  repeated: Record<string, number>;
  /** Devices whose stream said less than their scope's head when all was over. */
  lostPokes: number;
  /** Rows that the hub acknowledged and does not have at the end, and devices whose copy differs from the hub's. */
  lostRows: number;
  apart: number;
  /** Fields that the hub has otherwise than they were typed last. */
  lostFields: number;
  /** All that was sent: the device, the edit's number and its hash. */
  edits: [deviceId: string, n: number, hash: string][];
  bytes: number;
  /** Seconds from the day's begin until its last poke was heard, and of the processor's for playing it. */
  seconds: number;
  cpu: number;
}

/** What all computers of the day have together. */
export interface Shared {
  readonly told: Told;
  readonly random: Random;
  /** The hubs that are there at this moment. */
  hubs: string[];
  /** When a version of a scope was acknowledged, to see how long its poke took. */
  readonly acknowledged: Map<string, number>;
}

/** One more of these. */
export function count(into: Record<string, number>, what: string): void {
  into[what] = (into[what] ?? 0) + 1;
}

/** A computer that works: each of its acts begins once the one before is over, and asks again until it is answered. */
export class BusyDevice {
  readonly #device: TestDevice;
  readonly #place: number;
  readonly #shared: Shared;
  readonly scope: string;
  cursor: Cursor | null = null;
  head: PullResponse['head'] | null = null;
  /** Rows that the hub this.#shared.acknowledged. */
  readonly kept: string[] = [];
  heard = 0;
  #pulling: Promise<void> | null = null;
  #again = false;
  #caseId = '';
  /** What was typed last, by case. */
  readonly #observed = new Map<string, string>();
  over = false;

  constructor(device: TestDevice, scope: string, place: number, shared: Shared) {
    this.#device = device;
    this.scope = scope;
    this.#place = place;
    this.#shared = shared;
  }

  /** As a balancer would: any hub that is there. */
  get #hub(): string {
    const { hubs } = this.#shared;
    return hubs[this.#place % hubs.length] ?? '';
  }

  /** Asks until it is answered, as a console does. */
  async #ask(
    kind: 'push' | 'pull' | 'file',
    path: string,
    options: RequestInit & { expect?: number },
  ): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const began = performance.now();
      const headers = { ...options.headers, authorization: `Bearer ${this.#device.token}` };
      try {
        const answer = await fetch(this.#hub + path, { ...options, headers });
        const { status } = answer;
        if (status === (options.expect ?? 200)) {
          this.#shared.told.times[kind].push(performance.now() - began);
          return answer;
        }
        const { code = '' } = (await answer.json().catch(() => ({}))) as { code?: string };
        if (status === 401) await this.#authenticate();
        else if ([408, 429, 503].includes(status))
          count(this.#shared.told.repeated, `${kind} ${status} ${code}`);
        else if (status === 409 && attempt > 0) return answer;
        else {
          count(this.#shared.told.errors, `${kind} ${status} ${code}`);
          return answer;
        }
        await wait(1_000 * Number(answer.headers.get('retry-after') ?? 0.2));
      } catch {
        count(this.#shared.told.repeated, `${kind}, the line broke`);
        await wait(200);
      }
    }
  }

  async #authenticate(): Promise<void> {
    this.#device.url = this.#hub;
    await this.#device.authenticate().catch(() => undefined);
  }

  async #json(kind: 'push' | 'pull', path: string, body: object): Promise<Response> {
    return this.#ask(kind, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ protocol: PROTOCOL, schema: SCHEMA, ...body }),
    });
  }

  pull(): Promise<void> {
    this.#again = true;
    this.#pulling ??= (async () => {
      while (this.#again) {
        this.#again = false;
        const answer = await this.#json('pull', hubPaths.pull, {
          scope: this.scope,
          cursor: this.cursor,
          limit: 500,
          brief: true,
        });
        if (!answer.ok) break;
        const page = (await answer.json()) as PullResponse;
        ({ cursor: this.cursor, head: this.head } = page);
        if (page.more) this.#again = true;
      }
    })().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  /** Hears pokes for as long as the day is, over whichever hub is there. */
  async listen(): Promise<void> {
    while (!this.over) {
      try {
        const response = await fetch(this.#hub + hubPaths.poke, {
          headers: { authorization: `Bearer ${this.#device.token}` },
        });
        if (response.status === 401) await this.#authenticate();
        if (!response.ok || !response.body) throw new Error('no stream');
        let rest = '';
        const decoder = new TextDecoder();
        for await (const chunk of response.body) {
          rest += decoder.decode(chunk, { stream: true });
          const lines = rest.split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) if (line.startsWith('data: ')) this.#hear(JSON.parse(line.slice(6)));
        }
      } catch {
        await wait(300);
      }
    }
  }

  #hear({ scope, version }: { scope: string; version: number }): void {
    if (scope !== this.scope || version <= this.heard) return;
    this.heard = version;
    const at = this.#shared.acknowledged.get(`${scope} ${version}`);
    if (at !== undefined) this.#shared.told.times.poke.push(performance.now() - at);
    void this.pull();
  }

  async #push(edits: Edit[]): Promise<void> {
    const mutations = edits.map((edit) => this.#device.mutation(edit));
    const { deviceId } = this.#device.identity;
    for (const { n, hash } of mutations) this.#shared.told.edits.push([deviceId, n, hash]);
    const answer = await this.#json('push', hubPaths.push, { mutations });
    if (!answer.ok) return;
    const { results } = (await answer.json()) as { results: PushResult[] };
    for (const [at, result] of results.entries()) {
      if (result.outcome === 'rejected') {
        const { code, message, findings } = result.rejection;
        count(
          this.#shared.told.errors,
          `${mutations[at]?.table} rejected: ${code} ${findings?.[0]?.message ?? message}`,
        );
        continue;
      }
      if (result.outcome === 'conflict') count(this.#shared.told.errors, 'a conflict');
      this.kept.push(mutations[at]?.key ?? '');
      if (result.version !== undefined) {
        const name = `${this.scope} ${result.version}`;
        if (!this.#shared.acknowledged.has(name)) this.#shared.acknowledged.set(name, performance.now());
      }
    }
  }

  /** One of: a new case, a comment, a field that somebody typed into. */
  async edit(): Promise<void> {
    if (this.#caseId === '' || this.#shared.random.int(1, 20) === 1) {
      const made = caseOf(this.#device);
      this.#caseId = made.id;
      this.#observed.set(made.id, made.observed);
      await this.#push([insertOf('cases', made)]);
    } else if (this.#shared.random.int(1, 2) === 1) {
      const made = commentOf(this.#device, this.#caseId, {
        text: 'What was seen on the second node. '.repeat(8),
      });
      await this.#push([insertOf('comments', made)]);
    } else {
      const base = { observed: this.#observed.get(this.#caseId) ?? '' };
      const patch = {
        observed: `Paging stops after ${this.#shared.random.int(1, 1_000)} calls. `.repeat(10),
      };
      this.#observed.set(this.#caseId, patch.observed);
      await this.#push([{ table: 'cases', key: this.#caseId, op: 'patch', patch, base }]);
    }
  }

  async file(): Promise<void> {
    const bytes = randomBytes(FILE_BYTES);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const began = performance.now();
    const tus = { 'tus-resumable': '1.0.0' };
    const created = await this.#ask('file', hubPaths.uploads, {
      method: 'POST',
      expect: 201,
      headers: {
        ...tus,
        'upload-length': String(bytes.length),
        'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
      },
    });
    const upload = created.headers.get('location')?.split('/').at(-1) ?? '';
    await this.#ask('file', `${hubPaths.uploads}/${upload}`, {
      method: 'PATCH',
      expect: 204,
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes),
    });
    await this.#ask('file', hubPaths.blobFinish, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ protocol: PROTOCOL, schema: SCHEMA, upload }),
    });
    this.#shared.told.times.file.splice(-3, 3, performance.now() - began);
    this.#shared.told.bytes += bytes.length;
  }

  async handOff(): Promise<void> {
    const contents = urgentContents(this.#device);
    await this.#push(editsOf(contents));
    const packet = packetOf(this.#device, contents);
    await this.#push([insertOf('signatures', await signatureOf(this.#device, packet))]);
    await this.#push([handoffOf(packet)]);
  }

  /** Whether all that was acknowledged to it is at the hub, and its own copy is what the hub has. */
  async judge(): Promise<void> {
    const here = new Set<string>();
    let cursor: Cursor | null = null;
    for (let more = true; more; ) {
      const answer = await this.#json('pull', hubPaths.pull, {
        scope: this.scope,
        cursor,
        limit: 1_000,
        brief: true,
      });
      const page = (await answer.json()) as PullResponse;
      for (const row of page.rows) {
        here.add(row.key);
        const typed = row.table === 'cases' ? this.#observed.get(row.key) : undefined;
        if (typed !== undefined && (row.data as { observed?: string } | null)?.observed !== typed)
          this.#shared.told.lostFields += 1;
      }
      ({ cursor, more } = page);
      if (more) continue;
      if (this.head?.hash !== page.head.hash) this.#shared.told.apart += 1;
      if (this.heard < page.head.version) this.#shared.told.lostPokes += 1;
    }
    this.#shared.told.lostRows += new Set(this.kept.filter((key) => !here.has(key))).size;
  }
}
