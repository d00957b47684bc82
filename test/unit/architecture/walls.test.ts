import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  grantableRoles,
  permissions,
  roles,
  rolesOfSide,
  rolesThat,
} from '../../../shared/certification/access.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Source files below a folder, as paths from the root. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** What a file imports of the project itself, types included. */
function importsOf(file: string): string[] {
  return [...read(file).matchAll(/(?:from|import\()\s*'(\.[^'?]+)'/g)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  );
}

/** Floors from the ground up: each imports only itself and what stands before it. */
const floors = {
  shared: [
    'base',
    'bag',
    'policy',
    'certification',
    'cases',
    'collect',
    'redaction',
    'knowledge',
    'handoff',
    'review',
    'tickets',
    'home',
    'search',
    'webhooks',
    'sync',
    'bridge',
  ],
  renderer: [
    'words',
    'bridge',
    'workers',
    'store',
    'sync',
    'views',
    'commands',
    'ui',
    'features',
    'app',
    'kit',
  ],
} as const;

describe('floors', () => {
  for (const [place, order] of Object.entries(floors))
    test(`${place}: a folder imports only what lies below it`, () => {
      const floorOf = (file: string) => {
        const [top, folder = ''] = file.split('/');
        return top === place ? (order as readonly string[]).indexOf(folder) : -1;
      };
      const wrong = sourcesBelow(place).flatMap((file) =>
        importsOf(file)
          .filter((path) => floorOf(path) > floorOf(file) && floorOf(file) >= 0)
          .map((path) => `${file} imports ${path}`),
      );
      expect(wrong).toEqual([]);
      const folders = new Set(sourcesBelow(place).map((file) => file.split('/')[1] ?? ''));
      const unknown = [...folders].filter((each) => !each.includes('.') && !order.includes(each as never));
      expect(unknown, 'folders without a floor').toEqual([]);
    });

  test('no file imports itself over others, types included', () => {
    const files = ['shared', 'hub', 'renderer', 'cli', 'electron', 'node'].flatMap(sourcesBelow);
    const known = new Set(files);
    const imports = new Map(files.map((file) => [file, importsOf(file).filter((each) => known.has(each))]));
    const done = new Set<string>();
    const rings: string[] = [];
    const walk = (file: string, way: readonly string[]): void => {
      const at = way.indexOf(file);
      if (at >= 0) return void rings.push([...way.slice(at), file].join(' -> '));
      if (done.has(file)) return;
      for (const each of imports.get(file) ?? []) walk(each, [...way, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(rings).toEqual([]);
  });
});

describe('screens', () => {
  /** Whether a line of code, not of comment, reaches below what screens may use. */
  const reaches = (line: string): boolean =>
    !/^\s*(\*|\/\/|\/\*)/.test(line) &&
    (/from 'dexie/.test(line) ||
      /\bimport\b(?! type).*\/store\/(database|write)\.ts'/.test(line) ||
      /\b(ConsoleDatabase|useLiveQuery|liveQuery)\b/.test(line) ||
      /\.db\b|\{[^}]*\bdb\b[^}]*\} = /.test(line) ||
      /\.write\(\[/.test(line) ||
      /\bapp\.write\(/.test(line));

  /** It reads what a newer console wrote, of which this one has no view. */
  const readsAll = 'renderer/app/newer-database.tsx';

  test('read through views and write through commands: no database and no raw write in features, ui and app', () => {
    const files = ['renderer/features', 'renderer/ui', 'renderer/app'].flatMap(sourcesBelow);
    const wrong = files.flatMap((file) =>
      (file === readsAll ? '' : read(file))
        .split('\n')
        .filter(reaches)
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the first page imports nothing that is loaded once it is opened', () => {
    const inProject = (file: string, pattern: RegExp) =>
      [...read(file).matchAll(pattern)].map(([, path = '']) => normalize(join(dirname(file), path)));
    const opened = new Set(
      sourcesBelow('renderer/app').flatMap((file) => inProject(file, /import\('(\.[^'?]+\.tsx?)'\)/g)),
    );
    expect(opened.size).toBeGreaterThan(10);
    const first = new Set(['renderer/main.tsx', 'renderer/app/start.tsx']);
    const wrong: string[] = [];
    for (const file of first)
      for (const path of inProject(file, /^(?:import(?! type)|export)[^;]*? from '(\.[^'?]+\.tsx?)';/gm)) {
        if (opened.has(path)) wrong.push(`${file} imports ${path}`);
        first.add(path);
      }
    expect(first.size).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  test('what a person sees first is in the first script, and no other screen', () => {
    const inFirst = [
      ...read('renderer/app/screens.tsx').matchAll(/^import .* from '\.\.\/features\/(.*)';$/gm),
    ];
    expect(
      inFirst.map(([, file]) => file),
      'import the others by `onOpening`, as their neighbours are',
    ).toEqual(['cases/cases-screen.tsx', 'home/home-screen.tsx']);
  });

  test('each has an address: a component that nothing draws is no screen', () => {
    const drawn = new Set(
      ['renderer/features', 'renderer/app', 'renderer/kit'].flatMap(sourcesBelow).flatMap(importsOf),
    );
    const parts = sourcesBelow('renderer/features').filter((file) => !drawn.has(file));
    expect(parts, 'nothing draws them: a screen needs its entry in renderer/app/screens.tsx').toEqual([]);
  });

  test('the check sees each way to reach around it', () => {
    const ways = [
      "import { useLiveQuery } from 'dexie-react-hooks';",
      "import { openDatabase } from '../../store/database.ts';",
      '  const { db, now } = useApp();',
      '  const rows = await app.db.cases.toArray();',
      "    return app.write([{ op: 'insert', table: 'steps', row }]);",
      '    return app.write(edits);',
    ];
    expect(ways.filter(reaches)).toEqual(ways);
  });
});

describe('roles', () => {
  /** The access table and its words; people who are sample data. */
  const named = new Set(['shared/certification/access.ts', 'hub/store/sample.ts']);
  /** Words that name something else as well, a field, a scope or an event: a role only beside `roles`. */
  const ambiguous = ['engineer', 'level3', 'executive'];
  const words = (list: readonly string[]) => `'(${list.join('|')})'`;
  const alone = new RegExp(words(roles.filter((each) => !ambiguous.includes(each))));
  const beside = new RegExp(`roles[^;]*\\.(includes|some|every)\\([^;]*${words(ambiguous)}`);
  const listed = new RegExp(`roles: \\[[^\\]]*${words(ambiguous)}`);
  const namesRole = (line: string) =>
    !/^\s*(\*|\/\/|\/\*)/.test(line) && [alone, beside, listed].some((each) => each.test(line));

  test('a role is named in the table of access alone; everybody else asks for a permission', () => {
    const wrong = ['shared', 'hub', 'renderer', 'cli', 'electron', 'node']
      .flatMap(sourcesBelow)
      .filter((file) => !named.has(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter(namesRole)
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(wrong, 'ask for a permission instead (shared/certification/access.ts)').toEqual([]);
  });

  test('the check sees the name of each role', () => {
    expect(roles.filter((each) => !namesRole(`if (person.roles.includes('${each}')) return;`))).toEqual([]);
    expect(roles.filter((each) => !namesRole(`add({ roles: ['${each}'] });`))).toEqual([]);
    expect(namesRole("if (role === 'lead') return;")).toBe(true);
    expect(namesRole("const scope = 'level3';")).toBe(false);
    expect(namesRole("// A 'lead' may.")).toBe(false);
  });

  test('the operator’s page says of sides and of who gives a role what the table of access does', () => {
    const page = read('docs/operations/hub.md').replaceAll(/\s+/g, ' ');
    const listed = (names: readonly string[]) => {
      const quoted = names.map((each) => `\`${each}\``);
      return [quoted.slice(0, -1).join(', '), quoted.at(-1)].join(' and ');
    };
    expect(page).toContain(
      `${listed(rolesOfSide('partner'))} go together, and so do ${listed(rolesOfSide('desk'))}; nobody`,
    );
    expect(page).toContain(`${listed(rolesOfSide('either'))} go with any.`);
    expect(page).toContain(
      `an admin of certification gives ${listed(grantableRoles)}; the others are given here.`,
    );
  });

  test('a screen asks who reads a case and not its state alone whether it is a form', () => {
    const screens = sourcesBelow('renderer').filter((file) => /^renderer\/(features|app|ui)\//.test(file));
    expect(screens.length).toBeGreaterThan(100);
    // A lead's changes are listed while the case is open, for whoever reads it.
    const listed = ['renderer/features/case/handoff/case-review.tsx'];
    const asks = screens.filter((file) => /\bisEditable\(/.test(read(file)) && !listed.includes(file));
    expect(asks, 'ask `useEditable` (renderer/views/hooks.tsx)').toEqual([]);
  });

  test('a permission is in a role, and something asks for it', () => {
    const code = ['shared', 'hub', 'renderer', 'cli', 'electron']
      .flatMap(sourcesBelow)
      .filter((file) => file !== 'shared/certification/access.ts')
      .map(read);
    const access = read('shared/certification/access.ts').split('export type Role =')[1] ?? '';
    const idle = permissions.filter(
      (each) => rolesThat(each).length === 0 || ![access, ...code].some((text) => text.includes(`'${each}'`)),
    );
    expect(idle).toEqual([]);
  });
});
