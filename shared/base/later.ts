import { z } from 'zod';

/**
 * A schema that is made when a value is first held against it. A page reads hundreds of them before its first screen and asks for a
 * dozen; making all of them took a tenth of that time.
 */
export const later = z.lazy;
