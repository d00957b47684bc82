import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy, policyPath, readPolicy } from '../../../electron/services/machine-policy.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('the policy of a managed computer', () => {
  test('lies where only who manages the computer can write', () => {
    expect(policyPath('linux', {})).toBe('/etc/partner-console/policy.json');
    expect(policyPath('darwin', {})).toBe('/Library/Application Support/Partner Console/policy.json');
    expect(policyPath('win32', {})).toBe('C:\\Program Files\\Common Files\\Partner Console\\policy.json');
    expect(policyPath('win32', { CommonProgramFiles: 'D:\\Common' })).toBe(
      'D:\\Common\\Partner Console\\policy.json',
    );
  });

  test('hub, proxy, authorities, data folder, lease, notifications and updates, each or none', () => {
    const all = {
      hub: 'https://hub.example.com',
      proxy: { mode: 'fixed', server: 'proxy.example.com:8080', bypass: '.example.com' },
      certificateAuthorities: '/etc/partner-console/company-ca.pem',
      dataFolder: '/srv/consoles',
      lease: 7,
      notifications: false,
      updatesByFile: false,
      updatesFromFeed: false,
    };
    expect(parsePolicy(JSON.stringify(all))).toEqual({ kind: 'policy', policy: all });
    expect(parsePolicy('\uFEFF{}')).toEqual({ kind: 'policy', policy: {} });
    expect(parsePolicy('{"proxy":{"mode":"pac","url":"https://example.com/proxy.pac"}}').kind).toBe('policy');
  });

  test.each([
    ['', 'it is not JSON'],
    ['null', /^the file: /],
    ['[]', /^the file: /],
    ['{"hub":"http://hub.example.com"}', 'hub: not an address that a hub may have'],
    ['{"hub":"https://name:word@hub.example.com"}', 'hub: not an address that a hub may have'],
    ['{"hubb":"https://hub.example.com"}', /hubb/],
    ['{"dataFolder":"consoles"}', 'dataFolder: not an absolute path'],
    ['{"certificateAuthorities":"company-ca.pem"}', 'certificateAuthorities: not an absolute path'],
    ['{"proxy":{"mode":"pac","url":"javascript:1"}}', /^proxy\.url: not an address/],
    ['{"proxy":{"mode":"fixed"}}', /^proxy\.server: /],
    ['{"notifications":"no"}', /^notifications: /],
  ])('%j is refused with its place', (text, reason) => {
    const answer = parsePolicy(text);
    if (answer.kind !== 'refused') throw new Error(answer.kind);
    expect(answer.reason).toMatch(reason);
  });

  test('property: any content gives an answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['policy', 'refused']).toContain(parsePolicy(text).kind);
      }),
    );
  });

  test('no file is no policy; one that cannot be read, or is something else, is not passed over', () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'policy.json');
    expect(readPolicy(file)).toEqual({ kind: 'none' });
    writeFileSync(file, '{"hub":"https://hub.example.com"}');
    expect(readPolicy(file)).toEqual({ kind: 'policy', policy: { hub: 'https://hub.example.com' } });
    writeFileSync(file, ' '.repeat(70_000));
    expect(readPolicy(file)).toEqual({ kind: 'refused', reason: 'it is larger than 64 KiB' });
    const other = join(folder.path, 'folder.json');
    mkdirSync(other);
    expect(readPolicy(other)).toEqual({ kind: 'refused', reason: 'EISDIR' });
    chmodSync(file, 0o600);
    folder.remove();
  });
});
