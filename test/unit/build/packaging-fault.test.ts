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
  // As it prints it: the address stands nowhere.
  const begun = (...targets: string[]) =>
    [
      ...targets.map((each) => `  • building        target=${each} arch=x64 file=out/console`),
      '  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError: getaddrinfo ENOTFOUND github.com',
      '    at ClientRequest.<anonymous> (node_modules/got/dist/source/core/index.js:970:111)',
    ].join('\n');
  expect(packagingFault(begun('deb', 'rpm'))).toMatch(
    /could not download fpm, which makes deb and rpm .*\(ENOTFOUND\)\. It/,
  );
  expect(packagingFault(begun('AppImage', 'deb'))).toMatch(
    /could not download the tools for AppImage, or fpm, which makes deb and rpm/,
  );
  expect(packagingFault('Build\n\nCommands:\n\nUnknown argument: frob\n')).toBe(
    'electron-builder takes it not. Unknown argument: frob. See: npm run package -- --help',
  );
  expect(packagingFault('')).toMatch(/it said no reason/);
});
