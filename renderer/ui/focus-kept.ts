/**
 * The focus falls to nothing where what had it goes off the page, or off: the next key is lost, and whoever hears the page stands at its
 * beginning. One place minds it for all acts. Who knows better gives the focus itself, as forms and lists do: this comes after them.
 *
 * It goes to the first of these that is there: the same control, drawn anew; what was opened from, for a menu, a message or a dialog; for
 * a row, the one beside it; for a field, the next one; what came in its place; the heading of what is left around it; the page's.
 */
import { useEffect } from 'react';
import { focusWhereLost, isFocusAwaited } from './focus-drawn.ts';

/** Forms give the focus back themselves, Mantine's after 10 ms. */
const OTHERS_FIRST_MS = 50;
/** So long a button that is off while it works may come back, and a screen may have no heading yet. */
const BACK_MS = 600;
/** What goes so soon after a scroll was scrolled out of a long list, of which only what is in sight is drawn. */
const SCROLLED_MS = 100;

const CONTROLS =
  'a[href], button:not(:disabled), input:not(:disabled, [type="hidden"]), select:not(:disabled), textarea:not(:disabled), summary';
const FIELDS = 'input:not(:disabled, [type="hidden"]), select:not(:disabled), textarea:not(:disabled)';
const ROWS = 'li, tr, .data-row, [role="row"], [role="listitem"], [role="option"]';
/** What is drawn for a while, and is opened from somewhere else. */
const PASSING = '[role="menu"], [role="status"], [role="alert"], [role="dialog"], [role="listbox"], dialog';
const HEADINGS = 'h1, h2, h3, h4, legend';
/** Nobody is led out of these by a heading: what stands beside says more. */
const LANDMARKS = 'main, footer, nav, aside, header';

/** Where the focus was: what is asked of it once it is gone is asked of how it stood. */
interface Stood {
  at: HTMLElement;
  /** Itself and what it stood in, from the inside. */
  within: readonly Element[];
  /** What had the focus before it came into what passes; null where it is in nothing that does. */
  before: HTMLElement | null;
}

function isFocusable(element: Element | null | undefined): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.isConnected &&
    !element.matches(':disabled') &&
    element.checkVisibility({ visibilityProperty: true }) &&
    element.closest('[inert]') === null
  );
}

/** The first of these in it that can have the focus by Tab, itself included. */
function firstIn(element: Element | null | undefined, kind: string): HTMLElement | null {
  if (!element) return null;
  const all = [...(element.matches(kind) ? [element] : []), ...element.querySelectorAll(kind)];
  return all.find((each): each is HTMLElement => isFocusable(each) && each.tabIndex >= 0) ?? null;
}

function headingIn(element: Element): HTMLElement | null {
  return [...element.querySelectorAll<HTMLElement>(HEADINGS)].find((each) => each.checkVisibility()) ?? null;
}

/** What is left around a place says what it is: the line it folds under, its heading; of a bar without one, what else stands in it. */
function around(from: Element | null): HTMLElement | null {
  for (let at = from; at && at !== document.body; at = at.parentElement) {
    const found = at.matches('details') ? firstIn(at, 'summary') : headingIn(at);
    if (found) return found;
    if (at.matches(LANDMARKS)) return firstIn(from, CONTROLS) ?? firstIn(at, CONTROLS);
  }
  return null;
}

/** How a part went off the page. */
interface Gone {
  part: Element;
  from: Element;
  before: Node | null;
  after: Node | null;
  /** What came there in the same breath. */
  came: readonly Element[];
}

function howItWent({ within }: Stood, changes: readonly MutationRecord[]): Gone | null {
  const own = new Set<Node>(within);
  for (const { target, removedNodes, previousSibling, nextSibling } of [...changes].reverse()) {
    const part = [...removedNodes].find((each): each is Element => own.has(each) && each instanceof Element);
    if (!part || !(target instanceof Element) || !target.isConnected) continue;
    const came = changes.flatMap((each) => (each.target === target ? [...each.addedNodes] : []));
    return {
      part,
      from: target,
      before: previousSibling,
      after: nextSibling,
      came: came.filter((each): each is Element => each instanceof Element && each.isConnected),
    };
  }
  return null;
}

function elementBeside(node: Node | null, way: 'nextSibling' | 'previousSibling'): Element | null {
  for (let at = node; at; at = at[way]) if (at instanceof Element) return at.isConnected ? at : null;
  return null;
}

/** Of rows and fields: what stood beside it. Not of buttons: the one beside may do the opposite, and a key may be pressed twice. */
function besideIt({ at }: Stood, { part, before, after }: Gone): HTMLElement | null {
  const next = elementBeside(after, 'nextSibling');
  if (part.matches(ROWS)) {
    const kind = at.matches(FIELDS) ? FIELDS : 'a[href], button:not(:disabled)';
    const rows = [next, elementBeside(before, 'previousSibling')];
    for (const row of rows) {
      const found = firstIn(row, kind) ?? firstIn(row, CONTROLS);
      if (found) return found;
    }
    return null;
  }
  if (!at.matches(FIELDS)) return null;
  for (let beside = next; beside; beside = beside.nextElementSibling) {
    const field = firstIn(beside, FIELDS);
    if (field) return field;
  }
  return null;
}

/** What came in its place: a part with a heading is read from there, a small one has its control. */
function inItsPlace({ part, came }: Gone): HTMLElement | null {
  if (part.matches(ROWS)) return null;
  for (const each of came) {
    const found =
      headingIn(each) ?? (each.matches(HEADINGS) ? (each as HTMLElement) : firstIn(each, CONTROLS));
    if (found) return found;
  }
  return null;
}

/** @returns what has the focus now; null while it is better to wait */
function placeFor(stood: Stood, gone: Gone | null, since: number): HTMLElement | null {
  const { at, before, within } = stood;
  const again = at.isConnected ? at : at.id === '' ? null : document.getElementById(at.id);
  if (isFocusable(again)) return again;
  const waited = performance.now() - since;
  if (again && waited < BACK_MS) return null;
  if (isFocusable(before)) return before;
  const main = document.getElementById('main');
  const near =
    (gone && (besideIt(stood, gone) ?? inItsPlace(gone) ?? around(gone.from))) ??
    around(within.find((each) => each.isConnected && each !== at) ?? null);
  if (near) return near;
  return (main && headingIn(main)) ?? (waited < BACK_MS ? null : main);
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Minds the focus of the page. @returns the end of it */
export function keepFocus(): () => void {
  let stood: Stood | null = null;
  let lost: { stood: Stood; gone: Gone | null; since: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let scrolledAt = Number.NEGATIVE_INFINITY;

  const onScroll = () => {
    scrolledAt = performance.now();
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    const within: Element[] = [];
    for (let at: Element | null = target; at && at !== document.body; at = at.parentElement) within.push(at);
    const passing = target.closest(PASSING);
    const isInside = passing !== null && stood !== null && passing.contains(stood.at);
    const before = passing === null ? null : isInside ? stood?.before : stood?.at;
    stood = { at: target, within, before: before ?? null };
  };
  // Whoever leaves a control that stays wants to be nowhere, as by a click on the ground.
  const onBlur = ({ target, relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null) return;
    queueMicrotask(() => {
      if (stood?.at === target && isLost() && isFocusable(stood.at)) stood = null;
    });
  };
  const settle = (changes: readonly MutationRecord[]) => {
    const at: Element | undefined = stood?.at;
    if (!stood || !at) return;
    // Most changes of the page are about other parts of it, and whether something is seen is dear to ask: the page is laid out for it.
    const isThere = at.isConnected && !at.matches(':disabled');
    if (isThere && changes.every(({ type }) => type === 'childList')) return;
    if (isFocusable(at)) return;
    if (lost?.stood !== stood) {
      // What is typed then belongs to no row that happens to be in sight. What scrolls because something went comes after it.
      if (performance.now() - scrolledAt < SCROLLED_MS && !at.isConnected) {
        stood = null;
        return;
      }
      lost = { stood, gone: null, since: performance.now() };
    }
    // It may be off before it goes, and more may change before the focus is placed.
    lost.gone = howItWent(stood, changes) ?? lost.gone;
    timer ??= setTimeout(place, OTHERS_FIRST_MS);
  };
  const place = () => {
    timer = undefined;
    // Where the focus is elsewhere by now, the person or the form has put it there.
    if (!lost || stood !== lost.stood || !isLost()) return;
    if (isFocusAwaited()) {
      timer = setTimeout(place, OTHERS_FIRST_MS);
      return;
    }
    const own = lost;
    focusWhereLost(() => placeFor(own.stood, own.gone, own.since));
  };
  const observer = new MutationObserver(settle);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden', 'open', 'inert'],
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onBlur);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onBlur);
    document.removeEventListener('scroll', onScroll, { capture: true });
  };
}

/** Minds the focus of the page while it is drawn. */
export function useKeptFocus(): void {
  useEffect(keepFocus, []);
}
