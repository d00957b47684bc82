/** The lists of what is bundled, as the build wrote them beside each bundle; from source there is none of the shell's own. */
import { readFile } from 'node:fs/promises';
import { type CallOutput, calls } from '../../shared/bridge/contract.ts';

type Licences = CallOutput<'app.licences'>;

/** @param files `licences.json` of each bundle; one that is not there has nothing to tell */
export async function readLicences(files: readonly string[]): Promise<Licences> {
  const found = new Map<string, Licences['licences'][number]>();
  for (const file of files) {
    // Unreported: a shell that runs from source has no bundle.
    const text = await readFile(file, 'utf8').catch(() => '[]');
    const { licences } = calls['app.licences'].output.parse({ licences: JSON.parse(text) });
    for (const each of licences) found.set(`${each.name}@${each.version}`, each);
  }
  return { licences: [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each) };
}
