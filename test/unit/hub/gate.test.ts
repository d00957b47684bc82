/** The gate at the hub: every kind of case that is no handoff is refused there, for what it lacks, and a sound one is taken in. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { caseOfFile, throughTheGate } from '../../helpers/gate-cases.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { approve, approverOf, completeContents } from '../../helpers/packets.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let device: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, sample.people.engineer.id);
});
afterAll(() => hub.stop());

const refusedFor = async (contents: CaseContents): Promise<string[]> => {
  const { blockers, result } = await throughTheGate(device, contents);
  expect(result.outcome).toBe('rejected');
  return [...new Set(blockers.map(({ rule }) => rule))].sort();
};
const sentence = 'The group of the ward does not ring at night.';

describe('[S10] what the hub refuses, whatever the console that sent it said', () => {
  test('a case that lacks nothing is taken in', async () => {
    const { result, refusedRows } = await throughTheGate(device, completeContents(device));
    expect([result.outcome, refusedRows]).toEqual(['applied', []]);
  });

  const kinds: readonly [
    string,
    string[],
    (contents: CaseContents, system: CaseContents['systems'][number]) => unknown,
  ][] = [
    [
      'a system of another maker that is suspected, by name, with nothing said of who supplied it',
      ['H29'],
      (contents, system) => {
        const manager = systems.empty({
          ...{ id: newId(), caseId: contents.case.id, role: 'context', hostname: 'cm-pub' },
          ...{
            productName: 'Cisco CallManager',
            capturedAt: system.capturedAt,
            provenance: system.provenance,
          },
        });
        contents.systems.push(manager);
        contents.case.suspectedSystemId = manager.id;
      },
    ],
    [
      'a product of the catalogue written as free text',
      ['H47'],
      (_contents, system) =>
        Object.assign(system, { productId: null, productName: 'sample  PAGING\u00a0server' }),
    ],
    [
      'a configuration of one empty row',
      ['H10'],
      ({ configuration }) => {
        for (const row of configuration) row.value = ' \u200b';
      },
    ],
    [
      'a Level 1 step after its end',
      ['H24'],
      ({ case: record }) => Object.assign(record, { level1EndedAt: at(17.5) }),
    ],
    [
      'two sources that say two versions',
      ['H15'],
      ({ revisions }) => {
        const [first] = revisions;
        if (first) revisions.push({ ...first, id: newId(), version: '6.4.3' });
      },
    ],
    [
      'a telephony platform without a version',
      ['H8'],
      (_contents, system) => Object.assign(system, { telephonyVersion: '' }),
    ],
    [
      'one sentence in the texts that Level 3 cannot do without',
      ['H1', 'H4', 'H41'],
      ({ case: record }) =>
        Object.assign(record, {
          specified: sentence,
          observed: sentence,
          reproduction: sentence,
          ask: sentence,
        }),
    ],
    [
      'maintenance that has lapsed, and no fees signed',
      ['H27'],
      ({ case: record }) => Object.assign(record, { maintenance: 'lapsed', maintenanceUntil: '2020-06-30' }),
    ],
    [
      'a P1 with nobody affected',
      ['H2'],
      ({ case: record }) => Object.assign(record, { priority: 'P1', affectedUsers: 0 }),
    ],
    [
      'times that have not come',
      ['H42'],
      ({ case: record }) =>
        Object.assign(record, { notifiedAt: { at: '2099-01-01T00:00:00.000Z', zone: 'UTC' } }),
    ],
    [
      'a step of somebody whom the hub does not know',
      ['H24'],
      ({ steps: [first] }) => Object.assign(first ?? {}, { by: { id: newId(), name: 'Somebody' } }),
    ],
    [
      'words that stand for an answer',
      ['H1', 'H4', 'H41'],
      ({ case: record }) =>
        Object.assign(record, {
          specified: 'n/a - none - tbd',
          observed: 'Please see above.',
          reproduction: 'asdf qwer zxcv',
          ask: 'INC0012345 INC0012346 SR696123',
        }),
    ],
    [
      'letters that only look alike',
      ['H1', 'H47'],
      ({ case: record }, system) => {
        record.observed = record.specified.replaceAll('e', '\u0435');
        Object.assign(system, { productId: null, productName: 'S\u0430mple Paging Server' });
      },
    ],
    [
      'names of nothing',
      ['H7', 'H8', 'H30', 'H31'],
      ({ case: record }, system) => {
        Object.assign(system, { hostname: 'x', os: 'unknown', networkAttachment: 'tbd' });
        Object.assign(record, { contactName: 'n/a', backupBy: 'xx' });
      },
    ],
    [
      'times of another century',
      ['H3', 'H42'],
      ({ case: record }) => {
        const old = { at: '1985-01-01T00:00:00.000Z', zone: 'UTC' };
        Object.assign(record, { firstSeen: old, lastWorked: old, notifiedAt: old });
      },
    ],
    ['no steps at all', ['H18', 'H19', 'H20', 'H22'], ({ steps }) => steps.splice(0)],
  ];
  const at = (hours: number) => ({
    at: new Date(Date.now() - hours * 3_600_000).toISOString(),
    zone: 'America/Chicago',
  });

  test.each(kinds)('%s: %j', async (_what, rules, spoil) => {
    const contents = completeContents(device);
    const [system] = contents.systems;
    if (!system) throw new Error('no system');
    spoil(contents, system);
    expect(await refusedFor(contents)).toEqual(expect.arrayContaining(rules));
  });
});

const own = resolve('test/fixtures/gate');
/** A folder of case files besides, each named for what is wrong with it: `GATE_CASES=FOLDER`. */
const more = process.env.GATE_CASES ?? '';
const filesOf = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => resolve(folder, name))
    : [];

describe('case files at the hub', () => {
  test.each([['junk.json', ['H1', 'H4', 'H14', 'H24', 'H31', 'H41', 'H42']]])(
    '%s is refused for %j',
    async (name, rules) => {
      expect(await refusedFor(caseOfFile(resolve(own, name), device))).toEqual(expect.arrayContaining(rules));
    },
  );

  test('[H12] a secret that nobody said anything of waits for a lead, and no approval lets it pass without a waiver', async () => {
    const { result, packet } = await throughTheGate(device, caseOfFile(resolve(own, 'secret.json'), device));
    expect(result).toMatchObject({ outcome: 'applied' });
    expect(result).not.toHaveProperty('receipt');
    const approval = await approve(await approverOf(device), packet);
    if (approval.outcome !== 'rejected') throw new Error('it was let pass');
    expect([...new Set(approval.rejection.findings?.map(({ rule }) => rule))]).toEqual(['H12']);
  });

  test('every file’s answer is told, and none is taken in without a lead unless it is a P1 that nothing blocks', async () => {
    for (const path of [...filesOf(own), ...(more === '' ? [] : filesOf(more))]) {
      const { result, blockers, refusedRows } = await throughTheGate(device, caseOfFile(path, device));
      const rules = [...new Set(blockers.map(({ rule }) => rule))].join(' ');
      const why = result.outcome === 'rejected' ? result.rejection.message : '';
      process.stdout.write(
        `${path.split('/').at(-1)}: ${result.outcome}${rules === '' ? ` ${why}` : `, blocked by ${rules}`}${refusedRows.length === 0 ? '' : `; not taken: ${refusedRows.join(' | ')}`}\n`,
      );
      expect(['applied', 'rejected']).toContain(result.outcome);
    }
  });
});
