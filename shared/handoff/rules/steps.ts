/** The steps already taken, by level. */

import { cut } from '../../base/cut.ts';
import { asRead, isName, isSentence } from '../../base/spoken.ts';
import type { ZonedInstant } from '../../base/values.ts';
import type { AttachmentRecord, StepKind, StepRecord } from '../../cases/records.ts';
import { documentationSources } from '../../cases/steps.ts';
import { askSentence, askTime, canBeTime, isBefore, isQuestion, isShown } from '../answers.ts';
import { type Ask, type CaseFacts, filled, oldest, onCase, type Rule, type StepFacts } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { phrase, type Sentence, say } from '../sentence.ts';
import type { Value } from '../values.ts';

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
function stepName(step: StepRecord): Value {
  const words = step.did.trim().replaceAll(/\s+/g, ' ');
  return { step: step.kind, did: words.length > 50 ? `${cut(words, 49)}…` : words };
}

function quoted(step: StepRecord, value: string): Sentence {
  return say`${{ step: stepName(step) }}: “${{ said: cut(value.trim(), 40) }}”`;
}

/** Asks for a sentence in a step: nothing blocks, too little is said in a warning. */
function askOfStep(
  { step, said }: StepFacts,
  facts: CaseFacts,
  ask: Ask,
  field: 'did' | 'showed' | 'ramifications',
  missing: Sentence,
  fix: Sentence,
): void {
  const value = step[field];
  // What has a letter says something, however little.
  const isFilled = said[field].folded !== '';
  const short = isFilled && (!said[field].isSentence || isShown(facts, said[field]));
  ask(isFilled && !short, {
    ...(short
      ? {
          ...(said[field].isPlaceholder
            ? { code: `${field}-says-nothing`, message: say`${quoted(step, value)} says nothing` }
            : { code: `${field}-says-too-little`, message: say`${quoted(step, value)} says too little` }),
          fix: say`Correct the step: a sentence of three words or more that somebody who was not there understands.`,
          severity: 'warning' as const,
        }
      : { code: `${field}-missing`, message: missing, fix }),
    where: onStep(step, field),
  });
}

/** Whether a person and an organisation are named: two parts with a comma or a word between them. */
function isNameAndPlace(text: string): boolean {
  const parts = asRead(text).split(
    /[,;:(/、，@]|\s[-–—]\s|\s(?:of|at|from|von|bei|der|de|du|da|di|van|из|в)\s/iu,
  );
  return parts.filter(isName).length > 1;
}

/** Asks whether the step lies where its level, and the fault, can be. Times are given to the minute. */
function askOrder(step: StepRecord, at: ZonedInstant, facts: CaseFacts, ask: Ask): void {
  const { level1EndedAt, level2EndedAt, firstSeen } = facts.case;
  const name = { step: stepName(step) };
  const place = onStep(step, 'at');
  if (level1EndedAt !== null) {
    const outside = step.level === 2 ? isBefore(at.at, level1EndedAt.at) : isBefore(level1EndedAt.at, at.at);
    const ended = { endedAt: level1EndedAt };
    ask(!outside, {
      ...(step.level === 2
        ? {
            code: 'level-2-before-level-1-ended',
            message: say`${name} is of Level 2 but lies before the end of Level 1: the step ${{ at }}; the end of Level 1 ${ended}`,
          }
        : {
            code: 'after-level-1',
            message: say`${name} is of Level 1 but lies after its end: the step ${{ at }}; the end of Level 1 ${ended}`,
          }),
      fix: say`Set its time or its level, or the end of Level 1.`,
      where: place,
      clause: 'P-05',
    });
  }
  if (step.level === 2 && level2EndedAt !== null) {
    ask(!isBefore(level2EndedAt.at, at.at), {
      code: 'after-level-2',
      message: say`${name} is of Level 2 but lies after its end: the step ${{ at }}; the end of Level 2 ${{ endedAt: level2EndedAt }}`,
      fix: say`Set its time, or the end of Level 2; empty that where Level 2 goes on.`,
      where: place,
      clause: 'P-05',
    });
  }
  if (firstSeen === null) return;
  ask(!isBefore(at.at, firstSeen.at), {
    code: 'before-it-began',
    message: say`${name} lies before the time at which it began: the step ${{ at }}; it began ${{ firstSeen }}`,
    fix: say`Set its time, or when it began; leave it where the work was done before.`,
    where: place,
    severity: 'warning',
  });
}

function isReadable(file: AttachmentRecord | undefined): boolean {
  return file?.readable === true && file.size > 0;
}

const level1Kinds = [
  ['gather', say`gathering data`],
  ['investigate', say`investigation`],
  ['isolate', say`isolating`],
  ['test', say`testing`],
] as const;

export const stepRules: readonly Rule[] = [
  {
    id: 'H18',
    title: 'Level 1 has gathered, investigated, isolated and tested',
    part: 'steps',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-02',
    subject: 'case',
    check: (facts, ask) => {
      for (const [kind, words] of level1Kinds) {
        ask(count(facts, 1, kind) > 0, {
          code: `no-${kind}`,
          message: say`Level 1 has no step of ${words}`,
          fix: say`Add what was done and what it showed.`,
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
    stage: 'level1',
    clause: 'P-04',
    asOf: '2026.11.8',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const searches = facts.steps.filter((step) => step.kind === 'search-documentation');
      ask(searches.length > 0, {
        code: 'documentation-not-searched',
        message: say`No search of the documentation is recorded`,
        fix: say`Search manuals, bulletins and problem report lists, and write what was found.`,
        where: newStep('search-documentation'),
      });
      const first = oldest(searches);
      if (!first) return;
      ask(
        searches.some((step) => step.sources.length + step.notAvailable.length > 0 && filled(step.showed)),
        {
          code: 'sources-not-said',
          message: say`Which documentation was searched is not said`,
          fix: say`Choose manuals, technical bulletins, support bulletins or problem report lists.`,
          where: onStep(first, 'sources'),
        },
      );
      const told = new Set(searches.flatMap(({ sources, notAvailable }) => [...sources, ...notAvailable]));
      const open = documentationSources.filter((source) => !told.has(source));
      const both = documentationSources.filter((source) =>
        searches.some(
          ({ sources, notAvailable }) => sources.includes(source) && notAvailable.includes(source),
        ),
      );
      ask(both.length === 0, {
        code: 'searched-and-unavailable',
        message: say`Both searched and marked unavailable: ${{ sources: both.map(phrase) }}`,
        fix: say`Correct the step: choose one of the two for each.`,
        where: onStep(first, 'sources'),
        severity: 'warning',
      });
      if (told.size > 0)
        ask(open.length === 0, {
          code: 'source-left-open',
          message: say`Neither searched nor marked unavailable: ${{ sources: open.map(phrase) }}`,
          fix: say`Add a step for each that says what was found in it, or that it is not available.`,
          where: newStep('search-documentation'),
          severity: 'warning',
        });
    },
  },
  {
    id: 'H20',
    title: 'Correlated with other issues',
    part: 'steps',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-04',
    subject: 'case',
    check: (facts, ask) => {
      ask(count(facts, 1, 'correlate') + count(facts, 2, 'correlate') > 0, {
        code: 'not-correlated',
        message: say`It was not correlated with other issues`,
        fix: say`Compare it with other cases and known problems, and write what came of it.`,
        where: newStep('correlate'),
      });
    },
  },
  {
    id: 'H21',
    title: 'Level 1’s outcome recorded before Level 2',
    part: 'steps',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-05',
    asOf: '2026.11.9',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { level1Outcome, level1EndedAt } = facts.case;
      ask(level1Outcome === 'not-solved', {
        ...(level1Outcome === 'solved'
          ? {
              code: 'level-1-solved-it',
              message: say`Level 1 solved it, so there is nothing to hand off`,
              fix: say`Close the case with its outcome.`,
            }
          : {
              code: 'outcome-not-recorded',
              message: say`The outcome of Level 1 is not recorded`,
              fix: say`Record how Level 1 ended; Level 2 begins there.`,
            }),
        where: onCase(facts, 'level1Outcome'),
      });
      if (level1Outcome === 'not-solved')
        askTime(facts, ask, level1EndedAt, {
          code: 'level-1-end-missing',
          message: say`When Level 1 ended is not said`,
          fix: say`Give the time at which it ended.`,
          what: say`The end of Level 1`,
          of: 'level-1-end',
          where: onCase(facts, 'level1EndedAt'),
        });
      const { level2EndedAt } = facts.case;
      if (level2EndedAt !== null) {
        const where = onCase(facts, 'level2EndedAt');
        const what = say`The end of Level 2`;
        if (canBeTime(facts, ask, level2EndedAt, { what, of: 'level-2-end', where })) ask(true, { where });
        if (level1EndedAt === null) ask(true, { where });
        else
          ask(!isBefore(level2EndedAt.at, level1EndedAt.at), {
            code: 'level-2-ended-before-level-1',
            message: say`Level 2 ended before Level 1 did: Level 2 ${{ level2EndedAt }}; Level 1 ${{ level1EndedAt }}`,
            fix: say`Set one of the two times; empty the end of Level 2 where Level 2 goes on.`,
            where,
          });
      }
      // Who has a question goes to Level 2 with a click, and sums nothing up.
      if (isQuestion(facts.case)) return;
      askSentence(facts, ask, 'level1Summary', {
        code: 'level-1-not-summed-up',
        message: say`What Level 1 came to is not summed up`,
        fix: say`Write in a few words what Level 1 found and why it was not enough.`,
      });
    },
  },
  {
    id: 'H22',
    title: 'Level 2 has examined logs or schematics',
    part: 'steps',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-06',
    subject: 'case',
    check: (facts, ask) => {
      const examined = facts.steps.filter(
        (step) =>
          step.level === 2 &&
          (step.kind === 'examine-logs' || step.kind === 'examine-schematics') &&
          filled(step.showed),
      );
      ask(examined.length > 0, {
        code: 'nothing-examined',
        message: say`No log or schematic was examined at Level 2, or not said what it showed`,
        fix: say`Examine a source log or a hardware schematic, and write what it showed.`,
        where: newStep('examine-logs'),
      });
      const first = oldest(examined);
      if (!first) return;
      const named = examined.some(
        (step) =>
          step.evidence.some((id) => isReadable(facts.filesById.get(id))) || isSentence(step.noEvidenceWhy),
      );
      // Where a log is attached that nobody named, the desk can find it.
      const attached = facts.attachments.some((file) => file.category === 'log' && isReadable(file));
      ask(named, {
        code: 'examined-file-not-named',
        message: say`${{ step: stepName(first) }}: the file that was examined is not named`,
        fix: say`Choose it as evidence of the step, or write in the step why there is none.`,
        where: onStep(first, 'evidence'),
        ...(attached ? { severity: 'warning' as const } : {}),
      });
    },
  },
  {
    id: 'H23',
    title: 'Ramifications of every fix and work-around',
    part: 'steps',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-07',
    asOf: '2026.11.9',
    subject: 'step',
    check: (subject, facts, ask) => {
      const { step } = subject;
      if (step.kind !== 'fix' && step.kind !== 'work-around') return;
      askOfStep(
        subject,
        facts,
        ask,
        'ramifications',
        say`${{ step: stepName(step) }}: its ramifications are missing`,
        say`Write what the fix or work-around brings with it.`,
      );
    },
  },
  {
    id: 'H24',
    title: 'Every step has time, person and result, in an order that can be',
    part: 'steps',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.9',
    ofQuestion: true,
    subject: 'step',
    check: (subject, facts, ask) => {
      const { step, said } = subject;
      const name = { step: stepName(step) };
      askTime(facts, ask, step.at, {
        code: 'time-missing',
        message: say`${name} has no time`,
        fix: say`Give the time at which it was done.`,
        what: say`${name}`,
        of: 'time',
        where: onStep(step, 'at'),
      });
      ask(filled(step.by.name), {
        code: 'person-missing',
        message: say`${name} names nobody`,
        fix: say`Say who did it.`,
        where: onStep(step, 'by'),
      });
      const members = facts.referenceData?.members ?? null;
      const other = filled(step.byOther);
      // Who is known to nobody is not certified either (H50): the step says so, with who it was.
      if (!other && members !== null)
        ask(members.has(step.by.id), {
          code: 'person-not-known',
          message: say`${name} was done by ${{ person: cut(step.by.name, 60) }}, who is nobody of your organisation that the hub knows`,
          fix: say`Correct the step: write under “done by somebody else” who it was, with the organisation.`,
          where: onStep(step, 'byOther'),
          clause: 'P-01',
        });
      if (other)
        ask(isNameAndPlace(step.byOther), {
          code: 'name-or-organisation-missing',
          message: say`${name} was done by “${{ person: cut(step.byOther.trim(), 60) }}”, which is a name without an organisation, or the other way round`,
          fix: say`Write both, such as “Night shift, Example Hospital”.`,
          where: onStep(step, 'byOther'),
          severity: 'warning',
          clause: 'P-01',
        });
      askOfStep(
        subject,
        facts,
        ask,
        'did',
        say`${name} does not say what was done`,
        say`Write what was done.`,
      );
      askOfStep(
        subject,
        facts,
        ask,
        'showed',
        say`${name} does not say what it showed`,
        say`Write what it showed, also when that was nothing.`,
      );
      if (said.did.isSentence && said.did.gist === said.showed.gist)
        ask(false, {
          code: 'showed-what-it-did',
          message: say`${name} showed what it did, word for word`,
          fix: say`Correct the step: write what was seen when it was done.`,
          where: onStep(step, 'showed'),
          severity: 'warning',
        });
      if (step.at !== null) askOrder(step, step.at, facts, ask);
    },
  },
  {
    id: 'H24',
    title: 'No two steps say the same',
    part: 'steps',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.11',
    ofQuestion: true,
    subject: 'step',
    check: ({ step, repeats: { did, showed } }, _facts, ask) => {
      if (!did && !showed) return;
      const name = { step: stepName(step) };
      const more = {
        fix: say`Correct the step to what was done and seen in it, or withdraw it.`,
        severity: 'warning' as const,
      };
      if (did)
        ask(false, {
          ...more,
          code: 'did-repeats-a-step',
          message: say`${name} does what an earlier step did, word for word: ${{ earlier: stepName(did) }}`,
          where: onStep(step, 'did'),
        });
      if (showed)
        ask(false, {
          ...more,
          code: 'showed-repeats-a-step',
          message: say`${name} showed what an earlier step showed, word for word: ${{ earlier: stepName(showed) }}`,
          where: onStep(step, 'showed'),
        });
    },
  },
  {
    id: 'H50',
    title: 'Steps by people without a credential',
    part: 'steps',
    severity: 'warning',
    stage: 'level2',
    clause: 'P-01',
    subject: 'step',
    check: ({ step }, facts, ask) => {
      if (!filled(step.byOther)) return;
      ask(facts.certifiedKinds.has(`${step.level}:${step.kind}`), {
        code: 'no-credential-known',
        message: say`${{ step: stepName(step) }} was done by ${{ person: cut(step.byOther.trim(), 60) }}, of whom no credential is known`,
        fix: say`Have it done again by somebody who is certified, as a step of its own.`,
        where: onStep(step, 'byOther'),
      });
    },
  },
];
