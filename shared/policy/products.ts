/** The catalogue's products, their releases and profiles. */
import { z } from 'zod';
import { date, line } from '../base/values.ts';

/** A release of a product: a major one has another first number than the one before it (P-10). */
const productRelease = z.strictObject({
  version: line.min(1),
  kind: z.enum(['major', 'minor']),
  /** The day on which it came, or is expected. */
  date,
});

export type ProductRelease = z.infer<typeof productRelease>;

/** A product of the catalogue and the components whose revision levels its profile needs (H14). */
export const productRecord = z.strictObject({
  id: line,
  name: line,
  /** True for data that shows how the console works and describes no real product. */
  sample: z.boolean(),
  components: z
    .array(
      z.strictObject({
        name: line,
        required: z.boolean(),
        /** Newest release with the same first number, and newest of all; null where the catalogue does not know. */
        latestMinor: line.nullable(),
        latestMajor: line.nullable(),
      }),
    )
    .max(100),
  /** What the product is approved to run on (P-21), as people write it: `Windows Server 2019`. None where the catalogue does not say. */
  approvedPlatforms: z.array(line.min(1)).max(100).optional(),
  /** Past ones and those that are planned, in any order; rows of before it was kept have none. */
  releases: z.array(productRelease).max(500).optional(),
});

export type ProductRecord = z.infer<typeof productRecord>;
