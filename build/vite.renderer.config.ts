import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer, for both shells. The nonce's place is filled for each page by the shell that serves it. */
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome114',
    sourcemap: false,
    // Data URLs would need a wider policy than the files themselves.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
