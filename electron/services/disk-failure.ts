import type { Answer, Failure } from '../../shared/bridge/contract.ts';

const words: Record<string, string> = {
  ENOSPC: 'The disk of this computer is full.',
  EDQUOT: 'The disk quota of this computer is used up.',
  EROFS: 'The disk of this computer is read-only.',
  EACCES: 'This computer does not allow writing to the console’s folder.',
  EPERM: 'This computer does not allow writing to the console’s folder.',
};

/** What a disk refused, in words. Errors that are no disk's are thrown on. */
export function diskFailure(error: unknown, safe: string): { ok: false; failure: Failure } {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (!(error instanceof Error) || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error;
  const what = words[code] ?? `The disk of this computer refused (${code}).`;
  return { ok: false, failure: { kind: 'disk', code, message: `${what} ${safe}` } };
}

export function ok<T>(value: T): Answer<T> {
  return { ok: true, value };
}
