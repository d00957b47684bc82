/** What the screen called saved, written down outside the processes that are killed. */
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openPart } from './journey.ts';

/** The field that the rounds type into: it saves as it is typed. */
const FIELD = 'Actual';

/** That field alone: after a kill, what was typed before may be offered beside it, under the same label and more. */
export const fieldOf = (page: Page) => page.getByRole('textbox', { name: FIELD, exact: true });

/** Opens the case where that field stands, read anew from the device. */
export async function openAtField(page: Page, origin: string, caseId: string): Promise<void> {
  await page.goto(`${origin}/#/cases/${caseId}/problem`);
  await page.reload();
  await fieldOf(page)
    .waitFor()
    .catch(async (error: unknown) => {
      // What stands there instead is what one wants to know.
      const shown = await page.locator('body').innerText({ timeout: 5_000 });
      throw new Error(`The case is not shown, but: ${shown.slice(0, 2_000)}`, { cause: error });
    });
}

export class Ledger {
  readonly #file = join(mkdtempSync(join(tmpdir(), 'partner-console-ledger-')), 'ledger.txt');
  #typed: string[] = [];
  /** Steps that the screen has called saved. */
  readonly steps: string[] = [];

  /** Types one edit and waits until the screen says that it is saved, however long: so that there is one to look for. */
  async typeOne(page: Page, round: number): Promise<void> {
    await this.#type(page, `round ${round}, edit 0`, 30_000);
  }

  /**
   * Types one edit after the other until `until` ends; each that the screen says is saved goes into the ledger at once.
   * A page that dies under the typing ends it too.
   */
  async typeUntil(page: Page, round: number, until: Promise<unknown>): Promise<void> {
    let ended = false;
    void until.then(() => {
      ended = true;
    });
    for (let edit = 1; !ended && edit < 50; edit++) {
      try {
        await this.#type(page, `round ${round}, edit ${edit}`, 3_000);
      } catch {
        // Killed meanwhile, or not saved: what was typed may be there afterwards, and need not.
      }
    }
  }

  async #type(page: Page, text: string, timeout: number): Promise<void> {
    this.#typed.push(text);
    await fieldOf(page).fill(text, { timeout });
    await page.waitForFunction(
      ([wanted, label]) => {
        const input = [...document.querySelectorAll('textarea')].find(
          (each) => each.labels?.[0]?.textContent === label,
        );
        const state = input?.closest('div.wide, .fields > div')?.querySelector('[data-save-state]');
        return input?.value === wanted && state?.getAttribute('data-save-state') === 'saved';
      },
      [text, FIELD] as const,
      { timeout, polling: 10 },
    );
    appendFileSync(this.#file, `${text}\n`);
  }

  /** Adds one step, and writes it down once the screen says that it is saved. The page was loaded anew since the last. */
  async addStep(page: Page, round: number): Promise<void> {
    const text = `step of round ${round}`;
    try {
      await openPart(page, 'Steps');
      await page.getByLabel('What was done').fill(text, { timeout: 2_000 });
      await page.keyboard.press('Control+Enter');
      await page.getByText('Step saved on this computer').waitFor({ timeout: 3_000 });
      this.steps.push(text);
      await openPart(page, 'Problem');
    } catch {
      // Killed meanwhile: the step may be there afterwards, and need not.
    }
  }

  /** How many edits the screen has called saved so far. */
  saved(): string[] {
    return readFileSync(this.#file, { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .filter((line) => line !== '');
  }

  /** What the field may hold: the last edit that was called saved, or one that was typed after it. Where none was, any or none. */
  allowed(): string[] {
    const last = this.saved().at(-1);
    return last === undefined ? ['', ...this.#typed] : this.#typed.slice(this.#typed.indexOf(last));
  }

  /** The field holds the last edit that was called saved, or one that was typed after it. */
  async check(page: Page): Promise<void> {
    const last = this.saved().at(-1) ?? 'none';
    const allowed = this.allowed();
    await expect
      .poll(() => fieldOf(page).inputValue(), {
        timeout: 20_000,
        interval: 50,
        message: `after ${last}`,
      })
      .toSatisfy((value: string) => allowed.includes(value));
  }
}

/** A number below `below`, drawn anew each run: the rounds are meant to hit other moments each time. */
export function randomBelow(below: number): number {
  return Math.floor(Math.random() * below);
}
