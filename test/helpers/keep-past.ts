/**
 * Keeps what a console of this schema writes, for the schemas that come after it (ADR 15): `npm run keep-past`, in a tree that does
 * not have the next schema yet. It is read by `past.ts`, which finds it by its name.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cardTables, newCard } from '../../shared/cases/cards.ts';
import { caseTables } from '../../shared/cases/contents.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import { type Mutation, mutationHash, SCHEMA } from '../../shared/sync/protocol.ts';
import { aCompleteCase, idOf, NOW, zoned } from './builders.ts';
import type { Past, PastRow } from './past.ts';

/** A complete case with a row of each card, its packet, and the edits that made it. */
export function pastOfToday(): Past {
  // A hub takes a new case at Level 1 alone, and these edits are sent to one.
  const contents = aCompleteCase().with({ state: 'level1' }).withSystem({}).build();
  cardTables.forEach((table, at) => {
    const row = contents[table].length === 0 ? newCard(table, idOf(0x800 + at), contents) : null;
    if (row) (contents[table] as unknown[]).push(row);
  });
  const { case: record } = contents;
  const rows: Record<string, readonly PastRow[]> = {
    cases: [record],
    ...Object.fromEntries(caseTables.map((table) => [table, contents[table]])),
  };
  const edits: Mutation[] = [];
  const add = (
    edit: Pick<Mutation, 'table' | 'key' | 'op' | 'baseVersion'> & { patch: object; base: object },
  ) => {
    const n = edits.length + 1;
    const body = { ...edit, id: idOf(0xa00 + n), blobs: [], at: NOW } as unknown as Omit<
      Mutation,
      'n' | 'hash'
    >;
    edits.push({ n, ...body, hash: mutationHash(body) });
  };
  for (const [table, list] of Object.entries(rows))
    for (const row of list)
      add({ table, key: row.id, op: 'insert', baseVersion: null, patch: row, base: {} });
  const [observed, before] = ['Calls after one in the morning are missing.', record.observed];
  const change = { patch: { observed }, base: { observed: before } };
  add({ table: 'cases', key: record.id, op: 'patch', baseVersion: 3, ...change });
  const packet = makePacket({
    ...{ id: idOf(0x901), revision: 2, createdAt: zoned(NOW), by: record.engineer },
    ...{ contents, findings: [] },
  });
  return { schema: SCHEMA, rows: { ...rows, packets: [packet as unknown as PastRow] }, edits };
}

/**
 * Keeps it, once: what is kept has been released, and is what that schema wrote. `too late`: this tree has what the next schema brings.
 * @returns also in words what was done, and what a new field says from now on
 */
export function keepPast(folder: string): { kind: 'kept' | 'kept before' | 'too late'; words: string } {
  const fileOf = (schema: number) => resolve(folder, `schema-${schema}.json`);
  const file = fileOf(SCHEMA);
  const next = `A field or table of a case that is added now says \`since: ${SCHEMA + 1}\`.\n`;
  if (existsSync(file))
    return { kind: 'kept before', words: `What schema ${SCHEMA} writes is kept already in ${file}. ${next}` };
  if (SCHEMA > 1 && !existsSync(fileOf(SCHEMA - 1)))
    return {
      kind: 'too late',
      words: `Nothing was kept: of schema ${SCHEMA - 1} nothing is, and this tree has what says \`since: ${SCHEMA}\` already. Put that aside (git stash), run this again, and take it back.\n`,
    };
  writeFileSync(file, `${JSON.stringify(pastOfToday(), null, 1)}\n`);
  return { kind: 'kept', words: `Kept what schema ${SCHEMA} writes in ${file}. ${next}` };
}

if (import.meta.main) {
  const { kind, words } = keepPast(resolve(import.meta.dirname, '../fixtures/past'));
  process.stdout.write(words);
  process.exitCode = kind === 'too late' ? 1 : 0;
}
