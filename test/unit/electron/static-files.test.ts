import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findStaticFile, withNonce } from '../../../electron/static-files.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let root = '';
let remove = () => {};
beforeAll(() => {
  const folder = temporaryFolder();
  remove = folder.remove;
  root = join(folder.path, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<p>');
  writeFileSync(join(root, 'assets/index-a1.js'), '0');
  writeFileSync(join(root, 'assets/index-BBf3AAyZ.js'), '1');
  writeFileSync(join(root, 'index-BBf3AAyZ.js'), '1');
  writeFileSync(join(root, 'assets/.stamp'), 'x');
  writeFileSync(join(root, 'notes.txt'), 'not served');
  writeFileSync(join(folder.path, 'secret.js'), 'outside');
  mkdirSync(join(folder.path, 'renderer-other'));
  writeFileSync(join(folder.path, 'renderer-other/index.html'), 'a neighbour with the same beginning');
  symlinkSync(join(folder.path, 'secret.js'), join(root, 'linked.js'));
  symlinkSync(folder.path, join(root, 'linked'));
});
afterAll(() => remove());

describe('security 8: the files of the renderer, and nothing else', () => {
  test.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/index-a1.js', 'assets/index-a1.js', 'text/javascript; charset=utf-8'],
    ['/assets/index%2Da1.js', 'assets/index-a1.js', 'text/javascript; charset=utf-8'],
  ])('%s is served', async (path, file, type) => {
    expect(await findStaticFile(root, path)).toEqual({ path: join(root, file), type, namedByContent: false });
  });

  test('what the build named by its content may be kept by a browser, and nothing else', async () => {
    const named = async (path: string) => (await findStaticFile(root, path))?.namedByContent;
    expect(await named('/assets/index-BBf3AAyZ.js')).toBe(true);
    expect(await named('/index-BBf3AAyZ.js')).toBe(false);
    expect(await named('/assets/index-a1.js')).toBe(false);
    expect(await named('/')).toBe(false);
  });

  test.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/assets/../../secret.js',
    '/assets/../index.html',
    '/./index.html',
    '//index.html',
    '/assets//index-a1.js',
    '/../renderer-other/index.html',
    '/index.html%00.js',
    '/index.html\0',
    '/%',
    '/%c0%ae%c0%ae/secret.js',
    '/linked.js',
    '/linked/secret.js',
    '/assets',
    '/assets/',
    '/assets/.stamp',
    '/notes.txt',
    '/missing.js',
    '/C:/index.html',
    '/index.html::$DATA',
    'index.html',
    '',
    'file:///etc/passwd',
    '/etc/passwd',
  ])('%j is refused', async (path) => {
    expect(await findStaticFile(root, path)).toBeNull();
  });

  test('property: whatever path is asked for, what is answered lies below the folder', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '%2e%2e', '%2f', '%5c', '\\', '%00', 'assets', 'linked', 'index.html'),
      fc.constantFrom('secret.js', 'linked.js', '%252e', 'index-a1.js', 'renderer-other', '~', 'C:'),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('/', '%2f', '\\'),
        async (parts, by) => {
          const found = await findStaticFile(root, `/${parts.join(by)}`);
          if (!found) return;
          expect(['index.html', join('assets', 'index-a1.js')]).toContain(relative(root, found.path));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('the nonce goes to every place that waits for one', () => {
    expect(withNonce('<a nonce="__CSP_NONCE__"><b nonce="__CSP_NONCE__">', 'n/+1=')).toBe(
      '<a nonce="n/+1="><b nonce="n/+1=">',
    );
  });
});
