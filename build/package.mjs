/**
 * `npm run package [-- --linux|--win|--mac [TARGET...]]`: packs the desktop shell for users with electron-builder.
 * With `--test-runtime` it packs the runtime for tests instead, unfit for users: test/e2e/electron does.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRuntime } from './electron-runtime.mjs';
import { fail, prepare, root, run } from './install.mjs';
import { packagingFault } from './packaging-fault.mjs';
import { buildIfStale } from './stale.mjs';

const USAGE = `npm run package [-- --linux [AppImage|deb|rpm|dir] | --win [nsis|msi] | --mac [dmg|zip]] [--out DIR]

Packs the console for this computer's system, or for the one that is named. The result lies in out/.

  --out DIR        put it there instead
  --test-runtime   pack the runtime for tests, out of support; what comes out is not for users
  --help           this text

Everything else goes to electron-builder as it is.
`;

const rest = process.argv.slice(2);

function takeFlag(name) {
  const at = rest.indexOf(name);
  if (at === -1) return false;
  rest.splice(at, 1);
  return true;
}

function takeValue(name) {
  const at = rest.indexOf(name);
  if (at === -1) return null;
  const [, value] = rest.splice(at, 2);
  if (!value || value.startsWith('--')) fail(`${name} wants a folder. See npm run package -- --help.`);
  return value;
}

if (takeFlag('--help')) {
  process.stdout.write(USAGE);
  process.exit(0);
}
await prepare(fileURLToPath(import.meta.url));
const forTests = takeFlag('--test-runtime');
const out = takeValue('--out');
const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.electron;

/** The runtime to pack: electron-builder's own download of the pinned version, unless another is named. */
async function chooseRuntime() {
  if (forTests) {
    const runtime = await electronRuntime({ forTests: true });
    if ('missing' in runtime) fail(`There is no runtime for tests: ${runtime.missing}.`);
    process.stdout.write(
      `Packing Electron ${runtime.version} (${runtime.origin}) for tests. Give this to nobody.\n`,
    );
    return runtime;
  }
  if (!process.env.ELECTRON_OVERRIDE_DIST_PATH) return null;
  const runtime = await electronRuntime();
  if ('missing' in runtime)
    fail(`ELECTRON_OVERRIDE_DIST_PATH names no Electron. Unset it, or name a folder that holds ${pinned}.`);
  if (runtime.version !== pinned)
    fail(
      `ELECTRON_OVERRIDE_DIST_PATH holds Electron ${runtime.version}; users get the pinned ${pinned} and nothing else. Unset it, or name a folder that holds ${pinned}.`,
    );
  return runtime;
}

const runtime = await chooseRuntime();
for (const bundle of ['renderer', 'electron']) {
  if (!(await buildIfStale(bundle))) fail('The console could not be built; the reason stands above.');
}
/** Runs electron-builder as it is, and keeps what it says: its own reason is the one to tell. */
function pack(args, env) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'pipe', 'pipe'], env });
    let said = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      from.on('data', (chunk) => {
        said += chunk;
        to.write(chunk);
      });
    child.once('error', (error) => done({ code: 1, said: `⨯ ${error.message}` }));
    child.once('close', (code) => done({ code: code ?? 1, said }));
  });
}

const { code, said } = await pack(
  [
    join(root, 'node_modules/electron-builder/cli.js'),
    '--publish',
    'never',
    '--config',
    join(root, 'electron-builder.yml'),
    ...rest,
    ...(out ? [`-c.directories.output=${resolve(out)}`] : []),
    ...(runtime ? [`-c.electronDist=${runtime.dir}`, `-c.electronVersion=${runtime.version}`] : []),
  ],
  { ...process.env, ...(forTests ? { PARTNER_CONSOLE_PACK_FOR_TESTS: '1' } : {}) },
);
if (code !== 0) fail(packagingFault(said));
// Beside the installers, for who has to know what is in them.
if (
  (await run(process.execPath, [
    join(root, 'build/bill.ts'),
    resolve(out ?? join(root, 'out')),
    runtime?.version ?? pinned,
  ])) !== 0
)
  fail(
    'The bill of materials could not be written; the reason stands above. The packages themselves are whole.',
  );
