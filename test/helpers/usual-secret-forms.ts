/**
 * Forms in which secrets stand in what is collected: one a line of the fixture, after the references of vendors, databases, clouds and programs. `{text}`, `{hex}`,
 * `{b64}` and `{t7}` are the places; `\\n` is the end of a line. Every secret is made up by the test.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const usualForms: readonly string[] = readFileSync(
  join(import.meta.dirname, '../fixtures/redaction/usual-forms.txt'),
  'utf8',
)
  .trimEnd()
  .split('\n');

const made = {
  text: (n: number) => `Zq7vLmp2Xw${n}`,
  hex: (n: number) =>
    '0a1b2c3d4e5f60718293a4b5c6d7e8f9'.slice(n) + '0a1b2c3d4e5f60718293a4b5c6d7e8f9'.slice(0, n),
  b64: (n: number) =>
    'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ'.slice(n) + 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ'.slice(0, n),
  t7: (n: number) => `08314942060A0A${n}F`,
};

/** The form with a secret in each place. @param word that clear ones begin with */
export function filled(form: string, word = 'Zq7vLmp2Xw'): { text: string; planted: string[] } {
  const planted: string[] = [];
  const text = form
    .replaceAll('\\n', '\n')
    .replace(/\{(text|hex|b64|t7)\}/g, (_, sort: keyof typeof made) => {
      const secret = sort === 'text' ? `${word}${planted.length + 1}` : made[sort](planted.length + 1);
      planted.push(secret);
      return secret;
    });
  return { text, planted };
}
