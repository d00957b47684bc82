import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Collected } from '../../../shared/collect/collected.ts';
import { cli as command } from '../../helpers/cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-intake-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (name: string) => resolve('test/fixtures/collect', name);
const cli = (...args: string[]) => command('intake', ...args);
async function json(...args: string[]): Promise<Collected & { code: number }> {
  const { code, out } = await cli(...args, '--json');
  return { ...(JSON.parse(out) as Collected), code };
}
function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('cli intake', () => {
  test('prints kind, certainty, systems, links, configuration, revisions, findings, provenance', async () => {
    const read = await json(fixture('ios-stack.txt'));
    expect(read.code).toBe(0);
    expect(Object.keys(read)).toEqual([
      'kind',
      'certainty',
      'systems',
      'links',
      'configuration',
      'revisions',
      'findings',
      'provenance',
      'code',
    ]);
    expect(read.systems[0]?.serial).toEqual({ value: 'FCW0000A1B2', file: 'ios-stack.txt', line: 20 });
  });
  test('for a person: each fact with its file and line', async () => {
    const { out } = await cli(fixture('asa-version.txt'));
    expect(out).toMatch(/^ {2}serial +JAD0000QWER {2}\(asa-version\.txt:21\)$/m);
  });
  test('gzip, zip and UTF-16 are read like the text in them', async () => {
    const bytes = readFileSync(fixture('systeminfo.txt'));
    const wide = Buffer.from(bytes.toString('utf8'), 'utf16le');
    for (const path of [
      file('one.gz', gzipSync(bytes)),
      file('one.zip', zipSync({ 'site/one.txt': new Uint8Array(bytes) })),
      file('one.txt', wide),
    ]) {
      const read = await json(path);
      expect(read.systems[0]?.hostname?.value).toBe('IPS-APP-01');
    }
  });
  test('[K2] [K8] a gzip bomb, a file cut short and a picture are named; what else was dropped is read', async () => {
    const read = await json(
      fixture('nxos-version.txt'),
      file('bomb.gz', gzipSync(Buffer.alloc(100 * 1_048_576, 'a'))),
      file('cut.gz', gzipSync(readFileSync(fixture('systeminfo.txt'))).subarray(0, 200)),
      file('photo.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0)),
    );
    expect(read.code).toBe(1);
    // What stands before the damage is read, too.
    expect(read.systems.map(({ hostname }) => hostname?.value)).toEqual(['dc1-leaf-03', 'IPS-APP-01']);
    const notes = read.provenance.flatMap((each) => each.notes);
    expect(notes).toContain('bomb.gz is larger than 64 MB, of which the beginning was read.');
    expect(notes.some((note) => /^cut\.gz cannot be unpacked/.test(note))).toBe(true);
    expect(notes).toContain('photo.png is a PNG picture, no text. Nothing was read from it.');
  });
  test('[K24] packages of the components that are named', async () => {
    const read = await json(fixture('dpkg.txt'), '--component', 'ips-core');
    expect(read.revisions.map(({ component, value }) => [component, value])).toEqual([
      ['ips-core', '7.1.3-1042'],
    ]);
  });
  test.each([
    ['no file named', []],
    ['a file that is not there', [join(tmpdir(), 'no-such-capture.txt')]],
    ['an option that is none', ['--what']],
  ])('%s: exit 2, one line', async (_, args) => {
    const { code, error } = await cli(...args);
    expect(code).toBe(2);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});

describe('cli intake with own templates', () => {
  const mapping = {
    format: 'partner-console-mapping',
    version: 1,
    templates: {
      'acme_os_show_ports.textfsm': [
        { field: 'STATE', fact: 'configuration', section: 'Ports', keyField: 'PORT' },
      ],
    },
  };
  const own = (template: string) => {
    const zip = file(
      'templates.zip',
      zipSync({
        'templates/index': new TextEncoder().encode(
          'Template, Hostname, Platform, Command\nacme_os_show_ports.textfsm, .*, acme_os, sh[[ow]] po[[rts]]\n',
        ),
        'templates/acme_os_show_ports.textfsm': new TextEncoder().encode(template),
      }),
    );
    const capture = file(
      'own.txt',
      `pbx-1#sh ports\nport 1 up\nodd\nport 2 down\n${'a'.repeat(64)} .\npbx-1#\n`,
    );
    return [capture, '--templates', zip, '--mapping', file('mapping.json', JSON.stringify(mapping))];
  };
  test('[T62] [T70] the index finds the template, the mapping makes its records facts, an unknown line is told', async () => {
    const read = await json(
      ...own(
        'Value PORT (\\d+)\nValue STATE (\\w+)\n\nStart\n  ^port $PORT $STATE -> Record\n  ^. -> Error\n',
      ),
    );
    expect(read.kind).toBe('template acme_os_show_ports.textfsm');
    expect(read.configuration.map(({ key, value, line }) => [key, value, line])).toEqual([
      ['1', 'up', 2],
      ['2', 'down', 4],
    ]);
    expect(read.provenance[0]?.notes[0]).toContain('Line 3 was left out');
  });
  test('[T51] a template that hangs is stopped and named; what it had read is kept', async () => {
    const read = await json(
      ...own(
        'Value PORT (\\d+)\nValue STATE (\\w+)\n\nStart\n  ^port $PORT $STATE -> Record\n  ^((\\w+\\s?)+)+(?=!)\n',
      ),
    );
    expect(read.configuration.map(({ key }) => key)).toEqual(['1', '2']);
    expect(read.provenance[0]?.notes[0]).toContain('did not come to an end');
  });
  test('a template that the index names and nobody brought is named; the output is read by what else knows it', async () => {
    const [capture = '', ...flags] = own('');
    const zip = file(
      'other.zip',
      zipSync({
        index: new TextEncoder().encode(
          'Template, Hostname, Platform, Command\nnone.textfsm, .*, .*, sh[[ow]] po[[rts]]\n',
        ),
      }),
    );
    const { code, error } = await cli(capture, '--templates', zip, ...flags.slice(2));
    expect(code).toBe(1);
    expect(error).toContain('none.textfsm');
  });
  test('one of the two options alone is refused', async () => {
    const { code } = await cli(fixture('dpkg.txt'), '--templates', folder);
    expect(code).toBe(2);
  });
});
