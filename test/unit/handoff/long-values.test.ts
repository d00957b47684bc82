/** What the rules read of long configuration values (security 32): counted, because times differ by machine. */
import { expect, test } from 'vitest';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { textsOf } from '../../../shared/handoff/rules/files.ts';
import { identity } from '../../helpers/bridge.ts';
import { completeContents } from '../../helpers/packets.ts';

const { id, name } = identity.person;
/** Whether the value, under this key, stops the handoff as one that looks like a secret. */
function isStopped(key: string, value: string): boolean {
  const contents = completeContents({ identity, person: { id, name } });
  const [entry] = contents.configuration;
  if (!entry) throw new Error('no configuration');
  const trust = null;
  const found = evaluate(
    { ...contents, configuration: [{ ...entry, section: 'a section', key, value }] },
    { now: new Date().toISOString(), products: [], trust, referenceData: null },
  );
  return found.some(({ rule, severity }) => rule === 'H12' && severity === 'blocker');
}

test('security 32: a long value is looked at once for secrets, and its beginning once for each way of naming it', () => {
  const value = 'many words '.repeat(1_800);
  const texts = textsOf({ section: 'a section', key: 'value' }, value);
  expect(texts.some(({ text, from }) => text.slice(from) === value)).toBe(true);
  expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(value.length * 2);
});

test('[H12] a secret is found wherever it stands in a long value', () => {
  const words = 'many words\n'.repeat(900);
  expect(isStopped('a key', words)).toBe(false);
  expect(isStopped('password', `Xq7!zR2#kLm9\n${words}`)).toBe(true);
  expect(isStopped('password', 'Xq7zR2kLm9'.repeat(300))).toBe(true);
  for (const told of [`password = Xq7!zR2#kLm9\n${words}`, `${words}password = Xq7!zR2#kLm9\n${words}`])
    expect(isStopped('a key', told)).toBe(true);
});
