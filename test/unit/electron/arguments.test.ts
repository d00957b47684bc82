import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../electron/arguments.ts';
import { externalUrl } from '../../../electron/external.ts';

describe('security 24: the command line', () => {
  test.each<[string[], string | null]>([
    [['console', '--hub', 'https://hub.example.com'], 'https://hub.example.com'],
    [['console', '--hub=https://hub.example.com'], 'https://hub.example.com'],
    [['console', '--hub', 'https://one.example', '--hub', 'https://two.example'], 'https://one.example'],
    [['console', '--hub'], null],
    [['console', '--hub', '--no-sandbox'], null],
    [['console', '--hub='], null],
    [['console', '--hubris', 'x'], null],
    [['console', `--hub=${'x'.repeat(301)}`], null],
    [['console', 'partner-console://open?hub=https://evil.example'], null],
    [[], null],
  ])('%j', (argv, hub) => expect(parseArguments(argv)).toEqual({ hub }));

  test('property: any list gives an answer, and only --hub has a say in it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('--hub', '--hub=', '--'))), (argv) => {
        const { hub, ...rest } = parseArguments(argv);
        expect(rest).toEqual({});
        if (hub === null) return;
        expect(
          argv.some(
            (each, index) => each === `--hub=${hub}` || (each === '--hub' && argv[index + 1] === hub),
          ),
        ).toBe(true);
      }),
    );
  });
});

describe('security 15: what may be opened outside', () => {
  test.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['HTTPS://EXAMPLE.com', 'https://example.com/'],
    ['mailto:support@example.com', 'mailto:support@example.com'],
  ])('%s', (address, url) => expect(externalUrl(address)).toBe(url));

  test.each([
    'http://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://console/',
    'smb://server/share',
    'ms-settings:about',
    'https://example.com@evil.example',
    'https://name:word@example.com',
    '\\\\server\\share',
    '/etc/passwd',
    'https://',
    '',
  ])('%j stays shut', (address) => expect(externalUrl(address)).toBeNull());
});
