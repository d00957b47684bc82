/** What an organisation's devices go by (security 29): the operator sets it at the hub, and each device hears it when it says who it is. */
import { z } from 'zod';

/** Days: the least and the most that an operator may set. */
export const deviceRuleBounds = {
  leaseDays: { least: 1, most: 90 },
  retentionDays: { least: 1, most: 3_650 },
} as const;

const daysOf = ({ least, most }: { least: number; most: number }) => z.number().int().min(least).max(most);

export const deviceRules = z.strictObject({
  /** After so many days without the hub a console locks until it reached it. */
  leaseDays: daysOf(deviceRuleBounds.leaseDays),
  /** So many days after its end a case leaves the devices; null where it stays. */
  retentionDays: daysOf(deviceRuleBounds.retentionDays).nullable(),
});
export type DeviceRules = z.infer<typeof deviceRules>;

/** Of an organisation whose operator set none, and of a device that has not heard any. */
export const defaultDeviceRules: DeviceRules = { leaseDays: 14, retentionDays: null };
