/**
 * The one Trusted Types policy (security 12): markup made from text is refused, libraries that only write text go on, and the one script that is
 * loaded by its address is the worker of redaction.
 */
import { config } from 'zod';

// zod would compile its checks with `new Function`, which the policy refuses: it is told not to try.
config({ jitless: true });

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string>,
  ): unknown;
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('the console makes no markup from text');
    return text;
  },
  createScriptURL: (address) => {
    const { origin, pathname } = new URL(address, location.href);
    if (origin !== location.origin || !/^\/assets\/redaction-worker-[\w-]+\.js$/.test(pathname))
      throw new TypeError('the console loads no other script');
    return address;
  },
});
