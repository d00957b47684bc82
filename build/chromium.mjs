/** A Chromium for the tests: an installed one, else Playwright's own download, else Debian's package when root. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function installed() {
  return [process.env.CHROMIUM_PATH, ...INSTALLED].find((path) => path && existsSync(path));
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  if (!existsSync(chromium.executablePath())) {
    spawnSync(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'], {
      stdio: 'ignore',
    });
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** Debian's packages by name; only as root, where apt is there. */
export function installDebianPackages(names) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false;
  process.stdout.write(`Installing Debian's ${names.join(', ')} for the tests.\n`);
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], quiet);
  return spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], quiet).status === 0;
}

/** The path of a Chromium, or undefined where none can be had. */
export async function findChromium() {
  const found = installed() ?? (await playwrightsOwn());
  if (found) return found;
  return installDebianPackages(['chromium', 'fonts-dejavu-core']) ? installed() : undefined;
}
