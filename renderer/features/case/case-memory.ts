/**
 * What this computer remembers of how a person works on its cases: where they were, and which answers they left empty. Kept
 * synchronously, so that a reload loses nothing; bounded, so that it never fills up; of no worth to anybody else, so never sent.
 */
import { create } from 'zustand';
import { readKept, whenKeptOpens, writeKept } from '../../store/kept.ts';
import { type CasePart, caseParts } from './case-address.ts';

const KEY = 'partner-console-case-memory';
/** Cases that are remembered; the oldest visit is forgotten first. */
const CASES = 200;
/** Places of one case; one with more has other worries. */
const PLACES = 2_000;

interface CaseMemory {
  part: CasePart | null;
  /** Places that had the focus and were left, by the id of their element. */
  visited: readonly string[];
  /** All is told, because the person asked for it. */
  checked: boolean;
  /** How far each view was scrolled, in pixels: a part as a form, and as it is read. */
  scrolled: Readonly<Record<string, number>>;
}

const nothing: CaseMemory = { part: null, visited: [], checked: false, scrolled: {} };

type Memories = Readonly<Record<string, CaseMemory>>;

function isMemory(value: unknown): value is CaseMemory {
  if (typeof value !== 'object' || value === null) return false;
  const { part, visited, checked, scrolled } = value as Record<string, unknown>;
  return (
    (part === null || caseParts.some((each) => each === part)) &&
    Array.isArray(visited) &&
    visited.every((each) => typeof each === 'string') &&
    typeof checked === 'boolean' &&
    typeof scrolled === 'object' &&
    scrolled !== null
  );
}

/** What was kept; nothing where it cannot be read: it is a convenience, and no record. */
function read(): Memories {
  const kept = readKept(KEY);
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, each]) => isMemory(each)));
}

const useMemories = create<{ cases: Memories }>(() => ({ cases: read() }));
whenKeptOpens(() => useMemories.setState({ cases: read() }));

function remember(caseId: string, change: Partial<CaseMemory>): void {
  const { cases } = useMemories.getState();
  const { [caseId]: before = nothing, ...others } = cases;
  // The latest visit stands last.
  const kept = Object.entries(others).slice(-CASES + 1);
  const next = Object.fromEntries([...kept, [caseId, { ...before, ...change }]]);
  useMemories.setState({ cases: next });
  writeKept(KEY, next);
}

export function useCaseMemory<T>(caseId: string, select: (memory: CaseMemory) => T): T {
  return useMemories(({ cases }) => select(cases[caseId] ?? nothing));
}

export function rememberPart(caseId: string, part: CasePart): void {
  if (useMemories.getState().cases[caseId]?.part !== part) remember(caseId, { part });
}

/** The person was at a place and left it: from now on it may say what is missing. @param place the id of its element */
export function rememberVisit(caseId: string, place: string): void {
  const visited = useMemories.getState().cases[caseId]?.visited ?? [];
  if (!visited.includes(place)) remember(caseId, { visited: [...visited, place].slice(-PLACES) });
}

/** The person asks for all that is missing. */
export function rememberChecked(caseId: string): void {
  remember(caseId, { checked: true });
}

export function rememberScroll(caseId: string, view: string, top: number): void {
  const scrolled = useMemories.getState().cases[caseId]?.scrolled ?? {};
  if ((scrolled[view] ?? 0) !== top) remember(caseId, { scrolled: { ...scrolled, [view]: top } });
}

export function scrolledTo(caseId: string, view: string): number {
  return useMemories.getState().cases[caseId]?.scrolled[view] ?? 0;
}
