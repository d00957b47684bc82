/** The revision levels of the systems. */

import { asRead, folded } from '../../base/spoken.ts';
import type { RevisionRecord } from '../../cases/records.ts';
import { isRunning } from '../../cases/revisions.ts';
import { zonedWords } from '../../cases/words.ts';
import {
  compareVersions,
  isVersion,
  isWholeVersion,
  parseVersion,
  saysWhyNone,
  upgradeKind,
} from '../../policy/versions.ts';
import { isQuestion } from '../answers.ts';
import { filled, type Rule, type SystemFacts, systemName } from '../rule.ts';
import { aheadOf, isAsked } from './asked.ts';
import { paysNothingForMajor } from './entitlement.ts';

/**
 * Versions by component, whose names match by what is read of them: letter case, blanks and composition aside.
 * @param rows those that run, or those that lie on the other partition
 */
function versionsByComponent(
  rows: readonly RevisionRecord[],
): Map<string, { component: string; versions: { id: string; version: string }[] }> {
  const found = new Map<string, { component: string; versions: { id: string; version: string }[] }>();
  for (const row of rows) {
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

/** The revision levels of what runs. */
function running({ revisions }: SystemFacts): RevisionRecord[] {
  return [...revisions.values()].filter(isRunning);
}

/** Whether a revision level of the system is known that is a version. */
function hasVersion(subject: SystemFacts): boolean {
  return running(subject).some(({ version }) => isVersion(version));
}

/** A version without what two sources write differently: blanks, letter case, a `v` in front. */
function sameVersion(version: string): string {
  return asRead(version)
    .toLowerCase()
    .replaceAll(' ', '')
    .replace(/^v(?=\d)/, '');
}

export const revisionRules: readonly Rule[] = [
  {
    id: 'H14',
    title: 'Revision level of every component that the product needs',
    part: 'revisions',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-03',
    asOf: '2026.11.10',
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
      const ahead = aheadOf(subject.revisions.values(), facts);
      if (ahead)
        ask(false, {
          message: `${name}: the version of ${ahead.component} was read in the future: ${zonedWords({ at: ahead.capturedAt, zone: facts.case.createdAt.zone })}`,
          fix: 'Set the clock of this computer, then remove it and enter it again.',
          where: { table: 'revisions', id: ahead.id, field: 'version' },
        });
      const known = versionsByComponent(running(subject));
      const required = product?.components.filter((component) => component.required) ?? [];
      if (required.length === 0 || isQuestion(facts.case)) {
        ask(hasVersion(subject), {
          message: `${name}: there is no revision level`,
          fix: 'Write at least the version of the product, as the system itself shows it.',
          // To the field of what the product's profile asks for first, where it has one.
          where: { table: 'revisions', id: system.id, field: required[0]?.name.slice(0, 60) ?? null },
        });
        return;
      }
      // One component may have no version, and say why. Where no version is known at all, nothing is.
      const someKnown = hasVersion(subject);
      for (const component of required) {
        const versions = known.get(folded(component.name))?.versions ?? [];
        const none = versions.length === 0;
        const said = someKnown && versions.some(({ version }) => saysWhyNone(version));
        ask(
          versions.some(({ version }) => isVersion(version)),
          {
            message: none
              ? `${name}: the revision level of ${component.name} is missing`
              : said
                ? `${name}: ${component.name} has no revision level, and says why: “${versions[0]?.version.slice(0, 60)}”`
                : `${name}: “${versions[0]?.version.slice(0, 60)}” is no revision level of ${component.name}`,
            fix: said
              ? 'Write the version where the system shows one; otherwise leave it, and the lead decides.'
              : 'Write the version as the system itself shows it; of what has none, ‘none’ and why, such as “N/A (no firmware)”.',
            where: { table: 'revisions', id: system.id, field: component.name.slice(0, 60) },
            ...(said ? { severity: 'warning' as const } : {}),
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
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.9',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const inactive = [...subject.revisions.values()].filter((row) => !isRunning(row));
      const sources = [running(subject), inactive].flatMap((rows) => [...versionsByComponent(rows).values()]);
      for (const { component, versions } of sources) {
        const [first, ...others] = versions;
        const other = others.find((each) => sameVersion(each.version) !== sameVersion(first?.version ?? ''));
        if (!first || others.length === 0) continue;
        ask(other === undefined, {
          message: `${systemName(subject.system)}: two sources disagree on ${component} (${first.version} and ${other?.version ?? ''})`,
          fix: 'Look at the system, and remove the wrong one; or say of one that it is inactive, where it lies on the other partition.',
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
    stage: 'level2',
    clause: null,
    asOf: '2026.11.8',
    subject: 'system',
    check: (subject, _facts, ask) => {
      for (const row of subject.revisions.values()) {
        // Where there is none, and why, H14 has told it.
        if (!filled(row.version) || saysWhyNone(row.version)) continue;
        const short = isVersion(row.version);
        const words = `${systemName(subject.system)}: “${row.version.slice(0, 60)}” for ${row.component}`;
        ask(isWholeVersion(row.version), {
          message: short ? `${words} is a single digit` : `${words} reads as no version`,
          fix: short
            ? 'Write all of it as the system shows it; where that is all, with its name, such as Version 9 or Debian 9.'
            : 'Write it as the system shows it, such as 5.4.2.',
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
    stage: 'level2',
    clause: 'P-11',
    asOf: '2026.11.9',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts) || !subject.product) return;
      const free = paysNothingForMajor(facts.case);
      const known = versionsByComponent(running(subject));
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
          ask(facts.releasesNamed.has(latest) || compareVersions(minor, installed) <= 0, {
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
];
