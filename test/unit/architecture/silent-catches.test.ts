/**
 * No fault is dropped in silence: what catches an error reports it, hands it on, or says with `Unreported:` beside it why there
 * is nothing to be known.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const MARKER = 'Unreported:';

/** What takes an error and does not look at it. */
const silent = [
  /\bcatch \{/,
  /\.catch\(\s*(?:async )?\(\s*(?:_\w*)?\s*\) =>/,
  /\.catch\(\s*(?:async )?function\s*\w*\(\s*\)/,
  /\.then\([\w.]+, \(\) =>/,
  /\berror: \(\) =>/,
];

const isComment = (line: string | undefined) => /^\s*(?:\/\/|\*|\/\*)/.test(line ?? '');

const depthOf = (line: string) => /^\s*/.exec(line)?.[0].length ?? 0;

/** Whether the line begins a function without a parameter that stands, on lines of its own, behind the first of a `.then(`. */
function isSecondOfThen(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (!/^\s+(?:async )?\(\s*(?:_\w*)?\s*\) =>/.test(line)) return false;
  const above = lines.slice(0, index).reverse();
  const opener = above.findIndex((each) => each.trim() !== '' && depthOf(each) < depthOf(line));
  const between = above.slice(0, opener).filter((each) => each.trim() !== '' && !isComment(each));
  return between.length > 0 && /\.then\($/.test(above[opener] ?? '');
}

/** Lines, from 1, on which an error is dropped without a word why. */
function silentCatches(source: string): number[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    if (isComment(line)) return [];
    if (!silent.some((each) => each.test(line)) && !isSecondOfThen(lines, index)) return [];
    // Another error in its place is handed on.
    if (/\bcatch \{/.test(line) && /^\s*throw /.test(lines[index + 1] ?? '')) return [];
    const said = [line, lines[index + 1] ?? ''];
    for (let above = index - 1; isComment(lines[above]); above--) said.push(lines[above] ?? '');
    const isSaid = said.some((each) => each.includes(`// ${MARKER}`) && each.split(MARKER)[1]?.trim());
    return isSaid ? [] : [index + 1];
  });
}

describe('silent catches', () => {
  test.each(['renderer', 'electron', 'hub', 'cli'])('%s: each error that is dropped says why', (folder) => {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name),
    );
    expect(files.length).toBeGreaterThan(20);
    const found = files.flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return silentCatches(readFileSync(path, 'utf8')).map((line) => `${relative(root, path)}:${line}`);
    });
    expect(
      found,
      'report the error (`report(error, where)`), or say `// Unreported:` and why in the catch',
    ).toEqual([]);
  });

  test('what a screen, a command or the store tells of an error is in the log too', () => {
    // The words alone, `messageOf`, are for who reports beside it.
    const files = ['ui', 'features', 'commands', 'views'].flatMap((folder) =>
      readdirSync(join(root, 'renderer', folder), { recursive: true, withFileTypes: true }),
    );
    const wrong = files
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => /\bmessageOf\(|instanceof Error \? /.test(readFileSync(path, 'utf8')));
    // What a camera refused is told by the name of the error, and is no fault.
    expect(wrong.map((path) => relative(root, path))).toEqual(['renderer/ui/camera.ts']);
  });

  test('a new one is found, in each of its forms, and a reason makes it a known one', () => {
    for (const bad of [
      'work().catch(() => undefined);',
      'await work().catch(async () => {});',
      'work().catch((_error) => null);',
      'work().then(show, () => show([]));',
      'work().then(\n  (found) => show(found),\n  () => undefined,\n);',
      'work().then(\n  () => {\n    show();\n  },\n  () => {\n    hide();\n  },\n);',
      'liveQuery(x).subscribe({ next, error: () => undefined });',
      'try {\n  work();\n} catch {\n  return null;\n}',
      '// Unreported:\nwork().catch(() => undefined);',
      '// Unreported: of the line above.\nother();\nwork().catch(() => undefined);',
    ])
      expect(silentCatches(bad), bad).not.toEqual([]);
    for (const good of [
      'work().catch((error) => report(error, "x"));',
      'work().then(\n  () => true,\n  (error) => report(error, "x"),\n);',
      'work().then(\n  () => true,\n  // Unreported: whether it works is what is asked.\n  () => false,\n);',
      '// Unreported: a file that is not there is none to remove.\nwork().catch(() => undefined);',
      'try {\n  work();\n} catch {\n  // Unreported: no address is what is asked here.\n  return null;\n}',
    ])
      expect(silentCatches(good), good).toEqual([]);
  });
});
