/**
 * What a typed text says, whatever its characters: whether it is blank, whether it is an answer, whether it is a sentence, and
 * whether two texts say the same. Only properties of characters are looked at, no dictionary, so that console, hub and
 * command line give one answer.
 */

/** What is not seen: format characters, controls, fillers, variation selectors; and the empty Braille pattern. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;
const LETTER = /[\p{L}\p{N}]/u;
const LETTERS = /[\p{L}\p{N}]/gu;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** So many letters of such a script count as one word. */
const LETTERS_A_WORD = 2;

/** A sentence has at least so many different words. */
const WORDS_OF_A_SENTENCE = 3;
/** So many letters and digits has what is no sentence. */
const LETTERS_OF_A_WORD = 3;
/** A request has two. */
const WORDS_OF_A_REQUEST = 2;
/** ... of at least so many letters and digits together, so many of them different: `a b c` is none, nor `xx xxx xxxx`. */
const LETTERS_OF_A_SENTENCE = 6;
const DIFFERENT_LETTERS = 4;

/** Most of what is typed is this, and is read as it stands: no two blanks in a row, nothing unseen, no compatibility form. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** The text as it is read: compatibility forms resolved (NFKC), without what is not seen, blanks collapsed. */
export function asRead(text: string): string {
  if (PLAIN.test(text)) return text;
  // Line breaks and tabs are controls, too: they part words.
  return text.normalize('NFKC').replace(/\s+/gu, ' ').replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
}

/** True where nothing can be seen. */
export function isBlank(text: string): boolean {
  return asRead(text) === '';
}

/** True for a text that says something: it has a letter or a digit. */
export function filled(text: string): boolean {
  return LETTER.test(asRead(text));
}

/** True for a text that can be a word: three letters or digits, not all the same ('VPN', '12 phones', and not 'xxx'). */
export function isWord(text: string): boolean {
  const said = folded(text);
  const letters = [...said];
  const unspaced = letters.filter((letter) => UNSPACED.test(letter)).length;
  return letters.length + unspaced >= LETTERS_OF_A_WORD && new Set(letters).size + Math.min(unspaced, 1) > 1;
}

/** What two texts that say the same have in common: letter case, blanks, punctuation and invisible characters aside. */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return asRead(text).toLowerCase().match(LETTERS)?.join('') ?? '';
}

/** How many different words the text has; where a script does not part words, by its letters. */
function countWords(read: string): number {
  const words = new Set<string>();
  const unspaced = new Set<string>();
  for (const word of read.toLowerCase().split(' ')) {
    if (PLAIN.test(word)) {
      const plain = word.replace(/[^a-z0-9]+/g, '');
      if (plain !== '') words.add(plain);
      continue;
    }
    const letters = word.match(LETTERS) ?? [];
    for (const letter of letters) if (UNSPACED.test(letter)) unspaced.add(letter);
    const spaced = letters.filter((letter) => !UNSPACED.test(letter)).join('');
    if (spaced !== '') words.add(spaced);
  }
  return words.size + Math.ceil(unspaced.size / LETTERS_A_WORD);
}

/** True for a text that can be a request to somebody: two different words are enough ('Say why.'), of as many letters as a sentence. */
export function isRequest(text: string): boolean {
  return wordsAndLetters(text, WORDS_OF_A_REQUEST);
}

/** True for a text that can be a sentence: at least three different words, and more than single letters. */
export function isSentence(text: string): boolean {
  return wordsAndLetters(text, WORDS_OF_A_SENTENCE);
}

function wordsAndLetters(text: string, leastWords: number): boolean {
  const read = asRead(text);
  if (countWords(read) < leastWords) return false;
  const letters = read.toLowerCase().match(LETTERS) ?? [];
  const unspaced = letters.filter((letter) => UNSPACED.test(letter)).length;
  return (
    letters.length + unspaced >= LETTERS_OF_A_SENTENCE &&
    new Set(letters).size + Math.min(unspaced, 1) >= DIFFERENT_LETTERS
  );
}
