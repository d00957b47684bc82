/** What was typed into a case on this computer and is not in its record: whoever gets the case would not get it. */
import { t } from '@lingui/core/macro';
import { cut } from '../../shared/base/cut.ts';
import type { Place } from '../../shared/base/place.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import { isEditable } from '../../shared/cases/states.ts';
import { systemTitle } from '../../shared/cases/systems.ts';
import { labelOf } from '../../shared/cases/words.ts';
import { formOrder } from '../../shared/handoff/outline.ts';
import { newestReview } from '../../shared/review/rules.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { discardDraft, draftIds, draftOfField, readDraft } from '../store/drafts.ts';
import { parsedJson } from '../store/kept.ts';
import type { AppServices } from '../views/app-services.ts';
import { readReviews } from '../views/case-rows.ts';
import { readContents } from '../views/contents.ts';
import { placeId } from '../views/place-id.ts';
import { notMadeDraft } from './asked-changes.ts';
import { answerDraft, readThreads } from './comments.ts';
import { dropStepDraft, readStepDraft, stepCorrectionKey, stepDraftKey } from './steps.ts';

export interface UnsavedText {
  /** Of the draft. */
  id: string;
  /** As the person knows it. */
  label: string;
  /** Where it stands on the form; null for what is written to the lead, beside the form. */
  where: Place | null;
}

const ONCE = 'once ';

/** Whether a form that is sent holds anything: its empty shape is kept as well. */
function holdsAnything(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.some(holdsAnything);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsAnything);
}

/** Whether a step was begun: kind and level alone are none. @param kept what is kept of the form; null where nothing is */
export function isBegunStep(kept: unknown): boolean {
  const {
    kind: _kind,
    level: _level,
    ...begun
  } = { ...(typeof kept === 'object' ? kept : null) } as Record<string, unknown>;
  return holdsAnything(begun);
}

const keptForm = (id: string) => parsedJson(readDraft(id)?.text ?? 'null');

/** A field of a row, or one that becomes a row of the system; null for a draft of another case, or of a row that is gone. */
function ofField(contents: CaseContents, draft: string): UnsavedText | null {
  const id = draftOfField(draft);
  const isOnce = id.startsWith(ONCE);
  const [, table = '', rowId = '', field = ''] =
    /^place-(\w+)-([0-9a-f-]{36})-(.+)$/.exec(isOnce ? id.slice(ONCE.length) : id) ?? [];
  const all: Readonly<Record<string, unknown>> = { ...contents, cases: [contents.case] };
  const rows = all[isOnce ? 'systems' : table];
  const row = Array.isArray(rows) ? rows.find((each) => each.id === rowId) : undefined;
  const text = readDraft(draft)?.text;
  if (row === undefined || row.removed === true || text === undefined) return null;
  // A page that ended between the save and this leaves the draft of what is saved; a value that becomes a row is nothing while it is empty.
  if (isOnce ? text.trim() === '' : text === row[field]) return null;
  const word = labelOf(table, field) ?? tableWord(table);
  const isOfSystem = isOnce || table === 'systems';
  const label = isOfSystem ? `${systemTitle(row)}: ${word}` : word;
  return {
    id: draft,
    label: draft === id ? label : t`${label} (typed before)`,
    where: { table, id: rowId, field },
  };
}

function ofNewRows({ case: { id: caseId } }: CaseContents): UnsavedText[] {
  return ['configuration', 'revisions'].flatMap((table) => {
    const where = { table, id: null, field: null };
    const id = `quick-add ${placeId(where)} ${caseId}`;
    return holdsAnything(keptForm(id)) ? [{ id, label: t`New ${tableWord(table)}`, where }] : [];
  });
}

async function ofSteps(
  { db }: Pick<AppServices, 'db'>,
  { case: { id: caseId }, steps: rows }: CaseContents,
): Promise<UnsavedText[]> {
  const where = { table: 'steps', id: null, field: null };
  const id = stepDraftKey(caseId);
  const kept = keptForm(id) ?? (await readStepDraft({ db }, caseId));
  const corrected = new Set(rows.map(({ corrects }) => corrects));
  const corrections = rows
    .filter((step) => !corrected.has(step.id) && readDraft(stepCorrectionKey(step.id)) !== null)
    .map((step) => ({ id: stepCorrectionKey(step.id), label: t`Correct the step`, where }));
  return [...(isBegunStep(kept) ? [{ id, label: t`New step`, where }] : []), ...corrections];
}

/** What was begun for the lead and not sent: why a change is not made, and answers to comments. */
async function ofLead(
  { db }: Pick<AppServices, 'db'>,
  { case: { id: caseId, state } }: CaseContents,
): Promise<UnsavedText[]> {
  if (!isEditable(state)) return [];
  const [{ reviews }, threads] = await Promise.all([readReviews(db, caseId), readThreads(db, caseId)]);
  const changes = newestReview(reviews)?.changes ?? [];
  return [
    ...changes.map(({ id, text }) => ({
      id: notMadeDraft(id),
      label: t`Why it is not made: “${cut(text, 60)}”`,
      where: null,
    })),
    ...threads
      .filter(({ done }) => done === null)
      .map(({ first }) => ({
        id: answerDraft(first.id),
        label: t`Answer to “${cut(first.text, 60)}”`,
        where: null,
      })),
  ].filter(({ id }) => (readDraft(id)?.text ?? '').trim() !== '');
}

/** What of the case was typed and is not saved, in the order of the form; what is written to the lead comes last. */
export async function unsavedOf(
  app: Pick<AppServices, 'db'>,
  contents: CaseContents,
): Promise<UnsavedText[]> {
  const inOrder = formOrder(contents);
  return [
    ...draftIds().flatMap((id) => ofField(contents, id) ?? []),
    ...ofNewRows(contents),
    ...(await ofSteps(app, contents)),
    ...(await ofLead(app, contents)),
  ].sort((a, b) =>
    a.where && b.where ? inOrder(a.where, b.where) : Number(a.where === null) - Number(b.where === null),
  );
}

/** As `unsavedOf`, of a case that is read here; nothing where it is not on this computer. */
export async function readUnsaved(app: Pick<AppServices, 'db'>, caseId: string): Promise<UnsavedText[]> {
  const contents = await readContents(app.db, caseId);
  return contents ? unsavedOf(app, contents) : [];
}

/** What is in the way, and the way out. */
export function unsavedWords(texts: readonly UnsavedText[]): string {
  const named = texts.map(({ label }) => label).join(', ');
  return t`Typed on this computer and not saved: ${named}. It would be left out. Complete it, empty it, or discard it.`;
}

/** The person lets it go. */
export async function discardUnsaved(
  app: Pick<AppServices, 'db'>,
  caseId: string,
  { id }: UnsavedText,
): Promise<void> {
  discardDraft(id);
  if (id === stepDraftKey(caseId)) await dropStepDraft(app, caseId);
}
