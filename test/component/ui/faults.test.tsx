/** A fault of the console itself, wherever it arises, is seen on screen and stands in the log, without a word of a customer's. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaultNotice } from '../../../renderer/app/fault-notice.tsx';
import { SignedOut } from '../../../renderer/bridge/tab.ts';
import { patchCaptured } from '../../../renderer/commands/captured-rows.ts';
import { SyncScreen } from '../../../renderer/features/sync/sync-screen.tsx';
import {
  faultLog,
  forgetFault,
  reportTo,
  reportUncaught,
  toldFaults,
} from '../../../renderer/store/report.ts';
import { syncStateOf } from '../../../renderer/sync/sync-state.ts';
import { SavedField } from '../../../renderer/ui/saved-field.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { useClockLines } from '../../../renderer/views/clock-hooks.tsx';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Fault } from '../../../shared/base/fault.ts';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase } from '../../helpers/builders.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const SECRET = 'Example Hospital, ward 3';

let bridge: MemoryBridge;
let app: AppServices;
let log: Fault[];

beforeEach(async () => {
  bridge = memoryBridge();
  log = [];
  bridge.replies['log.report'] = (fault) => {
    log.push(fault);
    return { ok: true, value: {} };
  };
  bridge.replies['log.read'] = () => ({ text: log.map((each) => `${JSON.stringify(each)}\n`).join('') });
  app = await openEnrolledConsole(bridge);
  reportTo(bridge);
});
afterEach(async () => {
  vi.restoreAllMocks();
  cleanup();
  for (const { where } of toldFaults.getState()) forgetFault(where);
  await removeConsole(app);
});

function show(part: ReactNode): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <FaultNotice />
        {part}
      </AppProvider>
    </MantineProvider>,
  );
}

/** The fault in the log, and in what a person exports. */
async function logged(where: string): Promise<void> {
  await waitFor(() => expect(log.map((each) => each.where)).toContain(where), { timeout: 20_000 });
  const fault = log.find((each) => each.where === where);
  expect(fault?.name).toBe('TypeError');
  expect(fault?.frames.length).toBeGreaterThan(0);
  const text = await faultLog(bridge);
  expect(text).toContain(`"where":"${where}"`);
  expect(text).not.toContain('Hospital');
}

test('in counting: told where all screens show it, until it counts again', async () => {
  const broken = vi.spyOn(app.db.tickets, 'where').mockImplementation(() => {
    throw new TypeError(SECRET);
  });
  show(null);
  await app.write([{ op: 'insert', table: 'cases', row: aCase() }]);
  expect((await screen.findByRole('alert', {}, { timeout: 20_000 })).textContent).toMatch(
    /counting: TypeError.*may be old.*export the fault log/,
  );
  await logged('counting');
  broken.mockRestore();
  await app.write([{ op: 'insert', table: 'cases', row: aCase('Another') }]);
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull(), { timeout: 20_000 });
});

function Board() {
  return <p>{useClockLines().lines.length}</p>;
}

test('in the clocks: told where all screens show it', async () => {
  vi.spyOn(app.db.holidayLists, 'toArray').mockRejectedValue(new TypeError(SECRET));
  show(<Board />);
  expect((await screen.findByRole('alert')).textContent).toMatch(/clocks: TypeError.*clocks.*may be old/);
  await logged('clocks');
});

test('[S11] in sync: a state of its own, not offline, with what is safe and what to do', async () => {
  bridge.replies['hub.pull'] = () =>
    ({ ok: true, value: { kind: 'page', page: { cursor: SECRET } } }) as unknown as CallOutput<'hub.pull'>;
  await app.write([{ op: 'insert', table: 'cases', row: aCase() }]);
  bridge.replies['hub.push'] = ({ mutations }) =>
    ({
      ok: true,
      value: { results: [], lastN: (mutations.at(0)?.n ?? 1) - 1, hubTime: app.now().toISOString() },
    }) as unknown as CallOutput<'hub.push'>;
  show(<SyncScreen />);
  app.startSync();
  expect(
    await screen.findByText('Not asked: a fault in this console', {}, { timeout: 20_000 }),
  ).toBeVisible();
  expect(
    screen.getByText(/Sync stopped on a fault in this console: TypeError\. Your changes are safe/, {
      selector: 'dd',
    }),
  ).toBeVisible();
  await logged('sync');
  expect(JSON.stringify(await app.db.syncLog.toArray())).not.toContain('undefined');
});

test('in a command: told by its field, and in the log; one that nobody waits for is told where all screens show it', async () => {
  const target = new EventTarget();
  const stop = reportUncaught(target);
  vi.spyOn(app.db, 'table').mockImplementation(() => {
    throw new TypeError(SECRET);
  });
  show(
    <SavedField
      id="host"
      label="Host name"
      kind="line"
      value=""
      onSave={(hostname) => patchCaptured(app, 'systems', newId(), { hostname })}
    />,
  );
  await userEvent.type(screen.getByLabelText('Host name'), 'REC-02');
  expect(await screen.findByText(/Not saved.*What you typed is still here/)).toBeVisible();
  await logged('saving a field');
  target.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new TypeError(SECRET) }));
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /look whether it was done before you do it again/,
  );
  await logged('uncaught');
  stop();
});

test('what the shell does not take is kept, and is in what a person exports', async () => {
  bridge.replies['log.report'] = () => {
    throw new Error('the shell is away');
  };
  vi.spyOn(app.db.holidayLists, 'toArray').mockRejectedValue(new RangeError(SECRET));
  show(<Board />);
  await screen.findByRole('alert');
  await waitFor(async () => expect(await faultLog(bridge)).toContain('"name":"RangeError"'));
});

test('what still runs when the person signs out ends as signed out: no fault is told or logged, and sync has no line', async () => {
  const asked = new Set<string>();
  const out = (name: string) => () => {
    asked.add(name);
    throw new SignedOut();
  };
  for (const name of ['blob.state', 'hub.push', 'hub.pull'] as const) bridge.replies[name] = out(name);
  const { attachments } = aCompleteCase().build();
  await app.db.attachments.bulkPut(attachments.map((file) => ({ ...file, removed: false })));
  show(null);
  await app.write([{ op: 'insert', table: 'cases', row: aCase() }]);
  app.startSync();
  await waitFor(() => expect([...asked].sort()).toEqual(expect.arrayContaining(['blob.state', 'hub.push'])), {
    timeout: 20_000,
  });
  await waitFor(async () => expect((await syncStateOf(app.db)).link).not.toBe('unknown'), {
    timeout: 20_000,
  });
  expect((await syncStateOf(app.db)).link).toBe('offline');
  expect(toldFaults.getState()).toEqual([]);
  expect(log.map(({ where }) => where)).not.toEqual(expect.arrayContaining(['sync']));
  expect(log.map(({ where }) => where)).not.toEqual(expect.arrayContaining(['sending files']));
  expect(screen.queryByRole('alert')).toBeNull();
});
