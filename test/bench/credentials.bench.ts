/** Credentials: verdicts a second against the bare signature check, a thousand people in one pass, a revocation in a large list. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { jwtVerify } from 'jose';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { importIssuerKey } from '../../shared/certification/keys.ts';
import { emptyBits, setBit, signStatusList } from '../../shared/certification/status-list.ts';
import { openVerifier } from '../../shared/certification/verify.ts';
import { idOf } from '../helpers/builders.ts';
import {
  aCredential,
  anIssuer,
  facts,
  ISSUED_AT,
  listUrl,
  statusLists,
  type TestIssuer,
} from '../helpers/credentials.ts';
import type { Pass } from './credentials/page.ts';
import { type BenchResult, median } from './result.ts';
import { beginWatch, watchPages } from './watch.ts';

const PEOPLE = 1_000;
const ROUNDS = 40;
const PER_ROUND = 100;
const ENTRIES = 1_000_000;
const AT = '2026-11-20T09:00:00.000Z';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < PER_ROUND; n++) await work();
  return performance.now() - start;
}

/** Turn by turn, so that what else the machine does meets both. */
async function verdicts(issuer: TestIssuer): Promise<BenchResult> {
  const token = await aCredential(issuer);
  const verifier = await openVerifier([issuer.key], await statusLists(issuer));
  const key = await importIssuerKey(issuer.key.jwk);
  const currentDate = new Date(AT);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(
      await timed(async () => {
        const { kind } = await verifier.verify(token, { at: AT, unknownStatus: 'warn' });
        if (kind !== 'valid') throw new Error(kind);
      }),
    );
    bare.push(await timed(() => jwtVerify(token, key, { algorithms: ['ES256'], currentDate })));
  }
  const [own, peer] = [median(ours), median(bare)];
  return {
    name: 'credential-verdicts',
    value: (PER_ROUND / own) * 1_000,
    unit: 'a second',
    against: 'jose.jwtVerify, time by time',
    ratio: own / peer,
  };
}

async function inBrowser(issuer: TestIssuer): Promise<BenchResult[]> {
  const [output] = [
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        lib: { entry: join(import.meta.dirname, 'credentials/page.ts'), formats: ['iife'], name: 'page' },
      },
    }),
  ].flat();
  if (!output || !('output' in output)) throw new Error('the page was not built');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const context = await browser.newContext();
    await watchPages(context);
    const page = await context.newPage();
    // WebCrypto wants a secure origin, which this computer itself is.
    await page.route('http://localhost/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: output.output[0].code });
    const tokens = await Promise.all(
      Array.from({ length: PEOPLE }, (_, n) =>
        aCredential(issuer, {
          id: idOf(n + 1),
          person: { id: idOf(n + 1), name: `Person ${n}` },
          status: { ...facts().status, index: n * 7 },
        }),
      ),
    );
    const pass: Pass = {
      keys: [issuer.key],
      lists: await statusLists(issuer, { revoked: [0, 7] }),
      tokens,
      at: AT,
    };
    // Handing over the tokens is not what is measured.
    await page.evaluate((given) => Object.assign(window, { pass: given }), pass);
    await beginWatch(page);
    const { valid, ms } = await page.evaluate(() =>
      window.checkAll((window as unknown as { pass: Pass }).pass),
    );
    if (valid !== PEOPLE - 2) throw new Error(`${valid} of ${PEOPLE} were valid`);
    const { longestTask, longestBlock } = await page.evaluate(() => window.benchWatch);
    return [
      { name: 'credentials-1000', value: ms, unit: 'ms', against: 'itself', ratio: 1 },
      {
        name: 'credentials-1000-longest-task',
        value: Math.max(longestTask, longestBlock),
        unit: 'ms',
        against: 'a task of 50 ms',
        ratio: Math.max(longestTask, longestBlock) / 50,
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Sets one bit of a list in which one entry in a hundred is set, and signs it; against packing the same bits with zlib. */
async function oneRevocation(issuer: TestIssuer): Promise<BenchResult> {
  const bits = emptyBits(ENTRIES);
  for (let n = 0; n < ENTRIES / 100; n++) setBit(bits, (n * 7_919) % ENTRIES, true);
  const ours: number[] = [];
  const zlib: number[] = [];
  for (let n = 0; n < 20; n++) {
    let start = performance.now();
    setBit(bits, n * 31, true);
    await signStatusList(
      {
        url: listUrl('revocation'),
        issuer: issuer.key.issuer,
        purpose: 'revocation',
        bits,
        validFrom: ISSUED_AT,
        validUntil: '2026-11-25T12:00:00.000Z',
        ttlMs: 3_600_000,
      },
      issuer.signer,
    );
    ours.push(performance.now() - start);
    start = performance.now();
    gzipSync(bits);
    zlib.push(performance.now() - start);
  }
  return {
    name: 'revocation-in-1000000',
    value: median(ours),
    unit: 'ms',
    against: 'zlib’s gzip of the list alone',
    ratio: median(ours) / median(zlib),
  };
}

export async function run(): Promise<BenchResult[]> {
  const issuer = await anIssuer();
  return [await verdicts(issuer), ...(await inBrowser(issuer)), await oneRevocation(issuer)];
}
