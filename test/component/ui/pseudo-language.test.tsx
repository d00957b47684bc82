/**
 * Real screens in a language that has no letter of ours: what is still English there was not marked. Left are data and the words that
 * shared/ has, which hub and command line say as well.
 */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { type ReactNode, Suspense } from 'react';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import kitSource from '../../../renderer/kit/kit.tsx?raw';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { speak } from '../../../renderer/words/language.ts';

type Token = string | readonly [name: string, kind?: string, cases?: Record<string, unknown>];
type Messages = Record<string, string | Token[]>;

/** Each letter as a Greek or Cyrillic one. Names of places and tags stay. */
const otherLetters = (text: string) =>
  text.replaceAll(/[A-Za-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x3a0));

function pseudo(message: string | readonly Token[]): string | Token[] {
  if (typeof message === 'string') return otherLetters(message);
  return message.map((token): Token => {
    if (typeof token === 'string') return token === '#' ? token : otherLetters(token);
    const [name, kind, cases] = token;
    if (kind === undefined || cases === undefined) return token;
    const other = Object.entries(cases).map(([word, value]) => [
      word,
      word === 'offset' ? value : pseudo(value as Token[]),
    ]);
    return [name, kind, Object.fromEntries(other)];
  });
}

const catalogues = import.meta.glob<{ messages: Messages }>('../../../renderer/**/locales/en.po', {
  eager: true,
});
const sharedSources = Object.values(
  import.meta.glob<string>('../../../shared/**/*.ts', { query: '?raw', import: 'default', eager: true }),
);

/** Loaded once the language is spoken: a text of a module is said when the module is read. */
const load = async () => ({
  ...(await import('../../../renderer/app/screens.tsx')),
  ...(await import('../../../renderer/app/theme.ts')),
  ...(await import('../../../renderer/features/case/case-screen.tsx')),
  ...(await import('../../../renderer/features/home/home-screen.tsx')),
  ...(await import('../../../renderer/kit/kit.tsx')),
  ...(await import('../../../renderer/views/home-hooks.tsx')),
  ...(await import('../../../renderer/views/hooks.tsx')),
  ...(await import('../../helpers/bridge.ts')),
  ...(await import('../../helpers/console-device.ts')),
});
let parts: Awaited<ReturnType<typeof load>>;
let app: AppServices;
let caseId = '';
let data = '';

beforeAll(async () => {
  const messages: Messages = Object.assign({}, ...Object.values(catalogues).map((each) => each.messages));
  const other = Object.entries(messages).map(([id, message]) => [id, pseudo(message)]);
  speak('en-XA', Object.fromEntries(other));
  parts = await load();
  app = await parts.openEnrolledConsole(parts.memoryBridge());
  const record = {
    ...parts.aCase('Pages reach nobody'),
    customer: 'Example Hospital',
    priority: 'P2' as const,
  };
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  caseId = record.id;
  data = JSON.stringify([record, parts.identity, await app.db.device.toArray()]);
});
afterEach(cleanup);
afterAll(() => parts.removeConsole(app));

/** Texts on the page, and what is read out, with a word in our letters. */
function ourWords(data: string): string[] {
  const found = new Set<string>();
  const add = (text: string | null) => {
    const words = text?.replaceAll(/\s+/g, ' ').trim() ?? '';
    if (/[A-Za-z]{2}/.test(words)) found.add(words);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement?.closest('style, script, kbd')) add(walker.currentNode.nodeValue);
  for (const element of document.body.querySelectorAll('*:not([aria-hidden])'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) add(element.getAttribute(name));
  return [...found].filter((text) => !isKnown(text, data));
}

/** Days and months, which luxon says with `en` named (renderer/ui/times.ts), and zones. */
const TIMES =
  /\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\bUTC\b/g;

/** Pieces of a text between signs, numbers and letters of the other language. */
const piecesOf = (text: string) =>
  text
    .replaceAll(TIMES, '0')
    .split(/[^A-Za-z’ -]+/)
    .map((piece) => piece.trim().toLowerCase())
    .filter((piece) => /[a-z]{2}/.test(piece));

/** What stands between quotes in a source. */
const quoted = (source: string) =>
  [...source.matchAll(/(['"])((?:(?!\1)[^\\\n]|\\.)*)\1|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, , line = '', lines = '']) => line || lines,
  );
const saidByShared = new Set(sharedSources.flatMap(quoted).flatMap(piecesOf));

/** Whether all of a text is data, or said by shared/. */
const isKnown = (text: string, data: string) =>
  piecesOf(text).every((piece) => saidByShared.has(piece) || data.toLowerCase().includes(piece));

const show = (part: ReactNode) =>
  render(
    <MantineProvider theme={parts.theme}>
      <parts.AppProvider console={app}>{part}</parts.AppProvider>
    </MantineProvider>,
  );

test('the check sees a text that nobody marked, alone and beside a marked one', () => {
  show(
    <p title="Bare title">
      {otherLetters('Marked')} <b>Bare words</b>
    </p>,
  );
  expect(ourWords('')).toEqual(['Bare words', 'Bare title']);
});

test('the page of parts says nothing of its own but its samples', () => {
  show(<parts.Kit long={null} />);
  expect(document.body.textContent).toContain(otherLetters('Missing'));
  expect(ourWords(kitSource)).toEqual([]);
});

test('home', async () => {
  show(
    <parts.HomeProvider identity={parts.identity} wordsOf={() => ''}>
      <parts.HomeScreen />
    </parts.HomeProvider>,
  );
  await screen.findByText(/Pages reach nobody/);
  expect(ourWords(data)).toEqual([]);
});

test.each([
  ...['problem', 'systems', 'configuration', 'revisions', 'steps', 'files'],
  ...['cause', 'cover', 'people', 'request', 'history', 'end'],
])('the part %s of a case', async (part) => {
  location.hash = `#/cases/${caseId}/${part}`;
  show(
    <Router hook={useHashLocation}>
      <parts.CaseScreen caseId={caseId} />
    </Router>,
  );
  await waitFor(() => expect(document.querySelector(`#section-${part}`)).not.toBeNull());
  // Of shared/policy/opening.ts, which puts it together of pieces by the time of the day.
  const opening = /^Level 3 (?:opens|is open) /;
  expect(ourWords(data).filter((text) => !opening.test(text))).toEqual([]);
});

/** What is left on screens, and is none of their words. */
const notWords = {
  // Names of the guide's files.
  '/help': ['README', 'ten-minutes'],
  // What the shell of this test answers.
  '/level3/deliveries': ['The hub cannot be reached.'],
};

test('each screen that has an address without a record', async () => {
  const left: Record<string, string[]> = {};
  for (const entry of parts.screens) {
    const address = parts.addressOf(entry);
    if (address === null) continue;
    location.hash = `#${address}`;
    show(
      <Router hook={useHashLocation}>
        <parts.HomeProvider identity={parts.identity} wordsOf={() => ''}>
          <Suspense>{entry.draw({})}</Suspense>
        </parts.HomeProvider>
      </Router>,
    );
    await screen.findByRole('heading', { level: 1 });
    const found = ourWords(data);
    if (found.length > 0) left[address] = found;
    cleanup();
  }
  expect(left).toEqual(notWords);
});
