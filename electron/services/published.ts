/** What the publisher set when this console was packed: whose versions it takes, from where, and what installed it (security 23). */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type InstallerKind, installerKind } from '../../shared/sync/releases.ts';
import type { ShellLog } from './shell-log.ts';
import { feedAddress } from './update-feed.ts';

/** Written by the deb and the rpm, each its own name: both are packed from one folder. */
const LINUX_PACKAGE = '/usr/share/partner-console/package';
/** Where these put the program. */
const LINUX_PLACE = '/opt/';
/** What NSIS leaves beside the program; an msi does not. */
const UNINSTALLER = 'Uninstall Partner Console.exe';

const described = z.object({ updateKey: z.string().optional(), updateFeed: z.string().optional() });

interface Program {
  packaged: boolean;
  /** The packed program's own description, which the fuses keep as it was signed. */
  description: string;
  /** Its path. */
  program: string;
  env: Readonly<Record<string, string | undefined>>;
  log: Pick<ShellLog, 'report'>;
  /** The system, and its file that says which package brought the program; this computer's where they are left out. */
  platform?: string;
  linuxPackage?: string;
}

/** What installed the program; null where that cannot be told, such as for a folder that somebody unpacked. */
function installedBy(of: Program): InstallerKind | null {
  const platform = of.platform ?? process.platform;
  if (platform === 'win32') return existsSync(join(dirname(of.program), UNINSTALLER)) ? 'exe' : 'msi';
  if (platform === 'darwin') return 'dmg';
  if (of.env.APPIMAGE) return 'AppImage';
  if (!of.program.startsWith(LINUX_PLACE)) return null;
  try {
    const kind = installerKind.safeParse(readFileSync(of.linuxPackage ?? LINUX_PACKAGE, 'utf8').trim());
    return kind.success ? kind.data : null;
  } catch {
    // Unreported: answered. Without it nothing is asked for.
    return null;
  }
}

/** @returns the key (null: no updates), the feed (null: the console looks nowhere), and the kind of installer that this console came by */
export function published(of: Program): {
  key: string | null;
  feed: string | null;
  installed: InstallerKind | null;
} {
  let set: z.infer<typeof described> = {};
  if (of.packaged)
    try {
      set = described.parse(JSON.parse(readFileSync(of.description, 'utf8')));
    } catch (error) {
      // Without it there are no updates; the console itself goes on.
      of.log.report(error, 'what the publisher set for updates');
    }
  // From source, for who tries it: no packed console reads these.
  else
    set = {
      updateKey: of.env.PARTNER_CONSOLE_UPDATE_KEY,
      updateFeed: of.env.PARTNER_CONSOLE_UPDATE_FEED,
    };
  const feed = set.updateFeed ?? '';
  const fromSource = of.packaged ? null : installerKind.safeParse(of.env.PARTNER_CONSOLE_UPDATE_KIND).data;
  return {
    key: set.updateKey || null,
    feed: feed === 'hub' ? 'hub' : feedAddress(feed),
    installed: fromSource ?? installedBy(of),
  };
}
