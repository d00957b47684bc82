/** What was learned, on a device: searched without a network, published in forms, fired on what is collected. See shared/knowledge/SPEC.md. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { CollectScreen } from '../../../renderer/features/collect/collect-screen.tsx';
import { collectingOf } from '../../../renderer/features/collect/collecting.ts';
import { CaseKnowledgeScreen } from '../../../renderer/features/knowledge/case-knowledge-screen.tsx';
import { KnowledgeScreen } from '../../../renderer/features/knowledge/knowledge-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Recipe } from '../../../shared/knowledge/recipes.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { problemRow, ruleRow } from '../../helpers/knowledge.ts';

// Workers have to start, on a computer that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

let app: AppServices;
let record: ReturnType<typeof aCase>;
async function open(roles: readonly string[], draw: () => ReactNode): Promise<void> {
  app = await openEnrolledConsole(memoryBridge(), {
    ...identity,
    roles: [...roles] as typeof identity.roles,
  });
  record = aCase('Pages of zone 2 start late');
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  await app.db.knownProblems.bulkPut([
    problemRow(),
    problemRow({ id: 'KP-0001', title: 'Recorder stops at night', symptom: 'Recordings end', signature: '' }),
  ]);
  render(
    <MantineProvider>
      <AppProvider console={app}>{draw()}</AppProvider>
    </MantineProvider>,
  );
}
afterEach(async () => {
  cleanup();
  collectingOf(record.id).end();
  await removeConsole(app);
});
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const stepsOfCase = () => app.db.steps.where({ caseId: record.id }).toArray();

describe('an engineer', () => {
  test('[N13] a search from inside a case begins with what the case says, tells why it matches, and becomes the step of H19', async () => {
    await open(['engineer'], () => <CaseKnowledgeScreen caseId={record.id} />);
    const list = await screen.findByRole('list', { name: 'Known problems' });
    await within(list).findByText(/^Matches: .*in the title/);
    await press(/^KP-0213/);
    await screen.findByText('Configure a querier in the VLAN of the zone.');
    await press('Note this search as a step');
    await screen.findByText('Noted as a step, saved on this computer.');
    expect(await stepsOfCase()).toMatchObject([
      {
        kind: 'search-documentation',
        did: 'Searched known problems and bulletins for “Pages of zone 2 start late”.',
        showed: 'Opened KP-0213 (Zone pages start late without an IGMP querier).',
        sources: ['problem-report-lists'],
      },
    ]);
  });

  test('where nothing is asked for, what is searched is counted, one and many', async () => {
    await open(['engineer'], () => <CaseKnowledgeScreen caseId={record.id} />);
    await userEvent.clear(await screen.findByLabelText('Search known problems'));
    await screen.findByText('2 known problems are on this computer; the newest first.');
    await app.db.knownProblems.delete('KP-0001');
    await screen.findByText('1 known problem is on this computer.');
  });

  test('[N4] [N8] a rule and a known problem that came with a sync fire on what is dropped, and a finding becomes a step and words in a field', async () => {
    await open(['engineer'], () => <CollectScreen caseId={record.id} />);
    await app.db.findingRules.put(ruleRow());
    await screen.findByRole('heading', { level: 1, name: 'Collect' });
    const text =
      'pag-01 mcast join pending zone=2 waited=12904ms\nsw-dist-2 %IGMP-6-QUERIER_ABSENT: Vlan 20\n';
    await userEvent.upload(screen.getByLabelText('Files to read'), new File([text], 'page.log'));
    const findings = within(await screen.findByRole('region', { name: 'Findings' }));
    await findings.findByText(/KP-0213 describes.*Fixed in 5\.4\.3\./);
    const own = (await findings.findByText(/waits for a multicast join/)).closest('li') as HTMLElement;
    within(own).getByRole('button', { name: 'Clause P-23' });
    await userEvent.click(within(own).getByRole('button', { name: 'Note as a step' }));
    await within(own).findByRole('button', { name: 'Noted' });
    expect(await stepsOfCase()).toMatchObject([
      { kind: 'examine-logs', showed: expect.stringContaining('page.log:1: pag-01 mcast join pending') },
    ]);
    await userEvent.click(within(own).getByRole('button', { name: 'Add to “Evidence for it”' }));
    await waitFor(async () =>
      expect((await app.db.cases.get(record.id))?.suspectedWhy).toContain('It lies in the network'),
    );
  });

  test('[N5] the recipe that fits says what is missing, and from which node', async () => {
    await open(['engineer'], () => <CollectScreen caseId={record.id} />);
    const recipe: Recipe = {
      id: 'late',
      title: 'Pages start late',
      productId: null,
      symptom: 'pages start late',
      version: 3,
      items: [
        { node: 'the publisher', command: 'utils dbreplication runtimestate', why: '' },
        { node: '', command: 'show clock', why: '' },
      ],
      publishedAt: AT,
      sample: true,
    };
    await app.db.recipes.put(recipe);
    const list = within(await screen.findByRole('region', { name: 'Recipe: Pages start late' }));
    await list.findByText('0 of 2, version 3');
    const text = 'gw-1#sh clo\n10:07:02.000 CST Sat Nov 28 2026\n';
    await userEvent.upload(screen.getByLabelText('Files to read'), new File([text], 'gw.txt'));
    await list.findByText('1 of 2, version 3');
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'missing: utils dbreplication runtimestate from the publishercopy',
      'show clockgw.txt:1',
    ]);
  });
});

describe('the desk', () => {
  test('[N2] a rule that does not find what its samples say is not published; mended, it is', async () => {
    await open(['level3'], () => <KnowledgeScreen part="rules" id={undefined} />);
    await press('New rule');
    const field = await screen.findByLabelText(/^Rule and samples/);
    const put = async (value: unknown) => {
      await userEvent.clear(field);
      await userEvent.click(field);
      await userEvent.paste(JSON.stringify(value));
    };
    const row = ruleRow();
    await put({ ...row, samples: row.samples.map((each) => ({ ...each, text: 'nothing\n' })) });
    await press('Publish');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'In pages late it finds nothing, and should.',
    );
    expect(await app.db.findingRules.count()).toBe(0);
    await put(row);
    expect(screen.queryByRole('alert')).toBeNull();
    await press('Try it on its samples');
    await screen.findByText(
      /pages late: it finds something, as it should\. near miss: it finds nothing, as it should\./,
    );
    await press('Publish');
    await screen.findByRole('heading', { name: 'pages-late' });
    expect(await app.db.findingRules.get('pages-late')).toMatchObject({ active: true, rule: row.rule });
  });

  test('[N9] [N10] a known problem gets the next number; a signature that is no pattern is told in its field’s words', async () => {
    await open(['level3'], () => <KnowledgeScreen part="problems" id={undefined} />);
    await press('New known problem');
    await userEvent.type(await screen.findByLabelText('Title'), 'Phones restart');
    await userEvent.type(screen.getByLabelText(/^Signature/), '(');
    await press('Publish');
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Signature: a pattern .* is no pattern/);
    // What another field is refused for is still to be mended.
    await userEvent.type(screen.getByLabelText('Title'), ' again');
    expect(screen.getByRole('alert').textContent).toMatch(/^Signature/);
    await userEvent.clear(screen.getByLabelText(/^Signature/));
    expect(screen.queryByRole('alert')).toBeNull();
    await press('Publish');
    await waitFor(async () =>
      expect(await app.db.knownProblems.get('KP-0214')).toMatchObject({ title: 'Phones restart again' }),
    );
  });

  test('an engineer’s console has no form', async () => {
    await open(['engineer'], () => <KnowledgeScreen part="rules" id={undefined} />);
    await screen.findByText('Level 3 writes it; everybody reads and searches it.');
    expect(screen.queryByRole('button', { name: 'New rule' })).toBeNull();
  });
});
