/** What packs the console is held against electron-builder's own schema, and what the page on packaging says of it against its code. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const load = createRequire(import.meta.url);
const builder = dirname(load.resolve('app-builder-lib/package.json'));
const { validateConfiguration } = load('app-builder-lib/out/util/config/config.js') as {
  /** @throws Error that names what does not fit */
  validateConfiguration(config: object, logger: { isEnabled: boolean }): Promise<void>;
};

interface BuilderConfig {
  [member: string]: unknown;
  win: { target: string[]; icon: string };
  nsis: Record<string, unknown>;
  msi: Record<string, unknown>;
  mac: Record<string, unknown>;
  deb: { fpm: string[] };
  rpm: { fpm: string[] };
  extraMetadata: { updateKey: string; updateFeed: string };
  publish: unknown;
}
/** Read anew each time: electron-builder changes what it validates. */
const config = () => parse(readFileSync(resolve('electron-builder.yml'), 'utf8')) as BuilderConfig;
const validated = (of: object) => validateConfiguration(of, { isEnabled: false });

const packaging = readFileSync(resolve('docs/operations/packaging.md'), 'utf8');

describe('electron-builder.yml', () => {
  test('fits the schema of the electron-builder that is pinned', async () => {
    await expect(validated(config())).resolves.toBeUndefined();
  });

  test('the schema sees a mistake: a member that is none, one in the wrong place, a value of another kind', async () => {
    for (const wrong of [
      { ...config(), win: { ...config().win, publisherNam: 'Example Ltd' } },
      { ...config(), msi: { ...config().msi, allowElevation: true } },
      { ...config(), nsis: { ...config().nsis, perMachine: 'yes' } },
    ])
      await expect(validated(wrong)).rejects.toThrow(/configuration/i);
  });

  test('what a publisher adds to sign, as the page on packaging says it, fits', async () => {
    const signed = [...packaging.matchAll(/\| `((?:win|mac): \{.*\})` \|/g)].map(([, text = '']) => text);
    expect(signed).toHaveLength(3);
    for (const text of signed) {
      const { win, mac } = parse(text.replaceAll('...', 'x')) as { win?: object; mac?: object };
      const of = config();
      await expect(
        validated({ ...of, win: { ...of.win, ...win }, mac: { ...of.mac, ...mac } }),
        text,
      ).resolves.toBeUndefined();
    }
  });

  test('for Windows there are installers for all users of a computer, which run silently, and keep what people wrote', () => {
    const { win, nsis, msi } = config();
    expect(win.target).toEqual(['nsis', 'msi']);
    expect(nsis).toMatchObject({ perMachine: true, oneClick: false, deleteAppDataOnUninstall: false });
    expect(msi).toMatchObject({ perMachine: true });
  });

  test('security 23: without a publisher there are no new versions: no key, no feed, and nothing of electron-builder’s own', () => {
    const { extraMetadata, publish } = config();
    expect(extraMetadata).toEqual({ updateKey: '', updateFeed: '' });
    expect(publish).toBeNull();
  });

  test('deb and rpm each say which they are, in the place where the console reads it', () => {
    const { deb, rpm } = config();
    for (const [kind, { fpm }] of Object.entries({ deb, rpm })) {
      const [from, to] = fpm.find((each) => each.includes('package-'))?.split('=') ?? [];
      expect(to).toBe('/usr/share/partner-console/package');
      expect(readFileSync(resolve(from ?? ''), 'utf8').trim()).toBe(kind);
    }
  });
});

describe('the page on packaging', () => {
  test('names the downloads that the pinned electron-builder asks for', () => {
    const sources = readdirSync(join(builder, 'out'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && each.name.endsWith('.js'))
      .map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'))
      .join('\n');
    const table = packaging.split('## What packing downloads')[1]?.split('\n## ')[0] ?? '';
    const named = [...table.matchAll(/`([\w.-]+\.(?:7z|zip|tar\.gz))`/g)].map(([, name = '']) => name);
    const ofElectron = named.filter((name) => name.startsWith('electron-v'));
    const { devDependencies } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(ofElectron.length).toBeGreaterThan(0);
    for (const name of ofElectron) expect(name).toContain(`-v${devDependencies.electron}-`);
    const tools = named.filter((name) => !ofElectron.includes(name));
    expect(tools.length).toBeGreaterThan(5);
    expect(tools.filter((name) => !sources.includes(name))).toEqual([]);
  });
});
