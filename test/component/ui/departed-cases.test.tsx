/** Cases that have left this computer, as people meet them (security 29): real components on a real database. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { columns } from '../../../renderer/features/cases/columns.tsx';
import { QualityScreen } from '../../../renderer/features/quality/quality-screen.tsx';
import { RetentionPart } from '../../../renderer/features/sync/retention-part.tsx';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { RETENTION } from '../../../renderer/sync/retention.ts';
import { OpenedCase } from '../../../renderer/ui/opened-case.tsx';
import { Screen } from '../../../renderer/ui/screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { holdOpen } from '../../../renderer/views/retention-run.ts';
import { rowHash } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  openEnrolledConsole,
  organisationScope,
  pulledCase,
  removeConsole,
} from '../../helpers/console-device.ts';

const epoch = '01900000-0000-7000-8000-0000000000f1';

let bridge: MemoryBridge;
let app: AppServices;
let record: CaseRecord;

beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  record = { ...aCase('Silence in the lobby'), state: 'closed', customer: 'Example Hotel' };
  const row = pulledCase(record, 1);
  const { db } = app;
  await db.summaries.put({ ...summaryOf(record, undefined), stale: 0, atHub: true });
  await db.departed.put({ id: record.id, state: 'left', at: AT, rows: [`cases ${record.id}`] });
  const id = `cases ${record.id}`;
  await db.synced.put({ id, scope: organisationScope, version: 1, hash: rowHash(row) });
  await db.cursors.put({
    scope: organisationScope,
    epoch,
    version: 1,
    index: 0,
    count: 1,
    hash: rowHash(row),
  });
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function show(part: ReactNode): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  );
}

test('opened, it says that it is at the hub only, and is fetched by one click', async () => {
  bridge.replies['hub.rows'] = () => ({
    ok: true,
    value: { epoch, more: false, hubTime: AT, rows: [pulledCase(record, 1)] } as never,
  });
  show(<CaseScreen caseId={record.id} />);
  const part = await screen.findByRole('region', { name: 'At the hub only' });
  expect(within(part).getByText(/Silence in the lobby, Example Hotel/)).toBeTruthy();
  const heading = { level: 1, name: /^C-.*Silence in the lobby$/ };
  expect(screen.getByRole('heading', heading)).toBeTruthy();
  await waitFor(() => expect(document.title).toBe(`${caseNumber(record.id)} - Partner Console`));
  await userEvent.click(within(part).getByRole('button', { name: 'Fetch it from the hub' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'At the hub only' })).toBeNull());
  await screen.findByRole('heading', heading);
  expect(await app.db.cases.get(record.id)).toEqual(record);
});

test('without a line it says so, and that the case comes by itself', async () => {
  bridge.replies['hub.rows'] = () => ({
    ok: false,
    failure: { kind: 'offline', code: 'connection-refused', message: 'The hub cannot be reached.' },
  });
  show(<CaseScreen caseId={record.id} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Fetch it from the hub' }));
  expect((await screen.findByRole('alert')).textContent).toBe(
    'The hub cannot be reached. The case comes by itself as soon as it can be.',
  );
  expect((await app.db.departed.get(record.id))?.state).toBe('wanted');
  await screen.findByText(/comes as soon as there is a line/);
});

test('a case that was never here is told as before', async () => {
  show(<CaseScreen caseId={aCase().id} />);
  await screen.findByText(/It may not have been received yet/);
  expect(screen.getByRole('heading', { level: 1, name: 'Case' })).toBeTruthy();
});

test('a screen with a title of its own keeps it, and has no second one', async () => {
  show(
    <OpenedCase caseId={record.id} frame={(inside) => <Screen title="Photo">{inside}</Screen>}>
      nothing
    </OpenedCase>,
  );
  await screen.findByRole('region', { name: 'At the hub only' });
  expect(screen.getAllByRole('heading', { level: 1 }).map((each) => each.textContent)).toEqual(['Photo']);
});

test('the list says of it where it is', async () => {
  const line = await app.db.summaries.get(record.id);
  if (!line) throw new Error('it has no line');
  const { atHub, ...here } = line;
  const stage = columns.find(({ id }) => id === 'state');
  expect(atHub).toBe(true);
  expect(stage?.show(line)).toBe('At the hub only');
  expect(stage?.show({ ...line, ticket: 'T-1042' })).toBe('T-1042, hub only');
  expect(stage?.show(here)).toBe('Closed');
});

test('the Sync screen says how many have left and when, what stays and why; nothing where nothing leaves', async () => {
  show(<RetentionPart />);
  const part = await screen.findByRole('region', { name: 'Closed cases on this computer' });
  await app.db.device.update('device', { rules: { leaseDays: 14, retentionDays: 30 } });
  await app.db.syncState.put({
    id: RETENTION,
    value: { left: 3, lastLeftAt: AT, files: 1, stays: { original: 2, files: 1 } },
  });
  await within(part).findByText(/leave this computer 30 days after they were closed/);
  await within(part).findByText(/^3 closed cases, the last on .*; 1 file$/);
  expect(within(part).getByText('1 closed case')).toBeTruthy();
  expect(within(part).getByText('2 stay')).toBeTruthy();
  expect(within(part).getByText(/an original is held that is on this computer alone/)).toBeTruthy();
  cleanup();
  await app.db.device.update('device', { rules: { leaseDays: 14, retentionDays: null } });
  await app.db.syncState.delete(RETENTION);
  await app.db.departed.clear();
  show(<RetentionPart />);
  expect(screen.queryByRole('region')).toBeNull();
});

test('what is counted over many cases says how many are not counted', async () => {
  show(<QualityScreen />);
  await screen.findByText(/^1 closed case has left this computer and is not counted/);
});

test('a case that a window has open is held, until that lets go of it', async () => {
  const name = `partner-console-open-case ${record.id}`;
  const isFree = () => navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock !== null);
  const [first, second] = [holdOpen(record.id), holdOpen(record.id)];
  await waitFor(async () => expect(await isFree()).toBe(false));
  first();
  expect(await isFree()).toBe(false);
  second();
  await waitFor(async () => expect(await isFree()).toBe(true));
});
