/** What a case takes over of its customer: from the customer's own card, and from the last case that was worked on there. See SPEC.md, CS13. */
import type { CaseRecord } from './case.ts';
import type { Installation } from './customer.ts';
import type { Provenance } from './provenance.ts';
import type { RevisionRecord } from './revisions.ts';
import type { SystemRecord } from './systems.ts';

/** Answers that hold from one case of a customer to the next; whoever opens the next one sees them and may change them. */
const rememberedFields = [
  'contactName',
  'contactPhone',
  'contactEmail',
  'contactAroundTheClock',
  'contactAroundTheClockNote',
  'accessContact',
  'accessHow',
  'contractNumber',
] as const satisfies readonly (keyof CaseRecord)[];

export type Remembered = Partial<Pick<CaseRecord, (typeof rememberedFields)[number]>>;

const answered = (value: unknown) => value !== null && value !== '';
const sameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The newest case of this customer in which at least one of these answers was given; null where there is none. */
export function lastCaseOf(all: readonly CaseRecord[], customer: string): CaseRecord | null {
  if (customer.trim() === '') return null;
  return all
    .filter(
      (each) => sameName(each.customer, customer) && rememberedFields.some((field) => answered(each[field])),
    )
    .reduce<CaseRecord | null>(
      (last, each) => (last === null || each.createdAt.at > last.createdAt.at ? each : last),
      null,
    );
}

/** What of an earlier case goes on; only what was answered there. */
export function rememberedOf(record: CaseRecord): Remembered {
  return Object.fromEntries(
    rememberedFields.flatMap((field) => (answered(record[field]) ? [[field, record[field]]] : [])),
  );
}

/** What a system is, from one fault to the next; its part in a fault, and what was asked or quoted for one, is not. */
const rememberedSystemFields = [
  'productId',
  'productName',
  'suppliedByIpcelerate',
  'hostname',
  'site',
  'platform',
  'hardware',
  'os',
  'approvedPlatform',
  'telephonyPlatform',
  'telephonyVersion',
  'networkAttachment',
  'quantity',
  'cluster',
  'nodeRole',
  'addresses',
  'serial',
  'licence',
  'contract',
  'virtualHost',
] as const satisfies readonly (keyof SystemRecord)[];

/** A system as a new case takes it over, with the revision levels that were known. */
export interface RememberedSystem {
  fields: Partial<SystemRecord>;
  revisions: readonly (Pick<RevisionRecord, 'component' | 'version'> &
    Partial<Pick<RevisionRecord, 'state' | 'capturedAt' | 'provenance'>>)[];
}

/** Where a fact came from; the file is of the other case. */
const elsewhere = (provenance: Provenance): Provenance =>
  provenance.kind === 'file' ? { ...provenance, attachmentId: null } : provenance;

/** Systems of an earlier case. When and whence each was captured goes with it, so that what is old is told (H9). */
export function rememberedSystems(
  systems: readonly SystemRecord[],
  revisions: readonly RevisionRecord[],
): RememberedSystem[] {
  return systems.map((system) => ({
    fields: {
      ...Object.fromEntries(
        rememberedSystemFields.flatMap((field) => (answered(system[field]) ? [[field, system[field]]] : [])),
      ),
      capturedAt: system.capturedAt,
      provenance: elsewhere(system.provenance),
    },
    revisions: revisions
      .filter(({ systemId }) => systemId === system.id)
      .map(({ component, version, state, capturedAt, provenance }) => ({
        component,
        version,
        state,
        capturedAt,
        provenance: elsewhere(provenance),
      })),
  }));
}

/** Installed systems of the customer's card that none of these is, by host name or, without one, by product. */
export function furtherInstalled(
  installed: readonly Installation[],
  systems: readonly Pick<RememberedSystem, 'fields'>[],
): Installation[] {
  const host = (name: string | undefined) => (name ?? '').trim().toLowerCase().split('.')[0] ?? '';
  return installed.filter((each) => {
    const own = host(each.hostname);
    return !systems.some(({ fields }) =>
      own === ''
        ? each.productId !== null && fields.productId === each.productId
        : host(fields.hostname) === own,
    );
  });
}
