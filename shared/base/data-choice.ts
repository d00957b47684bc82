/**
 * What becomes of what an ended device has not sent (security 29). `hand-over`: the hub takes it, for the organisation to look at, then
 * the device is wiped. `wipe`: it was lost, stolen or compromised: the hub takes nothing of it, and the device is wiped.
 */
import { z } from 'zod';

export const dataChoice = z.enum(['hand-over', 'wipe']);
export type DataChoice = z.infer<typeof dataChoice>;
