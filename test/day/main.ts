/**
 * `npm run day`: a day of one fault on the real console, from the engineer's new case to Level 3's acknowledgement, and what it costs
 * beside what it cost on the first console of all. `test/e2e/journey/day.test.ts` holds the same day to its goals.
 */
import { join } from 'node:path';
import { before, goals } from './goals.ts';
import { type Day, playDay, startDay, WINDOW } from './play.ts';

/** One line a measure: what it was, what it is, and what it shall be at the most. */
function tell(day: Day): void {
  const views = [...day.views];
  const [highest, high] = views.reduce((most, each) => (each[1].height > most[1].height ? each : most));
  const [fullest, full] = views.reduce((most, each) => (each[1].fields > most[1].fields ? each : most));
  const screens = Math.round((high.height / WINDOW.height) * 10) / 10;
  const rows = [
    ['clicks of the engineer', before.clicks, day.engineer.clicks, goals.clicks],
    ['keys of the engineer', before.keys, day.engineer.keys, goals.keys],
    ['fields that the engineer went to by a key', '', day.engineer.fields, ''],
    [`screens of the highest view (${highest})`, before.screens, screens, goals.screens],
    [`fields in one view (${fullest})`, before.fields, full.fields, ''],
    ['screens of a new case', 7, Math.round((day.newCase.height / WINDOW.height) * 10) / 10, ''],
    ['clicks of the lead', 4, day.lead.clicks, ''],
    ['keys of the lead', 140, day.lead.keys, ''],
    ['clicks of the desk', 2, day.desk.clicks, ''],
  ] as const;
  const line = (cells: readonly (string | number)[]) =>
    `${String(cells[0]).padEnd(44)}${cells
      .slice(1)
      .map((cell) => String(cell).padStart(8))
      .join('')}\n`;
  process.stdout.write(line(['', 'before', 'now', 'goal']));
  for (const row of rows) process.stdout.write(line(row));
  for (const how of ['jump', 'reload', 'back'] as const) {
    const { part, before: was, after } = day[how];
    process.stdout.write(`${`${how}, in ${part}`.padEnd(44)}at ${was} px, then at ${after} px\n`);
  }
  const { systems, steps, files } = day.rows;
  process.stdout.write(`The case: ${systems} systems, ${steps} steps, ${files} files.\n`);
}

const { browser, end } = await startDay();
try {
  tell(await playDay(browser.page));
} catch (error) {
  // Where it came to a stand is seen on the picture.
  if (process.env.SCREENSHOTS)
    await browser.page.screenshot({ path: join(process.env.SCREENSHOTS, 'day.png') });
  throw error;
} finally {
  await end();
}
