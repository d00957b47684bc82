/** The configuration of the systems. */

import { asRead, isBlank, isWord } from '../../base/spoken.ts';
import type { ConfigurationRecord } from '../../cases/records.ts';
import type { CaseFacts, Rule } from '../rule.ts';
import { calling, say } from '../sentence.ts';
import { aheadOf, isAsked } from './asked.ts';

/** What stands where somebody has yet to look. */
const NO_VALUE =
  /^(?:tb[dacf]|to ?do|wip|fix ?me|n ?[/.] ?a\.?|x{2,}|\?+|asdf\w*|qwert\w*|(?:see|siehe) (?:above|below|oben|unten))$/i;

/** The newest instant at which any of the rows was captured; null where none says. */
function newestCapture(rows: Iterable<{ capturedAt: string | null }>): string | null {
  let newest: string | null = null;
  let newestAt = Number.NaN;
  for (const { capturedAt } of rows) {
    // A system that is read at once has one for all.
    if (capturedAt === null || capturedAt === newest) continue;
    const at = Date.parse(capturedAt);
    if (newest !== null && !(at > newestAt)) continue;
    newest = capturedAt;
    newestAt = at;
  }
  return newest;
}

/** Whether there is something in a row of configuration: a value, or a file that is there and can be read. */
function saysSomething({ kind, key, value, attachmentId }: ConfigurationRecord, facts: CaseFacts): boolean {
  // '.' or '0' can be the value of something that has a name; `x = x` is none. 'none' and 'unknown' are values as well, 'tbd' is none yet.
  if (kind === 'entry') return !isBlank(value) && isWord(`${key} ${value}`) && !NO_VALUE.test(asRead(value));
  const file = facts.filesById.get(attachmentId ?? '');
  return file?.readable === true && file.size > 0;
}

export const configurationRules: readonly Rule[] = [
  {
    id: 'H10',
    title: 'Each affected system has configuration',
    part: 'configuration',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.8',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts)) return;
      const name = { system: calling(subject.system) };
      const rows = [...subject.configuration.values()];
      ask(
        rows.some((row) => saysSomething(row, facts)),
        {
          ...(rows.length === 0
            ? { code: 'no-configuration', message: say`${name}: there is no configuration` }
            : {
                code: 'configuration-without-value',
                message: say`${name}: its configuration has no value, and no file that can be read`,
              }),
          fix: say`Enter it, paste it, or drop the configuration file.`,
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
    stage: 'level2',
    clause: 'P-24',
    asOf: '2026.11.9',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts)) return;
      const name = { system: calling(subject.system) };
      const ahead = aheadOf(subject.configuration.values(), facts);
      if (ahead)
        ask(false, {
          code: 'captured-in-future',
          message: say`${name}: configuration was captured in the future: ${{ capturedAt: { at: ahead.capturedAt, zone: facts.case.createdAt.zone } }}`,
          fix: say`Set the clock of this computer, then remove it and enter it again.`,
          where: { table: 'configuration', id: ahead.id, field: 'value' },
          severity: 'blocker',
        });
      if (ahead || subject.configuration.size === 0 || facts.lastChange === null) return;
      const newest = newestCapture(subject.configuration.values());
      if (newest === null) {
        ask(false, {
          code: 'capture-time-not-known',
          message: say`${name}: something changed since it last worked, and when the configuration was captured is not known`,
          fix: say`Capture the configuration again.`,
          where: { table: 'configuration', id: subject.system.id, field: null },
        });
        return;
      }
      // Neither keeps the zone of who wrote it: told as the case's own times are.
      const { zone } = facts.case.createdAt;
      ask(Date.parse(newest) >= Date.parse(facts.lastChange), {
        code: 'captured-before-change',
        message: say`${name}: the configuration was captured before the last change or fix: captured ${{ capturedAt: { at: newest, zone } }}; the last change or fix ${{ changedAt: { at: facts.lastChange, zone } }}`,
        fix: say`Capture the configuration again.`,
        where: { table: 'configuration', id: subject.system.id, field: null },
      });
    },
  },
];
