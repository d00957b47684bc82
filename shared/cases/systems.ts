/** A system that the fault touches or that helps to understand it (H6 to H9). */
import type { z } from 'zod';
import { asRead, filled, saysThereIsNone } from '../base/spoken.ts';
import { line } from '../base/values.ts';
import { describe } from './describe.ts';
import { answer, field, ownIds } from './field.ts';

/** Of one kind that a row stands for. */
export const MOST_OF_ONE = 1_000_000;

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
  /** So many of one kind are one row: 450 phones of a model. */
  quantity: field.count(MOST_OF_ONE, { label: 'How many of it', since: 5, optional: true }),
  cluster: field.line({ label: 'Cluster', since: 5, optional: true }),
  nodeRole: field.choice(
    {
      publisher: 'Publisher',
      subscriber: 'Subscriber',
      tftp: 'TFTP',
      'media-resources': 'Media resources',
      active: 'Active node',
      standby: 'Standby node',
      other: 'Other',
    },
    { label: 'Role in the cluster', since: 5, optional: true },
  ),
  addresses: field.line({ label: 'Addresses', since: 5, optional: true, mono: true }),
  serial: field.line({ label: 'Serial number', since: 5, optional: true, mono: true }),
  licence: field.line({ label: 'Licence', since: 5, optional: true, mono: true }),
  contract: field.line({ label: 'Contract', since: 5, optional: true, mono: true }),
  virtualHost: field.line({ label: 'Hypervisor and sizing', since: 5, optional: true }),
  uptime: field.line({ label: 'Up since', since: 5, optional: true, mono: true }),
  clockState: field.line({ label: 'State of its clock', since: 5, optional: true, mono: true }),
  /** What a major release costs for this very system (P-10); cents of a US dollar. */
  quotedCents: field.count(1_000_000_000, {
    label: 'Quoted price of the major release, in cents',
    clause: 'P-10',
    since: 5,
    optional: true,
  }),
  notes: field.text({ label: 'Notes', note: true, optional: true }),
  capturedAt: field.instant({ label: 'When it was captured' }),
  provenance: field.provenance(),
});

export const systemRecord = systems.schema;
export type SystemRecord = z.infer<typeof systemRecord>;

/** What says that there is no telephony platform, though it does not begin with it: 'Stand-alone, no PBX'. */
const NO_PBX =
  /\b(?:no|without(?: an?| any)?) (?:pbx|telephony|telephone system|phone system|voip)\b|\b(?:keine?|ohne) (?:tk-?anlage|telefonanlage|telefonie)\b/iu;

/** Whether a telephony platform is described, and not that there is none. */
export function hasTelephony({ telephonyPlatform }: Pick<SystemRecord, 'telephonyPlatform'>): boolean {
  const read = asRead(telephonyPlatform);
  return filled(read) && !saysThereIsNone(read) && !NO_PBX.test(read);
}

/** What is called by no name. */
export const WITHOUT_NAME = 'a system without a name';

/** How a system is called, in findings, on screens and on paper alike. */
export function systemName(system: SystemRecord): string {
  return ownName(system) || WITHOUT_NAME;
}

/** The same where it stands by itself, as a title or in a list. */
export function systemTitle(system: SystemRecord): string {
  return ownName(system) || 'System without a name';
}

const ownName = ({ hostname, productName, productId }: SystemRecord) =>
  hostname.trim() || productName.trim() || productId;
