/** Exam results from a CSV file: every row's fate is told before anything is written. */
import { csvText, looksLikeFormula, parseCsv } from './csv.ts';
import { day, type ExamRecord, type PersonRecord, type ResultRecord } from './schema.ts';

export const MAX_CSV_ROWS = 100_000;
export const MAX_CSV_BYTES = 32 * 1024 * 1024;

/** The columns, by any of these names in the first row, whatever their order. */
const COLUMNS = {
  person: ['person', 'email', 'e-mail', 'person id'],
  exam: ['exam', 'exam id'],
  passedOn: ['passed on', 'passed', 'date'],
  score: ['score', 'result'],
} as const;

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
  cells: { person: string; exam: string; passedOn: string; score: string };
  fate: Fate;
}
export type ResultsPreview =
  | { ok: true; rows: PreviewRow[]; counts: Record<Fate['kind'], number> }
  | { ok: false; message: string };

export interface ResultsContext {
  people: readonly PersonRecord[];
  exams: readonly ExamRecord[];
  /** What is recorded already. */
  results: readonly Pick<ResultRecord, 'personId' | 'examId' | 'passedOn'>[];
  /** Today, `2026-11-25`: a result does not lie in the future. */
  today: string;
}

/**
 * Reads a file of results. A person is named by e-mail address or id, an exam by name or id, a day as `2026-11-25`.
 * A file that cannot be read as a whole is refused as a whole; a row that cannot is told, and the others stand.
 */
export function previewResults(bytes: Uint8Array, context: ResultsContext): ResultsPreview {
  const read = csvText(bytes, MAX_CSV_BYTES);
  if (!read.ok) return read;
  const parsed = parseCsv(read.text, MAX_CSV_ROWS + 1);
  if (!parsed.ok) return { ok: false, message: `${parsed.message} Nothing was read from the file.` };
  const [head, ...rows] = parsed.rows;
  if (!head) return { ok: false, message: 'The file is empty.' };
  const names = head.cells.map((cell) => cell.trim().toLowerCase().replaceAll('_', ' '));
  const placeOf = (column: keyof typeof COLUMNS) =>
    names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  const places = {
    person: placeOf('person'),
    exam: placeOf('exam'),
    passedOn: placeOf('passedOn'),
    score: placeOf('score'),
  };
  for (const column of ['person', 'exam', 'passedOn'] as const) {
    if (places[column] < 0)
      return {
        ok: false,
        message: `The first row names no column "${COLUMNS[column][0]}". It needs person, exam and passed on; score may be there.`,
      };
  }
  const judge = rowJudge(context);
  const counts: Record<Fate['kind'], number> = {
    record: 0,
    'already-recorded': 0,
    'twice-in-file': 0,
    'unknown-person': 0,
    'unknown-exam': 0,
    refused: 0,
  };
  const told = rows.map(({ line, cells }): PreviewRow => {
    const cell = (place: number) => (place < 0 ? '' : (cells[place] ?? '').trim());
    const values = {
      person: cell(places.person),
      exam: cell(places.exam),
      passedOn: cell(places.passedOn),
      score: cell(places.score),
    };
    const fate =
      cells.length > head.cells.length
        ? { kind: 'refused' as const, message: 'It has more cells than the first row.' }
        : judge(values);
    counts[fate.kind] += 1;
    const shown = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.slice(0, 100)]),
    );
    return { line, cells: shown as PreviewRow['cells'], fate };
  });
  return { ok: true, rows: told, counts };
}

function rowJudge({ people, exams, results, today }: ResultsContext): (cells: PreviewRow['cells']) => Fate {
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
    if (!day.safeParse(cells.passedOn).success) return refuse('The day is not written as 2026-11-25.');
    if (cells.passedOn > today) return refuse('The day lies in the future.');
    if (cells.score.length > 40) return refuse('The score is longer than 40 characters.');
    const key = keyOf(person.id, exam.id, cells.passedOn);
    if (recorded.has(key)) return { kind: 'already-recorded', message: 'This result is recorded already.' };
    if (seen.has(key))
      return { kind: 'twice-in-file', message: 'The same result stands in the file before.' };
    seen.add(key);
    const { passedOn, score } = cells;
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
