import { resolve } from 'node:path';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

/** Folders of `renderer/` whose words are in one catalogue each; of `features/` each folder has its own. */
const wordFolders = ['app', 'bridge', 'commands', 'store', 'sync', 'ui', 'views', 'workers'];

const catalogue = (folder: string) => ({
  path: `<rootDir>/renderer/${folder}/locales/{locale}`,
  include: [`<rootDir>/renderer/${folder}`],
});

/** Where the words of the interface are kept, for `npm run words` and for every build. See docs/adr/0026. */
export default defineConfig({
  rootDir: resolve(import.meta.dirname, '..'),
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [...wordFolders.map(catalogue), catalogue('features/{name}')],
  // Lines would change with every edit above them.
  format: formatter({ lineNumbers: false }),
  // Ours need no provider around them, and show what a person typed as it is (renderer/words/words.ts).
  runtimeConfigModule: {
    i18n: ['#words', 'i18n'],
    Trans: ['#words/trans', 'Trans'],
  },
});
