/**
 * How many phones of each model there are: as CUCM's database answers it, and as a gateway lists the phones that it serves itself. Written
 * after the formats their documents show.
 */
import { byLine, type Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

/** What a phone is called where outputs only count it, by its model. */
export const PHONE = 'Cisco IP phone';

/** Of the models that the database knows, those that are phones: others are bridges, route points and programs. */
const PHONE_MODEL =
  /^Cisco (?:(?:Unified )?(?:IP )?(?:Conference )?(?:Phone|Station) )?(?:ATA )?\d{3,4}\w*$/i;

function counted(model: string, count: number, words: string, line: number, sink: Sink): void {
  sink.system().entry('Phones', model, words, line);
  sink
    .system(model)
    .set('product', PHONE, line)
    .set('model', model, line)
    .add('models', model, line)
    .set('quantity', `${count}`, line);
}

/** `run sql select count(...), tm.name ...`: two columns, in either order, under names and a rule of `=`. */
export const cucmPhoneCounts: Reader = {
  kind: 'cisco_cucm phones by model',
  platforms: ['cisco_cucm'],
  commands: ['run sql select'],
  signs: [
    [/^\s*=+\s+=+\s*$/, 0.2],
    [/^\s*(?:\d+\s+Cisco (?:IP )?(?:ATA )?\d{3,4}|Cisco (?:IP )?(?:ATA )?\d{3,4}\w*\s+\d+\s*$)/, 0.4],
  ],
  read: byLine(
    () => ({ columns: 0 }),
    [
      [
        /^\s*(=+(?:\s+=+)*)\s*$/,
        ([, rule = ''], _, __, state) => {
          state.columns = rule.split(/\s+/).length;
        },
      ],
      [
        /^\s*(?:(\d+)\s+(Cisco \S.*?)|(Cisco \S.*?)\s+(\d+))\s*$/,
        ([, first, after, before, last], line, sink, { columns }) => {
          const model = (after ?? before ?? '').replace(/\s+/g, ' ');
          const count = Number(first ?? last);
          if (columns === 2 && count > 0 && PHONE_MODEL.test(model))
            counted(model, count, `${count}`, line, sink);
        },
      ],
    ],
  ),
};

/** `show ephone`: three lines and more a phone; the third names its address and its type. */
export const ephones: Reader = {
  kind: 'cisco_ios show ephone',
  platforms: ['cisco_ios'],
  commands: ['show ephone', 'show ephone registered'],
  signs: [
    [/^\s*ephone-\d+(?:\[\d+\])? Mac:[\dA-F.]{14}/i, 0.7],
    [/^\s*IP:\S+ (?:\* )?\d+ \S.* keepalive \d+/, 0.3],
  ],
  read(lines, sink) {
    const models = new Map<string, { count: number; registered: number; line: number }>();
    let registered = false;
    for (const { text, number } of lines) {
      if (/^\s*ephone-\d+/.test(text)) registered = /\bREGISTERED\b/.test(text);
      const type = /^\s*IP:\S+ (?:\* )?\d+ (.*?\S)\s+keepalive \d+/.exec(text)?.[1];
      const model = type && /^(?:ATA )?\d{3,4}\w*/.exec(type)?.[0];
      if (!model) continue;
      const known = models.get(model) ?? { count: 0, registered: 0, line: number };
      known.count++;
      if (registered) known.registered++;
      models.set(model, known);
    }
    for (const [model, { count, registered: up, line }] of models)
      counted(`Cisco ${model}`, count, `${count}, ${up} registered`, line, sink);
  },
};
