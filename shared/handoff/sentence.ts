/**
 * What a finding says: a sentence with named values in it. Words and values are written down once, so that they cannot disagree: a
 * second language, or a program, takes the rule, the code and the values, and reads no English.
 */
import { cut } from '../base/cut.ts';
import { documentationSources, sourceWords } from '../cases/steps.ts';
import { systemName, WITHOUT_NAME } from '../cases/systems.ts';
import { labelOf, zonedWords } from '../cases/words.ts';
import { MOST_OF_A_VALUE, type Value, type Values } from './values.ts';

/** A phrase of ours that stands in a sentence, by its name: what another language has words of its own for. */
const phrases = {
  'system-without-a-name': WITHOUT_NAME,
  'any-product': 'any product',
  'the-holder': 'the holder',
  'an-entry': 'an entry',
  network: 'the network',
  'cisco-uc': 'Cisco Unified Communications',
  product: 'the product or what it runs on',
  'level-1': 'Level 1',
  'level-2': 'Level 2',
  'both-levels': 'Level 1 and Level 2',
  'renewal-not-paid': 'The new term begins only when its payment is received',
  'maintenance-lapsed': 'Maintenance has lapsed',
  'never-maintained': 'There never was maintenance',
  'rates-not-known': 'the rates that they name are not known',
  'rates-not-in-force': 'the rates that they name were not in force on that day',
  'sum-is-another': 'their sum is not the hours and days times the rates',
  'text-is-another': 'their text is not the one that case and rates give',
  'document-not-published': 'it names a document that was not published',
  'document-not-in-force': 'its document was not in force on that day',
  'signed-too-early': 'it was signed before its document was published',
  'text-not-of-document': 'its text is not that of the document',
  ...(Object.fromEntries(
    documentationSources.map((source) => [source, sourceWords[source].toLowerCase()]),
  ) as Record<(typeof documentationSources)[number], string>),
} as const satisfies Readonly<Record<string, string>>;
export type Phrase = keyof typeof phrases;

/** The phrase as a value of a sentence. */
export function phrase(name: Phrase): { phrase: Phrase } {
  return { phrase: name };
}

/** How a finding calls a system. @param name what it is called, as `systemName` says it */
export function named(name: string): Value {
  return name === WITHOUT_NAME ? phrase('system-without-a-name') : name;
}

/** The same of a row. */
export function calling(system: Parameters<typeof systemName>[0]): Value {
  return named(systemName(system));
}

/** The label of a field of the case, as a value. */
export function labelled(field: string): Value {
  return { field };
}

const known: Readonly<Record<string, string>> = phrases;

/** A value as an English sentence says it. What a later version named is told by its name. */
export function wordsOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if ('at' in value) return zonedWords(value);
  if ('field' in value) return labelOf('cases', value.field) ?? value.field;
  if ('phrase' in value) return known[value.phrase] ?? value.phrase;
  return value.did === '' ? `A step (${value.step})` : `Step “${value.did}”`;
}

/** What stands between the words of a sentence: a value with its name, or words that are a sentence themselves. */
type Hole = Sentence | { readonly [name: string]: Value };

/** Words with named values. Put together when they are asked for: most questions are satisfied, and say nothing. */
export class Sentence {
  readonly #parts: readonly string[];
  readonly #holes: readonly Hole[];

  constructor(parts: readonly string[], holes: readonly Hole[]) {
    this.#parts = parts;
    this.#holes = holes;
  }

  /**
   * The sentence in English. In one pass, for the thousands of findings that a large case has with every key.
   * @param values take those of the sentence by their names, each as long as a message may be
   */
  tell(values: Values): string {
    let told = this.#parts[0] ?? '';
    for (let at = 0; at < this.#holes.length; at++) {
      const hole = this.#holes[at];
      if (hole instanceof Sentence) told += hole.tell(values);
      else
        for (const name in hole) {
          const value = hole[name] ?? '';
          values[name] = bounded(value);
          told += wordsOf(value);
        }
      told += this.#parts[at + 1] ?? '';
    }
    return told;
  }

  get text(): string {
    return this.tell({});
  }

  get values(): Values {
    const values: Values = {};
    this.tell(values);
    return values;
  }

  /** With the names of the values in the place of these: `{system}: the product is missing`. */
  get template(): string {
    return this.#parts
      .map((part, at) => {
        const hole = this.#holes[at - 1];
        if (hole === undefined || hole instanceof Sentence) return `${hole?.template ?? ''}${part}`;
        const [name, ...others] = Object.keys(hole);
        if (name === undefined || others.length > 0) throw new Error('a hole of a sentence has one value');
        return `{${name}}${part}`;
      })
      .join('');
  }
}

function bounded(value: Value): Value {
  if (typeof value === 'string') return cut(value, MOST_OF_A_VALUE);
  return Array.isArray(value) ? value.map((each) => bounded(each) as (typeof value)[number]) : value;
}

/**
 * A sentence: say`${{ system: name }}: its version is not known`. Each hole names its value; a hole that is words is a sentence
 * itself, so that no value gets in without its name.
 */
export function say(parts: TemplateStringsArray, ...holes: readonly Hole[]): Sentence {
  return new Sentence(parts, holes);
}

/** The sentence of a template that stands elsewhere, `{whose} was revoked`, with what stands in each of its holes. */
export function sentenceOfTemplate(
  template: string,
  values: Readonly<Record<string, Value | Sentence>>,
): Sentence {
  const pieces = template.split(/\{(\w+)\}/);
  const holes = pieces
    .filter((_, at) => at % 2 === 1)
    .map((name) => {
      const value = values[name];
      if (value === undefined) throw new Error(`nothing stands in the place of {${name}}`);
      return value instanceof Sentence ? value : { [name]: value };
    });
  return new Sentence(
    pieces.filter((_, at) => at % 2 === 0),
    holes,
  );
}

/** The sentence of a template with these values: what a second language does with its own templates. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : wordsOf(value);
  });
}
