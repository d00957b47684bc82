import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { words } from './build/words.ts';

/** An installed Chromium, unless build/test.mjs found another. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env.CHROMIUM_PATH ?? installed.find((path) => existsSync(path));
const asRoot = process.getuid?.() === 0;

/** Files at a time. Each has servers, folders and browsers of its own, on ports that were free, and waits for them half of its time. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** What takes longest, in this order: begun last, it would run alone at the end. */
const longest = [
  'journey/conflicts',
  'journey/main-journey',
  'journey/credentials',
  'journey/desk-journey',
  'journey/review-journey',
  'kill/kill-rounds',
  'concurrency/many-hubs',
  'electron/packed',
  'kill/kill-upload',
  'electron/electron-journey',
  'journey/entitlement',
  'restore/restore',
  'sim/histories',
  'hub/process',
  'hub/two-hubs',
  'hub/backup',
  'hub/blob-store',
  'hub/blobs',
  'cli/credential',
  'hub/backpressure',
  'hub/log-and-clock',
  'hub/releases',
  'hub/roles',
  'hub/operations-examples',
  'hub/blob-store-away',
  'hub/operator-people',
  'hub/keys-command',
  'hub/routes',
  'hub/fuzz',
  'electron/large-file',
  'cli/check',
  'handoff/clearing',
  'handoff/incremental',
  'handoff/gate',
  'redaction/usual-forms',
  'redaction/redact',
  'redaction/secrets',
  'redaction/content',
  'collect/forms',
];

/**
 * Tests of what is pure: they leave nothing behind, so that the files of a worker share its process, and what they all import is
 * read once. To begin a process for each takes longer than most of them.
 */
const PURE =
  'test/unit/{base,cases,certification,collect,handoff,home,knowledge,policy,redaction,review,search,tickets}/**/*.test.ts';

const unit = {
  environment: 'node',
  pool: 'forks',
  maxWorkers,
  // Only what hangs is ended: on a machine that does much else, three hubs and a PostgreSQL take minutes to start.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // A second, as it is by itself, is not enough for four connections beside two browsers.
  expect: { poll: { timeout: 60_000 } },
} as const;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [words()],
        test: {
          ...unit,
          name: 'node',
          globalSetup: 'test/helpers/one-postgres.ts',
          setupFiles: 'test/helpers/one-query-at-a-time.ts',
          // Of hubs inside of a test; one that is started as a process says all, see helpers/hub.ts.
          env: { HUB_LOG_LEVEL: 'error' },
          include: ['test/unit/**/*.test.ts'],
          exclude: [PURE],
        },
      },
      {
        plugins: [words()],
        test: {
          ...unit,
          name: 'pure',
          include: [PURE],
          isolate: false,
        },
      },
      {
        plugins: [words(), react()],
        resolve: { dedupe: ['react', 'react-dom'] },
        // All of them named: one that is found late makes Vite load the page anew in the middle of a test.
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            '@mantine/core',
            '@noble/ciphers/chacha.js',
            '@noble/hashes/hmac.js',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
            '@secretlint/core',
            '@secretlint/secretlint-rule-preset-recommend',
            '@tanstack/react-virtual',
            '@testing-library/react',
            '@testing-library/user-event',
            'axe-core',
            'dexie',
            'dexie-react-hooks',
            'diff',
            'fake-indexeddb',
            'ical-generator',
            'fflate',
            'jose',
            'luxon',
            'minisearch',
            're2js',
            'qr',
            'react-markdown',
            'rehype-slug',
            'remark-gfm',
            'qr/decode.js',
            'wouter',
            'wouter/use-hash-location',
            'zod',
            'zustand',
            'zustand/react/shallow',
            'zustand/vanilla',
            'zustand',
            'zustand/vanilla',
          ],
        },
        test: {
          name: 'chromium',
          include: ['test/component/**/*.test.{ts,tsx}'],
          setupFiles: ['test/helpers/component-setup.ts'],
          // One page at a time: the console's database has one name. They run once the others have.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: [
                  ...(asRoot ? ['--no-sandbox'] : []),
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                  '--no-first-run',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        plugins: [words()],
        test: {
          name: 'journey',
          globalSetup: 'test/helpers/one-postgres.ts',
          setupFiles: 'test/helpers/journey-setup.ts',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          // Each has browsers, shells and hubs of its own: more of them at once than there are processors make all of them late.
          maxWorkers,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
