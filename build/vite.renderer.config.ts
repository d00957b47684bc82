import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './licences.ts';

const licensed = licences();

/** The renderer, for both shells. The nonce's place is filled for each page by the shell that serves it. */
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react(), licensed.write],
  html: { cspNonce: '__CSP_NONCE__' },
  worker: { format: 'es', plugins: () => [licensed.note] },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome114',
    sourcemap: false,
    // One file: the order in which styles stand does not depend on which screen was opened first.
    cssCodeSplit: false,
    rolldownOptions: {
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
