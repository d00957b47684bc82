/** Systems out of a table that was copied from a spreadsheet or an inventory: hosts, models, versions, counts, addresses. */
import { t } from '@lingui/core/macro';
import { NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import {
  leftWords,
  type PastedRow,
  type PastedTable,
  readPastedTable,
} from '../../../../shared/cases/paste.ts';
import { repeatedSystems, systemColumns, systemOfRow } from '../../../../shared/cases/system-table.ts';
import { type SystemRecord, systems } from '../../../../shared/cases/systems.ts';
import { addPastedSystems } from '../../../commands/systems.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { tellAdded } from './added-rows.tsx';
import { PastedRows } from './pasted-rows.tsx';

type Role = SystemRecord['role'];

/** @param onDone with what was done, in words */
export function PasteSystems({ onDone }: { onDone: (told: string) => void }) {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const products = useCasePart((open) => open.products);
  const known = useCasePart((open) => contentsOf(open).systems);
  const [role, setRole] = useState<Role>('context');
  const [table, setTable] = useState<PastedTable | null>(null);
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { input } = systems.fields.role;

  /** What was added so far, while rows are left. */
  const [added, setAdded] = useState('');

  async function take(rows: readonly PastedRow[], left: PastedTable | null): Promise<void> {
    const result = await addPastedSystems(app, caseId, role, rows, products);
    const words = ['system', 'systems'] as const;
    const { written, told } = tellAdded(caseId, result, rows.length, words);
    if (!written) return setProblem(told);
    const all = t`${added === '' ? '' : `${added} `}${rows.length} ${words[rows.length === 1 ? 0 : 1]} added from the table.`;
    if (left === null && (table?.cut ?? 0) === 0) return onDone(all);
    setProblem('');
    setAdded(`${all} ${notTaken(left)}`);
    setTable(left);
  }
  const notTaken = (left: PastedTable | null) =>
    leftWords(left?.rows.map(({ line }) => line) ?? [], left?.cut ?? table?.cut ?? 0);

  return (
    <div className="card stack">
      <NativeSelect
        label={t`Role in the fault of systems whose row says none`}
        value={role}
        data={input.kind === 'choice' ? [...input.choices] : []}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      />
      <Textarea
        ref={field}
        label={t`Table of systems`}
        description={t`Copy it with its headings from a spreadsheet or an inventory, and paste it here: host name, product or model, version, site, address, how many, cluster, role in the cluster, serial number.`}
        rows={table ? 2 : 5}
        value=""
        placeholder={t`Paste it here`}
        onChange={() => undefined}
        onPaste={(event) => {
          event.preventDefault();
          const read = readPastedTable(event.clipboardData.getData('text/plain'), systemColumns);
          setAdded('');
          setTable(read.rows.length > 0 ? read : null);
          setProblem(read.rows.length > 0 ? '' : t`What was pasted holds no row of a table.`);
        }}
      />
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      {added !== '' && <p role="status">{added}</p>}
      {table && (
        <PastedRows
          key={table.rows.map(({ cells }) => cells.join('\t')).join('\n')}
          table={table}
          columns={systemColumns}
          problemOf={(row) => {
            const answer = systemOfRow(row, products);
            return answer.ok ? null : answer.problem;
          }}
          repeatedOf={(rows) => repeatedSystems(rows, known)}
          onTake={take}
          onLeave={() => onDone(added)}
        />
      )}
    </div>
  );
}
