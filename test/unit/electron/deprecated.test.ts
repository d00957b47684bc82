/** What the pinned Electron's own typings mark as deprecated, the shell does not call: the next major may lack it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Deprecations {
  /** Members of which every declaration is deprecated. */
  members: ReadonlySet<string>;
  /** Members that web contents have as deprecated, and something else as current. */
  ofContents: ReadonlySet<string>;
  /** Events whose listener has deprecated arguments, with the number of those that are not. */
  events: ReadonlyMap<string, number>;
}

const NOTE = String.raw`\/\*\*(?:(?!\*\/)[\s\S])*\*\/`;

function read(typings: string): Deprecations {
  const current = new Set<string>();
  const deprecated = new Set<string>();
  const ofContents = new Set<string>();
  for (const [, owner = '', body = ''] of typings.matchAll(
    /^ {2}(?:class|interface) (\w+)[^\n]*\{\n([\s\S]*?)^ {2}\}/gm,
  )) {
    for (const [, note = '', name = ''] of body.matchAll(
      new RegExp(`(${NOTE}\\s*)?^ {4}(?:static |readonly )*(\\w+)\\??[(:]`, 'gm'),
    )) {
      const isDeprecated = note.includes('@deprecated');
      (isDeprecated ? deprecated : current).add(name);
      if (isDeprecated && owner === 'WebContents') ofContents.add(name);
    }
  }
  const events = new Map<string, number>();
  for (const [, name = '', listener = ''] of typings.matchAll(
    /\bon\(event: '([\w-]+)', listener: \(([\s\S]*?)\) => void\): this;/g,
  )) {
    const [before = '', ...after] = listener.split('@deprecated');
    if (after.length > 0)
      events.set(name, before.split(/,\s*\n/).filter((each) => each.includes(':')).length);
  }
  return { members: new Set([...deprecated].filter((name) => !current.has(name))), ofContents, events };
}

const found = read(readFileSync('node_modules/electron/electron.d.ts', 'utf8'));

/** @returns what a source calls of them, in words */
function calls(source: string): string[] {
  const used: string[] = [];
  for (const [, before = '', name = ''] of source.matchAll(/(\w+)\??\.(\w+)\b/g)) {
    if (found.members.has(name)) used.push(name);
    else if (found.ofContents.has(name) && /contents$/i.test(before)) used.push(`${before}.${name}`);
  }
  for (const [, event = '', args = ''] of source.matchAll(
    /\.on(?:ce)?\(\s*'([\w-]+)',\s*(?:async )?\(([^)]*)\)/g,
  )) {
    const most = found.events.get(event);
    const given = args.split(',').filter((each) => each.trim() !== '').length;
    if (most !== undefined && given > most) used.push(`the arguments of ${event}`);
  }
  return used;
}

describe('Electron’s deprecations', () => {
  test('are read from the typings: what is known of 45 is among them', () => {
    for (const name of ['encryptString', 'decryptString', 'isEncryptionAvailable', 'registerFileProtocol'])
      expect(found.members).toContain(name);
    expect(found.members).not.toContain('webContents');
    expect(found.ofContents).toContain('goBack');
    expect(found.events.get('will-navigate')).toBe(1);
    expect(found.events.get('will-redirect')).toBe(1);
  });

  test('are recognised where they are called', () => {
    expect(calls("safeStorage.encryptString('a'); contents.goBack(); window.webContents.reload();")).toEqual([
      'encryptString',
      'contents.goBack',
    ]);
    expect(calls("contents.on('will-navigate', (event, url) => deny(event, url));")).toEqual([
      'the arguments of will-navigate',
    ]);
    expect(calls("contents.on('will-navigate', (event) => deny(event));")).toEqual([]);
  });

  const shell = readdirSync('electron')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join('electron', name), 'utf8')] as const)
    .filter(([, text]) => text.includes("from 'electron'"));

  test.each(shell)('%s calls nothing of them', (_name, text) => expect(calls(text)).toEqual([]));
});
