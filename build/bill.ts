/**
 * The bill of materials of a packed console, as CycloneDX: what npm says of the packages that are in its bundles, and the Electron
 * that they run on. `node build/run.mjs build/bill.ts OUT [ELECTRON]`, after a build; packaging does it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Licence } from './licences.ts';

interface Component {
  'bom-ref'?: string;
  type: string;
  name: string;
  version: string;
  purl?: string;
  [more: string]: unknown;
}
export interface Bill {
  bomFormat: string;
  specVersion: string;
  metadata: { component: Component; [more: string]: unknown };
  components: Component[];
  dependencies?: { ref: string; dependsOn?: string[] }[];
  [more: string]: unknown;
}

/** npm's own, of all that the project installs: what is for developers alone is in no bundle. */
export function npmBill(): Bill {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(text) as Bill;
}

/**
 * @param all npm's
 * @param bundled what the bundles hold
 * @param electron the version of the runtime
 * @throws where npm knows nothing of a package that is bundled
 */
export function billOf(all: Bill, bundled: readonly Licence[], electron: string): Bill {
  const wanted = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter(({ name, version }) => wanted.has(`${name}@${version}`));
  const known = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const unknown = [...wanted].filter((each) => !known.has(each));
  if (unknown.length > 0) throw new Error(`npm knows nothing of ${unknown.join(', ')}`);
  const runtime: Component = {
    'bom-ref': `electron@${electron}`,
    type: 'framework',
    name: 'electron',
    version: electron,
    purl: `pkg:npm/electron@${electron}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
  // npm calls it after the folder that it lies in.
  const { version, description, 'bom-ref': own = '' } = all.metadata.component;
  const component: Component = {
    'bom-ref': own,
    type: 'application',
    name: 'partner-console',
    version,
    ...(description === undefined ? {} : { description }),
  };
  const refs = new Set([own, ...components.map((each) => each['bom-ref'])]);
  return {
    ...all,
    metadata: { ...all.metadata, component },
    components: [...components, runtime],
    dependencies: (all.dependencies ?? [])
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: [
          ...dependsOn.filter((each) => refs.has(each)),
          ...(ref === own ? [`electron@${electron}`] : []),
        ],
      })),
  };
}

/** What is in the bundles that were built. */
export function bundledLicences(dist = 'dist'): Licence[] {
  return ['electron', 'renderer'].flatMap(
    (part) => JSON.parse(readFileSync(join(dist, part, 'licences.json'), 'utf8')) as Licence[],
  );
}

const [, script = '', out, electron] = process.argv;
if (script.endsWith('bill.ts') && out) {
  const { version, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    version: string;
    devDependencies: { electron: string };
  };
  const bill = billOf(npmBill(), bundledLicences(), electron ?? devDependencies.electron);
  mkdirSync(out, { recursive: true });
  const file = join(out, `partner-console-${version}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`Bill of materials: ${file}, ${bill.components.length} components\n`);
}
