import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../../electron/csp.ts';

const directives = (policy: string) =>
  Object.fromEntries(
    policy.split('; ').map((each) => [each.split(' ')[0] ?? '', each.split(' ').slice(1)] as const),
  );

describe('security 10, 12: the policy of every page', () => {
  test.each(["'self'", "'none'"] as const)('connecting to %s', (connect) => {
    const policy = contentSecurityPolicy('bm9uY2U=', connect);
    expect(policy).not.toMatch(/unsafe|\*|https?:|file:/);
    expect(directives(policy)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'nonce-bm9uY2U='", "'strict-dynamic'"],
      'style-src': ["'self'", "'nonce-bm9uY2U='"],
      'img-src': ["'self'", 'blob:', 'data:'],
      'font-src': ["'self'"],
      'worker-src': ["'self'"],
      'connect-src': [connect],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'require-trusted-types-for': ["'script'"],
      'trusted-types': ['default'],
    });
  });
});
