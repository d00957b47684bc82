import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCase, NOW } from '../../helpers/builders.ts';
import { cli, cliProcess } from '../../helpers/cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-cli-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, contents: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(contents));
  return path;
}

function caseFile(name: string, answers: Record<string, unknown>): string {
  const contents = aCase().build();
  return file(name, {
    format: 'partner-console-case',
    version: 1,
    exportedAt: NOW,
    contents: { ...contents, case: { ...contents.case, ...answers } },
    products: [],
  });
}

describe('cli clocks', () => {
  test('[CLK1] [CLK6] --json gives each commitment with due, notBefore or nextRelease, in UTC and Central', async () => {
    const list = file('holidays.json', ['2026-11-26']);
    const { code, out } = await cliProcess([
      'clocks',
      '--priority',
      'P1',
      '--received',
      '2026-11-23T19:00:00-06:00',
      '--holidays',
      list,
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      start: { by: 'telephone', utc: '2026-11-24T01:00:00.000Z', central: '2026-11-23T19:00:00.000-06:00' },
      clocks: [
        { commitment: 'level1-response', due: { utc: '2026-11-24T03:00:00.000Z' } },
        { commitment: 'level2-response', due: { central: '2026-11-23T21:00:00.000-06:00' } },
        {
          commitment: 'action-plan',
          due: { utc: '2026-11-28T00:00:00.000Z', central: '2026-11-27T18:00:00.000-06:00' },
        },
        { commitment: 'patch', notBefore: { central: '2026-12-08T18:00:00.000-06:00' } },
      ],
    });
  });
  test('[CLK3] [CLK8] [CLK18] in words, a ticket from its acknowledgement', async () => {
    const { code, out } = await cli(
      'clocks',
      '--priority',
      'P4',
      '--start',
      'ticket',
      '--received',
      '2026-11-23T15:00:00Z',
      '--acknowledged',
      '2026-11-23T16:00:00Z',
    );
    expect(code).toBe(0);
    expect(out).toContain('Level 1 response due before Tue 24 Nov, 10:00 Central');
    expect(out).toContain('with the next release, no date known yet');
    expect(out).toContain('No list of holidays was published');
  });
  test.each([
    ['no priority', ['--received', '2026-11-23T15:00:00Z']],
    ['no time', ['--priority', 'P1']],
    ['a time without a zone', ['--priority', 'P1', '--received', '2026-11-23T15:00:00']],
    ['an impossible day', ['--priority', 'P1', '--received', '2026-02-30T15:00:00Z']],
    ['another start', ['--priority', 'P1', '--received', '2026-11-23T15:00:00Z', '--start', 'letter']],
    [
      'acknowledged before received',
      [
        '--priority',
        'P1',
        '--received',
        '2026-11-23T15:00:00Z',
        '--start',
        'ticket',
        '--acknowledged',
        '2026-11-23T14:00:00Z',
      ],
    ],
    [
      'holidays with a duplicate',
      ['--priority', 'P1', '--received', '2026-11-23T15:00:00Z', '--holidays', 'DUPLICATE'],
    ],
    ['an unknown flag', ['--wrong']],
  ])('[CLK16] [CLK20] %s: exit 2, with a reason and no stack', async (_what, args) => {
    const list = file('duplicate.json', ['2026-11-26', '2026-11-26']);
    const { code, out, error } = await cli(
      'clocks',
      ...args.map((each) => (each === 'DUPLICATE' ? list : each)),
    );
    expect([code, out]).toEqual([2, '']);
    expect(error.length).toBeGreaterThan(10);
    expect(error).not.toContain('    at ');
  });
});

describe('cli entitlement', () => {
  test('[E5] covered: exit 0', async () => {
    const path = caseFile('covered.json', {
      maintenance: 'current',
      maintenanceUntil: '2027-01-01',
      workType: 'defect',
    });
    const { code, out } = await cliProcess(['entitlement', path, '--at', '2026-11-25']);
    expect(out).toContain('Covered by maintenance.');
    expect(code).toBe(0);
  });
  test('[E3] [E4] lapsed by the day: exit 1, with clauses and the offer', async () => {
    const path = caseFile('lapsed.json', {
      maintenance: 'current',
      maintenanceUntil: '2026-11-24',
      workType: 'defect',
    });
    const { code, out } = await cli('entitlement', path, '--at', '2026-11-25');
    expect(code).toBe(1);
    expect(out).toMatch(/Fee based[\s\S]*P-16[\s\S]*P-18[\s\S]*offer to renew/);
  });
  test('[E7] not answered: exit 1, and what is missing as JSON', async () => {
    const { code, out } = await cli(
      'entitlement',
      caseFile('empty.json', {}),
      '--json',
      '--at',
      '2026-11-25',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      coverage: { kind: 'unknown', missing: ['maintenance', 'workType'] },
    });
  });
  test.each([
    ['no file named', () => []],
    ['a file that is not there', () => [join(folder, 'nowhere.json')]],
    ['a file that is no case', () => [file('other.json', { a: 1 })]],
    ['a kind of work that there is not', () => [caseFile('work.json', { workType: 'magic' })]],
    ['a day that there is not', () => [caseFile('day.json', {}), '--at', '2026-02-30']],
  ])('%s: exit 2, with a reason and no stack', async (_what, args) => {
    const { code, error } = await cli('entitlement', ...args());
    expect(code).toBe(2);
    expect(error.length).toBeGreaterThan(10);
    expect(error).not.toContain('    at ');
  });
});
