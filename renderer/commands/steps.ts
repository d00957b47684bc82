/** Steps of the work: added, withdrawn by another row, and the draft of one that is not finished. */
import type { CaseRecord } from '../../shared/cases/case.ts';
import { type StepRecord, steps } from '../../shared/cases/steps.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';

type Writer = Pick<AppServices, 'here' | 'newId' | 'write'>;

export const addStep = (app: Pick<AppServices, 'write'>, row: StepRecord): Promise<Outcome> =>
  app.write([{ op: 'insert', table: 'steps', row }]);

/** What a console writes of itself in a step: the row's own names, whose it is, when, and at which level the case stands. */
type Noted = Omit<Parameters<typeof steps.empty>[0], 'id' | 'caseId' | 'level' | 'by' | 'at' | 'recordedAt'>;

/** Notes what was done as a step of the one who works here, now. */
export async function noteStep(
  app: Writer & Pick<AppServices, 'now' | 'person'>,
  record: CaseRecord,
  noted: Noted,
): Promise<Outcome> {
  const row = steps.empty({
    id: app.newId(),
    caseId: record.id,
    level: record.state === 'level1' ? 1 : 2,
    by: await app.person(),
    at: app.here(),
    recordedAt: app.now().toISOString(),
    ...noted,
  });
  return addStep(app, row);
}

/** A row that says of an earlier one that it is withdrawn, or stands again. */
function about(app: Writer, step: StepRecord, corrects: string, withdrawn: boolean): StepRecord {
  return { ...step, id: app.newId(), corrects, withdrawn, recordedAt: app.here().at };
}

/** The step stays in the history. @param step as it stands now */
export async function withdrawStep(
  app: Writer,
  step: StepRecord,
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  const gone = about(app, step, step.id, true);
  return { result: await addStep(app, gone), undo: () => addStep(app, about(app, step, gone.id, false)) };
}

/** The draft of the case's next step. */
export const stepDraftKey = (caseId: string) => `step-draft ${caseId}`;

/** The draft of a correction of the step. */
export const stepCorrectionKey = (stepId: string) => `step-correction ${stepId}`;

/** What was typed of a step and not added, as the form keeps it; null where nothing was. */
export async function readStepDraft({ db }: Pick<AppServices, 'db'>, caseId: string): Promise<unknown> {
  return (await db.drafts.get(stepDraftKey(caseId)))?.value ?? null;
}

export async function keepStepDraft(
  { db }: Pick<AppServices, 'db'>,
  caseId: string,
  value: unknown,
): Promise<void> {
  await db.drafts.put({ id: stepDraftKey(caseId), caseId, value });
}

export async function dropStepDraft({ db }: Pick<AppServices, 'db'>, caseId: string): Promise<void> {
  await db.drafts.delete(stepDraftKey(caseId));
}
