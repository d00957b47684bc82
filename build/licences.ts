/**
 * Which packages are in a bundle, with the words of their licences: `licences.json` beside it, for the console's own list and for
 * the bill of materials. Vite has such a list too, without what is bundled into workers.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

export interface Licence {
  name: string;
  version: string;
  /** SPDX; null where its package names none. */
  identifier: string | null;
  /** Of its own file; null where it brings none. */
  text: string | null;
}

/** The package that a module is of: the nearest `package.json` above it that has a name and a version. */
function packageOf(
  module: string,
): { folder: string; name: string; version: string; license?: unknown } | null {
  if (module.startsWith('\0') || !module.includes('/node_modules/')) return null;
  for (
    let folder = dirname(module.replace(/\?.*$/, ''));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const found = JSON.parse(readFileSync(file, 'utf8')) as {
      name?: string;
      version?: string;
      license?: unknown;
    };
    if (found.name && found.version) return { ...found, folder, name: found.name, version: found.version };
  }
  return null;
}

function licenceOf(module: string): Licence | null {
  const found = packageOf(module);
  if (!found) return null;
  const { folder, name, version, license } = found;
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  return {
    name,
    version,
    identifier: typeof license === 'string' ? license : null,
    text: file ? readFileSync(join(folder, file), 'utf8').trim() : null,
  };
}

/** `note` is for bundles beside, such as workers'; `write` notes too, and writes the file of all. */
export function licences(): { note: Plugin; write: Plugin } {
  const found = new Map<string, Licence>();
  const seen = new Set<string>();
  const look = (bundle: Rolldown.OutputBundle) => {
    for (const chunk of Object.values(bundle))
      for (const module of chunk.type === 'chunk' ? chunk.moduleIds : []) {
        if (seen.has(module)) continue;
        seen.add(module);
        const licence = licenceOf(module);
        if (licence) found.set(`${licence.name}@${licence.version}`, licence);
      }
  };
  return {
    note: { name: 'console:note-licences', generateBundle: (_options, bundle) => look(bundle) },
    write: {
      name: 'console:write-licences',
      generateBundle(_options, bundle) {
        look(bundle);
        const all = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, licence]) => licence);
        this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(all, null, 1) });
      },
    },
  };
}
