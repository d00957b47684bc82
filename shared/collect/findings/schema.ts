/** Rules that say what collected facts mean. They are data: written by Level 3 and partners, distributed by the hub. See SPEC.md. */
import { z } from 'zod';
import { later } from '../../base/later.ts';
import { isLinear } from '../textfsm/regex/linear.ts';
import { PatternError } from '../textfsm/regex/syntax.ts';

const text = z.string().min(1).max(1_000);

/** A pattern in the syntax of Python's `re`, from the beginning of the text; only such as run in linear time. */
const pattern = text.superRefine((source, context) => {
  try {
    if (!isLinear(source))
      context.addIssue({
        code: 'custom',
        message: 'The pattern has look-around or references, which no rule may have.',
      });
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.addIssue({ code: 'custom', message: `The pattern is none: ${error.message}.` });
  }
});

/** What an entry of a configuration says. */
const entryCondition = later(() =>
  z.strictObject({
    kind: z.literal('entry'),
    section: text,
    key: pattern.optional(),
    value: pattern.optional(),
    except: pattern.optional(),
    /** The first number in the value is above it. */
    above: z.number().optional(),
    /** Another entry of the same system, section and name before the first comma of the key, which must hold, too. */
    with: z
      .strictObject({ key: pattern, value: pattern.optional(), above: z.number().optional() })
      .optional(),
  }),
);

const condition = later(() =>
  z.discriminatedUnion('kind', [
    entryCondition,
    /** The date that an entry holds has come, or comes within so many days. */
    z.strictObject({ kind: z.literal('until'), section: text, key: pattern, days: z.number().min(0) }),
    /** Of two entries of a system that hold dates, the one that should be the later is the earlier. */
    z.strictObject({
      kind: z.literal('order'),
      section: text,
      earlier: pattern,
      later: pattern,
      /** Where the later one stands in another section. */
      laterSection: text.optional(),
    }),
    /** Systems of one product that have different active versions of a component. */
    z.strictObject({ kind: z.literal('versions-differ'), component: text }),
    /** A version of a component that lies in a range; ends are compared part by part, `below` is not in it. */
    z.strictObject({
      kind: z.literal('version'),
      component: pattern,
      from: text.optional(),
      below: text.optional(),
    }),
    /** Systems whose time zones differ. */
    z.strictObject({ kind: z.literal('zones-differ') }),
    /** One address that two systems have. */
    z.strictObject({ kind: z.literal('same-address') }),
    /** A clock that is off against the time of the capture. */
    z.strictObject({ kind: z.literal('clock'), seconds: z.number().min(1) }),
    /** A log whose first message is later than the fault. */
    z.strictObject({ kind: z.literal('log-after-fault') }),
    /** A line of any output or log that the pattern fits anywhere in it: so many of them, and within so many minutes where that is said. */
    z.strictObject({
      kind: z.literal('log'),
      pattern,
      count: z.number().int().min(1).max(1_000),
      minutes: z.number().min(1).max(1_440).nullable(),
    }),
    /** Grave messages of the hour before and after the fault; any where the time of the fault is not known. */
    z.strictObject({ kind: z.literal('grave-messages'), value: pattern.optional() }),
  ]),
);
export type Condition = z.infer<typeof condition>;
export type EntryCondition = z.infer<typeof entryCondition>;

export const findingRule = later(() =>
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{3,60}$/),
    version: z.number().int().min(1),
    /** Any of them is enough. */
    when: z.array(condition).min(1).max(10),
    /** `{system}`, `{key}` and `{value}` stand for what was found. */
    message: text,
    todo: text,
    /** The clause of the policy that it bears on, such as `P-23`. */
    clause: z
      .string()
      .regex(/^P-\d{2}$/)
      .nullable(),
    /** What it means for the handoff; null where it means nothing. */
    handoff: text.nullable(),
    /** The field of the case that it may be proposed for; a person decides. */
    fills: z.enum(['suspectedWhy', 'networkChange', 'ucChange']).optional(),
  }),
);
export type FindingRule = z.infer<typeof findingRule>;

export const findingRules = z.array(findingRule).max(2_000);
