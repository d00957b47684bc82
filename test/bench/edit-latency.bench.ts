/**
 * From the keystroke that leaves a field to 'Saved on this computer' beside it, with 100,000 rows on the device. Leaving a
 * field saves at once; the 300 ms that a field waits while somebody types are a chosen constant, and measured apart.
 */
import type { Page } from 'playwright-core';
import { press } from '../helpers/journey.ts';
import { startBareSave } from './bare-save.ts';
import { agreement, startBenchDevice } from './device.ts';
import { type BenchResult, percentile } from './result.ts';

const ROWS = 100_000;
const ROUNDS = 4;
const EDITS_OF_A_ROUND = 16;
const BETWEEN_EDITS_MS = 200;
/** `TYPING_PAUSE_MS` of the saved field. */
const TYPING_PAUSE_MS = 300;

declare global {
  interface Window {
    /** The milliseconds from the last key to the next time that the field says 'saved'. */
    nextSave(): Promise<number>;
  }
}

/** Waits until the list's counts of missing facts, begun by the sync, are done: they are work of their own. Nothing was written for five seconds then. */
async function countsAreDone(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done) => {
        request.onsuccess = () => done(request.result);
      });
    const db = await answer(indexedDB.open('partner-console'));
    const written = async () =>
      (await answer(db.transaction('packs').objectStore('packs').openKeyCursor(null, 'prev')))?.key;
    for (let before = await written(), quiet = 0; quiet < 10; ) {
      await new Promise((done) => setTimeout(done, 500));
      const now = await written();
      quiet = now === before ? quiet + 1 : 0;
      before = now;
    }
    db.close();
  });
}

/** Notes when a key goes down and when the words beside the field say 'saved'. */
async function watchField(page: Page, id: string): Promise<void> {
  await page.evaluate((fieldId) => {
    const times: number[] = [];
    const waiting: ((ms: number) => void)[] = [];
    let key = 0;
    window.addEventListener('keydown', ({ timeStamp }) => {
      key = timeStamp;
    });
    const around = document.getElementById(fieldId)?.closest('.saved-field');
    if (!around) throw new Error('there is no such field');
    new MutationObserver(() => {
      if (around.querySelector('[data-save-state="saved"]') === null) return;
      const ms = performance.now() - key;
      const next = waiting.shift();
      if (next) next(ms);
      else times.push(ms);
    }).observe(around, { attributeFilter: ['data-save-state'], subtree: true });
    window.nextSave = () =>
      new Promise((done) => {
        const ms = times.shift();
        if (ms === undefined) waiting.push(done);
        else done(ms);
      });
  }, id);
}

async function edits(page: Page, id: string, then: 'leave' | 'pause'): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < EDITS_OF_A_ROUND; n++) {
    await page.waitForTimeout(BETWEEN_EDITS_MS);
    await page.locator(`#${id}`).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('x');
    if (then === 'leave') await page.keyboard.press('Tab');
    times.push(await page.evaluate(() => window.nextSave()));
  }
  return times;
}

async function bareSaves(page: Page, row: { id: string }, text: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < EDITS_OF_A_ROUND; n++) {
    await page.waitForTimeout(BETWEEN_EDITS_MS);
    times.push(await page.evaluate((save) => window.bareSave(save.row, save.text), { row, text }));
  }
  return times;
}

export async function run(): Promise<BenchResult[]> {
  const device = await startBenchDevice();
  const bare = await startBareSave();
  try {
    await device.organisation.fill(ROWS);
    const browser = await device.open();
    try {
      const { page } = browser;
      await page.goto(device.url);
      await press(page, 'button', 'Sample Engineer One');
      await page.getByTestId('sync-state').waitFor();
      await agreement(page, device);
      await countsAreDone(page);
      const caseId = device.organisation.caseIds[0] ?? '';
      const field = `place-cases-${caseId}-observed`;
      await page.goto(`${device.origin}/#/cases/${caseId}`);
      await page.locator(`#${field}`).waitFor();
      await watchField(page, field);
      const { rows } = await device.database.query<{ data: { id: string } }>(
        "SELECT data FROM rows WHERE tbl = 'cases' AND key = $1",
        [caseId],
      );
      const row = rows[0]?.data ?? { id: caseId };
      const plain = await browser.context.newPage();
      await plain.goto(bare.url);
      const times = { leave: [] as number[], pause: [] as number[], bare: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        await plain.bringToFront();
        // About what the journal gets of an edit.
        times.bare.push(...(await bareSaves(plain, row, `${JSON.stringify(row).slice(0, 600)}\n`)));
        await page.bringToFront();
        times.leave.push(...(await edits(page, field, 'leave')));
        times.pause.push(...(await edits(page, field, 'pause')));
      }
      const result = (what: string, of: readonly number[], percent: number, pause = 0): BenchResult => {
        const value = percentile(of, percent);
        const least = percentile(times.bare, percent) + pause;
        const peer = 'a bare strict put of Dexie and an fsynced append';
        return {
          name: `edit-latency, ${ROWS} rows, ${what}, p${percent} of ${of.length}`,
          value,
          unit: 'ms',
          against: `${pause > 0 ? `that pause, ${peer}` : peer} (${least.toFixed(1)} ms)`,
          ratio: value / least,
        };
      };
      return [
        result('from the key that leaves the field to ‘saved’', times.leave, 50),
        result('from the key that leaves the field to ‘saved’', times.leave, 95),
        result('from the last key to ‘saved’, with the pause of 300 ms', times.pause, 95, TYPING_PAUSE_MS),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await bare.close();
    await device.close();
  }
}
