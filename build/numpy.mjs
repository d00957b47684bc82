/** numpy, with which the tests compare the counting of business days: an installed one, else Debian's package when root. */
import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './chromium.mjs';

const PYTHONS = ['python3', '/usr/bin/python3'];

function installed() {
  return PYTHONS.some(
    (python) => spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0,
  );
}

/** Whether a Python with numpy is there, after trying to install one. */
export function haveNumpy() {
  return installed() || (installDebianPackages(['python3-numpy']) && installed());
}
