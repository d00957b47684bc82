/** The four readers of a packet, side by side: lead, desk, paper, and the page in the bag. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { PacketView as DeskPacket } from '../../../renderer/features/level3/packet-view.tsx';
import { PacketPrint } from '../../../renderer/features/print/packet-print.tsx';
import { Findings } from '../../../renderer/features/review/findings.tsx';
import { PacketBody } from '../../../renderer/features/review/packet-body.tsx';
import { ReadingContext } from '../../../renderer/features/review/remark.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { rowHash } from '../../../shared/base/hash.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import { factsOf, packetDocument } from '../../../shared/handoff/packet-document.ts';
import { packetPage } from '../../../shared/handoff/packet-page.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase, NOW, zoned } from '../../helpers/builders.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket, signaturesOf } from '../../helpers/every-field.ts';

const packet = everyFieldPacket();
const signatures = signaturesOf(packet);
const inOrder = (facts: readonly string[]) => [...facts].sort();

let app: AppServices;
let bridge: MemoryBridge;
beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  await app.db.packets.put(packet);
  await app.db.signatures.bulkPut(signatures);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function draw(part: ReactNode): HTMLElement {
  return render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  ).container;
}

/** Label and value of every fact on a screen. What was not answered has no value. */
function factsOn(screen: HTMLElement): string[] {
  return [...screen.querySelectorAll<HTMLElement>('[data-fact]')].flatMap((each) => {
    const drawn = each.querySelector('svg path')?.getAttribute('d');
    const value = each.matches('td') ? each : each.querySelector('[data-value]');
    const text = drawn ?? value?.textContent;
    return text ? [`${each.dataset.fact}: ${text}`] : [];
  });
}

/** The same of the page, which has nothing but its elements: terms and cells. */
function factsOnPage(html: string): string[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const valueIn = (of: Element | null) =>
    of?.querySelector('path')?.getAttribute('d') ?? of?.textContent ?? '';
  const sections = [...parsed.querySelectorAll('section')].filter(
    (each) => !/^(Clauses|Findings)/.test(each.querySelector('h2')?.textContent ?? ''),
  );
  return sections.flatMap((each) => [
    ...[...each.querySelectorAll('dt')].map(
      (term) => `${term.textContent}: ${valueIn(term.nextElementSibling)}`,
    ),
    ...[...each.querySelectorAll('table')].flatMap((table) => {
      const heads = [...table.querySelectorAll('th')].map(({ textContent }) => textContent);
      return [...table.querySelectorAll('tbody tr')].flatMap((row) =>
        [...row.querySelectorAll('td')].flatMap((cell, at) =>
          cell.textContent ? [`${heads[at]}: ${cell.textContent}`] : [],
        ),
      );
    }),
  ]);
}

async function factsFrom(part: ReactNode, count: number): Promise<string[]> {
  const screen = draw(part);
  // What is in the database comes after the first drawing.
  await waitFor(() => expect(factsOn(screen).length).toBeGreaterThan(count / 2), { timeout: 10_000 });
  await waitFor(() => expect(screen.textContent).toContain('Approved by a lead'), { timeout: 10_000 });
  const found = factsOn(screen);
  cleanup();
  return inOrder(found);
}

test('lead, desk, paper and the page in the bag show the same facts, and all that the packet has', async () => {
  const document = packetDocument(packet, { signatures, names: new Map() });
  const all = inOrder(factsOf(document).map(({ label, value }) => `${label}: ${value}`));
  const reading = { caseId: packet.caseId, packetId: packet.id, threads: [], open: true, printing: false };
  const lead = (
    <ReadingContext value={reading}>
      <PacketBody packet={packet} signatures={signatures} />
    </ReadingContext>
  );
  expect(await factsFrom(lead, all.length)).toEqual(all);
  expect(await factsFrom(<DeskPacket packet={packet} ticket={{ id: packet.id }} />, all.length)).toEqual(all);
  expect(await factsFrom(<PacketPrint packetId={packet.id} />, all.length)).toEqual(all);
  expect(inOrder(factsOnPage(packetPage(packet, signatures, [], new Map())))).toEqual(all);
});

/** The value with the text after each answer in it. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === 'string')
    return /^(?:Answer|Two phones|Say why|Sample|The site) /.test(value) ? `${value}${text}` : value;
  if (Array.isArray(value)) return value.map((each) => withText(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withText(each, text)]));
}

test('no reader is shown what reorders or hides letters, nor markup as anything but text', async () => {
  const [markup, unread] = ['<img src=x onerror=y><script>z</script>', '\u202egpj.exe\u200b\u{e0041}\u061c'];
  const spoilt = withText(packet, `${markup}${unread}`) as typeof packet;
  const signed = withText(signatures, `${markup}${unread}`) as typeof signatures;
  await app.db.packets.put(spoilt);
  await app.db.signatures.bulkPut(signed);
  const reading = { caseId: packet.caseId, packetId: packet.id, threads: [], open: true, printing: false };
  for (const part of [
    <ReadingContext key="lead" value={reading}>
      <PacketBody packet={spoilt} signatures={signed} />
    </ReadingContext>,
    <DeskPacket key="desk" packet={spoilt} ticket={{ id: packet.id }} />,
    <PacketPrint key="paper" packetId={packet.id} />,
  ]) {
    const screen = draw(part);
    await waitFor(() => expect(screen.textContent).toContain('Approved by a lead'), { timeout: 10_000 });
    expect(screen.textContent).toContain(`${markup}\u{fffd}gpj.exe\u{fffd}\u{fffd}\u{fffd}`);
    expect(screen.textContent).not.toMatch(/[\u202e\u200b\u061c\u{e0041}]/u);
    expect(screen.querySelector('script, [onerror], img[src=x]')).toBeNull();
    cleanup();
  }
});

test('label and value of a fact stand beside each other, whatever else is on the page', async () => {
  await page.viewport(1280, 800);
  const screen = draw(<DeskPacket packet={packet} ticket={{ id: packet.id }} />);
  await waitFor(() => expect(screen.querySelectorAll('dt').length).toBeGreaterThan(20));
  for (const term of screen.querySelectorAll('[data-fact] > dt')) {
    const value = term.nextElementSibling?.getBoundingClientRect();
    const label = term.getBoundingClientRect();
    expect(value?.left).toBeGreaterThan(label.left + 50);
    expect(Math.abs((value?.top ?? 0) - label.top)).toBeLessThan(4);
  }
});

test('[H33] a clean packet tells the lead of no rule that was not checked', () => {
  const contents = aCompleteCase().build();
  const clean = makePacket({
    ...{ id: packet.id, revision: 1, createdAt: zoned(NOW), by: packet.by, contents, findings: [] },
  });
  const screen = draw(<Findings packet={clean} />);
  expect(screen.textContent).toContain('Nothing is missing, and there is no warning.');
});

test('[S14] a packet that is not here is fetched when it is opened; without a line it says so, and comes on a press', async () => {
  const scopes = ['level3'];
  await app.db.device.update('device', { identity: { ...identity, roles: ['level3'], scopes } });
  const row = { table: 'packets', key: packet.id, version: 1, index: 0, deleted: false };
  const hash = rowHash({ ...row, data: packet });
  await app.db.synced.put({ id: `packets ${packet.id}`, scope: 'level3', version: 1, hash });
  await app.db.packets.clear();
  draw(<PacketPrint packetId={packet.id} />);
  const fetchNow = page.getByRole('button', { name: 'Fetch the packet now', exact: true });
  await expect
    .element(page.getByText(/^The packet is not on this computer yet: The hub cannot be reached/))
    .toBeVisible();
  bridge.replies['hub.rows'] = () => ({
    ok: true,
    value: { epoch: packet.id, rows: [{ ...row, data: packet as never }], more: false, hubTime: NOW },
  });
  await fetchNow.click();
  await expect.element(page.getByText(`SHA-256 ${packet.digest}`)).toBeVisible();
  expect(await app.db.packets.count()).toBe(1);
});
