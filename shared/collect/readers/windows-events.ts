/** The event log of Windows as it is saved: as XML, and as CSV by the Event Viewer or by PowerShell. Its errors become facts. */
import { csvRows, separatorOf } from '../csv.ts';
import { EventLines, readEventLine } from '../event-lines.ts';
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { Errors } from './recent-errors.ts';

interface Told {
  /** As it is sorted: `2026-11-28T15:57:03`, with `Z` where the log says that it is UTC. */
  at: string;
  computer: string;
  /** Log, source and number. */
  what: string;
  /** Critical or error. */
  isError: boolean;
  words: string;
  line: number;
}

/** Errors that are kept of one log; the newest ones are at one of its ends, and both are seen. */
const MOST_ERRORS = 200_000;

/** Errors of a log, in whichever order it stands, for each of the computers that it is of. */
class Events {
  readonly #errors: Told[] = [];
  #count = 0;

  take(event: Told): void {
    this.#count++;
    if (event.isError && this.#errors.length < MOST_ERRORS) this.#errors.push(event);
  }

  into(sink: Sink, computer: string, line: number): void {
    sink.system().set('hostname', computer, line);
    const newestFirst = (this.#errors[0]?.at ?? '') > (this.#errors.at(-1)?.at ?? '');
    const byComputer = new Map<string, Errors>();
    for (const event of this.#errors) {
      const { what, at, words, line: from } = event;
      // A log that gathers those of others names each.
      const name = event.computer.toLowerCase() === computer.toLowerCase() ? '' : event.computer;
      const errors = byComputer.get(name) ?? new Errors();
      byComputer.set(name, errors);
      if (name !== '') sink.system(name).set('hostname', name, from);
      errors.take(what, { at, words, line: from }, newestFirst);
    }
    for (const [name, errors] of byComputer) errors.into(sink, name);
    if (this.#count > 0)
      sink.note(
        `Of ${this.#count} events ${this.#errors.length} are errors, which became facts by source and number.`,
      );
  }
}

/** Saved as XML by the Event Viewer, `wevtutil qe LOG /f:xml` and `/f:RenderedXml`, `(Get-WinEvent …).ToXml()`. */
export const windowsEventXml: Reader = {
  kind: 'windows events, XML',
  platforms: ['windows'],
  commands: ['wevtutil qe', 'wevtutil query-events'],
  signs: [
    // As `EventLines` writes it; in a terminal log it stands as it was printed.
    [/^\d{4}-\d{2}-\d{2}T[\d:.]+Z? (?:Critical|Error|Warning|Information|Debug) .{1,300} \d+ on \S*: /, 1],
    [/<Event xmlns=['"]http:\/\/schemas\.microsoft\.com\/win\/2004\/08\/events\/event['"]/, 1],
  ],
  read(lines: readonly Line[], sink: Sink) {
    const events = new Events();
    const printed = new EventLines();
    let first: { computer: string; line: number } | null = null;
    let from = 0;
    for (const { text, number } of lines) {
      const isLine = readEventLine(text) !== null;
      if (!printed.isOpen) from = number;
      for (const each of (isLine ? text : printed.push(`${text}\n`)).split('\n')) {
        const event = readEventLine(each);
        if (!event) continue;
        const line = isLine ? number : from;
        first ??= { computer: event.computer, line };
        events.take({ ...event, line });
      }
    }
    if (first) events.into(sink, first.computer, first.line);
  },
};

/** Words for critical and error, in the languages in which `systeminfo` is read. */
const ERRORS =
  /^(?:critical|error|kritisch|fehler|critique|erreur|cr[ií]tico|error|critico|errore|erro|kritiek|fout|[12])$/i;
const HEADINGS =
  /^\W{0,2}(?:Level|Ebene|Niveau|Nivel|Livello|Nível|Keywords|Schlüsselwörter)"?[,;\t]"?(?:Date and Time|Datum und Uhrzeit|Date et heure|Fecha y hora|Data e ora|Data e Hora|Datum en tijd)"?[,;\t]/i;
const column = (name: string) => new RegExp(`(?:^|[",;\\t])${name}(?=[",;\\t]|$)`);

/** Lines among which the heading is looked for. */
const HEADING_WITHIN = 50;

/** Which column is which; -1 where the log has none of it. */
interface Columns {
  level: number;
  at: number;
  source: number;
  id: number;
  words: number;
  channel: number;
  computer: number;
}

/** The columns that a heading names; null where it is none. */
function columnsIn(heading: string): Columns | null {
  const names = heading
    .split(separatorOf(heading))
    .map((each) => each.replace(/^[\ufeff"\s]+|["\s]+$/g, '').toLowerCase());
  const at = (...wanted: string[]) => {
    for (const name of wanted) if (names.includes(name)) return names.indexOf(name);
    return -1;
  };
  const time = at('timecreated', 'timegenerated', 'timewritten');
  const id = at('id', 'eventid');
  if (time >= 0 && id >= 0)
    return {
      level: at('level', 'entrytype', 'leveldisplayname'),
      ...{ at: time, source: at('providername', 'source'), id, words: at('message') },
      ...{ channel: at('logname', 'log', 'container'), computer: at('machinename') },
    };
  // The Event Viewer's own: five headings, and the words behind them without one.
  return HEADINGS.test(heading)
    ? {
        level: 0,
        at: 1,
        source: 2,
        id: 3,
        words: names.length > 5 ? 5 : names.length,
        channel: -1,
        computer: -1,
      }
    : null;
}

/** As it is sorted, where it is a date of Windows in one of the usual forms; else as it stands. @param dayFirst of dates with strokes */
function sortable(text: string, dayFirst: boolean): string {
  const [, a = '', mark = '', b = '', year = '', hour = '', minute = '', second = '', half = ''] =
    /^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}),? (\d{1,2})[:.](\d{2})[:.](\d{2})(?:\s([AP])\.?\s?M)?/i.exec(
      text,
    ) ?? [];
  if (year === '') return text.replace(/\.\d+(?=Z?$)/, '');
  const [day, month] = mark !== '/' || dayFirst ? [a, b] : [b, a];
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  const two = (value: string | number) => `${value}`.padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}`;
}

/** Saved as CSV or text by the Event Viewer; `Get-WinEvent` or `Get-EventLog`, by `Export-Csv`. */
export const windowsEventCsv: Reader = {
  kind: 'windows events, CSV',
  platforms: ['windows'],
  commands: ['get-winevent', 'get-eventlog'],
  signs: [
    [HEADINGS, 1],
    [column('(?:ProviderName|EntryType)'), 0.5],
    [column('(?:TimeCreated|TimeGenerated)'), 0.5],
  ],
  read(lines: readonly Line[], sink: Sink) {
    // Windows PowerShell begins with the type of what it lists.
    const start = lines.slice(0, HEADING_WITHIN).findIndex(({ text }) => columnsIn(text) !== null);
    const heading = lines[start];
    const columns = heading && columnsIn(heading.text);
    if (!heading || !columns) return;
    const rows = [...csvRows(lines.slice(start + 1), separatorOf(heading.text))];
    const of = (values: readonly string[], at: number) => (values[at] ?? '').trim();
    const days = rows
      .slice(1)
      .map(({ values }) => Number(/^(\d{1,2})\//.exec(of(values, columns.at))?.[1] ?? 0));
    const dayFirst = days.some((day) => day > 12);
    const events = new Events();
    for (const { values, line } of rows) {
      const id = of(values, columns.id);
      if (!/^\d+$/.test(id)) continue;
      events.take({
        at: sortable(of(values, columns.at), dayFirst),
        computer: of(values, columns.computer),
        what: `${[of(values, columns.channel), of(values, columns.source)].filter((each) => each !== '').join(', ')} ${id}`,
        isError: ERRORS.test(of(values, columns.level)),
        // Its first line says what it is about; the file has all.
        words:
          (of(values, columns.words).split('\n')[0] ?? '').trim().replace(/\s+/g, ' ') || 'without words',
        line,
      });
    }
    const [first] = rows;
    events.into(sink, first ? of(first.values, columns.computer) : '', first?.line ?? heading.number);
  },
};
