/** The only place that knows both what is collected and what a case's records are called. See SPEC.md, K40. */
import type { Collected, CollectedRevision, CollectedSystem, CollectedValue } from './collected.ts';
import type { FactSet } from './findings/evaluate.ts';

/** Fields of a case's system, with the fact that each would take; those that no output tells are left out. */
export interface ProposedSystem {
  /** Of the reading; the other proposals refer to it. */
  id: string;
  fields: Partial<
    Record<
      | 'hostname'
      | 'productName'
      | 'platform'
      | 'hardware'
      | 'os'
      | 'telephonyPlatform'
      | 'telephonyVersion'
      | 'networkAttachment'
      | 'quantity',
      CollectedValue
    >
  >;
}

export interface ProposedRevision extends CollectedValue {
  system: string;
  component: string;
  state: CollectedRevision['state'];
}

export interface ProposedEntry extends CollectedValue {
  system: string;
  section: string;
  key: string;
}

export interface CaseProposals {
  systems: ProposedSystem[];
  revisions: ProposedRevision[];
  configuration: ProposedEntry[];
}

const VIRTUAL = /vmware|virtual|kvm|qemu|hyper-?v|xen|^vm$|asav|csr1000v|c8000v|iosv/i;

/** The same fact with other words; file and line stay. */
const saying = (fact: CollectedValue, value: string): CollectedValue => ({ ...fact, value });

function platformOf(system: CollectedSystem): CollectedValue | null {
  const source = system.platform ?? system.model ?? system.hardware;
  if (!source) return null;
  const virtual = [system.platform, system.model, system.hardware].find(
    (fact) => fact && VIRTUAL.test(fact.value),
  );
  return saying(virtual ?? source, virtual ? 'virtual' : 'hardware');
}

/** Model and serial number, which a case keeps in one line. */
function hardwareOf({ model, hardware, serial }: CollectedSystem): CollectedValue | null {
  const first = model ?? hardware;
  if (!first) return serial ? saying(serial, `serial number ${serial.value}`) : null;
  return serial ? saying(first, `${first.value}, serial number ${serial.value}`) : first;
}

function osOf({ os, version, product }: CollectedSystem): CollectedValue | null {
  if (product && !os) return null;
  if (!os) return version ?? null;
  return version && !os.value.includes(version.value) ? saying(os, `${os.value} ${version.value}`) : os;
}

/** Operating systems that run on nothing but Cisco's own. */
const CISCO = /^(?:IOS(?: XE| XR)?|NX-OS|ASA|FWSM|FTD|FMC|AP software)$/;

/** What it is called: as the output says, or by maker and model. */
function productOf({ product, os, model }: CollectedSystem): CollectedValue | null {
  if (product) return product;
  return model && os && CISCO.test(os.value)
    ? saying(model, `Cisco ${model.value.replace(/^cisco /i, '')}`)
    : null;
}

function proposedSystem(system: CollectedSystem): ProposedSystem {
  const { hostname, product, version, addresses } = system;
  const cucm = product?.value.includes('Communications Manager') ? product : null;
  const facts: [keyof ProposedSystem['fields'], CollectedValue | null | undefined][] = [
    ['hostname', hostname],
    ['productName', productOf(system)],
    ['platform', platformOf(system)],
    ['hardware', hardwareOf(system)],
    ['os', osOf(system)],
    ['telephonyPlatform', cucm],
    ['telephonyVersion', cucm ? version : null],
    [
      'networkAttachment',
      addresses[0] ? saying(addresses[0], addresses.map(({ value }) => value).join(', ')) : null,
    ],
    ['quantity', system.quantity],
  ];
  return { id: system.id, fields: Object.fromEntries(facts.filter(([, fact]) => fact)) };
}

/** What the case would take from a reading: systems, revision levels (those of both partitions), configuration entries. */
export function caseProposals(collected: Collected): CaseProposals {
  return {
    systems: collected.systems.map(proposedSystem),
    revisions: collected.revisions.map(({ system, component, state, value, file, line }) => ({
      system,
      component,
      state,
      value,
      file,
      line,
    })),
    configuration: collected.configuration.map(({ system, section, key, value, file, line }) => ({
      system,
      section,
      key,
      value,
      file,
      line,
    })),
  };
}

/** Rows of a case as far as rules look at them; a record's provenance names the file and line where it came from one. */
export interface CaseRows {
  systems: readonly { id: string; hostname: string; productName: string; provenance: RowSource }[];
  configuration: readonly {
    systemId: string;
    section: string;
    key: string;
    value: string;
    provenance: RowSource;
  }[];
  revisions: readonly {
    systemId: string;
    component: string;
    version: string;
    state: CollectedRevision['state'];
    provenance: RowSource;
  }[];
}

/** Of a record's provenance what says where it stands. */
export type RowSource = { kind: string; name?: string | undefined; fromLine?: number | null | undefined };

/** The rows of a case as facts that rules can be held against. */
export function factsOfCase(rows: CaseRows): FactSet {
  const fact = (value: string, { name, fromLine }: RowSource): CollectedValue => ({
    value,
    file: name ?? 'the case',
    line: fromLine ?? 1,
  });
  return {
    systems: rows.systems.map(({ id, hostname, productName, provenance }) => ({
      id,
      addresses: [],
      ...(hostname === '' ? {} : { hostname: fact(hostname, provenance) }),
      ...(productName === '' ? {} : { product: fact(productName, provenance) }),
    })),
    configuration: rows.configuration.map(({ systemId, section, key, value, provenance }) => ({
      system: systemId,
      section,
      key,
      ...fact(value, provenance),
    })),
    revisions: rows.revisions.map(({ systemId, component, version, state, provenance }) => ({
      system: systemId,
      component,
      state,
      ...fact(version, provenance),
    })),
  };
}
