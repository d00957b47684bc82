/** A device's public key on the wire. */
import { z } from 'zod';

/** A P-256 public key as JWK (RFC 7517), nothing more. */
export const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export type PublicJwk = z.infer<typeof publicJwk>;
