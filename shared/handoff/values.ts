/** What stands in the sentence of a finding beside its words: names, numbers, times. See SPEC.md, HE13. */
import { z } from 'zod';
import { zonedInstant } from '../base/values.ts';

/** Characters of a message, and so of what stands in one. */
export const MOST_WORDS = 600;
/** One more, so that what a message shows of a value does not end at another character than the value does (`cut`). */
export const MOST_OF_A_VALUE = MOST_WORDS + 1;
const MOST_VALUES = 30;
const MOST_LISTED = 20;

const words = z.string().max(MOST_OF_A_VALUE);
const name = z.string().min(1).max(60);
/** Words of the product, by their name (`phrases` in sentence.ts). */
const phrase = z.strictObject({ phrase: name });

const value = z.union([
  /** A name, or what somebody wrote. */
  words,
  z.number(),
  zonedInstant,
  phrase,
  /** The label of a field of the case. */
  z.strictObject({ field: name }),
  /** A step, by its kind and by what was done. */
  z.strictObject({ step: name, did: words }),
  z.array(z.union([words, phrase])).max(MOST_LISTED),
]);
export type Value = z.infer<typeof value>;

/** By the name that each has in the sentence: `{ system: 'cucm-pub', component: 'CUCM' }`. */
export const values = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), value)
  .refine((all) => Object.keys(all).length <= MOST_VALUES, 'has too many values');
export type Values = z.infer<typeof values>;

/** What a finding says, in a word: `version-not-known`. With the rule it names the sentence, in whatever language. */
export const code = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60);
