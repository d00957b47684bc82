/** Both shells on the network of a company: a private certificate authority, and a proxy that wants a name and a password. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, openScreens } from '../../../renderer/app/screens.tsx';
import { newProfile, openBrowser, startTestShell } from '../../helpers/browser-shell.ts';
import {
  type CompanyNetwork,
  companyNetwork,
  hubNames,
  whyNoOpenssl,
} from '../../helpers/company-network.ts';
import {
  dataFolder,
  launchElectron,
  sharedFolder,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import { freePort } from '../../helpers/free-port.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  attachAsItIs,
  openCase,
  openPart,
  press,
  putOffProtection,
  syncWords,
} from '../../helpers/journey.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
let hub: TestHub;
let company: CompanyNetwork;

beforeAll(async () => {
  if (whyNoOpenssl) return;
  hub = await startTestHub();
  const folder = temporaryFolder();
  company = await companyNetwork(hub.url, folder.path);
  cleanups.push(folder.remove, () => hub.stop(), company.close);
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

const whyNoCertutil: string | null = (() => {
  try {
    execFileSync('certutil', ['-H'], { stdio: 'ignore' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return 'certutil (libnss3-tools), which tells Chromium whom to trust, is not installed';
  }
  return null;
})();

/** The home folder of a person whose computer trusts the company's authority, as Chromium reads it on Linux. */
function homeThatTrusts(ca: string): string {
  const home = join(sharedFolder(), 'home');
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  writeFileSync(join(home, 'company.pem'), ca);
  const certutil = (...args: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'company', '-i', join(home, 'company.pem'));
  execFileSync('chmod', ['-R', 'a+rwX', home]);
  return home;
}

/** Tries to enrol at a hub, the preset one where none is named. @returns what the screen says */
async function enrolmentFails(page: Page, name: string | null): Promise<string> {
  await page.getByLabel('One-time code').fill('CODE-CODE-CODE');
  await page.getByLabel('Name of this computer').fill('A desktop at a company');
  await page.getByLabel('Address of the hub').fill(name === null ? '' : `https://${name}`);
  await press(page, 'button', 'Enrol');
  // What was said of the try before goes as this one begins.
  await page.locator('button[type=submit][data-loading]').waitFor({ state: 'detached' });
  const alert = page.getByRole('alert');
  await alert.waitFor();
  return (await alert.textContent()) ?? '';
}

const certificateFaults: readonly [string, RegExp][] = [
  [
    hubNames.untrusted,
    /^The certificate of the hub is not trusted on this computer \(\w+\)\. Nothing was sent/,
  ],
  [
    hubNames.expired,
    /^The certificate of the hub has expired or is not valid yet.* \(\w+\)\. Nothing was sent/,
  ],
  [hubNames.misnamed, /^The certificate at the address of the hub is for another name \(\w+\)\. Nothing/],
];

/** Each failure by its words, and by the system's own code in parentheses. */
async function failuresAreNamed(page: Page): Promise<void> {
  const named: [string, RegExp][] = [
    ...certificateFaults,
    ['hub.nowhere.example', /^The proxy of this network does not let this console through to the hub \(/],
  ];
  for (const [name, words] of named) {
    const said = await enrolmentFails(page, name);
    expect(said, name).toMatch(words);
    expect(said, name).not.toMatch(/saved/);
  }
  expect(await enrolmentFails(page, `localhost:${await freePort()}`)).toMatch(
    /^Nothing answers at the address of the hub \(\w+\)/,
  );
}

/** Enrols, syncs, hears a poke, and sends a file, all by the way that the company allows. */
async function workThroughTheProxy(page: Page): Promise<void> {
  company.arrived.length = 0;
  await page.getByLabel('One-time code').fill(await hub.enrolmentCode(hub.sample.people.engineer.id));
  await page.getByLabel('Address of the hub').fill('');
  await press(page, 'button', 'Enrol');
  await putOffProtection(page);
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await syncWords(page, 'Up to date');
  await openCase(page, 'Recorder behind a proxy');
  await openPart(page, 'Files');
  // More than one piece, and no piece's multiple.
  const log = randomBytes(5 * 1024 * 1024 + 17);
  await page
    .getByLabel('Files to attach')
    .setInputFiles({ name: 'recorder.log', mimeType: 'text/plain', buffer: log });
  await attachAsItIs(page, 'recorder.log');
  await page.getByText('On this computer and at the hub').waitFor({ timeout: 60_000 });
  await syncWords(page, 'Up to date');
  expect(company.arrived).toContain('GET /v1/poke');
  expect(company.arrived.filter((each) => each.startsWith('PATCH ')).length).toBeGreaterThan(1);
  // The line breaks, and is there again: the stream of pokes is opened anew by itself.
  const streams = () => company.arrived.filter((each) => each === 'GET /v1/poke').length;
  const before = streams();
  company.cut();
  await eventually(
    async () => streams(),
    (count) => count > before,
    'another stream of pokes',
    600,
  );
  await syncWords(page, 'Up to date');
  await press(page, 'link', 'Settings');
  await page.getByText(new URL(company.proxy).host).first().waitFor();
  await press(page, 'button', 'Check the connection');
  await page.getByText(/^Connected\. The hub’s time is/).waitFor();
}

describe('the console on the network of a company', () => {
  test('in Electron, by the computer’s proxy and trust, with a login that the person gives', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    context.skip(whyNoOpenssl !== null, whyNoOpenssl ?? '');
    context.skip(whyNoCertutil !== null, whyNoCertutil ?? '');
    const application = unpackedApplication();
    const screen = await virtualDisplay();
    cleanups.push(application.remove, screen.stop);
    company.asked.length = 0;
    const { page, app } = await launchElectron({
      executable: application.executable,
      display: screen.display,
      data: dataFolder(),
      hub: `https://${hubNames.good}`,
      env: { CONSOLE_HOME: homeThatTrusts(company.ca), https_proxy: company.proxy },
    });
    cleanups.push(() => app.close());
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    expect(await enrolmentFails(page, null)).toMatch(/asks for a name and a password/);
    await page.getByLabel('Name for the proxy').fill(company.login.name);
    await page.getByLabel('Password for the proxy').fill('mistyped');
    await press(page, 'button', 'Sign in to the proxy');
    await page.getByRole('form', { name: 'Sign in to the proxy' }).waitFor({ state: 'detached' });
    expect(await enrolmentFails(page, null)).toMatch(/asks for a name and a password/);
    const tries = company.asked.filter((each) => each.startsWith('407')).length;
    await page.getByText('It refused what it was given for sample.engineer').waitFor();
    // Refused once, it is not tried again: each further request is asked for a login once, and given none.
    await enrolmentFails(page, null);
    expect(company.asked.filter((each) => each.startsWith('407')).length).toBeLessThanOrEqual(tries + 3);
    await page.getByLabel('Password for the proxy').fill(company.login.password);
    await press(page, 'button', 'Sign in to the proxy');
    await page.getByRole('form', { name: 'Sign in to the proxy' }).waitFor({ state: 'detached' });
    await failuresAreNamed(page);
    await workThroughTheProxy(page);
    // Every screen that the person has, the guide and the settings too.
    for (const entry of openScreens(hub.sample.people.engineer)) {
      const address = addressOf(entry);
      if (address === null) continue;
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, address);
      await page.getByRole('heading', { level: 1, name: entry.heading }).waitFor();
    }
    // Nobody but hubs was asked for, from the first moment.
    const foreign = company.asked.filter((each) => !/ (\w+\.corp|hub\.nowhere)\.example:443$/.test(each));
    expect(foreign).toEqual([]);
  });

  test('in Electron, by the proxy and the authority that the computer’s policy names, without a store', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    context.skip(whyNoOpenssl !== null, whyNoOpenssl ?? '');
    const application = unpackedApplication();
    const screen = await virtualDisplay();
    cleanups.push(application.remove, screen.stop);
    const managed = sharedFolder();
    const certificates = join(managed, 'company-ca.pem');
    writeFileSync(certificates, company.ca, { mode: 0o644 });
    const policy = join(managed, 'policy.json');
    const settled = {
      hub: `https://${hubNames.good}`,
      proxy: { mode: 'fixed', server: new URL(company.proxy).host },
      certificateAuthorities: certificates,
    };
    writeFileSync(policy, JSON.stringify(settled), { mode: 0o644 });
    const start = (data: string) =>
      launchElectron({
        executable: application.executable,
        display: screen.display,
        data,
        hub: 'https://hub.nowhere.example',
        env: { PARTNER_CONSOLE_POLICY: policy },
      });
    const { page, app } = await start(dataFolder());
    await page.getByLabel('Name for the proxy').waitFor({ state: 'detached' });
    expect(await enrolmentFails(page, null)).toMatch(/asks for a name and a password/);
    await page.getByLabel('Name for the proxy').fill(company.login.name);
    await page.getByLabel('Password for the proxy').fill(company.login.password);
    await press(page, 'button', 'Sign in to the proxy');
    await page.getByRole('form', { name: 'Sign in to the proxy' }).waitFor({ state: 'detached' });
    await page.getByLabel('Name of this computer').fill('A managed desktop');
    await workThroughTheProxy(page);
    await app.close();
    // The authority speaks for what is right and for nothing else: each other hub is refused as before, and named as before.
    writeFileSync(policy, JSON.stringify({ ...settled, hub: undefined }), { mode: 0o644 });
    const other = await start(dataFolder());
    cleanups.push(() => other.app.close());
    await enrolmentFails(other.page, hubNames.good);
    await other.page.getByLabel('Name for the proxy').fill(company.login.name);
    await other.page.getByLabel('Password for the proxy').fill(company.login.password);
    await press(other.page, 'button', 'Sign in to the proxy');
    await other.page.getByRole('form', { name: 'Sign in to the proxy' }).waitFor({ state: 'detached' });
    for (const [name, words] of certificateFaults)
      expect(await enrolmentFails(other.page, name), name).toMatch(words);
  });

  test('in Electron, by a PAC script of the computer or of its policy, whose proxy wants a login', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    context.skip(whyNoOpenssl !== null, whyNoOpenssl ?? '');
    const application = unpackedApplication();
    const screen = await virtualDisplay();
    cleanups.push(application.remove, screen.stop);
    const managed = sharedFolder();
    const certificateAuthorities = join(managed, 'company-ca.pem');
    writeFileSync(certificateAuthorities, company.ca, { mode: 0o644 });
    const policy = join(managed, 'policy.json');
    const start = async (settled: object, args: string[]) => {
      writeFileSync(policy, JSON.stringify({ certificateAuthorities, ...settled }), { mode: 0o644 });
      const started = await launchElectron({
        executable: application.executable,
        display: screen.display,
        data: dataFolder(),
        hub: `https://${hubNames.good}`,
        env: { PARTNER_CONSOLE_POLICY: policy },
        args,
      });
      cleanups.push(() => started.app.close());
      return started.page;
    };
    const pages = [
      await start({}, [`--proxy-pac-url=${company.pac}`]),
      await start({ proxy: { mode: 'pac', url: company.pac } }, []),
    ];
    for (const page of pages) {
      expect(await enrolmentFails(page, null)).toMatch(/asks for a name and a password/);
      await page.getByLabel('Name for the proxy').fill(company.login.name);
      await page.getByLabel('Password for the proxy').fill(company.login.password);
      await press(page, 'button', 'Sign in to the proxy');
      await page.getByRole('form', { name: 'Sign in to the proxy' }).waitFor({ state: 'detached' });
      expect(await enrolmentFails(page, hubNames.expired)).toMatch(/^The certificate of the hub has expired/);
      // The hub's own answer: it came through.
      expect(await enrolmentFails(page, null)).toMatch(/^The code is not valid/);
      // A name that the script sends past the proxy is looked for without it.
      expect(await enrolmentFails(page, 'hub.nowhere.example')).toMatch(/^The name of the hub is not known/);
    }
  });

  test('in the browser, by HTTPS_PROXY and a file of certificates', async (context) => {
    context.skip(whyNoOpenssl !== null, whyNoOpenssl ?? '');
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const ca = join(folder.path, 'company.pem');
    writeFileSync(ca, company.ca);
    const address = new URL(company.proxy);
    const open = async (proxy: string) => {
      const shell = await startTestShell(`https://${hubNames.good}`, undefined, {
        flags: ['--ca', ca],
        env: { HTTPS_PROXY: proxy },
      });
      const profile = newProfile();
      const browser = await openBrowser(profile.path);
      cleanups.push(profile.remove, shell.stop, browser.close);
      await browser.page.goto(shell.url());
      await browser.page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
      return browser.page;
    };
    const stranger = await open(company.proxy);
    expect(await enrolmentFails(stranger, null)).toMatch(/asks for a name and a password \(HTTP 407\)/);
    await stranger.getByText('HTTPS_PROXY=http://name:password@proxy.example.com:8080').waitFor();
    address.username = encodeURIComponent(company.login.name);
    address.password = 'mistyped';
    const mistyped = await open(address.href);
    expect(await enrolmentFails(mistyped, null)).toMatch(/asks for a name and a password \(HTTP 407\)/);
    await mistyped.getByText(`It refused what it was given for ${company.login.name}.`).waitFor();
    const away = await open('http://127.0.0.1:9');
    expect(await enrolmentFails(away, null)).toMatch(
      /^The proxy of this network cannot be reached \(ECONNREFUSED\)/,
    );
    address.password = encodeURIComponent(company.login.password);
    const page = await open(address.href);
    await failuresAreNamed(page);
    await workThroughTheProxy(page);
  });

  test('in the browser without that file, the hub’s certificate is not trusted', async (context) => {
    context.skip(whyNoOpenssl !== null, whyNoOpenssl ?? '');
    const address = new URL(company.proxy);
    address.username = encodeURIComponent(company.login.name);
    address.password = encodeURIComponent(company.login.password);
    const shell = await startTestShell(`https://${hubNames.good}`, undefined, {
      env: { HTTPS_PROXY: address.href },
    });
    const profile = newProfile();
    const { page, close } = await openBrowser(profile.path);
    cleanups.push(profile.remove, shell.stop, close);
    await page.goto(shell.url());
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    expect(await enrolmentFails(page, null)).toMatch(/is not trusted on this computer \(\w+\)/);
  });
});
