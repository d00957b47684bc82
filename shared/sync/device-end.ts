/** What a device is told that was ended, and what it may hand over (security 29). */
import { z } from 'zod';
import { type DataChoice, dataChoice } from '../base/data-choice.ts';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { instant, line, sha256Hex } from '../base/values.ts';
import { deviceRules } from './device-rules.ts';
import { MAX_PUSH, mutation } from './protocol.ts';

/** What a refusal `device-ended` says besides. */
export const deviceEnd = later(() =>
  z.object({
    data: dataChoice,
    /** The token for handing over; null where nothing is taken, or all was. */
    handOver: z.string().max(8_000).nullable(),
  }),
);
export type DeviceEnd = { data: DataChoice; handOver: string | null };

/** Asked by a console that is locked, with its last token, which may be over. */
export const standingRequest = later(() => z.strictObject({ token: z.string().min(20).max(8_000) }));
export const standingResponse = later(() =>
  z.discriminatedUnion('standing', [
    z.strictObject({ standing: z.literal('good'), rules: deviceRules, hubTime: instant }),
    z.strictObject({ standing: z.literal('ended'), data: dataChoice, hubTime: instant }),
  ]),
);
export type Standing = z.infer<typeof standingResponse>;

/** A file that stays behind: the hub takes edits alone of an ended device. */
const leftFile = later(() =>
  z.strictObject({
    caseId: uuid,
    name: line,
    sha256: sha256Hex,
    size: z.number().int().min(0),
  }),
);
export type LeftFile = z.infer<typeof leftFile>;
export const MOST_LEFT_FILES = 500;

/** A piece of what was not sent. Edits that came before are the same; `done` with the last piece: nothing is taken after it. */
export const handOverRequest = later(() =>
  z.strictObject({
    schema: z.number().int().min(1),
    mutations: z.array(mutation).max(MAX_PUSH),
    done: z.strictObject({ left: z.array(leftFile).max(MOST_LEFT_FILES) }).nullable(),
  }),
);
export type HandOverRequest = z.infer<typeof handOverRequest>;
/** How many edits of the device the hub keeps now. */
export const handOverResponse = later(() => z.strictObject({ kept: z.number().int().min(0) }));
