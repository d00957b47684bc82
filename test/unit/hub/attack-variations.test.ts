/**
 * Attacks that are near to known ones: another table, another encoding, another order, another role, two at once, another route with
 * the same cause. Real requests.
 */
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hubError, hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf, systemOf } from '../../helpers/hub-rows.ts';
import { editsOf, handoffOf, packetOf, sign, signatureOf, urgentContents } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, newId, outcomes, request, TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

let hub: TestHub;
let engineer: TestDevice;
let colleague: TestDevice;
let lead: TestDevice;
let other: TestDevice;
let desk: TestDevice;
const sockets: Socket[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, colleague, lead, other, desk] = (await Promise.all(
    [people.engineer, people.secondEngineer, people.lead, people.otherEngineer, people.desk].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => hub.stop());

function post(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Response> {
  return fetch(hub.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${engineer.token}`, ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}
const codeOf = async (answer: Response) => [answer.status, hubError.parse(await answer.json()).code];

function raw(text: string): Promise<string> {
  const socket = connect(hub.port, '127.0.0.1');
  sockets.push(socket);
  let all = '';
  socket.on('data', (chunk) => {
    all += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  return new Promise((done) => socket.once('close', () => done(all)));
}

describe('bodies', () => {
  const push = (mutations: string) => `{"protocol":${PROTOCOL},"schema":${SCHEMA},"mutations":${mutations}}`;

  test('security 32: one that is packed, or of another character set, is not unpacked', async () => {
    const bomb = gzipSync(push(`[${'{},'.repeat(2_000_000)}{}]`));
    for (const encoding of ['gzip', 'br', 'deflate'])
      expect((await post(hubPaths.push, bomb, { 'content-encoding': encoding })).status).toBe(400);
    const wide = Buffer.from(push('[]'), 'utf16le');
    expect(
      (await post(hubPaths.push, wide, { 'content-type': 'application/json; charset=utf-16' })).status,
    ).toBe(400);
  });

  test('security 32: many values are refused on every route that takes any, without a token too', async () => {
    const many = `{"a":[${'0,'.repeat(7_000)}0]}`;
    for (const path of [hubPaths.pull, hubPaths.compare, hubPaths.token, hubPaths.enrol])
      expect((await post(path, many, {})).status).toBe(400);
    const more = `{"a":[${'0,'.repeat(200_000)}0]}`;
    for (const path of [hubPaths.rows, hubPaths.certification])
      expect(await codeOf(await post(path, more, {}))).toEqual([413, 'too-many-values']);
  });

  test('security 32: a member that is named twice, or a million times, is counted each time', async () => {
    const twice = push(`[{${'"n":1,'.repeat(1_600_000)}"n":1}]`);
    expect(await codeOf(await post(hubPaths.push, twice, {}))).toEqual([413, 'too-many-values']);
  });

  test('security 32: one without a length is bounded as it comes', async () => {
    const pieces = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from('[],'.repeat(20_000))),
    });
    const answer = await fetch(hub.url + hubPaths.push, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${colleague.token}` },
      body: pieces,
      duplex: 'half',
    } as RequestInit);
    expect(await codeOf(answer)).toEqual([413, 'too-many-values']);
  });
});

describe('uploads', () => {
  const tus = (device: TestDevice, method: string, path: string, headers: Record<string, string> = {}) =>
    fetch(hub.url + path, {
      method,
      headers: { authorization: `Bearer ${device.token}`, 'tus-resumable': '1.0.0', ...headers },
    });
  const begin = async (device: TestDevice, size: number, more: Record<string, string> = {}) =>
    tus(device, 'POST', hubPaths.uploads, {
      'upload-length': String(size),
      'upload-metadata': `sha256 ${Buffer.from(someBytes(8).sha256).toString('base64')}`,
      ...more,
    });
  const idOf = (created: Response) => created.headers.get('location')?.split('/').at(-1) ?? '';

  test('security 34: a method that a header puts in place of the request’s own does nothing to an upload of others', async () => {
    const upload = idOf(await begin(engineer, 100));
    for (const method of ['DELETE', 'PATCH', 'HEAD', 'POST'])
      for (const asked of ['HEAD', 'DELETE', 'PATCH'])
        expect(
          (await tus(other, asked, `${hubPaths.uploads}/${upload}`, { 'x-http-method-override': method }))
            .status,
        ).toBeGreaterThanOrEqual(400);
    expect((await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`)).status).toBe(200);
  });

  test('security 34: a method that a header puts in place of the request’s own is not the one that is done', async () => {
    const upload = idOf(await begin(engineer, 100));
    const asked = await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`, {
      'x-http-method-override': 'DELETE',
    });
    expect(asked.status).toBe(200);
    expect((await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`)).status).toBe(200);
  });

  test('security 34: spellings of an address reach no upload of others', async () => {
    const upload = idOf(await begin(engineer, 100));
    const own = idOf(await begin(other, 100));
    for (const path of [
      `${hubPaths.uploads}//${upload}`,
      `${hubPaths.uploads}/${own}/../${upload}`,
      `${hubPaths.uploads}/${own}%2f..%2f${upload}`,
      `${hubPaths.uploads}/${own}/%2e%2e/${upload}`,
      `${hubPaths.uploads}/${upload}/`,
      `${hubPaths.uploads}/${upload.toUpperCase()}`,
      `${hubPaths.uploads}/${own}#/${upload}`,
      `${hubPaths.uploads}/${own}\\${upload}`,
    ])
      for (const method of ['DELETE', 'HEAD']) {
        const answer = await raw(
          `${method} ${path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ntus-resumable: 1.0.0\r\nauthorization: Bearer ${other.token}\r\n\r\n`,
        );
        expect([path, answer.slice(9, 12)]).not.toEqual([path, '200']);
      }
    expect((await tus(engineer, 'HEAD', `${hubPaths.uploads}/${upload}`)).status).toBe(200);
  });

  test('security 37: one whose length is put off, or that is put together from others, is refused', async () => {
    expect(
      (await begin(engineer, Number.NaN, { 'upload-length': '', 'upload-defer-length': '1' })).status,
    ).toBe(400);
    const joined = await begin(engineer, 10, { 'upload-concat': `final;${hubPaths.uploads}/x` });
    expect(joined.status).toBeGreaterThanOrEqual(400);
  });

  test('security 34: another’s file is not served, by its hash, by a ticket, by a colleague of the desk’s queue alone', async () => {
    const { bytes, sha256 } = someBytes(500);
    const upload = idOf(
      await tus(engineer, 'POST', hubPaths.uploads, {
        'upload-length': '500',
        'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
      }),
    );
    await fetch(`${hub.url}${hubPaths.uploads}/${upload}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${engineer.token}`,
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes),
    });
    const body = { protocol: PROTOCOL, schema: SCHEMA, upload };
    expect((await request(hub.url, hubPaths.blobFinish, { token: other.token, body })).status).toBe(404);
    expect((await request(hub.url, hubPaths.blobFinish, { token: engineer.token, body })).status).toBe(200);
    for (const device of [other, desk])
      for (const query of [
        '',
        `?ticket=${newId()}`,
        '?ticket=',
        '?ticket[]=x',
        `?ticket=${newId()}&ticket=${newId()}`,
      ]) {
        const answer = await request(hub.url, `${hubPaths.blobs}/${sha256}${query}`, { token: device.token });
        expect([query, answer.status]).not.toEqual([query, 200]);
      }
  });
});

describe('names and authors', () => {
  test('security 35: a new case is of an engineer of the organisation: of who brings it, where it names another', async () => {
    for (const engineerOf of [
      { id: newId(), name: 'IPcelerate Level 3 (verified)' },
      { id: desk.person.id, name: 'IPcelerate Level 3 (verified)' },
      other.person,
    ]) {
      const row = caseOf(engineer, { engineer: engineerOf });
      expect(await outcomes(engineer, insertOf('cases', row))).toEqual(['applied']);
      expect((await engineer.row('cases', row.id))?.data).toMatchObject({ engineer: engineer.person });
    }
    const named = caseOf(engineer, { engineer: { id: colleague.person.id, name: 'Somebody Else' } });
    expect(await outcomes(engineer, insertOf('cases', named))).toEqual(['applied']);
    expect((await engineer.row('cases', named.id))?.data).toMatchObject({ engineer: colleague.person });
  });

  test('security 35: what a packet holds names the organisation’s people as the hub does', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    const [step, ...rest] = contents.steps;
    if (!step) throw new Error('no step');
    const by = { id: colleague.person.id, name: 'IPcelerate Level 3 (verified)' };
    const forged = packetOf(engineer, { ...contents, steps: [{ ...step, by }, ...rest] });
    expect(await outcomes(engineer, handoffOf(await sign(engineer, forged)))).toEqual(['forbidden']);
    const honest = packetOf(engineer, contents);
    expect(await outcomes(engineer, handoffOf(await sign(engineer, honest)))).toEqual(['applied']);
  });

  test('security 35: rows of the hub’s own tables are nobody’s to send, by any role, in any way', async () => {
    for (const device of [engineer, lead, desk])
      for (const table of [
        'tickets',
        'receipts',
        'conflicts',
        'members',
        'audit',
        'statusLists',
        'credentials',
      ])
        for (const op of ['insert', 'delete'] as const) {
          const [outcome] = await outcomes(device, { table, key: newId(), op, patch: {} });
          expect([table, op, ['applied', 'merged', 'conflict'].includes(outcome ?? '')]).toEqual([
            table,
            op,
            false,
          ]);
        }
  });

  test('security 34: two partners who send a row under one id at once: one has it, and the other is told', async () => {
    const [own, theirs] = [urgentContents(engineer), urgentContents(other)];
    await engineer.push(...editsOf(own));
    await other.push(...editsOf(theirs));
    const [mine, another] = [packetOf(engineer, own), packetOf(other, theirs)];
    const signature = await signatureOf(engineer, mine);
    const copied = { ...(await signatureOf(other, another)), id: signature.id };
    const answers = await Promise.all([
      outcomes(engineer, insertOf('signatures', signature)),
      outcomes(other, insertOf('signatures', copied)),
    ]);
    expect(answers.flat().sort()).toEqual(['applied', 'duplicate-key']);
  });
});

describe('a case that was handed off', () => {
  test('security 35: is frozen from the very push that hands it off, and in every table of its facts', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = await sign(engineer, packetOf(engineer, contents));
    const after = systemOf(engineer, contents.case.id);
    const [system] = contents.systems;
    if (!system) throw new Error('no system');
    expect(
      await outcomes(
        engineer,
        handoffOf(packet),
        {
          table: 'cases',
          key: contents.case.id,
          op: 'patch',
          patch: { title: 'Another' },
          base: { title: contents.case.title },
        },
        insertOf('systems', after),
        {
          table: 'systems',
          key: system.id,
          op: 'delete',
          patch: {},
          base: { ...system } as Edit['base'] & {},
        },
        {
          table: 'cases',
          key: contents.case.id,
          op: 'patch',
          patch: { state: 'level1' },
          base: { state: 'ready' },
        },
        insertOf('comments', commentOf(engineer, contents.case.id)),
      ),
    ).toEqual(['applied', 'state', 'state', 'state', 'state', 'applied']);
  });

  test('security 35: no row moves into it from an open case, and none out of it', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    const open = caseOf(engineer);
    const system = systemOf(engineer, open.id);
    await engineer.push(insertOf('cases', open), insertOf('systems', system));
    await engineer.push(handoffOf(await sign(engineer, packetOf(engineer, contents))));
    expect(
      await outcomes(engineer, {
        table: 'systems',
        key: system.id,
        op: 'patch',
        patch: { caseId: contents.case.id },
        base: { caseId: open.id },
      }),
    ).toEqual(['not-changeable']);
    const [frozen] = contents.systems;
    const moved = { ...frozen, caseId: open.id };
    expect(await outcomes(engineer, insertOf('systems', moved as typeof system))).not.toEqual(['applied']);
    const row = await engineer.row('systems', frozen?.id ?? '');
    expect(row?.data).toMatchObject({ caseId: contents.case.id });
  });
});

describe('revisions and times', () => {
  test('security 37: a revision that is no count, and one that two send at once', async () => {
    const contents = urgentContents(engineer);
    await engineer.push(...editsOf(contents));
    for (const revision of [0, -1, 1.5, 1e308, 2 ** 53]) {
      const packet = packetOf(engineer, contents, revision);
      const [outcome] = await outcomes(engineer, handoffOf(packet)).catch(() => ['refused']);
      expect([revision, outcome]).not.toEqual([revision, 'applied']);
    }
    const second = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const packets = [
      await sign(engineer, packetOf(engineer, contents)),
      await sign(second, packetOf(second, contents)),
    ];
    const answers = await Promise.all([
      outcomes(engineer, handoffOf(packets[0] as (typeof packets)[number])),
      outcomes(second, handoffOf(packets[1] as (typeof packets)[number])),
    ]);
    expect(answers.flat().filter((each) => each === 'applied')).toHaveLength(1);
    expect(
      await sql(hub.databaseUrl, 'SELECT 1 FROM escalations WHERE case_id = $1', [contents.case.id]),
    ).toHaveLength(1);
  });

  test.each([86_400_000, 3_600_000])(
    'security 36: a packet that is made %i ms from now is refused',
    async (ahead) => {
      const contents = urgentContents(engineer);
      await engineer.push(...editsOf(contents));
      const at = new Date(Date.now() + ahead).toISOString();
      const packet = {
        ...packetOf(engineer, contents),
        createdAt: { at, zone: 'America/Chicago' },
        knownHubTime: at,
      };
      expect(await outcomes(engineer, handoffOf(await sign(engineer, packet)))).not.toEqual(['applied']);
    },
  );
});
