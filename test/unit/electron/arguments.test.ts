import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenAlongOf, parseArguments, type Wanted } from '../../../electron/arguments.ts';
import { externalUrl } from '../../../electron/external.ts';

describe('security 24: the command line', () => {
  test('what one console hands over to another stays within what Chromium takes', () => {
    const link = 'partner-console://case/C-7K2M-9QXA';
    expect(givenAlongOf([link, '--disable-gpu'], ['console', link, '--disable-gpu'])).toEqual([
      link,
      '--disable-gpu',
    ]);
    const files = Array.from({ length: 10 }, (_, n) => `/home/somebody/Downloads/packet-C-7K2M-9QX${n}.zip`);
    expect(givenAlongOf(files, ['console', ...files])).toEqual(files);
    for (const many of [
      [`partner-console://case/${'a'.repeat(20_000)}`],
      Array<string>(10).fill(`/home/${'a'.repeat(3_000)}`),
      Array<string>(60).fill('ä'.repeat(200)),
    ])
      expect(givenAlongOf(many, ['console', ...many])).toBe(null);
    // A link that is too long for a link and not for Chromium is cut, and still nothing that could be opened.
    const [cut = ''] = givenAlongOf(['x'.repeat(9_000)], ['console', 'x'.repeat(9_000)]) ?? [];
    expect(parseArguments([cut]).wanted).toEqual([{ kind: 'unknown', text: 'x'.repeat(300) }]);
  });

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
  ])('%j', (argv, hub) => expect(parseArguments(argv).hub).toBe(hub));

  test.each<[string[], Wanted[]]>([
    [['--hub', 'https://hub.example.com'], []],
    [['--hub', 'https://hub.example.com', 'packet.zip'], [{ kind: 'file', path: 'packet.zip' }]],
    [
      ['--disable-gpu', '/mnt/stick/C-7K2M-9QXA.case.json'],
      [{ kind: 'file', path: '/mnt/stick/C-7K2M-9QXA.case.json' }],
    ],
    [['C:\\Users\\a\\packet.zip'], [{ kind: 'file', path: 'C:\\Users\\a\\packet.zip' }]],
    [['partner-console://case/c-7k2m-9qxa/'], [{ kind: 'link', link: { kind: 'case', ref: 'C-7K2M-9QXA' } }]],
    [['partner-console:'], [{ kind: 'link', link: { kind: 'window' } }]],
    [
      ['partner-console://open?hub=https://evil.example'],
      [{ kind: 'unknown', text: 'partner-console://open?hub=https://evil.example' }],
    ],
    [['https://evil.example/packet.zip'], [{ kind: 'unknown', text: 'https://evil.example/packet.zip' }]],
    // As GNOME and KDE hand over what was pressed twice.
    [['file:///mnt/my%20stick/packet.zip'], [{ kind: 'file', path: '/mnt/my stick/packet.zip' }]],
    [['file://server/share/packet.zip'], [{ kind: 'unknown', text: 'file://server/share/packet.zip' }]],
    [['file:///a%2Fb.zip'], [{ kind: 'unknown', text: 'file:///a%2Fb.zip' }]],
    [['file:///a.zip?x'], [{ kind: 'unknown', text: 'file:///a.zip?x' }]],
    [['a\0b'], [{ kind: 'unknown', text: 'a\0b' }]],
    [[''], []],
  ])('%j wants %j', (argv, wanted) => expect(parseArguments(argv).wanted).toEqual(wanted));

  test('no more than ten are opened at once', () => {
    expect(parseArguments(Array.from({ length: 50 }, (_, n) => `${n}.zip`)).wanted).toHaveLength(10);
  });

  test('property: any list gives an answer, and only --hub has a say in the hub', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('--hub', '--hub=', '--'))), (argv) => {
        const { hub, wanted } = parseArguments(argv);
        for (const each of wanted)
          if (each.kind === 'file' && !argv.some((text) => /^file:/i.test(text)))
            expect(argv).toContain(each.path);
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
    ['mailto:a@example.com?subject=a%20b&body=c%26d', 'mailto:a@example.com?subject=a%20b&body=c%26d'],
    ['mailto:a@example.com?attach=/etc/passwd&Attachment=x&subject=y', 'mailto:a@example.com?subject=y'],
    ['mailto:a@example.com?attach=/etc/passwd', 'mailto:a@example.com'],
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
    'mailto:a@example.com" --attach "/etc/passwd',
    'mailto:a@example.com%22 --attach %22/etc/passwd',
    'mailto:a@example.com%0d%0aBcc:b@example.com',
    'https://',
    '',
  ])('%j stays shut', (address) => expect(externalUrl(address)).toBeNull());
});
