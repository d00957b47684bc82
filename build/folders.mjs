/** Where `npm start` keeps a person's data, and whether it can. */
import { accessSync, chmodSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The per-user folder of each platform. Root has a system folder: PostgreSQL runs as another user, who must reach it. */
export function defaultDataFolder() {
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Partner Console');
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'Partner Console');
  if (process.getuid?.() === 0) return '/var/lib/partner-console';
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'partner-console');
}

/**
 * Makes the folder and tries to write in it.
 * @returns {string | null} what is wrong, or null
 */
export function whyUnwritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() === 0) chmodSync(folder, 0o755);
    accessSync(folder, constants.W_OK);
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, 'probe');
    rmSync(probe);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
