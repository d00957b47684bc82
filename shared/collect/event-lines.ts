/**
 * The event log of Windows as XML, which may stand in one line of many megabytes: each event becomes one line that a person can read, with its
 * time and its level in front, as in any other log. See SPEC.md, K18.
 */
import { withoutEntities } from './entities.ts';

const END = '</Event>';
/** How much of the beginning tells whether a text is one. */
const LOOKED_AT = 4_096;
/** Characters of one event that are read. */
const MOST_EVENT = 262_144;
const MOST_WORDS = 2_000;

/** Whether a text is an event log of Windows as XML. @param beginning of the text */
export function isEventXml(beginning: string): boolean {
  return /^[\ufeff\s]*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<Events?[\s>]/.test(
    beginning.slice(0, LOOKED_AT),
  );
}

/** Takes a text piece by piece and gives the lines of the events that end in it, each with a line end. */
export class EventLines {
  #open = '';

  push(piece: string): string {
    const text = this.#open + piece;
    const lines: string[] = [];
    let from = 0;
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
      lines.push(...linesOf(text.slice(from, end + END.length)));
      from = end + END.length;
    }
    this.#open = text.slice(from);
    // No event is so long: what is damaged takes no more than its beginning with it.
    if (this.#open.length > MOST_EVENT) {
      lines.push(...linesOf(this.#open.slice(0, MOST_WORDS)));
      this.#open = this.#open.slice(Math.max(MOST_WORDS, this.#open.length - END.length));
    }
    return lines.map((line) => `${line}\n`).join('');
  }

  /** What stands behind the last event, where it is more than the end of the list. */
  end(): string {
    const rest = linesOf(this.#open);
    this.#open = '';
    return rest.map((line) => `${line}\n`).join('');
  }

  /** Whether an event has begun and not ended. */
  get isOpen(): boolean {
    return this.#open.trim() !== '';
  }
}

/** A whole text as lines. */
export function eventLines(text: string): string {
  const lines = new EventLines();
  return lines.push(text) + lines.end();
}

/** What frames events and says nothing. */
const FRAME = /<\?xml[^>]*>|<!--[\s\S]*?-->|<\/?Events(?:\s[^>]*)?>/g;

/** Lines of events, one of them, as a rule; what is none, or has no number, is given as it stands, so that nothing is lost. */
function linesOf(text: string): string[] {
  return text
    .split(/(?=<Event[\s>])/)
    .map((part) => (part.startsWith('<Event') ? eventLine(part) : null) ?? one(part.replace(FRAME, '')))
    .filter((each) => each !== '');
}

const one = (text: string): string =>
  text
    .replace(/[\ufeff\s]+/g, ' ')
    .trim()
    .slice(0, MOST_WORDS);

/** Text of XML as it is meant, in one line. */
function plain(xml: string): string {
  return one(withoutEntities(xml.replaceAll('<![CDATA[', '').replaceAll(']]>', '')));
}

/** What stands in the first element of this name. */
function inside(xml: string, name: string): string {
  const start = new RegExp(`<${name}(?:\\s[^>]{0,2000})?>`).exec(xml);
  if (!start) return '';
  const from = start.index + start[0].length;
  const end = xml.indexOf(`</${name}>`, from);
  return end < 0 ? '' : xml.slice(from, end);
}

function attribute(xml: string, element: string, name: string): string {
  const found = new RegExp(`<${element}\\s(?:[^>]{0,2000}?\\s)?${name}\\s*=\\s*(?:'([^']*)'|"([^"]*)")`).exec(
    xml,
  );
  return plain(found?.[1] ?? found?.[2] ?? '');
}

/** 0 is said by those that write always, such as the audit. */
const LEVELS: Readonly<Record<string, string>> = {
  ...{ 0: 'Information', 1: 'Critical', 2: 'Error', 3: 'Warning', 4: 'Information', 5: 'Debug' },
};

function eventLine(xml: string): string | null {
  const id = plain(inside(xml, 'EventID'));
  if (!/^\d+$/.test(id)) return null;
  const data = () =>
    [...xml.matchAll(/<Data(?:\s[^>]{0,500})?>([^<]{1,2000})<\/Data>/g)].map(([, value = '']) =>
      plain(value),
    );
  // Without its words, as `wevtutil` prints it, what the words would be filled with is there.
  const words = plain(inside(xml, 'Message')) || data().join('; ') || 'without words';
  const source = [plain(inside(xml, 'Channel')), attribute(xml, 'Provider', 'Name')].filter(
    (each) => each !== '',
  );
  const level = LEVELS[plain(inside(xml, 'Level'))] ?? 'Information';
  const time = attribute(xml, 'TimeCreated', 'SystemTime');
  return `${time} ${level} ${source.join(', ')} ${id} on ${plain(inside(xml, 'Computer'))}: ${words}`.slice(
    0,
    MOST_WORDS,
  );
}

export interface EventLine {
  at: string;
  isError: boolean;
  /** Log, source and number. */
  what: string;
  computer: string;
  words: string;
}

const LINE =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z?) (Critical|Error|Warning|Information|Debug) (.{0,300}? \d+) on (\S*): (.*)$/;

/** An event as its line says it; null where the line is no event's. */
export function readEventLine(text: string): EventLine | null {
  const [, at = '', zone = '', level = '', what = '', computer = '', words = ''] = LINE.exec(text) ?? [];
  return at === ''
    ? null
    : { at: `${at}${zone}`, isError: level === 'Critical' || level === 'Error', what, computer, words };
}
