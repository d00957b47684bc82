import { expect, test } from 'vitest';
import { asSentence } from '../../../shared/base/sentence.ts';

test.each([
  ['The contact is missing', 'The contact is missing.'],
  ['Is the product modified?', 'Is the product modified?'],
  ['Nothing was saved.', 'Nothing was saved.'],
  ['One of the texts goes on…', 'One of the texts goes on…'],
])('the message “%s” ends once', (message, sentence) => {
  expect(asSentence(message)).toBe(sentence);
});
