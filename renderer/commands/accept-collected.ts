/** What a person accepted of what was collected goes into the case: the files first, then all rows as one. */

import { t } from '@lingui/core/macro';
import { cut } from '../../shared/base/cut.ts';
import { configuration } from '../../shared/cases/configuration.ts';
import { links } from '../../shared/cases/links.ts';
import type { AttachmentRecord, Provenance } from '../../shared/cases/records.ts';
import { revisions } from '../../shared/cases/revisions.ts';
import { MOST_OF_ONE, type SystemRecord, systems } from '../../shared/cases/systems.ts';
import type { IntakeGroup, IntakeProposal, KnownRows } from '../../shared/collect/case-intake.ts';
import { type Outcome, refusalWords } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import type { DroppedFile } from '../workers/outputs-service.ts';
import { dropHeld, takeFile } from './held-files.ts';

export interface AcceptedGroup {
  group: IntakeGroup;
  /** With the value that the person gave where they changed it. */
  proposals: readonly IntakeProposal[];
  /** Of a system that is added. */
  role: SystemRecord['role'];
  /** How many there are of it; null where nobody said. */
  quantity: number | null;
}

export interface Acceptance {
  caseId: string;
  /** Where the case is, for systems that are added. */
  site: string;
  groups: readonly AcceptedGroup[];
  /** Systems of the case by the group that reads of them, those of which nothing is accepted included. */
  inCase: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, DroppedFile>;
  known: KnownRows;
  /** Files of the case. */
  attached: readonly AttachmentRecord[];
  /** What kind of file each is, by its name; others are told by their names. */
  categories: ReadonlyMap<string, AttachmentRecord['category']>;
}

export type AcceptOutcome =
  | {
      kind: 'accepted';
      facts: number;
      files: number;
      held: number;
      /** The case's systems, by the ids of what was accepted. */
      systems: ReadonlyMap<string, string>;
      undo: () => Promise<Outcome>;
    }
  | { kind: 'failed'; message: string };

const NOTHING_WRITTEN = t`No fact was written. What you chose is still chosen.`;

/** A file of the case with this content that was not removed. */
function attachedAs(file: DroppedFile, attached: readonly AttachmentRecord[]): AttachmentRecord | undefined {
  return attached.find(({ sha256, removed }) => !removed && sha256 === file.sha256);
}

/**
 * Adds a dropped file to the case, once. What may hold a secret is held on this computer as any other file is (security 31); what
 * names it meanwhile goes on naming it once it is attached.
 */
export async function attachDropped(
  app: AppServices,
  caseId: string,
  file: DroppedFile,
  attached: readonly AttachmentRecord[],
  about: Partial<Pick<AttachmentRecord, 'category'>> = {},
): Promise<{ kind: 'there' | 'added' | 'held'; id: string } | { kind: 'failed'; message: string }> {
  const known = attachedAs(file, attached);
  if (known) return { kind: 'there', id: known.id };
  const held = await app.db.heldFiles
    .where('caseId')
    .equals(caseId)
    .filter(({ sha256 }) => sha256 === file.sha256)
    .first();
  if (held) return { kind: 'there', id: held.id };
  if (!file.content)
    return {
      kind: 'failed',
      message: t`${file.name} is not whole, so it can’t be attached. Attach the file that it came in.`,
    };
  const name = file.name.split('/').at(-1) ?? file.name;
  const whole = new File([file.content], name, {
    type: file.content.type || 'text/plain',
    lastModified: file.lastModified,
  });
  const outcome = await takeFile(app, caseId, whole, { about });
  if (outcome.kind === 'added') return { kind: 'added', id: outcome.record.id };
  const [first] = outcome.kind === 'held' ? outcome.files : [];
  if (first) return { kind: 'held', id: first.id };
  return {
    kind: 'failed',
    message: outcome.kind === 'failed' ? outcome.message : t`${file.name} was not attached.`,
  };
}

/** The fields that proposals fill in a system. */
function systemFields(proposals: readonly IntakeProposal[], known: KnownRows): Partial<SystemRecord> {
  const fields: Partial<SystemRecord> = {};
  for (const each of proposals) {
    if (each.kind !== 'field') continue;
    if (each.field === 'platform') {
      if (each.value === 'hardware' || each.value === 'virtual') fields.platform = each.value;
    } else if (each.field === 'productId') {
      const product = known.products.find(({ name }) => name === each.value);
      if (product) fields.productId = product.id;
      else fields.productName = each.value;
    } else if (each.field === 'quantity') {
      const quantity = Number(each.value);
      if (Number.isInteger(quantity) && quantity > 0) fields.quantity = Math.min(quantity, MOST_OF_ONE);
    } else fields[each.field] = each.value;
  }
  return fields;
}

/** Writes what was accepted. The files of the facts are attached first: a fact names the file that it stands in. */
export async function acceptCollected(app: AppServices, acceptance: Acceptance): Promise<AcceptOutcome> {
  const { caseId, groups, files, known, attached, categories, inCase } = acceptance;
  const named = [...new Set(groups.flatMap(({ proposals }) => proposals.map(({ file }) => file)))];
  const ids = new Map<string, string>();
  const added: string[] = [];
  const held: string[] = [];
  for (const name of named) {
    const file = files.get(name);
    if (!file) continue;
    const category = categories.get(name);
    const outcome = await attachDropped(app, caseId, file, attached, category ? { category } : {});
    // What is only a part of a larger file has no content of its own: its facts name it all the same.
    if (outcome.kind === 'failed' && !file.content) continue;
    if (outcome.kind === 'failed')
      return { kind: 'failed', message: `${outcome.message} ${NOTHING_WRITTEN}` };
    ids.set(name, outcome.id);
    if (outcome.kind === 'added') added.push(outcome.id);
    if (outcome.kind === 'held') held.push(outcome.id);
  }
  const now = app.now().toISOString();
  const stamp = ({ file, line }: IntakeProposal): { capturedAt: string; provenance: Provenance } => {
    const written = files.get(file)?.lastModified ?? 0;
    // A file that is dated in the future says nothing of when it was captured.
    const capturedAt = written > 0 && written < Date.parse(now) ? new Date(written).toISOString() : now;
    return {
      capturedAt,
      provenance: {
        kind: 'file',
        attachmentId: ids.get(file) ?? null,
        name: cut(file, 300),
        fromLine: line,
        toLine: line,
        at: now,
      },
    };
  };
  const edits: Edit[] = [];
  const undo: Edit[] = [];
  // A link may lead to a system that is added after it.
  const systemIds = new Map(
    groups.flatMap(({ group: { id, target }, proposals }) =>
      proposals.length === 0
        ? []
        : [[id, target.kind === 'in-case' ? target.systemId : app.newId()] as const],
    ),
  );
  const linkEdits: Edit[] = [];
  /** The system at the other end, where it is in the case or comes into it now. */
  const otherEnd = (id: string) => systemIds.get(id) ?? inCase.get(id);
  for (const { group, proposals, role, quantity } of groups) {
    const [first] = proposals;
    const systemId = systemIds.get(group.id);
    if (!first || systemId === undefined) continue;
    const ofSystem = proposals.filter(({ kind }) => kind === 'field');
    const fields = systemFields(ofSystem, known);
    const source = stamp(ofSystem[0] ?? first);
    if (group.target.kind === 'in-case') {
      const before = known.systems.find(({ id }) => id === systemId);
      if (ofSystem.length > 0 && before) {
        edits.push({ op: 'patch', table: 'systems', key: systemId, fields: { ...fields, ...source } });
        undo.push({ op: 'patch', table: 'systems', key: systemId, fields: before });
      }
    } else {
      const row = systems.empty({
        id: systemId,
        caseId,
        role,
        quantity,
        site: acceptance.site,
        ...fields,
        ...source,
      });
      edits.push({ op: 'insert', table: 'systems', row });
      undo.unshift({ op: 'delete', table: 'systems', key: row.id });
    }
    for (const each of proposals) {
      if (each.kind === 'revision') {
        // Where the output does not tell partitions apart, what was said of that stays.
        const change = { version: each.value, ...(each.state && { state: each.state }), ...stamp(each) };
        const before = known.revisions.find(({ id }) => id === each.rowId);
        if (before) {
          edits.push({ op: 'patch', table: 'revisions', key: before.id, fields: change });
          undo.unshift({ op: 'patch', table: 'revisions', key: before.id, fields: before });
        } else {
          const row = revisions.empty({
            id: app.newId(),
            caseId,
            systemId,
            component: cut(each.component, 300),
            ...change,
          });
          edits.push({ op: 'insert', table: 'revisions', row });
          undo.unshift({ op: 'delete', table: 'revisions', key: row.id });
        }
      } else if (each.kind === 'entry' && each.link && otherEnd(each.link.to)) {
        const { kind, state } = each.link;
        const source = `${cut(each.file, 300)}:${each.line}`;
        const row = links.empty({
          id: app.newId(),
          caseId,
          fromId: systemId,
          toId: otherEnd(each.link.to) ?? systemId,
          kind,
          state,
          notes: each.value === 'seen' ? source : `${each.value} (${source})`,
        });
        linkEdits.push({ op: 'insert', table: 'links', row });
        undo.unshift({ op: 'delete', table: 'links', key: row.id });
      } else if (each.kind === 'entry') {
        const change = { value: each.value, ...stamp(each) };
        const before = known.configuration.find(({ id }) => id === each.rowId);
        if (before) {
          edits.push({ op: 'patch', table: 'configuration', key: before.id, fields: change });
          undo.unshift({ op: 'patch', table: 'configuration', key: before.id, fields: before });
        } else {
          const row = configuration.empty({
            id: app.newId(),
            caseId,
            systemId,
            kind: 'entry',
            section: cut(each.section, 300),
            key: cut(each.key, 300),
            ...change,
          });
          edits.push({ op: 'insert', table: 'configuration', row });
          undo.unshift({ op: 'delete', table: 'configuration', key: row.id });
        }
      }
    }
  }
  const result = await app.write([...edits, ...linkEdits]);
  if (result.kind === 'refused')
    return { kind: 'failed', message: `${refusalWords(result)} ${NOTHING_WRITTEN}` };
  return {
    kind: 'accepted',
    systems: systemIds,
    facts: groups.reduce((sum, { proposals }) => sum + proposals.length, 0),
    files: added.length + held.length,
    held: held.length,
    undo: async () => {
      for (const id of held) {
        const file = await app.db.heldFiles.get(id);
        // Once something of it was attached it is a file of the case, which is removed as others are.
        if (file?.left === null) await dropHeld(app, file);
      }
      return app.write([
        ...undo,
        ...added.map((key): Edit => ({ op: 'patch', table: 'attachments', key, fields: { removed: true } })),
      ]);
    },
  };
}

/** Files whose content the case has: what stands in them was read before. */
export const attachedHashes = (attached: readonly AttachmentRecord[]): ReadonlySet<string> =>
  new Set(attached.filter(({ removed }) => !removed).map(({ sha256 }) => sha256));
