/** Templates of the organisation: written from a case, filled into another. Every change is a new version. */
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { StepRecord } from '../../shared/diagnostics/schema.ts';
import { currentSteps } from '../../shared/diagnostics/steps.ts';
import type { CaseContents } from '../../shared/handoff/schema.ts';
import type { Template } from '../../shared/review/schema.ts';
import type { Console } from './console.ts';
import type { Edit, SaveResult } from './write.ts';

const problemFields = ['specified', 'observed', 'reproduction', 'impact', 'ask'] as const;

function problemOf(record: CaseRecord): NonNullable<Template['problem']> {
  const { specified, observed, reproduction, impact, ask } = record;
  return { specified, observed, reproduction, impact, ask };
}

/** Makes a template of the case, or the next version of one with the same name and kind. */
export async function saveTemplate(
  console: Console,
  contents: CaseContents,
  wanted: { kind: Template['kind']; name: string },
): Promise<SaveResult> {
  const rows = await console.db.templates.toArray();
  const same = rows.filter((row) => row.kind === wanted.kind && row.name === wanted.name);
  const earlier = same.sort((a, b) => b.version - a.version)[0];
  const id = console.newId();
  const row: Template = {
    id,
    templateId: earlier?.templateId ?? id,
    version: (earlier?.version ?? 0) + 1,
    ...wanted,
    productId: contents.systems.find((each) => each.role === 'affected')?.productId ?? null,
    problem: wanted.kind === 'problem' ? problemOf(contents.case) : null,
    steps:
      wanted.kind === 'steps'
        ? currentSteps(contents.steps)
            .slice(0, 100)
            .map(({ current: { level, kind, did, sources } }) => ({ level, kind, did, sources }))
        : [],
    withdrawn: false,
    at: console.here(),
    by: await console.person(),
  };
  return console.write([{ op: 'insert', table: 'templates', row }]);
}

export async function withdrawTemplate(console: Console, template: Template): Promise<SaveResult> {
  const row = {
    ...template,
    id: console.newId(),
    version: template.version + 1,
    withdrawn: true,
    at: console.here(),
    by: await console.person(),
  };
  return console.write([{ op: 'insert', table: 'templates', row }]);
}

/** Fills in what the case has not answered; what is written stays. Steps are added without time and result, which H24 asks for. */
export async function applyTemplate(
  console: Console,
  record: CaseRecord,
  template: Template,
): Promise<SaveResult> {
  const edits: Edit[] = [];
  const { problem } = template;
  if (problem) {
    const empty = problemFields.filter((field) => record[field].trim() === '' && problem[field] !== '');
    const fields = Object.fromEntries(empty.map((field) => [field, problem[field]]));
    if (empty.length > 0) edits.push({ op: 'patch', table: 'cases', key: record.id, fields });
  }
  const by = await console.person();
  for (const step of template.steps) {
    const row: StepRecord = {
      ...step,
      id: console.newId(),
      caseId: record.id,
      systemId: null,
      at: null,
      by,
      showed: '',
      ramifications: '',
      evidence: [],
      corrects: null,
      withdrawn: false,
      recordedAt: console.here().at,
    };
    edits.push({ op: 'insert', table: 'steps', row });
  }
  return console.write(edits);
}
