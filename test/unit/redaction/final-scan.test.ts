import { describe, expect, test } from 'vitest';
import { type Detector, type Left, openFinalScan } from '../../../shared/redaction/final-scan.ts';
import { type Originals, openOriginals } from '../../../shared/redaction/originals.ts';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { secretlint } from '../../../shared/redaction/second-detector.ts';

const key = new Uint8Array(32).fill(5);
const none = () => openOriginals({ keep: [], add: [] });

async function scanned(
  name: string,
  text: string,
  originals: Originals = none(),
  tokens: Iterable<string> = [],
  detector: Detector | null = secretlint,
): Promise<Left[]> {
  const look = openFinalScan({ originals, tokens: new Set(tokens) }, detector).look(name);
  return [...(await look.push(text)), ...(await look.end())];
}

describe('the final scan', () => {
  const source = {
    name: 'EDGE-77.cfg',
    text: 'hostname EDGE-77\nenable secret Planted-77\nusername jsmith77 privilege 15\n',
  };

  test('[RD50] finds every known original that somebody put back, in texts, links and names, and says where', async () => {
    const { originals, texts } = redactCase([source], key);
    const [only] = texts;
    expect(await scanned(only?.name ?? '', only?.text ?? '', originals)).toEqual([]);
    const left = await scanned(
      'notes of EDGE-77.txt',
      'first\nsee https://wiki.example/EDGE-77?p=Planted-77\n',
      originals,
      [],
      null,
    );
    expect(left.map(({ in: place, line, column, text, by }) => [place, line, column, text, by])).toEqual([
      ['name', 1, 10, 'EDGE-77', 'original'],
      ['text', 2, 26, 'EDGE-77', 'original'],
      ['text', 2, 36, 'Planted-77', 'original'],
    ]);
  });

  test('[RD51] a second detector that shares nothing with our rules finds what they were not asked about', async () => {
    const left = await scanned(
      'log.txt',
      `line\nsent xoxb-123456789012-1234567890123-${'aB3dE6gH'.repeat(3)}\n`,
    );
    expect(left).toMatchObject([{ source: 'log.txt', line: 2, column: 6, kind: 'SECRET' }]);
    expect(left[0]?.by).toMatch(/^secretlint: slack\//);
  });

  test('[RD52] tokens that keep the form of a secret are not taken for one; a secret beside them is', async () => {
    const slack = (part: string) => `xoxb-123456789012-1234567890123-${part.repeat(3)}`;
    const { texts, originals } = redactCase([{ name: 'log', text: `one ${slack('aB3dE6gH')}\n` }], key);
    const [only] = texts;
    expect(only?.text).toMatch(/^one xoxb-/);
    const tokens = only?.replacements.map(({ token }) => token) ?? [];
    expect(await scanned('log', only?.text ?? '', originals, tokens)).toEqual([]);
    expect(await scanned('log', only?.text ?? '', originals, [])).toHaveLength(1);
    const beside = await scanned('log', `${only?.text}two ${slack('zY9xW8vU')}\n`, originals, tokens);
    expect(beside).toMatchObject([{ line: 2, column: 5 }]);
  });

  test('a finding in a text of many stretches has its very place', async () => {
    const { originals } = redactCase([source], key);
    const filler = 'a line without anything\n'.repeat(60_000);
    const left = await scanned('long', `${filler}at EDGE-77\n${filler}`, originals, [], null);
    expect(left).toMatchObject([{ line: 60_001, column: 4, endColumn: 11 }]);
  });

  test('the second detector reads no file, whatever a text is called', async () => {
    expect(await scanned('/etc/passwd', 'nothing here')).toEqual([]);
  });
});
