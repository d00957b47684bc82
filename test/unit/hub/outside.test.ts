/** Outside ticket systems: real hubs, a real receiver, kills; and what the receiver says back. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { deliveriesResponse } from '../../../shared/webhooks/schema.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';
import { loopbackEnv, type TicketSystem, ticketSystem } from '../../helpers/ticket-system.ts';

let hub: TestHub;
let engineer: TestDevice;
let desk: TestDevice;
const open: TicketSystem[] = [];
beforeAll(async () => {
  hub = await startTestHub({ env: loopbackEnv });
  engineer = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  desk = await TestDevice.enrol(hub, hub.sample.people.desk.id);
});
afterAll(async () => {
  for (const each of open) await each.close();
  await hub.stop();
});

async function listening(at = hub): Promise<TicketSystem> {
  const made = await ticketSystem(at);
  open.push(made);
  return made;
}

/** Hands off a complete case. */
async function takenIn(by = engineer): Promise<Ticket> {
  const contents = completeContents(by);
  const { result } = await handOff(by, contents);
  expect(result).toMatchObject({ outcome: 'applied' });
  const [row] = await sql<{ data: Ticket }>(
    hub.databaseUrl,
    "SELECT data FROM rows WHERE scope = 'level3' AND tbl = 'tickets' AND data->>'caseId' = $1",
    [contents.case.id],
  );
  return row?.data as Ticket;
}

async function enter(ticket: Ticket, fields: { kind: string } & Record<string, unknown>) {
  const { caseId, organisationId } = ticket;
  const at = { at: new Date().toISOString(), zone: 'America/Chicago' };
  const entry = { id: newId(), ticketId: ticket.id, caseId, organisationId, at, by: desk.person, ...fields };
  expect((await desk.insert('deskEntries', entry)).results).toMatchObject([{ outcome: 'applied' }]);
}

const took = (system: TicketSystem, ticket: Ticket, count: number) =>
  eventually(
    async () => system.of(ticket.ticket).map(({ type }) => type.replace('com.ipcelerate.console.', '')),
    (types) => types.length >= count,
    'events that the ticket system took',
  );

const waiting = async (state: 'waiting' | 'dead') => {
  const answer = await request(hub.url, `${hubPaths.deliveries}?state=${state}&after=0`, {
    token: desk.token,
  });
  return deliveriesResponse.parse(answer.body);
};

describe('events', () => {
  test('[O2] [O4] three failures of three sorts: the same event again, then the next in order; nothing private in it', async () => {
    const system = await listening();
    system.answers.push(
      503,
      (response) => response.destroy(),
      (response) => {
        response.writeHead(302, { location: system.url }).end();
      },
    );
    const ticket = await takenIn();
    await enter(ticket, { kind: 'acknowledged', note: 'Seen' });
    await enter(ticket, { kind: 'information-asked', question: 'Which build?' });
    expect(await took(system, ticket, 3)).toEqual([
      'ticket.received',
      'desk.acknowledged',
      'desk.information-asked',
    ]);
    const [first, ...rest] = system.posts;
    expect(rest.length).toBe(5);
    for (const again of rest.slice(0, 3)) expect(again.text).toBe(first?.text);
    expect(first?.headers['content-type']).toContain('application/cloudevents+json');
    expect(first?.headers['webhook-id']).toBe(first?.event.id);
    const all = system.posts.map(({ text }) => text).join();
    for (const secret of ['555 0100', 'contact@example.com', 'Sample Contact', 'multicast routed'])
      expect(all).not.toContain(secret);
    await request(hub.url, `${hubPaths.webhooks}/${system.id}`, {
      method: 'DELETE',
      token: hub.operatorToken,
    });
  });

  test('[O1] a hub that is killed with a post on its way, and one killed after its commit: each event has one effect', async () => {
    const system = await listening();
    system.answers.push(() => undefined);
    const first = await takenIn();
    await eventually(
      async () => system.posts.length,
      (count) => count === 1,
      'posts',
    );
    await hub.kill();
    await hub.restart();
    expect(await took(system, first, 1)).toEqual(['ticket.received']);
    const second = await takenIn();
    await hub.kill();
    await hub.restart();
    expect(await took(system, second, 1)).toEqual(['ticket.received']);
    for (const { ticket } of [first, second]) {
      const ids = system.posts.filter(({ event }) => event.subject === ticket).map(({ event }) => event.id);
      expect(new Set(ids).size).toBe(1);
    }
    await request(hub.url, `${hubPaths.webhooks}/${system.id}`, {
      method: 'DELETE',
      token: hub.operatorToken,
    });
  });

  test('two hubs on one outbox: every event once, each ticket’s in order', async () => {
    const beside = await startTestHub({ beside: hub, env: loopbackEnv });
    const system = await listening();
    const other = await TestDevice.enrol(beside, hub.sample.people.secondEngineer.id);
    other.url = beside.url;
    const tickets = await Promise.all([takenIn(), takenIn(other)]);
    for (const each of tickets) await enter(each, { kind: 'acknowledged', note: '' });
    for (const each of tickets)
      expect(await took(system, each, 2)).toEqual(['ticket.received', 'desk.acknowledged']);
    expect(system.posts.length).toBe(4);
    await beside.stop();
    await request(hub.url, `${hubPaths.webhooks}/${system.id}`, {
      method: 'DELETE',
      token: hub.operatorToken,
    });
  });

  test('[O5] a dead letter is seen by the desk and by nobody else, and goes when it is resent', async () => {
    const system = await listening();
    system.answers.push(500);
    await sql(
      hub.databaseUrl,
      `CREATE FUNCTION last_try() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.tries = 11; RETURN NEW; END $$;
       CREATE TRIGGER last_try BEFORE INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION last_try()`,
    );
    const ticket = await takenIn();
    await sql(hub.databaseUrl, 'DROP TRIGGER last_try ON deliveries; DROP FUNCTION last_try');
    const { deliveries } = await eventually(
      () => waiting('dead'),
      ({ counts }) => counts.dead === 1,
      'dead letters',
    );
    const [dead] = deliveries;
    expect(dead).toMatchObject({ ticket: ticket.ticket, system: system.name, problem: 'It answered 500.' });
    const body = { protocol: PROTOCOL, schema: SCHEMA, ids: [dead?.id] };
    const executive = await TestDevice.enrol(hub, hub.sample.people.executive.id);
    for (const { token } of [engineer, executive]) {
      expect((await request(hub.url, hubPaths.deliveries, { token })).status).toBe(403);
      expect(await request(hub.url, hubPaths.resend, { token, body })).toMatchObject({
        status: 403,
        body: { code: 'role-forbidden' },
      });
    }
    expect((await request(hub.url, `${hubPaths.deliveries}?state=all`, { token: desk.token })).status).toBe(
      400,
    );
    expect(await request(hub.url, hubPaths.resend, { token: desk.token, body })).toMatchObject({
      status: 200,
      body: { resent: [dead?.id] },
    });
    expect(await took(system, ticket, 1)).toEqual(['ticket.received']);
    expect((await waiting('dead')).counts.dead).toBe(0);
    await request(hub.url, `${hubPaths.webhooks}/${system.id}`, {
      method: 'DELETE',
      token: hub.operatorToken,
    });
  });
});

describe('status back', () => {
  test('[O8] what a system says stands on both sides, is told to the others, and counts once', async () => {
    const [system, other] = [await listening(), await listening()];
    const ticket = await takenIn();
    await took(other, ticket, 1);
    const said = { ticket: ticket.ticket, reference: 'INC-7', status: 'In work', note: 'With the vendor' };
    const id = 'msg_1';
    expect(await system.tell(said, { id })).toMatchObject({ status: 200, body: { changed: true } });
    for (const [device, scope] of [
      [desk, 'level3'],
      [engineer, engineer.organisationScope],
    ] as const) {
      const { rows } = await device.pullAll(scope);
      expect(rows.find(({ table, key }) => table === 'tickets' && key === ticket.id)?.data).toMatchObject({
        outsideReference: 'INC-7',
        outsideStatus: 'In work',
        state: 'escalated',
      });
      const entries = rows.filter(
        ({ table, data }) => table === 'deskEntries' && (data as { ticketId: string }).ticketId === ticket.id,
      );
      expect(entries.map(({ data }) => data)).toMatchObject([
        { kind: 'outside-status', by: { id: system.id, name: system.name }, status: 'In work' },
      ]);
    }
    expect(await took(other, ticket, 2)).toEqual(['ticket.received', 'desk.outside-status']);
    // [O9]
    expect(await took(system, ticket, 1)).toEqual(['ticket.received']);
    expect(await system.tell(said, { id })).toMatchObject({ status: 409, body: { code: 'replayed' } });
    const quiet = { ...said, note: '', reference: '' };
    expect(await system.tell(quiet)).toMatchObject({ status: 200, body: { changed: false } });
    const twice = await Promise.all(
      [1, 2].map(() => system.tell({ ...said, note: 'Twice' }, { id: 'msg_2' })),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('[O8] forged, old and foreign messages, unknown tickets and what does not fit change nothing', async () => {
    const system = await listening();
    const ticket = await takenIn();
    const said = { ticket: ticket.ticket, reference: '', status: 'Closed', note: '' };
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(await system.tell(said, { secret })).toMatchObject({
      status: 401,
      body: { code: 'unauthorised' },
    });
    for (const minutes of [6, -6])
      expect(await system.tell(said, { at: ago(minutes) })).toMatchObject({
        status: 401,
        body: { code: 'clock' },
      });
    const stolen = system.posts[0];
    const replayed = await fetch(hub.url + hubPaths.outsideTickets, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stolen?.text ?? '{}',
    });
    expect(replayed.status).toBe(401);
    expect(await system.tell({ ...said, ticket: 'T-1' })).toMatchObject({ status: 404 });
    for (const change of [{ ticket: 'T-x' }, { status: '' }, { more: 1 }, { note: 'a\u0000b' }])
      expect((await system.tell({ ...said, ...change })).status).toBe(400);
    // A message that was refused may come again, mended, under its id.
    expect(await system.tell({ ...said, ticket: 'T-1' }, { id: 'again' })).toMatchObject({ status: 404 });
    expect((await desk.row('tickets', ticket.id, 'level3'))?.data).toMatchObject({ outsideStatus: '' });
    expect(await system.tell(said, { id: 'again' })).toMatchObject({ status: 200 });
    await request(hub.url, `${hubPaths.webhooks}/${system.id}`, {
      method: 'DELETE',
      token: hub.operatorToken,
    });
    expect((await system.tell({ ...said, status: 'Late' })).status).toBe(401);
  });

  test('[O8] a message that was listened to serves nobody: replayed, under another id, time, body or name, or sent back', async () => {
    const [system, other] = [await listening(), await listening()];
    const [ticket, foreign] = [await takenIn(), await takenIn()];
    await took(system, ticket, 1);
    const now = new Date();
    const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
    const text = JSON.stringify({ ticket: ticket.ticket, reference: 'A-1', status: 'Open', note: '' });
    const signature = new Webhook(system.secret).sign('msg-heard', now, text);
    const post = async (change: { id?: string; at?: string; body?: string; signature?: string } = {}) => {
      const answer = await fetch(hub.url + hubPaths.outsideTickets, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': change.id ?? 'msg-heard',
          'webhook-timestamp': change.at ?? seconds(now),
          'webhook-signature': change.signature ?? signature,
        },
        body: change.body ?? text,
      });
      return answer.status;
    };
    const status = async (of: Ticket) =>
      ((await desk.row('tickets', of.id, 'level3'))?.data as Ticket | undefined)?.outsideStatus;
    const others = new Webhook(other.secret).sign('msg-heard', now, text);
    const forged: [string, Parameters<typeof post>[0]][] = [
      ['another id', { id: 'msg-other' }],
      ['an id in capitals', { id: 'MSG-HEARD' }],
      ['another time', { at: seconds(new Date(now.getTime() + 60_000)) }],
      ['the time in other digits', { at: `0${seconds(now)}` }],
      ['a part of the id in the time', { id: 'msg', at: `heard.${seconds(now)}` }],
      ['another ticket', { body: text.replace(ticket.ticket, foreign.ticket) }],
      ['a member twice', { body: text.replace('{', `{"ticket":"${foreign.ticket}",`) }],
      ['more behind it', { body: `${text} ` }],
      ['no signature', { signature: '' }],
      ['a signature of nothing', { signature: 'v1,' }],
      ['another version', { signature: signature.replace('v1,', 'v1a,') }],
      ['many of which the ninth is right', { signature: `${'v1,AAAA '.repeat(8)}${signature}` }],
    ];
    for (const [what, change] of forged) expect([what, await post(change)]).toEqual([what, 401]);
    expect(await status(ticket)).toBe('');
    // What the hub itself signed and posted.
    const own = system.posts[0];
    expect(
      await post({
        id: own?.event.id ?? '',
        at: String(own?.headers['webhook-timestamp']),
        body: own?.text ?? '',
        signature: String(own?.headers['webhook-signature']),
      }),
    ).toBe(400);
    expect(await post()).toBe(200);
    for (const again of [{}, { signature: `v1,AAAA ${signature}` }]) expect(await post(again)).toBe(409);
    // The same id of another system is another message, and says whose it is.
    expect(await post({ signature: others })).toBe(200);
    expect([await status(ticket), await status(foreign)]).toEqual(['Open', '']);
    const { rows } = await engineer.pullAll(engineer.organisationScope);
    const entries = rows.filter(
      ({ table, data }) => table === 'deskEntries' && (data as { ticketId: string }).ticketId === ticket.id,
    );
    expect(entries.map(({ data }) => (data as { by: { id: string } }).by.id)).toEqual([system.id]);
  });
});

describe('the operator', () => {
  test('[O7] registers no address beside the public internet and the named networks', async () => {
    const register = (url: unknown) =>
      request(hub.url, hubPaths.webhooks, { token: hub.operatorToken, body: { name: newId(), url } });
    for (const url of [
      'http://169.254.169.254/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'file:///etc/passwd',
      7,
    ])
      expect((await register(url)).status).toBe(400);
    const before = await request(hub.url, hubPaths.webhooks, { token: hub.operatorToken });
    expect(JSON.stringify(before.body)).not.toContain('whsec_');
  });
});
