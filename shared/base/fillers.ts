/**
 * Words that stand where an answer should and are none: 'n/a', 'see above', 'tbd', lorem ipsum, a row of the keyboard. A text
 * that has any other word says something; only one made of nothing else is none. The list is short on purpose: what it does
 * not know passes, and the lead who reads it back decides.
 */

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** That there is none. Where that is an answer, as of what is not affected, it counts. */
const NONE = new Set([
  ...words('none no nil null nothing keine keiner keins nichts aucun aucune rien ninguno ninguna nada'),
  ...words('nessuno nessuna niente geen niets ingen inget нет ничего لا'),
]);

/** What somebody writes who has nothing to say. One of these, and nothing but fillers beside it, is a placeholder. */
const PLACEHOLDERS = new Set([
  // `nada` and `nil` are names of people as well.
  ...[...NONE].filter((word) => word !== 'nada' && word !== 'nil'),
  ...words(
    'na unknown unkown tbd tba tbc tbf todo wip idk dunno ditto dito idem same similar placeholder dummy',
  ),
  ...words('above below attached attachment attachments defined determined done known'),
  ...words(
    'dont follows asap later pending foo baz qux bla blah blub blubb asd asdf qwe qwer yxcv zxcv jkl lorem ipsum',
  ),
  // The same in languages of the trade.
  ...words('oben unten unbekannt bekannt angabe angaben folgt nachgereicht dessus cidessus inconnu inconnue'),
  ...words('arriba desconocido sopra sconosciuto boven onbekend выше неизвестно desconhecido bilinmiyor'),
  ...words(
    'nieznany nieznane neznámé okänt okänd ukjent ukendt tuntematon ismeretlen necunoscut άγνωστο невідомо',
  ),
]);

/**
 * The small words around them, and words that stand for what is elsewhere. Alone they may be a name, as of a person ('Will'),
 * a host ('mail') or a company ('ABC'); a sentence needs another word.
 */
const FILLERS = new Set([
  ...NONE,
  ...PLACEHOLDERS,
  ...words('see here there before ticket mail email info etc soon be will follow yet abc xyz bar'),
  // Alone a name as well; with others of these typed to see whether a field works.
  ...words('hello hallo hola bonjour ciao world welt mundo monde'),
  ...words(
    'not know at this that time moment as the a an of in on it is to i we please pls thx thanks and or',
  ),
  ...words(
    'dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt ut labore et dolore magna aliqua',
  ),
  ...words('siehe bitte nicht wird wie ist noch offen voir ci plus haut ver vedi zie смотри см'),
]);

/** Texts of scripts without spaces that say nothing. */
const UNSPACED = new Set(
  words(
    '不明 不詳 未詳 未定 同上 以下同じ 上記参照 上記の通り 上記の通りです 上記のとおり 上記のとおりです 前述の通り 未知 不详 见上 见上文 同前 待定',
  ),
);

/** Whole texts that say nothing, though their words do elsewhere: letters alone, as they are compared. */
const PHRASES = new Set(
  [
    'no idea, no idea at all, I have no idea, no clue, not sure, not sure yet, I am not sure, no comment, whatever, whatever you want',
    'this is a test, this is just a test, just a test, test only, testing one two three, one two three, one two three four, hello world',
    'text goes here, some text here, some text, enter text here, your text here, type here, fill in later, to be filled in, fill me in',
    'to be provided, to be added, to be written, to be supplied, will be provided, will be added, will be supplied, will be completed',
    'à compléter, sera complété, wird ergänzt, wird noch ergänzt, wird nachgetragen, por completar, da completare, wordt aangevuld',
    'sonra doldurulacak, doldurulacak, будет дополнено, позже, 後で記入, 稍后补充',
    'will write this later, write later, will update later, will be updated, to be completed, call me, please call me, ask me, just ask, ask the customer, ask customer, nothing to say, nothing to add, nothing further, no further information',
    'keine Ahnung, keine Ahnung davon, weiß ich nicht, ich weiß es nicht, je ne sais pas, aucune idée, no lo sé, ni idea, non lo so',
    'geen idee, weet ik niet, nie wiem, vet ej, не знаю, понятия не имею, わかりません, 分かりません, 不知道, 모릅니다, 몰라요',
  ]
    .join(', ')
    .split(', ')
    .map((phrase) => phrase.toLowerCase().replace(/\s/gu, '')),
);

const POLITE = new Set(words('please pls thx thanks bitte danke merci gracias'));

/** When somebody will write it. A phrase says nothing with one of these behind it, and nothing without. */
const LATER = new Set(
  words('later soon asap tomorrow then now yet today später morgen bald tard demain después luego dopo'),
);
const BEFORE_LATER = new Set(words('plus más più'));

/** How somebody begins who points to what stands elsewhere ... */
const POINTING = new Set(
  words('see same refer cf vgl siehe vergleiche voir véase ver vedi zie смотри см as'),
);
/** ... and what they point to. 'See the manual, page 17: it answers' has words besides. */
const POINTED_AT = new Set([
  ...words(
    'attached attachment attachments file files document documents doc screenshot screenshots picture log logs notes',
  ),
  ...words(
    'discussed agreed said mentioned described written phone call telephone conversation chat teams case issue by with',
  ),
  ...words(
    'anhang anlage datei protokoll besprochen telefonisch fichier jointe pièce adjunto archivo allegato bijlage',
  ),
  ...words('monday tuesday wednesday thursday friday saturday sunday yesterday today'),
  ...words('to from per for my our your his her this der die das im am wie zu den le la les el los il'),
]);

/** Rows of the usual keyboards, and the alphabet. */
const ROWS = [
  ...[
    'qwertyuiop',
    'asdfghjkl',
    'zxcvbnm',
    'qwertzuiopü',
    'asdfghjklöä',
    'yxcvbnm',
    'azertyuiop',
    'qsdfghjklm',
    'wxcvbn',
  ],
  ...['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', 'abcdefghijklmnopqrstuvwxyz'],
  // Its columns, one after the other.
  ...['qazwsxedcrfvtgbyhnujm', 'qaywsxedcrfvtgbzhnujm'],
].flatMap((row) => [row, [...row].reverse().join('')]);
/** Shorter runs are words as well: 'def', 'was'. */
const SHORTEST_RUN = 4;
/** ... and of several words together, whose ends meet by chance. */
const SHORTEST_ROW = 6;
/** A run of the keyboard that is a word. */
const WORD_OF_A_ROW = 'wert';

function isInRow(letters: string): boolean {
  return letters.length >= SHORTEST_RUN && ROWS.some((row) => row.includes(letters));
}

/** `asdfgh`, `aaaa`, `asdfasdf`; a number such as 11 is none. @param word letters and digits only, in lower case */
function isRun(word: string): boolean {
  const letters = [...word];
  if (letters.length > 1 && new Set(letters).size === 1) return !/\p{N}/u.test(word);
  if (word !== WORD_OF_A_ROW && isInRow(word)) return true;
  const part = /^(.{3,}?)\1+$/u.exec(word)?.[1];
  return part !== undefined && PLACEHOLDERS.has(part);
}

/** Whether the word is typed to lengthen a text: one letter, or a run of the keyboard. A number says something. */
export function isPadding(word: string): boolean {
  return ([...word].length < 2 && !/\p{N}/u.test(word)) || isRun(word);
}

/** Whether the word says nothing by itself. @param word letters only, in lower case, without marks between them */
export function isFiller(word: string): boolean {
  return FILLERS.has(word) || UNSPACED.has(word) || [...word].length < 2 || isRun(word);
}

/** Whether the word is typed where there is nothing to say; beside fillers alone it makes a text a placeholder. */
export function isPlaceholderWord(word: string): boolean {
  return PLACEHOLDERS.has(word) || UNSPACED.has(word) || isRun(word);
}

/**
 * Whether words that say something elsewhere say nothing together: a phrase of those who know nothing, a pointer to what stands
 * elsewhere, the alphabet in pieces. @param said the words as `isFiller` takes them
 */
export function saysNothingTogether(said: readonly string[]): boolean {
  const [first = '', ...others] = said.filter((word) => !POLITE.has(word));
  const together = [first, ...others].join('');
  const until = [first, ...others].findLastIndex((word) => !LATER.has(word) && !BEFORE_LATER.has(word));
  return (
    PHRASES.has(together) ||
    PHRASES.has([first, ...others].slice(0, until + 1).join('')) ||
    (others.length > 0 && together.length >= SHORTEST_ROW && isInRow(together)) ||
    (POINTING.has(first) &&
      others.length > 0 &&
      others.every((word) => isFiller(word) || POINTED_AT.has(word)))
  );
}

/** Whether the word says that there is none. */
export function saysNone(word: string): boolean {
  return NONE.has(word);
}
