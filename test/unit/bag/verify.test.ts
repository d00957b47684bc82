import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../../shared/bag/bytes.ts';
import { isValid } from '../../../shared/bag/report.ts';
import { MOST_ENTRIES } from '../../../shared/bag/source.ts';
import { verifyBag } from '../../../shared/bag/verify.ts';
import {
  type Files,
  failed,
  hashOf,
  nodePlatform,
  resealed,
  smallBag,
  sourceOf,
  verified,
} from '../../helpers/bags.ts';

const failedOf = async (files: Files) => failed((await verified(sourceOf(files))).checks);
const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));

describe('any bag', () => {
  test('[BG1] a valid one of each version, with payload and tags told', async () => {
    for (const version of ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0']) {
      const report = await verified(sourceOf(smallBag(version)));
      expect(report.checks.map(({ ok }) => ok)).toEqual(Array(8).fill(true));
      expect(report).toMatchObject({ version, payload: { files: 2, bytes: 3 } });
    }
  });

  test('[BG1] without tag manifests, without bag-info, with one manifest of an old algorithm: valid', async () => {
    const files: Files = {
      'data/a.txt': 'a',
      'bagit.txt': 'BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8',
      'manifest-md5.txt': `${hashOf('a', 'md5').toUpperCase()} *data/a.txt\r\n`,
    };
    expect(await failedOf(files)).toEqual([]);
  });

  test.each([
    ['ISO-8859-1', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', (text: string) => Buffer.from(`\u{feff}${text}`, 'utf16le')],
    ['UTF-16', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])(
    '[BG1] tag files in %s, as bagit.txt says, and paths behind "./" before 1.0: valid',
    async (name, written) => {
      const files: Files = {
        'data/Zürich.log': 'a',
        'bagit.txt': `BagIt-Version: 0.97\nTag-File-Character-Encoding: ${name}\n`,
        'bag-info.txt': written('Contact-Name: Zoë\nPayload-Oxum: 1.1\n'),
        'manifest-sha256.txt': written(`${hashOf('a')}  ./data/Zürich.log\n`),
      };
      const report = await verified(sourceOf(files));
      expect(failed(report.checks)).toEqual([]);
      expect(report.tags[0]).toEqual({ label: 'Contact-Name', value: 'Zoë' });
      // In 1.0 a path begins with data/.
      const later = { ...files, 'bagit.txt': `BagIt-Version: 1.0\nTag-File-Character-Encoding: ${name}\n` };
      expect(await failedOf(later)).toContain('manifests');
    },
  );

  test('[BG1] an empty payload is a payload', async () => {
    const folder = { path: 'data', size: 0, kind: 'folder' } as const;
    const files = { ...smallBag('1.0', {}), 'manifest-sha256.txt': '', 'manifest-sha512.txt': '' };
    expect(failed((await verified(sourceOf(files, [folder]))).checks)).toEqual([]);
    expect(await failedOf(files)).toEqual(['complete']);
  });

  test('[BG1] 0.97 asks one manifest for a file, 1.0 asks all', async () => {
    for (const [version, expected] of [
      ['0.97', []],
      ['1.0', ['complete']],
    ] as const) {
      const files = smallBag(version);
      files['manifest-sha512.txt'] = `${hashOf('a', 'sha512')}  data/a.txt\n`;
      expect(await failedOf(resealed(files))).toEqual(expected);
    }
  });

  test('[BG1] changed, missing, unlisted: told with the file', async () => {
    const changed = await verified(sourceOf({ ...smallBag(), 'data/a.txt': 'b' }));
    expect(changed.checks.find(({ check }) => check === 'checksums')).toMatchObject({
      ok: false,
      words: '“data/a.txt” is not what its sha256 says. “data/a.txt” is not what its sha512 says.',
    });
    expect(await failedOf(without(smallBag(), 'data/a.txt'))).toEqual(['complete', 'oxum']);
    expect(await failedOf({ ...smallBag(), 'data/c.txt': '' })).toEqual(['complete', 'oxum']);
    expect(await failedOf(without(smallBag(), 'bag-info.txt'))).toEqual(['complete']);
    expect(await failedOf(without(smallBag(), 'manifest-sha512.txt'))).toEqual(['complete']);
    expect(await failedOf({ ...smallBag(), 'bag-info.txt': 'Contact-Name: X\n' })).toEqual(['checksums']);
  });

  test.each([
    ['no bagit.txt', null],
    ['a version of the future', 'BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['another encoding', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: Shift_JIS\n'],
    ['three lines', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n'],
    ['the lines in another order', 'Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n'],
    ['a byte order mark', '\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe])],
  ])('[BG1] bagit.txt: %s', async (_what, content) => {
    const files =
      content === null ? without(smallBag(), 'bagit.txt') : resealed({ ...smallBag(), 'bagit.txt': content });
    expect(await failedOf(files)).toContain('declaration');
  });

  test.each([
    ['/data/a'],
    ['data/../../a'],
    ['data/CON .txt'],
    ['data/photo\u{202e}gpj.exe'],
    ['data/\u{2067}a'],
    ['../a'],
    ['data//a'],
    ['data/./a'],
    ['C:/a'],
    ['c:a'],
    ['data\\a'],
    ['~/a'],
    ['data/CON'],
    ['data/aux.txt'],
    ['data/com1'],
    ['data/LPT¹.log'],
    ['data/a:stream'],
    ['data/a?'],
    ['data/a.'],
    ['data/a '],
    ['data/a\n'],
    ['data/\u{0}'],
    [`data/${'x'.repeat(300)}`],
    [`data/${'x/'.repeat(600)}a`],
  ])('[BG2] [BG5] the name %j is refused, and nothing is read', async (path) => {
    const source = sourceOf({ ...smallBag(), [path]: 'x' });
    const report = await verified({
      ...source,
      open: () => {
        throw new Error('something was read');
      },
    });
    expect(failed(report.checks)).toEqual(['names']);
  });

  test('[BG2] a manifest that names such a file is refused, though the file is not there', async () => {
    const files = smallBag();
    files['manifest-sha256.txt'] += `${hashOf('x')}  data/../../etc/passwd\n`;
    expect(await failedOf(resealed(files))).toEqual(['manifests']);
  });

  test.each([
    ['letter case', 'data/A.TXT', 'data/a.txt'],
    ['the case of a folder', 'DATA/a.txt', 'data/a.txt'],
    ['a sign that is not drawn', 'data/a\u{200c}.txt', 'data/a.txt'],
    ['Unicode composition', 'data/caf\u{e9}', 'data/cafe\u{301}'],
    ['a sign that folds', 'data/\u{17f}', 'data/s'],
    ['a file that is a folder of another', 'data/sub', 'data/sub/b.txt'],
  ])('[BG3] %s', async (_what, one, other) => {
    expect(await failedOf({ ...smallBag(), [one]: '1', [other]: '2' })).toEqual(['names']);
  });

  test('[BG3] names that macOS decomposes are found in a manifest that composes them', async () => {
    const files = smallBag('1.0', { 'data/caf\u{e9}': 'x' });
    files['data/cafe\u{301}'] = files['data/caf\u{e9}'] ?? '';
    expect(await failedOf(without(files, 'data/caf\u{e9}'))).toEqual([]);
  });

  test('[BG4] links and devices', async () => {
    for (const kind of ['link', 'other'] as const) {
      const report = await verified(sourceOf(smallBag(), [{ path: 'data/l', size: 0, kind }]));
      expect(failed(report.checks)).toEqual(['names']);
    }
  });

  test.each([
    ['an unknown algorithm', 'manifest-whirlpool.txt', 'ab  data/a.txt\n'],
    ['a line that is none', 'manifest-sha256.txt', 'nothing\n'],
    ['a checksum that is too short', 'manifest-sha256.txt', 'abcd  data/a.txt\n'],
    ['a tag file among the payload', 'manifest-sha256.txt', `${hashOf('x')}  bagit.txt\n`],
    ['no UTF-8', 'manifest-sha256.txt', new Uint8Array([0xc3, 0x28])],
  ])('[BG6] a manifest: %s', async (_what, path, content) => {
    expect(await failedOf(resealed({ ...smallBag(), [path]: content }))).toContain('manifests');
  });

  test('[BG6] a file named twice, with the same checksum or another', async () => {
    for (const sum of [hashOf('a'), hashOf('other')]) {
      const files = smallBag();
      files['manifest-sha256.txt'] += `${sum}  data/a.txt\n`;
      expect(await failedOf(resealed(files))).toEqual(['manifests']);
    }
  });

  test('[BG6] two manifests that contradict each other', async () => {
    const files = smallBag();
    files['manifest-sha512.txt'] = String(files['manifest-sha512.txt']).replace(
      hashOf('a', 'sha512'),
      hashOf('z', 'sha512'),
    );
    expect(await failedOf(resealed(files))).toEqual(['checksums']);
  });

  test('[BG6] tag manifests: of the payload, of themselves, without the payload manifests', async () => {
    const tag = 'tagmanifest-sha256.txt';
    for (const more of [`${hashOf('a')}  data/a.txt\n`, `${hashOf('a')}  tagmanifest-md5.txt\n`])
      expect(await failedOf({ ...smallBag(), [tag]: `${smallBag()[tag]}${more}` })).toContain('manifests');
    const few = String(smallBag()[tag]).replace(/.*manifest-sha512.*\n/, '');
    expect(await failedOf({ ...smallBag(), [tag]: few })).toEqual(['manifests']);
    expect(
      await failedOf({
        ...smallBag('0.97'),
        [tag]: String(smallBag('0.97')[tag]).replace(/.*manifest-sha512.*\n/, ''),
      }),
    ).toEqual([]);
  });

  test('[BG6] names with line ends and percent signs are written as 1.0 says, and read so', async () => {
    const files = smallBag('1.0', { 'data/100%25.txt': 'x' });
    files['data/100%.txt'] = 'x';
    expect(await failedOf(without(files, 'data/100%25.txt'))).toEqual([]);
    expect(await failedOf(smallBag('0.97', { 'data/100%25.txt': 'x' }))).toEqual([]);
  });

  test.each([
    ['another count', 'Payload-Oxum: 3.3\n'],
    ['other bytes', 'Payload-Oxum: 4.2\n'],
    ['no count', 'Payload-Oxum: many\n'],
    ['twice', 'Payload-Oxum: 3.2\nPayload-Oxum: 3.2\n'],
  ])('[BG7] Payload-Oxum: %s', async (_what, info) => {
    expect(await failedOf(resealed({ ...smallBag(), 'bag-info.txt': info }))).toEqual(['oxum']);
  });

  test('[BG7] bag-info: folded lines and odd spaces are read, other text is refused', async () => {
    const report = await verified(
      sourceOf(resealed({ ...smallBag(), 'bag-info.txt': 'External-Description: one\n two\nX :y\n' })),
    );
    expect(report.tags).toEqual([
      { label: 'External-Description', value: 'one two' },
      { label: 'X', value: 'y' },
    ]);
    expect(await failedOf(resealed({ ...smallBag(), 'bag-info.txt': 'no label\n' }))).toEqual(['manifests']);
  });

  test('[BG8] fetch.txt: never fetched, told; invalid where what it names is not there', async () => {
    const here = await verified(
      sourceOf(resealed({ ...smallBag(), 'fetch.txt': 'https://example.com/a 1 data/a.txt\n' })),
    );
    expect(isValid(here.checks)).toBe(true);
    expect(here.checks.find(({ check }) => check === 'fetch')?.words).toContain('nothing is fetched');
    const away = without(
      { ...smallBag(), 'fetch.txt': 'https://example.com/a - data/a.txt\n' },
      'data/a.txt',
    );
    expect(await failedOf(resealed(away))).toEqual(['complete', 'oxum', 'fetch']);
  });

  test('[BG9] more than 100,000 files: refused unread; 100,000 that no manifest lists: a bounded verdict', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ path: `data/${at}`, size: 1, kind: 'file' as const }));
    const files = smallBag();
    const small = Object.keys(files).length;
    const over = await verified({ ...sourceOf(files), files: many(MOST_ENTRIES + 1) });
    expect(failed(over.checks)).toEqual(['names']);
    const source = sourceOf(files, many(MOST_ENTRIES - small));
    const report = await verified({
      ...source,
      open: (path) => source.open(path.match(/data\/\d/) ? 'data/a.txt' : path),
    });
    expect(failed(report.checks)).toEqual(['complete', 'oxum']);
    expect(JSON.stringify(report.checks).length).toBeLessThan(5_000);
    expect(report.checks.find(({ check }) => check === 'complete')?.words).toMatch(/And \d+ more\.$/);
  });

  test('[BG9] more bytes than are allowed: refused unread', async () => {
    const report = await verifyBag(sourceOf(smallBag()), { platform: nodePlatform, mostBytes: 10 });
    expect(failed(report.checks)).toEqual(['container']);
  });

  test('[BG13] stops between two chunks, and tells how far it is', async () => {
    let seen = 0;
    const control = {
      progress: (done: number) => {
        seen = done;
      },
      cancelled: () => seen > 0,
    };
    await expect(
      verifyBag(sourceOf(smallBag()), { platform: nodePlatform, mostBytes: 1_000_000, control }),
    ).rejects.toBeInstanceOf(Cancelled);
    expect(seen).toBeGreaterThan(0);
  });
});
