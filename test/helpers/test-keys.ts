/** Keys of a console that is open, the same in every process: what one seals, another opens. */
import { passingKeys } from '../../electron/services/key-ring.ts';
import { SealedFiles } from '../../electron/services/sealed-files.ts';

export const testKeys = passingKeys(new Uint8Array(32).fill(7));
export const testFiles = new SealedFiles(testKeys);
