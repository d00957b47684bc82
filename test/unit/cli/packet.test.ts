import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { jwksOf } from '../../../shared/certification/keys.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { type Files, type SignedPacket, signedPacket, smallBag, unzipped } from '../../helpers/bags.ts';
import { aCase, NOW } from '../../helpers/builders.ts';
import { cli, cliProcess } from '../../helpers/cli.ts';
import { anIssuer } from '../../helpers/credentials.ts';

let folder = '';
let signed: SignedPacket;
let bag = '';
let trust = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-packet-'));
  signed = await signedPacket();
  bag = join(folder, 'packet.zip');
  writeFileSync(bag, await signed.zip());
  trust = join(folder, 'trust.json');
  writeFileSync(trust, JSON.stringify(signed.trust));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function laid(name: string, files: Files): string {
  const at = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), content);
  }
  return at;
}

function caseFile(name: string, contents: CaseContents): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    JSON.stringify({
      format: 'partner-console-case',
      version: 1,
      exportedAt: NOW,
      contents,
      products: sampleProducts,
    }),
  );
  return path;
}

describe('cli packet and bag', () => {
  test('packet verify: a signed packet, as a zip and as a folder', async () => {
    const zip = await cliProcess(['packet', 'verify', bag, '--trust', trust, '--at', NOW]);
    expect(zip).toMatchObject({ code: 0, error: '' });
    expect(zip.out).toContain('holds a valid packet');
    expect(zip.out).toMatch(/ok +approval signature +Approved by Sample Lead\./);
    const unpacked = laid('unpacked', await unzipped(await signed.zip()));
    const { code, out } = await cli('packet', 'verify', unpacked, '--trust', trust, '--at', NOW, '--json');
    const told = JSON.parse(out) as { verdict: string; checks: { check: string; ok: boolean | null }[] };
    expect([code, told.verdict]).toEqual([0, 'valid']);
    expect(told.checks.filter(({ ok }) => ok === false)).toEqual([]);
  });

  test('packet verify: not approved, and a revision that was superseded: exit 1', async () => {
    const alone = join(folder, 'alone.zip');
    writeFileSync(alone, await signed.zip({ signatures: signed.signatures.slice(0, 1) }));
    const one = await cli('packet', 'verify', alone, '--trust', trust, '--at', NOW);
    expect([one.code, one.out]).toEqual([1, expect.stringMatching(/FAILED +approval signature +No lead/)]);
    const newer = join(folder, 'newer.json');
    const revisions = [{ caseId: signed.packet.caseId, revision: 3 }];
    writeFileSync(newer, JSON.stringify({ ...signed.trust, revisions }));
    const old = await cli('packet', 'verify', bag, '--trust', newer, '--at', NOW);
    expect([old.code, old.out]).toEqual([1, expect.stringMatching(/FAILED +revision +Revision 3/)]);
  });

  test('packet verify: the engineer’s credentials are asked where issuers are known; a set that is none is exit 2', async () => {
    const issuer = await anIssuer();
    const named = join(folder, 'issuers.json');
    writeFileSync(named, JSON.stringify({ ...signed.trust, issuers: jwksOf([issuer.key]) }));
    const lacking = await cli('packet', 'verify', bag, '--trust', named, '--at', NOW);
    expect([lacking.code, lacking.out]).toEqual([1, expect.stringMatching(/FAILED +credentials +/)]);
    const open = await cli('packet', 'verify', bag, '--trust', trust, '--at', NOW);
    expect(open.out).toMatch(/not asked +credentials +/);
    writeFileSync(named, JSON.stringify({ ...signed.trust, issuers: { keys: [{ kty: 'EC' }] } }));
    const none = await cli('packet', 'verify', bag, '--trust', named, '--at', NOW);
    expect([none.code, none.error]).toEqual([2, expect.stringContaining('issuers')]);
  });

  test('packet show: what it says, on one line each', async () => {
    const { code, out } = await cli('packet', 'show', bag);
    expect(code).toBe(0);
    expect(out).toContain(`Digest    ${signed.packet.digest}`);
    expect(out).toContain('Asked     Say why the index is not written.');
    expect(out).toMatch(/^Signed .* by Sample Lead \(approval\)$/m);
  });

  test('packet make: a case file and its files become a bag that verifies, unsigned; it is never written over', async () => {
    const files = laid(
      'files',
      Object.fromEntries([...signed.attachments].map(([, bytes], at) => [`any-${at}`, bytes])),
    );
    const path = caseFile('case.json', signed.packet.contents);
    const out = join(folder, 'made.zip');
    const lacking = await cli('packet', 'make', path, '--out', out, '--at', NOW);
    expect([lacking.code, lacking.error, existsSync(out)]).toEqual([
      1,
      expect.stringContaining('recorder.log'),
      false,
    ]);
    // A link leads out of the folder that was given.
    const links = join(folder, 'links');
    mkdirSync(links);
    for (const name of readdirSync(files)) symlinkSync(join(files, name), join(links, name));
    const linked = await cli('packet', 'make', path, '--out', out, '--files', links, '--at', NOW);
    expect([linked.code, existsSync(out)]).toEqual([1, false]);
    const made = await cli(
      'packet',
      'make',
      path,
      '--out',
      out,
      '--files',
      files,
      '--at',
      NOW,
      '--revision',
      '2',
    );
    expect([made.code, made.out]).toEqual([0, expect.stringContaining(signed.packet.digest)]);
    expect((await cli('bag', 'verify', out)).code).toBe(0);
    const verified = await cli('packet', 'verify', out, '--trust', trust, '--at', NOW);
    expect([verified.code, verified.out]).toEqual([1, expect.stringMatching(/FAILED +engineer signature/)]);
    const again = await cli('packet', 'make', path, '--out', out, '--files', files, '--at', NOW);
    expect([again.code, again.error]).toEqual([2, expect.stringContaining('left as it is')]);
  });

  test('packet make: a case that lacks something makes no packet', async () => {
    const out = join(folder, 'never.zip');
    const { code, error } = await cli(
      'packet',
      'make',
      caseFile('empty.json', aCase().build()),
      '--out',
      out,
      '--at',
      NOW,
    );
    expect([code, error, existsSync(out)]).toEqual([1, expect.stringContaining('H1 '), false]);
  });

  test('bag verify: any bag; a link in a folder is refused; what can be read and is no bag is not valid', async () => {
    const valid = await cli('bag', 'verify', laid('old', smallBag('0.97')));
    expect([valid.code, valid.out]).toEqual([
      0,
      expect.stringContaining('a valid bag of version 0.97: 2 files, 3 bytes'),
    ]);
    const linked = laid('linked', smallBag());
    symlinkSync('/etc/hostname', join(linked, 'data/link'));
    const { code, out } = await cli('bag', 'verify', linked, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'invalid' });
    const none = await cliProcess(['bag', 'verify', laid('none', { 'a.txt': 'x' })]);
    expect([none.code, none.error]).toEqual([1, expect.stringContaining('no bagit.txt')]);
  });

  test.each([
    ['no file named', () => ['packet', 'verify']],
    ['no trust', () => ['packet', 'verify', bag]],
    ['a trust file that is none', () => ['packet', 'verify', bag, '--trust', bag]],
    ['a time that is none', () => ['packet', 'verify', bag, '--trust', trust, '--at', 'soon']],
    ['a file that is not there', () => ['packet', 'show', join(folder, 'nowhere.zip')]],
    ['a file that is no zip', () => ['bag', 'verify', trust]],
    ['an unknown action', () => ['packet', 'sign', bag]],
    ['no place to write to', () => ['packet', 'make', trust]],
    ['an unknown flag', () => ['bag', 'verify', bag, '--wrong']],
  ])('%s: exit 2, with a reason and no stack', async (_what, args) => {
    const { code, error } = await cli(...args());
    expect(code).toBe(2);
    expect(error.length).toBeGreaterThan(10);
    expect(error).not.toContain('    at ');
  });
});

describe('other implementations', () => {
  test('[BG11] ours by theirs: coreutils check every checksum, and BagIt’s own library where it is here', async () => {
    const at = laid('ours', await unzipped(await signed.zip()));
    for (const algorithm of ['sha256', 'sha512'])
      for (const kind of ['manifest', 'tagmanifest']) {
        const { status, stderr } = spawnSync(
          `${algorithm}sum`,
          ['--check', '--strict', '--quiet', `${kind}-${algorithm}.txt`],
          { cwd: at, encoding: 'utf8' },
        );
        expect([algorithm, kind, status, stderr]).toEqual([algorithm, kind, 0, '']);
      }
    const library = spawnSync(
      '/usr/bin/python3',
      ['-c', 'import sys,bagit;bagit.Bag(sys.argv[1]).validate();print("valid")', at],
      { encoding: 'utf8' },
    );
    if (library.error || library.stderr.includes('No module named'))
      process.stdout.write(
        'The bagit library is not among this computer’s Python modules: our bags were held against coreutils only.\n',
      );
    else expect(library.stdout).toBe('valid\n');
  });

  test('[BG1] theirs by ours: a bag that coreutils made, and one of BagIt’s own library where it is here', async () => {
    const at = laid('theirs', { 'data/a b.txt': 'one', 'data/sub/ü.bin': new Uint8Array(70_000) });
    const script =
      'printf "BagIt-Version: 0.97\\nTag-File-Character-Encoding: UTF-8\\n" > bagit.txt; find data -type f -exec sha512sum -b {} + > manifest-sha512.txt; md5sum bagit.txt manifest-sha512.txt > tagmanifest-md5.txt';
    expect(spawnSync('sh', ['-c', script], { cwd: at }).status).toBe(0);
    expect(await cli('bag', 'verify', at)).toMatchObject({ code: 0 });
    const other = laid('library', { 'a.txt': 'one', 'sub/b.txt': 'two' });
    const library = spawnSync(
      '/usr/bin/python3',
      ['-c', 'import sys,bagit;bagit.make_bag(sys.argv[1],{"Contact-Name":"X"})', other],
      { encoding: 'utf8' },
    );
    if (library.error || library.stderr.includes('No module named'))
      process.stdout.write(
        'The bagit library is not among this computer’s Python modules: only bags of coreutils were read.\n',
      );
    else expect(await cli('bag', 'verify', other)).toMatchObject({ code: 0 });
  });
});
