/** The customers of a partner: who they are, where, and what of IPcelerate's stands there. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { line, text, yesNo } from '../base/values.ts';

export const customer = z.strictObject({
  id: uuid,
  name: line,
  /** Impact members with current maintenance pay nothing for major releases (P-12). */
  impactMember: yesNo.nullable(),
  notes: text,
  /** What IPcelerate agreed for calls from outside the United States, which it answers case by case (P-38); rows of before it was asked have none. */
  international: text.optional(),
});
export type Customer = z.infer<typeof customer>;

/** A place of a customer. */
export const site = z.strictObject({
  id: uuid,
  customerId: uuid,
  name: line,
  address: text,
  /** IANA zone of its wall clocks; empty where nobody has said. */
  zone: z.string().max(60),
});
export type Site = z.infer<typeof site>;

/** A system that stands at a customer, with its revision level as it was last seen. */
export const installation = z.strictObject({
  id: uuid,
  customerId: uuid,
  siteId: uuid.nullable(),
  /** A product of the catalogue; null for another's, which `productName` names. */
  productId: line.nullable(),
  productName: line,
  hostname: line,
  version: line,
});
export type Installation = z.infer<typeof installation>;
