/** What page and shell say to each other of a device that was ended: what is handed over, and how it is wiped (security 29). */
import { z } from 'zod';
import { dataChoice } from '../base/data-choice.ts';
import { later } from '../base/later.ts';
import { instant } from '../base/values.ts';
import { handOverRequest } from '../sync/device-end.ts';

/** By whose word it is wiped: because all was handed over, because who ended it said so, or because the person said so. */
const wipeChoice = z.enum(['handed-over', 'revoker', 'person']);
export type WipeChoice = z.infer<typeof wipeChoice>;

/** `ended`: the hub said so, and nothing was wiped. `wiping`: keys and rows go. `wiped`: nothing of it is left here. */
export const ending = later(() =>
  z.strictObject({
    stage: z.enum(['ended', 'wiping', 'wiped']),
    data: dataChoice,
    at: instant,
    /** Edits that the hub took; null until it has all. */
    handedOver: z.number().int().min(0).nullable(),
    /** What was not taken, counted when the wiping began. */
    lost: z.strictObject({ edits: z.number().int().min(0), files: z.number().int().min(0) }).nullable(),
    by: wipeChoice.nullable(),
  }),
);
export type Ending = z.infer<typeof ending>;

export const endingState = later(() => z.strictObject({ ending: ending.nullable() }));
export const handInput = later(() => handOverRequest.unwrap().omit({ schema: true }));
export const wipeInput = later(() =>
  z.strictObject({
    by: wipeChoice,
    lost: z.strictObject({ edits: z.number().int().min(0), files: z.number().int().min(0) }),
  }),
);
