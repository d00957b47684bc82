/**
 * Packets beyond the bounds of a table; rows in another's name, case or table, twice, or changed where they may only be added
 * (security 32 and 34 to 37). Real requests.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { examples } from '../../../shared/cases/examples.ts';
import { links } from '../../../shared/cases/links.ts';
import { redactions, waivers } from '../../../shared/cases/statements.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { commentOf } from '../../helpers/hub-rows.ts';
import {
  approve,
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
  submit,
  urgentContents,
} from '../../helpers/packets.ts';
import { insertOf, newId, outcomes, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let colleague: TestDevice;
let lead: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, colleague, lead, stranger, desk] = (await Promise.all(
    [people.engineer, people.secondEngineer, people.lead, people.otherEngineer, people.desk].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const now = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });
const faults = () =>
  hub
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"fault"'));

const many = <T>(count: number, make: (id: string, at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(newId(), at));
const first = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row;
};

describe('a packet', () => {
  const long = { timeout: 300_000 };

  test('security 37: of one row more than a table holds is refused, in each table', long, async () => {
    const contents = urgentContents(engineer);
    const { id: caseId } = contents.case;
    await engineer.push(...editsOf(contents));
    const system = first(contents.systems).id;
    const beyond: Partial<CaseContents>[] = [
      { consents: many(201, (id) => ({ ...first(contents.consents), id })) },
      { links: many(5_001, (id) => links.empty({ id, caseId, fromId: system, toId: system, kind: 'axl' })) },
      { examples: many(201, (id) => examples.empty({ id, caseId, at: now(), what: 'x' })) },
      { systems: many(5_001, (id) => ({ ...first(contents.systems), id })) },
      { steps: many(20_001, (id) => ({ ...first(contents.steps), id })) },
    ];
    for (const each of beyond) {
      const packet = packetOf(engineer, { ...contents, ...each });
      expect([Object.keys(each), await outcomes(engineer, handoffOf(packet))]).toEqual([
        Object.keys(each),
        ['invalid'],
      ]);
    }
    expect(faults()).toEqual([]);
  });

  test('security 34: that holds rows of another case, a row twice, or is of another organisation or case is not handed off', async () => {
    const other = urgentContents(stranger);
    await stranger.push(...editsOf(other));
    for (const change of [
      (own: CaseContents) => ({ ...own, steps: [...own.steps, { ...first(other.steps), id: newId() }] }),
      (own: CaseContents) => ({ ...own, systems: [...own.systems, first(other.systems)] }),
      (own: CaseContents) => ({ ...own, consents: [...own.consents, ...other.consents] }),
      (own: CaseContents) => ({ ...own, steps: [...own.steps, first(own.steps)] }),
      (own: CaseContents) => ({
        ...own,
        case: { ...own.case, organisationId: stranger.identity.organisation.id },
      }),
      (own: CaseContents) => ({ ...own, case: { ...own.case, id: other.case.id } }),
      () => other,
    ]) {
      const own = urgentContents(engineer);
      await engineer.push(...editsOf(own));
      const packet = await sign(engineer, packetOf(engineer, change(own)));
      const [said] = await outcomes(engineer, handoffOf(packet));
      expect([change.toString(), said === 'applied']).toEqual([change.toString(), false]);
    }
    expect(faults()).toEqual([]);
  });
});

describe('rows in another’s name or case', () => {
  test('security 35: statements, signatures of customers, ticks, waivers and remarks have the name that the hub knows, or are refused', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const { id: caseId } = contents.case;
    const forged = { id: engineer.person.id, name: 'Chief of Level 3' };
    const rows: [string, { id: string }][] = [
      ['comments', commentOf(engineer, caseId, { by: forged })],
      ['consents', { ...first(contents.consents), id: newId(), by: forged } as { id: string }],
      [
        'redactions',
        redactions.empty({ id: newId(), caseId, attachmentId: newId(), at: now(), by: forged } as never),
      ],
    ];
    for (const [table, row] of rows) {
      const [said] = await outcomes(engineer, insertOf(table, row));
      if (said !== 'applied') continue;
      expect([table, (await engineer.row(table, row.id))?.data]).toEqual([
        table,
        expect.objectContaining({ by: engineer.person }),
      ]);
    }
    // In the name of somebody else altogether.
    for (const person of [lead.person, desk.person, stranger.person, { id: newId(), name: 'Nobody' }])
      for (const [table, row] of rows) {
        const mine = { ...row, id: newId(), by: person };
        const [said] = await outcomes(engineer, insertOf(table, mine));
        const kept = (await engineer.row(table, mine.id))?.data as { by?: { id: string } } | undefined;
        expect([table, person.name, said !== 'applied' || kept?.by?.id === engineer.person.id]).toEqual([
          table,
          person.name,
          true,
        ]);
      }
  });

  test('security 34: no row comes into another organisation’s case, in any table of a case', async () => {
    const theirs = completeContents(stranger);
    await stranger.push(...editsOf(theirs));
    const own = completeContents(engineer);
    const before = (await stranger.pullAll()).rows.map(({ table, key, data }) => [table, key, data]);
    const { case: record, ...tables } = own;
    for (const [table, rows] of Object.entries(tables))
      for (const row of (rows as { id: string }[]).slice(0, 1))
        await outcomes(
          engineer,
          insertOf(table, { ...row, id: newId(), caseId: theirs.case.id } as { id: string }),
        );
    await outcomes(
      engineer,
      insertOf('comments', commentOf(engineer, theirs.case.id)),
      insertOf(
        'waivers',
        waivers.empty({ id: newId(), caseId: theirs.case.id, by: engineer.person, at: now() } as never),
      ),
      insertOf('reviewTicks', {
        id: newId(),
        caseId: theirs.case.id,
        reviewId: newId(),
        changeId: newId(),
        state: 'done',
        at: now(),
        by: engineer.person,
        text: 'x',
      } as { id: string }),
      {
        table: 'cases',
        key: theirs.case.id,
        op: 'patch',
        patch: { title: 'Mine' },
        base: { title: theirs.case.title },
      },
      { table: 'cases', key: theirs.case.id, op: 'delete' },
      insertOf('cases', { ...record, id: theirs.case.id }),
    );
    const after = (await stranger.pullAll()).rows.map(({ table, key, data }) => [table, key, data]);
    expect(after).toEqual(before);
    expect(faults()).toEqual([]);
  });

  test('security 35: what is only ever added is neither changed nor taken away', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const comment = commentOf(engineer, contents.case.id);
    await engineer.insert('comments', comment);
    const packet = await sign(engineer, packetOf(engineer, contents));
    await engineer.push(handoffOf(packet));
    const rows = (await engineer.pullAll()).rows.filter(
      ({ table, data }) =>
        ['comments', 'consents', 'signatures', 'packets', 'events', 'steps'].includes(table) &&
        (data as { caseId?: string }).caseId === contents.case.id,
    );
    expect(new Set(rows.map(({ table }) => table)).size).toBeGreaterThan(4);
    for (const { table, key, data } of rows)
      for (const [device, edit] of [
        [engineer, { table, key, op: 'delete' }],
        [colleague, { table, key, op: 'delete' }],
        [
          engineer,
          {
            table,
            key,
            op: 'patch',
            patch: { by: lead.person },
            base: { by: (data as { by?: unknown }).by ?? null },
          },
        ],
        [engineer, { table, key, op: 'patch', patch: { id: newId() }, base: { id: key } }],
        [
          engineer,
          { table, key, op: 'patch', patch: { caseId: newId() }, base: { caseId: contents.case.id } },
        ],
        [engineer, insertOf(table, { ...(data as { id: string }), text: 'Another' } as { id: string })],
      ] as const)
        await outcomes(device, edit as never).catch(() => []);
    const after = new Map(
      (await engineer.pullAll()).rows.map((row) => [`${row.table} ${row.key}`, row.data]),
    );
    for (const { table, key, data } of rows)
      expect([table, after.get(`${table} ${key}`)]).toEqual([table, data]);
    expect(faults()).toEqual([]);
  });

  test('security 34: one id in other letters, with braces or blanks, or a key that is not the row’s id is refused', async () => {
    const comment = commentOf(engineer, newId());
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    for (const id of [
      comment.id.toUpperCase(),
      `{${comment.id}}`,
      `${comment.id} `,
      ` ${comment.id}`,
      `${comment.id}\u0000`,
      comment.id.replaceAll('-', ''),
      '',
      '__proto__',
      'constructor',
    ]) {
      const answer = await engineer.send([
        engineer.mutation(
          insertOf('comments', { ...comment, caseId: contents.case.id, id } as { id: string }),
        ),
      ]);
      const said = JSON.stringify(answer.body);
      expect([id, answer.status === 200 && said.includes('"applied"')]).toEqual([id, false]);
      if (answer.status !== 200) engineer.nextN -= 1;
    }
    expect(
      await outcomes(engineer, {
        ...insertOf('comments', { ...comment, caseId: contents.case.id } as { id: string }),
        key: newId(),
      }),
    ).not.toContain('applied');
    for (const table of [
      '__proto__',
      'constructor',
      'toString',
      'Comments',
      'comments ',
      'rows',
      'devices',
      'people',
      '',
    ]) {
      const answer = await engineer.send([engineer.mutation(insertOf(table, { ...comment, id: newId() }))]);
      expect([table, JSON.stringify(answer.body).includes('"applied"')]).toEqual([table, false]);
      if (answer.status !== 200) engineer.nextN -= 1;
    }
    expect(faults()).toEqual([]);
  });
});

describe('the desk and its tickets', () => {
  const ticketOf = async (packetId: string) =>
    (await desk.pullAll('level3')).rows.find(
      ({ table, data }) => table === 'tickets' && (data as Ticket).packetId === packetId,
    )?.data as Ticket;

  test('security 35: a partner adds no entry, undoes none, and replies to no ticket of another; the desk writes nothing into a case', async () => {
    const { packet } = await submit(engineer, urgentContents(engineer));
    const ticket = await ticketOf(packet.id);
    const entry = {
      id: newId(),
      ticketId: ticket.id,
      caseId: ticket.caseId,
      organisationId: ticket.organisationId,
      at: now(),
      by: engineer.person,
      kind: 'acknowledged',
      note: 'x',
    };
    const reply = {
      id: newId(),
      ticketId: ticket.id,
      caseId: ticket.caseId,
      organisationId: ticket.organisationId,
      entryId: null,
      at: now(),
      by: stranger.person,
      text: 'x',
      attachments: [],
    };
    const before = (await desk.pullAll('level3')).rows.length;
    for (const device of [engineer, lead, stranger]) {
      expect(
        await outcomes(
          device,
          insertOf('deskEntries', { ...entry, id: newId(), by: device.person } as { id: string }),
        ),
      ).not.toContain('applied');
      expect(await outcomes(device, insertOf('tickets', { ...ticket, id: newId() }))).not.toContain(
        'applied',
      );
      expect(
        await outcomes(device, {
          table: 'tickets',
          key: ticket.id,
          op: 'patch',
          patch: { state: 'closed' },
          base: { state: ticket.state },
        }),
      ).not.toContain('applied');
      expect(
        await outcomes(
          device,
          insertOf('undone', {
            id: newId(),
            entryId: newId(),
            ticketId: ticket.id,
            caseId: ticket.caseId,
            by: device.person,
            at: now(),
          } as { id: string }),
        ),
      ).not.toContain('applied');
    }
    expect(await outcomes(stranger, insertOf('deskReplies', reply))).not.toContain('applied');
    expect(
      await outcomes(
        stranger,
        insertOf('deskReplies', {
          ...reply,
          id: newId(),
          organisationId: stranger.identity.organisation.id,
        } as { id: string }),
      ),
    ).not.toContain('applied');
    // One that names its own organisation for the ticket of another, and a file that only another has.
    expect(
      await outcomes(
        engineer,
        insertOf('deskReplies', {
          ...reply,
          id: newId(),
          by: engineer.person,
          attachments: [
            { id: newId(), name: 'x.txt', size: 1, sha256: 'a'.repeat(64), mediaType: 'text/plain' },
          ],
        } as never),
      ),
    ).not.toContain('applied');
    expect((await desk.pullAll('level3')).rows.length).toBe(before);
    expect(await outcomes(desk, insertOf('comments', commentOf(desk, ticket.caseId)))).not.toContain(
      'applied',
    );
    expect(
      await outcomes(desk, {
        table: 'cases',
        key: ticket.caseId,
        op: 'patch',
        patch: { state: 'level1' },
        base: { state: 'handed-off' },
      }),
    ).not.toContain('applied');
    expect(await outcomes(desk, { table: 'packets', key: packet.id, op: 'delete' })).not.toContain('applied');
    expect(faults()).toEqual([]);
  });

  test('security 36: an approval of one revision approves no other, nor one of a packet with another digest', async () => {
    const contents = completeContents(engineer);
    const { packet } = await submit(engineer, contents);
    const approval = await signatureOf(lead, packet, 'approval');
    for (const change of [
      { packetId: newId() },
      { revision: 2 },
      { digest: 'a'.repeat(64) },
      { caseId: newId() },
      { readBack: { wrong: 'Nothing', asked: 'Nothing else' } },
      { by: colleague.person },
      { deviceId: engineer.identity.deviceId },
    ])
      expect([
        change,
        await outcomes(lead, insertOf('signatures', { ...approval, ...change, id: newId() } as never)),
      ]).not.toEqual([change, ['applied']]);
    // An engineer approves nothing, whatever role they say they have.
    expect(
      await outcomes(engineer, insertOf('signatures', await signatureOf(engineer, packet, 'approval'))),
    ).not.toContain('applied');
    expect(
      await outcomes(colleague, insertOf('signatures', await signatureOf(colleague, packet, 'approval'))),
    ).not.toContain('applied');
    expect(await ticketOf(packet.id)).toBeUndefined();
    // Such a one stands in the organisation's own scope, and says nothing to the desk.
    await outcomes(lead, insertOf('signatures', { ...approval, kind: 'engineer', id: newId() } as never));
    const forged = { ...(await signatureOf(engineer, packet)), id: newId(), jws: approval.jws };
    await outcomes(engineer, insertOf('signatures', forged));
    expect(await approve(lead, packet)).toMatchObject({ outcome: 'applied' });
    const carried = (await desk.pullAll('level3')).rows.filter(
      ({ table, data }) => table === 'signatures' && (data as { packetId: string }).packetId === packet.id,
    );
    expect(carried.map(({ data }) => (data as { kind: string }).kind).sort()).toEqual([
      'approval',
      'engineer',
    ]);
    expect(faults()).toEqual([]);
  });
});

describe('questions', () => {
  test('security 32: cursors, limits, scopes and lists of keys that are none are refused as any', async () => {
    const ask = (path: string, body: unknown) => request(hub.url, path, { token: engineer.token, body });
    const head = { protocol: PROTOCOL, schema: SCHEMA, scope: engineer.organisationScope };
    for (const [path, body] of [
      [hubPaths.pull, { ...head, cursor: null, limit: 1e9 }],
      [hubPaths.pull, { ...head, cursor: null, limit: -1 }],
      [hubPaths.pull, { ...head, cursor: null, limit: 0.5 }],
      [hubPaths.pull, { ...head, cursor: { epoch: 'x', sequence: -1 }, limit: 10 }],
      [hubPaths.pull, { ...head, cursor: '; DROP TABLE rows', limit: 10 }],
      [hubPaths.pull, { ...head, scope: stranger.organisationScope, cursor: null, limit: 10 }],
      [hubPaths.pull, { ...head, scope: `${engineer.organisationScope}\u0000`, cursor: null, limit: 10 }],
      [
        hubPaths.pull,
        { ...head, scope: [engineer.organisationScope, stranger.organisationScope], cursor: null, limit: 10 },
      ],
      [hubPaths.rows, { ...head, keys: many(200_000, (id) => ({ table: 'cases', key: id })) }],
      [hubPaths.rows, { ...head, scope: stranger.organisationScope, keys: [] }],
      [hubPaths.compare, { ...head, scope: stranger.organisationScope }],
      [hubPaths.compare, { ...head, prefix: 'g'.repeat(100_000) }],
    ] as const) {
      const { status } = await ask(path, body);
      expect([path, JSON.stringify(body).slice(0, 200), status >= 400 && status < 500]).toEqual([
        path,
        JSON.stringify(body).slice(0, 200),
        true,
      ]);
    }
    expect(faults()).toEqual([]);
  });
});
