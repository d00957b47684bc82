import { expect, test } from 'vitest';
import { packagingFault } from '../../../build/packaging-fault.mjs';

test('electron-builder’s own reason is told, and the network is named where it was the reason alone', () => {
  expect(
    packagingFault(
      '  • building deb\n  \u001b[31m⨯\u001b[39m Please specify project homepage, see https://x.example\n',
    ),
  ).toBe(
    'electron-builder could not pack the console: Please specify project homepage, see https://x.example',
  );
  expect(
    packagingFault(
      '  • downloading url=https://x/fpm-1.17.0-ruby-3.4.3-linux-amd64.7z\n  ⨯ getaddrinfo ENOTFOUND x\n',
    ),
  ).toMatch(/^electron-builder could not download fpm, which makes deb and rpm .* \(ENOTFOUND\)/);
  expect(packagingFault('  ⨯ Get "https://x/electron-v45.4.1-linux-x64.zip": ETIMEDOUT')).toMatch(
    /could not download the Electron runtime \(ETIMEDOUT\)/,
  );
  expect(packagingFault('')).toMatch(/it said no reason/);
});
