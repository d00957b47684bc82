/** Four ways of a case to Level 3 and back in a real Chromium: see helpers/support-journeys.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { press } from '../../helpers/journey.ts';
import { type Line, openLine } from '../../helpers/line.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import {
  answerThatDidNotHelp,
  eveningWriteUp,
  type Others,
  quickQuestion,
  urgentWithoutNetwork,
} from '../../helpers/support-journeys.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let line: Line;
let engineer: Desk;
let others: Others;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  line = await openLine(hub.port);
  const { people } = hub.sample;
  const [console, maker, desk, lead] = await Promise.all([
    openDesk(hub, cleanups, people.engineer.id, 'Laptop on site', line.url),
    TestDevice.enrol(hub, people.engineer.id),
    TestDevice.enrol(hub, people.desk.id),
    TestDevice.enrol(hub, people.lead.id),
  ]);
  engineer = console;
  others = { maker, desk, lead };
  cleanups.push(
    () => line.close(),
    () => console.browser.close(),
  );
}, 300_000);
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});
const open = () => ({ page: engineer.page, at: (path: string) => `${engineer.shell.origin}/#${path}` });

describe('four ways to Level 3 and back', () => {
  test('[D5] [H24] an evening write-up of a site with a CUCM cluster, in less than 60 acts', async () => {
    await eveningWriteUp(open());
    expect(engineer.browser.complaints).toEqual([]);
  });

  test('[H37] [I6] [I10] [I18] [I22] a P1 without a network, with its call; no P1 as the desk says; approved afterwards', async () => {
    const { page } = engineer;
    const contents = completeContents(others.maker);
    contents.case.title = 'No page reaches the wards';
    const net = { cut: async () => line.cut(), mend: async () => line.mend() };
    try {
      await urgentWithoutNetwork(open(), others, contents, net, async (path) => {
        // A day later and more, as the page's clock says.
        await page.goto(open().at('/policy'));
        await page.getByRole('heading', { level: 1, name: 'Policy' }).waitFor();
        await page.clock.setFixedTime(new Date(Date.now() + 25 * 60 * 60_000));
        await page.goto(open().at(path));
        await page
          .getByRole('list', { name: 'Where the case stands' })
          .getByText(/^not approved, overdue since/)
          .waitFor();
        await page.clock.setSystemTime(new Date());
      });
    } finally {
      line.mend();
    }
    expect(engineer.browser.complaints).toEqual([]);
  });

  test('[H28] a question of P4 is asked and handed off in less than two minutes of input', async () => {
    await quickQuestion(open());
    expect(engineer.browser.complaints).toEqual([]);
  });

  test('[I11] [I16] [I21] an answer that did not help is planned anew, verified, closed and opened again; the desk sees that it is needed', async () => {
    const { packet, result } = await handOff(others.maker, completeContents(others.maker));
    expect(result).toMatchObject({ outcome: 'applied' });
    const desk = await openDesk(hub, cleanups, hub.sample.people.secondDesk.id, 'Computer of the desk');
    cleanups.push(() => desk.browser.close());
    const { page, shell } = desk;
    const { title } = packet.contents.case;
    await answerThatDidNotHelp(open(), others, packet, async (moment, ticket) => {
      await press(page, 'link', 'Sync');
      await press(page, 'button', 'Sync now');
      await press(page, 'link', 'Home');
      const need = page.getByRole('link', { name: `Plan again: The answer did not hold: ${title}` });
      if (moment === 'did-not-help') await need.waitFor();
      else await need.waitFor({ state: 'detached' });
      await page.goto(`${shell.origin}/#/level3/${ticket.id}`);
      const patch = page.getByTestId('clock-patch');
      await patch.getByText(moment === 'answered' ? /met/i : /next release|not before/i).waitFor();
      await page.goto(`${shell.origin}/#/`);
    });
    expect([engineer, desk].flatMap(({ browser }) => browser.complaints)).toEqual([]);
  });
});
