/** People and organisations as an operator keeps them, with a hub running and consoles enrolled. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleExam } from '../../../hub/issuing/sample.ts';
import { type CertificationAct, certificationResponse } from '../../../shared/certification/schema.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand, hubProcess } from '../../helpers/hub-command.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let admin: TestDevice;
const folder = temporaryFolder();
beforeAll(async () => {
  hub = await startTestHub();
  admin = await TestDevice.enrol(hub, hub.sample.people.certificationAdmin.id);
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

const run = (...args: string[]) =>
  hubCommand(args, { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret });
async function done(...args: string[]): Promise<string> {
  const { code, output } = await run(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${output}`);
  return output;
}
const addByRoute = (body: object) => request(hub.url, hubPaths.people, { token: hub.operatorToken, body });
const personOf = (organisation: { id: string | null; name: string }, name = 'A. Person') => ({
  organisation,
  name,
  email: `${newId()}@example.com`,
  roles: ['engineer'],
});
async function certify(act: CertificationAct) {
  const answer = await request(hub.url, hubPaths.certification, {
    token: admin.token,
    body: { protocol: PROTOCOL, schema: SCHEMA, requestId: newId(), reason: 'A test', act },
  });
  return {
    ...answer,
    result: answer.status === 200 ? certificationResponse.parse(answer.body).result : null,
  };
}
/** A member of a row; undefined for a tombstone. */
const field = (data: unknown, name: string) => (data as Record<string, unknown> | null | undefined)?.[name];
const listed = async (...flags: string[]) =>
  JSON.parse(await done('people', 'list', '--json', ...flags)) as {
    id: string;
    name: string;
    email: string;
    roles: string[];
    organisation: { id: string; name: string };
  }[];
const organisationId = async (name: string) =>
  (JSON.parse(await done('organisations', 'list', '--json')) as { id: string; name: string }[]).find(
    (each) => each.name === name,
  )?.id ?? '';

describe('a person that the operator adds', () => {
  test.each(['route', 'command'] as const)(
    'is with the certification admins at once, who record and issue, by the %s',
    async (way) => {
      const email = `${way}.added@example.com`;
      const name = `Added by ${way}`;
      const before = await admin.pullAll('registry');
      if (way === 'route')
        await addByRoute({ ...personOf({ id: null, name: `Partner of the ${way}` }, name), email });
      else
        await done(
          'people',
          'add',
          '--name',
          name,
          '--email',
          email,
          '--roles',
          'engineer,lead',
          '--organisation',
          `Partner of the ${way}`,
          '--new-organisation',
        );
      // What comes after the cursor: no restart, no second look at everything.
      const { rows } = await admin.pullAll('registry', before.cursor);
      const row = rows.find(({ table, data }) => table === 'people' && field(data, 'email') === email);
      expect(row?.data).toMatchObject({ name, organisationName: `Partner of the ${way}` });
      const personId = row?.key ?? '';
      const recorded = await certify({
        action: 'record-results',
        results: [{ id: newId(), personId, examId: sampleExam.id, passedOn: '2026-11-01', score: '' }],
      });
      expect(recorded.result).toMatchObject({ recorded: 1 });
      const credentialId = newId();
      const issued = await certify({
        action: 'issue',
        credentialId,
        personId,
        examId: sampleExam.id,
        validFrom: null,
      });
      expect(issued.result?.kind).toBe('credential');
      // And the person finds it on their own computer, enrolled with a code of the command.
      const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await done('codes', 'add', email))?.[0] ?? '';
      const device = await TestDevice.enrol({ url: hub.url, enrolmentCode: async () => code }, personId);
      expect((await device.row('credentials', credentialId))?.data).toMatchObject({ personId });
      expect((await device.row('members', personId))?.data).toMatchObject({ name });
    },
  );
});

describe('an organisation’s name is there once', () => {
  test('a second person under the same name with other case, blanks and letters is refused with its id', async () => {
    const made = await addByRoute(personOf({ id: null, name: 'Straße & Sons Ltd' }));
    const { organisationId: id } = made.body as { organisationId: string };
    for (const name of ['Straße & Sons Ltd', ' STRASSE  & sons ltd', 'ｓｔｒａｓｓｅ & SonsLtd']) {
      const again = await addByRoute(personOf({ id: null, name: name.trim() }));
      expect(again.status, name).toBe(409);
      expect(again.body, name).toMatchObject({ code: 'known-organisation', organisationId: id });
    }
    expect((await addByRoute(personOf({ id, name: 'strasse & sons ltd' }))).status).toBe(200);
    // An id with a name that is not its own is a mistake, and not taken.
    expect((await addByRoute(personOf({ id, name: 'Another Partner' }))).body).toMatchObject({
      code: 'other-organisation',
    });
    const person = {
      id: newId(),
      organisationId: newId(),
      organisationName: 'straße & sons LTD',
      name: 'N',
      email: 'n@example.com',
      roles: ['engineer' as const],
    };
    expect((await certify({ action: 'save-person', person })).body).toMatchObject({
      code: 'known-organisation',
      organisationId: id,
    });
    const of = (
      JSON.parse(await done('organisations', 'list', '--json')) as { name: string; people: number }[]
    ).filter(({ name }) => /stra.*sons/i.test(name));
    expect(of).toMatchObject([{ people: 2 }]);
  });

  test('two that come at the same moment make one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => addByRoute(personOf({ id: null, name: 'At Once Ltd' }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  test('a person is refused where the address is there, in any case', async () => {
    const known = hub.sample.people.engineer;
    const answer = await addByRoute({
      ...personOf({ id: null, name: 'Case Ltd' }),
      email: known.email.toUpperCase(),
    });
    expect(answer.body).toMatchObject({ code: 'known-person', personId: known.id });
    expect(await organisationId('Case Ltd')).toBe('');
  });

  test('a new name is everywhere at the next sync, and cannot be another’s', async () => {
    await addByRoute(personOf({ id: null, name: 'Exmaple Partner' }, 'Of the typing mistake'));
    await done('organisations', 'rename', 'exmaple partner', '--to', 'Example Partner, mended');
    const { rows } = await admin.pullAll('registry');
    const named = rows.find(
      ({ table, data }) => table === 'people' && field(data, 'name') === 'Of the typing mistake',
    );
    expect(field(named?.data, 'organisationName')).toBe('Example Partner, mended');
    const refused = await run(
      'organisations',
      'rename',
      'Example Partner, mended',
      '--to',
      'EXAMPLE PARTNER (SAMPLE)',
    );
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(hub.sample.organisations[0].id);
  });
});

describe('what was put wrong is put right', () => {
  test('a person is moved with credentials; what they do not take along is said before', async () => {
    const to = await organisationId('Second Example Partner (sample)');
    const { id, email } = hub.sample.people.secondEngineer;
    const device = await TestDevice.enrol(hub, id);
    const held = (await device.pullAll()).rows.filter(
      ({ table, data, deleted }) => table === 'credentials' && !deleted && field(data, 'personId') === id,
    );
    expect(held).toHaveLength(1);
    const move = [
      'people',
      'move',
      email,
      '--to',
      'second example partner (SAMPLE)',
      '--reason',
      'Typed wrong',
    ];
    const refused = await run(...move);
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining('Enrolled there, with work of that organisation: 1 computer.'),
    ]);
    expect(await done(...move, '--end-devices')).toContain('1 computer ended');
    expect((await device.askPull('catalogue', null)).status).toBe(401);
    const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    for (const [table, key] of [
      ['members', id],
      ['credentials', held[0]?.key ?? ''],
    ] as const)
      expect((await colleague.row(table, key))?.deleted, table).toBe(true);
    const there = await TestDevice.enrol(hub, id);
    expect(there.identity.organisation.id).toBe(to);
    expect((await there.row('credentials', held[0]?.key ?? ''))?.data).toMatchObject({ personId: id });
    expect((await admin.row('registryCredentials', held[0]?.key ?? '', 'registry'))?.data).toMatchObject({
      organisationId: to,
    });
    expect((await admin.row('people', id, 'registry'))?.data).toMatchObject({ organisationId: to });
    // Back, for the other tests.
    await done(
      'people',
      'move',
      id,
      '--to',
      hub.sample.organisations[0].id,
      '--reason',
      'Back',
      '--end-devices',
    );
  });

  test('a second organisation of the same partner goes into the first, but not one in which there is a case', async () => {
    const [one, two] = ['Twin Partner', 'Twin Partner GmbH'];
    await done(
      'people',
      'add',
      '--name',
      'Twin One',
      '--email',
      'twin.one@example.com',
      '--roles',
      'engineer',
      '--organisation',
      one,
      '--new-organisation',
    );
    await done(
      'people',
      'add',
      '--name',
      'Twin Two',
      '--email',
      'twin.two@example.com',
      '--roles',
      'lead',
      '--organisation',
      two,
      '--new-organisation',
    );
    const engineer = await TestDevice.enrol(hub, (await listed('--organisation', one))[0]?.id ?? '');
    const row = caseOf(engineer);
    expect((await engineer.insert('cases', row)).results).toMatchObject([{ outcome: 'applied' }]);
    const wrong = await run(
      'organisations',
      'merge',
      one,
      '--into',
      two,
      '--reason',
      'The same partner',
      '--end-devices',
    );
    expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('It has 1 case, 0 files')]);
    const merged = await done('organisations', 'merge', two, '--into', one, '--reason', 'The same partner');
    expect(merged).toContain('1 person of Twin Partner GmbH');
    const lead = await TestDevice.enrol(
      hub,
      (await listed()).find(({ name }) => name === 'Twin Two')?.id ?? '',
    );
    expect((await lead.row('cases', row.id))?.deleted).toBe(false);
    expect(
      await run(
        'people',
        'add',
        '--name',
        'N',
        '--email',
        'late@example.com',
        '--roles',
        'lead',
        '--organisation',
        two,
      ),
    ).toMatchObject({
      code: 1,
      output: expect.stringContaining('was ended'),
    });
  });

  test('name, address and roles are corrected, for the registry and the colleagues', async () => {
    const { id, email } = hub.sample.people.secondLead;
    await done(
      'people',
      'correct',
      email,
      '--name',
      'Sample Lead Corrected',
      '--email',
      'corrected@example.com',
      '--roles',
      'engineer,lead',
    );
    expect((await admin.row('people', id, 'registry'))?.data).toMatchObject({
      name: 'Sample Lead Corrected',
      email: 'corrected@example.com',
      roles: ['engineer', 'lead'],
    });
    const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    expect((await colleague.row('members', id))?.data).toMatchObject({ name: 'Sample Lead Corrected' });
    expect(await run('people', 'correct', id, '--roles', 'engineer,level3')).toMatchObject({ code: 1 });
  });
});

describe('who leaves', () => {
  test('gets no code, enrols nothing, loses their computers, and the credentials become what was chosen', async () => {
    const { id, email } = hub.sample.people.otherEngineer;
    const device = await TestDevice.enrol(hub, id);
    const waiting = await hub.enrolmentCode(id);
    expect((await run('people', 'end', email, '--reason', 'Left the partner')).output).toContain(
      '--credentials',
    );
    const told = await done(
      'people',
      'end',
      email,
      '--credentials',
      'suspend',
      '--reason',
      'Left the partner',
    );
    expect(told).toBe('Sample Engineer Three was ended: 1 computer ended, 1 credential suspended.');
    expect((await device.askPull('catalogue', null)).status).toBe(401);
    await expect(TestDevice.enrol({ url: hub.url, enrolmentCode: async () => waiting }, id)).rejects.toThrow(
      'code-refused',
    );
    await expect(hub.enrolmentCode(id)).rejects.toThrow('unknown-person');
    for (const act of [
      { action: 'make-code', personId: id },
      { action: 'issue', credentialId: newId(), personId: id, examId: sampleExam.id, validFrom: null },
    ] as const)
      expect([404, 409]).toContain((await certify(act)).status);
    const { rows } = await admin.pullAll('registry');
    expect(rows.find(({ table, key }) => table === 'people' && key === id)?.data).toMatchObject({
      endedAt: expect.any(String),
    });
    expect(
      rows.find(({ table, data }) => table === 'registryCredentials' && field(data, 'personId') === id)?.data,
    ).toMatchObject({ state: 'suspended', stateReason: 'Left the partner' });
    expect(
      rows.flatMap(({ table, data }) =>
        table === 'audits' && field(data, 'action') === 'person-ended' ? [data] : [],
      ),
    ).toMatchObject([
      {
        subject: id,
        reason: 'Left the partner',
        detail: { person: 'Sample Engineer Three', devices: 1, credentials: 1 },
      },
    ]);
    expect((await listed()).map((each) => each.id)).not.toContain(id);
    expect((await listed('--all')).map((each) => each.id)).toContain(id);
    await done('people', 'take-back', email, '--reason', 'Came back');
    expect((await admin.row('people', id, 'registry'))?.data).not.toHaveProperty('endedAt');
    await TestDevice.enrol(hub, id);
  });

  test('a partner that ends takes all its people with it', async () => {
    await done(
      'people',
      'add',
      '--name',
      'Ends One',
      '--email',
      'ends.one@example.com',
      '--roles',
      'lead',
      '--organisation',
      'Ending Partner',
      '--new-organisation',
    );
    const [person] = await listed('--organisation', 'Ending Partner');
    const device = await TestDevice.enrol(hub, person?.id ?? '');
    const end = [
      'organisations',
      'end',
      'ending partner',
      '--credentials',
      'revoke',
      '--reason',
      'The contract ended',
    ];
    expect(await done(...end)).toBe('Ending Partner was ended: 1 person, 1 computer, 0 credentials revoked.');
    expect((await device.askPull('catalogue', null)).status).toBe(401);
    expect((await run('people', 'take-back', 'ends.one@example.com', '--reason', 'x')).output).toContain(
      'was ended',
    );
  });
});

describe('people from a file', () => {
  const file = (name: string, text: string) => {
    const path = join(folder.path, name);
    writeFileSync(path, text);
    return path;
  };
  test('three hundred are tried, added at once, and with the admins; a row that does not fit keeps all out', async () => {
    const row = (n: number) =>
      `Person ${n};person.${n}@example.net;engineer, lead;${n % 2 ? 'Partner A' : 'PARTNER  B'};x`;
    const path = file(
      'people.csv',
      `sep=;\r\nName;E-Mail;Roles;Organisation;Notes\r\n${Array.from({ length: 300 }, (_, n) => row(n)).join('\r\n')}\r\n;;;;\r\n`,
    );
    expect((await run('people', 'import', path, '--dry-run')).output).toMatch(
      /There is no organisation "Partner A"\.( Is .* meant\?)? --new-organisation makes it\./,
    );
    const tried = await done('people', 'import', path, '--dry-run', '--new-organisation');
    expect(tried).toContain('Would be added: 300 people. Nothing was changed.');
    expect(tried).toContain('Columns that were not read: "Notes"');
    expect(await organisationId('Partner A')).toBe('');
    const added = await done('people', 'import', path, '--new-organisation');
    expect(added).toContain('Added: 300 people.');
    expect(await listed('--organisation', 'partner b')).toHaveLength(150);
    const { rows } = await admin.pullAll('registry');
    expect(
      rows.filter(
        ({ table, data }) => table === 'people' && String(field(data, 'email')).endsWith('@example.net'),
      ).length,
    ).toBeGreaterThanOrEqual(300);
    const wrong = await run(
      'people',
      'import',
      file(
        'wrong.csv',
        'name,email,roles,organisation\nNew,new@example.net,boss,Partner A\nOld,person.1@example.net,lead,Partner A\nFine,fine@example.net,lead,Partner A\n',
      ),
    );
    expect(wrong.code).toBe(1);
    expect(wrong.output).toMatch(/Line 2: There is no role "boss"/);
    expect(wrong.output).toMatch(/Line 3: There is a person with the e-mail address person\.1@example\.net/);
    expect(wrong.output).toContain('2 of 3 rows do not fit. Nobody was added.');
    expect((await listed()).map(({ email }) => email)).not.toContain('fine@example.net');
  });
});

describe('a slip of the fingers', () => {
  test('puts nobody of a partner’s at the desk, and nobody of the desk’s at a partner', async () => {
    const add = (roles: string, organisation: string, ...more: string[]) =>
      run(
        ...['people', 'add', '--name', 'A. Slip', '--email', `${newId()}@example.com`],
        ...['--roles', roles, '--organisation', organisation, ...more],
      );
    expect((await add('lead', 'Sides Partner', '--new-organisation')).code).toBe(0);
    expect((await add('level3', 'Sides Desk', '--new-organisation')).code).toBe(0);
    expect(await add('level3', 'Sides Partner')).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        'Sides Partner has people with lead, and level3 does not go with these.',
      ),
    });
    expect((await add('engineer', 'Sides Desk')).output).toContain('Whoever hands off belongs to a partner.');
    // Who works for neither side goes anywhere.
    expect((await add('catalogue-admin', 'Sides Desk')).code).toBe(0);
    const email = `${newId()}@example.com`;
    const path = join(folder.path, 'sides.csv');
    writeFileSync(path, `name,email,roles,organisation\nOne,${email},executive,Sides Partner\n`);
    expect((await run('people', 'import', path)).output).toContain(
      'Line 2: Sides Partner has people with lead',
    );
    const [moved] = (await listed()).filter(({ organisation }) => organisation.name === 'Sides Desk');
    expect(
      (await run('people', 'move', moved?.id ?? '', '--to', 'Sides Partner', '--reason', 'A slip')).output,
    ).toContain('level3 does not go with these');
    const merged = await run(
      ...['organisations', 'merge', 'Sides Partner', '--into', 'Sides Desk', '--reason', 'A slip'],
    );
    expect(merged).toMatchObject({ code: 1, output: expect.stringContaining('and lead does not go with') });
    expect(await listed('--organisation', 'Sides Partner')).toHaveLength(1);
    // Alone in an organisation, somebody's roles may still be put right.
    await done('people', 'correct', moved?.id ?? '', '--roles', 'lead');
  });

  test('in an organisation’s name is answered with the one that is there', async () => {
    const told = await run(
      ...['people', 'add', '--name', 'A. Slip', '--email', `${newId()}@example.com`],
      ...['--roles', 'lead', '--organisation', 'Sids Partner'],
    );
    expect(told.output).toContain('There is no organisation "Sids Partner". Is "Sides Partner" meant?');
  });

  test('one who left among those who are to get codes: it says who, and makes none', async () => {
    const email = `${newId()}@example.com`;
    await done(
      ...['people', 'add', '--name', 'Gone Soon', '--email', email],
      ...['--roles', 'lead', '--organisation', 'Sides Partner'],
    );
    await done('people', 'end', email, '--credentials', 'keep', '--reason', 'Left');
    const before = await done('codes', 'list');
    const told = await run('codes', 'add', hub.sample.people.lead.email, email);
    expect(told.output).toContain(`Gone Soon (${email}) left, so that no code is made`);
    expect(await done('codes', 'list')).toBe(before);
  });
});

test('a database that a command cannot reach is said as what it is, with what to look at', async () => {
  const url = new URL(hub.databaseUrl);
  const wrong = (change: (to: URL) => void) => {
    const to = new URL(url);
    change(to);
    return { DATABASE_URL: to.href, HUB_SECRET: hub.secret };
  };
  const away = wrong((to) => {
    to.port = '1';
  });
  for (const args of [['people', 'list'], ['check-blobs'], ['keys', 'list']])
    expect(await hubProcess(args, { ...away, HUB_BLOBS: folder.path })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^The database cannot be used: .*\. Is PostgreSQL running there/),
    });
  const nameless = wrong((to) => {
    to.pathname = '/nowhere';
  });
  expect((await hubCommand(['people', 'list'], nameless)).output).toMatch(
    /^The database cannot be used: database "nowhere" does not exist\. Make the database/,
  );
});

describe('products from a file', () => {
  test('twenty are tried and published with their history; each release is typed once; a mistake keeps all out', async () => {
    const path = (name: string, text: string) => {
      writeFileSync(join(folder.path, name), text);
      return join(folder.path, name);
    };
    const row = (n: number) =>
      `product-${n},Product ${n},Server ${n} | Operating system,Database,7.0.0 2026-02-09 | 6.4.2 2026-05-18 | 6.4.0 2025-11-10 | 8.0.0 2099-01-01,${n === 7 ? 'Windows Server 2019 | VMware ESXi 7' : ''}`;
    const head = 'id,name,components,optional components,releases,approved platforms';
    const file = path(
      'products.csv',
      `${head}\n${Array.from({ length: 20 }, (_, n) => row(n)).join('\n')}\n`,
    );
    const before = await admin.pullAll('catalogue');
    expect(await done('catalogue', 'import', file, '--dry-run')).toBe(
      'Would be: 20 added, 0 changed, 0 as they were. Nothing was published.',
    );
    expect((await admin.pullAll('catalogue', before.cursor)).rows).toEqual([]);
    await done('catalogue', 'import', file);
    const { rows } = await admin.pullAll('catalogue', before.cursor);
    expect(rows.filter(({ table }) => table === 'products')).toHaveLength(20);
    expect(rows.filter(({ table }) => table === 'catalogueChanges')).toHaveLength(20);
    expect(rows.find(({ key }) => key === 'product-7')?.data).toEqual({
      id: 'product-7',
      name: 'Product 7',
      sample: false,
      components: [
        { name: 'Server 7', required: true, latestMinor: '6.4.2', latestMajor: '7.0.0' },
        { name: 'Operating system', required: true, latestMinor: null, latestMajor: null },
        { name: 'Database', required: false, latestMinor: null, latestMajor: null },
      ],
      approvedPlatforms: ['Windows Server 2019', 'VMware ESXi 7'],
      releases: [
        { version: '6.4.0', kind: 'minor', date: '2025-11-10' },
        { version: '6.4.2', kind: 'minor', date: '2026-05-18' },
        { version: '7.0.0', kind: 'major', date: '2026-02-09' },
        { version: '8.0.0', kind: 'major', date: '2099-01-01' },
      ],
    });
    // What it writes it reads, and what is the same is left alone.
    const exported = path('products.json', await done('catalogue', 'export'));
    expect(await done('catalogue', 'import', exported)).toMatch(/^0 added, 0 changed, 23 as they were/);
    const wrong = await run(
      'catalogue',
      'import',
      path(
        'wrong.csv',
        `${head}\n${row(30)}\nBad Id,Product 31,Server,,\nproduct-32,Product 7,Server,,\nproduct-33,Product 33,Server,,six 2026\nproduct-34,Product 34,Server,,1.0 2026-13-01\n`,
      ),
    );
    expect(wrong.code).toBe(1);
    expect(wrong.output).toMatch(/Line 3: The id is made of/);
    expect(wrong.output).toMatch(/Line 4: There is a product with the name Product 7 already/);
    expect(wrong.output).toMatch(/Line 5: "six 2026" is no release/);
    expect(wrong.output).toMatch(/Line 6: "1\.0 2026-13-01" is no release/);
    expect(await done('catalogue', 'list')).not.toContain('Product 30');
  });
});

describe('the other commands', () => {
  test('computers are listed and ended, codes listed, limits read and set', async () => {
    const { id, email } = hub.sample.people.lead;
    const device = await TestDevice.enrol(hub, id, 'Lost laptop');
    expect(await done('devices', 'list', '--organisation', hub.sample.organisations[0].id)).toContain(
      'Lost laptop',
    );
    expect(await done('devices', 'end', device.identity.deviceId, '--reason', 'Lost on a train')).toContain(
      'was ended',
    );
    expect((await device.askPull('catalogue', null)).status).toBe(401);
    await done('codes', 'add', email);
    expect(await done('codes', 'list')).toContain(email);
    await done(
      'limits',
      'set',
      hub.sample.organisations[0].id,
      '--one-file',
      '10GiB',
      '--all-files',
      '500 GiB',
    );
    expect(await done('limits', 'list')).toMatch(/Example Partner \(sample\) +10 GiB +500 GiB/);
    expect(await run('limits', 'set', hub.sample.organisations[0].id, '--one-file', 'much')).toMatchObject({
      code: 1,
    });
  });

  test('each says what it can, and what a mistake was', async () => {
    const groups = ['people', 'organisations', 'codes', 'devices', 'limits', 'catalogue', 'contracts'];
    const told = await Promise.all(groups.map((group) => hubProcess([group, '--help'])));
    for (const [i, group] of groups.entries())
      expect(told[i], group).toMatchObject({
        code: 0,
        output: expect.stringContaining(`npm run hub -- ${group} list`),
      });
    const wrong = await run('people', 'list', '--nonsense');
    expect(wrong).toMatchObject({
      code: 1,
      output: expect.stringContaining('npm run hub -- people list --help'),
    });
    expect(await run('people')).toMatchObject({ code: 1 });
    expect((await run('limits', 'raise')).output).toContain(
      'There is no command "limits raise". Commands are list, set.',
    );
  });
});
