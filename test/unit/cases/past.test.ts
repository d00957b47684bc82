import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openZipBag } from '../../../shared/bag/zip/source.ts';
import {
  caseTables,
  descriptions,
  filledContents,
  filledIn,
  tableSince,
} from '../../../shared/cases/contents.ts';
import type { Field } from '../../../shared/cases/field.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { contentsDigest } from '../../../shared/handoff/packet.ts';
import { readPacketBag } from '../../../shared/handoff/packet-bag-reader.ts';
import { verifyPacket } from '../../../shared/handoff/packet-checks.ts';
import { factsOf, packetDocument } from '../../../shared/handoff/packet-document.ts';
import { packet as packetSchema } from '../../../shared/handoff/schema.ts';
import { mutationHash, SCHEMA } from '../../../shared/sync/protocol.ts';
import { isTable, tables } from '../../../shared/sync/tables.ts';
import { upcastEdit } from '../../../shared/sync/upcast.ts';
import { failed, memoryReader, nodePlatform } from '../../helpers/bags.ts';
import { NOW } from '../../helpers/builders.ts';
import { keepPast, pastOfToday } from '../../helpers/keep-past.ts';
import { type Past, packetOf, past } from '../../helpers/past.ts';

test('[S12] of every schema before this one something is kept', () => {
  const before = past.filter(({ schema }) => schema < SCHEMA);
  expect(
    before.map(({ schema }) => schema),
    `put aside what says \`since: ${SCHEMA}\` (git stash), run \`npm run keep-past\`, and take it back`,
  ).toEqual(Array.from({ length: SCHEMA - 1 }, (_, at) => at + 1));
});

/** Tables and fields that a kept schema lacks, though they say that they came with it or with an earlier one. */
function lackedBy({ schema, rows }: Pick<Past, 'schema' | 'rows'>): string[] {
  return ['cases' as const, ...caseTables].flatMap((table) => {
    const since = table === 'cases' ? 1 : tableSince[table];
    if (since > schema) return [];
    const list = rows[table];
    if (list === undefined) return [`the table ${table} says since ${since}`];
    const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
    return Object.entries(fields).flatMap(([name, field]) =>
      field.since > schema || list.every((row) => Object.hasOwn(row, name))
        ? []
        : [`${table}.${name} says since ${field.since}`],
    );
  });
}

test('[S12] [CS8] a schema that is kept gets no field and no table any more', () => {
  const newest = Math.max(...past.map(({ schema }) => schema));
  expect(
    [...new Set(past.flatMap(lackedBy))],
    `consoles of schema ${newest} do not know them: give each \`since: ${newest + 1}\``,
  ).toEqual([]);
  const today = pastOfToday();
  expect(lackedBy(today)).toEqual([]);
  const { links: _links, ...rows } = today.rows;
  const systems = today.rows.systems?.map(({ serial: _serial, ...row }) => row) ?? [];
  expect(lackedBy({ schema: SCHEMA, rows: { ...rows, systems } })).toEqual([
    'systems.serial says since 5',
    'the table links says since 5',
  ]);
});

test('what is kept is kept once, in a tree that has no field of the next schema yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'past-'));
  try {
    const file = join(folder, `schema-${SCHEMA}.json`);
    expect(keepPast(folder)).toMatchObject({
      kind: 'too late',
      words: expect.stringContaining('git stash'),
    });
    expect(existsSync(file)).toBe(false);
    writeFileSync(join(folder, `schema-${SCHEMA - 1}.json`), '{}');
    const words = expect.stringContaining(`since: ${SCHEMA + 1}`);
    expect(keepPast(folder)).toMatchObject({ kind: 'kept', words });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(pastOfToday())));
    writeFileSync(file, 'as it was');
    expect(keepPast(folder)).toMatchObject({ kind: 'kept before', words });
    expect(readFileSync(file, 'utf8')).toBe('as it was');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('[S12] what would be kept of this schema has a row of each table of a case, but what a lead said', () => {
  const { rows } = pastOfToday();
  expect(caseTables.filter((table) => rows[table]?.length === 0)).toEqual(['waivers']);
});

describe.each([...past, pastOfToday()])('what a console of schema $schema wrote', (one) => {
  test('[S12] rows: filled in they are rows of today, with every field and nothing of theirs changed', () => {
    for (const [table, rows] of Object.entries(one.rows)) {
      if (!isTable(table)) throw new Error(`${table} has no entry in shared/sync/tables.ts`);
      for (const row of rows) {
        const filled = filledIn(table, row);
        expect(tables[table].schema.safeParse(filled).error?.issues ?? [], table).toEqual([]);
        expect(filled).toMatchObject(row);
        if (Object.hasOwn(descriptions, table))
          expect(Object.keys(filled).sort()).toEqual(
            Object.keys(descriptions[table as keyof typeof descriptions].fields).sort(),
          );
      }
    }
  });

  test('[S12] edits: rows of today are made of them, under the hash that they were sent with', () => {
    for (const edit of one.edits) {
      const now = upcastEdit(edit, one.schema);
      expect([now.n, now.id, now.hash]).toEqual([edit.n, edit.id, edit.hash]);
      expect(mutationHash(edit)).toBe(edit.hash);
      if (edit.op === 'insert' && isTable(edit.table))
        expect(tables[edit.table].schema.safeParse(now.patch).success).toBe(true);
    }
  });

  test('[PK1] packets: the digest fits what was frozen, and stays over that; rules and document read it', () => {
    const packet = packetOf(one);
    const before = structuredClone(packet);
    expect(contentsDigest(packet.contents)).toBe(packet.digest);
    expect(packetSchema.safeParse(packet).success).toBe(true);
    const facts = factsOf(packetDocument(packet, { signatures: [], names: new Map() }));
    expect(facts.map(({ value }) => value)).toContain('Say why the index is not written.');
    expect(() => evaluate(filledContents(packet.contents), { now: NOW, products: [] })).not.toThrow();
    expect(packet).toEqual(before);
  });

  test('[S12] a row with a field of a later schema keeps it, and the schema of today says which', () => {
    const system = { ...filledIn('systems', one.rows.systems?.[0] ?? {}), ofTomorrow: 'kept' };
    expect(filledIn('systems', system)).toEqual(system);
    expect(JSON.stringify(tables.systems.schema.safeParse(system).error?.issues)).toContain('ofTomorrow');
  });
});

test('[PK7] a bag that a console of schema 3 wrote opens, and its packet verifies, signatures and all', async () => {
  const at = (name: string) => readFileSync(resolve('test/fixtures/past', name));
  const bag = await readPacketBag(await openZipBag(memoryReader(at('packet-schema-3.zip')), nodePlatform), {
    platform: nodePlatform,
    mostBytes: 1 << 30,
  });
  expect(failed(bag.checks)).toEqual([]);
  if (!bag.packet) throw new Error('no packet');
  const trust = JSON.parse(at('packet-schema-3-trust.json').toString());
  const checks = await verifyPacket(bag.packet, bag.signatures, { trust, now: NOW, newestRevision: 2 });
  expect(checks.filter(({ ok }) => ok !== true).map(({ check }) => check)).toEqual(['role']);
});
