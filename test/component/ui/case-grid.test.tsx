/** What the case list says of clocks: in words and by a sign, never by a colour alone. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { CaseGrid } from '../../../renderer/features/cases/case-grid.tsx';
import { columns } from '../../../renderer/features/cases/columns.tsx';
import type { Summary } from '../../../renderer/store/device-rows.ts';
import { openApp } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId } from '../../helpers/console-device.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(async () => {
  cleanup();
  await close();
});

function lineOf(title: string, change: Partial<Summary>): Summary {
  return {
    id: newId(),
    number: title,
    title,
    customer: '',
    site: '',
    state: 'level1',
    priority: 'P2',
    missing: 0,
    warnings: 0,
    waiting: 0,
    ticket: '',
    updatedAt: AT,
    nextDue: '2099-12-02T00:00:00.000Z',
    nextDueKind: 'action-plan',
    nextDueState: 'running',
    stale: 0,
    ...change,
  };
}

test('at risk and breached have a word and a sign, also what has passed since it was counted; the rest has none', async () => {
  await page.viewport(1280, 800);
  const opened = await openApp(memoryBridge());
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const { console: app } = opened;
  close = async () => {
    const { name } = app.db;
    app.close();
    await Dexie.delete(name);
  };
  const lines = [
    lineOf('A', {}),
    lineOf('B', { nextDueState: 'at-risk' }),
    lineOf('C', { nextDueState: 'breached' }),
    lineOf('D', { nextDue: '2020-01-02T00:00:00.000Z' }),
    lineOf('E', { nextDue: '~', nextDueKind: null, nextDueState: null }),
  ];
  await app.db.summaries.bulkPut(lines);
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <div style={{ height: 600 }}>
          <CaseGrid
            query={{
              text: '',
              state: null,
              priority: null,
              waitingOnly: false,
              sort: 'number',
              descending: false,
            }}
            sample={lines}
            shown={columns.filter(({ id }) => id === 'number' || id === 'title' || id === 'nextDue')}
            onSort={() => undefined}
          />
        </div>
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByRole('link', { name: 'E' });
  const said = screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => {
      const cell = row.querySelectorAll('[role="gridcell"]')[2];
      return [
        /^ ?(At risk|Breached|)/.exec(cell?.textContent ?? '')?.[1],
        cell?.querySelector('svg') !== null,
      ];
    });
  expect(said).toEqual([
    ['', false],
    ['At risk', true],
    ['Breached', true],
    ['Breached', true],
    ['', false],
  ]);
});
