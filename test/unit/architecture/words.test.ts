/** The words of the interface: each is marked, each is in its catalogue, and none loses what stands in its place (docs/adr/0026). */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../../renderer/words/words.ts';

const root = resolve(import.meta.dirname, '../../..');
const configPath = join(root, 'build/lingui.config.ts');

const sources = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

describe('catalogues', () => {
  test('are what the code says: after a change of words, npm run words', () => {
    const check = join(root, 'node_modules/@lingui/cli/dist/lingui-check.js');
    const args = ['sync', '--clean', '--workers', '1', '--verbose', '--config', configPath];
    const { status, stdout, stderr } = spawnSync(process.execPath, [check, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status, `${stdout}${stderr}`).toBe(0);
  });

  test('are there for every folder that marks words', async () => {
    const marked = sources('renderer', /\.tsx?$/).filter((file) =>
      /from '@lingui\/(core|react)\/macro'/.test(readFileSync(join(root, file), 'utf8')),
    );
    const catalogues = (await getCatalogs(getConfig({ configPath }))).map(({ path }) =>
      relative(root, path.replace(/locales.*$/, '')),
    );
    const without = marked.filter((file) => !catalogues.some((folder) => file.startsWith(`${folder}/`)));
    expect(marked.length).toBeGreaterThan(100);
    expect(without, 'build/lingui.config.ts names no catalogue for them').toEqual([]);
  });

  test('name every place that a sentence has: an apostrophe before one would take it for words', async () => {
    const lost: string[] = [];
    let count = 0;
    for (const catalogue of await getCatalogs(getConfig({ configPath })))
      for (const { message = '' } of Object.values((await catalogue.read('en')) ?? {})) {
        count += 1;
        const places = [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
        const kept = JSON.stringify(compileMessageOrThrow(message));
        if (places.some((name) => !kept.includes(`["${name}"`))) lost.push(message);
      }
    expect(count).toBeGreaterThan(2_000);
    expect(lost).toEqual([]);
  });

  test('come to the same parts where a sentence is read without the whole syntax', async () => {
    let filled = 0;
    for (const catalogue of await getCatalogs(getConfig({ configPath })))
      for (const { message = '' } of Object.values((await catalogue.read('en')) ?? {})) {
        if (message.includes('{')) filled += 1;
        expect(partsOf(message)).toEqual(compileMessageOrThrow(message));
      }
    expect(filled).toBeGreaterThan(500);
  });
});

/** What a person reads, or is read to. */
const TEXT_ATTRIBUTES = new Set(
  'aria-label alt button cancelWord caption description error heading label legend message nothingFound placeholder says sentence title why'.split(
    ' ',
  ),
);

/** Elements whose words are of no language. */
const NO_WORDS: Readonly<Record<string, string>> = {
  Key: 'the name of a key, as it stands on the keyboard',
  kbd: 'the same',
  code: 'a command',
};

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const hasWords = (text: string) => /[A-Za-z]/.test(text);
const nameOf = (element: Node): string => {
  const { name } = (element.openingElement ?? {}) as { name?: Node };
  return typeof name?.name === 'string' ? name.name : '';
};

/** Texts that stand in an expression as what is shown: itself, what a choice comes to, what is shown where something is so. */
function shownTexts(node: Node): Node[] {
  const of = (...keys: string[]) => keys.flatMap((key) => (isNode(node[key]) ? shownTexts(node[key]) : []));
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' && hasWords(node.value) ? [node] : [];
    case 'TemplateLiteral': {
      const quasis = node.quasis as { value: { cooked: string } }[];
      return quasis.some(({ value }) => hasWords(value.cooked))
        ? [node]
        : (node.expressions as Node[]).flatMap(shownTexts);
    }
    case 'ConditionalExpression':
      return of('consequent', 'alternate');
    case 'LogicalExpression':
      return node.operator === '&&' ? of('right') : of('left', 'right');
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return of('expression');
    default:
      return [];
  }
}

/** Lines with words that nobody marked, and the words. */
function bareTexts(file: string, code: string): string[] {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Node[] = [];
  const walk = (node: Node, marked: boolean): void => {
    let inside = marked;
    if (node.type === 'JSXElement') {
      const name = nameOf(node);
      if (name === 'Trans' || name === 'Plural' || NO_WORDS[name] !== undefined) inside = true;
    }
    if (node.type === 'JSXText' && !marked && hasWords(String(node.value))) found.push(node);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of node.children as Node[]) {
        // In a marked sentence too: what an expression comes to is put in, and not looked up.
        const isKey = NO_WORDS[nameOf(node)] !== undefined;
        if (child.type === 'JSXExpressionContainer' && !isKey) found.push(...shownTexts(child));
      }
    if (node.type === 'JSXAttribute') {
      const name = String((node.name as Node).name);
      if (TEXT_ATTRIBUTES.has(name) && isNode(node.value)) found.push(...shownTexts(node.value));
      inside = false;
    }
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, inside);
  };
  walk(program as unknown as Node, false);
  return found.map(({ start, end }) => {
    const line = code.slice(0, start).split('\n').length;
    return `${file}:${line} ${code.slice(start, end as number).trim()}`;
  });
}

describe('bare text', () => {
  test('stands nowhere on a screen: it is marked, by <Trans> or t', () => {
    // The page of parts is read by who works on the console, and its words are samples.
    const files = sources('renderer', /\.tsx$/).filter((file) => !file.startsWith('renderer/kit/'));
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) => bareTexts(file, readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });

  test('is found in each of its forms, and a marked one is not', () => {
    for (const bad of [
      '<p>Saved</p>',
      '<><b>{count}</b> saved</>',
      '<p>{busy ? "Saving…" : t`Saved`}</p>',
      '<p>{busy && `Saving a file`}</p>',
      '<Trans>It is <b>{done ? "done" : t`open`}</b></Trans>',
      '<Trans>Its <Link title="Go there">place</Link></Trans>',
      '<button aria-label="Close" />',
      '<Field label={`Value of the field`} />',
      '<Field label={name || "No name"} />',
    ])
      expect(bareTexts('x.tsx', bad), bad).toHaveLength(1);
    for (const good of [
      '<p><Trans>Saved <b>here</b></Trans></p>',
      '<p>{count} · {t`saved`}</p>',
      '<Field label={t`Value of the field`} className="wide" name="up" />',
      '<Key>Ctrl N</Key>',
      '<p>{busy ? t`Saving…` : plural(count, { one: "# file", other: "# files" })}</p>',
    ])
      expect(bareTexts('x.tsx', good), good).toEqual([]);
  });
});
