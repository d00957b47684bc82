/** Errors that a system wrote down lately: `journalctl` of Linux with a priority, the event log of Windows. */
import type { Line } from '../lines.ts';
import type { Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';
import { linuxJournal } from './linux-state.ts';

const SECTION = 'Recent errors';
/** Kinds of errors that become facts; a system in trouble has hundreds, and the file has them all. */
const MOST_KINDS = 40;

interface Told {
  at: string;
  words: string;
  line: number;
  count: number;
  /** When it stands there first, where it does more than once. */
  first: string;
}

/** Errors by what tells one kind from another, each with its newest time and how often it stands there. */
export class Errors {
  readonly #all = new Map<string, Told>();

  /** @param newestFirst whether the first that is taken is the newest */
  take(key: string, told: Pick<Told, 'at' | 'words' | 'line'>, newestFirst: boolean): void {
    const known = this.#all.get(key);
    const kept = known && newestFirst ? known : told;
    const first = known && !newestFirst ? known.first : told.at;
    this.#all.set(key, { ...kept, first, count: (known?.count ?? 0) + 1 });
  }

  /** @param name the system that they are of; the output's own where none is named */
  into(sink: Sink, name = ''): void {
    for (const [key, { at, words, line, count, first }] of [...this.#all].slice(0, MOST_KINDS)) {
      const often = count > 1 ? ` (${count} times since ${first})` : '';
      sink.system(name).entry(SECTION, key, `${at}: ${words.slice(0, 300)}${often}`, line);
    }
    if (this.#all.size > MOST_KINDS)
      sink.note(
        `Of ${this.#all.size} kinds of errors the first ${MOST_KINDS} became facts; the file has all.`,
      );
  }
}

/** Where messages differ by their numbers alone they are of one kind. */
const kindOf = (words: string) => words.replace(/0x[\da-f]+|\d+/gi, '#').slice(0, 80);

/** `journalctl --priority=3`: what of the journal is grave, by who wrote it. */
export const linuxErrors: Reader = {
  kind: 'linux errors',
  platforms: ['linux'],
  commands: ['journalctl --priority=3', 'journalctl -p 3', 'journalctl -p err'],
  signs: linuxJournal.signs,
  read(lines: readonly Line[], sink: Sink) {
    linuxJournal.read(lines, sink);
    const errors = new Errors();
    const kinds = new Map<string, string>();
    for (const { text, number } of lines) {
      const [, at = '', who = '', words = ''] =
        /^(\w{3} [ \d]\d \d{2}:\d{2}:\d{2}) \S+ ([^\s:[]+)(?:\[\d+\])?: (.*)$/.exec(text) ?? [];
      if (words === '') continue;
      // One program says several things: each is told by its first words.
      const kind = `${who} ${kindOf(words)}`;
      const key = kinds.get(kind) ?? freeKey(who, kinds);
      kinds.set(kind, key);
      errors.take(key, { at, words, line: number }, false);
    }
    errors.into(sink);
  },
};

function freeKey(who: string, kinds: ReadonlyMap<string, string>): string {
  const taken = new Set(kinds.values());
  let n = 1;
  while (taken.has(n === 1 ? who : `${who} (${n})`)) n++;
  return n === 1 ? who : `${who} (${n})`;
}

/** `wevtutil qe LOG /f:text`, the newest first. */
export const windowsEvents: Reader = {
  kind: 'windows events',
  platforms: ['windows'],
  commands: ['wevtutil qe', 'wevtutil query-events'],
  signs: [
    [/^Event\[\d+\]:?\s*$/, 0.6],
    [/^\s+Event ID: \d+/, 0.4],
  ],
  read(lines: readonly Line[], sink: Sink) {
    const errors = new Errors();
    let fields = new Map<string, string>();
    let first = 0;
    let words = '';
    let inWords = false;
    const close = () => {
      const field = (name: string) => fields.get(name) ?? '';
      if (field('Event ID') === '') return;
      sink.system().set('hostname', field('Computer'), first);
      const key = `${field('Log Name')}, ${field('Source')} ${field('Event ID')}`;
      const at = field('Date').replace(/\.\d+Z?$/, '');
      errors.take(key, { at, words: words.trim() || field('Level'), line: first }, true);
    };
    for (const { text, number } of lines) {
      if (/^Event\[\d+\]:?\s*$/.test(text)) {
        close();
        fields = new Map();
        first = number;
        words = '';
        inWords = false;
      } else if (inWords) words = `${words} ${text.trim()}`.slice(0, 1_000);
      else {
        const [, name = '', value = ''] = /^\s+([A-Z][\w ]*): ?(.*)$/.exec(text) ?? [];
        if (name === 'Description') {
          inWords = true;
          words = value;
        } else if (name !== '') fields.set(name, value.trim());
      }
    }
    close();
    errors.into(sink);
  },
};
