/** The proxy's name and password in a file of the shell's, locked by the computer's key store; without one they are not kept. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { LoginStore } from './proxy-logins.ts';

const login = z.strictObject({ proxy: z.string(), name: z.string(), password: z.string() });

interface Locks {
  lock(text: string): Promise<Buffer>;
  unlock(bytes: Buffer): Promise<string>;
}

export function loginFile(path: string, keys: Locks | null): LoginStore {
  const forget = () => rm(path, { force: true });
  return {
    read: async () => {
      if (!keys) return null;
      try {
        return login.parse(JSON.parse(await keys.unlock(await readFile(path))));
      } catch {
        // Unreported: not there, of another computer, or damaged: it is asked for again.
        return null;
      }
    },
    write: async (value) => {
      try {
        await forget();
        if (!keys) return false;
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(path, await keys.lock(JSON.stringify(value)), { mode: 0o600 });
        return true;
      } catch {
        // Unreported: the answer says that it is not kept, and the person is told.
        return false;
      }
    },
    forget,
  };
}
