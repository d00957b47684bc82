/** What is read out of outputs, each fact with the file and line that it stands in. */

export interface CollectedValue {
  value: string;
  file: string;
  /** From 1. */
  line: number;
}

/** What a system is asked for; each at most once. */
export const systemFields = [
  'hostname',
  'product',
  'model',
  'hardware',
  'serial',
  'version',
  'image',
  'os',
  'platform',
  'role',
  'site',
  'domain',
  'timeZone',
  'clock',
  'uptime',
  'lastReload',
  'configurationRegister',
  'productId',
  'uuid',
  /** How many of it there are, where one stands for all of a model. */
  'quantity',
] as const;
export type SystemField = (typeof systemFields)[number];

/** A part of a system: a chassis, a member of a stack, a module, a power supply. */
export interface Part {
  name: string;
  description: string;
  model: string;
  version: string;
  serial: string;
  file: string;
  line: number;
}

export type CollectedSystem = {
  /** Of this reading only; what the other lists refer to. */
  id: string;
  /** Addresses that are its own. */
  addresses: CollectedValue[];
  /** Further serial numbers, models and addresses of its hardware. */
  serials: CollectedValue[];
  models: CollectedValue[];
  macAddresses: CollectedValue[];
  parts: Part[];
} & { [field in SystemField]?: CollectedValue };

export interface CollectedLink extends CollectedValue {
  system: string;
  kind: 'SIP trunk' | 'JTAPI' | 'AXL' | 'SCCP' | 'MGCP' | 'H.323' | 'database' | 'other';
  /** Host name or address of the other end; `value` is the state, blank where the output does not say. */
  to: string;
}

export interface CollectedEntry extends CollectedValue {
  system: string;
  section: string;
  key: string;
}

export interface CollectedRevision extends CollectedValue {
  system: string;
  component: string;
  /** Null where the output does not tell partitions apart. */
  state: 'active' | 'inactive' | null;
}

/** What was found in it, with what it means. */
export interface CollectedFinding {
  /** A rule says one sentence: its id is what another language, or a program, goes by. */
  rule: string;
  system: string | null;
  message: string;
  /** What stands in the message for `{system}`, `{key}` and `{value}`; the system's name only where it has one. */
  values: { system?: string; key: string; value: string };
  todo: string;
  clause: string | null;
  /** The field of the case that it may be proposed for. */
  fills?: 'suspectedWhy' | 'networkChange' | 'ucChange';
  evidence: { file: string; line: number; text: string }[];
}

/** One output within a file. */
export interface ReadOutput {
  file: string;
  fromLine: number;
  toLine: number;
  /** As it was typed; null where the file does not say. */
  command: string | null;
  /** The one whose output it was taken for, where the file says none and no other command prints the like. */
  usual: string | null;
  /** The system that it is about, by its id of this reading; null where it was not read. */
  system: string | null;
  kind: string;
  /** From 0 to 1. */
  certainty: number;
  /** What else it could be, with its certainty; for the person who is asked. */
  alternatives: { kind: string; certainty: number }[];
  /** What was left out, in sentences. */
  notes: string[];
}

export interface Collected {
  /** The kind of the only output; `several` or `nothing` else. */
  kind: string;
  /** Of the least certain output. */
  certainty: number;
  systems: CollectedSystem[];
  links: CollectedLink[];
  configuration: CollectedEntry[];
  revisions: CollectedRevision[];
  findings: CollectedFinding[];
  provenance: ReadOutput[];
}
