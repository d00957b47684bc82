/** How the values of a case's rows are read outside of its form: what rows are called that others name by their ids. */
import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { rowNames } from '../../shared/cases/row-names.ts';
import { labelOf, type Reading } from '../../shared/cases/words.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { useApp } from './hooks.tsx';
import { catalogueNames } from './packet-document.ts';
import { useView } from './use-view.ts';

/** What rows of the case, of the catalogue and of the organisation are called, by their ids. */
async function readNames(db: ConsoleDatabase, caseId: string): Promise<ReadonlyMap<string, string>> {
  const ofCase = { caseId };
  const [systems, attachments, steps, consents, customers, sites, members, catalogue] = await Promise.all([
    db.systems.where(ofCase).toArray(),
    db.attachments.where(ofCase).toArray(),
    db.steps.where(ofCase).toArray(),
    db.consents.where(ofCase).toArray(),
    db.customers.toArray(),
    db.sites.toArray(),
    db.members.toArray(),
    catalogueNames(db),
  ]);
  return new Map([
    ...catalogue,
    ...[...customers, ...sites, ...members].map((row) => [row.id, row.name] as const),
    ...Object.values(rowNames({ systems, attachments, steps, consents })).flatMap((names) => [...names]),
  ]);
}

const none: ReadonlyMap<string, string> = new Map();

/** How values of the case's rows are read, in the zone of this computer. */
export function useValueReading(caseId: string): Reading {
  const { here } = useApp();
  const names = useView(readNames, caseId) ?? none;
  return useMemo(
    () => ({
      zone: here().zone,
      nameOf: (_to, id) => names.get(id) ?? t`something that is not on this computer`,
      placeWords: ({ table, id, field }) => {
        const row = id === null ? null : (names.get(id) ?? null);
        const label = field === null ? null : (labelOf(table, field) ?? field);
        return [row, label].filter((each) => each !== null).join(': ') || t`the case`;
      },
    }),
    [names, here],
  );
}
