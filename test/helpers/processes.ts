/**
 * What tests start of hub and browser shell. In `npm test` both were put into a few files before (build/vite.processes.config.ts): the
 * same code, read in half the time. Tests of starting itself start the sources, as `npm start` and `npm run hub` do.
 */
import { join, resolve } from 'node:path';

const built = process.env.PARTNER_CONSOLE_PROCESSES;

export const hubMain = built ? join(built, 'hub', 'main.mjs') : resolve('hub/main.ts');
export const shellMain = built ? join(built, 'shell', 'main.mjs') : resolve('electron/browser/main.ts');
