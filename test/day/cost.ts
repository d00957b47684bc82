/** What a person's input costs, counted in the page itself, whatever drives it. */
import type { Page } from 'playwright-core';

/**
 * Clicks and keys; a control that takes the focus without a key counts as a click, a choice from a list or of files as two. A day is
 * played by keyboard where that is shorter, so `fields` says beside it how often a field was gone to by a key: who goes there by mouse
 * clicks as often more.
 */
export interface Cost {
  clicks: number;
  keys: number;
  fields: number;
}

/** How high what scrolls is, in pixels, and how many fields stand on it. */
export interface View {
  height: number;
  fields: number;
}

/** Runs in the page before its own code. Text that is entered in one go counts as its letters; what is pasted counts as two keys. */
export function countInPage(): void {
  const cost: Cost = { clicks: 0, keys: 0, fields: 0 };
  (window as unknown as { dayCost: Cost }).dayCost = cost;
  let byKey = false;
  let byMouse = false;
  const soon = (end: () => void) => setTimeout(end, 60);
  const listen = <K extends keyof DocumentEventMap>(kind: K, take: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(kind, take, { capture: true });
  listen('keydown', () => {
    cost.keys += 1;
    byKey = true;
    soon(() => {
      byKey = false;
    });
  });
  listen('mousedown', () => {
    cost.clicks += 1;
    byMouse = true;
    soon(() => {
      byMouse = false;
    });
  });
  listen('focusin', ({ target }) => {
    if (byKey && target instanceof Element && target.matches('input, textarea, select')) cost.fields += 1;
    if (!byKey && !byMouse) cost.clicks += 1;
  });
  listen('beforeinput', (event) => {
    // The key of a single letter was counted as it went down.
    if (event.data && event.data.length > 1) cost.keys += event.data.length;
  });
  listen('paste', () => {
    cost.keys += 2;
  });
  listen('change', (event) => {
    const { target } = event;
    const isFile = target instanceof HTMLInputElement && target.type === 'file';
    if (isFile || target instanceof HTMLSelectElement) cost.clicks += 2;
  });
}

/** What was spent since the page was loaded. */
export const costOf = (page: Page): Promise<Cost> =>
  page.evaluate(() => ({ ...(window as unknown as { dayCost: Cost }).dayCost }));

export const viewOf = (page: Page): Promise<View> =>
  page.evaluate(() => {
    const sheet = document.querySelector('[data-testid="case-sheet"]') ?? document.querySelector('#main');
    return {
      height: sheet?.scrollHeight ?? 0,
      fields: document.querySelectorAll('#main :is(input, textarea, select)').length,
    };
  });
