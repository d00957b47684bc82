/** [H12] [RD50] [RD51] The last look at a packet: typed texts, files and names, by what is known and by a second detector. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { releaseAsItIs, takeFile } from '../../../renderer/commands/held-files.ts';
import { choose } from '../../../renderer/commands/redaction/choices.ts';
import { scanPacket, validateScan } from '../../../renderer/commands/redaction/final-scan.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { steps } from '../../../shared/cases/steps.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { keepFilesInMemory } from '../../helpers/memory-files.ts';

const CONFIGURATION =
  'hostname pag-02\nenable secret 0 Winter-Falcon-88\nusername d.whitfield password 0 Plum!tree77\n';
const record = { ...aCase(), contactName: 'Dana Whitfield', customer: 'Northgate Clinic' };
let app: AppServices;

beforeEach(async () => {
  const bridge = memoryBridge();
  keepFilesInMemory(bridge);
  app = await openEnrolledConsole(bridge);
  const by = await app.person();
  await app.write([
    { op: 'insert', table: 'cases', row: record },
    {
      op: 'insert',
      table: 'systems',
      row: systems.empty({
        ...{ id: newId(), caseId: record.id, role: 'affected', hostname: 'pag-02' },
        provenance: { kind: 'typed', by, at: AT },
      }),
    },
  ]);
});
afterEach(() => removeConsole(app));

async function hold(name: string, text: string) {
  const taken = await takeFile(app, record.id, new File([text], name));
  if (taken.kind !== 'held' || !taken.files[0]) throw new Error(taken.kind);
  return taken.files[0];
}
async function step(showed: string) {
  const by = await app.person();
  const row = steps.empty({
    ...{ id: newId(), caseId: record.id, at: { at: AT, zone: 'UTC' }, by, level: 1, kind: 'gather' },
    ...{ did: 'Logged in', showed, recordedAt: AT },
  });
  await app.write([{ op: 'insert', table: 'steps', row }]);
}
async function scan() {
  const found = await scanPacket(app, record.id);
  if (found.kind !== 'done') throw new Error(found.message);
  return found;
}

test('an original that somebody typed into a step is found, and blocks the handoff until it is kept or changed', async () => {
  await hold('sw.cfg', CONFIGURATION);
  await step('enable with Winter-Falcon-88 works on pag-02');
  const found = await scan();
  expect(found.left.map(({ where, text }) => [where, text])).toEqual([
    ['What it showed', 'Winter-Falcon-88'],
  ]);
  expect(validateScan({ ...found, held: [] })).toMatch(/still finds 1 original \(What it showed\)/);
  await choose(app, record.id, 'keep', { kind: 'SECRET', text: 'Winter-Falcon-88' });
  expect((await scan()).left).toEqual([]);
});

test('a file that left as it is is looked into, and its name', async () => {
  const free = await hold('login d.whitfield.txt', 'Plum!tree77 was tried\n');
  await releaseAsItIs(app, free, 'Only one word');
  await hold('sw.cfg', CONFIGURATION);
  const found = await scan();
  expect(found.left.map(({ text }) => text).sort()).toEqual(['Plum!tree77', 'd.whitfield']);
});

test('the second detector knows what no rule here was asked about', async () => {
  await step('The backup job ran with AKIAIOSFODNN7EXAMPLQ and wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY');
  await step('npm_0123456789abcdefghijABCDEFGHIJ012345');
  const found = await scan();
  expect(found.left.length).toBeGreaterThan(0);
  for (const { by } of found.left) expect(by).toMatch(/^secretlint: /);
});

test('what the record asks for is a named exception: shown, with what asks, and not held against the packet', async () => {
  await hold('sw.cfg', CONFIGURATION);
  const found = await scan();
  expect(found.left).toEqual([]);
  expect(found.exceptions).toEqual(
    expect.arrayContaining([
      { text: 'pag-02', why: 'P-03 asks for it' },
      { text: 'Dana Whitfield', why: 'P-19 asks for the contact' },
      { text: 'Northgate Clinic', why: 'the ticket is the customer’s' },
    ]),
  );
  expect(found.note).toMatch(/a help, not a guarantee/);
});

test('what is still held does not leave by being forgotten, and a scan that failed is no pass', async () => {
  await hold('sw.cfg', CONFIGURATION);
  expect(validateScan(await scan())).toMatch(/^sw\.cfg is held on this computer/);
  expect(validateScan({ kind: 'failed', message: 'The final scan could not be made.' })).not.toBeNull();
});
