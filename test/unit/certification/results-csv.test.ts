import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, parseCsv, toCsv } from '../../../shared/base/csv.ts';
import type { DateForm } from '../../../shared/certification/file-dates.ts';
import {
  MAX_CSV_ROWS,
  previewResults,
  type ResultsContext,
} from '../../../shared/certification/results-csv.ts';
import { idOf } from '../../helpers/builders.ts';

const person = (n: number, email: string) => ({
  id: idOf(n),
  organisationId: idOf(0xa),
  organisationName: 'Example Partner (sample)',
  name: `Person ${n}`,
  email,
  roles: ['engineer' as const],
});
const exam = (n: number, name: string) => ({
  id: idOf(n),
  name,
  description: '',
  criteria: '',
  coverage: [{ product: 'sample-paging-server', levels: [1 as const] }],
  validMonths: 12,
  active: true,
});
const context: ResultsContext = {
  people: [person(1, 'one@example.com'), person(2, 'two@example.com')],
  exams: [exam(11, 'Paging'), exam(12, 'Recording'), exam(13, 'Twin'), exam(14, 'twin')],
  results: [{ personId: idOf(2), examId: idOf(11), passedOn: '2026-11-01' }],
  today: '2026-11-25',
};
const bytes = (text: string) => new TextEncoder().encode(text);
const preview = (text: string) => {
  const answer = previewResults(bytes(text), context);
  if (!answer.ok) throw new Error(answer.message);
  return answer;
};
const refusal = (given: Uint8Array | string) => {
  const answer = previewResults(typeof given === 'string' ? bytes(given) : given, context);
  return answer.ok ? null : answer.message;
};

describe('results from CSV', () => {
  test('[C9] every row is told its fate', () => {
    const { rows, counts } = preview(
      [
        'Exam,Person,Passed on,Score',
        'Paging,ONE@example.com,2026-11-02,87 %',
        `${idOf(12)},${idOf(2)},2026-11-03,`,
        'paging,one@example.com,2026-11-02,again',
        'Paging,two@example.com,2026-11-01,',
        'Paging,nobody@example.com,2026-11-02,',
        'Unheard,one@example.com,2026-11-02,',
        'Twin,one@example.com,2026-11-02,',
        'Paging,one@example.com,2.11.2026,',
        'Paging,one@example.com,2026-11-26,',
        'Paging,one@example.com,2026-02-30,',
        'Paging,one@example.com,2026-11-04,=HYPERLINK("https://evil.example")',
        'Paging,one@example.com',
        'Paging,one@example.com,2026-11-05,1,2',
      ].join('\r\n'),
    );
    expect(rows.map(({ fate }) => fate.kind)).toEqual([
      'record',
      'record',
      'twice-in-file',
      'already-recorded',
      'unknown-person',
      'unknown-exam',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
    ]);
    expect(counts).toEqual({
      record: 2,
      'twice-in-file': 1,
      'already-recorded': 1,
      'unknown-person': 1,
      'unknown-exam': 1,
      refused: 7,
    });
    expect(rows[0]).toEqual({
      line: 2,
      cells: {
        person: 'ONE@example.com',
        exam: 'Paging',
        passedOn: '2026-11-02',
        score: '87 %',
        outcome: '',
      },
      fate: {
        kind: 'record',
        personId: idOf(1),
        personName: 'Person 1',
        examId: idOf(11),
        examName: 'Paging',
        passedOn: '2026-11-02',
        score: '87 %',
      },
    });
  });
  test('[C9] cells that a spreadsheet would run are refused', () => {
    for (const cell of ['=1+1', '+1', '-1', '@SUM(A1)', '"\t=1"', '" =1"'])
      expect(
        preview(`person,exam,date,score\none@example.com,Paging,2026-11-02,${cell}`).rows[0]?.fate.kind,
        cell,
      ).toBe('refused');
  });
  test('[C9] UTF-8 with and without a mark; semicolons and tabs; quotes, line ends and empty lines', () => {
    for (const text of [
      '\u{feff}person;exam;date\r\none@example.com;Paging;2026-11-02\r\n\r\n',
      'person\texam\tdate\none@example.com\tPaging\t2026-11-02',
      '"person","exam","date"\r"one@example.com","Paging","2026-11-02"\r',
      '\n\nemail,exam_id,passed_on\none@example.com,Paging,2026-11-02\n',
      'sep=;\r\nperson;exam;date\r\none@example.com;Paging;2026-11-02\r\n;;\r\n \r\n',
      'SEP=|\nperson|exam|date\none@example.com|Paging|2026-11-02\n| |',
    ])
      expect(preview(text).counts.record, JSON.stringify(text)).toBe(1);
    expect(
      preview('person,exam,date,note\none@example.com,Paging,2026-11-02,"two\nlines"\nx,y,z,').rows.map(
        ({ line }) => line,
      ),
    ).toEqual([2, 4]);
    expect(preview('sep=,\nperson,exam,date\n,,\nx,y,z').rows.map(({ line }) => line)).toEqual([4]);
  });
  test('[C9] a row that says failed is believed, in whichever column, and a file that says it of rows says it of each', () => {
    const fateOf = (head: string, row: string) => {
      const [only] = preview(`${head}\none@example.com,Paging,${row}`).rows;
      return only?.fate.kind === 'record' ? `record ${only.fate.score}` : `${only?.fate.kind}`;
    };
    const head = 'person,exam,passed on,score,result';
    for (const word of ['FAIL', 'failed', 'No', 'not passed', 'Nicht bestanden', 'false', 'n', '', 'pending'])
      expect(fateOf(head, `2026-11-20,31,${word}`), word).toBe('refused');
    for (const word of ['pass', 'PASSED', 'yes', 'true', 'ok'])
      expect(fateOf(head, `2026-11-20,91,${word}`), word).toBe('record 91');
    for (const score of ['FAIL', '"31, failed"', 'failed (31)', '140 %'])
      expect(fateOf('person,exam,passed on,score', `2026-11-20,${score}`), score).toBe('refused');
    // `result` may be the score, and `passed` the day or whether.
    expect(fateOf('person,exam,date,result', '2026-11-20,87 %')).toBe('record 87 %');
    expect(fateOf('person,exam,passed', '2026-11-20')).toBe('record ');
    expect(fateOf('person,exam,date,passed', '2026-11-20,no')).toBe('refused');
  });
  test('[C9] a column that is not read and says that it was not passed is believed, and named', () => {
    const read = (heading: string, cell: string) =>
      preview(`person,exam,date,score,${heading}\none@example.com,Paging,2026-11-20,31,${cell}`).rows[0]
        ?.fate;
    for (const [heading, cell] of [
      ['Remark', 'FAILED'],
      ['Final', 'not passed.'],
      ['Bemerkung', 'nicht bestanden'],
      ['Failed', 'x'],
      ['Fail?', 'yes'],
    ] as const)
      expect(read(heading, cell), heading).toEqual({
        kind: 'refused',
        message: `The column ${heading} says that it was not passed: ${cell}.`,
      });
    for (const heading of ['Pass', 'Passed?', 'Passed (Y/N)'])
      expect([read(heading, 'no')?.kind, read(heading, 'yes')?.kind]).toEqual(['refused', 'record']);
    for (const [heading, cell] of [
      ['Remark', 'failed the first time; passed the second'],
      ['Remark', 'no'],
      ['Failed', 'no'],
      ['Failed', ''],
    ] as const)
      expect(read(heading, cell)?.kind, `${heading} ${cell}`).toBe('record');
  });
  test('[C9] an exam with a pass mark needs a score that reaches it', () => {
    const marked = { ...context, exams: [{ ...exam(11, 'Paging'), passMark: 70 }] };
    for (const [score, recorded] of [
      ['70', true],
      ['87 %', true],
      ['"70,5"', true],
      ['69.9', false],
      ['31', false],
      ['', false],
      ['45/60', false],
      ['good', false],
    ] as const) {
      const answer = previewResults(
        bytes(`person,exam,date,score\none@example.com,Paging,2026-11-20,${score}`),
        marked,
      );
      expect(answer.ok && answer.counts.record, score).toBe(recorded ? 1 : 0);
    }
  });
  test('[C9] columns that are not read are named; what is missing is named at once; headings are read as people write them', () => {
    expect(
      preview('E-mail,Exam Name,Date passed,Remark,Teacher\none@example.com,Paging,2026-11-20,x,y'),
    ).toMatchObject({
      ignored: ['Remark', 'Teacher'],
      counts: { record: 1 },
    });
    expect(refusal('name,day\nx,y')).toMatch(/"person", no "exam"/);
    expect(refusal('person,email,exam,date\nx,y,z,a')).toContain('Two columns name the person');
  });
  test('[C9] the way the days are written is chosen for the file, and a better one is said', () => {
    const read = (dateForm: DateForm, ...days: string[]) => {
      const text = `person,exam,date\n${days.map((each) => `one@example.com,Paging,${each}`).join('\n')}`;
      const answer = previewResults(bytes(text), { ...context, dateForm });
      if (!answer.ok) throw new Error(answer.message);
      return {
        days: answer.rows.map(({ fate }) => (fate.kind === 'record' ? fate.passedOn : fate.kind)),
        better: answer.betterForm,
      };
    };
    expect(read('month-day-year', '11/06/2026', '1/31/2026')).toEqual({
      days: ['2026-11-06', '2026-01-31'],
      better: null,
    });
    expect(read('day-month-year', '6.11.2026', '06/10/2026')).toEqual({
      days: ['2026-11-06', '2026-10-06'],
      better: null,
    });
    expect(read('year-month-day', '11/06/2026', '1/31/2026')).toEqual({
      days: ['refused', 'refused'],
      better: 'month-day-year',
    });
    // Both ways would do: nobody is told one.
    expect(read('year-month-day', '11/06/2026').better).toBeNull();
    expect(read('day-month-year', '31.2.2026', '6.11.26', '6.11/2026').days).toEqual([
      'refused',
      'refused',
      'refused',
    ]);
  });
  test('[C9] another encoding, another kind of file, and a file without what is needed are refused whole', () => {
    expect(refusal(Uint8Array.from([0xff, 0xfe, 0x70, 0]))).toContain('UTF-16');
    expect(refusal(Uint8Array.from([0x50, 0x4b, 3, 4]))).toContain('spreadsheet');
    expect(
      refusal(Uint8Array.from([...bytes('person,exam,date\nM'), 0xfc, ...bytes('ller,Paging,2026-11-02')])),
    ).toContain('not in UTF-8');
    expect(refusal('person,exam,date\n\0')).toContain('zero bytes');
    expect(refusal('')).toContain('empty');
    expect(refusal('name,exam,date\nx,y,z')).toContain('"person"');
    expect(refusal('person,exam,date\n"x,y,z')).toContain('Line 2');
    expect(refusal('person,exam,date\n"x"y,z,a')).toContain('Line 2');
    expect(refusal(new Uint8Array(32 * 1024 * 1024 + 1))).toContain('larger than 32 MB');
  });
  test('[C9] 100,000 rows are read, one more is refused', { timeout: 60_000 }, () => {
    const row = 'one@example.com,Paging,2026-11-02,\n';
    const most = preview(`person,exam,date,score\n${row.repeat(MAX_CSV_ROWS)}`);
    expect(most.counts).toMatchObject({ record: 1, 'twice-in-file': MAX_CSV_ROWS - 1 });
    expect(refusal(`person,exam,date,score\n${row.repeat(MAX_CSV_ROWS + 1)}`)).toContain(
      'more than 100,001 rows',
    );
  });
  /** An apostrophe where this, or a cell that begins within it, would be a formula. */
  const asText = (text: string) =>
    text
      .replace(/^(?=\s*[=+\-@\t\r＝＋－＠])/, "'")
      .replaceAll(/(?<=[;\t\r\n])(?=["\s]*[=+\-@＝＋－＠])/g, "'");
  test('[C9] no cell begins within another like a formula, where a spreadsheet parts them by the semicolon', () => {
    const evil = ["a;=cmd|'/C calc'!A0", 'a\r\n=1+1', 'a\t@x', 'a;"=1+1', 'a;  ＝1', 'a\n-1;+2', ';""=1'];
    for (const each of evil) {
      const text = toCsv([['2026-12-01', each, 'end']]);
      // As one does that knows the semicolon alone: a quote within a cell is a letter, so that a line's end ends the row.
      const cells = text.split(/[;\t\r\n]/).map((cell) => cell.replace(/^["\s]+/, ''));
      expect([each, cells.filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))]).toEqual([each, []]);
    }
  });
  test('[C9] what is written is read again, and nothing in it begins like a formula', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\0]/.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        (rows) => {
          const answer = parseCsv(toCsv([['a', 'b', 'c', 'd'], ...rows]), 100);
          if (!answer.ok) throw new Error(answer.message);
          const again = answer.rows.slice(1).map(({ cells }) => cells);
          expect(again).toEqual(
            rows
              .filter((each) => each.some((text) => text.trim() !== ''))
              .map((each) => each.map((text) => asText(text))),
          );
          expect(again.flat().some((text) => /^[=+\-@\t\r]/.test(text))).toBe(false);
        },
      ),
    );
    expect(csvCell('=1,2')).toBe('"\'=1,2"');
    // The wide signs that a spreadsheet in East Asia takes for the same.
    for (const wide of ['＝1', '＋1', '－1', '＠x']) expect(csvCell(wide)).toBe(`'${wide}`);
  });
  test('[C9] any bytes get an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ maxLength: 200 }).map((text) => bytes(`person,exam,date\n${text}`)),
        ),
        (given) => {
          const answer = previewResults(given, context);
          expect(
            answer.ok ? answer.rows.every(({ fate }) => fate.kind !== 'record') : answer.message.length > 0,
          ).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
