/** In a real browser: the credentials of many people, checked in one pass. */
import type { IssuerKey } from '../../../shared/certification/keys.ts';
import { openVerifier, verifyAll } from '../../../shared/certification/verify.ts';

export interface Pass {
  keys: IssuerKey[];
  lists: string[];
  tokens: string[];
  at: string;
}

declare global {
  interface Window {
    checkAll: (pass: Pass) => Promise<{ valid: number; ms: number }>;
  }
}

window.checkAll = async ({ keys, lists, tokens, at }) => {
  const start = performance.now();
  const verifier = await openVerifier(keys, lists);
  const pause = () => new Promise<void>((done) => setTimeout(done));
  const verdicts = await verifyAll(
    verifier,
    tokens,
    (token) => ({ token, question: { at, unknownStatus: 'warn' } }),
    { pause, clock: () => performance.now() },
  );
  const valid = verdicts.filter(({ kind }) => kind === 'valid').length;
  return { valid, ms: performance.now() - start };
};
