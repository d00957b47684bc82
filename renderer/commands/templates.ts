/** Templates of the organisation: written from a case, filled into another. Every change is a new version. */

import type { CaseContents } from '../../shared/cases/contents.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { currentSteps, steps } from '../../shared/cases/steps.ts';
import type { Template } from '../../shared/review/schema.ts';
import { inOrder } from '../store/order.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

const problemFields = ['specified', 'observed', 'reproduction', 'impact', 'ask'] as const;

function problemOf(record: CaseRecord): NonNullable<Template['problem']> {
  const { specified, observed, reproduction, impact, ask } = record;
  return { specified, observed, reproduction, impact, ask };
}

/** Makes a template of the case, or the next version of one with the same name and kind. */
export async function saveTemplate(
  app: AppServices,
  contents: CaseContents,
  wanted: { kind: Template['kind']; name: string },
): Promise<Outcome> {
  const rows = await inOrder(app.db, 'templates', await app.db.templates.toArray());
  const same = rows.filter((row) => row.kind === wanted.kind && row.name === wanted.name);
  const earlier = same.sort((a, b) => b.version - a.version)[0];
  const id = app.newId();
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
    at: app.here(),
    by: await app.person(),
  };
  return app.write([{ op: 'insert', table: 'templates', row }]);
}

export async function withdrawTemplate(app: AppServices, template: Template): Promise<Outcome> {
  const row = {
    ...template,
    id: app.newId(),
    version: template.version + 1,
    withdrawn: true,
    at: app.here(),
    by: await app.person(),
  };
  return app.write([{ op: 'insert', table: 'templates', row }]);
}

/** Fills in what the case has not answered; what is written stays. Steps are added without time and result, which H24 asks for. */
export async function applyTemplate(
  app: AppServices,
  record: CaseRecord,
  template: Template,
): Promise<Outcome> {
  const edits: Edit[] = [];
  const { problem } = template;
  if (problem) {
    const empty = problemFields.filter((field) => record[field].trim() === '' && problem[field] !== '');
    const fields = Object.fromEntries(empty.map((field) => [field, problem[field]]));
    if (empty.length > 0) edits.push({ op: 'patch', table: 'cases', key: record.id, fields });
  }
  const by = await app.person();
  for (const step of template.steps) {
    const row = steps.empty({
      ...step,
      id: app.newId(),
      caseId: record.id,
      by,
      recordedAt: app.here().at,
    });
    edits.push({ op: 'insert', table: 'steps', row });
  }
  return app.write(edits);
}
