/**
 * What a source says about a system, as proposals that a person accepts, edits or rejects. Nothing is written before.
 */

import type { Provenance, RevisionRecord, SystemRecord } from '../cases/records.ts';
import { isRunning } from '../cases/revisions.ts';
import type { HostFact } from './host-facts.ts';

/** The fields of a system that a computer can say about itself. */
const systemFields = ['hostname', 'platform', 'hardware', 'os', 'networkAttachment'] as const;
type SystemField = (typeof systemFields)[number];

export type Proposal = {
  /** Unique within one reading. */
  id: string;
  /** What the record holds now; empty where it holds nothing. */
  before: string;
  value: string;
  provenance: Provenance;
} & (
  | { kind: 'system'; field: SystemField; label: string }
  | { kind: 'revision'; component: string; revisionId: string | null }
);

const labels: Record<SystemField, string> = {
  hostname: 'Host name',
  platform: 'Platform',
  hardware: 'Hardware',
  os: 'Operating system',
  networkAttachment: 'Network attachment',
};

function isSystemField(name: string): name is SystemField {
  return (systemFields as readonly string[]).includes(name);
}

/**
 * Proposals from what a computer said about itself, against the system they would fill. A fact that the record already
 * holds is no proposal.
 * @param system null for a system that does not exist yet
 */
export function proposalsFromHost(
  reading: { host: string; at: string; facts: readonly HostFact[] },
  system: SystemRecord | null,
  revisions: readonly RevisionRecord[],
): Proposal[] {
  const proposals: Proposal[] = [];
  const network: HostFact[] = [];
  for (const [index, fact] of reading.facts.entries()) {
    const provenance: Provenance = {
      kind: 'computer',
      host: reading.host,
      query: fact.query,
      at: reading.at,
    };
    const id = `${index}`;
    if (fact.area === 'network') network.push(fact);
    else if (fact.area === 'system' && isSystemField(fact.name)) {
      const before = system?.[fact.name] ?? '';
      if (before !== fact.value) {
        proposals.push({
          kind: 'system',
          id,
          field: fact.name,
          label: labels[fact.name],
          before,
          value: fact.value,
          provenance,
        });
      }
    } else if (fact.area === 'revision') {
      const known = revisions.find(
        (row) => isRunning(row) && row.component.toLowerCase() === fact.name.toLowerCase(),
      );
      if (known?.version !== fact.value) {
        proposals.push({
          kind: 'revision',
          id,
          component: fact.name,
          revisionId: known?.id ?? null,
          before: known?.version ?? '',
          value: fact.value,
          provenance,
        });
      }
    }
  }
  const [first] = network;
  if (first) {
    const value = network.map((fact) => `${fact.name}: ${fact.value}`).join('\n');
    const before = system?.networkAttachment ?? '';
    if (before !== value) {
      proposals.push({
        kind: 'system',
        id: 'network',
        field: 'networkAttachment',
        label: labels.networkAttachment,
        before,
        value,
        provenance: { kind: 'computer', host: reading.host, query: first.query, at: reading.at },
      });
    }
  }
  return proposals;
}

/** The fields of a system record that the accepted proposals fill; `platform` only where it is one of the two words. */
export function acceptedSystemFields(
  accepted: readonly Proposal[],
): Partial<Pick<SystemRecord, SystemField>> {
  const fields: Partial<Pick<SystemRecord, SystemField>> = {};
  for (const proposal of accepted) {
    if (proposal.kind !== 'system') continue;
    if (proposal.field === 'platform') {
      if (proposal.value === 'hardware' || proposal.value === 'virtual') fields.platform = proposal.value;
    } else {
      fields[proposal.field] = proposal.value;
    }
  }
  return fields;
}
