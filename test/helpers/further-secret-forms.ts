/**
 * More forms in which secrets stand, one a line of the fixture, after the manuals of equipment, programs, databases, clouds and protocols. `{text}`, `{hex}` and the like are
 * the places, `\\n`, `\\t` and `\\\\` the end of a line, a tab and a backslash. Every secret is made up by the test and stands once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const furtherForms: readonly string[] = readFileSync(
  join(import.meta.dirname, '../fixtures/redaction/further-forms.txt'),
  'utf8',
)
  .trimEnd()
  .split('\n');

/** Digits of a number in an alphabet, `length` of them, so that each number has its own. */
function written(alphabet: string, length: number, number: number): string {
  let rest = number * 2_654_435_761 + 40_503;
  let text = '';
  for (let at = 0; at < length; at++) {
    text += alphabet.charAt(rest % alphabet.length);
    rest = Math.floor(rest / alphabet.length) + (at + 1) * 7_919 + number;
  }
  return text;
}

const HEX = '0123456789abcdef';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const made: Record<string, (number: number, word: string) => string> = {
  text: (number, word) => `${word}${number}`,
  hex: (number) => written(HEX, 32, number),
  hex24: (number) => written(HEX, 24, number),
  hexsp: (number) => written(HEX, 64, number).match(/../g)?.join(' ') ?? '',
  // A digit and both cases in each, as chance nearly always has them.
  b64: (number) => `q8V${written(LETTERS, 29, number)}`,
  b16: (number) => `q8V${written(LETTERS, 13, number)}`,
  b14: (number) => `q8V${written(LETTERS, 11, number)}`,
  b32: (number) => written('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32, number),
  t7: (number) => `0831${written('0123456789ABCDEF', 12, number)}`,
  digits: (number) => `7${written('0123456789', 6, number)}`,
  digits18: (number) => `0831${written('0123456789', 14, number)}`,
  uuid: (number) => {
    const hex = written(HEX, 32, number);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  },
};
const places = /\{(text|hex24|hexsp|hex|b64|b32|b16|b14|t7|digits18|digits|uuid)\}/g;
const escapes: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\\\': '\\' };

/** All forms in one text, each with secrets of its own. @param word that clear ones begin with */
export function allForms(word: string): { text: string; planted: { secret: string; form: string }[] } {
  const planted: { secret: string; form: string }[] = [];
  const texts = furtherForms.map((form) =>
    form
      .replace(/\\[nt\\]/g, (written) => escapes[written] ?? written)
      .replace(places, (_, sort: string) => {
        const secret = made[sort]?.(planted.length + 100, word) ?? '';
        planted.push({ secret, form });
        return secret;
      }),
  );
  return { text: `${texts.join('\n!\n')}\n`, planted };
}
