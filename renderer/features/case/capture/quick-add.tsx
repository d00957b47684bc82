/** Rows that are quick to add, one after the other, or many at once pasted from a spreadsheet. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { folded } from '../../../../shared/base/spoken.ts';
import {
  leftWords,
  type PasteColumn,
  type PastedRow,
  type PastedTable,
  readPastedTable,
} from '../../../../shared/cases/paste.ts';
import type { SystemRecord } from '../../../../shared/cases/records.ts';
import { systemTitle } from '../../../../shared/cases/systems.ts';
import type { TypedRow } from '../../../commands/typed-rows.ts';
import { parsedJson } from '../../../store/kept.ts';
import { useKeptText } from '../../../ui/kept-text.ts';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { useWorkspace } from '../workspace-state.ts';
import type { Added } from './added-rows.tsx';
import { PastedRows } from './pasted-rows.tsx';

/** The cells as they were left; empty ones where nothing, or something else, was kept. */
function cellsOf(kept: string, count: number): readonly string[] {
  const cells = kept === '' ? null : parsedJson(kept);
  const fits = Array.isArray(cells) && cells.length === count;
  return fits && cells.every((cell) => typeof cell === 'string')
    ? (cells as string[])
    : Array.from({ length: count }, () => '');
}

/** Of a table of several systems: whose row it is. */
const systemColumn: PasteColumn = {
  key: 'system',
  name: t`System`,
  also: ['host', 'host name', 'hostname', 'node', 'server', 'device name'],
  required: false,
  usual: false,
  most: 300,
};

interface QuickAddProps {
  /** The id by which a finding jumps to the first cell. */
  id: string;
  systems: readonly SystemRecord[];
  columns: readonly PasteColumn[];
  onAdd: (rows: readonly TypedRow[]) => Promise<Added>;
}

/** Cells to type into; Enter adds. A table pasted into any cell fills many rows, after a look at what would be taken. */
export function QuickAdd({ id, systems, columns, onAdd }: QuickAddProps) {
  const systemId = useWorkspace((workspace) => workspace.quickAddSystem);
  const setSystemId = useWorkspace((workspace) => workspace.setQuickAddSystem);
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const [kept, keep] = useKeptText(`quick-add ${id} ${caseId}`);
  const cells = cellsOf(kept, columns.length);
  const latest = useRef(cells);
  latest.current = cells;
  // Whose row it is belongs to what was typed of it: after a reload it must not become another system's.
  const [keptSystem, keepSystem] = useKeptText(`quick-add-system ${id} ${caseId}`);
  const [told, setTold] = useState('');
  const [pasted, setPasted] = useState<PastedTable | null>(null);
  const first = useRef<HTMLInputElement>(null);
  // Of an installation that was pasted, the one that shows the fault is meant until another is chosen.
  const shown = systems.find(({ role }) => role === 'affected') ?? systems[0];
  const chosen = [systemId, keptSystem].find((each) => systems.some((system) => system.id === each));
  const target = chosen ?? shown?.id ?? '';
  function setCells(next: readonly string[]): void {
    const isEmpty = next.every((cell) => cell === '');
    keep(isEmpty ? '' : JSON.stringify(next));
    keepSystem(isEmpty ? '' : target);
  }
  const setCell = (at: number, value: string) =>
    setCells(cells.map((cell, index) => (index === at ? value : cell)));
  function choose(system: string): void {
    setSystemId(system);
    keepSystem(system);
  }

  async function add(): Promise<void> {
    const missing = columns.find(({ required }, at) => required && (cells[at] ?? '').trim() === '');
    if (missing) return setTold(t`${missing.name} is missing.`);
    // Taken at once: what is typed while the row is saved is the next row's.
    const taken = cells;
    // The next row is of the same system.
    setSystemId(target);
    setCells(columns.map(() => ''));
    first.current?.focus();
    const row = Object.fromEntries(columns.map(({ key }, at) => [key, (taken[at] ?? '').trim()]));
    const { written, told: words } = await onAdd([{ systemId: target, cells: row }]);
    setTold(words);
    if (!written && latest.current.every((cell) => cell === '')) setCells(taken);
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\r\n]/.test(text.trim())) return;
    event.preventDefault();
    setPasted(readPastedTable(text, [...columns, systemColumn]));
  }

  /** Of which systems a row may be: those that its cell names, else the one that is chosen. */
  function systemsOf({ cells }: PastedRow): readonly string[] {
    const name = folded(cells.system ?? '');
    if (name === '') return [target];
    return systems.filter((each) => folded(systemTitle(each)) === name).map((each) => each.id);
  }

  async function takePasted(rows: readonly PastedRow[], left: PastedTable | null): Promise<void> {
    const added = await onAdd(
      rows.map((row) => ({ systemId: systemsOf(row)[0] ?? target, cells: row.cells })),
    );
    if (!added.written) return setTold(added.told);
    const cut = left === null ? (pasted?.cut ?? 0) : left.cut;
    setTold([added.told, leftWords(left?.rows.map(({ line }) => line) ?? [], cut)].filter(Boolean).join(' '));
    setPasted(left);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void add();
  }

  if (systems.length === 0) {
    return (
      <p id={id} tabIndex={-1} className="quiet">
        <Trans>Describe a system first; what is entered here belongs to one.</Trans>
      </p>
    );
  }
  return (
    <div className="stack">
      <div className="row">
        <NativeSelect
          label={t`System`}
          value={target}
          data={systems.map((system) => ({ value: system.id, label: systemTitle(system) }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {columns.map(({ key, name, most, choices }, at) =>
          choices ? (
            <NativeSelect
              key={key}
              label={name}
              value={cells[at] ?? ''}
              data={[{ value: '', label: t`Not answered` }, ...choices]}
              onChange={(event) => setCell(at, event.currentTarget.value)}
            />
          ) : (
            <TextInput
              key={key}
              ref={at === 0 ? first : undefined}
              id={at === 0 ? id : undefined}
              label={name}
              value={cells[at] ?? ''}
              maxLength={most}
              style={{ flex: 1, minWidth: 110 }}
              onChange={(event) => setCell(at, event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
            />
          ),
        )}
        <Button variant="default" mt={20} onClick={() => void add()}>
          <Trans>Add</Trans>
        </Button>
      </div>
      <div className="quiet" role="status">
        {told ||
          t`Enter adds the row. A table copied from a spreadsheet can be pasted into a cell; one of several systems has a column with their host names.`}
      </div>
      {pasted && (
        <PastedRows
          key={pasted.rows.map(({ cells }) => cells.join('\t')).join('\n')}
          table={pasted}
          columns={[systemColumn, ...columns]}
          problemOf={(row) => {
            const found = systemsOf(row).length;
            if (row.problem !== null || found === 1) return row.problem;
            return t`names “${row.cells.system ?? ''}”, ${found === 0 ? t`which is no system of this case` : t`and the case has ${found} of that name`}`;
          }}
          onTake={takePasted}
          onLeave={() => setPasted(null)}
        />
      )}
    </div>
  );
}
