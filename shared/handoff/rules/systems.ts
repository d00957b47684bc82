/** H6 to H10, H13 to H17: the systems, their configuration and their revision levels. */

import { asRead, folded, isBlank } from '../../base/spoken.ts';
import type { ConfigurationRecord, SystemRecord } from '../../cases/records.ts';
import { hasTelephony } from '../../cases/systems.ts';
import { compareVersions, isVersion, parseVersion, upgradeKind } from '../../policy/versions.ts';
import { hasCome, isQuestion } from '../answers.ts';
import { type Ask, type CaseFacts, filled, type Rule, type SystemFacts, systemName } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { paysNothingForMajor } from './entitlement.ts';

const STALE_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

function onSystem(system: SystemRecord, field: keyof SystemRecord): Finding['where'] {
  return { table: 'systems', id: system.id, field };
}

/** Whether all is asked of the system: the fault shows in it, or is thought to lie in it. */
function isAsked({ system }: SystemFacts, facts: CaseFacts): boolean {
  return system.role === 'affected' || facts.suspectedId === system.id;
}

/** The newest instant at which any of the rows was captured; null where none says. */
function newestCapture(rows: Iterable<{ capturedAt: string | null }>): string | null {
  let newest: string | null = null;
  for (const { capturedAt } of rows)
    if (capturedAt !== null && (newest === null || Date.parse(capturedAt) > Date.parse(newest)))
      newest = capturedAt;
  return newest;
}

/** Versions by component, whose names match by what is read of them: letter case, blanks and composition aside. */
function versionsByComponent(
  facts: SystemFacts,
): Map<string, { component: string; versions: { id: string; version: string }[] }> {
  const found = new Map<string, { component: string; versions: { id: string; version: string }[] }>();
  for (const row of facts.revisions.values()) {
    if (!filled(row.version)) continue;
    const key = folded(row.component);
    const entry = found.get(key) ?? { component: row.component.trim(), versions: [] };
    if (row.component.trim() < entry.component) entry.component = row.component.trim();
    entry.versions.push({ id: row.id, version: row.version.trim() });
    found.set(key, entry);
  }
  for (const { versions } of found.values()) versions.sort((a, b) => (a.id < b.id ? -1 : 1));
  return found;
}

/** Whether a revision level of the system is known that is a version. */
function hasVersion(subject: SystemFacts): boolean {
  return [...subject.revisions.values()].some(({ version }) => isVersion(version));
}

/** What is asked of a system that only helps to understand the fault: which it is, and its version. */
function askInOutline(subject: SystemFacts, ask: Ask): void {
  const { system } = subject;
  const name = systemName(system);
  ask(system.productId !== null || filled(system.productName), {
    message: `${name}: what it is, is not said`,
    fix: 'Choose the product, or write its name.',
    where: onSystem(system, 'productId'),
    severity: 'warning',
  });
  ask(filled(system.hostname), {
    message: `${name}: the host name is missing`,
    fix: 'Write its host name.',
    where: onSystem(system, 'hostname'),
    severity: 'warning',
  });
}

/** A version without what two sources write differently: blanks, letter case, a `v` in front. */
function sameVersion(version: string): string {
  return asRead(version)
    .toLowerCase()
    .replaceAll(' ', '')
    .replace(/^v(?=\d)/, '');
}

/** Whether there is something in a row of configuration: a value, or a file that is there and can be read. */
function saysSomething({ kind, value, attachmentId }: ConfigurationRecord, facts: CaseFacts): boolean {
  if (kind === 'entry') return !isBlank(value);
  const file = facts.filesById.get(attachmentId ?? '');
  return file?.readable === true && file.size > 0;
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
    ofQuestion: true,
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
    title: 'Each affected or suspected system is described',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-03',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      const name = systemName(system);
      if (!isAsked(subject, facts)) {
        if (!isQuestion(facts.case)) askInOutline(subject, ask);
        return;
      }
      ask(system.productId !== null || filled(system.productName), {
        message: `${name}: the product is missing`,
        fix: 'Choose the product, or write its name.',
        where: onSystem(system, 'productId'),
      });
      if (isQuestion(facts.case)) return;
      if (system.productId === null)
        ask(system.suppliedByIpcelerate !== null, {
          message: `${name}: whether IPcelerate supplied it is not said`,
          fix: 'Answer yes or no.',
          where: onSystem(system, 'suppliedByIpcelerate'),
          clause: 'P-23',
        });
      for (const [field, words, fix] of systemFields) {
        const value = system[field];
        ask(value !== null && filled(value), {
          message: `${name}: the ${words} is missing`,
          fix,
          where: onSystem(system, field),
        });
      }
      ask(system.approvedPlatform !== 'no', {
        message: `${name}: it does not run on the approved platform, so the problem is not supported as it is`,
        fix: 'Show it on the approved platform and answer yes, or have a lead waive it with the reason.',
        where: onSystem(system, 'approvedPlatform'),
        clause: 'P-21',
      });
    },
  },
  {
    id: 'H8',
    title: 'Telephony platform and network attachment',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts)) return;
      const { system } = subject;
      ask(filled(system.telephonyPlatform), {
        message: `${systemName(system)}: the telephony platform is not described`,
        fix: 'Write the platform and its version, or that there is none.',
        where: onSystem(system, 'telephonyPlatform'),
      });
      const { telephonyPlatform, telephonyVersion } = system;
      if (hasTelephony(system))
        ask(isVersion(telephonyVersion) || parseVersion(telephonyPlatform) !== null, {
          message: `${systemName(system)}: the version of the telephony platform is missing`,
          fix: 'Write it as the platform itself shows it, such as 12.5.1.14900-63; or that there is no telephony platform.',
          where: onSystem(system, 'telephonyVersion'),
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
      if (!isAsked(subject, facts) || system.capturedAt === null) return;
      const come = hasCome(facts, system.capturedAt);
      ask(come, {
        message: `${systemName(system)}: the description was read in the future`,
        fix: 'Set the clock of this computer, then read the system again or confirm that nothing changed.',
        where: onSystem(system, 'capturedAt'),
      });
      if (!come) return;
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
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts)) return;
      const rows = [...subject.configuration.values()];
      ask(
        rows.some((row) => saysSomething(row, facts)),
        {
          message:
            rows.length === 0
              ? `${systemName(subject.system)}: there is no configuration`
              : `${systemName(subject.system)}: its configuration has no value, and no file that can be read`,
          fix: 'Enter it, paste it, or drop the configuration file.',
          where: { table: 'configuration', id: subject.system.id, field: null },
        },
      );
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
      if (!isAsked(subject, facts) || subject.configuration.size === 0 || facts.lastChange === null) return;
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
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system, product } = subject;
      const name = systemName(system);
      if (!isAsked(subject, facts)) {
        if (!isQuestion(facts.case))
          ask(hasVersion(subject) || isVersion(system.telephonyVersion), {
            message: `${name}: its version is not known`,
            fix: 'Write the version of the product.',
            where: { table: 'revisions', id: system.id, field: null },
            severity: 'warning',
          });
        return;
      }
      const known = versionsByComponent(subject);
      const required = product?.components.filter((component) => component.required) ?? [];
      if (required.length === 0 || isQuestion(facts.case)) {
        ask(hasVersion(subject), {
          message: `${name}: there is no revision level`,
          fix: 'Write at least the version of the product, as the system itself shows it.',
          where: { table: 'revisions', id: system.id, field: null },
        });
        return;
      }
      for (const component of required) {
        const versions = known.get(folded(component.name))?.versions ?? [];
        const none = versions.length === 0;
        ask(
          versions.some(({ version }) => isVersion(version)),
          {
            message: none
              ? `${name}: the revision level of ${component.name} is missing`
              : `${name}: “${versions[0]?.version.slice(0, 60)}” is no revision level of ${component.name}`,
            fix: 'Write the version as the system itself shows it.',
            where: { table: 'revisions', id: system.id, field: component.name.slice(0, 60) },
          },
        );
      }
    },
  },
  {
    id: 'H15',
    title: 'Sources agree on a revision level',
    part: 'revisions',
    severity: 'blocker',
    clause: 'P-03',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      for (const { component, versions } of versionsByComponent(subject).values()) {
        const [first, ...others] = versions;
        const other = others.find((each) => sameVersion(each.version) !== sameVersion(first?.version ?? ''));
        if (!first || others.length === 0) continue;
        ask(other === undefined, {
          message: `${systemName(subject.system)}: two sources disagree on ${component} (${first.version} and ${other?.version ?? ''})`,
          fix: 'Look at the system, and remove the wrong one.',
          where: { table: 'revisions', id: other?.id ?? first.id, field: 'version' },
          ...(isAsked(subject, facts) ? {} : { severity: 'warning' as const }),
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
        ask(isVersion(row.version), {
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
      if (!isAsked(subject, facts) || !subject.product) return;
      const free = paysNothingForMajor(facts.case);
      const known = versionsByComponent(subject);
      for (const component of subject.product.components) {
        const first = known.get(folded(component.name))?.versions[0];
        const installed = first ? parseVersion(first.version) : null;
        if (!first || !installed) continue;
        const name = `${systemName(subject.system)}: ${component.name} ${first.version}`;
        const where = { table: 'revisions', id: first.id, field: 'version' };
        const minor = component.latestMinor ? parseVersion(component.latestMinor) : null;
        if (minor && minor.major === installed.major) {
          const latest = component.latestMinor ?? '';
          // Whoever says in a step why it was not tried names it.
          const answered = facts.steps.some(
            (step) => step.did.includes(latest) || step.showed.includes(latest),
          );
          ask(answered || compareVersions(minor, installed) <= 0, {
            message: `${name} has a newer minor release, ${component.latestMinor}, which maintenance covers`,
            fix: `Try the minor upgrade first, or say in a step why ${latest} was not tried.`,
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
  {
    id: 'H47',
    title: 'Products are chosen from the catalogue',
    part: 'systems',
    severity: 'blocker',
    clause: 'P-01',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      if (!isAsked(subject, facts) || system.productId !== null || !filled(system.productName)) return;
      const listed = facts.catalogue.get(folded(system.productName));
      ask(listed === undefined, {
        message: `${systemName(system)}: ${listed?.name} is in the catalogue, but was written as free text`,
        fix: `Choose it as the product of the system: the list has it.`,
        where: onSystem(system, 'productName'),
      });
      ask(listed !== undefined || system.suppliedByIpcelerate !== 'yes', {
        message: `${systemName(system)}: it is said to be IPcelerate’s, but the catalogue does not have it`,
        fix: 'Choose the product from the catalogue; or have a lead waive it with the reason.',
        where: onSystem(system, 'suppliedByIpcelerate'),
      });
    },
  },
];
