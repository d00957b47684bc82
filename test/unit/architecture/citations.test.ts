/** What code and tests cite by number stands in a document of the repository, and documents name only what is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleSet } from '../../../shared/handoff/rule-set.ts';
import { allClauses } from '../../../shared/policy/clauses.ts';

const root = resolve(import.meta.dirname, '../../..');

function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules') && file !== 'test/unit/architecture/citations.test.ts');
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const product = ['shared', 'renderer', 'electron', 'hub', 'cli', 'node'];
const code = [...product, 'build', 'test'].flatMap((folder) => filesBelow(folder, /\.(tsx?|mjs|css|sql)$/));
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'test', ...product].flatMap((folder) => filesBelow(folder, /\.md$/)),
];

/** Numbers that a document gives: `- **[S1]**`, `## [S1]`, and several in one line. */
const numbers = documents.flatMap((file) =>
  [...read(file).matchAll(/(?:^## |\*\*)\[([A-Z]{1,3}\d{1,2})\]/gm)].map(([, id = '']) => ({ file, id })),
);
const given = new Set(numbers.map(({ id }) => id));
const prefixes = new Set([...given].map((id) => id.replace(/\d+$/, '')));
const securityNumbers = new Set(
  [...read('docs/security.md').matchAll(/^\*\*(\d+)\.\*\*/gm)].map(([, number]) => Number(number)),
);

/** The comments of a file, and nothing else of it. */
function commentsOf(text: string): string {
  return [...text.matchAll(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$/gm)].map(([all]) => all).join('\n');
}

/** `5 to 7, 9`: each number of it. */
function listed(text: string): number[] {
  return [...text.matchAll(/(\d+)(?: to (\d+))?/g)].flatMap(([, from, to]) => {
    const first = Number(from);
    return Array.from({ length: Number(to ?? from) - first + 1 }, (_, at) => first + at);
  });
}

describe('what is cited by number', () => {
  test('no two rules have one number', () => {
    const twice = numbers.filter(({ id }, at) => numbers.findIndex((other) => other.id === id) < at);
    expect(twice).toEqual([]);
  });

  test('rules that a comment or a title of a test names stand in a SPEC', () => {
    const unknown = code.flatMap((file) => {
      const text = read(file);
      const titled = [...text.matchAll(/\[([A-Z]{1,3}\d{1,2})\][^'"`\n]*['"`]/g)].map(([, id = '']) => id);
      const said = [...commentsOf(text).matchAll(/\b([A-Z]{1,3})(\d{1,2})\b/g)]
        .filter(([, prefix = '']) => prefixes.has(prefix))
        .map(([id]) => id);
      const cited = file.startsWith('test/') ? [...titled, ...said] : said;
      return [...new Set(cited)].filter((id) => !given.has(id)).map((id) => `${file}: ${id}`);
    });
    expect(unknown, 'write what the number says into the SPEC.md beside the code').toEqual([]);
  });

  test('a number of security stands in docs/security.md, which has each once', () => {
    const unknown = code.flatMap((file) =>
      [...read(file).matchAll(/\bsecurity ((?:\d+(?:, | to )?)+)/g)]
        .flatMap(([, numbers = '']) => listed(numbers))
        .filter((number) => !securityNumbers.has(number))
        .map((number) => `${file}: security ${number}`),
    );
    expect(unknown, 'write what the number promises into docs/security.md').toEqual([]);
    expect([...securityNumbers]).toEqual(Array.from({ length: securityNumbers.size }, (_, at) => at + 1));
  });

  test('a clause of the policy is one that the console can show', () => {
    const known = new Set(allClauses.map(({ id }) => id));
    const unknown = [...code, ...documents].flatMap((file) =>
      [...read(file).matchAll(/\bP-\d{2}\b/g)]
        .filter(([id]) => !known.has(id))
        .map(([id]) => `${file}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  test('a decision has its page, which no other has the number of, and which the list names', () => {
    const pages = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
    const taken = pages.map((name) => Number(name.slice(0, 4)));
    expect(taken).toEqual([...new Set(taken)]);
    expect(pages.filter((name) => !read('docs/adr/README.md').includes(`(${name})`))).toEqual([]);
    const unknown = [...code, ...documents].flatMap((file) =>
      [...read(file).matchAll(/\bADR (\d+)/g)]
        .filter(([, number]) => !taken.includes(Number(number)))
        .map(([all]) => `${file}: ${all}`),
    );
    expect(unknown).toEqual([]);
  });

  test('no comment refers to a document that the repository does not have', () => {
    const outside = code.flatMap((file) =>
      [
        ...commentsOf(read(file)).matchAll(
          /\b(design|domain|screens|style|speed)(\.md)?(, section|: '|, rule)/g,
        ),
      ].map(([all]) => `${file}: ${all}`),
    );
    expect(outside).toEqual([]);
  });
});

describe('the handoff rules', () => {
  const [inForce = '', notBuilt = ''] = read('shared/handoff/SPEC.md').split('## Not built yet');
  /** The text of each rule by its number. */
  const texts = new Map(
    [...inForce.matchAll(/^- \*\*\[(H\d+)\]\*\* ([\s\S]*?)(?=^- |^#|^$)/gm)].map(([, id = '', text = '']) => [
      id,
      text,
    ]),
  );

  test.each(ruleSet.map((rule) => [rule.id, rule] as const))(
    '%s has a text that says how heavily it asks, and by which clause',
    (id, { severity, clause }) => {
      const text = texts.get(id) ?? '';
      const begins = `- **[${id}]** ${severity[0]?.toUpperCase()}${severity.slice(1)}, ${clause ?? 'ours'}. ...`;
      const say = `shared/handoff/SPEC.md has its text in a line of its own, which begins \`${begins}\``;
      expect(text.toLowerCase(), say).toMatch(new RegExp(`^${severity}\\b`));
      expect(text.slice(0, 120), say).toContain(clause ?? 'ours');
    },
  );

  test('what is said not to be built is in no rule set', () => {
    const promised = [...notBuilt.matchAll(/\*\*\[(H\d+)\]\*\*/g)].map(([, id]) => id);
    expect(ruleSet.filter(({ id }) => promised.includes(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe('what documents name', () => {
  /** As GitHub makes an anchor of a heading. */
  const anchorsOf = (file: string) =>
    [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  test('links lead to files and headings that are there', () => {
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
        ([, path = '', anchor]) => {
          const target = path === '' ? file : relative(root, resolve(root, dirname(file), path));
          if (!existsSync(join(root, target))) return [`${file}: ${path}`];
          const fits = !anchor || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
          return fits ? [] : [`${file}: ${path}#${anchor}`];
        },
      ),
    );
    expect(broken).toEqual([]);
  });

  test('paths in backquotes are there', () => {
    const places = [...product, 'build', 'test', 'docs'];
    const path = new RegExp(`\`((?:${places.join('|')})/[\\w./-]*)\``, 'g');
    const broken = documents
      // What a page tells of the past may name what was.
      .map((file) => [file, read(file).split('## History of this page')[0] ?? ''] as const)
      .flatMap(([file, text]) =>
        [...text.matchAll(path)]
          .filter(([, each = '']) => !existsSync(join(root, each)))
          .map(([, each]) => `${file}: ${each}`),
      );
    expect(broken).toEqual([]);
  });

  test('tests that a SPEC names by their place below test/ are there', () => {
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/`((?:unit|component|e2e|sim)\/[\w/-]+)`/g)]
        .filter(
          ([, each]) =>
            !['', '.ts', '.test.ts', '.test.tsx'].some((end) => existsSync(join(root, `test/${each}${end}`))),
        )
        .map(([, each]) => `${file}: ${each}`),
    );
    expect(broken).toEqual([]);
  });

  test('scripts are in package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/\bnpm run ([a-z][a-z:-]*)/g)]
        .filter(([, name = '']) => !Object.hasOwn(scripts, name))
        .map(([all]) => `${file}: ${all}`),
    );
    expect(broken).toEqual([]);
  });

  test('what docs/security.md calls a proof is a test with that title', () => {
    const broken = [...read('docs/security.md').matchAll(/^- `(test\/[^`]+)`: (.+)$/gm)].flatMap(
      ([, file = '', titles = '']) => {
        if (!existsSync(join(root, file))) return [file];
        const text = read(file);
        return [...titles.matchAll(/“([^”]+)”/g)]
          .filter(([, title = '']) => !text.includes(title))
          .map(([, title]) => `${file}: ${title}`);
      },
    );
    expect(broken).toEqual([]);
  });
});
