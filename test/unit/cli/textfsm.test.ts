import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli } from '../../helpers/cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-textfsm-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
  return path;
}

const PORTS = `Value Required PORT (\\S+)
Value List VLAN (\\d+)

Start
  ^port $PORT
  ^\\s+vlan $VLAN
  ^end -> Record
  ^. -> Error
`;
const OUTPUT = 'port 1/1\n  vlan 10\n  vlan 20\nend\nport 1/2\nend\n';

describe('cli textfsm', () => {
  test('prints the records as TextFSM does, and as JSON by the names of the values', async () => {
    const template = file('ports.textfsm', PORTS);
    const { code, out } = await cli('textfsm', template, file('ports.txt', OUTPUT));
    expect(code).toBe(0);
    expect(out).toBe("['PORT', 'VLAN']\n['1/1', ['10', '20']]\n['1/2', []]\n");
    const json = await cli('textfsm', template, file('ports.txt', OUTPUT), '--json');
    expect(JSON.parse(json.out)).toEqual([
      { PORT: '1/1', VLAN: ['10', '20'] },
      { PORT: '1/2', VLAN: [] },
    ]);
  });

  test('[T45] an unknown line: what stands before it is printed, the line is named, leaving it out is offered', async () => {
    const template = file('ports.textfsm', PORTS);
    const broken = file('broken.txt', OUTPUT.replace('port 1/2', '%SYS-5-CONFIG_I: Configured\nport 1/2'));
    const stopped = await cli('textfsm', template, broken);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toContain("['1/1', ['10', '20']]");
    expect(stopped.out).not.toContain('1/2');
    expect(stopped.error).toContain('line 5 is unknown');
    expect(stopped.error).toContain('--skip-unknown');
    const skipped = await cli('textfsm', template, broken, '--skip-unknown');
    expect(skipped.out).toContain("['1/2', []]");
    expect(skipped.error).toContain('line 5 was left out');
  });

  test('[T51] a rule that does not come to an end is stopped and named; what stands before it is kept', async () => {
    const template = file(
      'hangs.textfsm',
      'Value WORDS ((\\w+\\s?)+(?=!))\nValue N (\\d+)\n\nStart\n  ^n $N -> Record\n  ^$WORDS\n\nEOF\n',
    );
    const { code, out, error } = await cli(
      'textfsm',
      template,
      file('hangs.txt', `n 1\n${'a'.repeat(64)} .\nn 2\n`),
    );
    expect(code).toBe(1);
    expect(out).toBe("['WORDS', 'N']\n['', '1']\n");
    expect(error).toContain('The rule in line 6');
    expect(error).toContain('at line 2');
  });

  test.each([
    ['no output named', () => ['textfsm', 'only-one']],
    ['a template that is not there', () => ['textfsm', join(folder, 'none'), join(folder, 'none')]],
    ['a template with a fault', () => ['textfsm', file('bad.textfsm', 'Value A (\n'), file('x.txt', 'x')]],
    ['a folder without an index', () => ['textfsm-check', folder]],
    ['a folder that is not there', () => ['textfsm-check', join(folder, 'none')]],
  ])('%s: exit 2, one line', async (_, args) => {
    const { code, error } = await cli(...args());
    expect(code).toBe(2);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});

describe('cli textfsm-check', () => {
  const layout = {
    'ntc_templates/templates/index':
      'Template, Hostname, Platform, Command\nacme_os_show_ports.textfsm, .*, acme_os, sh[[ow]] po[[rts]]\n',
    'ntc_templates/templates/acme_os_show_ports.textfsm': PORTS,
    'tests/acme_os/show_ports/one.raw': OUTPUT,
    'tests/acme_os/show_ports/one.yml':
      '---\nparsed_sample:\n  - port: "1/1"\n    vlan: ["10", "20"]\n  - port: "1/2"\n    vlan: []\n',
    'tests/acme_os/show_ports/other.raw': OUTPUT,
    'tests/acme_os/show_ports/other.yml': '---\nparsed_sample:\n  - port: "1/1"\n    vlan: []\n',
    'tests/acme_os/show_ports/no_pair.raw': OUTPUT,
  };
  test('[T68] every pair of a folder or a zip: those that differ by name, then passed/total', async () => {
    for (const [name, contents] of Object.entries(layout)) file(`set/${name}`, contents);
    const { code, out } = await cli('textfsm-check', join(folder, 'set'));
    expect(code).toBe(1);
    expect(out).toBe('tests/acme_os/show_ports/other.raw: 2 records were read, 1 are expected.\n1/2\n');
    const bytes = Object.fromEntries(
      Object.entries(layout).map(([name, contents]) => [`set/${name}`, new TextEncoder().encode(contents)]),
    );
    const zipped = await cli('textfsm-check', file('set.zip', zipSync(bytes)));
    expect(zipped.out.trim().split('\n').at(-1)).toBe('1/2');
  });
  test('[T68] a folder of one’s own templates has its index beside them', async () => {
    for (const [name, contents] of Object.entries(layout))
      file(`own/${name.replace('ntc_templates/templates/', '')}`, contents);
    const { code, out } = await cli('textfsm-check', join(folder, 'own'));
    expect(code).toBe(1);
    expect(out.trim().split('\n').at(-1)).toBe('1/2');
  });
  test.each([
    ['y', true],
    ['n', true],
    ['08', true],
    ['1e3', true],
    ['0x1g', true],
    ['.', true],
    ['-.5', true],
    ['"yes"', true],
    ['yes', false],
    ['Off', false],
    ['7', false],
    ['0x1f', false],
    ['12:30', false],
    ['1.5', false],
    ['.5', false],
    ['2026-11-29', false],
    ['~', false],
  ])('[T68] an expected %s is the text that it looks like: %s, as with PyYAML', async (value, isText) => {
    const name = `yaml-${value.replace(/\W/g, '-')}-${isText}`;
    const template = 'Value V (\\S+)\n\nStart\n  ^$V -> Record\n';
    file(`${name}/ntc_templates/templates/index`, 'Template, Platform, Command\nv.textfsm, a, show v\n');
    file(`${name}/ntc_templates/templates/v.textfsm`, template);
    file(`${name}/tests/a/show_v/one.raw`, `${value.replaceAll('"', '')}\n`);
    file(`${name}/tests/a/show_v/one.yml`, `---\nparsed_sample:\n  - v: ${value}\n`);
    const { out } = await cli('textfsm-check', join(folder, name));
    expect(out.trim().split('\n').at(-1)).toBe(isText ? '1/1' : '0/1');
  });
});
