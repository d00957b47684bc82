/**
 * How many phones of each model there are: as CUCM's database answers it, as its registrations list them, and as a gateway lists the
 * phones that it serves itself. Written after the formats their documents show.
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

/** Phones that an output lists one by one, counted by their model. */
class Models {
  readonly #models = new Map<string, { count: number; registered: number; line: number }>();

  add(model: string, registered: boolean, line: number): void {
    const known = this.#models.get(model) ?? { count: 0, registered: 0, line };
    known.count++;
    if (registered) known.registered++;
    this.#models.set(model, known);
  }

  tell(sink: Sink): void {
    for (const [model, { count, registered, line }] of this.#models)
      counted(`Cisco ${model}`, count, `${count}, ${registered} registered`, line, sink);
  }
}

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
    const models = new Models();
    let registered = false;
    for (const { text, number } of lines) {
      if (/^\s*ephone-\d+/.test(text)) registered = /\bREGISTERED\b/.test(text);
      const type = /^\s*IP:\S+ (?:\* )?\d+ (.*?\S)\s+keepalive \d+/.exec(text)?.[1];
      const model = type && /^(?:ATA )?\d{3,4}\w*/.exec(type)?.[0];
      if (model) models.add(model, registered, number);
    }
    models.tell(sink);
  },
};

/** `show voice register pool`: a block for each phone of SIP that a gateway serves itself, which begins with its tag. */
export const registerPools: Reader = {
  kind: 'cisco_ios show voice register pool',
  platforms: ['cisco_ios'],
  commands: ['show voice register pool', 'show voice register pool all', 'show voice register all'],
  signs: [
    [/^\s*Pool Tag:? \d+\s*$/i, 0.7],
    [/^\s*Mac address is [\dA-F.]{14}/i, 0.3],
  ],
  read(lines, sink) {
    const models = new Models();
    // Of a pool without a type, which is one address or a whole network, the model stays empty: it is no phone.
    let phone = { model: '', registered: false, line: 0 };
    const end = () => {
      if (phone.model) models.add(phone.model, phone.registered, phone.line);
    };
    for (const { text, number } of lines) {
      if (/^\s*Pool Tag:? \d+\s*$/i.test(text)) {
        end();
        phone = { model: '', registered: false, line: 0 };
      }
      const model = /^\s*Type(?: is|:)\s+((?:ATA-?)?\d{3,4}\w*)/i.exec(text)?.[1];
      if (model) phone = { ...phone, model, line: number };
      if (/\bREGISTERED\b/.test(text)) phone.registered = true;
    }
    end();
    models.tell(sink);
  },
};

/** What `show risdb query phone` calls the models of phones; numbers that are not here are told as numbers. */
const RISDB_MODELS: Readonly<Record<string, string>> = {
  7: '7960',
  8: '7940',
  115: '7941',
  307: '7911',
  365: '7921',
  369: '7906',
  404: '7962',
  431: '7937',
  434: '7942',
  435: '7945',
  436: '7965',
  437: '7975',
  484: '7925',
  493: '9971',
  537: '9951',
  540: '8961',
  585: '8945',
  586: '8941',
  621: '7821',
  622: '7841',
  623: '7861',
  683: '8841',
  684: '8851',
  685: '8861',
  30006: '7970',
  30018: '7961',
  36213: '8811',
  36217: '7811',
  36224: '8845',
  36225: '8865',
};

/** `show risdb query phone`: values with commas between, under a line that names them; registrations of the node on which it was asked. */
export const risdbPhones: Reader = {
  kind: 'cisco_cucm show risdb query phone',
  platforms: ['cisco_cucm'],
  commands: ['show risdb query phone'],
  signs: [
    [/^\s*DeviceName, *Descr, *Ipaddr/i, 0.9],
    [/^-+ *Phone Information *-+$/i, 0.1],
  ],
  read(lines, sink) {
    const models = new Models();
    const unknown = new Map<string, { count: number; line: number }>();
    let names: string[] = [];
    for (const { text, number } of lines) {
      const values = text.split(',').map((each) => each.trim());
      if (/^DeviceName$/i.test(values[0] ?? '')) names = values.map((each) => each.toLowerCase());
      // Where a description has a comma in it, no value can be told from another.
      if (!/^(?:SEP|ATA)[\dA-F]{12}$/i.test(values[0] ?? '') || values.length !== names.length) continue;
      const type = values[names.indexOf('devicemodel')] ?? '';
      const registered = values[names.indexOf('regstatus')] === 'reg';
      const model = RISDB_MODELS[type];
      if (model) models.add(model, registered, number);
      else if (/^\d+$/.test(type)) {
        const known = unknown.get(type) ?? { count: 0, line: number };
        unknown.set(type, { ...known, count: known.count + 1 });
      }
    }
    models.tell(sink);
    for (const [type, { count, line }] of unknown)
      sink.system().entry('Phones', `Model ${type} of CUCM's list`, `${count}`, line);
  },
};
