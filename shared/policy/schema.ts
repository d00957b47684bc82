/** Agreements, rates and holidays: what the policy's entitlement and clocks are reckoned with. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { date, instant, line, yesNo } from '../base/values.ts';
import { holidayFaults, MAX_HOLIDAYS } from './holidays.ts';

/** A maintenance agreement of a customer; both days are covered. */
export const agreement = later(() =>
  z.strictObject({
    id: uuid,
    customerId: uuid,
    kind: z.literal('maintenance'),
    /** The term begins the day payment is received (P-16). */
    startsOn: date,
    endsOn: date,
    reference: line,
  }),
);
export type Agreement = z.infer<typeof agreement>;

/**
 * A maintenance contract as IPcelerate has it, distributed to the partner whose customer it is. The partner's own notes are
 * agreements, and stand beside it. `id` is the contract's number.
 */
export const contract = later(() =>
  z.strictObject({
    id: line.min(1),
    organisationId: uuid,
    customer: line.min(1),
    /** Both days are covered; the term begins the day payment is received (P-16). */
    startsOn: date,
    endsOn: date,
    impactMember: yesNo,
    /** Ids of products that it covers; none for all. */
    products: z.array(line).max(200),
    sample: z.boolean(),
  }),
);
export type Contract = z.infer<typeof contract>;

/** Holidays that clocks are counted with (P-25). Never guessed: a list that nobody published is empty, and screens say so. */
export const holidayList = later(() =>
  z.strictObject({
    id: uuid,
    version: z.number().int().min(1).max(100_000),
    publishedAt: instant,
    /** Sorted, each date once, in the years 2000 to 2100. */
    dates: z
      .array(z.strictObject({ date, name: line }))
      .max(MAX_HOLIDAYS)
      .superRefine((dates, context) => {
        for (const message of holidayFaults(dates)) context.addIssue({ code: 'custom', message });
      }),
    sample: z.boolean(),
  }),
);
export type HolidayList = z.infer<typeof holidayList>;

const cents = z.number().int().min(1).max(100_000_000);

/** What work outside maintenance costs from a day on (P-18), in cents of a US dollar. */
export const rate = later(() =>
  z.strictObject({
    id: uuid,
    effectiveFrom: date,
    currency: z.literal('USD'),
    remoteHourCents: cents,
    remoteDayCents: cents,
    onSiteDayCents: cents,
    sample: z.boolean(),
  }),
);
export type Rate = z.infer<typeof rate>;
