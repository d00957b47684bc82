/** The priorities of the policy. */
import { z } from 'zod';

/** P1 to P4 as P-26 to P-29 define them. */
export const priority = z.enum(['P1', 'P2', 'P3', 'P4']);

export type Priority = z.infer<typeof priority>;
