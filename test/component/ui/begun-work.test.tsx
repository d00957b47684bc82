/** What was begun in a case waits as it was left, and a question is made one where its priority is chosen. */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { MessageSlot } from '../../../renderer/app/message-slot.tsx';
import { CaseFiles } from '../../../renderer/features/case/capture/adding-files.tsx';
import { ProblemSection } from '../../../renderer/features/case/capture/problem-section.tsx';
import { RevisionsSection } from '../../../renderer/features/case/capture/revisions-section.tsx';
import { StepsSection } from '../../../renderer/features/case/capture/steps-section.tsx';
import { CaseEndSection } from '../../../renderer/features/case/case-end.tsx';
import { PartnerSays } from '../../../renderer/features/case/handoff/partner-says.tsx';
import { ReplyForm } from '../../../renderer/features/case/handoff/reply-form.tsx';
import { useWorkspace } from '../../../renderer/features/case/workspace-state.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { OpenCase } from '../../../renderer/views/case-store.ts';
import { AppProvider, CaseProvider } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import { attachments } from '../../../shared/cases/attachments.ts';
import { cases } from '../../../shared/cases/case.ts';
import { caseEndWords, outsideClauses } from '../../../shared/cases/ends.ts';
import { steps } from '../../../shared/cases/steps.ts';
import { systems } from '../../../shared/cases/systems.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
const record = { ...aCase(), priority: 'P4' as const };

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function Loaded({ store, children }: { store: StoreApi<OpenCase>; children: ReactNode }) {
  const contents = useStore(store, (open) => open.contents);
  if (contents === 'loading' || contents === null) return null;
  return (
    <CaseProvider store={store}>
      <CaseFiles caseId={record.id}>{children}</CaseFiles>
    </CaseProvider>
  );
}
function Opened({ children }: { children: ReactNode }) {
  const store = useOpenCase(record.id);
  return store ? <Loaded store={store}>{children}</Loaded> : null;
}
const open = (part: ReactNode) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Opened>{part}</Opened>
      </AppProvider>
    </MantineProvider>,
  );
const soon = { timeout: 20_000 };

test('[D5] a correction of a step is there again after a visit elsewhere, until it is saved or cancelled', async () => {
  const row = steps.empty({
    id: app.newId(),
    caseId: record.id,
    at: app.here(),
    by: await app.person(),
    level: 1,
    kind: 'gather',
    did: 'Asked the night shift.',
    showed: 'Each night.',
    recordedAt: app.here().at,
  });
  await app.write([{ op: 'insert', table: 'steps', row }]);
  open(<StepsSection />);
  await userEvent.click(await screen.findByRole('button', { name: /^Correct the step/ }, soon));
  await userEvent.type(screen.getByRole('textbox', { name: 'What it showed' }), ' Since the update.');
  cleanup();

  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'Correct the step' }, soon);
  expect(screen.getByRole('textbox', { name: 'What it showed' })).toHaveProperty(
    'value',
    'Each night. Since the update.',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  cleanup();

  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
});

/** What a page knows and has not kept goes when it is loaded again. */
function reload(part: ReactNode): void {
  cleanup();
  useWorkspace.setState(useWorkspace.getInitialState());
  open(part);
}
const kindOfNewStep = () => screen.getByRole<HTMLSelectElement>('combobox', { name: /^Kind/ }).value;
const isLevel = (level: string) => screen.getByRole<HTMLInputElement>('radio', { name: level }).checked;

test('[D5] a new step has kind and level again after a reload, with and without a text', async () => {
  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
  expect([kindOfNewStep(), isLevel('Level 1')]).toEqual(['gather', true]);
  await userEvent.click(screen.getByRole('textbox', { name: 'What was done' }));
  await userEvent.keyboard('{Alt>}l{/Alt}');
  await userEvent.click(screen.getByRole('radio', { name: 'Level 2' }));

  reload(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
  expect([kindOfNewStep(), isLevel('Level 2')]).toEqual(['examine-logs', true]);
  // What was only chosen is no work that was begun, for which a case would stay on this computer.
  expect(await app.db.drafts.count()).toBe(0);
  await userEvent.type(screen.getByRole('textbox', { name: 'What was done' }), 'Read the log.');
  await screen.findByText('Draft kept on this computer', {}, soon);

  // As where the browser keeps nothing but the database.
  localStorage.clear();
  reload(<StepsSection />);
  await screen.findByText('Draft kept on this computer', {}, soon);
  expect([kindOfNewStep(), isLevel('Level 2')]).toEqual(['examine-logs', true]);
  expect(screen.getByRole('textbox', { name: 'What was done' })).toHaveProperty('value', 'Read the log.');

  await userEvent.click(screen.getByRole('button', { name: /^Add the step/ }));
  await screen.findByText('Step saved on this computer', {}, soon);
  expect([kindOfNewStep(), isLevel('Level 2')]).toEqual(['examine-logs', true]);
  expect((await app.db.steps.toArray()).map(({ kind, level }) => [kind, level])).toEqual([
    ['examine-logs', 2],
  ]);
  reload(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
  expect([kindOfNewStep(), isLevel('Level 1')]).toEqual(['gather', true]);
});

test('a jump to the step that is missing chooses its kind over the one of a draft', async () => {
  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: /^Kind/ }), 'fix');
  await userEvent.type(screen.getByRole('textbox', { name: 'What was done' }), 'Read the log.');
  act(() => useWorkspace.getState().askForStepKind('isolate'));
  expect(kindOfNewStep()).toBe('isolate');
  reload(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
  expect(kindOfNewStep()).toBe('isolate');
});

test('a row that is half typed is of the same system after a reload', async () => {
  const { at } = app.here();
  const provenance = { kind: 'typed' as const, by: await app.person(), at };
  const common = { caseId: record.id, role: 'context' as const, capturedAt: at, provenance };
  const rows = ['cm-pub', 'cm-sub'].map((hostname) =>
    systems.empty({ ...common, id: app.newId(), hostname }),
  );
  await app.write(rows.map((row) => ({ op: 'insert', table: 'systems', row })));
  open(<RevisionsSection />);
  const system = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'System' }, soon);
  await userEvent.selectOptions(await system(), 'cm-sub');
  await userEvent.type(screen.getByRole('textbox', { name: 'Component' }), 'Call manager');

  reload(<RevisionsSection />);
  expect((await system()).value).toBe(rows[1]?.id);
  expect(screen.getByRole('textbox', { name: 'Component' })).toHaveProperty('value', 'Call manager');
  await userEvent.type(screen.getByRole('textbox', { name: 'Version' }), '14.0.2{Enter}');
  await screen.findByText('1 revision level saved on this computer.', {}, soon);
  expect((await app.db.revisions.toArray()).map(({ systemId }) => systemId)).toEqual([rows[1]?.id]);
  expect((await system()).value).toBe(rows[1]?.id);
});

test('what is said to Level 3 has its kind and all of its fields again after a reload', async () => {
  const { organisationId } = record;
  const ticket = { id: app.newId(), caseId: record.id, organisationId, state: 'acknowledged' } as Ticket;
  const says = <PartnerSays ticket={ticket} entries={[]} replies={[]} />;
  open(says);
  const kind = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'Tell Level 3' }, soon);
  await userEvent.selectOptions(await kind(), 'It is worse, or less urgent: another priority');
  await userEvent.click(screen.getByRole('radio', { name: 'P2' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'What was seen, and why' }), 'All are silent.');
  reload(says);
  expect((await kind()).value).toBe('priority-asked');
  expect(screen.getByRole('radio', { name: 'P2' })).toHaveProperty('checked', true);
  expect(screen.getByRole('textbox', { name: 'What was seen, and why' })).toHaveProperty(
    'value',
    'All are silent.',
  );
});

test('the form of an end, and the files that go with a reply, are as they were left after a reload', async () => {
  open(<CaseEndSection />);
  const how = () =>
    screen.findByRole<HTMLSelectElement>('combobox', { name: cases.fields.endedAs.label }, soon);
  await userEvent.selectOptions(await how(), caseEndWords['not-ours']);
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: cases.fields.endClause.label }),
    Object.values(outsideClauses)[0] ?? '',
  );
  const sentTo = () => screen.getByRole('textbox', { name: cases.fields.endSentTo.label });
  await userEvent.type(sentTo(), 'The maker of the gateway');
  reload(<CaseEndSection />);
  expect((await how()).value).toBe('not-ours');
  expect(sentTo()).toHaveProperty('value', 'The maker of the gateway');
  cleanup();

  const { at } = app.here();
  const provenance = { kind: 'typed' as const, by: await app.person(), at };
  const read = { mediaType: 'text/plain', category: 'log' as const, readable: true };
  const common = { caseId: record.id, addedAt: at, capturedAt: at, provenance, size: 3, ...read };
  const files = ['call.log', 'trace.txt'].map((name) =>
    attachments.empty({
      ...common,
      id: app.newId(),
      name,
      sha256: name === 'call.log' ? 'a'.repeat(64) : 'b'.repeat(64),
    }),
  );
  await app.db.attachments.bulkPut(files);
  const { organisationId } = record;
  const ticket = { id: app.newId(), caseId: record.id, organisationId, state: 'acknowledged' } as Ticket;
  const reply = <ReplyForm ticket={ticket} entryId={record.id} />;
  open(reply);
  await userEvent.click(await screen.findByRole('checkbox', { name: /^trace\.txt/ }, soon));
  reload(reply);
  expect(await screen.findByRole('checkbox', { name: /^trace\.txt/ }, soon)).toHaveProperty('checked', true);
  expect(screen.getByRole('checkbox', { name: /^call\.log/ })).toHaveProperty('checked', false);
});

test('half a time of a new step says what is missing once it is left, and after a reload', async () => {
  open(<StepsSection />);
  const field = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Time (empty: now)' }, soon);
  await userEvent.type(await field(), '28 No');
  const why = /^This cannot be read as a day and a time\./;
  expect(screen.queryByText(why)).toBeNull();
  await userEvent.tab();
  await screen.findByText(why, {}, soon);
  reload(<StepsSection />);
  expect((await field()).value).toBe('28 No');
  expect(screen.getByText(why)).toBeTruthy();
});

test('a P4 by which nothing has failed is made a question where its priority is chosen', async () => {
  open(<ProblemSection />);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Only a question: nothing has failed' }, soon),
  );
  await waitFor(
    async () => expect(await app.db.cases.get(record.id)).toHaveProperty('workType', 'information'),
    soon,
  );
  await screen.findByText(/only what a question needs is asked for/, {}, soon);
});

test('[CS2] leaving Level 1 says first what is missing of it, keeps the level of a begun step, and can be taken back', async () => {
  open(
    <>
      <StepsSection />
      <MessageSlot />
    </>,
  );
  const stateOf = async () => (await app.db.cases.get(record.id))?.state;
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'What was done' }, soon),
    'Asked the night shift',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Not solved: go to Level 2' }));
  const alert = await screen.findByRole('alert', {}, soon);
  expect(alert.querySelectorAll('li').length).toBeGreaterThan(1);
  expect(await stateOf()).toBe('level1');
  expect(isLevel('Level 1')).toBe(true);

  await userEvent.click(screen.getByRole('button', { name: 'Not solved: go to Level 2 all the same' }));
  await waitFor(async () => expect(await stateOf()).toBe('level2'), soon);
  await waitFor(
    () => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'New step' })),
    soon,
  );
  expect(isLevel('Level 1')).toBe(true);
  expect(screen.queryByRole('alert')).toBeNull();
  await screen.findByText(/^Level 1 has ended without success/, {}, soon);
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(
    async () =>
      expect(await app.db.cases.get(record.id)).toMatchObject({
        ...{ state: 'level1', level1Outcome: null, level1EndedAt: null },
      }),
    soon,
  );
  await screen.findByRole('button', { name: 'Not solved: go to Level 2' }, soon);
  await userEvent.click(screen.getByRole('button', { name: 'Discard the draft' }));
});
