import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cli } from '../../helpers/cli.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function run(cwd: string, ...args: string[]) {
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const { code, out, error } = await cli('redact', ...args);
    return { status: code, stdout: out, stderr: error };
  } finally {
    process.chdir(before);
  }
}

const CONFIG = 'hostname EDGE-77\nenable secret Planted-77\n ip address 10.20.30.40 255.255.255.0\n';

function folder(files: Record<string, string | Buffer>): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const written = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));

describe('redact FILE...', () => {
  test('writes derivatives with new names beside their inputs, which stay as they are, and exits 0', async () => {
    const cwd = folder({ 'EDGE-77.cfg': CONFIG, 'note.txt': 'on EDGE-77 with Planted-77\n' });
    const { status, stdout } = await run(cwd, 'EDGE-77.cfg', 'note.txt', '--out', 'out');
    expect(status).toBe(0);
    expect(stdout).toMatch(/The final scan found nothing more\.\nThe final scan is a help, not a guarantee/);
    expect(stdout).toMatch(/A key was made for this run and is not kept: the tokens match no others/);
    expect(readFileSync(join(cwd, 'EDGE-77.cfg'), 'utf8')).toBe(CONFIG);
    const out = written(join(cwd, 'out'));
    expect(Object.keys(out)).toEqual([expect.stringMatching(/^HOST-\w{8}\.cfg$/), 'note.txt']);
    expect(JSON.stringify(out)).not.toMatch(/EDGE-77|Planted|10\.20\.30\.40/);
  });

  test('with the key of the case the same original gets the same token each time, and the key is for its owner only', async () => {
    const cwd = folder({ 'a.cfg': CONFIG, 'b.txt': 'hostname EDGE-77\n' });
    expect((await run(cwd, 'a.cfg', '--key-file', 'case.key', '--out', 'one')).stdout).toMatch(
      /A new key is in case\.key/,
    );
    expect(readFileSync(join(cwd, 'case.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    if (process.platform !== 'win32') expect(statSync(join(cwd, 'case.key')).mode & 0o777).toBe(0o600);
    expect((await run(cwd, 'b.txt', '--key-file', 'case.key', '--out', 'two')).stdout).toMatch(
      /those of the key in case\.key/,
    );
    const host = (name: string, file: string) =>
      /HOST-\w+/.exec(readFileSync(join(cwd, name, file), 'utf8'))?.[0];
    expect(host('one', 'a.cfg')).toBe(host('two', 'b.txt'));
  });

  test('--json tells each replacement without its original, and where the final scan still finds something exits 1', async () => {
    const token = `xoxb-123456789012-1234567890123-${'aB3dE6gH'.repeat(3)}`;
    const cwd = folder({ 'a.cfg': CONFIG, 'log.txt': `sent ${token}\n` });
    const { status, stdout } = await run(cwd, 'a.cfg', 'log.txt', '--json', '--keep', token);
    expect(status).toBe(1);
    const told = JSON.parse(stdout);
    expect(told.replacements).toHaveLength(3);
    expect(told.replacements[1]).toMatchObject({
      line: 2,
      column: 15,
      endColumn: 25,
      kind: 'SECRET',
      rule: 'RD21',
      token: expect.stringMatching(/^SECRET-/),
    });
    expect(told.left).toMatchObject([
      { source: 'log.txt', line: 1, column: 6, by: expect.stringMatching(/^secretlint/) },
    ]);
    expect(stdout).not.toMatch(/Planted-77|aB3dE6gH/);
  });

  test('--add names what no rule finds', async () => {
    const cwd = folder({ 'note.txt': 'Project Bluebird begins.\n' });
    expect((await run(cwd, 'note.txt', '--add', 'host:Bluebird')).status).toBe(0);
    expect(written(join(cwd, 'redacted'))['note.txt']).toMatch(/^Project HOST-\w{8} begins\.\n$/);
  });

  test('an archive, a picture or what is no text is said not to be looked into, by content and not by name', async () => {
    const cwd = folder({
      'a.txt': gzipSync(CONFIG),
      'b.log': Buffer.from([1, 0, 2, 0, 0, 3]),
      'c.txt': 'plain\n',
    });
    const { status, stdout } = await run(cwd, 'a.txt', 'b.log', 'c.txt');
    expect(status).toBe(1);
    expect(stdout).toMatch(/a\.txt is a gzip archive: not looked into, nothing written/);
    expect(stdout).toMatch(/b\.log is no text: not looked into/);
    expect(Object.keys(written(join(cwd, 'redacted')))).toEqual(['c.txt']);
  });

  test('UTF-16 as Windows writes it, and bytes that are no UTF-8, come out as they went in', async () => {
    const wide = Buffer.from(`\ufeff${CONFIG}`, 'utf16le');
    const cwd = folder({ 'wide.txt': wide, 'old.txt': Buffer.from(`! caf\u00e9\n${CONFIG}`, 'latin1') });
    expect((await run(cwd, 'wide.txt', 'old.txt')).status).toBe(0);
    const out = readFileSync(join(cwd, 'redacted', 'wide.txt'));
    expect(out.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
    expect(out.toString('utf16le')).toMatch(/^\ufeffhostname HOST-\w{8}\nenable secret SECRET-/);
    expect(readFileSync(join(cwd, 'redacted', 'old.txt'), 'latin1')).toMatch(/^! caf\u00e9\nhostname HOST-/);
  });

  test('nothing is overwritten, and two names that become one are numbered', async () => {
    const cwd = folder({ 'a.txt': 'one\n' });
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub/a.txt'), 'two\n');
    expect((await run(cwd, 'a.txt', 'sub/a.txt')).status).toBe(0);
    expect(written(join(cwd, 'redacted'))).toEqual({ 'a.txt': 'one\n', 'a-2.txt': 'two\n' });
    const again = await run(cwd, 'a.txt');
    expect(again.status).toBe(2);
    expect(again.stderr).toMatch(/a\.txt is there already\. Nothing is overwritten/);
  });

  test.each([
    [[], /Say which files to redact/],
    [['missing.txt'], /missing\.txt cannot be read or written \(ENOENT\)/],
    [['a.txt', '--wrong'], /--wrong/],
    [['a.txt', '--add', 'Bluebird'], /--add Bluebird: give a kind/],
    [['a.txt', '--telephone-digits', '9'], /takes 0 to 4/],
    [['a.txt', '--key-file', 'a.txt'], /a\.txt holds no key/],
  ])('%j is refused with exit 2', async (args, said) => {
    const cwd = folder({ 'a.txt': 'text\n' });
    const { status, stderr } = await run(cwd, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
    expect(readdirSync(cwd)).toEqual(['a.txt']);
  });
});
