/**
 * What a typed text says, whatever its characters: whether it is blank, whether it is an answer, whether it is a sentence, and
 * whether two texts say the same. Properties of characters are looked at, and a short list of words that stand for no answer
 * (`fillers.ts`), no dictionary, so that console, hub and command line give one answer.
 */
import {
  isFiller,
  isOfAnyCase,
  isPadding,
  isPlaceholderWord,
  saysNone,
  saysNothingTogether,
} from './fillers.ts';

/** What is not seen: format characters, controls, fillers, variation selectors; and the empty Braille pattern. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;
const LETTER = /[\p{L}\p{N}]/u;
const LETTERS = /[\p{L}\p{N}]/gu;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** One of its letters is a syllable or more, which can be a name by itself; between words there are spaces. */
const SYLLABLE = /\p{Script=Hangul}/u;
const HAN = /\p{Script=Han}/u;
const HAN_OF_A_SENTENCE = 4;
/** So many letters of such a script count as one word. */
const LETTERS_A_WORD = 2;

/** A sentence has at least so many different words. */
const WORDS_OF_A_SENTENCE = 3;
/** So many letters and digits has what is no sentence. */
const LETTERS_OF_A_WORD = 3;
/** ... and a name. */
const LETTERS_OF_A_NAME = 2;
/** A request has two. */
const WORDS_OF_A_REQUEST = 2;
/** ... of at least so many letters and digits together, so many of them different: `a b c` is none, nor `xx xxx xxxx`. */
const LETTERS_OF_A_SENTENCE = 6;
const DIFFERENT_LETTERS = 4;

/** Most of what is typed is this, and is read as it stands: no two blanks in a row, nothing unseen, no compatibility form. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

const ASCII = /^[a-z0-9]*$/;

/** What is no letter in such a text. */
const NO_LETTER = /[^a-z0-9]+/g;

/** Signs that stand for four letters and more, up to eighteen (U+FDFA), where they are resolved. */
const LONG_FORMS = /[\u3200-\u33ff\ufdf0-\ufdfc]/gu;
const NO_LONG_FORMS = /[^\u3200-\u33ff\ufdf0-\ufdfc]+/gu;
/** Nobody writes more of them: a text of nothing else would be read as one of eighteen times its length. */
const MOST_LONG_FORMS = 50;

/** The text with its compatibility forms resolved; of one that is made of long ones these stay. */
function resolved(text: string, form: 'NFKC' | 'NFKD'): string {
  return (text.match(LONG_FORMS)?.length ?? 0) <= MOST_LONG_FORMS
    ? text.normalize(form)
    : text.replace(NO_LONG_FORMS, (piece) => piece.normalize(form));
}

/** The text as it is read: compatibility forms resolved (NFKC), without what is not seen, blanks collapsed. */
export function asRead(text: string): string {
  if (PLAIN.test(text)) return text;
  // Line breaks and tabs are controls, too: they part words.
  return resolved(text, 'NFKC').replace(/\s+/gu, ' ').replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
}

/** True where nothing can be seen. */
export function isBlank(text: string): boolean {
  return asRead(text) === '';
}

/** True for a text that says something: it has a letter or a digit. */
export function filled(text: string): boolean {
  return LETTER.test(asRead(text));
}

/** The letters and digits of a text. @param lower in lower case */
function lettersOf(lower: string): string {
  return PLAIN.test(lower) ? lower.replace(NO_LETTER, '') : (lower.match(LETTERS)?.join('') ?? '');
}

/** The words of a text, each with its letters and digits alone: `n/a` is one, as it is said. */
function wordsOf(text: string): string[] {
  return wordsOfRead(asRead(text));
}

/** Between words of a plain text: what parts them in others is there no letter, or has a blank beside it. */
const BETWEEN_WORDS = /[ ,;:|]+/;
const IN_NO_WORD = /[^a-z0-9 ,;:|]+/g;
/** The same where blanks alone part them. */
const IN_NO_BLANKS = /[^a-z0-9 ]+/g;

/** The same of a text as it is read. */
function wordsOfRead(read: string): string[] {
  const lower = read.toLowerCase();
  if (PLAIN.test(read))
    return lower
      .replace(IN_NO_WORD, '')
      .split(BETWEEN_WORDS)
      .filter((word) => word !== '');
  return lower
    .split(/[\s,;:|–—]+|\.(?=\s|$)|(?<=\s)[-/](?=\s)/u)
    .map(lettersOf)
    .filter((word) => word !== '');
}

/** True for a text that stands where an answer should and is none: 'n/a', 'see above', 'tbd', 'asdf' (`fillers.ts`). */
export function isPlaceholder(text: string): boolean {
  const words = wordsOf(text);
  if (saysNothingTogether(words)) return true;
  // A letter alone can be a name; whether it is enough is another question. `N / A` is what it is, with blanks or without.
  return words.some((word) => [...word].length > 1)
    ? words.every(isFiller) && words.some(isPlaceholderWord)
    : words.length > 1 && isPlaceholderWord(words.join(''));
}

/** True for a text that is true of any case, and so tells nothing of this one: 'It does not work.', 'Please help us'. */
export function fitsAnyCase(text: string): boolean {
  return isOfAnyCase(wordsOf(text));
}

/** True for a text that says that there is none ('None.', 'nothing', 'keine'). */
export function isNone(text: string): boolean {
  const words = wordsOf(text);
  return words.length > 0 && words.every(saysNone);
}

/** How somebody begins who says that there is none: 'None', 'There is none', 'Not connected to a PBX', 'Keine'. */
const BEGINS_WITH_NONE =
  /^(?:(?:that )?there (?:is|are|was|were) (?:no|none|not)|es gibt kein\w*|no|none|not (?:any|applicable|attached|connected|networked|used|there|installed|present)|nothing|without|kein\w*|nichts|nicht (?:vorhanden|angeschlossen|verwendet)|ohne|auc?une?|sans|ningun[ao]?|ninguna?|sin|nessun\w*|geen|ingen|inget|yok|нет|без|لا|بدون)(?![\p{L}\p{N}])|^(?:なし|無し|无|無|没有)/iu;

/** True for a text that says that there is none, whatever it says besides: 'None', 'No PBX there', 'Keine'. */
export function saysThereIsNone(text: string): boolean {
  return BEGINS_WITH_NONE.test(asRead(text));
}

/**
 * True for a text that can be a word: three letters or digits, not all the same ('VPN', '12 phones', and not 'xxx'), and no
 * placeholder.
 */
export function isWord(text: string): boolean {
  return isLongEnough(text, LETTERS_OF_A_WORD) && !isPlaceholder(text);
}

/** True for a text that can be a name: of a person, a host, a place ('Wu', 'r1', 'HQ'), and not 'x', 'xx', 'unknown'. */
export function isName(text: string): boolean {
  return isLongEnough(text, LETTERS_OF_A_NAME) && !isPlaceholder(text);
}

/** Whether there are so many letters or digits, not all of them one letter; a sign of a script without spaces counts twice. */
function isLongEnough(text: string, least: number): boolean {
  return hasLetters(folded(text), least, 2);
}

/**
 * Whether there are so many letters, and so many different ones; a sign of a script without spaces counts twice.
 * @param letters letters and digits alone, in lower case
 */
function hasLetters(letters: string, least: number, different: number): boolean {
  if (ASCII.test(letters)) return letters.length >= least && hasDifferent(letters, different);
  const each = [...letters];
  const unspaced = each.filter((letter) => UNSPACED.test(letter) || SYLLABLE.test(letter)).length;
  return each.length + unspaced >= least && new Set(each).size + Math.min(unspaced, 1) >= different;
}

/** Whether so many of the characters differ. Most texts have them at their beginning. */
function hasDifferent(letters: string, least: number): boolean {
  const seen = new Set<string>();
  for (const letter of letters) if (seen.add(letter).size >= least) return true;
  return seen.size >= least;
}

/** What two texts that say the same have in common: letter case, blanks, punctuation and invisible characters aside. */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase().replace(NO_LETTER, '');
  return withoutLookAlikes(lettersOf(asRead(text).toLowerCase()));
}

/** The same with accents aside as well: of two texts of one case, of which the second was to look different. */
export function gist(text: string): string {
  return PLAIN.test(text) ? folded(text) : folded(resolved(text, 'NFKD').replace(/\p{Mn}/gu, ''));
}

/**
 * The text without what only lengthens it: letters alone and runs of the keyboard at its ends, and its own repetition. Two texts
 * of which this is one (`gist` aside) say the same.
 */
export function unpadded(text: string): string {
  const words = wordsOf(text);
  while (words.length > 0 && isPadding(words[0] ?? '')) words.shift();
  while (words.length > 0 && isPadding(words.at(-1) ?? '')) words.pop();
  const once = words.findIndex(
    (_, length) =>
      length > 0 && words.length % length === 0 && words.every((word, at) => word === words[at % length]),
  );
  return gist(words.slice(0, once < 0 ? words.length : once).join(' '));
}

/** The same without numbers at its ends: 'Records every call 1.' and '… 2.' differ in nothing else. */
export function unnumbered(text: string): string {
  return unpadded(asRead(text).replace(/^[\p{N}\p{P}\s]+|[\p{N}\p{P}\s]+$/gu, ''));
}

/** The words of a text, in no order: what two texts have in common of which one was shuffled to look like another. */
export function wordsInAnyOrder(text: string): string {
  return wordsOf(text).map(gist).sort().join(' ');
}

/** Cyrillic and Greek letters that are drawn as Latin ones are, small or large, each before its Latin one. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [
    '\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0456i \u0458j \u0455s \u0501d \u04bbh',
    '\u051bq \u051dw \u043ak \u043cm \u0442t \u0432b \u043dh \u03b1a \u03b2b \u03b5e \u03b7h \u03b9i',
    '\u03bak \u03bcm \u03bdv \u03bfo \u03c1p \u03c4t \u03c5u \u03c7x \u03b6z',
  ]
    .join(' ')
    .split(' ')
    .map(([letter = '', latin = '']) => [letter, latin]),
);
const LOOK_ALIKE = new RegExp(`[${[...LOOK_ALIKES.keys()].join('')}]`, 'gu');

/** For comparing: the letters with those that only look Latin as what they look like. @param letters in lower case */
export function withoutLookAlikes(letters: string): string {
  return letters.replace(LOOK_ALIKE, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}

const halves = (unspaced: ReadonlySet<string>) => Math.ceil(unspaced.size / LETTERS_A_WORD);

/** How many different words the text has; where a script does not part words, by its letters. */
function countWords(read: string): number {
  const lower = read.toLowerCase();
  if (PLAIN.test(read)) {
    const words = new Set(lower.replace(IN_NO_BLANKS, '').split(' '));
    return words.has('') ? words.size - 1 : words.size;
  }
  const words = new Set<string>();
  const unspaced = new Set<string>();
  for (const word of lower.split(' ')) {
    if (PLAIN.test(word)) {
      const plain = word.replace(NO_LETTER, '');
      if (plain !== '') words.add(plain);
      continue;
    }
    const letters = word.match(LETTERS) ?? [];
    for (const letter of letters) if (UNSPACED.test(letter)) unspaced.add(letter);
    const spaced = letters.filter((letter) => !UNSPACED.test(letter)).join('');
    if (spaced !== '') words.add(spaced);
  }
  // Of Chinese signs alone four are a sentence: 没有声音.
  const signs = unspaced.size >= HAN_OF_A_SENTENCE && [...unspaced].every((letter) => HAN.test(letter));
  return words.size + (signs ? Math.max(WORDS_OF_A_SENTENCE, halves(unspaced)) : halves(unspaced));
}

/** True for a text that can be a request to somebody: two different words are enough ('Say why.'), of as many letters as a sentence. */
export function isRequest(text: string): boolean {
  return wordsAndLetters(text, WORDS_OF_A_REQUEST);
}

/**
 * True for a text that can be a sentence: at least three different words, more than single letters, and one of them says
 * something: it is no placeholder, and no number or ticket.
 */
export function isSentence(text: string): boolean {
  return wordsAndLetters(text, WORDS_OF_A_SENTENCE);
}

/** Whether the word says something by itself: letters alone, as an error code or a ticket says nothing without a word beside it. */
function tells(word: string): boolean {
  return !/\p{N}/u.test(word) ? !isFiller(word) : UNSPACED.test(word);
}

/** A state is told by small words alone: 'It is on.', 'It was not there.' */
const STATE = /\b(?:is|are|was|were)(?: not)? (?:on|there|in)\W*$/i;

function wordsAndLetters(text: string, leastWords: number): boolean {
  const read = asRead(text);
  if (!hasLetters(lettersOf(read.toLowerCase()), LETTERS_OF_A_SENTENCE, DIFFERENT_LETTERS)) return false;
  if (countWords(read) < leastWords) return false;
  const words = wordsOfRead(read);
  if (saysNothingTogether(words)) return false;
  return words.some(tells) || (STATE.test(read) && !words.some(isPlaceholderWord));
}
