/** The outbox and its worker on a real PostgreSQL, with a clock and posts of the test's own. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, migrate, openDatabase, transaction } from '../../../hub/store/database.ts';
import { Addresses, readNetworks } from '../../../hub/webhooks/addresses.ts';
import { listDeliveries, resendDeliveries } from '../../../hub/webhooks/deliveries.ts';
import { writeDeliveries } from '../../../hub/webhooks/outbox.ts';
import type { Posted } from '../../../hub/webhooks/post.ts';
import { addWebhook, MOST_WEBHOOKS, removeWebhook } from '../../../hub/webhooks/webhooks.ts';
import { DeliveryWorker } from '../../../hub/webhooks/worker.ts';
import { ticketReceived } from '../../../shared/webhooks/events.ts';
import { MOST_TRIES } from '../../../shared/webhooks/retry.ts';
import { outsideEvent } from '../../../shared/webhooks/schema.ts';
import { identity } from '../../helpers/bridge.ts';
import { freshDatabase } from '../../helpers/postgres.ts';

const SECRET = 'a secret of this test';
let database: Database;
let time = Date.parse('2026-11-25T12:00:00Z');
const now = () => new Date(time);
beforeAll(async () => {
  database = openDatabase(await freshDatabase());
  await migrate(database);
});
afterAll(() => database.end());
beforeEach(() => database.query('TRUNCATE webhooks, deliveries, outside_messages'));

const parts = () => ({ database, addresses: new Addresses(readNetworks('')), secret: SECRET, now });
const system = (name: string) => addWebhook(parts(), { name, url: `https://${name}.example.com/` });

function happening(number: number) {
  const id = randomUUID();
  const person = { id: randomUUID(), name: 'Sample' };
  return ticketReceived({
    id,
    caseId: randomUUID(),
    organisationId: randomUUID(),
    organisationName: 'Example Partner (sample)',
    ticket: `T-${number}`,
    packetId: randomUUID(),
    revision: 1,
    title: 'Sample',
    customer: 'Example Customer (sample)',
    site: '',
    engineer: person,
    priority: 'P1',
    state: 'escalated',
    receivedAt: now().toISOString(),
    notifiedBy: 'telephone',
    notifiedAt: now().toISOString(),
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: true,
  });
}
type DomainEvent = ReturnType<typeof happening>;
const write = (...what: DomainEvent[]) =>
  transaction(database, (client) => writeDeliveries(client, what, now()));

interface Sent {
  url: string;
  id: string;
  subject: string;
  type: string;
  text: string;
}

function worker(answer: (sent: Sent) => Posted | Promise<Posted>) {
  const sent: Sent[] = [];
  const made = new DeliveryWorker({
    database,
    secret: SECRET,
    firstRetryMs: 5_000,
    now,
    random: () => 0.5,
    post: async (url, headers, text) => {
      const { subject, type } = outsideEvent.parse(JSON.parse(text));
      const one = { url, id: headers['webhook-id'] ?? '', subject, type, text };
      sent.push(one);
      return answer(one);
    },
  });
  const all = async () => {
    let count = 0;
    while (await made.deliverOne()) count += 1;
    return count;
  };
  return { sent, all, worker: made };
}

const fails = (): Posted => ({ ok: false, problem: 'It answered 500.', retryAfterMs: 0 });
const works = (): Posted => ({ ok: true });
const list = (state: 'waiting' | 'dead', after = 0) => listDeliveries(database, { state, after }, now());

describe('the outbox', () => {
  test('[O1] what is rolled back is told to nobody; what is committed to each system there is', async () => {
    await system('one');
    await system('two');
    const failed = transaction(database, async (client) => {
      await writeDeliveries(client, [happening(1)], now());
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    const { sent, all } = worker(works);
    expect(await all()).toBe(0);
    await write(happening(2), { ...happening(3), saidBy: (await system('three')).id });
    await all();
    const told = sent.map(({ url, subject }) => `${new URL(url).hostname.split('.')[0]} ${subject}`).sort();
    // [O9] The third said the second thing itself.
    expect(told).toEqual(['one T-2', 'one T-3', 'three T-2', 'two T-2', 'two T-3']);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(5);
  });

  test('[O2] [O5] tried with the same id and text, later each time, and dead after the last; resent, it goes', async () => {
    await system('one');
    await write(happening(1));
    const failing = worker(fails);
    const waits: number[] = [];
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      expect(await failing.all()).toBe(1);
      const [next] = (await list('waiting')).deliveries;
      if (tries === MOST_TRIES) break;
      expect(next).toMatchObject({ tries, problem: 'It answered 500.' });
      waits.push(Date.parse(next?.nextAt ?? '') - time);
      time += (waits.at(-1) ?? 0) - 1;
      expect(await failing.all()).toBe(0);
      time += 1;
    }
    expect(waits.slice(0, 3)).toEqual([3_750, 11_250, 33_750]);
    expect(new Set(failing.sent.map(({ id, text }) => id + text)).size).toBe(1);
    const { deliveries, counts } = await list('dead');
    expect(counts).toEqual({ waiting: 0, dead: 1 });
    expect(deliveries).toMatchObject([{ ticket: 'T-1', system: 'one', tries: MOST_TRIES, nextAt: null }]);
    const id = deliveries[0]?.id ?? '';
    const working = worker(works);
    expect(await working.all()).toBe(0);
    expect(await resendDeliveries(database, identity, [id, randomUUID()], now())).toEqual({ resent: [id] });
    expect(await resendDeliveries(database, identity, [id], now())).toEqual({ resent: [] });
    expect(await working.all()).toBe(1);
    expect(working.sent[0]?.text).toBe(failing.sent[0]?.text);
  });

  test('[O4] a later event of a ticket waits for the earlier one, unless that is dead; other tickets do not', async () => {
    await system('one');
    const [first, other] = [happening(1), happening(2)];
    const second = { ...first, type: 'com.ipcelerate.console.desk.acknowledged' };
    const third = { ...first, type: 'com.ipcelerate.console.desk.planned' };
    await write(first, other);
    await write(second, third);
    const failing = worker(({ subject }) => (subject === 'T-1' ? fails() : works()));
    await failing.all();
    expect(failing.sent.map(({ subject }) => subject)).toEqual(['T-1', 'T-2']);
    await database.query(
      "UPDATE deliveries SET state = 'dead' WHERE type LIKE '%received' AND subject = 'T-1'",
    );
    const working = worker(works);
    await working.all();
    expect(working.sent.map(({ type }) => type)).toEqual([second.type, third.type]);
  });

  test('two workers at once post each delivery once, and a ticket’s in order', async () => {
    await system('one');
    const tickets = Array.from({ length: 5 }, (_, index) => happening(index + 1));
    for (const kind of ['received', 'acknowledged', 'planned'])
      await write(...tickets.map((each) => ({ ...each, type: `com.ipcelerate.console.desk.${kind}` })));
    const running = new Map<string, number>();
    const slow = async ({ subject }: Sent): Promise<Posted> => {
      running.set(subject, (running.get(subject) ?? 0) + 1);
      await new Promise((done) => setTimeout(done, 5));
      expect(running.get(subject)).toBe(1);
      running.delete(subject);
      return works();
    };
    const workers = [worker(slow), worker(slow)];
    while ((await list('waiting')).counts.waiting > 0) await Promise.all(workers.map(({ all }) => all()));
    const sent = workers.flatMap((each) => each.sent);
    expect(sent.length).toBe(15);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(15);
  });

  test('a system that hangs leaves places for another', async () => {
    await system('hangs');
    await system('works');
    let letGo: () => void = () => undefined;
    // One that is claimed while the worker closes hangs no longer than those before it.
    const end = new Promise<void>((done) => {
      letGo = done;
    });
    const { worker: made, sent } = worker(({ url }) => (url.includes('hangs') ? end.then(works) : works()));
    await write(...Array.from({ length: 10 }, (_, index) => happening(index + 1)));
    made.start();
    await expect
      .poll(() => sent.filter(({ url }) => url.includes('works')).length, { timeout: 20_000 })
      .toBe(10);
    expect(sent.filter(({ url }) => url.includes('hangs')).length).toBeLessThanOrEqual(2);
    letGo();
    await made.close();
  });

  test('a worker that stops breaks its post off, and the try does not count', async () => {
    await system('one');
    await write(happening(1));
    const begun = new AbortController();
    const posting = new Promise<unknown>((done) => begun.signal.addEventListener('abort', done));
    const stopping = new DeliveryWorker({
      database,
      secret: SECRET,
      firstRetryMs: 5_000,
      now,
      random: Math.random,
      post: (_url, _headers, _text, stopped) =>
        new Promise((done) => {
          begun.abort();
          stopped.addEventListener('abort', () => done(fails()));
        }),
    });
    stopping.start();
    await posting;
    await stopping.close();
    expect((await list('waiting')).deliveries).toMatchObject([{ tries: 0, problem: '' }]);
  });

  test('what was delivered long ago is forgotten; dead letters and what waits stay', async () => {
    await system('one');
    await write(happening(1), happening(2));
    const { all, worker: made } = worker(({ subject }) => (subject === 'T-1' ? works() : fails()));
    await all();
    time += 31 * 86_400_000;
    await made.tidy();
    const { rows } = await database.query('SELECT subject, state FROM deliveries');
    expect(rows).toEqual([{ subject: 'T-2', state: 'waiting' }]);
  });

  test('pages of what was not delivered', async () => {
    await system('one');
    await write(...Array.from({ length: 130 }, (_, index) => happening(index + 1)));
    const first = await list('waiting');
    expect(first).toMatchObject({ more: true, counts: { waiting: 130, dead: 0 } });
    const second = await list('waiting', first.deliveries.at(-1)?.seq);
    expect([first.deliveries.length, second.deliveries.length, second.more]).toEqual([100, 30, false]);
  });
});

describe('systems', () => {
  test('[O6] a secret is not in the database as it is; another hub secret opens none, and the try says so', async () => {
    const { secret } = await system('one');
    const { rows } = await database.query('SELECT w::text AS row FROM webhooks w');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    await write(happening(1));
    const stranger = new DeliveryWorker({
      database,
      secret: 'another secret',
      firstRetryMs: 5_000,
      now,
      random: Math.random,
      post: async () => works(),
    });
    expect(await stranger.deliverOne()).toBe(true);
    expect((await list('waiting')).deliveries[0]?.problem).toContain('cannot open the secret');
  });

  test('a name twice, one too many, and an address beside the public internet are refused', async () => {
    await system('one');
    await expect(system('one')).rejects.toMatchObject({ status: 409, code: 'known-system' });
    await expect(addWebhook(parts(), { name: 'inner', url: 'https://10.0.0.1/' })).rejects.toMatchObject({
      status: 400,
      code: 'address',
    });
    const more = await Promise.allSettled(
      Array.from({ length: MOST_WEBHOOKS + 2 }, (_, index) => system(`more-${index}`)),
    );
    expect(more.filter(({ status }) => status === 'fulfilled').length).toBe(MOST_WEBHOOKS - 1);
  });

  test('one that is removed is told nothing more, and its name is free', async () => {
    const { id } = await system('one');
    await write(happening(1));
    await removeWebhook(parts(), id);
    const { all } = worker(works);
    expect(await all()).toBe(0);
    await expect(removeWebhook(parts(), id)).rejects.toMatchObject({ status: 404 });
    await system('one');
    expect((await list('waiting')).counts).toEqual({ waiting: 0, dead: 0 });
  });
});
