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

/** Makes rpm and AppImage for tests, and says where that cannot be had. */
function whatPacks() {
  const packers = [
    ['rpmbuild', 'rpm'],
    ['mksquashfs', 'squashfs-tools'],
    ['desktop-file-validate', 'desktop-file-utils'],
  ];
  const missing = () => packers.filter(([program]) => spawnSync('which', [program]).status !== 0);
  if (missing().length > 0) installDebianPackages(missing().map(([, name]) => name));
  const left = missing().map(([program]) => program);
  if (left.length > 0)
    process.stdout.write(`rpm and AppImage are not made: ${left.join(', ')} could not be installed\n`);
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
  // A key store like that of a person's desktop.
  const keyring = spawnSync('gnome-keyring-daemon', ['--version'], { stdio: 'ignore' });
  if (!('missing' in found) && process.platform === 'linux' && keyring.error)
    installDebianPackages(['gnome-keyring', 'dbus-daemon', 'dbus-bin']);
  if (!('missing' in found) && process.platform === 'linux') whatPacks();
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
  PARTNER_CONSOLE_PROCESSES: join(root, '.cache', 'processes'),
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

/** Test files that are run once more where they failed; more of them have a reason that a second run does not take away. */
const MOST_AGAIN = 6;
/** Files that failed, by project: run once more at the end, when the machine does nothing else. */
const again = [];

/** What Vitest or the programs around a test left in a file, and null where there is none. */
const readIfThere = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** Runs Vitest. @returns its JSON report, null where it left none, its exit code, and what went wrong outside of every test */
async function runVitest(name, projects, files, kept) {
  const report = join(results, `${name}.json`);
  const unhandled = join(results, `${name}-unhandled.json`);
  const code = await run(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      `--reporter=${join(root, 'build/unhandled-errors.mjs')}`,
      ...flags,
      ...files,
    ],
    { env: { ...environment, UNHANDLED_ERRORS: unhandled }, aside: kept },
  );
  return { code, told: readIfThere(report), outside: readIfThere(unhandled) ?? [] };
}

const testsOf = (file, as) => file.assertionResults.filter(({ status }) => status === as);

/** What failed in a file, a line each: its tests, or else the file itself. */
function failuresOf(file) {
  const name = relative(root, file.name);
  const tests = testsOf(file, 'failed');
  if (tests.length === 0) return [`${name}: ${(file.message || 'failed outside its tests').split('\n')[0]}`];
  return tests.map((test) => `${name}: ${test.fullName}: ${(test.failureMessages[0] ?? '').split('\n')[0]}`);
}

/**
 * Adds up what Vitest's JSON report says; a run that left no report, or no test, is a failure.
 * @param kept whether what it prints is kept until its end, because something else runs at the same time
 */
async function vitest(name, projects, kept = false) {
  const { code, told, outside } = await runVitest(name, projects, chosen, kept);
  if (!told) {
    counts.failed += 1;
    notes.push(`${name}: the tests did not run to an end`);
    return;
  }
  counts.passed += told.numPassedTests;
  counts.skipped += told.numPendingTests + (told.numTodoTests ?? 0);
  const failed = told.testResults.filter(({ status }) => status === 'failed');
  for (const file of failed) again.push({ file, projects });
  for (const error of outside) {
    const said = `${error.name}: ${error.message}\n${error.stack}`.split('\n').slice(0, 12).join('\n    ');
    notes.push(
      `${name}: outside of every test${error.file ? ` of ${relative(root, error.file)}` : ''}: ${said}`,
    );
  }
  // A file in which something went wrong outside of its tests has failed as one in which a test did.
  const fileOf = ({ file }) => told.testResults.find(({ name }) => name === file);
  for (const file of new Set(outside.map(fileOf)))
    if (file && !failed.includes(file)) again.push({ file, projects });
  const nowhere = outside.filter((error) => !fileOf(error));
  if (nowhere.length > 0 || (code !== 0 && failed.length === 0 && outside.length === 0)) {
    counts.failed += 1;
    notes.push(`${name}: ended with code ${code} although no test failed`);
  }
}

/**
 * Runs the files that failed in a whole run once more, by themselves. What passes then is named as unsteady, with what failed at first:
 * something in test or product depends on how busy the machine is, and is to be mended. What fails twice has failed.
 */
async function failedOnce() {
  const passing = new Set();
  if (whole && again.length <= MOST_AGAIN)
    for (const [at, each] of again.entries()) {
      const { told, code } = await runVitest(
        `again-${at + 1}`,
        each.projects,
        [relative(root, each.file.name)],
        false,
      );
      // What goes wrong outside of the tests is in the exit code alone.
      if (code !== 0 || told?.success !== true || told.numPassedTests === 0) continue;
      passing.add(each);
      const { file } = each;
      const [passed, failed] = ['passed', 'failed'].map((as) => testsOf(file, as).length);
      counts.passed += told.numPassedTests - passed;
      counts.skipped += told.numPendingTests - (file.assertionResults.length - passed - failed);
    }
  for (const each of again) {
    const failures = failuresOf(each.file);
    if (!passing.has(each)) counts.failed += failures.length;
    // Named once more at the end: of a long run often nobody keeps more than that.
    const word = passing.has(each) ? 'UNSTEADY, passed when it was run by itself' : 'FAILED';
    for (const failure of failures) notes.push(`${word}: ${failure}`);
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
if (runs('node') || runs('journey')) await build('build of the processes for tests', 'processes');
// The component tests share one page and take one core at the most; the others wait for servers half of their time.
await Promise.all([
  runs('node') ? vitest('unit', ['node', 'pure']) : null,
  runs('chromium') ? vitest('component', ['chromium'], runs('node')) : null,
]);
if (runs('journey')) await vitest('journeys', ['journey']);
await failedOnce();

for (const note of notes) process.stdout.write(`${note}\n`);
process.stdout.write(`Took ${Math.round((Date.now() - started) / 1000)} s.\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
