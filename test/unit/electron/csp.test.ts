import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, headersOfFile } from '../../../electron/csp.ts';

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

describe('security 10: the policy of a worker', () => {
  const policyOf = (path: string) => headersOfFile(path)['content-security-policy'];
  test('a worker computes: it loads nothing and connects to nothing', () => {
    expect(policyOf('/dist/renderer/assets/outputs.worker-B1x_y-2.js')).toBe("default-src 'none'");
  });
  test('other files have none, so that no page is bound by what its script says', () => {
    expect(policyOf('/dist/renderer/assets/index-B1x.js')).toBeUndefined();
  });
});
