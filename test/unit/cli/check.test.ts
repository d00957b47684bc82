import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCase, aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';
import { cli, cliProcess } from '../../helpers/cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, contents: unknown): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    typeof contents === 'string'
      ? contents
      : JSON.stringify({
          format: 'partner-console-case',
          version: 1,
          exportedAt: NOW,
          contents,
          products: sampleProducts,
        }),
  );
  return path;
}

describe('cli check', () => {
  test('a complete case: exit 0', async () => {
    const { code, out } = await cli('check', file('complete.json', aCompleteCase().build()), '--at', NOW);
    expect(code).toBe(0);
    expect(out).toContain('Nothing blocks the handoff.');
  });
  test.each([
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\u{feff}${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\u{feff}${text}`, 'utf16le')],
    ['UTF-16, big-endian', (text: string) => Buffer.from(`\u{feff}${text}`, 'utf16le').swap16()],
  ])('a case file in %s is read, as Windows saves it', async (_what, saved) => {
    const path = file('saved.json', aCompleteCase().build());
    writeFileSync(path, saved(readFileSync(path, 'utf8')));
    expect(await cli('check', path, '--at', NOW)).toMatchObject({ code: 0, error: '' });
  });
  test('nothing that a case, a log or a name holds commands the terminal; in JSON it is the same character', async () => {
    const evil = 'rec1\u001b[31mred\u001b]0;title\u0007\u009b31m\u202e\u061c\u200b\u{e0041}\u2028x';
    const path = file(
      'evil.json',
      aCompleteCase().with({ networkChanged: null }).withSystem({ hostname: evil, site: '' }).build(),
    );
    const shown = await cliProcess(['check', path, '--at', NOW]);
    const json = await cliProcess(['check', path, '--at', NOW, '--json']);
    const missing = await cliProcess(['log', join(folder, evil)]);
    for (const { out, error } of [shown, json, missing])
      expect(`${out}${error}`).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u061c\u200b\u{e0041}\u2028]/u);
    expect(shown.out).toContain('rec1\\u001b[31mred');
    expect(missing.error).toContain('\\u009b31m');
    const { findings } = JSON.parse(json.out) as {
      findings: { message: string; code: string; values: object }[];
    };
    expect(findings.some(({ message }) => message.startsWith(`${evil}:`))).toBe(true);
    // ... and tells one kind of a rule's finding from another without its English (HE13).
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'H7', code: 'site-missing', values: { system: evil } }),
    );
    expect(findings.find(({ code }) => code === 'change-not-answered')?.values).toEqual({
      area: { phrase: 'network' },
    });
  });
  test('an empty case: exit 1, findings by part with clause and fix', async () => {
    const { code, out } = await cli('check', file('empty.json', aCase().build()), '--at', NOW);
    expect(code).toBe(1);
    expect(out).toMatch(/^Problem\n {2}missing {1,}H1 .*\(P-14\)\. Write/m);
  });
  test('[H12] a case of junk is refused with what is wrong, so is a secret, and an honest question passes', async () => {
    const junk = await cli('check', resolve('test/fixtures/gate/junk.json'), '--json', '--at', NOW);
    expect(junk.code).toBe(1);
    const { findings } = JSON.parse(junk.out) as { findings: { rule: string; severity: string }[] };
    const blocking = new Set(
      findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule),
    );
    expect([...blocking]).toEqual(
      expect.arrayContaining(['H1', 'H4', 'H10', 'H14', 'H24', 'H31', 'H32', 'H41', 'H42']),
    );
    const secret = await cli('check', resolve('test/fixtures/gate/secret.json'), '--at', NOW);
    expect([secret.code, secret.out]).toEqual([
      1,
      expect.stringMatching(/missing H12 .*running-config looks like a secret/),
    ]);
    const question = await cli('check', resolve('test/fixtures/gate/question.json'), '--at', NOW);
    expect([question.code, question.out]).toEqual([
      0,
      expect.stringContaining('Nothing blocks the handoff.'),
    ]);
  });
  test('[H5] a waiver of whoever hands the case off lets nothing pass here either: exit 1, and why', async () => {
    const waivedBy = (by: { id: string; name: string }) => {
      const { contents } = aCompleteCase().with({ unmodified: 'no' });
      contents.waivers.push({
        ...{ id: idOf(0xf0), caseId: contents.case.id, rule: 'H5', by, at: zoned(NOW) },
        ...{ where: { table: 'cases', id: contents.case.id, field: 'unmodified' } },
        reason: 'The site cannot go back.',
      });
      return file('waived.json', contents);
    };
    const own = await cli('check', waivedBy(aCompleteCase().contents.case.engineer), '--at', NOW);
    expect([own.code, own.out]).toEqual([
      1,
      expect.stringMatching(/missing H5 .*another lead has to let it pass/),
    ]);
    const lead = await cli('check', waivedBy({ id: idOf(0xe2), name: 'Sample Lead' }), '--at', NOW);
    expect([lead.code, lead.out]).toEqual([0, expect.stringMatching(/note {4}H5 .*Waived by Sample Lead/)]);
  });
  test('[S12] a case that was complete before schema 5 stays so: what was not asked then is asked in a warning', async () => {
    const { code, out } = await cli('check', resolve('test/fixtures/gate/sound-schema-4.json'), '--at', NOW);
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing blocks the handoff.')]);
    expect(out).toMatch(/warning H5 .*Is the product modified\?/);
    expect(out).toMatch(/warning H41/);
  });
  test('--json prints findings and the version of the rule set', async () => {
    const { code, out } = await cli('check', file('json.json', aCase().build()), '--json', '--at', NOW);
    expect(code).toBe(1);
    const told = JSON.parse(out) as { ruleSetVersion: string; findings: { rule: string }[] };
    expect(told.findings.some((each) => each.rule === 'H1')).toBe(true);
  });
  test.each([
    ['no file named', () => ['check']],
    ['a file that is not there', () => ['check', join(folder, 'nowhere.json')]],
    ['a folder', () => ['check', folder]],
    ['a file that is no case', () => ['check', file('other.json', '{"a":1}')]],
    ['a time that is none', () => ['check', file('time.json', aCase().build()), '--at', 'soon']],
    ['an unknown flag', () => ['check', file('flag.json', aCase().build()), '--wrong']],
  ])('%s: exit 2, with a reason and no stack', async (_what, args) => {
    const { code, error } = await cli(...args());
    expect(code).toBe(2);
    expect(error.length).toBeGreaterThan(10);
    expect(error).not.toContain('    at ');
  });
  test('each command says by --help how it is used, with its exit codes: exit 0', async () => {
    const help = await cliProcess(['check', '--help']);
    expect(help).toMatchObject({ code: 0, error: '' });
    expect(help.out).toMatch(
      /^ {2}check CASE\.json [^\n]*\n.*exit 0 nothing blocks, 1 something does, 2 no case file\n$/,
    );
    const forms = await cliProcess(['packet', 'make', '-h']);
    expect(forms.out.match(/^ {2}packet \w+/gm)).toEqual([
      '  packet make',
      '  packet verify',
      '  packet show',
    ]);
    // Behind `--` it is a file.
    expect(await cliProcess(['log', '--', '--help'])).toMatchObject({ code: 2, out: '' });
  });
  test('an unknown command: exit 2, with a reason and no stack', async () => {
    const { code, error } = await cliProcess(['chekc']);
    expect([code, error]).toEqual([2, expect.stringContaining('There is no command "chekc".')]);
    expect(error).not.toContain('    at ');
  });
  test('nor is more read of what says no size and has no end', async () => {
    const { code, error } = await cli('check', '/dev/zero');
    expect([code, error]).toEqual([2, expect.stringContaining('larger than 64 MB')]);
  });

  test('a file larger than any case file is refused unread', async () => {
    const path = file('large.json', '{}');
    truncateSync(path, 65 * 1024 * 1024);
    const { code, error } = await cli('check', path);
    expect([code, error]).toEqual([2, expect.stringContaining('larger than 64 MB')]);
  });
});
