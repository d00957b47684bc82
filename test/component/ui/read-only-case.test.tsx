/** A case that can only be read: because its state keeps it, or because who reads it has no role that writes cases. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { CollectScreen } from '../../../renderer/features/collect/collect-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { type CaseState, caseStates } from '../../../shared/cases/states.ts';
import type { Role } from '../../../shared/certification/access.ts';
import { caseLock } from '../../../shared/sync/access.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase } from '../../helpers/builders.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const LONG = { timeout: 20_000 };
/** Of the partner, and allowed to write no case: as a role is that only reads them. */
const READER: Role = 'certification-admin';

let app: AppServices;
afterEach(async () => {
  cleanup();
  window.location.hash = '';
  if (app) await removeConsole(app);
});

/** A case with all its answers in this state, as a sync would have brought it. */
async function openAs(role: Role, state: CaseState): Promise<CaseContents> {
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: [role] });
  const contents = aCompleteCase().build();
  const { case: record, ...tables } = contents;
  await app.db.cases.put({ ...record, state });
  for (const [table, rows] of Object.entries(tables)) await app.db.table(table).bulkPut(rows);
  return { ...contents, case: { ...record, state } };
}

function show(caseId: string, part = ''): void {
  window.location.hash = `#/cases/${caseId}${part === '' ? '' : `/${part}`}`;
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CaseScreen caseId={caseId} />
      </AppProvider>
    </MantineProvider>,
  );
}

const sheet = () => screen.findByTestId('case-sheet', {}, LONG);
const drawn = async () => {
  const found = await sheet();
  await waitFor(() => expect(found.getAttribute('aria-busy')).toBe('false'), LONG);
  return found;
};
const entries = (within: HTMLElement) => [
  ...within.querySelectorAll('input:not([readonly]):not([disabled]), textarea:not([readonly]), select'),
];
const acts = (of: HTMLElement) =>
  within(of)
    .queryAllByRole('button')
    .map((each) => each.textContent ?? '')
    // A clause of the policy is read by it.
    .filter((words) => !/^P-\d+$/.test(words));
const nothingWritten = async () => {
  expect(await app.db.outbox.count()).toBe(0);
  expect(await app.db.packets.count()).toBe(0);
};

test('a form is for who may write cases while the state lets them: one table of access says the first, one of states the second', () => {
  const open: CaseState[] = ['level1', 'level2', 'changes-requested'];
  for (const state of caseStates) {
    expect(caseLock({ roles: ['engineer'] }, state), state).toBe(open.includes(state) ? null : 'state');
    expect(caseLock({ roles: ['lead'] }, state), state).toBe(open.includes(state) ? null : 'state');
    for (const role of [READER, 'level3', 'executive', 'catalogue-admin'] as const)
      expect(caseLock({ roles: [role] }, state), `${role} ${state}`).toBe('role');
    expect(caseLock({ roles: [] }, state), state).toBe('role');
  }
});

describe('somebody whose role writes no cases', () => {
  test.each(['problem', 'systems', 'configuration', 'revisions', 'steps', 'files', 'cover', 'people'])(
    'reads %s of an open case, is offered no field and no act, and is told why',
    async (part) => {
      const { case: record } = await openAs(READER, 'level2');
      show(record.id, part);
      const found = await drawn();
      await within(found).findByText(
        /recording cases is not part of your role \(certification admin\)/,
        {},
        LONG,
      );
      expect(entries(found)).toEqual([]);
      expect(acts(found)).toEqual([]);
      expect(screen.queryByRole('button', { name: /Hand off|Give to|Undo|Redo|Check all/ })).toBeNull();
      expect(screen.queryByRole('link', { name: 'Collect from files' })).toBeNull();
      expect(screen.getByTestId('case-state').dataset.editable).toBe('false');
    },
  );

  test('is offered neither an end of the case nor what was removed', async () => {
    const { case: record } = await openAs(READER, 'level2');
    show(record.id, 'end');
    const found = await drawn();
    await within(found).findByText(/not part of your role/, {}, LONG);
    expect([...entries(found), ...acts(found)]).toEqual([]);
  });

  test('what is an engineer’s form is the same case', async () => {
    const { case: record } = await openAs('engineer', 'level2');
    show(record.id, 'problem');
    const found = await drawn();
    await waitFor(() => expect(entries(found).length).toBeGreaterThan(10), LONG);
    await screen.findAllByRole('button', { name: 'Hand off to Level 3' }, LONG);
    expect(screen.queryByText(/not part of your role/)).toBeNull();
  });

  test('pastes no picture into it, and drops no output', async () => {
    const { case: record } = await openAs(READER, 'level2');
    show(record.id, 'problem');
    await drawn();
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'screen.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
    cleanup();
    render(
      <MantineProvider>
        <AppProvider console={app}>
          <CollectScreen caseId={record.id} />
        </AppProvider>
      </MantineProvider>,
    );
    await screen.findByText(/not part of your role/, {}, LONG);
    expect(screen.queryByRole('button', { name: 'From this computer…' })).toBeNull();
    expect(screen.queryByLabelText('Files to read')).toBeNull();
    await nothingWritten();
  });

  test('a write that comes about all the same is refused before it waits for the hub, in words', async () => {
    const { case: record } = await openAs(READER, 'level2');
    const outcome = await app.write([
      { op: 'patch', table: 'cases', key: record.id, fields: { title: 'Other' } },
    ]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      code: 'not-permitted',
      message: 'Not saved: your role (certification admin) does not change cases.',
    });
    expect((await app.db.cases.get(record.id))?.title).toBe(record.title);
    await nothingWritten();
  });
});
