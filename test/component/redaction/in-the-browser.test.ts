import { expect, test } from 'vitest';
import { openFinalScan } from '../../../shared/redaction/final-scan.ts';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { secretlint } from '../../../shared/redaction/second-detector.ts';

test('[RD10] [RD51] a browser makes the tokens that every device makes, and runs the second detector', async () => {
  const token = `xoxb-123456789012-1234567890123-${'aB3dE6gH'.repeat(3)}`;
  const { texts, originals } = redactCase(
    [{ name: 'a', text: 'hostname EDGE-77\n ip address 10.20.30.40 255.255.255.0\n' }],
    new Uint8Array(32),
  );
  // Pinned: another version that made other tokens would part the packets of one case.
  expect(texts[0]?.text).toBe('hostname HOST-7H1RYBSP\n ip address 10.6.137.40 255.255.255.0\n');
  const look = openFinalScan({ originals, tokens: new Set() }, secretlint).look('log');
  const left = [...(await look.push(`sent ${token} from EDGE-77\n`)), ...(await look.end())];
  expect(left.map(({ by }) => by.replace(/\/.*/, ''))).toEqual(['secretlint: slack', 'original']);
});
