/** A system that the fault touches or that helps to understand it (H6 to H9). */
import type { z } from 'zod';
import { line } from '../base/values.ts';
import { describe } from './describe.ts';
import { answer, field, ownIds } from './field.ts';

export const systems = describe({
  ...ownIds,
  role: field.kindOf(
    { affected: 'Affected', dependent: 'Depends on it', context: 'Context' },
    { label: 'Role in the fault' },
  ),
  /** A product of the catalogue by its id; null for a third party's, which `productName` names. */
  productId: answer(
    line.nullable(),
    null,
    { kind: 'reference', to: 'products' },
    { label: 'Product', clause: 'P-03' },
  ),
  productName: field.line({
    label: 'Product that is not in the catalogue',
    when: { field: 'productId', is: [null] },
  }),
  suppliedByIpcelerate: field.yesNo({
    label: 'Supplied by IPcelerate?',
    clause: 'P-23',
    when: { field: 'productId', is: [null] },
  }),
  hostname: field.line({ label: 'Host name', mono: true }),
  site: field.line({ label: 'Site' }),
  platform: field.choice({ hardware: 'Hardware', virtual: 'Virtual' }, { label: 'Platform' }),
  hardware: field.line({ label: 'Hardware', mono: true, optional: true }),
  os: field.line({ label: 'Operating system', mono: true }),
  approvedPlatform: field.yesNo({ label: 'Approved platform?', clause: 'P-21' }),
  telephonyPlatform: field.line({ label: 'Telephony platform' }),
  telephonyVersion: field.line({ label: 'Version of the telephony platform', mono: true }),
  networkAttachment: field.text({ label: 'Network attachment', mono: true }),
  notes: field.text({ label: 'Notes', note: true, optional: true }),
  capturedAt: field.instant({ label: 'When it was captured' }),
  provenance: field.provenance(),
});

export const systemRecord = systems.schema;
export type SystemRecord = z.infer<typeof systemRecord>;

/** How a system is called, in findings, on screens and on paper alike. */
export function systemName(system: SystemRecord): string {
  return system.hostname.trim() || system.productName.trim() || system.productId || 'a system without a name';
}
