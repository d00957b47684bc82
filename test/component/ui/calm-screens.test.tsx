/** Nothing jumps, what has room stands in one line, one meaning has one colour, and a zone has one form. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import '../../../renderer/app/desk.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { theme } from '../../../renderer/app/theme.ts';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { TicketScreen } from '../../../renderer/features/level3/ticket-screen.tsx';
import { type Outcome, refusal } from '../../../renderer/store/outcome.ts';
import { viewerZone } from '../../../renderer/ui/now.ts';
import { SavedField } from '../../../renderer/ui/saved-field.tsx';
import { capturedTime } from '../../../renderer/ui/times.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, NOW, zoned } from '../../helpers/builders.ts';
import { newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const LONG = { timeout: 20_000 };
let app: AppServices;
beforeEach(async () => {
  await page.viewport(1440, 900);
  app = await openEnrolledConsole(memoryBridge());
});
afterEach(async () => {
  cleanup();
  localStorage.clear();
  await removeConsole(app);
});

const draw = (part: ReactNode, style: { width?: number; height?: number } = {}) =>
  render(
    <MantineProvider theme={theme}>
      <AppProvider console={app}>
        <div style={style}>{part}</div>
      </AppProvider>
    </MantineProvider>,
  ).container;

test('what stands below the counts of the handoff does not move as the last answer is given, and a new one is asked', async () => {
  const { case: record, ...tables } = aCompleteCase().build();
  const own = { ...record, engineer: { id: identity.person.id, name: identity.person.name }, observed: '' };
  await app.db.cases.put(own);
  for (const [table, rows] of Object.entries(tables)) await app.db.table(table).bulkPut(rows as never[]);
  draw(<CaseScreen caseId={record.id} />, { width: 1236, height: 840 });
  const heading = await screen.findByRole('heading', { level: 2, name: /^Handoff/ }, LONG);
  const height = () => heading.parentElement?.getBoundingClientRect().height ?? 0;
  await screen.findByRole('button', { name: 'Check all' }, LONG);
  const before = height();
  expect(before).toBeGreaterThan(60);
  await app.write([{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'It loses calls.' } }]);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Check all' })).toBeNull(), LONG);
  expect(height()).toBe(before);
  await app.write([{ op: 'patch', table: 'cases', key: record.id, fields: { observed: '' } }]);
  await screen.findByRole('button', { name: 'Check all' }, LONG);
  expect(height()).toBe(before);
});

test('the strip of a ticket is one line in a window of 1440 pixels, with its way and all of its clocks', async () => {
  await removeConsole(app);
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['level3'], scopes: ['level3'] });
  const contents = aCompleteCase().build();
  const by = { id: newId(), name: 'Sample Engineer One' };
  const packet = makePacket({ id: newId(), revision: 1, createdAt: zoned(NOW), by, contents, findings: [] });
  const ticket: Ticket = {
    ...{ id: newId(), caseId: packet.caseId, organisationId: newId(), organisationName: 'Example Partner' },
    ...{ ticket: 'T-1', packetId: packet.id, revision: packet.revision, title: 'Fault', customer: 'Example' },
    ...{ site: '', engineer: packet.by, priority: 'P3', state: 'acknowledged', receivedAt: NOW },
    ...{ notifiedBy: 'web-ticket', notifiedAt: NOW, acknowledgedAt: NOW },
    ...{ acknowledgedBy: { id: newId(), name: 'Sample Desk One' }, outsideReference: '', outsideStatus: '' },
    sample: true,
  };
  await app.db.tickets.put(ticket);
  await app.db.packets.put(packet);
  // What the rail leaves.
  draw(<TicketScreen ticketId={ticket.id} />, { width: 1236, height: 840 });
  await waitFor(() => expect(screen.getAllByText(/^Patch$/).length).toBeGreaterThan(0), LONG);
  const way = screen.getByRole('list', { name: 'Where the ticket stands' });
  const strip = way.parentElement as HTMLElement;
  expect(strip.getBoundingClientRect().height).toBeLessThan(48);
  expect(strip.scrollWidth).toBeLessThanOrEqual(strip.clientWidth);
  expect(strip.querySelectorAll(':scope > :last-child > *').length).toBe(2);
  const owed = screen.getByTestId('ticket-owed');
  expect(owed.title).toBe(owed.textContent);
  expect(owed.getBoundingClientRect().width).toBeGreaterThan(100);
});

test('that something is not saved has one mark and is read in ink, whether it was refused or is no value yet', async () => {
  const field = (id: string, onSave: () => Promise<Outcome>) => (
    <SavedField id={id} label={id} kind="date" value="" onSave={onSave} />
  );
  const container = draw(
    <>
      {field('whole', async () => refusal('disk', 'Not saved: the disk is full.', ''))}
      {field('half', async () => refusal('disk', '', ''))}
      <p className="bad">Not given</p>
    </>,
  );
  await userEvent.type(screen.getByLabelText('whole'), '20 Nov 2026');
  await userEvent.type(screen.getByLabelText('half'), '20 Nov');
  await userEvent.tab();
  await waitFor(() => {
    for (const kind of ['failed', 'incomplete'])
      expect(container.querySelector(`[data-save-state="${kind}"]`)).not.toBeNull();
  }, LONG);
  const look = (selector: string) => {
    const { color, borderLeftColor, borderLeftWidth } = getComputedStyle(
      container.querySelector(selector) as Element,
    );
    return { color, borderLeftColor, borderLeftWidth };
  };
  expect(look('[data-save-state="incomplete"]')).toEqual(look('[data-save-state="failed"]'));
  expect(look('[data-save-state="failed"]')).toEqual(look('p.bad'));
});

test('a zone is named in one form, in a field and wherever its time is read', async () => {
  const elsewhere = viewerZone() === 'America/Chicago' ? 'Europe/Berlin' : 'America/Chicago';
  const at = '2026-11-30T10:18:00.000Z';
  draw(
    <>
      <SavedField
        id="there"
        label="There"
        kind="time"
        value={`${at} ${elsewhere}`}
        onSave={async () => refusal('disk', '', '')}
      />
      <SavedField
        id="here"
        label="Here"
        kind="time"
        value={`${at} ${viewerZone()}`}
        onSave={async () => refusal('disk', '', '')}
      />
    </>,
  );
  const [, named] = /\d\d:\d\d (.*)$/.exec(capturedTime({ at, zone: elsewhere })) ?? [];
  expect(named).toBe(elsewhere);
  expect(screen.getByLabelText<HTMLInputElement>('There').value).toContain(` ${named}`);
  const mark = screen.getByText(viewerZone());
  expect(mark.scrollWidth).toBeLessThanOrEqual(mark.clientWidth);
});
