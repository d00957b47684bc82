/** Exam results from a CSV file: every row's fate is told before anything is written. */
import { looksLikeFormula } from '../base/csv.ts';
import { type Columns, readTable } from '../base/csv-columns.ts';
import { type DateForm, dateForms, dateFormWords, dayIn } from './file-dates.ts';
import { notPassed, outcomeOf, saysFailed } from './pass-mark.ts';
import type { ExamRecord, PersonRecord, ResultRecord } from './schema.ts';

export const MAX_CSV_ROWS = 100_000;
export const MAX_CSV_BYTES = 32 * 1024 * 1024;

type ColumnName = 'person' | 'exam' | 'passedOn' | 'score' | 'outcome';

const DAY_HEADINGS = ['passed on', 'date', 'date passed', 'passed date', 'exam date', 'day'];
/** A column `passed` is the day where no other one is; beside a day it says whether. */
const PASSED = ['passed', 'passed?'];
/** Never a day: only whether. */
const WHETHER = ['pass', 'pass?', 'passed y/n', 'passed yes/no', 'passed (y/n)', 'passed (yes/no)'];

function columnsFor(headings: readonly string[]): Columns<ColumnName> {
  const hasDay = headings.some((each) => DAY_HEADINGS.includes(each));
  return {
    person: {
      names: ['person', 'email', 'e mail', 'e mail address', 'email address', 'person id'],
      needed: true,
    },
    exam: { names: ['exam', 'exam id', 'exam name'], needed: true },
    passedOn: { names: hasDay ? DAY_HEADINGS : [...DAY_HEADINGS, ...PASSED], needed: true },
    score: { names: ['score', 'points', 'percent', 'mark'], needed: false },
    outcome: {
      names: ['result', 'outcome', 'status', 'pass/fail', 'pass fail', ...WHETHER, ...(hasDay ? PASSED : [])],
      needed: false,
    },
  };
}

/** What becomes of a row. Only a row to `record` is sent. */
export type Fate =
  | {
      kind: 'record';
      personId: string;
      personName: string;
      examId: string;
      examName: string;
      passedOn: string;
      score: string;
    }
  | {
      kind: 'already-recorded' | 'twice-in-file' | 'unknown-person' | 'unknown-exam' | 'refused';
      message: string;
    };

export interface PreviewRow {
  /** The line in the file, from 1. */
  line: number;
  /** As they stand in the file, for the screen: cut to 100 characters each. */
  cells: { person: string; exam: string; passedOn: string; score: string; outcome: string };
  fate: Fate;
}
export type ResultsPreview =
  | {
      ok: true;
      rows: PreviewRow[];
      counts: Record<Fate['kind'], number>;
      /** Headings of columns that nothing was read from, as they are written. */
      ignored: string[];
      /** Another way to read the file's days, by which more of them are days; null where there is none. */
      betterForm: DateForm | null;
    }
  | { ok: false; message: string };

export interface ResultsContext {
  people: readonly PersonRecord[];
  exams: readonly ExamRecord[];
  /** What is recorded already. */
  results: readonly Pick<ResultRecord, 'personId' | 'examId' | 'passedOn'>[];
  /** Today, `2026-11-25`: a result does not lie in the future. */
  today: string;
  /** How the file writes its days; `2026-11-25` where it is left out. */
  dateForm?: DateForm;
}

/**
 * Reads a file of results. A person is named by e-mail address or id, an exam by name or id. A file that cannot be read as a whole
 * is refused as a whole; a row that cannot is told, and the others stand. What says that an exam was not passed is believed.
 */
export function previewResults(bytes: Uint8Array, context: ResultsContext): ResultsPreview {
  const table = readTable(bytes, columnsFor, { bytes: MAX_CSV_BYTES, rows: MAX_CSV_ROWS });
  if (!table.ok) return table;
  const judge = rowJudge(context, table.has('outcome'));
  const counts: Record<Fate['kind'], number> = {
    record: 0,
    'already-recorded': 0,
    'twice-in-file': 0,
    'unknown-person': 0,
    'unknown-exam': 0,
    refused: 0,
  };
  const rows = table.rows.map(({ line, cells: read, tooLong, others }): PreviewRow => {
    // A column `result` often holds the score.
    const isScore = !table.has('score') && /^\d/.test(read.outcome) && outcomeOf(read.outcome) === null;
    const cells = isScore ? { ...read, score: read.outcome, outcome: 'passed' } : read;
    const otherwise = others.find(saysFailed);
    const fate = tooLong
      ? { kind: 'refused' as const, message: 'It has more cells than the first row.' }
      : otherwise
        ? {
            kind: 'refused' as const,
            message: `The column ${otherwise.heading} says that it was not passed: ${otherwise.cell.slice(0, 40)}.`,
          }
        : judge(cells);
    counts[fate.kind] += 1;
    const shown = Object.fromEntries(
      Object.entries(isScore ? { ...cells, outcome: '' } : cells).map(([name, value]) => [
        name,
        value.slice(0, 100),
      ]),
    );
    return { line, cells: shown as PreviewRow['cells'], fate };
  });
  const days = table.rows.map(({ cells }) => cells.passedOn);
  return { ok: true, rows, counts, ignored: table.ignored, betterForm: betterForm(days, formOf(context)) };
}

const formOf = ({ dateForm = 'year-month-day' }: ResultsContext) => dateForm;

/** The form that fits the most days, where that is more than the chosen one fits and no other fits as many. */
function betterForm(days: readonly string[], chosen: DateForm): DateForm | null {
  const fits = (form: DateForm) => days.filter((each) => dayIn(each, form) !== null).length;
  const counted = dateForms.map((form) => ({ form, count: fits(form) }));
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most);
  const [only] = best;
  return only && best.length === 1 && only.form !== chosen ? only.form : null;
}

/** @param hasOutcome the file says of each row whether it was passed: then a row has to say so */
function rowJudge(context: ResultsContext, hasOutcome: boolean): (cells: PreviewRow['cells']) => Fate {
  const { people, exams, results, today } = context;
  const form = formOf(context);
  const byPerson = new Map<string, PersonRecord>();
  for (const person of people)
    for (const name of [person.id, person.email.toLowerCase()]) byPerson.set(name, person);
  const byExam = new Map<string, ExamRecord | null>();
  for (const exam of exams) {
    byExam.set(exam.id, exam);
    const name = exam.name.trim().toLowerCase();
    // Two exams of one name: only the id says which.
    byExam.set(name, byExam.has(name) ? null : exam);
  }
  const keyOf = (personId: string, examId: string, passedOn: string) => `${personId} ${examId} ${passedOn}`;
  const recorded = new Set(results.map((each) => keyOf(each.personId, each.examId, each.passedOn)));
  const seen = new Set<string>();
  return (cells) => {
    const refuse = (message: string): Fate => ({ kind: 'refused', message });
    const formula = Object.values(cells).find(looksLikeFormula);
    if (formula !== undefined) return refuse('A cell begins like a formula (=, +, - or @).');
    const person = byPerson.get(cells.person.toLowerCase());
    if (!person)
      return { kind: 'unknown-person', message: 'Nobody with this e-mail address or id is in the registry.' };
    const exam = byExam.get(cells.exam.toLowerCase());
    if (exam === null) return refuse('There are several exams of this name. Give its id.');
    if (!exam) return { kind: 'unknown-exam', message: 'There is no exam of this name or id.' };
    const passedOn = dayIn(cells.passedOn, form);
    if (passedOn === null)
      return refuse(`The day is not written as ${dateFormWords[form]}, as was chosen for the file.`);
    if (passedOn > today) return refuse('The day lies in the future.');
    if (cells.score.length > 40) return refuse('The score is longer than 40 characters.');
    const outcome = outcomeOf(cells.outcome);
    if (outcome === 'failed')
      return refuse(`The file says that it was not passed: ${cells.outcome.slice(0, 40)}.`);
    const short = notPassed(cells.score, exam.passMark);
    if (short !== null) return refuse(short);
    if (hasOutcome && outcome !== 'passed')
      return refuse(
        cells.outcome === ''
          ? 'The file has a column that says whether it was passed, and here it is empty.'
          : `Whether it was passed is not clear: ${cells.outcome.slice(0, 40)}. Write passed or failed.`,
      );
    const key = keyOf(person.id, exam.id, passedOn);
    if (recorded.has(key)) return { kind: 'already-recorded', message: 'This result is recorded already.' };
    if (seen.has(key))
      return { kind: 'twice-in-file', message: 'The same result stands in the file before.' };
    seen.add(key);
    const { score } = cells;
    return {
      kind: 'record',
      personId: person.id,
      personName: person.name,
      examId: exam.id,
      examName: exam.name,
      passedOn,
      score,
    };
  };
}
