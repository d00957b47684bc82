/** Sets the fuses in what electron-builder has packed, before it is signed. */
import { FuseVersion } from '@electron/fuses';
import { fuses, fusesOfTheTestRuntime } from './fuses.ts';

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack(context) {
  // Set by build/package.mjs --test-runtime alone: an Electron whose wire ends before the newest fuses.
  const forTests = process.env.PARTNER_CONSOLE_PACK_FOR_TESTS === '1';
  const config = forTests
    ? {
        version: FuseVersion.V1,
        ...Object.fromEntries(fusesOfTheTestRuntime.map((fuse) => [fuse, fuses[fuse]])),
      }
    : fuses;
  await context.packager.addElectronFuses(context, config);
}
