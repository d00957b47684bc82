/** The revision levels of the systems. */

import { cut } from '../../base/cut.ts';
import { asRead, folded } from '../../base/spoken.ts';
import type { RevisionRecord } from '../../cases/records.ts';
import { isRunning } from '../../cases/revisions.ts';
import {
  compareVersions,
  isVersion,
  isWholeVersion,
  parseVersion,
  saysWhyNone,
  upgradeKind,
} from '../../policy/versions.ts';
import { isQuestion } from '../answers.ts';
import { filled, type Rule, type SystemFacts } from '../rule.ts';
import { calling, say } from '../sentence.ts';
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

const WRITE_VERSION = say`Write the version as the system itself shows it; of what has none, ‘none’ and why, such as “N/A (no firmware)”.`;

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
      const name = { system: calling(system) };
      if (!isAsked(subject, facts)) {
        if (!isQuestion(facts.case))
          ask(hasVersion(subject) || isVersion(system.telephonyVersion), {
            code: 'version-not-known',
            message: say`${name}: its version is not known`,
            fix: say`Write the version of the product.`,
            where: { table: 'revisions', id: system.id, field: null },
            severity: 'warning',
          });
        return;
      }
      const ahead = aheadOf(subject.revisions.values(), facts);
      if (ahead)
        ask(false, {
          code: 'read-in-future',
          message: say`${name}: the version of ${{ component: ahead.component }} was read in the future: ${{ readAt: { at: ahead.capturedAt, zone: facts.case.createdAt.zone } }}`,
          fix: say`Set the clock of this computer, then remove it and enter it again.`,
          where: { table: 'revisions', id: ahead.id, field: 'version' },
        });
      const known = versionsByComponent(running(subject));
      const required = product?.components.filter((component) => component.required) ?? [];
      if (required.length === 0 || isQuestion(facts.case)) {
        ask(hasVersion(subject), {
          code: 'no-revision-level',
          message: say`${name}: there is no revision level`,
          fix: say`Write at least the version of the product, as the system itself shows it.`,
          // To the field of what the product's profile asks for first, where it has one.
          where: { table: 'revisions', id: system.id, field: required[0] ? cut(required[0].name, 60) : null },
        });
        return;
      }
      // One component may have no version, and say why. Where no version is known at all, nothing is.
      const someKnown = hasVersion(subject);
      for (const component of required) {
        const versions = known.get(folded(component.name))?.versions ?? [];
        const none = versions.length === 0;
        const of = { component: component.name };
        const wrote = { said: cut(versions[0]?.version ?? '', 60) };
        const said = someKnown && versions.some(({ version }) => saysWhyNone(version));
        ask(
          versions.some(({ version }) => isVersion(version)),
          {
            ...(none
              ? {
                  code: 'revision-level-missing',
                  message: say`${name}: the revision level of ${of} is missing`,
                  fix: WRITE_VERSION,
                }
              : said
                ? {
                    code: 'no-revision-level-with-why',
                    message: say`${name}: ${of} has no revision level, and says why: “${wrote}”`,
                    fix: say`Write the version where the system shows one; otherwise leave it, and the lead decides.`,
                  }
                : {
                    code: 'is-no-revision-level',
                    message: say`${name}: “${wrote}” is no revision level of ${of}`,
                    fix: WRITE_VERSION,
                  }),
            where: { table: 'revisions', id: system.id, field: cut(component.name, 60) },
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
          code: 'sources-disagree',
          message: say`${{ system: calling(subject.system) }}: two sources disagree on ${{ component }} (${{ version: first.version }} and ${{ other: other?.version ?? '' }})`,
          fix: say`Look at the system, and remove the wrong one; or say of one that it is inactive, where it lies on the other partition.`,
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
        const words = say`${{ system: calling(subject.system) }}: “${{ said: cut(row.version, 60) }}” for ${{ component: row.component }}`;
        ask(isWholeVersion(row.version), {
          ...(short
            ? {
                code: 'single-digit',
                message: say`${words} is a single digit`,
                fix: say`Write all of it as the system shows it; where that is all, with its name, such as Version 9 or Debian 9.`,
              }
            : {
                code: 'reads-as-no-version',
                message: say`${words} reads as no version`,
                fix: say`Write it as the system shows it, such as 5.4.2.`,
              }),
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
        const name = say`${{ system: calling(subject.system) }}: ${{ component: component.name }} ${{ version: first.version }}`;
        const where = { table: 'revisions', id: first.id, field: 'version' };
        const minor = component.latestMinor ? parseVersion(component.latestMinor) : null;
        if (minor && minor.major === installed.major) {
          const latest = component.latestMinor ?? '';
          // Whoever says in a step why it was not tried names it.
          ask(facts.releasesNamed.has(latest) || compareVersions(minor, installed) <= 0, {
            code: 'newer-minor',
            message: say`${name} has a newer minor release, ${{ latest }}, which maintenance covers`,
            fix: say`Try the minor upgrade first, or say in a step why ${{ latest }} was not tried.`,
            where,
          });
        }
        const major = component.latestMajor ? parseVersion(component.latestMajor) : null;
        if (major && upgradeKind(installed, major) === 'major') {
          const next = say`${name}: the next release, ${{ latest: component.latestMajor ?? '' }},`;
          ask(false, {
            ...(free
              ? {
                  code: 'next-major-free',
                  message: say`${next} is a major one, which costs this Impact member nothing`,
                  fix: say`Nothing to do.`,
                }
              : {
                  code: 'next-major-fee-based',
                  message: say`${next} is a major one and fee based`,
                  fix: say`Nothing to do. Only Impact members with current maintenance pay nothing for it (P-12).`,
                }),
            where,
            severity: 'note',
            clause: free ? 'P-12' : 'P-10',
          });
        }
      }
    },
  },
];
