/** H18 to H24: the steps already taken, by level. H38 and H39: the evidence. */
import type { StepKind, StepRecord } from '../../cases/records.ts';
import { type CaseFacts, filled, oldest, onCase, type Rule } from '../rule.ts';
import type { Finding } from '../schema.ts';

/** A clock a little ahead is no reason to send an engineer back. */
const FUTURE_TOLERANCE_MS = 5 * 60 * 1000;

function count(facts: CaseFacts, level: 1 | 2, ...kinds: StepKind[]): number {
  return kinds.reduce((sum, kind) => sum + (facts.stepCounts.get(`${level}:${kind}`) ?? 0), 0);
}

/** Where a step of this kind is added. */
function newStep(kind: StepKind): Finding['where'] {
  return { table: 'steps', id: null, field: kind };
}

function onStep(step: StepRecord, field: keyof StepRecord): Finding['where'] {
  return { table: 'steps', id: step.id, field };
}

/** How a finding calls a step. */
function stepName(step: StepRecord): string {
  const words = step.did.trim().replaceAll(/\s+/g, ' ');
  return words === ''
    ? `A step (${step.kind})`
    : `Step “${words.length > 50 ? `${words.slice(0, 49)}…` : words}”`;
}

const level1Kinds = [
  ['gather', 'gathering data'],
  ['investigate', 'investigation'],
  ['isolate', 'isolating'],
  ['test', 'testing'],
] as const;

export const stepRules: readonly Rule[] = [
  {
    id: 'H18',
    title: 'Level 1 has gathered, investigated, isolated and tested',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-02',
    subject: 'case',
    check: (facts, ask) => {
      for (const [kind, words] of level1Kinds) {
        ask(count(facts, 1, kind) > 0, {
          message: `Level 1 has no step of ${words}`,
          fix: 'Add what was done and what it showed.',
          where: newStep(kind),
        });
      }
    },
  },
  {
    id: 'H19',
    title: 'Documentation searched',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-04',
    subject: 'case',
    check: (facts, ask) => {
      const searches = facts.steps.filter((step) => step.kind === 'search-documentation');
      ask(searches.length > 0, {
        message: 'No search of the documentation is recorded',
        fix: 'Search manuals, bulletins and problem report lists, and write what was found.',
        where: newStep('search-documentation'),
      });
      const first = oldest(searches);
      if (!first) return;
      ask(
        searches.some((step) => step.sources.length > 0),
        {
          message: 'Which documentation was searched is not said',
          fix: 'Choose manuals, technical bulletins, support bulletins or problem report lists.',
          where: onStep(first, 'sources'),
        },
      );
    },
  },
  {
    id: 'H20',
    title: 'Correlated with other issues',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-04',
    subject: 'case',
    check: (facts, ask) => {
      ask(count(facts, 1, 'correlate') + count(facts, 2, 'correlate') > 0, {
        message: 'It was not correlated with other issues',
        fix: 'Compare it with other cases and known problems, and write what came of it.',
        where: newStep('correlate'),
      });
    },
  },
  {
    id: 'H21',
    title: 'Level 1’s outcome recorded before Level 2',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-05',
    subject: 'case',
    check: (facts, ask) => {
      const { level1Outcome, level1Summary, level1EndedAt } = facts.case;
      ask(level1Outcome === 'not-solved' && level1EndedAt !== null, {
        message:
          level1Outcome === 'solved'
            ? 'Level 1 solved it, so there is nothing to hand off'
            : 'The outcome of Level 1 is not recorded',
        fix:
          level1Outcome === 'solved'
            ? 'Close the case with its outcome.'
            : 'Record how Level 1 ended; Level 2 begins there.',
        where: onCase(facts, 'level1Outcome'),
      });
      ask(filled(level1Summary), {
        message: 'What Level 1 came to is not summed up',
        fix: 'Write in a few words what Level 1 found and why it was not enough.',
        where: onCase(facts, 'level1Summary'),
      });
    },
  },
  {
    id: 'H22',
    title: 'Level 2 has examined logs or schematics',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-06',
    subject: 'case',
    check: (facts, ask) => {
      const examined = facts.steps.some(
        (step) =>
          step.level === 2 &&
          (step.kind === 'examine-logs' || step.kind === 'examine-schematics') &&
          filled(step.showed),
      );
      ask(examined, {
        message: 'Level 2 has examined nothing, or not what it showed',
        fix: 'Examine a source log or a hardware schematic, and write what it showed.',
        where: newStep('examine-logs'),
      });
    },
  },
  {
    id: 'H23',
    title: 'Ramifications of every fix and work-around',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-07',
    subject: 'step',
    check: (step, _facts, ask) => {
      if (step.kind !== 'fix' && step.kind !== 'work-around') return;
      ask(filled(step.ramifications), {
        message: `${stepName(step)}: its ramifications are missing`,
        fix: 'Write what the fix or work-around brings with it.',
        where: onStep(step, 'ramifications'),
      });
    },
  },
  {
    id: 'H24',
    title: 'Every step has time, person and result, in an order that can be',
    part: 'steps',
    severity: 'blocker',
    clause: 'P-03',
    subject: 'step',
    check: (step, facts, ask) => {
      const name = stepName(step);
      ask(step.at !== null, {
        message: `${name} has no time`,
        fix: 'Give the time at which it was done.',
        where: onStep(step, 'at'),
      });
      ask(filled(step.by.name), {
        message: `${name} names nobody`,
        fix: 'Say who did it.',
        where: onStep(step, 'by'),
      });
      ask(filled(step.did), {
        message: `${name} does not say what was done`,
        fix: 'Write what was done.',
        where: onStep(step, 'did'),
      });
      ask(filled(step.showed), {
        message: `${name} does not say what it showed`,
        fix: 'Write what it showed, also when that was nothing.',
        where: onStep(step, 'showed'),
      });
      if (step.at === null) return;
      const at = Date.parse(step.at.at);
      ask(at <= Date.parse(facts.now) + FUTURE_TOLERANCE_MS, {
        message: `${name} lies in the future`,
        fix: 'Set its time, or the clock of this computer.',
        where: onStep(step, 'at'),
      });
      if (step.level !== 2 || facts.case.level1EndedAt === null) return;
      ask(at >= Date.parse(facts.case.level1EndedAt.at), {
        message: `${name} is of Level 2 but lies before the end of Level 1`,
        fix: 'Set its time or its level, or the end of Level 1.',
        where: onStep(step, 'at'),
        clause: 'P-05',
      });
    },
  },
  {
    id: 'H38',
    title: 'The logs cover the time of the fault',
    part: 'steps',
    severity: 'warning',
    clause: 'P-06',
    subject: 'case',
    check: (facts, ask) => {
      const seen = facts.case.firstSeen;
      const logs = facts.attachments.filter((file) => file.category === 'log');
      const first = oldest(logs);
      const covers = logs.some(
        (file) =>
          seen !== null &&
          file.coversFrom !== null &&
          file.coversTo !== null &&
          Date.parse(file.coversFrom.at) <= Date.parse(seen.at) &&
          Date.parse(seen.at) <= Date.parse(file.coversTo.at),
      );
      ask(covers, {
        message:
          logs.length === 0 ? 'No log is attached' : 'No log is known to cover the time at which it began',
        fix:
          logs.length === 0
            ? 'Attach the logs of that time.'
            : 'Say what time each log covers, or attach the one that does.',
        where: { table: 'attachments', id: first?.id ?? null, field: first ? 'coversFrom' : null },
      });
    },
  },
  {
    id: 'H39',
    title: 'No empty or unreadable attachment',
    part: 'steps',
    severity: 'blocker',
    clause: null,
    subject: 'attachment',
    check: (file, _facts, ask) => {
      ask(file.size > 0 && file.readable, {
        message: `${file.name} ${file.size === 0 ? 'is empty' : 'cannot be read'}`,
        fix: 'Attach it again from its source, or remove it.',
        where: { table: 'attachments', id: file.id, field: 'name' },
      });
    },
  },
];
