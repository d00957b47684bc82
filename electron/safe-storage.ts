/**
 * The computer's key store, by Electron's asynchronous calls alone (security 22): the others are deprecated. A Linux without a key
 * store, where Electron would keep the key beside what it locks, counts as none.
 */
import { safeStorage } from 'electron';
import type { WrapStore } from './services/key-wraps.ts';

/** After the app is ready. @returns null where this computer, or this Electron, has none that protects */
export async function keyStore(): Promise<WrapStore | null> {
  // Older Electrons have only the deprecated calls.
  if (typeof safeStorage.isAsyncEncryptionAvailable !== 'function') return null;
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    lock: (text) => safeStorage.encryptStringAsync(text),
    unlock: async (bytes) => (await safeStorage.decryptStringAsync(bytes)).result,
  };
}
