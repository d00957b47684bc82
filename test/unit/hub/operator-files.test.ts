/** Files that an operator imports, as they come in life: what stands in them that fits nowhere, and what has changed since the last one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
const folder = temporaryFolder();
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

const run = (...args: string[]) =>
  hubCommand(args, { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret });
function file(name: string, ...lines: string[]): string {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
const add = (roles: string, organisation: string, ...more: string[]) => {
  const email = `${newId()}@example.com`;
  return run(
    ...['people', 'add', '--name', 'A. Person', '--email', email],
    ...['--roles', roles, '--organisation', organisation, ...more],
  );
};

describe('contracts', () => {
  const HEAD = 'number,partner,customer,from,until,impact,products';

  test('one that was given to the wrong partner goes to the right one, and leaves the consoles of the other', async () => {
    const [first, second] = hub.sample.organisations;
    if (!first || !second) throw new Error('the sample has two partners');
    const engineer = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const other = await TestDevice.enrol(hub, hub.sample.people.otherEngineer.id);
    const rowOf = (id: string) => `C-7001,${id},Example Hospital,2026-01-01,2026-12-31,no,`;
    await run('contracts', 'import', file('wrong.csv', HEAD, rowOf(second.id)));
    expect((await other.row('contracts', 'C-7001'))?.deleted).toBe(false);

    const right = file('right.csv', HEAD, rowOf(first.id));
    const tried = await run('contracts', 'import', right, '--dry-run');
    expect(tried.output).toContain(
      `Would be: 0 added, 1 changed, 0 as they were. Nothing was published. Would go to another partner: C-7001 from ${second.name} to ${first.name}.`,
    );
    expect((await other.row('contracts', 'C-7001'))?.deleted).toBe(false);

    await run('contracts', 'import', right);
    expect((await other.row('contracts', 'C-7001'))?.deleted).toBe(true);
    expect((await engineer.row('contracts', 'C-7001'))?.data).toMatchObject({ organisationId: first.id });
    const again = await run('contracts', 'import', right);
    expect(again.output).toContain('0 added, 0 changed, 1 as they were.');
    const [one, ...more] = (
      JSON.parse((await run('contracts', 'list', '--json')).output) as { id: string }[]
    ).filter(({ id }) => id === 'C-7001');
    expect([one, more]).toMatchObject([{ organisationId: first.id }, []]);
  });

  test('says each cell that does not fit in words, and guesses nothing', async () => {
    const partner = hub.sample.organisations[0].id;
    const wrong = await run(
      ...['contracts', 'import'],
      file(
        'cells.csv',
        HEAD,
        `C-1,${partner},,01.01.2026,2026-02-30,no,`,
        `,${partner},Somebody,2026-01-01,2026-12-31,no,`,
        `C-3,${partner},Somebody,2026-01-01,2026-12-31,perhaps,`,
      ),
    );
    expect(wrong.code).toBe(1);
    expect(wrong.output.split('\n')).toEqual(
      expect.arrayContaining([
        'Line 2: the customer is missing, or longer than 300 characters.',
        'Line 2: "01.01.2026" is no day. Days are written 2026-11-23.',
        'Line 2: "2026-02-30" is no day. Days are written 2026-11-23.',
        'Line 3: the number is missing, or longer than 300 characters.',
        'Line 4: impact is yes or no, not "perhaps".',
        'Nothing was published.',
      ]),
    );
  });

  test('names columns that were not read, and products that the catalogue does not have', async () => {
    const partner = hub.sample.organisations[0].id;
    const told = await run(
      ...['contracts', 'import', '--dry-run'],
      file(
        'more.csv',
        `${HEAD},colour`,
        `C-4,${partner},Somebody,2026-01-01,2026-12-31,yes,no-such-product | another-one,red`,
      ),
    );
    expect(told.output).toContain(
      'Products that the catalogue does not have: another-one, no-such-product. Columns that were not read: "colour".',
    );
  });
});

describe('people', () => {
  test('a name of two lines, and one who stands in the file twice, keep all out; complaints stand in the file’s order', async () => {
    const told = await run(
      ...['people', 'import', '--dry-run', '--new-organisation'],
      file(
        'people.csv',
        'name,email,roles,organisation',
        '"Two',
        'lines",two.lines@example.com,engineer,Files Partner',
        'Twice,twice@example.com,engineer,Files Partner',
        'Twice again,TWICE@example.com,engineer,Files Partner',
        'Of the desk,desk@example.net,level3,Files Partner',
        'No role,none@example.com,boss,Files Partner',
      ),
    );
    expect(told.code).toBe(1);
    expect(told.output.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Line 2: The name is missing, longer than 300 characters, or of several lines/,
        ),
        'Line 5: TWICE@example.com stands in line 4 already.',
        expect.stringMatching(/^Line 7: There is no role "boss"/),
      ]),
    );
    const lines = told.output.split('\n').flatMap((each) => /^Line (\d+)/.exec(each)?.[1] ?? []);
    expect(lines).toEqual([...lines].sort());
  });

  test('a new organisation that is called nearly as one that is there is made, and asked about', async () => {
    expect((await add('lead', 'Harbour Partner', '--new-organisation')).output).not.toContain('meant?');
    const added = await add('lead', 'Harbor Partner', '--new-organisation');
    expect(added.output).toContain('Harbor Partner, which is new');
    expect(added.output).toContain('Is "Harbour Partner" meant? Then merge them');
    const imported = await run(
      ...['people', 'import', '--dry-run', '--new-organisation'],
      file(
        'near.csv',
        'name,email,roles,organisation',
        'One,near.one@example.com,engineer,Harbour Partners',
        'Two,near.two@example.com,engineer,Quite Another',
      ),
    );
    expect(imported.output).toContain(
      'New organisations: "Harbour Partners" (Is "Harbor Partner" or "Harbour Partner" meant?), "Quite Another".',
    );
  });

  test('nobody is taken back to an organisation that is of the other side by now', async () => {
    await add('lead', 'Turned Partner', '--new-organisation');
    const people = JSON.parse(
      (await run('people', 'list', '--json', '--organisation', 'Turned Partner')).output,
    ) as { id: string }[];
    const id = people[0]?.id ?? '';
    await run('people', 'end', id, '--credentials', 'keep', '--reason', 'Left');
    expect((await add('level3', 'Turned Partner')).code).toBe(0);
    const back = await run('people', 'take-back', id, '--reason', 'Back');
    expect(back).toMatchObject({
      code: 1,
      output: expect.stringContaining('and lead does not go with these'),
    });
    // Nor by a merge, where who left comes along.
    await add('executive', 'Turned Desk', '--new-organisation');
    const merged = await run(
      ...['organisations', 'merge', 'Turned Partner', '--into', 'Turned Desk', '--reason', 'A slip'],
    );
    expect(merged).toMatchObject({ code: 1, output: expect.stringContaining('and lead does not go with') });
  });
});
