/** [RD27] Forms of a list that was written before any rule for what is on it: of its 127 secrets 116 were found at first. */
import { expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';

const key = new Uint8Array(32).fill(7);
const redacted = (text: string) => redactCase([{ name: 'step', text }], key).texts[0]?.text ?? '';

test.each([
  ['We changed the admin account from Sommer2024 to Winter2025!.', ['Sommer2024', 'Winter2025']],
  ['Switched our local root login from Kettle29x to Otter77b yesterday.', ['Kettle29x', 'Otter77b']],
  ['After the factory reset it takes admin123 again.', ['admin123']],
  ['With its defaults the camera accepts kestrel88 now.', ['kestrel88']],
  ['The passphrase of the key file reads seven green doors.', ['seven green doors']],
  ['modem APN internet, PIN 4711, PUK 12345678', ['4711', '12345678']],
])('[RD27] %s', (text, secrets) => {
  const out = redacted(text);
  for (const secret of secrets) expect(out).not.toContain(secret);
});

test.each([
  'We changed the admin account from disabled to enabled.',
  'The passphrase dialog goes to the next page.',
  'The passphrase field reads as before.',
  'After the reset it takes ten minutes again.',
  'It accepts calls again after the reset.',
  'The default gateway changed from 10.1.1.1 to 10.1.1.2.',
])('[RD27] nothing is a secret of: %s', (text) => {
  expect(redacted(text)).not.toMatch(/SECRET-/);
});
