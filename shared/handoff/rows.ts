/** Rows grouped by the system they belong to, as the evaluator keeps them. */

type Rows<R> = Map<string, Map<string, R>>;

export function bySystem<R extends { id: string; systemId: string }>(rows: readonly R[]): Rows<R> {
  const grouped: Rows<R> = new Map();
  for (const row of rows) addRow(grouped, row);
  return grouped;
}

function addRow<R extends { id: string; systemId: string }>(grouped: Rows<R>, row: R): void {
  const group = grouped.get(row.systemId);
  if (group) group.set(row.id, row);
  else grouped.set(row.systemId, new Map([[row.id, row]]));
}

/** Puts a row where it belongs, takes it from where it was; answers the systems that this touches. */
export function moveRow<R extends { id: string; systemId: string }>(
  grouped: Rows<R>,
  id: string,
  row: R | null,
): string[] {
  const touched: string[] = [];
  for (const [systemId, group] of grouped) if (group.delete(id)) touched.push(systemId);
  if (row) {
    addRow(grouped, row);
    touched.push(row.systemId);
  }
  return touched;
}

export function setOrDelete<R>(rows: Map<string, R>, id: string, row: R | null): void {
  if (row === null) rows.delete(id);
  else rows.set(id, row);
}
