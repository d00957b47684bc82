import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import { licences } from './licences.ts';

/**
 * Main process and preload, each one CommonJS file of its own: a sandboxed preload can be no module and can require
 * nothing beside it. Built one after the other, `--mode main` first.
 */
export default defineConfig(({ mode }) => ({
  // The preload bundles nothing.
  plugins: mode === 'main' ? [licences().write] : [],
  build: {
    outDir: 'dist/electron',
    emptyOutDir: mode === 'main',
    target: 'node18',
    sourcemap: false,
    minify: false,
    ssr: true,
    rolldownOptions: {
      input: mode === 'main' ? { main: 'electron/main.ts' } : { preload: 'electron/preload.ts' },
      external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true },
}));
