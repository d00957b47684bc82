/** What is asked when, and where it stands on the form. */

import { describe, expect, test } from 'vitest';
import { outlineParts } from '../../../shared/cases/outline-parts.ts';
import { caseStates } from '../../../shared/cases/states.ts';
import { createEvaluator } from '../../../shared/handoff/evaluate.ts';
import { inFormOrder, outlinePartOf } from '../../../shared/handoff/outline.ts';
import { ruleSet } from '../../../shared/handoff/rule-set.ts';
import { isDue, isOverdue, stageOf } from '../../../shared/handoff/stage.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { aCase, aCompleteCase, NOW, trusted } from '../../helpers/builders.ts';

const context = { now: NOW, products: sampleProducts, trust: trusted() };

describe('[HE11] the stage of a rule', () => {
  test('is the one that the rule names, in all its parts; what the hub alone asks is due before the handoff', () => {
    for (const { id, stage } of ruleSet) expect(stageOf(id), id).toBe(stage);
    expect(['H35', 'H36', 'H99'].map(stageOf)).toEqual(['handoff', 'handoff', 'handoff']);
  });

  test('at Level 1 nobody is asked what Level 2 or the handoff need', () => {
    const findings = createEvaluator(aCase().build(), context).findings();
    const now = new Set(
      findings.filter(({ rule }) => isDue(rule, 'level1')).map(({ rule }) => stageOf(rule)),
    );
    expect([...now]).toEqual(['level1']);
    expect(findings.some(({ rule }) => stageOf(rule) === 'handoff')).toBe(true);
  });

  test('what was due stays due, and is overdue once its stage has ended or the case came back', () => {
    for (const state of caseStates.filter((each) => each !== 'level1')) {
      expect(isDue('H1', state)).toBe(true);
      expect(isOverdue('H1', state)).toBe(true);
    }
    expect(isOverdue('H1', 'level1')).toBe(false);
    expect(isOverdue('H22', 'level2')).toBe(false);
    expect(isOverdue('H30', 'changes-requested')).toBe(true);
    expect(isDue('H30', 'level2')).toBe(false);
  });
});

describe('[HE12] the order of the form', () => {
  test('findings go down the page: part by part, row by row, field by field', () => {
    const contents = aCase().build();
    const ordered = inFormOrder(contents, createEvaluator(contents, context).findings());
    const parts = ordered.map(({ where }) => outlineParts.indexOf(outlinePartOf(where)));
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    const problem = ordered.filter(({ where }) => outlinePartOf(where) === 'problem');
    expect(problem[0]?.where.field).toBe('specified');
    expect(problem[1]?.where.field).toBe('observed');
    const steps = ordered.filter(({ where }) => outlinePartOf(where) === 'steps');
    expect(steps.at(-1)?.where.field).toBe('level1Outcome');
  });

  test('a question counts once, on the part where it stands; what is complete has nothing open', () => {
    for (const contents of [aCase().build(), aCompleteCase().build()]) {
      const evaluator = createEvaluator(contents, context);
      const progress = Object.values(evaluator.progress());
      const counts = Object.values(evaluator.completeness());
      const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
      expect(sum(progress.map(({ answered }) => answered))).toBe(
        sum(counts.map(({ done, waived }) => done + waived)),
      );
      expect(sum(progress.map(({ open }) => open))).toBe(sum(counts.map(({ missing }) => missing)));
    }
    expect(
      Object.values(createEvaluator(aCompleteCase().build(), context).progress()).every(
        ({ open }) => open === 0,
      ),
    ).toBe(true);
  });
});
