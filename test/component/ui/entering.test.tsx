/** Entering: a table is looked at before it is taken, a text goes in whole or not at all, and one act makes one row. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { setConfigures } from '../../../renderer/commands/attachments.ts';
import { RevisionsSection } from '../../../renderer/features/case/capture/revisions-section.tsx';
import { SystemsSection } from '../../../renderer/features/case/capture/systems-section.tsx';
import { NewCaseForm } from '../../../renderer/features/cases/new-case-form.tsx';
import { messages } from '../../../renderer/ui/messages.ts';
import { keepPastesWhole } from '../../../renderer/ui/whole-paste.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { OpenCase } from '../../../renderer/views/case-store.ts';
import { AppProvider, CaseProvider } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import { attachments } from '../../../shared/cases/attachments.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
const record = aCase();

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function Sections() {
  const store = useOpenCase(record.id);
  return store ? <Loaded store={store} /> : null;
}
function Loaded({ store }: { store: StoreApi<OpenCase> }) {
  const contents = useStore(store, (open) => open.contents);
  if (contents === 'loading' || contents === null) return null;
  return (
    <CaseProvider store={store}>
      <SystemsSection />
      <RevisionsSection />
    </CaseProvider>
  );
}

function paste(into: HTMLElement, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  into.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}
const words = (pattern: RegExp) => screen.findByText(pattern, {}, { timeout: 20_000 });

test('[D5] a table of systems, and one of their revision levels with a column of hosts, each taken in one act', async () => {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Sections />
      </AppProvider>
    </MantineProvider>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Paste a table' }, { timeout: 20_000 }));
  paste(
    screen.getByRole('textbox', { name: 'Table of systems' }),
    'Node\tModel\tNode role\tQty\tOwner\ncm-pub\tExample CUCM\tPublisher\t\tA\ncm-sub1\tExample CUCM\tSubscriber\t\tB\nphones\tExample phone\t\t450\tC',
  );
  const group = await screen.findByRole('group', { name: 'Pasted table' });
  expect(within(group).getByLabelText('Owner')).toHaveProperty('value', '');
  await userEvent.click(within(group).getByRole('button', { name: 'Add 3 rows' }));
  await screen.findByRole('link', { name: 'Open phones' }, { timeout: 20_000 });
  const systems = await app.db.systems.toArray();
  expect(
    systems
      .map(({ hostname, productName, nodeRole, quantity, role }) => [
        hostname,
        productName,
        nodeRole,
        quantity,
        role,
      ])
      .sort(),
  ).toEqual([
    ['cm-pub', 'Example CUCM', 'publisher', null, 'context'],
    ['cm-sub1', 'Example CUCM', 'subscriber', null, 'context'],
    ['phones', 'Example phone', null, 450, 'context'],
  ]);

  paste(
    await screen.findByRole('textbox', { name: 'Component' }),
    'cm-pub\tCall manager\t14.0.1\ncm-sub1\tCall manager\t14.0.2\ncm-sub9\tCall manager\t14.0.1',
  );
  // Three cells and no heading: it asks which is which.
  await words(/^Say which column is the component and which the version\.$/);
  const table = screen.getByRole('group', { name: 'Pasted table' });
  for (const [column, name] of [
    ['Column 1', 'System'],
    ['Column 2', 'Component'],
    ['Column 3', 'Version'],
  ] as const)
    await userEvent.selectOptions(within(table).getByLabelText(column), name);
  await words(/^Line 3 names “cm-sub9”, which is no system of this case\.$/);
  await userEvent.click(within(table).getByRole('button', { name: 'Add 2 rows' }));
  await words(/^2 revision levels saved on this computer\. 1 row was not taken: line 3\.$/);
  // What was left is there still; mended in its cell, it is taken.
  const rest = await screen.findByRole('group', { name: 'Pasted table' });
  const host = within(rest).getByRole('textbox', { name: 'Column 1, line 3' });
  await userEvent.clear(host);
  await userEvent.type(host, 'phones');
  await userEvent.click(within(rest).getByRole('button', { name: 'Add 1 row' }));
  await words(/^1 revision level saved on this computer\.$/);
  expect(screen.queryByRole('group', { name: 'Pasted table' })).toBeNull();
  const hosts = new Map(systems.map(({ id, hostname }) => [id, hostname]));
  const rows = await app.db.revisions.toArray();
  expect(rows.map(({ systemId, version }) => [hosts.get(systemId), version]).sort()).toEqual([
    ['cm-pub', '14.0.1'],
    ['cm-sub1', '14.0.2'],
    ['phones', '14.0.1'],
  ]);
  // One act takes those back that were taken together.
  messages.getState().shown?.act?.run();
  await waitFor(async () => expect(await app.db.revisions.count()).toBe(1), { timeout: 20_000 });
});

test('what does not fit a field is not cut: nothing is pasted, and it says how much fits', async () => {
  const end = keepPastesWhole(window);
  render(
    <>
      <textarea aria-label="Long" defaultValue={'x'.repeat(30)} />
      <input aria-label="Bounded" maxLength={20} />
    </>,
  );
  const from = screen.getByLabelText<HTMLTextAreaElement>('Long');
  const to = screen.getByLabelText<HTMLInputElement>('Bounded');
  from.focus();
  from.select();
  await keys.copy();
  to.focus();
  await keys.paste();
  await waitFor(() =>
    expect(messages.getState().shown?.text).toMatch(
      /^What was pasted has 30 characters, and this field holds 20\./,
    ),
  );
  expect(to.value).toBe('');
  from.setSelectionRange(0, 20);
  from.focus();
  await keys.copy();
  to.focus();
  await keys.paste();
  await waitFor(() => expect(to.value).toBe('x'.repeat(20)));
  end();
});

test('Enter that is held, a double click and a scanner’s line ends open one case', async () => {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <NewCaseForm onClose={() => undefined} />
      </AppProvider>
    </MantineProvider>,
  );
  const field = screen.getByLabelText<HTMLInputElement>('What it is about');
  await userEvent.type(field, 'Calls ring twice');
  const before = await app.db.cases.count();
  for (let pressed = 0; pressed < 4; pressed++) field.form?.requestSubmit();
  await userEvent.dblClick(screen.getByRole('button', { name: 'Open the case' }));
  await waitFor(async () => expect(await app.db.cases.count()).toBe(before + 1), { timeout: 20_000 });
  field.form?.requestSubmit();
  // A write that is asked for later is done later: had there been another case, it would be there now.
  await app.write([{ op: 'patch', table: 'cases', key: record.id, fields: { site: 'Elsewhere' } }]);
  expect(await app.db.cases.count()).toBe(before + 1);
});

test('a voice site is entered in a few acts: a cluster of five, two gateways with a trunk each, 450 phones of four models, two servers', async () => {
  await app.db.products.bulkPut([...sampleProducts]);
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Sections />
      </AppProvider>
    </MantineProvider>,
  );
  let acts = 0;
  const press = async (name: string) => {
    acts += 1;
    await userEvent.click(await screen.findByRole('button', { name }, { timeout: 20_000 }));
  };
  const choose = async (within_: HTMLElement, label: string, value: string) => {
    acts += 1;
    await userEvent.selectOptions(within(within_).getByLabelText(label), value);
  };
  const nodes = [
    'pub\tPublisher',
    'sub1\tSubscriber',
    'sub2\tSubscriber',
    'tftp\tTFTP',
    'moh\tMedia resources',
  ];
  const table = [
    'Host\tNode role\tModel\tVersion\tQty\tCluster\tRole in the fault',
    ...nodes.map((node) => `cm-${node}\tExample CUCM\t14.0.1.13900-155\t\tHCU\tDepends on it`),
    ...['gw1', 'gw2'].map((gateway) => `${gateway}\t\tExample gateway\t17.9.4a\t\t\tContext`),
    ...[200, 150, 75, 25].map((count, n) => `phones-${n}\t\tExample phone ${n}\t14-2-1\t${count}\t\tContext`),
    ...['rec1', 'rec2'].map((server) => `${server}\t\tSample Call Recorder\t5.4.1\t\t\tAffected`),
  ].join('\r\n');
  await press('Paste a table');
  acts += 1;
  paste(screen.getByRole('textbox', { name: 'Table of systems' }), table);
  await press('Add 13 rows');
  await screen.findByRole('link', { name: 'Open rec2' }, { timeout: 20_000 });
  for (const [n, [from, to]] of [
    ['gw1', 'cm-sub1'],
    ['gw2', 'cm-sub2'],
    ['rec1', 'cm-pub'],
  ].entries()) {
    await press('Add a link');
    const card = await screen.findByRole('group', { name: `Link ${n + 1}` }, { timeout: 20_000 });
    await choose(card, 'From', from ?? '');
    await choose(card, 'To', to ?? '');
  }
  const map = await screen.findByRole('group', { name: 'Map of the systems and their links' });
  await waitFor(() => expect(map.querySelectorAll('a')).toHaveLength(6), { timeout: 20_000 });
  expect(within(map).getByRole('link', { name: 'rec1 on the map' }).getAttribute('href')).toContain(
    record.id,
  );
  const systems = await app.db.systems.toArray();
  expect(systems).toHaveLength(13);
  expect(systems.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)).toBe(450);
  expect(
    systems
      .filter(({ cluster }) => cluster === 'HCU')
      .map(({ nodeRole }) => nodeRole)
      .sort(),
  ).toEqual(['media-resources', 'publisher', 'subscriber', 'subscriber', 'tftp']);
  expect(
    systems.filter(({ productId, role }) => productId === 'sample-call-recorder' && role === 'affected'),
  ).toHaveLength(2);
  expect(await app.db.revisions.count()).toBe(13);
  expect(acts).toBeLessThan(60);
});

test('[H10] one file is the configuration of several systems, and what one of them has of it stays when another goes', async () => {
  const at = app.now().toISOString();
  const typed = { kind: 'typed' as const, by: await app.person(), at };
  const [one, two] = ['cm-pub', 'cm-sub1'].map((hostname) =>
    systems.empty({
      ...{ id: app.newId(), caseId: record.id, role: 'affected' as const, hostname, capturedAt: at },
      provenance: typed,
    }),
  );
  if (!one || !two) throw new Error('there are two');
  const file = attachments.empty({
    ...{
      id: app.newId(),
      caseId: record.id,
      name: 'bat-export.tar',
      mediaType: 'application/x-tar',
      size: 3,
    },
    ...{
      sha256: 'ab'.repeat(32),
      category: 'configuration' as const,
      readable: true,
      addedAt: at,
      provenance: typed,
    },
  });
  await app.write([
    { op: 'insert', table: 'systems', row: one },
    { op: 'insert', table: 'systems', row: two },
    { op: 'insert', table: 'attachments', row: file },
  ]);
  const rows = async () =>
    (await app.db.configuration.toArray()).map(({ id, systemId, attachmentId }) => ({
      id,
      systemId,
      attachmentId,
    }));
  await setConfigures(app, file, [one.id, two.id]);
  const both = await rows();
  expect(both.map(({ systemId }) => systemId).sort()).toEqual([one.id, two.id].sort());
  expect(both.every(({ attachmentId }) => attachmentId === file.id)).toBe(true);
  await setConfigures(app, file, [two.id]);
  expect(await rows()).toEqual(both.filter(({ systemId }) => systemId === two.id));
  expect((await app.db.attachments.get(file.id))?.systemId).toBe(two.id);
});
