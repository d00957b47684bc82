/**
 * The one Trusted Types policy (security 12): markup made from text is refused, libraries that only write text go on, and the scripts that
 * are loaded by their address are the console's own workers.
 */
import { config } from 'zod';

// zod would compile its checks with `new Function`, which the policy refuses: it is told not to try.
config({ jitless: true });

interface TrustedTypesFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (url: string) => string },
  ): unknown;
}

/** A worker as the build names it, from where the page comes from. */
const WORKER = /^\/assets\/[\w.-]+\.worker-[\w-]+\.js$/;

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('the console makes no markup from text');
    return text;
  },
  createScriptURL: (text) => {
    const url = new URL(text, location.href);
    if (url.origin !== location.origin || !WORKER.test(url.pathname) || url.search !== '')
      throw new TypeError('the console runs no script but its own');
    return text;
  },
});
