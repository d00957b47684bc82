/** What a person does to a case, as edits. */

import { t } from '@lingui/core/macro';
import { sha256OfText } from '../../shared/base/hash.ts';
import { MAX_CASE_FILE_BYTES } from '../../shared/bridge/contract.ts';
import { newCase } from '../../shared/cases/case.ts';
import { caseFile, parseCaseFile, withNewIds } from '../../shared/cases/case-file.ts';
import { consents } from '../../shared/cases/consents.ts';
import { type CaseContents, caseTables } from '../../shared/cases/contents.ts';
import { validateEnd } from '../../shared/cases/ends.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import type { CaseRecord, CaseState } from '../../shared/cases/schema.ts';
import { systems } from '../../shared/cases/systems.ts';
import type { ProductRecord } from '../../shared/policy/products.ts';
import { tables } from '../../shared/sync/tables.ts';
import type { Outcome } from '../store/outcome.ts';
import { refusal, refusalWords } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { readContents } from '../views/contents.ts';
import type { RememberedCustomer } from '../views/customers.ts';
import { readReferenceData } from '../views/reference-data.ts';
import { withdrawals } from './consents.ts';
import { newKey } from './redaction/case-key.ts';
import { type AddedRows, takenBack } from './typed-rows.ts';

/** The edits of a transition: the state, and the event that tells who made it, from where, and why. */
export async function transitionEdits(
  app: Pick<AppServices, 'person' | 'newId' | 'here'>,
  record: Pick<CaseRecord, 'id' | 'state'>,
  to: CaseState,
  reason: string,
): Promise<Edit[]> {
  const by = await app.person();
  const event = {
    id: app.newId(),
    caseId: record.id,
    kind: 'transition' as const,
    at: app.here(),
    by,
    from: record.state,
    to,
    reason,
  };
  return [
    { op: 'patch', table: 'cases', key: record.id, fields: { state: to } },
    { op: 'insert', table: 'events', row: event },
  ];
}

/** Systems, and the policy as it was accepted, that a case takes over of its customer. */
async function rememberedEdits(
  app: Pick<AppServices, 'newId' | 'person' | 'here' | 'now'>,
  caseId: string,
  { systems: known, acceptance }: Pick<RememberedCustomer, 'systems' | 'acceptance'>,
): Promise<Edit[]> {
  const by = await app.person();
  const at = app.now().toISOString();
  const typed = { capturedAt: at, provenance: { kind: 'typed' as const, by, at } };
  const edits: Edit[] = [];
  const ours = known.filter(({ fields }) => fields.productId);
  for (const each of known) {
    const { fields, revisions: levels } = each;
    // The only one that is a product of the catalogue shows the fault; of several it is for the person to say.
    const role = ours.length === 1 && ours[0] === each ? ('affected' as const) : ('context' as const);
    const row = systems.empty({ id: app.newId(), caseId, role, ...typed, ...fields });
    edits.push({ op: 'insert', table: 'systems', row });
    for (const level of levels)
      edits.push({
        op: 'insert',
        table: 'revisions',
        row: revisions.empty({ id: app.newId(), caseId, systemId: row.id, ...typed, ...level }),
      });
  }
  if (acceptance) {
    const { company, name, title, signedOn } = acceptance.consent;
    const row = consents.empty({
      id: app.newId(),
      caseId,
      kind: 'policy',
      company,
      name,
      title,
      signedOn,
      method: 'earlier',
      reference: acceptance.number,
      documentId: acceptance.document.id,
      textShown: acceptance.document.text,
      textSha256: sha256OfText(acceptance.document.text),
      at: app.here(),
      by,
    });
    edits.push({ op: 'insert', table: 'consents', row });
  }
  return edits;
}

/**
 * Takes over what is known of the customer and still open in the case (CS13), as one edit of several rows. Taken back, a signature that came
 * with it is withdrawn: both stay readable.
 */
export async function takeOverRemembered(
  app: AppServices,
  caseId: string,
  remembered: RememberedCustomer,
): Promise<AddedRows> {
  const { fields } = remembered;
  const record = await app.db.cases.get(caseId);
  const edits = await rememberedEdits(app, caseId, remembered);
  const signed = edits.flatMap((edit) =>
    edit.op === 'insert' && edit.table === 'consents' ? [edit.row] : [],
  );
  const added = edits.filter(({ table }) => table !== 'consents');
  const before = Object.fromEntries(
    Object.keys(fields).map((name) => [name, record?.[name as keyof CaseRecord]]),
  ) as Partial<CaseRecord>;
  const hasFields = Object.keys(fields).length > 0;
  if (hasFields) edits.unshift({ op: 'patch', table: 'cases', key: caseId, fields });
  return {
    result: await app.write(edits),
    undo: async () =>
      app.write([
        ...(hasFields ? [{ op: 'patch', table: 'cases', key: caseId, fields: before } as const] : []),
        ...takenBack(added),
        ...(await withdrawals(app, signed)),
      ]),
  };
}

/** @param remembered what the person takes over of the customer (CS13); null where nothing */
export async function createCase(
  app: AppServices,
  start: { title: string; customer: string; site: string },
  remembered: RememberedCustomer | null = null,
): Promise<{ id: string; result: Outcome }> {
  const device = await app.db.device.get('device');
  if (!device) throw new Error('This computer is not enrolled.');
  const { organisation } = device.identity;
  const id = app.newId();
  const engineer = await app.person();
  const createdAt = app.here();
  const row: CaseRecord = {
    ...newCase({ id, organisationId: organisation.id, engineer, createdAt, ...start }),
    ...remembered?.fields,
  };
  const opened = {
    id: app.newId(),
    caseId: id,
    kind: 'opened' as const,
    at: createdAt,
    by: engineer,
    from: null,
    to: 'level1' as const,
    reason: remembered === null ? '' : `Taken over of the customer: ${remembered.from}`,
  };
  const result = await app.write([
    { op: 'insert', table: 'cases', row },
    { op: 'insert', table: 'events', row: opened },
    { op: 'insert', table: 'redactionKeys', row: await newKey(app, id) },
    ...(remembered ? await rememberedEdits(app, id, remembered) : []),
  ]);
  return { id, result };
}

export function patchCase(app: AppServices, id: string, fields: Partial<CaseRecord>): Promise<Outcome> {
  return app.write([{ op: 'patch', table: 'cases', key: id, fields }]);
}

/** Records how Level 1 ended (P-05): not solved begins Level 2, solved closes the case with its summary. @returns `undo` of the first */
export async function endLevel1(
  app: AppServices,
  record: CaseRecord,
  outcome: 'solved' | 'not-solved',
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  const solved = outcome === 'solved';
  const undo = () => takeBackLevel1(app, record);
  const problem = solved ? validateEnd({ ...record, endedAs: 'solved-level1' }, null) : null;
  if (problem) return { result: refusal('invalid', problem, t`The case is open as it was.`), undo };
  const to = solved ? 'closed' : 'level2';
  const edits = record.state === 'level1' ? await transitionEdits(app, record, to, record.level1Summary) : [];
  const result = await app.write([
    {
      op: 'patch',
      table: 'cases',
      key: record.id,
      fields: {
        level1Outcome: outcome,
        level1EndedAt: record.level1EndedAt ?? app.here(),
        ...(solved && { endedAs: 'solved-level1' as const }),
      },
    },
    ...edits,
  ]);
  return { result, undo };
}

/** Level 1 goes on, as if nobody had said that it ended. @param before the case as it was then */
async function takeBackLevel1(app: AppServices, before: CaseRecord): Promise<Outcome> {
  const { id, level1Outcome, level1EndedAt } = before;
  const record = await app.db.cases.get(id);
  if (record?.state !== 'level2')
    return refusal('invalid', t`The case has moved on since.`, t`It is open as it was.`);
  return app.write([
    { op: 'patch', table: 'cases', key: id, fields: { level1Outcome, level1EndedAt } },
    ...(await transitionEdits(app, record, 'level1', 'Level 1 goes on: its end was taken back')),
  ]);
}

/** The case as the text of a file; see shared/cases/case-file.ts. */
export async function exportCase(app: AppServices, caseId: string): Promise<string> {
  const contents = await readContents(app.db, caseId);
  if (!contents) throw new Error('The case is no longer on this computer.');
  const products: ProductRecord[] = await app.db.products.toArray();
  const { rates, documents, contracts } = await readReferenceData(app.db);
  const file = {
    format: 'partner-console-case',
    version: 1,
    exportedAt: app.now().toISOString(),
    contents,
    products,
    papers: { rates, documents, contracts },
  };
  return JSON.stringify(caseFile.parse(file), null, 2);
}

/** Imports a case file as a case of this organisation, under new ids where the case is here already. */
/** Tables whose rows speak in the name of whoever sends them: the hub takes no other's from this computer. */
const inOwnName = ['consents', 'redactions'] as const satisfies readonly (keyof typeof tables)[];

/** What of a file is not taken over, in words: it stands in somebody else's name, or was let pass in the other case. */
function leftOutWords(contents: CaseContents, mine: (row: { by: { id: string } }) => boolean): string {
  const counts = [
    ...inOwnName.map((table) => ({ table, count: contents[table].filter((row) => !mine(row)).length })),
    { table: 'waivers' as const, count: contents.waivers.length },
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return '';
  const what = counts
    .map(({ table, count }) => `${count} ${count === 1 ? tables[table].words.one : tables[table].words.many}`)
    .join(', ');
  return t`Not taken over, because others gave them in their name: ${what}. Have them given again in this case.`;
}

/** @returns the new case, and what of the file was not taken over, in words; empty where all was */
export async function importCase(
  app: AppServices,
  text: string,
): Promise<{ ok: true; id: string; leftOut: string } | { ok: false; message: string }> {
  const parsed = parseCaseFile(text, MAX_CASE_FILE_BYTES);
  if (!parsed.ok) return parsed;
  const device = await app.db.device.get('device');
  if (!device) return { ok: false, message: t`This computer is not enrolled.` };
  const by = await app.person();
  const mine = (row: { by: { id: string } }) => row.by.id === by.id;
  const leftOut = leftOutWords(parsed.file.contents, mine);
  const whole = withNewIds(parsed.file.contents, app.newId);
  const contents = {
    ...whole,
    consents: whole.consents.filter(mine),
    redactions: whole.redactions.filter(mine),
  };
  const { id } = contents.case;
  const from = parsed.file.contents.case;
  const record: CaseRecord = {
    ...contents.case,
    organisationId: device.identity.organisation.id,
    // A case enters at Level 1; what its file says of its end there decides where it goes on.
    state: 'level1',
  };
  const edits: Edit[] = [
    { op: 'insert', table: 'cases', row: record },
    { op: 'insert', table: 'redactionKeys', row: await newKey(app, id) },
    ...caseTables.flatMap((table) => contents[table].map((row) => ({ op: 'insert', table, row }) as Edit)),
    {
      op: 'insert',
      table: 'events',
      row: {
        id: app.newId(),
        caseId: id,
        kind: 'imported',
        at: app.here(),
        by,
        from: null,
        to: 'level1',
        reason: `From a file of ${parsed.file.exportedAt}, case ${from.id}`,
      },
    },
    ...(record.level1Outcome === 'not-solved'
      ? await transitionEdits(app, record, 'level2', 'Level 1 had ended in the imported file')
      : []),
  ];
  const result = await app.write(edits);
  return result.kind === 'saved' ? { ok: true, id, leftOut } : { ok: false, message: refusalWords(result) };
}
