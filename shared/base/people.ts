/** People as records name them. */
import { z } from 'zod';
import { uuid } from './ids.ts';
import { line } from './values.ts';

/** A person as a record names them: the id for the hub, the name for people and paper. */
export const personRef = z.strictObject({ id: uuid, name: line });

export type PersonRef = z.infer<typeof personRef>;
