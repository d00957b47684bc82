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
    'dont follows latest newest asap later pending foo baz qux bla blah blub blubb asd asdf qwe qwer yxcv zxcv jkl lorem ipsum',
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
    '不明 不詳 未詳 未定 同上 以下同じ 上記参照 上記の通り 上記の通りです 上記のとおり 上記のとおりです 前述の通り 未知 不详 见上 见上文 同前 待定 見ての通り 見ての通りです 件名の通り 件名参照 添付参照 添付の通り 如题 如上 如图 见附件 见标题',
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
    'I do not know, I don’t know, do not know, don’t know, do not know why, don’t know why, we do not know, we don’t know, we do not know why, nobody knows, who knows, dunno what happens',
    'no comment at all, nothing to say here, nothing to add here, nothing to report, not applicable at all, not applicable here, not relevant, not relevant here, hello world test, write this text, todo write this text, call me back, call us',
    'customer will tell you, the customer will tell you, customer knows, the customer knows, der Kunde weiß es, das weiß der Kunde, weiß der Kunde selbst, weiss der Kunde selbst, keine Angabe möglich',
    'не знаю точно, точно не знаю, не знаем, 모르겠습니다, 잘 모르겠습니다, 위와 같음, 제목과 같음',
    'geen idee, weet ik niet, nie wiem, vet ej, не знаю, понятия не имею, わかりません, 分かりません, 不知道, 모릅니다, 몰라요',
  ]
    .join(', ')
    .split(', ')
    .map((phrase) => phrase.toLowerCase().replace(/[\s’]/gu, '')),
);

/**
 * Whole texts that are true of any case, and so tell nothing of this one: a fault that is only called one, a request that asks
 * for nothing. They are said in earnest as well, so that they are looked at by a lead, and block nothing.
 */
const OF_ANY_CASE = new Set(
  [
    'it does not work, it doesn’t work, does not work, doesn’t work, it is not working, is not working, not working, not working properly, it does not work properly, it does not work as expected, does not work as expected, works not as expected, works as not expected',
    'it is broken, is broken, it fails, there is a problem, there is an error, there is an issue, we have a problem, problem with product, problem with the product, problem with product here, problem with the system',
    'geht nicht, es geht nicht, das geht nicht, funktioniert nicht, es funktioniert nicht, das funktioniert nicht, ne marche pas, ça ne marche pas, cela ne fonctionne pas, ne fonctionne pas',
    'no funciona, no funciona nada, non funziona, non funziona niente, werkt niet, het werkt niet, não funciona, не работает, ничего не работает, 動きません, 動作しません, 不工作, 不能用, 无法使用',
    'help, help us, help me, we need help, need help, need help urgently, help needed, fix it, fix this, fix the problem, fix the issue, fix this issue, fix this problem, solve it, solve this, solve the problem, solve the issue, solve this issue, solve this problem',
    'do the needful, advise, kindly advise, check, check it, check this, look into it, look into this, what to do, what should we do, what shall we do, what now, any idea, any ideas, any idea why',
    'um Hilfe, helfen, prüfen, lösen, wir brauchen Hilfe, was tun, was nun, aidez nous, de nous aider, ayuda por favor, ayúdennos, aiutateci, помогите, 助けてください, よろしくお願いします, 请帮忙',
    'use it, just use it, use the product, just use the product, use the system, try it, just try it',
  ]
    .join(', ')
    .split(', ')
    .map((phrase) => phrase.toLowerCase().replace(/[\s’]/gu, '')),
);

const POLITE = new Set(words('please pls thx thanks bitte danke merci gracias svp stp'));

/** When somebody will write it. A phrase says nothing with one of these behind it, and nothing without. */
const LATER = new Set(
  words('later soon asap tomorrow then now yet today später morgen bald tard demain después luego dopo'),
);
const BEFORE_LATER = new Set(words('plus más più'));

/** How somebody begins who points to what stands elsewhere ... */
const POINTING = new Set(
  words('see same refer cf vgl siehe vergleiche wie voir véase ver vedi zie смотри см as'),
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
  ...words('title subject betreff titel objet asunto oggetto bereits beschrieben erwähnt genannt por favor'),
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
/** How a run can begin: nearly every word begins otherwise, and is looked for in no row. */
const BEGINNINGS = new Set(
  ROWS.flatMap((row) =>
    Array.from({ length: row.length - SHORTEST_RUN + 1 }, (_, at) => row.slice(at, at + SHORTEST_RUN)),
  ),
);

function isInRow(letters: string): boolean {
  return BEGINNINGS.has(letters.slice(0, SHORTEST_RUN)) && ROWS.some((row) => row.includes(letters));
}

/** Whether there is no more than one character; of some that is two UTF-16 units. */
function isSingle(word: string): boolean {
  return word.length < 2 || (word.length === 2 && (word.codePointAt(0) ?? 0) > 0xffff);
}

/** Whether the word is one character again and again. */
function isOneRepeated(word: string): boolean {
  if (isSingle(word)) return false;
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  return word.startsWith(first, first.length) && word === first.repeat(word.length / first.length);
}

/** What is typed again and again is so long at least. */
const SHORTEST_PART = 3;
const REPEATED_PART = new RegExp(`^(.{${SHORTEST_PART},}?)\\1+$`, 'u');

/** `asdfgh`, `aaaa`, `asdfasdf`; a number such as 11 is none. @param word letters and digits only, in lower case */
function isRun(word: string): boolean {
  if (isOneRepeated(word)) return !/\p{N}/u.test(word);
  if (word !== WORD_OF_A_ROW && isInRow(word)) return true;
  // A word that does not come back to how it begins repeats nothing.
  if (!word.includes(word.slice(0, SHORTEST_PART), SHORTEST_PART)) return false;
  const part = REPEATED_PART.exec(word)?.[1];
  return part !== undefined && PLACEHOLDERS.has(part);
}

/** Whether the word is typed to lengthen a text: one letter, or a run of the keyboard. A number says something. */
export function isPadding(word: string): boolean {
  return (isSingle(word) && !/\p{N}/u.test(word)) || isRun(word);
}

/** Whether the word says nothing by itself. @param word letters only, in lower case, without marks between them */
export function isFiller(word: string): boolean {
  return FILLERS.has(word) || UNSPACED.has(word) || isSingle(word) || isRun(word);
}

/** Whether the word is typed where there is nothing to say; beside fillers alone it makes a text a placeholder. */
export function isPlaceholderWord(word: string): boolean {
  return PLACEHOLDERS.has(word) || UNSPACED.has(word) || isRun(word);
}

/** The words without those that are only polite. */
function withoutPolite(said: readonly string[]): readonly string[] {
  return said.some((word) => POLITE.has(word)) ? said.filter((word) => !POLITE.has(word)) : said;
}

/** Whether the words are one of the texts, with or without a word of when behind them. */
function areOneOf(texts: ReadonlySet<string>, own: readonly string[]): boolean {
  if (texts.has(own.join(''))) return true;
  const until = own.findLastIndex((word) => !LATER.has(word) && !BEFORE_LATER.has(word));
  return until < own.length - 1 && texts.has(own.slice(0, until + 1).join(''));
}

/** Whether the words are a run of the keyboard in pieces. */
function areOneRow(own: readonly string[]): boolean {
  const together = own.join('');
  return own.length > 1 && together.length >= SHORTEST_ROW && isInRow(together);
}

/**
 * Whether words that say something elsewhere say nothing together: a phrase of those who know nothing, a pointer to what stands
 * elsewhere, the alphabet in pieces. @param said the words as `isFiller` takes them
 */
export function saysNothingTogether(said: readonly string[]): boolean {
  const own = withoutPolite(said);
  return (
    areOneOf(PHRASES, own) ||
    areOneRow(own) ||
    (own.length > 1 &&
      POINTING.has(own[0] ?? '') &&
      own.slice(1).every((word) => isFiller(word) || POINTED_AT.has(word)))
  );
}

/** Whether a whole text is one that is true of any case. @param said the words as `isFiller` takes them */
export function isOfAnyCase(said: readonly string[]): boolean {
  return areOneOf(OF_ANY_CASE, withoutPolite(said));
}

/** Whether the word says that there is none. */
export function saysNone(word: string): boolean {
  return NONE.has(word);
}
