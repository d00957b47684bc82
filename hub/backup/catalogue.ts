/** The tables of the hub's schema as PostgreSQL knows them, so that a migration's new table is in the next backup by itself. */
import type pg from 'pg';

export interface TableColumns {
  name: string;
  /** Those that are stored; what PostgreSQL computes is left out. */
  columns: string[];
  /** Columns that count by themselves. */
  identities: string[];
}

/** Holds no state that outlives a restore: it is made anew from the migrations. */
const LEFT_OUT = ['migrations'];

/** All tables, those that others refer to first. @throws where tables refer to each other in a circle */
export async function tablesInOrder(client: pg.ClientBase): Promise<TableColumns[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; identities: string[] | null }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
            array_agg(a.attname::text) FILTER (WHERE a.attidentity <> '') AS identities
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> ALL($1)
      GROUP BY c.relname ORDER BY c.relname`,
    [LEFT_OUT],
  );
  const references = await client.query<{ from: string; to: string }>(
    `SELECT DISTINCT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
       JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
      WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND f.relnamespace = 'public'::regnamespace`,
  );
  const left = new Map(rows.map((row) => [row.name, { ...row, identities: row.identities ?? [] }]));
  const ordered: TableColumns[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !references.rows.some((each) => each.from === name && left.has(each.to)),
    );
    if (free.length === 0) throw new Error(`tables refer in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of free) {
      ordered.push(table);
      left.delete(table.name);
    }
  }
  return ordered;
}

/** A name inside SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
