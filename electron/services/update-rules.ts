/** What keeps a version that the publisher signed from being installed over the one that runs (security 23). */
import {
  compareReleases,
  type InstallerKind,
  kindOfInstaller,
  type UpdateManifest,
} from '../../shared/sync/releases.ts';
import { failed } from './hub-client.ts';

/** What this console is. */
export interface Running {
  version: string;
  platform: string;
  arch: string;
  /** What installed it; null where that is not known, and no feed can be asked for another. */
  kind: InstallerKind | null;
}

export const refused = (code: string, message: string) =>
  failed('refused', code, `${message} Nothing was installed.`);

/** @returns the refusal in words; null where it may be installed */
export function validateInstallation(
  { version, minimum, platform, arch }: UpdateManifest,
  here: Running,
): ReturnType<typeof refused> | null {
  if (platform !== here.platform || arch !== here.arch)
    return refused(
      'other-system',
      `It is for another system (${platform} ${arch}); this one is ${here.platform} ${here.arch}.`,
    );
  const step = compareReleases(version, here.version);
  const fromMinimum = compareReleases(here.version, minimum);
  if (step === null || fromMinimum === null)
    return refused(
      'no-version',
      `${here.version}, which runs here, is no version that another can be compared with.`,
    );
  if (step === 0) return refused('same-version', `Version ${version} is what runs here already.`);
  if (step < 0)
    return refused(
      'older-version',
      `Version ${version} is older than ${here.version}, which runs here. An older one may not read what this one wrote, and has faults that were mended since.`,
    );
  if (fromMinimum < 0)
    return refused(
      'too-far',
      `Version ${version} is installed over ${minimum} or newer, and ${here.version} runs here. Install ${minimum} first.`,
    );
  return null;
}

/** As above, of what a feed offers: it has to be of the kind that installed this console, too. */
export function validateDownload(manifest: UpdateManifest, here: Running): ReturnType<typeof refused> | null {
  if (kindOfInstaller(manifest.file) !== here.kind)
    return refused(
      'other-kind',
      `${manifest.file} is another kind of installer than the one that installed this console (${here.kind}).`,
    );
  return validateInstallation(manifest, here);
}
