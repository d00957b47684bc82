/** What every request of a device begins with. */
import { z } from 'zod';
import { uuid } from './ids.ts';

export const handshake = {
  protocol: z.number().int(),
  schema: z.number().int(),
  /**
   * The device that asks. A shell outlives the database of a window, and serves several browsers: its token may be another
   * device's. Consoles of schema 1 do not say it.
   */
  device: uuid.optional(),
};
