import { pathToFileURL } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const inputs: Readonly<Record<string, string>> = { hub: 'hub/main.ts', shell: 'electron/browser/main.ts' };

/** What lies beside a source, such as migrations, threads and package.json, is found beside it, wherever its code went. */
const besideSources: Plugin = {
  name: 'beside-sources',
  enforce: 'pre',
  transform: (code, id) =>
    code.includes('import.meta.url') && !id.includes('/node_modules/')
      ? { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
};

/**
 * Hub and browser shell in a few files each, for tests that start them by the hundred: most of such a start is the reading of nine
 * hundred modules. Nobody else runs them so. `--mode hub`, then `--mode shell`.
 */
export default defineConfig(({ mode }) => ({
  plugins: [besideSources],
  // As Node takes a package, not as a page does.
  resolve: { mainFields: [], conditions: [] },
  build: {
    outDir: `.cache/processes/${mode}`,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    ssr: true,
    rolldownOptions: {
      input: { main: inputs[mode] ?? '' },
      // Loaded where it is asked for, and large.
      external: [/^@aws-sdk\//, /^@tus\/s3-store/, /^@opentelemetry\/(?!api)/, 'systeminformation'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
  ssr: { noExternal: true, resolve: { conditions: ['node'], externalConditions: ['node'] } },
}));
