/** The handoff rules on a large case: from scratch, and after one edit. */

import { type Change, createEvaluator } from '../../shared/handoff/evaluate.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { aCompleteCase, type CaseBuilder, NOW, trusted } from '../helpers/builders.ts';
import { type BenchResult, median } from './result.ts';

const SYSTEMS = 200;
const CONFIGURATION = 5_000;
const STEPS = 2_000;

function largeCase(): CaseBuilder {
  const builder = aCompleteCase();
  for (let n = 0; n < SYSTEMS; n++) {
    builder
      .withSystem({ hostname: `sample-${n}` })
      .withRevision('Call Recorder', '5.4.1')
      .withRevision('Operating system', '12.1');
    for (let entry = 0; entry < CONFIGURATION / SYSTEMS; entry++)
      builder.withConfiguration({ key: `key-${entry}` });
  }
  for (let n = 0; n < STEPS; n++) builder.withStep('test', { did: `Step ${n}` });
  return builder;
}

export async function run(): Promise<BenchResult[]> {
  const contents = largeCase().build();
  const context = { now: NOW, products: sampleProducts, trust: trusted() };
  const full: number[] = [];
  for (let n = 0; n < 30; n++) {
    const start = performance.now();
    createEvaluator(contents, context).findings();
    full.push(performance.now() - start);
  }
  const evaluator = createEvaluator(contents, context);
  evaluator.findings();
  const edits: Record<string, (n: number) => Change> = {
    'case field': (n) => ({ table: 'cases', row: { ...contents.case, observed: `Edit ${n}` } }),
    'configuration value': (n) => {
      const row = contents.configuration[n % contents.configuration.length] ?? contents.configuration[0];
      if (!row) throw new Error('no configuration');
      return { table: 'configuration', id: row.id, row: { ...row, value: `Edit ${n}` } };
    },
    step: (n) => {
      const row = contents.steps[n % contents.steps.length] ?? contents.steps[0];
      if (!row) throw new Error('no step');
      return { table: 'steps', id: row.id, row: { ...row, showed: `Edit ${n}` } };
    },
  };
  const scratch = median(full);
  const results: BenchResult[] = [
    { name: 'rules-full', value: scratch, unit: 'ms', against: 'itself', ratio: 1 },
  ];
  for (const [what, edit] of Object.entries(edits)) {
    const times: number[] = [];
    for (let n = 0; n < 300; n++) {
      const change = edit(n);
      const start = performance.now();
      evaluator.apply(change);
      evaluator.findings();
      times.push(performance.now() - start);
    }
    const value = median(times);
    results.push({
      name: `rules-incremental, ${what}`,
      value,
      unit: 'ms',
      against: 'rules-full',
      ratio: value / scratch,
    });
  }
  return results;
}
