/** H6 to H10, H13 to H17: the systems, their configuration and their revision levels. */

import type { SystemRecord } from '../../cases/records.ts';
import { compareVersions, parseVersion, upgradeKind } from '../../policy/versions.ts';
import { filled, type Rule, type SystemFacts, systemName } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { paysNothingForMajor } from './entitlement.ts';

const STALE_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

function onSystem(system: SystemRecord, field: keyof SystemRecord): Finding['where'] {
  return { table: 'systems', id: system.id, field };
}

function isAffected({ system }: SystemFacts): boolean {
  return system.role === 'affected';
}

/** The newest instant at which any of the rows was captured; null where none says. */
function newestCapture(rows: Iterable<{ capturedAt: string | null }>): string | null {
  let newest: string | null = null;
  for (const { capturedAt } of rows)
    if (capturedAt !== null && (newest === null || Date.parse(capturedAt) > Date.parse(newest)))
      newest = capturedAt;
  return newest;
}

/** Versions by component, letter case and outer blanks aside. */
function versionsByComponent(
  facts: SystemFacts,
): Map<string, { component: string; versions: { id: string; version: string }[] }> {
  const found = new Map<string, { component: string; versions: { id: string; version: string }[] }>();
  for (const row of facts.revisions.values()) {
    if (!filled(row.version)) continue;
    const key = row.component.trim().toLowerCase();
    const entry = found.get(key) ?? { component: row.component.trim(), versions: [] };
    if (row.component.trim() < entry.component) entry.component = row.component.trim();
    entry.versions.push({ id: row.id, version: row.version.trim() });
    found.set(key, entry);
  }
  for (const { versions } of found.values()) versions.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found;
}

const systemFields = [
  ['hostname', 'host name', 'Write its host name.'],
  ['site', 'site', 'Write where it stands.'],
  ['platform', 'platform', 'Choose hardware or virtual.'],
  ['os', 'operating system', 'Write name and version, or read it from the computer.'],
  ['approvedPlatform', 'answer whether it is an approved platform', 'Answer yes or no.'],
] as const;

export const systemRules: readonly Rule[] = [
  {
    id: 'H6',
    title: 'At least one affected IPcelerate system',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.affectedProducts > 0, {
        message: facts.affectedSystem
          ? 'None of the affected systems is an IPcelerate product'
          : 'No affected IPcelerate system is described',
        fix: facts.affectedSystem
          ? 'Choose the product of the system that shows the fault.'
          : 'Add the system that shows the fault, with its product.',
        where: {
          table: 'systems',
          id: facts.affectedSystem,
          field: facts.affectedSystem ? 'productId' : null,
        },
      });
    },
  },
  {
    id: 'H7',
    title: 'Each affected system is described',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'system',
    check: (subject, _facts, ask) => {
      if (!isAffected(subject)) return;
      const { system } = subject;
      const name = systemName(system);
      ask(system.productId !== null || filled(system.productName), {
        message: `${name}: the product is missing`,
        fix: 'Choose the product, or write its name.',
        where: onSystem(system, 'productId'),
      });
      for (const [field, words, fix] of systemFields) {
        const value = system[field];
        ask(value !== null && filled(value), {
          message: `${name}: the ${words} is missing`,
          fix,
          where: onSystem(system, field),
        });
      }
    },
  },
  {
    id: 'H8',
    title: 'Telephony platform and network attachment',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'system',
    check: (subject, _facts, ask) => {
      if (!isAffected(subject)) return;
      const { system } = subject;
      ask(filled(system.telephonyPlatform), {
        message: `${systemName(system)}: the telephony platform is not described`,
        fix: 'Write the platform and its version, or that there is none.',
        where: onSystem(system, 'telephonyPlatform'),
      });
      ask(filled(system.networkAttachment), {
        message: `${systemName(system)}: how it is attached to the network is not described`,
        fix: 'Write interfaces, addresses and the switch port.',
        where: onSystem(system, 'networkAttachment'),
      });
    },
  },
  {
    id: 'H9',
    title: 'The description is not older than 7 days',
    part: 'systems',
    severity: 'warning',
    clause: 'P-03',
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      if (!isAffected(subject) || system.capturedAt === null) return;
      ask(Date.parse(facts.now) - Date.parse(system.capturedAt) <= STALE_AFTER_MS, {
        message: `${systemName(system)}: the description is older than 7 days`,
        fix: 'Read the system again, or confirm that nothing changed.',
        where: onSystem(system, 'capturedAt'),
      });
    },
  },
  {
    id: 'H10',
    title: 'Each affected system has configuration',
    part: 'configuration',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'system',
    check: (subject, _facts, ask) => {
      if (!isAffected(subject)) return;
      ask(subject.configuration.size > 0, {
        message: `${systemName(subject.system)}: there is no configuration`,
        fix: 'Enter it, paste it, or drop the configuration file.',
        where: { table: 'configuration', id: subject.system.id, field: null },
      });
    },
  },
  {
    id: 'H13',
    title: 'Configuration captured after the last change',
    part: 'configuration',
    severity: 'warning',
    clause: 'P-24',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAffected(subject) || subject.configuration.size === 0 || facts.lastChange === null) return;
      const newest = newestCapture(subject.configuration.values());
      if (newest === null) return;
      ask(Date.parse(newest) >= Date.parse(facts.lastChange), {
        message: `${systemName(subject.system)}: the configuration was captured before the last change or fix`,
        fix: 'Capture the configuration again.',
        where: { table: 'configuration', id: subject.system.id, field: null },
      });
    },
  },
  {
    id: 'H14',
    title: 'Revision level of every component that the product needs',
    part: 'revisions',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'system',
    check: (subject, _facts, ask) => {
      if (!isAffected(subject)) return;
      const known = versionsByComponent(subject);
      const required = subject.product?.components.filter((component) => component.required) ?? [];
      for (const { name } of required) {
        ask(known.has(name.trim().toLowerCase()), {
          message: `${systemName(subject.system)}: the revision level of ${name} is missing`,
          fix: 'Write the version as the system itself shows it.',
          where: { table: 'revisions', id: subject.system.id, field: name.slice(0, 60) },
        });
      }
      if (required.length === 0) {
        ask(known.size > 0, {
          message: `${systemName(subject.system)}: there is no revision level`,
          fix: 'Write at least the version of the product.',
          where: { table: 'revisions', id: subject.system.id, field: null },
        });
      }
    },
  },
  {
    id: 'H15',
    title: 'Sources agree on a revision level',
    part: 'revisions',
    severity: 'warning',
    clause: 'P-03',
    subject: 'system',
    check: (subject, _facts, ask) => {
      for (const { component, versions } of versionsByComponent(subject).values()) {
        const [first, ...others] = versions;
        const other = others.find((each) => each.version !== first?.version);
        if (!first || others.length === 0) continue;
        ask(other === undefined, {
          message: `${systemName(subject.system)}: two sources disagree on ${component} (${first.version} and ${other?.version ?? ''})`,
          fix: 'Look at the system, and remove the wrong one.',
          where: { table: 'revisions', id: other?.id ?? first.id, field: 'version' },
        });
      }
    },
  },
  {
    id: 'H16',
    title: 'Versions read as versions',
    part: 'revisions',
    severity: 'warning',
    clause: null,
    subject: 'system',
    check: (subject, _facts, ask) => {
      for (const row of subject.revisions.values()) {
        if (!filled(row.version)) continue;
        ask(parseVersion(row.version) !== null, {
          message: `${systemName(subject.system)}: “${row.version.slice(0, 60)}” for ${row.component} reads as no version`,
          fix: 'Write it as the system shows it, such as 5.4.2.',
          where: { table: 'revisions', id: row.id, field: 'version' },
        });
      }
    },
  },
  {
    id: 'H17',
    title: 'Newer releases',
    part: 'revisions',
    severity: 'warning',
    clause: 'P-11',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAffected(subject) || !subject.product) return;
      const free = paysNothingForMajor(facts.case);
      const known = versionsByComponent(subject);
      for (const component of subject.product.components) {
        const first = known.get(component.name.trim().toLowerCase())?.versions[0];
        const installed = first ? parseVersion(first.version) : null;
        if (!first || !installed) continue;
        const name = `${systemName(subject.system)}: ${component.name} ${first.version}`;
        const where = { table: 'revisions', id: first.id, field: 'version' };
        const minor = component.latestMinor ? parseVersion(component.latestMinor) : null;
        if (minor && minor.major === installed.major) {
          ask(compareVersions(minor, installed) <= 0, {
            message: `${name} has a newer minor release, ${component.latestMinor}, which maintenance covers`,
            fix: 'Try the minor upgrade first, or say in a step why not.',
            where,
          });
        }
        const major = component.latestMajor ? parseVersion(component.latestMajor) : null;
        if (major && upgradeKind(installed, major) === 'major') {
          ask(false, {
            message: `${name}: the next release, ${component.latestMajor}, is a major one${free ? ', which costs this Impact member nothing' : ' and fee based'}`,
            fix: free
              ? 'Nothing to do.'
              : 'Nothing to do. Only Impact members with current maintenance pay nothing for it (P-12).',
            where,
            severity: 'note',
            clause: free ? 'P-12' : 'P-10',
          });
        }
      }
    },
  },
];
