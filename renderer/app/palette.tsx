/** Everything by typing: find what is on this computer, go to a screen, do what the menus do (Ctrl or Cmd and K). */
import { t } from '@lingui/core/macro';
import { useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { caseNumber, uuid } from '../../shared/base/ids.ts';
import { may } from '../../shared/certification/access.ts';
import type { Found } from '../../shared/search/search-index.ts';
import { isExact, plain, termsOfQuestion } from '../../shared/search/terms.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { lockOrOffer } from '../ui/lock.ts';
import { messages, putAway } from '../ui/messages.ts';
import { type Command, offers } from '../ui/offers.ts';
import { lastChanged } from '../views/case-list.ts';
import { builtInViews, readViews } from '../views/case-views.ts';
import { useApp, useIdentity } from '../views/hooks.tsx';
import { readNewestPacketId } from '../views/packet-reading.ts';
import type { SearchClient } from '../views/search-client.ts';
import { useSearch, useSearchClient } from '../views/search-hooks.ts';
import { useView } from '../views/use-view.ts';
import { takeEarlyCall } from './early-call.ts';
import { foundIcons, foundPath, isOpenTo, placeWords } from './found-path.ts';
import { addressOf, openScreens } from './screens.tsx';
import { holdKeys, typedAhead } from './typed-ahead.ts';

const SHORTCUT = 'mod + K';
const [store, spotlight] = createSpotlight();

const paletteWanted = createStore<boolean>(() => false);
let asked = false;

function openIfAsked(): void {
  if (asked) spotlight.open();
  asked = false;
}

const LIST_ID = 'palette-list';

/** Says to whom hears the page which of the rows is selected: the library marks it for the eye alone. */
function tellSelected(): void {
  const rows = document.getElementById(store.getState().listId)?.querySelectorAll('[data-action]') ?? [];
  let selected: string | null = null;
  for (const [at, row] of [...rows].entries()) {
    row.id = `${LIST_ID}-${at}`;
    const isSelected = row.hasAttribute('data-selected');
    row.setAttribute('aria-selected', String(isSelected));
    if (isSelected) selected = row.id;
  }
  const field = document.querySelector('[data-palette-field]');
  if (selected === null) field?.removeAttribute('aria-activedescendant');
  else field?.setAttribute('aria-activedescendant', selected);
}

/** The library selects with each key, and not when the list changes later. */
function selectFirst(): void {
  const state = store.getState();
  const list = document.getElementById(state.listId);
  for (const each of list?.querySelectorAll('[data-selected]') ?? []) each.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.setState({ ...state, selected: 0 });
}

const isInField = () => document.activeElement?.hasAttribute('data-palette-field') ?? false;

export function openPalette(): void {
  if (isInField()) return;
  holdKeys(isInField, () => {
    asked = false;
    spotlight.close();
  });
  asked = true;
  if (paletteWanted.getState()) openIfAsked();
  else paletteWanted.setState(true);
}

const MOST_RECENT = 8;

/** Commands of which every term of the question begins a word. */
function fitting(commands: readonly Command[], question: string): Command[] {
  const terms = termsOfQuestion(question);
  return commands.filter(({ label, words }) => {
    const own = plain(`${label} ${words}`).split(/[^\p{L}\p{N}-]+/u);
    return terms.every((term) => own.some((word) => word.startsWith(term)));
  });
}

/** The case that is open; null where none is. */
function openCaseId(location: string): string | null {
  const [, place, id = ''] = location.split('/');
  return place === 'cases' && uuid.safeParse(id).success ? id : null;
}

function useCommands(caseId: string | null): Command[] {
  const app = useApp();
  const { syncNow } = app;
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const identity = useIdentity();
  const packetId = useView(readNewestPacketId, caseId ?? '');
  const offered = useStore(offers, ({ commands: all }) => all);
  const told = useStore(messages, ({ shown }) => shown);
  return useMemo(() => {
    const undo = told?.act ? { ...told, act: told.act } : null;
    const commands: Command[] = [...offered.values()].flat();
    if (undo)
      commands.push({
        id: 'act',
        label: t`${undo.act.word}: ${undo.text}`,
        words: t`take back last`,
        icon: 'undo',
        run: () => {
          putAway(undo.id);
          undo.act.run();
        },
      });
    if (caseId !== null) {
      const number = caseNumber(caseId);
      commands.push({
        id: 'export',
        label: t`Export ${number} to a file`,
        words: t`save case json`,
        icon: 'download',
        run: () =>
          void import('../features/case/case-to-file.ts').then(({ caseToFile }) => caseToFile(app, caseId)),
      });
      if (packetId)
        commands.push({
          id: 'print',
          label: t`Print the packet of ${number}`,
          words: t`paper pdf handoff`,
          icon: 'print',
          run: () => navigate(`/packets/${packetId}/print`),
        });
    }
    const icons: Readonly<Record<string, IconName>> = { '/new': 'plus', '/cases/import': 'download' };
    for (const screen of identity ? openScreens(identity) : []) {
      const to = addressOf(screen);
      if (screen.palette && to !== null)
        commands.push({
          id: screen.path,
          label: screen.palette,
          words: screen.heading,
          icon: icons[screen.path] ?? screen.rail?.icon ?? 'arrow',
          run: () => navigate(to),
        });
    }
    commands.push(
      {
        id: 'lock',
        label: t`Lock the console`,
        words: t`close keys passphrase leave protect`,
        icon: 'held',
        run: () => lockOrOffer(app.bridge, navigate),
      },
      { id: 'now', label: t`Sync now`, words: t`send receive hub`, icon: 'sync', run: () => syncNow() },
      {
        id: 'light',
        label: t`Light theme`,
        words: t`switch bright colours look`,
        icon: 'sun',
        run: () => setColorScheme('light'),
      },
      {
        id: 'dark',
        label: t`Dark theme`,
        words: t`switch colours look night`,
        icon: 'moon',
        run: () => setColorScheme('dark'),
      },
    );
    return commands;
  }, [app, caseId, packetId, identity, navigate, setColorScheme, syncNow, offered, told]);
}

/** The list of cases by its views, those that the person saved too: found by their names, and not offered unasked. */
function useViewCommands(): Command[] {
  const [, navigate] = useLocation();
  const identity = useIdentity();
  const own = useView(readViews);
  return useMemo(() => {
    if (!identity || !may(identity, 'read-cases')) return [];
    return [...builtInViews(identity.person.id), ...(own ?? [])].map(({ id, name }) => ({
      id: `view ${id}`,
      label: t`Cases: ${name}`,
      words: t`view list filter`,
      icon: 'cases',
      run: () => navigate(`/cases/views/${id}`),
    }));
  }, [identity, own, navigate]);
}

/** Drawn from its first opening on: closed, it took a seventh of what the first screen takes to draw. */
export function Palette() {
  const wanted = useStore(paletteWanted);
  // In a field as well: there it is wanted most.
  useHotkeys([[SHORTCUT, openPalette]], [], true);
  useEffect(() => {
    if (takeEarlyCall()) openPalette();
  }, []);
  const client = useSearchClient(wanted);
  return wanted ? <WantedPalette client={client} /> : null;
}

function WantedPalette({ client }: { client: SearchClient | null }) {
  useEffect(() => offers.setState({ wanted: true }), []);
  // Closed at first, as later: what had the focus gets it back.
  useEffect(openIfAsked, []);
  useEffect(() => store.subscribe(tellSelected), []);
  const [location, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const ahead = useStore(typedAhead);
  useEffect(() => {
    if (ahead !== '') setQuery(ahead);
  }, [ahead]);
  const identity = useIdentity();
  const caseId = openCaseId(location);
  const within = caseId === null ? null : `case:${caseId}`;
  const onlyCommands = query.trimStart().startsWith('>');
  const question = onlyCommands ? '' : query;
  const { found: all, reading } = useSearch(client, question, within);
  const found = identity ? all.filter((each) => isOpenTo(identity, each)) : [];
  const commands = useCommands(caseId);
  const views = useViewCommands();
  const partner = identity ? may(identity, 'read-cases') : false;
  const recent = useView(lastChanged, partner && query.trim() === '' ? MOST_RECENT : 0) ?? [];
  const act = (command: Command): SpotlightActionData => ({
    id: command.id,
    label: command.label,
    role: 'option',
    leftSection: <Icon name={command.icon} />,
    onClick: command.run,
  });
  const hit = (each: Found, place: Found['places'][number] | undefined, at: number): SpotlightActionData => ({
    id: `${each.id} ${at}`,
    label: at > 0 && place ? placeWords(place) : each.title || each.subtitle,
    ...(at > 0
      ? {}
      : { description: [each.subtitle, place ? placeWords(place) : ''].filter(Boolean).join('. ') }),
    role: 'option',
    leftSection: <Icon name={foundIcons[each.kind]} />,
    onClick: () => navigate(foundPath(each, place)),
  });
  const inThis = found.find(({ id }) => id === within);
  const elsewhere = found.filter(({ id }) => id !== within);
  const wanted = query.replace(/^\s*>/, '');
  const fits = wanted.trim() === '' ? commands : fitting([...commands, ...views], wanted);
  const groups: SpotlightActionGroupData[] = [
    {
      group: t`In this case`,
      actions: inThis
        ? inThis.places.length === 0
          ? [hit(inThis, undefined, 0)]
          : inThis.places.map((place, at) => hit(inThis, place, at + 1))
        : [],
    },
    // A number is looked for; a word may as well be a command.
    ...(termsOfQuestion(question).some(isExact)
      ? [
          { group: t`Found`, actions: elsewhere.map((each) => hit(each, each.places[0], 0)) },
          { group: t`Do`, actions: fits.map(act) },
        ]
      : [
          { group: t`Do`, actions: query.trim() === '' ? [] : fits.map(act) },
          { group: t`Found`, actions: elsewhere.map((each) => hit(each, each.places[0], 0)) },
        ]),
    {
      group: t`Cases changed last`,
      actions: recent.map((line) => ({
        id: `recent ${line.id}`,
        label: line.title || t`Case without a title`,
        description: [line.number, line.customer, line.site].filter((each) => each !== '').join(', '),
        role: 'option',
        leftSection: <Icon name="cases" />,
        onClick: () => navigate(`/cases/${line.id}`),
      })),
    },
    { group: t`Go to`, actions: query.trim() === '' ? commands.map(act) : [] },
  ].filter(({ actions }) => actions.length > 0);
  const offered = groups.flatMap(({ actions }) => actions.map(({ id }) => id)).join('\n');
  // What is found comes after the question: the first of it is what Enter takes.
  useEffect(() => {
    if (query.trim() !== '' && offered !== '') selectFirst();
    else tellSelected();
  }, [query, offered]);
  return (
    <Spotlight
      store={store}
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      // What fits was decided above; its own filter knows labels only.
      filter={(_, actions) => actions}
      shortcut={null}
      transitionProps={{ duration: 90, transition: 'fade' }}
      overlayProps={{ backgroundOpacity: 0.2, blur: 0 }}
      size={640}
      attributes={{ content: { 'aria-label': t`Search or do` } }}
      nothingFound={
        reading && question.trim() !== '' ? t`Reading what is on this computer` : t`Nothing like this`
      }
      searchProps={{
        placeholder: t`Case, host, address, serial, known problem or command`,
        'aria-label': t`Case, host, address, serial, known problem or command`,
        role: 'combobox',
        'aria-expanded': true,
        'aria-controls': LIST_ID,
        'aria-autocomplete': 'list',
        // The arrows select right behind this, and the store tells nobody of it.
        onKeyDown: () => queueMicrotask(tellSelected),
        leftSection: <Icon name="search" />,
        ...{ 'data-palette-field': '' },
      }}
      scrollable
      maxHeight={420}
      scrollAreaProps={{
        viewportProps: { id: LIST_ID, role: 'listbox', tabIndex: 0, 'aria-label': t`What was found` },
      }}
    />
  );
}
