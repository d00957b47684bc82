/**
 * Somebody who may read cases and nothing else. No role of the product is so yet: here the table of access gives one of its roles that
 * permission alone, as the table of a partner with such people would.
 */
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent as keys, page } from 'vitest/browser';
import { Palette } from '../../../renderer/app/palette.tsx';
import { openScreens } from '../../../renderer/app/screens.tsx';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { CollectScreen } from '../../../renderer/features/collect/collect-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Permission, Role } from '../../../shared/certification/access.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, trusted } from '../../helpers/builders.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const READER: Role = 'catalogue-admin';
vi.mock(import('../../../shared/certification/access.ts'), async (original) => {
  const real = await original();
  const may = (person: { roles: readonly Role[] }, permission: Permission): boolean =>
    person.roles.includes('catalogue-admin') ? permission === 'read-cases' : real.may(person, permission);
  return { ...real, may };
});

// Whoever hands the case off is certified for it: this is about who may write, and credentials have tests of their own.
vi.mock(import('../../../renderer/views/trust.ts'), async (original) => ({
  ...(await original()),
  readTrust: async () => trusted(),
}));

const LONG = { timeout: 20_000 };

let app: AppServices;
afterEach(async () => {
  cleanup();
  window.location.hash = '';
  if (app) await removeConsole(app);
});

/** A case that could be handed off now, as a sync would have brought it. */
async function openAs(role: Role): Promise<string> {
  // The list of parts stands beside the sheet.
  await page.viewport(1440, 900);
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: [role] });
  const { case: record, ...tables } = aCompleteCase().build();
  await app.db.products.bulkPut(sampleProducts);
  await app.db.cases.put({ ...record, state: 'level2' });
  for (const [table, rows] of Object.entries(tables)) await app.db.table(table).bulkPut(rows);
  return record.id;
}

function draw(screenOfIt: ReactNode): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>{screenOfIt}</AppProvider>
    </MantineProvider>,
  );
}

async function openCase(caseId: string, part: string): Promise<HTMLElement> {
  window.location.hash = `#/cases/${caseId}/${part}`;
  draw(<CaseScreen caseId={caseId} />);
  const sheet = await screen.findByTestId('case-sheet', {}, LONG);
  await waitFor(() => expect(sheet.getAttribute('aria-busy')).toBe('false'), LONG);
  await screen.findByTestId('handoff-bar', {}, LONG);
  return sheet;
}

const written = async () => [
  await app.db.outbox.count(),
  await app.db.packets.count(),
  await app.db.heldFiles.count(),
];
const HAND_OFF = '{Control>}{Shift>}{Enter}{/Shift}{/Control}';
const someFile = () => {
  const carried = new DataTransfer();
  carried.items.add(new File(['hostname pag-01\n'], 'show-run.txt', { type: 'text/plain' }));
  return carried;
};

test('Ctrl Shift Enter hands off what an engineer may hand off, and the same case stays as it is for a reader', async () => {
  const caseId = await openAs('engineer');
  await openCase(caseId, 'problem');
  await keys.keyboard(HAND_OFF);
  await waitFor(async () => expect(await app.db.packets.count()).toBe(1), LONG);
  cleanup();
  await removeConsole(app);

  const same = await openAs(READER);
  const sheet = await openCase(same, 'problem');
  await within(sheet).findByText(/not part of your role/, {}, LONG);
  const link = screen.getByRole('link', { name: 'Systems' });
  link.focus();
  await keys.keyboard(HAND_OFF);
  await keys.keyboard('{Control>}{Shift>}c{/Shift}{/Control}');
  await keys.keyboard(
    '{F8}{Shift>}{F8}{/Shift}{Control>}z{/Control}{Control>}y{/Control}{Control>}{Enter}{/Control}',
  );
  // Nor does a key take the reader from where they are.
  expect(document.activeElement).toBe(link);
  expect(window.location.hash).toBe(`#/cases/${same}/problem`);
  // The database answers in order: what a key began would have read and written before this.
  await app.db.cases.count();
  expect(await written()).toEqual([0, 0, 0]);
  expect((await app.db.cases.get(same))?.state).toBe('level2');
});

test.each([
  'problem',
  'systems',
  'configuration',
  'revisions',
  'steps',
  'files',
  'cover',
  'people',
  'level3',
  'history',
  'end',
])('%s has neither a field nor an act, and takes no file', async (part) => {
  const caseId = await openAs(READER);
  const sheet = await openCase(caseId, part);
  expect([...sheet.querySelectorAll('input, textarea, select')]).toEqual([]);
  const acts = within(sheet)
    .queryAllByRole('button')
    .map((each) => each.textContent ?? '');
  // A clause of the policy is read by it.
  expect(acts.filter((words) => !/^P-\d+$/.test(words))).toEqual([]);
  fireEvent.drop(sheet, { dataTransfer: someFile() });
  fireEvent.paste(document.body, { clipboardData: someFile() });
  await app.db.cases.count();
  expect(await written()).toEqual([0, 0, 0]);
});

test('the screen that reads files takes none, promises none, and its key accepts none', async () => {
  const caseId = await openAs(READER);
  draw(<CollectScreen caseId={caseId} />);
  await screen.findByText(/not part of your role/, {}, LONG);
  expect(screen.queryByText(/Drop what you captured/)).toBeNull();
  fireEvent.dragOver(window, { dataTransfer: someFile() });
  expect(document.querySelector('[data-over="true"]')).toBeNull();
  fireEvent.drop(window, { dataTransfer: someFile() });
  await keys.keyboard('{Control>}{Enter}{/Control}');
  await app.db.cases.count();
  expect(screen.queryByText('show-run.txt')).toBeNull();
  expect(await written()).toEqual([0, 0, 0]);
});

test('cases are open to them, and neither what only writes nor customers', async () => {
  await openAs(READER);
  const open = openScreens({ ...identity, roles: [READER] }).map(({ path }) => path);
  expect(open).toContain('/cases');
  expect(open.filter((path) => ['/new', '/cases/import', '/customers', '/review'].includes(path))).toEqual(
    [],
  );
  draw(<Palette />);
  await keys.keyboard('{Control>}k{/Control}');
  await screen.findByRole('option', { name: 'Go to Cases' }, LONG);
  expect(screen.queryByRole('option', { name: 'New case' })).toBeNull();
});
