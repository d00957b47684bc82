import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licences } from './licences.ts';
import { words } from './words.ts';

const licensed = licences();

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
      return [...madeOf(chunk?.dynamicImports ?? [])]
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
        // The policy for scripts stands before any schema is made: zod with it, which it tells not to compile.
        codeSplitting: {
          groups: [{ name: 'first', test: /renderer\/app\/trusted-types\.ts|node_modules\/zod\// }],
        },
      },
    },
    // Data URLs would need a wider policy than the files themselves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
