/**
 * The one Trusted Types policy (security 12): markup made from text is refused, libraries that only write text go on,
 * and a worker is a file of the console's own.
 */
import { config } from 'zod';

// zod would compile its checks with `new Function`, which the policy refuses: it is told not to try.
config({ jitless: true });

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (text: string) => string },
  ): unknown;
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('the console makes no markup from text');
    return text;
  },
  // Workers are files of the console's own, beside its other scripts; nothing else is run by its address.
  createScriptURL: (text) => {
    const { protocol, host, pathname } = new URL(text, location.href);
    if (protocol !== location.protocol || host !== location.host || !/^\/assets\/[\w.-]+\.js$/.test(pathname))
      throw new TypeError('the console runs no other scripts than its own');
    return text;
  },
});
