import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licences } from './licences.ts';
import { words } from './words.ts';

const licensed = licences();

/** The file with the console itself. */
const GOES_ON = 'start';

/**
 * The page begins with the choice of a language and goes on with the console (renderer/main.tsx): what that is made of is fetched
 * meanwhile, and not once the choice is made.
 */
const fetchMeanwhile: Plugin = {
  name: 'console:fetch-meanwhile',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {}, chunk }) {
      const madeOf = (files: readonly string[], all = new Set<string>()): Set<string> => {
        for (const file of files) {
          const part = bundle[file];
          if (all.has(file) || part?.type !== 'chunk') continue;
          all.add(file);
          madeOf(part.imports, all);
        }
        return all;
      };
      // Of what the page begins with, Vite says so itself.
      const begun = madeOf([chunk?.fileName ?? '']);
      const next = Object.values(bundle).find(({ type, name }) => type === 'chunk' && name === GOES_ON);
      return [...madeOf(next ? [next.fileName] : [])]
        .filter((file) => !begun.has(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
    },
  },
};

/** The renderer, for both shells. The nonce's place is filled for each page by the shell that serves it. */
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [words(), react(), fetchMeanwhile, licensed.write],
  html: { cspNonce: '__CSP_NONCE__' },
  worker: { format: 'es', plugins: () => [words(), licensed.note] },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome114',
    sourcemap: false,
    // One file: the order in which styles stand does not depend on which screen was opened first.
    cssCodeSplit: false,
    rolldownOptions: {
      // What a plugin takes is no word for who starts the console.
      checks: { pluginTimings: false },
      output: {
        // One file each, with all that it is made of: what the page begins with, what the shell's answers have to look like, and what it
        // goes on with once its language is chosen (renderer/main.tsx). Of 86 files each took a request and a place in the compiler's queue of every start. Modules
        // stand in them in the order in which they run: the policy for scripts is there before any schema is made.
        codeSplitting: {
          groups: [
            { name: 'begin', test: /renderer\/main\.tsx/, priority: 3 },
            { name: 'contract', test: /shared\/bridge\/contract\.ts/, priority: 2 },
            { name: GOES_ON, test: /renderer\/app\/start\.tsx/, priority: 1 },
          ],
        },
      },
    },
    // Data URLs would need a wider policy than the files themselves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
