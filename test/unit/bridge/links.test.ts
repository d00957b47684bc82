import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLink, link, linkTo, parseLink } from '../../../shared/bridge/links.ts';

const id = '01900000-0000-7000-8000-0000000000a1';

describe('security 24: links into the console', () => {
  test.each([
    ['partner-console://case/C-7K2M-9QXA', { kind: 'case', ref: 'C-7K2M-9QXA' }],
    ['PARTNER-CONSOLE://CASE/c-7k2m-9qxa/', { kind: 'case', ref: 'C-7K2M-9QXA' }],
    [`partner-console://case/${id.toUpperCase()}`, { kind: 'case', ref: id }],
    ['partner-console:ticket/T-1042', { kind: 'ticket', ref: 'T-1042' }],
    [`partner-console://ticket/${id}`, { kind: 'ticket', ref: id }],
    ['partner-console://clause/P-30', { kind: 'clause', ref: 'P-30' }],
    ['partner-console://', { kind: 'window' }],
  ])('%s', (text, expected) => expect(parseLink(text)).toEqual(expected));

  test.each([
    '',
    'https://example.com',
    'partner-console',
    'partner-consoles://case/C-7K2M-9QXA',
    'partner-console://case',
    'partner-console://case/',
    'partner-console://case/C-7K2M-9QXA/files',
    'partner-console://case/../settings',
    'partner-console://case/C-7K2M-9QXA?hub=https://evil.example',
    'partner-console://case/C-7K2M-9QXA#/settings',
    'partner-console://case/C-7K2M-9QXI',
    'partner-console://case\\C-7K2M-9QXA',
    'partner-console://case/%43-7K2M-9QXA',
    'partner-console://ticket/C-7K2M-9QXA',
    'partner-console://settings/x',
    'partner-console://constructor/x',
    `partner-console://ticket/T-${'1'.repeat(400)}`,
  ])('%j is none', (text) => expect(parseLink(text)).toBeNull());

  test('what the console writes, it reads', () => {
    expect(parseLink(linkTo('ticket', 'T-1042'))).toEqual({ kind: 'ticket', ref: 'T-1042' });
    expect(parseLink(linkTo('case', id))).toEqual({ kind: 'case', ref: id });
  });

  test('property: any text gives an answer, and an answer is a place that the bridge takes', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('case', 'ticket', 'C-7K2M-9QXA', 'T-1', '/', '..', '%2f'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = `partner-console://${parts.join('/')}`;
        expect(isLink(text)).toBe(true);
        const found = parseLink(text);
        if (found !== null) expect(link.parse(found)).toEqual(found);
      }),
    );
  });
});
