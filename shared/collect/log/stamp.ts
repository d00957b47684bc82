/** Where a log's lines say when: the form is found once, then each line is read by it alone. */

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

export interface StampForm {
  name: string;
  /** From the beginning of the line; the first group is the time, the second its zone where the form has one. */
  pattern: RegExp;
}

/** The forms that logs of these products use; the one that most of the first lines fit is the log's. */
export const stampForms: readonly StampForm[] = [
  {
    name: 'ISO 8601',
    // Syslog as of RFC 5424 has its number and version before it, and a line of JSON the name of the field.
    pattern:
      /^(?:<\d{1,3}>\d |\{"@?(?:time|timestamp|ts|date)" ?: ?")?\[?(\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2})(?:[.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?/,
  },
  {
    name: 'IOS',
    pattern: new RegExp(
      `^(?:\\d+: )?[*.]?((?:${MONTHS}) [ \\d]\\d(?: \\d{4})? \\d{2}:\\d{2}:\\d{2})(?:\\.\\d{1,6})?(?: ([A-Z]{2,5}))?: %`,
    ),
  },
  { name: 'syslog', pattern: new RegExp(`^(?:<\\d{1,3}>)?((?:${MONTHS}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2})()`) },
  {
    name: 'web server',
    pattern: new RegExp(
      `^\\S+ \\S+ \\S+ \\[(\\d{2}/(?:${MONTHS})/\\d{4}:\\d{2}:\\d{2}:\\d{2}) ([+-]\\d{4})\\]`,
    ),
  },
  {
    name: 'Windows events, CSV',
    pattern:
      /^"?[^\W\d][^",;\t]{2,24}"?[,;\t]"?(\d{1,2}[/.]\d{1,2}[/.]\d{4},? \d{1,2}:\d{2}:\d{2}(?: [AP]M)?)()/,
  },
  { name: 'US', pattern: /^["[]?(\d{1,2}\/\d{1,2}\/\d{4},? \d{1,2}:\d{2}:\d{2}(?: [AP]M)?)()/ },
  { name: 'day first', pattern: /^["[]?(\d{1,2}\.\d{1,2}\.\d{4},? \d{1,2}:\d{2}:\d{2})()/ },
  {
    name: 'Java',
    pattern: new RegExp(`^((?:${MONTHS}) \\d{1,2}, \\d{4},? \\d{1,2}:\\d{2}:\\d{2} [AP]M)()`),
  },
  {
    name: 'web server, errors',
    pattern: new RegExp(
      `^\\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ((?:${MONTHS}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})? \\d{4})()\\]`,
    ),
  },
  { name: 'date and time', pattern: /^(?:<\d{1,3}>)?date=(\d{4}-\d{2}-\d{2},? ?time=\d{2}:\d{2}:\d{2})()/ },
  // Until 2033 they begin with a one, as hardly another number of so many digits at the beginning of each line does.
  { name: 'since 1970', pattern: /^\[?(1\d{9}(?:\d{3})?(?:\.\d{1,9})?)()(?=[\s\]:,;|])/ },
  { name: 'CUCM trace', pattern: /^\d{8}\.\d{3} \|(\d{2}:\d{2}:\d{2}\.\d{3})() \|/ },
];

/** The form that most of the lines fit; null where none fits a fifth of them. */
export function formOf(lines: readonly string[]): StampForm | null {
  let best: StampForm | null = null;
  let most = Math.max(1, lines.length / 5);
  for (const form of stampForms) {
    const count = lines.filter((line) => form.pattern.test(line)).length;
    if (count >= most) {
      best = form;
      most = count + 1;
    }
  }
  return best;
}
