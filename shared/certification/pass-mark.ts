/** Whether what a sheet says of an exam is that it was passed: nothing that says otherwise becomes a result (P-01). */

/** Not passed, in the words of sheets; a word that is in neither list decides nothing. */
const FAILED = /^(?:f|fail(?:ed|ure)?|n|no|false|not passed|did not pass|absent|no show|nicht bestanden)$/;
const PASSED = /^(?:p|pass(?:ed)?|y|yes|true|ok|bestanden)$/;
/** Said beside a number: `31, FAIL`, `failed (31)`. */
const FAILED_INSIDE = /(?:^|[^a-z])(?:fail(?:ed|ure)?|not passed|nicht bestanden)(?:[^a-z]|$)/;

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');

/** What a cell says of the outcome, in a word; null where it says nothing of it. */
export function outcomeOf(cell: string): 'passed' | 'failed' | null {
  const said = plain(cell);
  if (FAILED.test(said) || FAILED_INSIDE.test(said)) return 'failed';
  return PASSED.test(said) ? 'passed' : null;
}

/** A column that is about failing: what stands in it says so, unless it is a no. */
const ABOUT_FAILING = /^(?:fail(?:ed|ure)?|not passed|nicht bestanden)\s*\??$/;
const NO = /^(?:n|no|false|0|-|nein)$/;
const SAYS_FAILED = /^(?:fail(?:ed)?|not passed|did not pass|nicht bestanden)[.!]?$/;

/**
 * Whether a column that nothing is read from says that the exam was not passed: by its heading, or by a cell that says that and
 * nothing else. A remark that has the word in it says nothing of this exam.
 */
export function saysFailed({ heading, cell }: { heading: string; cell: string }): boolean {
  const said = plain(cell);
  return ABOUT_FAILING.test(plain(heading)) ? said !== '' && !NO.test(said) : SAYS_FAILED.test(said);
}

/** The number that a score begins with, `87` of `87 %` and 87.5 of `87,5 points`; null where it is none, or a fraction such as `45/60`. */
function scoreNumber(score: string): number | null {
  const found = /^(\d{1,5})(?:[.,](\d{1,3}))?\s*(?:%|percent|points?|pts?\.?)?$/i.exec(
    score.normalize('NFKC').trim(),
  );
  return found ? Number(`${found[1]}.${found[2] ?? '0'}`) : null;
}

/**
 * Why this is not recorded as passed; null where nothing says so.
 * @param passMark the exam's, in the unit of its scores; undefined where it has none, then any score stands
 */
export function notPassed(score: string, passMark: number | undefined): string | null {
  if (outcomeOf(score) === 'failed') return `The score says that the exam was not passed: ${score}.`;
  const value = scoreNumber(score);
  if (value !== null && value > 100 && /%|percent/i.test(score))
    return `The score is more than 100 %: ${score}.`;
  if (passMark === undefined) return null;
  if (score.trim() === '') return `The exam has a pass mark of ${passMark}, and no score is given.`;
  if (value === null)
    return `The exam has a pass mark of ${passMark}, and this score is no number: ${score}.`;
  return value < passMark ? `Below the pass mark of ${passMark}: ${score}.` : null;
}
