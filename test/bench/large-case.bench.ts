/**
 * A case of 200 systems in a real Chromium: the longest task of the window while it is opened, typed in and scrolled, against the 50 ms
 * above which a task is felt. `BENCH_PARTS=1` says what the longest task of each did.
 */
import type { Page } from 'playwright-core';
import { openPart, press } from '../helpers/journey.ts';
import { agreement, startBenchDevice } from './device.ts';
import type { BenchResult } from './result.ts';
import { type Tasks, tasksOf } from './tasks.ts';

const SYSTEMS = 200;
const LIMIT_MS = 50;
const PARTS = ['Systems', 'Configuration', 'Revision levels', 'Steps'] as const;
const TYPED = 'The second floor is silent since the restart of Sunday night.';

/** Leaves the case, so that it is opened anew. */
async function leave(page: Page): Promise<void> {
  await press(page, 'link', 'Customers');
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  await page.waitForTimeout(500);
}

async function openAt(page: Page, caseId: string, part: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/cases/${caseId}/${part}`);
  await page.getByTestId('case-sheet').getByRole('heading', { level: 2 }).first().waitFor();
}

async function scrollThrough(page: Page): Promise<void> {
  const box = await page.getByTestId('case-sheet').boundingBox();
  if (!box) throw new Error('there is no sheet');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let n = 0; n < 30; n++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(30);
  }
}

export async function run(): Promise<BenchResult[]> {
  const device = await startBenchDevice();
  try {
    const caseId = await device.organisation.addWideCase(SYSTEMS);
    const browser = await device.open();
    const seen: [string, Tasks][] = [];
    try {
      const { page } = browser;
      await page.goto(device.url);
      await press(page, 'button', 'Sample Engineer One');
      await page.getByTestId('sync-state').waitFor();
      await agreement(page, device);
      // What is counted for the list of cases is counted.
      await page.waitForTimeout(5_000);
      const measure = async (what: string, act: () => Promise<void>) => {
        seen.push([what, await tasksOf(page, act)]);
      };
      await leave(page);
      await measure('opening it', () => openAt(page, caseId, 'problem'));
      await leave(page);
      await measure('opening it at its systems', () => openAt(page, caseId, 'systems'));
      for (const part of PARTS) {
        await openPart(page, 'Problem');
        await page.waitForTimeout(500);
        await measure(`going to ${part}`, () => openPart(page, part));
        await measure(`scrolling ${part}`, () => scrollThrough(page));
      }
      await openPart(page, 'Problem');
      await page.locator(`#place-cases-${caseId}-observed`).click();
      await measure('typing', () => page.keyboard.type(TYPED, { delay: 60 }));
      await openPart(page, 'Steps');
      await page.getByLabel('What was done', { exact: true }).click();
      await measure('typing a step', () => page.keyboard.type(TYPED, { delay: 60 }));
      await measure('adding the step', async () => {
        await page.keyboard.press('Control+Enter');
        await page.getByText(TYPED).last().waitFor();
      });
    } finally {
      await browser.close();
    }
    return seen.flatMap(([what, { longest, count, longestCpu, countCpu, parts }]) => {
      if (process.env.BENCH_PARTS)
        process.stdout.write(
          `${what}: ${parts.map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', ')}\n`,
        );
      const against = `the ${LIMIT_MS} ms above which it is felt`;
      return [
        {
          name: `large-case, ${SYSTEMS} systems, ${what}, longest task by the processor (${countCpu} over)`,
          value: longestCpu,
          unit: 'ms',
          against,
          ratio: longestCpu / LIMIT_MS,
        },
        {
          name: `large-case, ${SYSTEMS} systems, ${what}, longest task by the wall (${count} over)`,
          value: longest,
          unit: 'ms',
          against,
          ratio: longest / LIMIT_MS,
        },
      ];
    });
  } finally {
    await device.close();
  }
}
