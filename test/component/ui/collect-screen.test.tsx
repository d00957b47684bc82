/** Outputs in, facts out: dropped on a case, read in a worker, accepted by a person. See shared/collect/SPEC.md, K41 to K53. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { gzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CollectScreen } from '../../../renderer/features/collect/collect-screen.tsx';
import { collectingOf } from '../../../renderer/features/collect/collecting.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import gateway from '../../fixtures/collect/gateway-log.txt?raw';
import stack from '../../fixtures/collect/ios-stack.txt?raw';
import phonePage from '../../fixtures/collect/phone.txt?raw';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { keepBlobs } from '../../helpers/kept-blobs.ts';

// A worker has to start, on a computer that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

const services =
  'Cisco CallManager[STARTED]\nCisco Tftp[STOPPED]  Service Not Activated\nPrimary Node =true\n';

let app: AppServices;
let kept: ReturnType<typeof keepBlobs>;
let record: ReturnType<typeof aCase>;

beforeEach(async () => {
  const bridge = memoryBridge();
  kept = keepBlobs(bridge);
  app = await openEnrolledConsole(bridge);
  record = aCase('Pages start late');
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  open();
  await screen.findByRole('heading', { level: 1, name: 'Collect' });
});
afterEach(async () => {
  cleanup();
  collectingOf(record.id).end();
  await removeConsole(app);
});

const open = () =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CollectScreen caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);
const drop = (...files: File[]) => userEvent.upload(screen.getByLabelText('Files to read'), files);
const accept = async () => userEvent.click(await screen.findByRole('button', { name: /^Accept [1-9]/ }));
const saved = () =>
  screen.findByText(/saved on this computer\. The file is held|files are held/, { selector: 'p' });
/** What may hold a secret is held here until somebody says what becomes of it. */
const held = () => app.db.heldFiles.where({ caseId: record.id }).toArray();
const rows = (table: 'systems' | 'revisions' | 'configuration' | 'attachments') =>
  app.db.table(table).where({ caseId: record.id }).toArray();

describe('accepting', () => {
  test('[K46] nothing is written before it is accepted; then each fact names its file and line, and the file is held', async () => {
    await drop(file('sw.txt', stack));
    await screen.findByRole('checkbox', { name: 'Host name: acc-sw-07' });
    expect(await app.db.outbox.count()).toBe(1);
    await accept();
    await saved();
    const [heldFile] = await held();
    expect(await rows('attachments')).toEqual([]);
    expect([...kept.values()].map(({ name }) => name)).toEqual(['sw.txt']);
    expect(await rows('systems')).toMatchObject([
      {
        hostname: 'acc-sw-07',
        os: 'IOS XE 17.6.5',
        role: 'affected',
        provenance: { kind: 'file', name: 'sw.txt', fromLine: 9, attachmentId: heldFile?.id },
      },
    ]);
    const ios = (await rows('revisions')).find(({ component }) => component === 'IOS XE');
    expect(ios).toMatchObject({
      version: '17.06.05',
      provenance: { fromLine: 1, attachmentId: heldFile?.id },
    });
    await screen.findByText(/^Nothing is left to propose/);
  });

  test('[K46] one is rejected and one edited: the case has what the person chose', async () => {
    await drop(file('sw.txt', stack));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Product: Cisco C9300-48U' }));
    const os = await screen.findByRole('checkbox', { name: 'Operating system: IOS XE 17.6.5' });
    os.focus();
    await userEvent.keyboard('e');
    const field = screen.getByRole('textbox', { name: 'Value of Operating system' });
    await userEvent.clear(field);
    await userEvent.type(field, 'IOS XE 17.6.5a{Enter}');
    await accept();
    await saved();
    expect(await rows('systems')).toMatchObject([{ productName: '', os: 'IOS XE 17.6.5a' }]);
  });

  test('[K47] of two systems that no output names one is accepted: the other is left, and as it was', async () => {
    await drop(file('node-1.txt', services), file('node-2.txt', services.replace('Cisco Tftp', 'Cisco AXL')));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'All of System without a name in node-2.txt' }),
    );
    await accept();
    await saved();
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'System without a name in node-1.txt' })).toBeNull(),
    );
    const left = screen.getByRole('region', { name: 'System without a name in node-2.txt' });
    expect(within(left).getByText('0 of 2')).toBeTruthy();
    expect(await rows('systems')).toHaveLength(1);
  });

  test('[K47] what no output names is given to a system by the person, and taken back', async () => {
    await drop(file('sw.txt', stack), file('node-1.txt', services));
    const nameless = 'System without a name in node-1.txt';
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: `Whose ${nameless} is` }),
      'acc-sw-07',
    );
    await waitFor(() => expect(screen.queryByRole('region', { name: nameless })).toBeNull());
    expect(await screen.findByText(/Said to be of acc-sw-07/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'take it back' }));
    expect(await screen.findByRole('region', { name: nameless })).toBeTruthy();
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: `Whose ${nameless} is` }),
      'acc-sw-07',
    );
    await waitFor(() => expect(screen.queryByRole('region', { name: nameless })).toBeNull());
    await accept();
    await saved();
    const systems = await rows('systems');
    expect(systems.map(({ hostname }) => hostname)).toEqual(['acc-sw-07']);
    const kept = (await rows('configuration')).filter(({ section }) => section === 'Services');
    expect(kept.map(({ systemId }) => systemId)).toEqual([systems[0]?.id, systems[0]?.id]);
  });

  test('[F3] [K47] once a file is settled, a finding of another is noted for the system that it was found on', async () => {
    await drop(file('sw.txt', stack));
    await accept();
    await saved();
    const status =
      'Host Name          : cucm-a\nProduct Ver        : 12.5.1.10000-22\nDisk/active         13937592K       1210948K       12583336K (92%)\n';
    await drop(file('status.txt', status));
    await screen.findByRole('region', { name: 'cucm-a' });
    await accept();
    await waitFor(async () => expect(await rows('systems')).toHaveLength(2));
    await userEvent.click(
      (await screen.findAllByRole('button', { name: /Note as a step/ })).at(-1) as HTMLElement,
    );
    await screen.findByText('Noted as a step, saved on this computer.');
    const steps = await app.db.table('steps').where({ caseId: record.id }).toArray();
    const cucm = (await rows('systems')).find(({ hostname }) => hostname === 'cucm-a');
    expect(steps.flatMap(({ systemId, systemIds }) => systemIds ?? systemId)).toContain(cucm?.id);
  });

  test('[K34] [K40] how many phones there are is read where an output counts them, and typed where none does', async () => {
    const counts =
      'admin:run sql select count(d.name) as phones, t.name as model from device d\nphones model\n====== ==========\n200    Cisco 8845\nadmin:\n';
    await drop(file('phone.txt', phonePage), file('cucm.txt', counts), file('sw.txt', stack));
    await screen.findByRole('checkbox', { name: 'How many of it: 200' });
    expect(screen.queryByRole('textbox', { name: 'How many of SEP00005E005377' })).toBeNull();
    await userEvent.type(await screen.findByRole('textbox', { name: 'How many of acc-sw-07' }), '3');
    await accept();
    await saved();
    const many = (await rows('systems')).map(({ hostname, quantity }) => [hostname, quantity]);
    expect(many).toContainEqual(['SEP00005E005377', 200]);
    expect(many).toContainEqual(['acc-sw-07', 3]);
  });

  test('[K45] what was read is known by its content: under another name it proposes nothing, until it is asked for again', async () => {
    await drop(file('sw.txt', stack));
    await accept();
    await saved();
    await drop(file('again.txt', stack));
    await screen.findByText('Read before: it proposes nothing again.');
    expect(screen.getByRole('button', { name: 'Accept 0' })).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('button', { name: 'Read again' }));
    await screen.findByText(/^Nothing is left to propose/);
    expect(await held()).toHaveLength(1);
  });

  test('[K45] what was gone through and not accepted is not proposed again either', async () => {
    await drop(file('sw.txt', stack));
    await screen.findByRole('checkbox', { name: 'Host name: acc-sw-07' });
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    // All of it is chosen, and none of it in the case: that is asked once.
    await screen.findByText(/^\d+ chosen facts are not in the case yet\./);
    expect(await app.db.drafts.count()).toBe(0);
    await userEvent.click(screen.getByRole('button', { name: 'Leave without them' }));
    await waitFor(async () => expect(await app.db.drafts.count()).toBe(1));
    cleanup();
    open();
    await screen.findByRole('heading', { level: 1, name: 'Collect' });
    await drop(file('sw.txt', stack));
    await screen.findByText('Read before: it proposes nothing again.');
    // Nothing says that the case holds it, or that nothing is wrong in it.
    await screen.findByText(/^Files that were read before propose nothing/);
    expect(screen.queryByText('none in what you dropped')).toBeNull();
    expect(await rows('systems')).toEqual([]);
  });

  test('[K42] a newer capture of the same system says what it would change, and changes the rows that are there', async () => {
    await drop(file('sw.txt', stack));
    await accept();
    await saved();
    await drop(file('newer.txt', stack.replaceAll('17.06.05', '17.06.06')));
    const change = await screen.findByRole('checkbox', { name: 'IOS XE: 17.06.06' });
    const row = change.closest('li');
    expect(row && within(row).getByText('17.06.05').tagName).toBe('DEL');
    await accept();
    await waitFor(async () =>
      expect((await rows('revisions')).map(({ component, version }) => `${component} ${version}`)).toContain(
        'IOS XE 17.06.06',
      ),
    );
    await screen.findByText(/^Nothing is left to propose/);
    expect(await rows('systems')).toHaveLength(1);
    expect(await rows('revisions')).toHaveLength(3);
  });
});

describe('what is dropped', () => {
  test('[K50] many at once: a zip, a gzip and a text; the files that facts come from are held, unpacked', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    await drop(
      file('site.zip', zipSync({ 'logs/gw.txt': bytes(gateway) }) as Uint8Array<ArrayBuffer>),
      file('sw.txt.gz', gzipSync(bytes(stack)) as Uint8Array<ArrayBuffer>),
    );
    await screen.findByRole('checkbox', { name: 'Host name: acc-sw-07' });
    await screen.findByText(/from site\.zip/);
    await accept();
    await saved();
    expect([...kept.values()].map(({ name }) => name).sort()).toEqual(['gw.txt', 'sw.txt']);
    expect(new TextDecoder().decode([...kept.values()].find(({ name }) => name === 'sw.txt')?.bytes)).toBe(
      stack,
    );
  });

  test('[K51] [K52] what cannot be read is named, stays where it was, and takes nothing with it', async () => {
    await drop(
      file('cut.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 1, 2, 3)),
      file('photo.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0)),
      file('sw.txt', stack),
    );
    await screen.findByText(/^cut\.zip is no zip that can be read\./);
    await screen.findByText('photo.png is a PNG picture, no text. Nothing was read from it.');
    await screen.findByRole('checkbox', { name: 'Host name: acc-sw-07' });
  });

  test('[K53] it asks what nobody can tell, and takes the answer', async () => {
    await drop(file('odd.txt', 'Host Name   SEP001122334455\n'));
    await screen.findByText(/is it one of these\?$/);
    const kinds = screen.getByLabelText<HTMLSelectElement>('What odd.txt, line 1, is');
    // They come from the worker, after the question.
    await expect
      .poll(() => [...kinds.options].map(({ value }) => value))
      .toContain('cisco_phone status page');
    await userEvent.selectOptions(kinds, 'cisco_phone status page');
    await screen.findByRole('checkbox', { name: 'Host name: SEP001122334455' });
  });

  test('[K50] text that is pasted is a file of its own', async () => {
    const data = new DataTransfer();
    data.setData('text/plain', stack);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    await screen.findByRole('checkbox', { name: 'Host name: acc-sw-07' });
    expect(screen.getAllByRole('button', { name: /^pasted .*\.txt$/ })).toHaveLength(1);
  });

  test('8 MB are read while the window goes on', async () => {
    let longest = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    await drop(file('first.txt', 'x\n'));
    await screen.findByText('Not recognised');
    observer.observe({ type: 'longtask', buffered: false });
    const many = Array.from(
      { length: 2_000 },
      (_, at) => `interface Vlan${at}\n description ${'floor '.repeat(650)}\n`,
    );
    await drop(file('big.txt', `gw-9#show running-config\nhostname gw-9\n${many.join('')}`));
    await screen.findByRole('checkbox', { name: 'Host name: gw-9' }, { timeout: 30_000 });
    observer.disconnect();
    console.info(`longest task of the window while 8 MB were read: ${longest} ms`);
    // Told, not judged: how long a task is on a computer that does other things says little.
    expect(
      collectingOf(record.id)
        .store.getState()
        .files.map(({ name }) => name),
    ).toContain('big.txt');
  });

  test('2 MB of twenty gateways are proposed while the window goes on, and all of them are drawn', async () => {
    const hosts = Array.from({ length: 20 }, (_, at) => `vg-site-${at + 1}`);
    const parts: string[] = [];
    for (let size = 0, at = 0; size < 2 * 1_048_576; at++) {
      const part = gateway.replaceAll('vg-site-1', hosts[at % hosts.length] ?? '');
      parts.push(part);
      size += part.length;
    }
    await drop(file('first.txt', 'x\n'));
    await screen.findByText('Not recognised');
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
    });
    observer.observe({ type: 'longtask', buffered: false });
    await drop(file('site.log', parts.join('\n')));
    // Asking for roles would be a long task itself.
    const drawn = () => document.querySelectorAll('section[aria-label^="vg-site-"]').length;
    await expect.poll(drawn, { timeout: 60_000, interval: 250 }).toBe(hosts.length);
    observer.disconnect();
    console.info(`tasks of the window over 50 ms while 2 MB were dropped: ${tasks.join(', ') || 'none'}`);
  });

  test('the line that a fact stands in is shown beside it', async () => {
    await drop(file('sw.txt', stack));
    await userEvent.click((await screen.findAllByRole('button', { name: 'sw.txt:9' }))[0] as HTMLElement);
    const lines = await screen.findByRole('region', { name: 'Lines of sw.txt' });
    await waitFor(() =>
      expect(lines.querySelector('[aria-current]')?.textContent).toMatch(/^9acc-sw-07 uptime is/),
    );
  });
});
