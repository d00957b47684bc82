/** A case goes to nobody while something typed into it is not saved; and the focus is never on nothing after an act. */
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { MessageSlot } from '../../../renderer/app/message-slot.tsx';
import { assignCase } from '../../../renderer/commands/assign.ts';
import { endCase } from '../../../renderer/commands/ends.ts';
import { handOff } from '../../../renderer/commands/handoff.ts';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { useWorkspace } from '../../../renderer/features/case/workspace-state.ts';
import { keepDraft } from '../../../renderer/store/drafts.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { zonedText } from '../../../renderer/ui/read-time.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { placeId } from '../../../renderer/views/place-id.ts';
import { comments } from '../../../shared/cases/comments.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, idOf } from '../../helpers/builders.ts';
import {
  newId,
  openEnrolledConsole,
  organisationScope,
  removeConsole,
  wholePage,
} from '../../helpers/console-device.ts';
import { aCredential, anIssuer, facts, statusLists } from '../../helpers/credentials.ts';

const LONG = { timeout: 20_000 };
let app: AppServices;
let contents: CaseContents;

beforeEach(async () => {
  // Wide enough for the panel to stand beside the form.
  await page.viewport(1440, 900);
  app = await openEnrolledConsole(memoryBridge());
  await certify();
  const whole = aCompleteCase().build();
  const { person } = identity;
  contents = { ...whole, case: { ...whole.case, engineer: { id: person.id, name: person.name } } };
  const { case: record, ...tables } = contents;
  await app.db.cases.put(record);
  for (const [table, rows] of Object.entries(tables)) await app.db.table(table).bulkPut(rows);
});

/** Who works here may hand off: keys, lists and a credential, as a sync brings them. */
async function certify(): Promise<void> {
  const issuer = await anIssuer();
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const { id: personId, name } = identity.person;
  const { id } = facts();
  const token = await aCredential(issuer, {
    person: { id: personId, name },
    coverage: sampleProducts.map((product) => ({ product: product.id, levels: [1, 2] })),
    validFrom: at(-2),
    validUntil: at(300),
  });
  const lists = await statusLists(issuer, { revoked: [], at: at(-1) });
  const { key } = issuer;
  await receive('catalogue', [
    { table: 'issuerKeys', key: key.id, data: key },
    ...lists.map((list, i) => {
      const purpose = i === 0 ? 'revocation' : 'suspension';
      const row = { id: `${purpose}-1`, url: `${key.issuer}/v1/status/${purpose}-1`, purpose, token: list };
      return { table: 'statusLists' as const, key: row.id, data: row };
    }),
  ]);
  const row = { id, personId, token, state: 'valid', stateReason: '', stateSince: at(-2) };
  await receive(organisationScope, [{ table: 'credentials', key: id, data: row }]);
}

let version = 0;
async function receive(
  scope: string,
  rows: readonly { table: PulledRow['table']; key: string; data: object }[],
): Promise<void> {
  version += 1;
  const pulled = rows.map(
    (row, index) => ({ ...row, version, index, deleted: false }) as unknown as PulledRow,
  );
  await applyPage(app.db, scope, wholePage(pulled, { epoch: idOf(1), version, index: 0 }), true);
}

afterEach(async () => {
  cleanup();
  window.location.hash = '';
  localStorage.clear();
  await removeConsole(app);
});

async function show(part: string): Promise<HTMLElement> {
  window.location.hash = `#/cases/${contents.case.id}/${part}`;
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Router hook={useHashLocation}>
          <CaseScreen caseId={contents.case.id} />
          <MessageSlot />
        </Router>
      </AppProvider>
    </MantineProvider>,
  );
  const sheet = await screen.findByTestId('case-sheet', {}, LONG);
  await waitFor(() => expect(sheet.getAttribute('aria-busy')).toBe('false'), LONG);
  return sheet;
}

/** The credential is read and nothing is missing: it may go. */
async function mayGo(): Promise<void> {
  await waitFor(
    () => expect(screen.getAllByRole('button', { name: 'Hand off to Level 3' })[0]).toBeEnabled(),
    LONG,
  );
}

const panel = () => screen.getByRole('complementary', { name: 'Handoff' });
const stateOf = async () => (await app.db.cases.get(contents.case.id))?.state;
const fieldOf = (field: string) => {
  const found = document.getElementById(placeId({ table: 'cases', id: contents.case.id, field }));
  if (!(found instanceof HTMLInputElement)) throw new Error(`There is no field ${field}.`);
  return found;
};

test('a handoff by key names the fields that hold unsaved text, leads to the first, and goes once they are completed', async () => {
  await show('problem');
  await mayGo();
  await userEvent.clear(fieldOf('affectedUsers'));
  await userEvent.type(fieldOf('affectedUsers'), '12 or so');
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  const alert = await within(panel()).findByRole('alert', {}, LONG);
  expect(alert.textContent).toMatch(
    /^Not handed off\. Typed on this computer and not saved: .*Affected users/,
  );
  await waitFor(() => expect(document.activeElement).toBe(fieldOf('affectedUsers')), LONG);
  expect(await stateOf()).toBe(contents.case.state);
  expect(await app.db.packets.count()).toBe(0);

  await userEvent.clear(fieldOf('affectedUsers'));
  await userEvent.type(fieldOf('affectedUsers'), '12');
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await waitFor(async () => expect(await stateOf()).toBe('ready'), LONG);
  expect((await app.db.packets.toArray())[0]?.contents.case.affectedUsers).toBe(12);
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Handoff/), LONG);

  await userEvent.click(await within(panel()).findByRole('button', { name: 'Take it back' }, LONG));
  await waitFor(async () => expect(await stateOf()).toBe(contents.case.state), LONG);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Take it back' })).toBeNull(), LONG);
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/^Handoff/), LONG);
});

test('by key it counts what is being typed, whatever of it is drawn yet, and says so where something is missing', async () => {
  await show('problem');
  await mayGo();
  const { observed } = contents.case;
  const field = screen.getByLabelText<HTMLTextAreaElement>('Actual');
  await userEvent.clear(field);
  const [button] = screen.getAllByRole('button', { name: 'Hand off to Level 3' });
  await waitFor(() => expect(button).toBeDisabled(), LONG);
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await within(panel()).findByText('Not handed off: something is still missing. It is marked.', {}, LONG);
  expect(await app.db.packets.count()).toBe(0);

  fireEvent.change(field, { target: { value: observed } });
  expect(button).toBeDisabled();
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await waitFor(async () => expect(await stateOf()).toBe('ready'), LONG);
  expect((await app.db.packets.toArray())[0]?.contents.case.observed).toBe(observed);
});

test('a step that is half written holds the handoff up by its button, and is let go on purpose', async () => {
  await show('steps');
  await mayGo();
  await userEvent.type(screen.getByRole('textbox', { name: 'What was done' }), 'Asked the night shift');
  const [button] = screen.getAllByRole('button', { name: 'Hand off to Level 3' });
  if (!button) throw new Error('Nothing hands off.');
  await userEvent.click(button);
  const alert = await within(panel()).findByRole('alert', {}, LONG);
  expect(alert.textContent).toContain('New step');
  await waitFor(
    () => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'What was done' })),
    LONG,
  );
  expect(await app.db.packets.count()).toBe(0);

  await userEvent.click(screen.getByRole('button', { name: 'Discard what was typed: New step' }));
  await waitFor(() => expect(within(panel()).queryByRole('alert')).toBeNull(), LONG);
  expect(screen.getByRole('textbox', { name: 'What was done' })).toHaveProperty('value', '');
  expect(await handOff(app, contents.case.id)).toEqual({ kind: 'queued' });
});

const lead = { id: idOf(801), name: 'Sample Lead' };
const asked = [
  { id: idOf(811), text: 'Say which build it is.', where: null, rule: null },
  { id: idOf(812), text: 'Name the gateway.', where: null, rule: null },
];

/** A lead has sent the case back, with two changes and a comment. */
async function sendBack(): Promise<void> {
  const { id: caseId } = contents.case;
  const at = { at: new Date().toISOString(), zone: 'UTC' };
  const of = { caseId, at, by: lead };
  await app.db.cases.update(caseId, { state: 'changes-requested' });
  const decision = { kind: 'asked-for-changes' as const, text: '', changes: asked };
  const packet = { packetId: idOf(803), revision: 1, digest: 'a'.repeat(64) };
  await app.db.reviews.put({ id: idOf(802), ...of, ...packet, ...decision });
  await app.db.comments.put(comments.empty({ id: idOf(804), ...of, text: 'Which floor is it?' }));
}

test('what is begun for the lead is named by its opener after a reload, and holds the handoff up by name', async () => {
  await sendBack();
  await show('problem');
  await mayGo();
  const inPanel = within(panel());
  await userEvent.click(
    await inPanel.findByRole('button', { name: 'Say why not: Say which build it is.' }, LONG),
  );
  await userEvent.type(await inPanel.findByRole('textbox', { name: 'Why it is not made' }), 'Nobody knows');
  await userEvent.click(inPanel.getByRole('button', { name: 'Answer "Which floor is it?"' }));
  await userEvent.type(inPanel.getByRole('textbox', { name: /^Answer to / }), 'The third');
  cleanup();

  await show('problem');
  await mayGo();
  const again = within(panel());
  const whyNot = 'Say why not, begun: Say which build it is.';
  await again.findByRole('button', { name: whyNot }, LONG);
  again.getByRole('button', { name: 'Answer, begun "Which floor is it?"' });
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  const alert = await again.findByRole('alert', {}, LONG);
  expect(alert.textContent).toContain('Why it is not made: “Say which build it is.”');
  expect(alert.textContent).toContain('Answer to “Which floor is it?”');
  const field = again.getByRole<HTMLTextAreaElement>('textbox', { name: 'Why it is not made' });
  await waitFor(() => expect(document.activeElement).toBe(field), LONG);
  expect(field.value).toBe('Nobody knows');
  expect(await app.db.packets.count()).toBe(0);

  // Sent, it holds nothing up; the other one is let go.
  await userEvent.click(again.getByRole('button', { name: 'Say so' }));
  await waitFor(async () => expect(await app.db.reviewTicks.count()).toBe(1), LONG);
  await userEvent.click(again.getByRole('button', { name: 'Answer to “Which floor is it?”' }));
  const answer = again.getByRole<HTMLTextAreaElement>('textbox', { name: /^Answer to / });
  await waitFor(() => expect(document.activeElement).toBe(answer), LONG);
  await userEvent.click(
    again.getByRole('button', { name: 'Discard what was typed: Answer to “Which floor is it?”' }),
  );
  expect(answer.value).toBe('');
  await waitFor(() => expect(again.queryByRole('alert')).toBeNull(), LONG);
  await userEvent.click(again.getByRole('button', { name: 'Cancel' }));
  again.getByRole('button', { name: 'Answer "Which floor is it?"' });
  expect(await handOff(app, contents.case.id)).toEqual({ kind: 'queued' });
});

test('changes that nobody has answered are named before the case goes again, and stop nothing', async () => {
  await sendBack();
  await show('problem');
  await mayGo();
  const warning = await within(panel()).findByText(/^Not answered yet/, {}, LONG);
  expect(warning.textContent).toContain('Sample Lead');
  expect(warning.textContent).toContain('“Say which build it is.”, “Name the gateway.”');
  await userEvent.click(screen.getByRole('checkbox', { name: 'Name the gateway.' }));
  await waitFor(
    () => expect(within(panel()).getByText(/^Not answered yet/).textContent).not.toContain('gateway'),
    LONG,
  );
  // Where the panel is folded, it opens first with what it warns of.
  cleanup();
  useWorkspace.setState(useWorkspace.getInitialState());
  await page.viewport(1024, 760);
  await show('problem');
  await mayGo();
  await waitFor(() => expect(screen.getByText(/^Not answered yet/)).not.toBeVisible(), LONG);
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await waitFor(() => expect(screen.getByText(/^Not answered yet/)).toBeVisible(), LONG);
  expect(await app.db.packets.count()).toBe(0);
  await userEvent.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
  await waitFor(async () => expect(await stateOf()).toBe('ready'), LONG);
});

test('a text that is not drawn holds up handoff, giving, ending and export all the same; one of another case does not', async () => {
  const { id } = contents.case;
  const draft = { text: '28 No', bases: [zonedText(contents.case.lastWorked)] };
  keepDraft(placeId({ table: 'cases', id: newId(), field: 'lastWorked' }), draft);
  keepDraft(placeId({ table: 'cases', id, field: 'lastWorked' }), draft);
  const colleague = { id: newId(), name: 'Sample Engineer Two' };
  await app.db.members.put({ ...colleague, roles: ['engineer'] });
  expect(await handOff(app, id)).toMatchObject({
    kind: 'unsaved',
    texts: [{ where: { field: 'lastWorked' } }],
  });
  expect(await assignCase(app, id, colleague, '')).toMatchObject({ kind: 'refused', code: 'unsaved' });
  const ended = { endedAs: 'withdrawn', endReason: 'The customer replaced the gateway.' } as const;
  expect(await endCase(app, contents.case, ended)).toMatchObject({ kind: 'refused', code: 'unsaved' });

  await show('steps');
  await userEvent.click(screen.getByRole('button', { name: 'More' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Export to a file' }, LONG));
  await screen.findByText(/^Not exported\. Typed on this computer and not saved: /, { selector: 'p' }, LONG);
  await waitFor(() => expect(document.activeElement).toBe(fieldOf('lastWorked')), LONG);
  expect(fieldOf('lastWorked').value).toBe('28 No');

  await userEvent.click(screen.getByRole('button', { name: /^Discard what was typed/ }));
  await waitFor(() => expect(fieldOf('lastWorked').value).not.toBe('28 No'), LONG);
  expect(await assignCase(app, id, colleague, '')).toMatchObject({ kind: 'saved' });
});

test('Alt with an arrow puts the focus on the heading of the part', async () => {
  await show('problem');
  fieldOf('affectedUsers').focus();
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}');
  await waitFor(
    () => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Systems' })),
    LONG,
  );
});
