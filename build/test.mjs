/**
 * `npm test`: type check, lint, then the unit, component, hub and journey tests, all of them real. `npm test -- FILE...`
 * runs the tests of these files alone. Ends with one plain line, `N passed, N failed, N skipped`, and a non-zero exit where
 * anything failed.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, installDebianPackages } from './chromium.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { clone, fail, prepare, root, run } from './install.mjs';
import { haveNumpy } from './numpy.mjs';
import { buildIfStale } from './stale.mjs';
import { chooseTests, testFiles } from './test-files.mjs';

await prepare(fileURLToPath(import.meta.url));

const { flags, chosen, projects, unknown } = chooseTests(process.argv.slice(2), testFiles(root), {
  root,
  clone,
  from: process.env.INIT_CWD ?? process.cwd(),
});
if (unknown.length > 0)
  fail(
    `No test file has ${unknown.join(' or ')} in its path. Name one, such as test/unit/cases/states.test.ts.`,
  );
const whole = chosen.length === 0;
const runs = (project) => whole || projects.includes(project);

const chromium = runs('chromium') || runs('journey') ? await findChromium() : null;
if (chromium === undefined) fail('The tests need a Chromium. Install one, or name it in CHROMIUM_PATH.');
if (chromium) process.stdout.write(`Chromium: ${chromium}\n`);

/** Electron needs a display of its own; where none can be had, its journeys are skipped with the reason. */
function whyNoDisplay() {
  const there = () => spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error === undefined;
  if (process.platform !== 'linux' || there()) return null;
  installDebianPackages(['xvfb']);
  return there() ? null : 'Xvfb, the display for tests, is not installed and could not be';
}

async function runtimeForTests() {
  const noDisplay = whyNoDisplay();
  const found = noDisplay ? { missing: noDisplay } : await electronRuntime({ forTests: true });
  process.stdout.write(
    'missing' in found
      ? `Electron journeys are skipped: ${found.missing}\n`
      : `Electron for tests: ${found.version} (${found.origin})\n`,
  );
  // By certutil a test tells Chromium which certificate authority to trust.
  const certutil = spawnSync('certutil', ['-H'], { stdio: 'ignore' });
  if (!('missing' in found) && process.platform === 'linux' && certutil.error)
    installDebianPackages(['libnss3-tools']);
  return found;
}

const runtime = runs('journey') ? await runtimeForTests() : { missing: 'no journey runs' };

if (runs('node') && !haveNumpy())
  process.stdout.write('The comparison with numpy is skipped: there is no python3 with numpy\n');

// What the tests' Electron needs, and its sandbox that starts as root where root runs the tests: gone with the run,
// however it ends, and in nobody's reach meanwhile.
const aside = mkdtempSync(join(tmpdir(), 'partner-console-test-'));
if (process.getuid?.() === 0) chmodSync(aside, 0o711);
process.once('exit', () => rmSync(aside, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const environment = {
  ...process.env,
  ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
  PARTNER_CONSOLE_TEST_FOLDER: aside,
  // Hubs and shells are started by the hundred, from source: what Node made of a file once serves them all.
  NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
  ...('missing' in runtime ? {} : { ELECTRON_TEST_RUNTIME: runtime.dir }),
};
const counts = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const started = Date.now();

/** One check that is no test file: counts as one. */
async function check(name, work) {
  const good = await work();
  counts[good ? 'passed' : 'failed'] += 1;
  process.stdout.write(
    `${good ? 'passed' : 'FAILED'}: ${name} (${Math.round((Date.now() - started) / 1000)} s since the start)\n`,
  );
}

const results = join(root, '.cache', 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

/**
 * Adds up what Vitest's JSON report says; a run that left no report, or no test, is a failure.
 * @param kept whether what it prints is kept until its end, because something else runs at the same time
 */
async function vitest(name, projects, kept = false) {
  const report = join(results, `${name}.json`);
  const code = await run(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...flags,
      ...chosen,
    ],
    { env: environment, aside: kept },
  );
  if (!existsSync(report)) {
    counts.failed += 1;
    notes.push(`${name}: the tests did not run to an end`);
    return;
  }
  const told = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += told.numPassedTests;
  counts.failed += told.numFailedTests;
  counts.skipped += told.numPendingTests + (told.numTodoTests ?? 0);
  const brokenFiles = told.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed'),
  );
  counts.failed += brokenFiles.length;
  // Named once more at the end: of a long run often nobody keeps more than that.
  for (const file of told.testResults)
    for (const test of file.assertionResults)
      if (test.status === 'failed')
        notes.push(
          `FAILED: ${relative(root, file.name)}: ${test.fullName}: ${(test.failureMessages[0] ?? '').split('\n')[0]}`,
        );
  for (const file of brokenFiles)
    notes.push(`${file.name}: ${(file.message ?? 'failed outside its tests').split('\n')[0]}`);
  if (code !== 0 && told.numFailedTests === 0 && brokenFiles.length === 0) {
    counts.failed += 1;
    notes.push(`${name}: ended with code ${code} although no test failed; the reason stands above`);
  }
}

/** Builds what is stale; where single files are asked for, that is no test of its own. */
async function build(name, bundle) {
  if (whole) await check(name, () => buildIfStale(bundle));
  else if (!(await buildIfStale(bundle))) fail(`The ${name} failed; the reason stands above.`);
}

if (whole) {
  await check(
    'type check',
    async () => (await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'])) === 0,
  );
  await check(
    'format and lint',
    async () => (await run('biome', ['check', '--error-on-warnings', '.'])) === 0,
  );
}
if (runs('node') || runs('journey')) await build('build of the renderer', 'renderer');
if (runs('journey')) await build('build of the desktop shell', 'electron');
// The component tests share one page and take one core at the most; the others wait for servers half of their time.
await Promise.all([
  runs('node') ? vitest('unit', ['node']) : null,
  runs('chromium') ? vitest('component', ['chromium'], runs('node')) : null,
]);
if (runs('journey')) await vitest('journeys', ['journey']);

for (const note of notes) process.stdout.write(`${note}\n`);
process.stdout.write(`Took ${Math.round((Date.now() - started) / 1000)} s.\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
