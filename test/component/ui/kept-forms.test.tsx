/** What is typed into a form that is sent whole is there again after a reload and a visit elsewhere, until it is sent or cancelled. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unsavedOf } from '../../../renderer/commands/unsaved-case.ts';
import { ConsentForm } from '../../../renderer/features/case/entitlement/consent-form.tsx';
import { NewCaseForm } from '../../../renderer/features/cases/new-case-form.tsx';
import { DocumentsPart } from '../../../renderer/features/catalogue/documents-part.tsx';
import { ExcludedPart } from '../../../renderer/features/catalogue/excluded-part.tsx';
import { HolidaysPart } from '../../../renderer/features/catalogue/holidays-part.tsx';
import { ProductsPart } from '../../../renderer/features/catalogue/products-part.tsx';
import { RatesPart } from '../../../renderer/features/catalogue/rates-part.tsx';
import { CoverageScreen } from '../../../renderer/features/credentials/coverage-screen.tsx';
import { ExamsPart } from '../../../renderer/features/credentials/exams-part.tsx';
import { PeoplePart } from '../../../renderer/features/credentials/people-part.tsx';
import { PersonPart } from '../../../renderer/features/credentials/person-part.tsx';
import { Agreements } from '../../../renderer/features/customers/agreements.tsx';
import { CustomersScreen } from '../../../renderer/features/customers/customers-screen.tsx';
import { KnowledgeScreen } from '../../../renderer/features/knowledge/knowledge-screen.tsx';
import { chooseDatabase } from '../../../renderer/store/chosen-database.ts';
import { DATABASE_NAME } from '../../../renderer/store/database.ts';
import { draftIds, keepDraft, openDraftsOf, readDraft } from '../../../renderer/store/drafts.ts';
import { refusal } from '../../../renderer/store/outcome.ts';
import { isFormBegun } from '../../../renderer/ui/kept-form.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { PersonRecord } from '../../../shared/certification/schema.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, idOf } from '../../helpers/builders.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const soon = { timeout: 20_000 };
const contents = aCompleteCase().build();
const record = { ...aCase(), engineer: { id: identity.person.id, name: identity.person.name } };
const person: PersonRecord = {
  id: idOf(77),
  organisationId: identity.organisation.id,
  organisationName: 'Sample Partner',
  name: 'Sample Engineer Two',
  email: 'two@example.com',
  roles: ['engineer'],
};
let app: AppServices;

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge(), {
    ...identity,
    roles: [...identity.roles, 'catalogue-admin', 'level3'],
  });
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  await app.db.products.bulkPut([...sampleProducts]);
  await app.db.people.put(person);
  await app.db.members.put({ id: newId(), name: 'Sample Engineer Two', roles: ['engineer'] });
});
afterEach(async () => {
  cleanup();
  openDraftsOf(null);
  localStorage.clear();
  await removeConsole(app);
});

function show(part: ReactNode): void {
  cleanup();
  render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  );
}
const field = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name }, soon);
async function press(name: string): Promise<void> {
  const button = await screen.findByRole('button', { name }, soon);
  await waitFor(() => expect(button).toBeEnabled(), soon);
  await userEvent.click(button);
}

/** A form: the part that has it, the button that opens it, and a field. */
const forms: readonly (readonly [
  name: string,
  part: () => ReactNode,
  opener: string | null,
  label: string,
])[] = [
  ['a new case', () => <NewCaseForm onClose={() => undefined} />, null, 'What it is about'],
  ['a new customer', () => <CustomersScreen />, null, 'New customer'],
  [
    'an agreement',
    () => <Agreements customerId={idOf(5)} agreements={[]} contracts={[]} today="2026-11-25" />,
    null,
    'Reference',
  ],
  ['holidays', () => <HolidaysPart writes />, 'New version', 'One a line: date, then name'],
  ['a policy document', () => <DocumentsPart writes />, 'New version', 'Text'],
  ['rates', () => <RatesPart writes />, 'New rates', 'Hour, remote, in dollars'],
  ['an excluded system', () => <ExcludedPart writes />, 'New excluded system', 'Why'],
  ['a new product', () => <ProductsPart writes />, 'New product', 'Name'],
  [
    'a product that is changed',
    () => <ProductsPart writes />,
    `Change ${sampleProducts[0]?.name}`,
    'Approved platforms, one a line',
  ],
  [
    'a known problem',
    () => <KnowledgeScreen part="problems" id={undefined} />,
    'New known problem',
    'Symptom',
  ],
  ['a recipe', () => <KnowledgeScreen part="recipes" id={undefined} />, 'New recipe', 'Outputs'],
  ['a rule', () => <KnowledgeScreen part="rules" id={undefined} />, 'New rule', 'Rule and samples, as JSON'],
  ['a person', () => <PeoplePart />, 'Add a person', 'Name of the person'],
  ['the reason of an act', () => <PersonPart personId={person.id} />, 'Record a result', 'Reason'],
  ['an exam', () => <ExamsPart />, 'New exam', 'What one has to do to pass'],
];

describe('a form that was begun stands as it was left', () => {
  test.for(forms)('%s', async ([, part, opener, label]) => {
    show(part());
    if (opener !== null) await press(opener);
    const before = (await field(label)).value;
    await userEvent.type(await field(label), 'Half of it');
    const typed = `${before}Half of it`;
    expect((await field(label)).value).toBe(typed);
    show(part());
    await waitFor(async () => expect((await field(label)).value).toBe(typed), soon);

    // Nobody else who works on this computer is shown it.
    openDraftsOf(`console ${idOf(9)}`);
    expect(draftIds()).toEqual([]);
    show(part());
    if (opener === null) expect((await field(label)).value).toBe(before);
    else await screen.findByRole('button', { name: opener }, soon);
    openDraftsOf(null);
    expect(await unsavedOf(app, contents)).toEqual([]);

    // An empty form is as if nobody had touched it.
    show(part());
    const again = await field(label);
    await userEvent.type(again, '{Backspace>10/}');
    await waitFor(() => expect(again.value).toBe(before), soon);
    expect(draftIds('form ')).toEqual([]);
  });
});

test('what Cancel lets go is gone, and so is what was sent; what was refused stays', async () => {
  show(<ExcludedPart writes />);
  await press('New excluded system');
  await userEvent.type(await field('Why'), 'Not ours');
  await press('Save');
  await screen.findByText('The system has no name.', {}, soon);
  expect(draftIds('form ')).toHaveLength(1);
  await press('Cancel');
  expect(draftIds('form ')).toEqual([]);

  await press('New excluded system');
  expect((await field('Why')).value).toBe('');
  await userEvent.type(await field('System or kind of equipment'), 'Door openers');
  await press('Save');
  await screen.findByRole('heading', { name: 'Door openers' }, soon);
  expect(draftIds('form ')).toEqual([]);
  show(<ExcludedPart writes />);
  await screen.findByRole('button', { name: 'New excluded system' }, soon);
});

test('a note for a colleague is there again, with the case that it is about', async () => {
  show(<CoverageScreen />);
  const which = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'Open case' }, soon);
  await screen.findByRole('option', { name: /A case$/ }, soon);
  await userEvent.selectOptions(await which(), record.id);
  await userEvent.type(await field('What they have to know'), 'The night shift calls');
  show(<CoverageScreen />);
  expect((await field('What they have to know')).value).toBe('The night shift calls');
  expect((await which()).value).toBe(record.id);
});

test('a console that opens as another person of this computer has the drafts of that person', async () => {
  keepDraft('form x#y', { text: '"mine"', bases: [] });
  app.close();
  const other = `${DATABASE_NAME} ${idOf(9)}`;
  chooseDatabase(other);
  const shell = memoryBridge();
  const info = await shell.call('app.info', {});
  shell.replies['app.info'] = () => ({ ...info, sample: true });
  const theirs = await openEnrolledConsole(shell);
  expect(theirs.db.name).toBe(other);
  expect(draftIds()).toEqual([]);
  keepDraft('form x#y', { text: '"theirs"', bases: [] });
  await removeConsole(theirs);
  chooseDatabase(DATABASE_NAME);
  app = await openEnrolledConsole(memoryBridge());
  expect(readDraft('form x#y')?.text).toBe('"mine"');
});

test('of a signature, who signs is kept, and what was drawn is not', async () => {
  const form = (
    <ConsentForm
      form="consent"
      heading="Agreement to fees"
      text="Estimated total: $2,600.00"
      company="Example Hospital (sample)"
      today="2026-11-23"
      onSign={async () => refusal('invalid', 'no room')}
      onCancel={() => undefined}
    />
  );
  show(form);
  await userEvent.selectOptions(
    await screen.findByRole('combobox', { name: 'How it is signed' }, soon),
    'Drawn on this screen',
  );
  await userEvent.type(await field('Name of the person who signs'), 'Sample Signer');
  const pad = screen.getByRole('img', { name: /sign/i });
  const { left, top } = pad.getBoundingClientRect();
  await userEvent.pointer([
    { keys: '[MouseLeft>]', target: pad, coords: { clientX: left + 10, clientY: top + 10 } },
    { target: pad, coords: { clientX: left + 90, clientY: top + 40 } },
    { keys: '[/MouseLeft]', target: pad },
  ]);
  const clear = () => screen.getByRole('button', { name: 'Clear the box' });
  await waitFor(() => expect(clear()).toBeEnabled(), soon);
  show(form);
  expect((await field('Name of the person who signs')).value).toBe('Sample Signer');
  expect(clear()).toBeDisabled();
  await press('Cancel');
  expect(isFormBegun('consent')).toBe(false);
});

test('the form of an act of a person that was begun is the one that stands open', async () => {
  show(<PersonPart personId={person.id} />);
  await press('Change name, address or roles');
  await userEvent.type(await field('E-mail address'), '.org');
  show(<PersonPart personId={person.id} />);
  const panel = within(await screen.findByRole('complementary', { name: 'What to do' }, soon));
  panel.getByRole('heading', { name: 'Change: Sample Engineer Two' });
  expect((await field('E-mail address')).value).toBe('two@example.com.org');
});
