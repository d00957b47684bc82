/** The stores of the console's database in its earlier versions, as far as tests put rows into them. */

/** What each version added to the stores before it; null takes one away. */
export const pastStores: Readonly<Record<number, Readonly<Record<string, string | null>>>> = {
  1: {
    ...{ cases: 'id', systems: 'id, caseId', configuration: 'id, caseId', revisions: 'id, caseId' },
    ...{ steps: 'id, caseId', attachments: 'id, caseId', comments: 'id, caseId', packets: 'id, caseId' },
    ...{ outbox: 'n, [table+key], caseId', bases: 'id', device: 'id', attention: 'id, caseId', later: 'id' },
    values: 'id',
  },
  2: {
    summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale',
    syncLog: '++id',
  },
  3: { transfers: 'sha256, state', sent: 'n, [n+bytes]' },
  4: {
    ...{ consents: 'id, caseId', waivers: 'id, caseId', redactions: 'id, caseId' },
    summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale, nextDue',
  },
  5: { sent: null, sentBatches: 'last' },
  6: {
    ...{ rejectedEdits: 'id, caseId', unknownRows: 'id', settings: 'id', drafts: 'id, caseId' },
    ...{ rowOrders: 'id, [table+stage+version+index]', syncState: 'id' },
    ...{ attention: null, later: null, values: null },
  },
  7: { heldFiles: 'id, caseId', tokenNames: 'id, caseId' },
  8: { findingRules: 'id', recipes: 'id', knownProblems: 'id' },
};

/** All stores that are there in a version, as Dexie's words for them. */
export function storesOfVersion(version: number): Record<string, string> {
  const all: Record<string, string | null> = {};
  for (let at = 1; at <= version; at++) Object.assign(all, pastStores[at]);
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, words]) => (words === null ? [] : [[name, words]])),
  );
}
