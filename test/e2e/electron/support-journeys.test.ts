/** Four ways of a case to Level 3 and back in a real Electron: see helpers/support-journeys.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDesktop } from '../../helpers/desktop.ts';
import { dataFolder, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import type { TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, syncWords } from '../../helpers/journey.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import {
  answerThatDidNotHelp,
  eveningWriteUp,
  type OpenConsole,
  type Others,
  quickQuestion,
  urgentWithoutNetwork,
} from '../../helpers/support-journeys.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const cleanups: (() => unknown)[] = [];
let hub: TestHub;
let open: OpenConsole;
let others: Others;

beforeAll(async () => {
  if (!testRuntime) return;
  const desktop = await startDesktop(cleanups);
  hub = desktop.hub;
  const { page, app } = await desktop.launch(dataFolder());
  cleanups.push(() => app.close());
  const { people } = hub.sample;
  await enrolByKeyboard(page, await hub.enrolmentCode(people.engineer.id), 'Desktop on site');
  await syncWords(page, 'Up to date');
  open = { page, at: (path) => `app://console/#${path}` };
  const [maker, desk, lead] = await Promise.all(
    [people.engineer, people.desk, people.lead].map(({ id }) => TestDevice.enrol(hub, id)),
  );
  if (!maker || !desk || !lead) throw new Error('three devices');
  others = { maker, desk, lead };
}, 300_000);
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

describe('four ways to Level 3 and back, in Electron', () => {
  test('[D5] [H24] an evening write-up of a site with a CUCM cluster, in less than 60 acts', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    await eveningWriteUp(open);
  });

  test('[H37] [I6] [I10] [I18] [I22] a P1 without a network, with its call; no P1 as the desk says; approved afterwards', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const contents = completeContents(others.maker);
    contents.case.title = 'No page reaches the wards';
    await urgentWithoutNetwork(open, others, contents, { cut: () => hub.kill(), mend: () => hub.restart() });
  });

  test('[H28] a question of P4 is asked and handed off in less than two minutes of input', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    await quickQuestion(open);
  });

  test('[I11] [I16] [I21] an answer that did not help is planned anew, verified, closed and opened again', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const { packet, result } = await handOff(others.maker, completeContents(others.maker));
    expect(result).toMatchObject({ outcome: 'applied' });
    await answerThatDidNotHelp(open, others, packet);
  });
});
