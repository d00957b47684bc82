import { describe, expect, test } from 'vitest';
import { NetworkSettingError, proxyOf } from '../../../electron/browser/network.ts';

describe('the proxy that the environment names for the console in a browser', () => {
  test('has its login, percent-encoded; the small name counts before the large one', () => {
    expect(proxyOf({})).toBe(null);
    expect(proxyOf({ HTTPS_PROXY: '' })).toBe(null);
    const found = proxyOf({ HTTPS_PROXY: 'http://sample.engineer:p%40ss%2F1@proxy.example.com:8080' });
    expect(found).toMatchObject({ name: 'sample.engineer', address: { host: 'proxy.example.com:8080' } });
    expect(
      proxyOf({ HTTPS_PROXY: 'http://one.example:1', https_proxy: 'http://two.example:2/' }),
    ).toMatchObject({
      name: null,
      address: { host: 'two.example:2' },
    });
  });

  test.each([
    'proxy.example.com:8080',
    '127.0.0.1:8080',
    'proxy',
    'http://sample:pa/ss@proxy.example.com:8080',
    'http://sample:p#ss@proxy.example.com:8080',
    'http://sample:p?ss@proxy.example.com:8080',
    'http://sample:100%@proxy.example.com:8080',
    'ftp://proxy.example.com',
  ])('%s is refused in words that hold nothing of it', (given) => {
    const tried = () => proxyOf({ HTTPS_PROXY: given });
    expect(tried).toThrow(NetworkSettingError);
    expect(tried).toThrow(/^HTTPS_PROXY is no address of a proxy\. .*percent-encoded/);
    expect(tried).not.toThrow(/sample|ss@/);
  });
});
