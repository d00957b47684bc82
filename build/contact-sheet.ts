/**
 * One sheet of every screen of every role, light and dark, at 1440 and 1024, beside the designs where their folder is given: to be
 * looked at by a person. It is made of the sample's cases, and lies in `dist/screenshots`, outside of what is kept.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';

/** The sample's case that lacks a few answers, the one in review, the one with Level 3. */
const [open, inReview, withLevel3] = [1, 2, 3].map((n) => `/cases/01900000-0000-7000-8000-0000000c000${n}`);

/** By person: what is looked at, where it is, and the design that decides it. */
const shown: readonly { person: string; screens: readonly (readonly [string, string, string?])[] }[] = [
  {
    person: 'Sample Engineer One',
    screens: [
      ['Home', '/', 'home-engineer'],
      ['Cases', '/cases', 'cases'],
      ['New case', '/new', 'case-new'],
      ...['problem', 'systems', 'configuration', 'revisions', 'steps', 'files', 'cover', 'people'].map(
        (part) => [`Case: ${part}`, `${open}/${part}`, 'case'] as const,
      ),
      ['Case: handed off', `${inReview}/problem`, 'case-ready'],
      ['Case: Level 3', `${withLevel3}/level3`, 'case-level3'],
      ['Collect', `${open}/collect`, 'collect'],
      ['Timeline', `${open}/timeline`, 'timeline'],
      ['Redact', `${open}/redact`, 'redact'],
      ['Scan', `${open}/scan`],
      ['Coverage', '/coverage', 'coverage'],
      ['Customers', '/customers'],
      ['Clocks', '/clocks', 'clocks'],
      ['Knowledge', '/knowledge'],
      ['My credentials', '/credentials'],
      ['Check a credential', '/credentials/check', 'credentials-check'],
      ['Catalogue', '/catalogue'],
      ['Policy', '/policy'],
      ['Sync', '/sync', 'sync'],
      ['Settings', '/settings'],
      ['Help', '/help'],
    ],
  },
  {
    person: 'Sample Lead',
    screens: [
      ['Home', '/', 'home-lead'],
      ['Review', inReview?.replace('/cases/', '/review/') ?? '/review', 'review'],
      ['Quality', '/quality'],
    ],
  },
  {
    person: 'Sample Desk One',
    screens: [
      ['Home', '/', 'home-desk'],
      ['Tickets', '/level3'],
      ['Outside systems', '/level3/deliveries'],
    ],
  },
  {
    person: 'Sample Certification Admin',
    screens: [
      ['Home', '/'],
      ['People', '/credentials/admin'],
      ['Exams', '/credentials/admin/exams'],
      ['Issue to many', '/credentials/admin/bulk'],
    ],
  },
  {
    person: 'Sample Catalogue Admin',
    screens: [
      ['Home', '/'],
      ['Holidays', '/catalogue/holidays'],
    ],
  },
  { person: 'Sample Executive', screens: [['Home', '/']] },
];

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const;
const schemes = ['light', 'dark'] as const;

/** The same window as somebody else of the sample. */
async function become(page: Page, person: string): Promise<void> {
  const who = page.getByRole('button', { name: /^Switch person/ });
  if ((await who.getAttribute('title'))?.startsWith(`${person},`)) return;
  await who.click();
  await page
    .getByRole('menuitem')
    .filter({ hasText: `${person},` })
    .click();
  await page.locator(`button[title^="${person},"]`).waitFor({ timeout: 60_000 });
  await page.getByTestId('sync-state').getByText('Up to date').waitFor({ timeout: 60_000 });
}

interface Shot {
  person: string;
  name: string;
  files: readonly string[];
  design: string | null;
}

async function shootAll(page: Page, into: string, designs: string | null): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const { person, screens } of shown) {
    await become(page, person);
    for (const [name, address, design] of screens) {
      await page.evaluate((to) => {
        location.hash = to;
      }, `#${address}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // What is read for the screen comes, and what was drawn before it goes.
      await page.waitForTimeout(700);
      const files: string[] = [];
      for (const size of sizes)
        for (const colorScheme of schemes) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(120);
          const file = `${shots.length}-${size.width}-${colorScheme}.png`;
          await page.screenshot({ path: join(into, file) });
          files.push(file);
        }
      const drawn = design && designs ? join(designs, `${design}.png`) : '';
      shots.push({ person, name, files, design: existsSync(drawn) ? pathToFileURL(drawn).href : null });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  return shots;
}

const sheetOf = (shots: readonly Shot[]) => `<!doctype html><meta charset="utf-8"><title>All screens</title>
<style>body{font:13px system-ui;margin:16px;background:#fff}figure{margin:0}figcaption{margin:14px 0 4px;font-weight:600}
div{display:grid;grid-template-columns:1.4fr 1.4fr 1fr 1fr 1.4fr;gap:8px;align-items:start}img{width:100%;border:1px solid #ccc}</style>
${shots
  .map(
    ({ person, name, files, design }) =>
      `<figure><figcaption>${person}: ${name}</figcaption><div>${[...files, ...(design ? [design] : [])]
        .map((file) => `<img src="${file}" alt="">`)
        .join('')}</div></figure>`,
  )
  .join('\n')}`;

/** @param designs a folder with the designs' pictures by name, to stand at the right; null where there is none */
export async function shootSheet(page: Page, designs: string | null): Promise<void> {
  const into = resolve('dist/screenshots');
  mkdirSync(into, { recursive: true });
  const shots = await shootAll(page, into, designs);
  writeFileSync(join(into, 'sheet.html'), sheetOf(shots));
  const sheet = await page.context().newPage();
  await sheet.setViewportSize({ width: 2000, height: 1200 });
  await sheet.goto(pathToFileURL(join(into, 'sheet.html')).href);
  // A page of more than a hundred pictures: longer than half a minute on a machine that does much else.
  await sheet.screenshot({ path: join(into, 'sheet.png'), fullPage: true, timeout: 300_000 });
  await sheet.close();
  process.stdout.write(`dist/screenshots/sheet.png, ${shots.length} screens\n`);
  await become(page, 'Sample Engineer One');
}
