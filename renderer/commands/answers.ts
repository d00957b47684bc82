/** A lead's answer to a packet that came by file, and its way back to an engineer who is not online (ADR 14). */

import { t } from '@lingui/core/macro';
import { caseNumber } from '../../shared/base/ids.ts';
import type { CaseState } from '../../shared/cases/schema.ts';
import { answerFile, parseAnswerFile } from '../../shared/review/answer-file.ts';
import { signAnswer, type UnsignedAnswer, wrongWithAnswer } from '../../shared/review/answer-signature.ts';
import type { RowOf } from '../../shared/sync/tables.ts';
import { inOrder } from '../store/order.ts';
import { signerOf } from '../sync/assertion.ts';
import { readEndedDevices, readHubKeys } from '../sync/hub-keys.ts';
import type { AppServices } from '../views/app-services.ts';
import { type RowByFile, showRows } from './by-file.ts';

/** The answer as the text of a file, with its name; null where the packet is not on this computer. */
export async function exportAnswer(
  { db, now }: Pick<AppServices, 'db' | 'now'>,
  packetId: string,
): Promise<{ name: string; text: string } | null> {
  const packet = await db.packets.get(packetId);
  if (!packet) return null;
  const { caseId, revision, digest } = packet;
  const ordered = async <T extends 'reviews' | 'comments' | 'waivers'>(table: T) =>
    inOrder(db, table, await db.table<RowOf<T>, string>(table).where({ caseId }).toArray());
  const [reviews, comments, waivers] = await Promise.all([
    ordered('reviews'),
    ordered('comments'),
    ordered('waivers'),
  ]);
  const device = await db.device.get('device');
  if (!device) throw new Error('This computer is not enrolled.');
  const { identity, certificate, keys } = device;
  const at = now().toISOString();
  const file: UnsignedAnswer = {
    format: 'partner-console-answer',
    version: 2,
    exportedAt: at,
    organisationId: packet.contents.case.organisationId,
    caseId,
    packetId,
    revision,
    digest,
    reviews: reviews.filter((each) => each.revision <= revision),
    comments,
    waivers,
    signature: {
      deviceId: identity.deviceId,
      certificate,
      by: { id: identity.person.id, name: identity.person.name },
      at,
    },
  };
  const signed = await signAnswer(file, await signerOf(keys, db.sealing));
  return {
    name: `answer-${caseNumber(caseId)}-${revision}.json`,
    text: JSON.stringify(answerFile.parse(signed), null, 2),
  };
}

export type AnswerOutcome =
  | { kind: 'shown'; caseId: string; words: string }
  | { kind: 'refused'; message: string };

/** Where a decision leaves a case that waits for one. */
const opened = { 'asked-for-changes': 'changes-requested', rejected: 'level2' } as const satisfies Record<
  string,
  CaseState
>;

/** Shows an answer in the case that it is about: decisions, comments, what was waived. The hub has them from the lead. */
export async function importAnswer(
  app: Pick<AppServices, 'db' | 'changes'>,
  text: string,
): Promise<AnswerOutcome> {
  const parsed = parseAnswerFile(text);
  if (!parsed.ok) return { kind: 'refused', message: parsed.message };
  const { file } = parsed;
  const { db } = app;
  const identity = (await db.device.get('device'))?.identity;
  if (file.organisationId !== identity?.organisation.id)
    return { kind: 'refused', message: t`The answer is of another organisation. Nothing was changed.` };
  const packet = await db.packets.get(file.packetId);
  if (packet?.digest !== file.digest || packet.caseId !== file.caseId)
    return {
      kind: 'refused',
      message: t`The packet that it answers, ${caseNumber(file.caseId)} revision ${file.revision}, is not on this computer. Nothing was changed.`,
    };
  const wrong = await wrongWithAnswer(file, {
    keys: await readHubKeys(db),
    ended: await readEndedDevices(db),
    people: await db.members.toArray(),
  });
  if (wrong !== null) return { kind: 'refused', message: t`${wrong} Nothing was changed.` };
  const decision = file.reviews.find(({ packetId }) => packetId === file.packetId);
  const newest = await db.packets
    .where({ caseId: file.caseId })
    .filter(({ revision }) => revision > file.revision)
    .count();
  const rows = (['reviews', 'comments', 'waivers'] as const).flatMap((table) =>
    file[table].map((row): RowByFile => ({ table, row })),
  );
  const moves = decision !== undefined && newest === 0;
  const added = await showRows(
    app,
    rows,
    moves ? { caseId: file.caseId, from: ['ready', 'in-review'], to: opened[decision.kind] } : null,
  );
  const what =
    decision?.kind === 'rejected'
      ? t`rejected by ${decision.by.name}`
      : decision
        ? t`changes asked for by ${decision.by.name}`
        : t`comments, and no decision`;
  return {
    kind: 'shown',
    caseId: file.caseId,
    words:
      added === 0
        ? t`All of it was here already: ${what}.`
        : t`Revision ${file.revision}: ${what}. ${moves ? t`The case is open for its next revision.` : ''}`.trim(),
  };
}
