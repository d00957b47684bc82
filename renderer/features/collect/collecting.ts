/**
 * What was dropped on a case and is not accepted yet. It lives as long as the window: who looks something up in the case and
 * comes back finds it as it was. Nothing of it is written before it is accepted.
 */
import { t } from '@lingui/core/macro';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SystemRecord } from '../../../shared/cases/systems.ts';
import type { IntakeGroup, IntakeProposal, KnownRows } from '../../../shared/collect/case-intake.ts';
import type { CollectedFinding, ReadOutput } from '../../../shared/collect/collected.ts';
import type { FindingRule } from '../../../shared/collect/findings/schema.ts';
import { reported } from '../../store/report.ts';
import { type Calling, WorkerFault } from '../../workers/calls.ts';
import { openOutputs } from '../../workers/outputs.ts';
import type { DroppedFile, OutputsService } from '../../workers/outputs-service.ts';

export interface Place {
  file: string;
  /** From 1. */
  line: number;
}

export interface Collecting {
  files: readonly DroppedFile[];
  /** Files whose content the case, or this computer, has read before; they are held and not read. */
  readBefore: ReadonlySet<string>;
  /** Files of which all that was proposed is in the case. */
  settled: ReadonlySet<string>;
  /** What a person said that outputs are. */
  kinds: ReadonlyMap<string, string>;
  /** Whose the outputs of files are, where a person said so: host names by files. */
  hosts: ReadonlyMap<string, string>;
  groups: readonly IntakeGroup[];
  /** Systems of the case by those that findings name. */
  inCase: ReadonlyMap<string, string>;
  findings: readonly CollectedFinding[];
  outputs: readonly ReadOutput[];
  /** Decided against what is chosen beforehand: chosen or not, by the proposal's id. */
  chosen: ReadonlyMap<string, boolean>;
  /** Values that a person put in the place of what was read. */
  edited: ReadonlyMap<string, string>;
  roles: ReadonlyMap<string, SystemRecord['role']>;
  /** How many there are of a system that is added, where a person said so. */
  counts: ReadonlyMap<string, number>;
  /** What a person said of the logs' clocks: zone, and by how many seconds it was ahead. */
  clocks: ReadonlyMap<string, { zone: string; ahead: number }>;
  /** What is being done, in words; empty where nothing is. */
  busy: string;
  /** What could not be done. */
  problem: string;
  /** The place that is shown beside the proposals. */
  shown: Place | null;
  /** What was gone through, and files of the case: they propose nothing, and stand in the timeline and for comparing. */
  kept: readonly DroppedFile[];
  /** Which file of the case is being read, in words; empty where none is. */
  bringing: string;
  /** Files of the case that cannot stand there, each with why. */
  leftOut: readonly string[];
}

const start: Collecting = {
  files: [],
  readBefore: new Set(),
  settled: new Set(),
  kinds: new Map(),
  hosts: new Map(),
  groups: [],
  inCase: new Map(),
  findings: [],
  outputs: [],
  chosen: new Map(),
  edited: new Map(),
  roles: new Map(),
  counts: new Map(),
  clocks: new Map(),
  busy: '',
  problem: '',
  shown: null,
  kept: [],
  bringing: '',
  leftOut: [],
};

/** What a reading is held against. */
export interface Against {
  known: KnownRows;
  rules: readonly FindingRule[];
  faultAt: string | null;
  now: string;
}

/** A file of the case, attached or held on this computer. */
export interface CaseFile {
  name: string;
  sha256: string;
  /** Bytes. */
  size: number;
  /** ISO 8601. */
  addedAt: string;
  /** Of what was captured, where the file is a redacted copy of it. */
  original: string | null;
  /** @throws with a sentence where the file is not on this computer */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface CollectingSession {
  store: StoreApi<Collecting>;
  /** Adds what was dropped, and reads it. @param before whether a content was read before, by its hash */
  take(files: readonly File[], before: (sha256: string) => Promise<boolean>): Promise<void>;
  /** Takes files away again. */
  drop(names: readonly string[]): void;
  /** Of these files all that was proposed is in the case. */
  settle(names: readonly string[]): void;
  /** Reads a file although it was read before. */
  readAgain(name: string): void;
  /** Says what an output is. */
  say(place: string, kind: string): void;
  /** Says whose the outputs of files are that name no system themselves; null takes it back. */
  sayHost(files: readonly string[], host: string | null): void;
  /** Reads what is held anew against what the case holds by now. */
  refresh(against: Against): void;
  /** What the worker knows of the held logs' times. */
  readonly times: Pick<Calling<OutputsService>, 'call'>;
  lines(name: string, from: number, to: number): Promise<string[]>;
  kindsOfOutputs(): Promise<string[]>;
  /** Reads files of the case for the timeline and for comparing, those that are not held already. */
  bring(files: readonly CaseFile[]): Promise<void>;
  /** Nothing is proposed any more; what was dropped is kept for the timeline and for comparing. */
  finish(): Promise<void>;
  /** Lets all of it go. */
  end(): void;
}

/** Bytes of a file of the case that is brought, and what is asked for at once. */
const MOST_BROUGHT = 64 * 1_048_576;
const PIECE = 1_048_576;

function openSession(): CollectingSession {
  const store = createStore<Collecting>(() => start);
  let worker: Calling<OutputsService> | null = null;
  let against: Against | null = null;
  /** Of the newest question; the answer to an older one is passed over. */
  let asked = 0;
  const service = () => {
    worker ??= openOutputs();
    return worker;
  };
  const fail = (error: unknown, what: string) =>
    store.setState({
      busy: '',
      problem: t`${what} stopped: ${reported(error, 'reading what was dropped')}. The files are unchanged where they were.`,
    });

  async function read(): Promise<void> {
    const { files, readBefore, settled, kinds, hosts } = store.getState();
    const names = files.map(({ name }) => name).filter((name) => !readBefore.has(name));
    if (!against) return;
    asked += 1;
    const own = asked;
    if (names.length === 0) {
      store.setState({ groups: [], inCase: new Map(), findings: [], outputs: [], busy: '' });
      return;
    }
    const [only] = names;
    store.setState({
      busy: only !== undefined && names.length === 1 ? t`Reading ${only}` : t`Reading ${names.length} files`,
    });
    try {
      const reading = await service().call('read', {
        files: names,
        settled: [...settled],
        kinds,
        hosts,
        ...against,
      });
      if (own === asked) store.setState({ ...reading, busy: '' });
    } catch (error) {
      if (own === asked) fail(error, t`Reading`);
    }
  }

  /** Of the files of the case, one after the other. */
  let bringing: Promise<void> = Promise.resolve();
  const there = (hash: string) => {
    const { files, kept } = store.getState();
    return [...files, ...kept].some(({ sha256 }) => sha256 === hash);
  };

  /** Counted up where all was let go: what was asked before is not wanted any more. */
  let ended = 0;

  async function bring(files: readonly CaseFile[], own: number): Promise<void> {
    const leftOut: string[] = [];
    for (const [index, file] of files.entries()) {
      if (own !== ended) return;
      const { name, sha256, size, original } = file;
      if (there(sha256) || (original !== null && there(original))) continue;
      if (size > MOST_BROUGHT) {
        leftOut.push(
          t`${name} is larger than ${MOST_BROUGHT / PIECE} MB: look into it by itself, under Files.`,
        );
        continue;
      }
      store.setState({ bringing: t`Reading ${name} (${index + 1} of ${files.length})` });
      try {
        const parts: Uint8Array<ArrayBuffer>[] = [];
        for (let at = 0; at < size; at += PIECE)
          parts.push(new Uint8Array(await file.read(at, Math.min(PIECE, size - at))));
        if (own !== ended) return;
        const whole = new File(parts, name, { lastModified: Date.parse(file.addedAt) });
        const held = await service().call('add', { file: whole });
        const names = await service().call('keep', { names: held.map((each) => each.name) });
        store.setState(({ kept }) => ({ kept: stillThere([...kept, ...held], names) }));
      } catch (error) {
        if (error instanceof WorkerFault) throw error;
        leftOut.push(t`${name} is left out: ${reported(error, 'reading a file of the case')}`);
      }
    }
    store.setState({ leftOut });
  }

  return {
    store,
    take: async (dropped, before) => {
      store.setState({ problem: '' });
      for (const [index, file] of dropped.entries()) {
        const many = dropped.length > 1 ? t` (${index + 1} of ${dropped.length})` : '';
        store.setState({ busy: t`Unpacking ${file.name}${many}` });
        try {
          const held = await service().call('add', { file });
          const again = await Promise.all(
            held.map(async ({ name, sha256 }) =>
              sha256 !== null && (holds(store.getState(), sha256) || (await before(sha256))) ? [name] : [],
            ),
          );
          // The same content twice in one drop is read once.
          store.setState((state) => ({
            files: [...state.files, ...held],
            kept: state.kept.filter((file) => !held.some(({ sha256 }) => sha256 === file.sha256)),
            readBefore: new Set([...state.readBefore, ...again.flat()]),
          }));
        } catch (error) {
          fail(error, t`Unpacking ${file.name}`);
        }
      }
      await read();
    },
    drop: (names) => {
      store.setState((state) => ({
        files: state.files.filter(({ name }) => !names.includes(name)),
        readBefore: new Set([...state.readBefore].filter((name) => !names.includes(name))),
        shown: state.shown && names.includes(state.shown.file) ? null : state.shown,
      }));
      void service()
        .call('remove', { names })
        .catch((error: unknown) => fail(error, t`Taking files away`));
      void read();
    },
    settle: (names) => store.setState((state) => ({ settled: new Set([...state.settled, ...names]) })),
    readAgain: (name) => {
      store.setState((state) => ({
        settled: new Set([...state.settled].filter((each) => each !== name)),
        readBefore: new Set([...state.readBefore].filter((each) => each !== name)),
      }));
      void read();
    },
    say: (place, kind) => {
      store.setState((state) => ({ kinds: new Map([...state.kinds, [place, kind]]) }));
      void read();
    },
    sayHost: (names, host) => {
      store.setState(({ hosts }) => {
        const next = new Map(hosts);
        for (const name of names)
          if (host === null) next.delete(name);
          else next.set(name, host);
        return { hosts: next };
      });
      void read();
    },
    refresh: (next) => {
      against = next;
      void read();
    },
    times: { call: (name, input) => service().call(name, input) },
    lines: (name, from, to) => orNothing(service().call('lines', { name, from, to })),
    kindsOfOutputs: () => orNothing(service().call('kindsOfOutputs', undefined as never)),
    bring: (files) => {
      const own = ended;
      bringing = bringing
        .then(() => bring(files, own))
        .catch((error: unknown) => {
          if (own === ended) fail(error, t`Reading files of the case`);
        })
        .finally(() => store.setState({ bringing: '' }));
      return bringing;
    },
    finish: async () => {
      asked += 1;
      const { files, kept, clocks } = store.getState();
      if (files.length === 0) return;
      const names = await service()
        .call('keep', { names: files.map(({ name }) => name) })
        .catch((error: unknown) => {
          reported(error, 'keeping what was dropped');
          return [];
        });
      store.setState({ ...start, clocks, kept: stillThere([...kept, ...files], names) }, true);
    },
    end: () => {
      asked += 1;
      ended += 1;
      worker?.end();
      worker = null;
      store.setState(start, true);
    },
  };
}

/** What is only shown: where the worker ended meanwhile, there is nothing to show. */
const orNothing = (answer: Promise<string[]>): Promise<string[]> =>
  answer.catch((error: unknown) => {
    if (!(error instanceof WorkerFault)) throw error;
    return [];
  });

const stillThere = (files: readonly DroppedFile[], names: readonly string[]) =>
  files.filter(({ name }) => names.includes(name));

const holds = ({ files }: Collecting, hash: string) => files.some(({ sha256 }) => sha256 === hash);

const sessions = new Map<string, CollectingSession>();

/** The session of a case; begun where there is none. */
export function collectingOf(caseId: string): CollectingSession {
  let session = sessions.get(caseId);
  if (!session) {
    session = openSession();
    sessions.set(caseId, session);
  }
  return session;
}

/** Whether a proposal is chosen: as the person decided, else where it was read with certainty and is about a system of the outputs. */
export function isChosen(
  { chosen }: Pick<Collecting, 'chosen'>,
  group: IntakeGroup,
  proposal: IntakeProposal,
): boolean {
  return (
    chosen.get(proposal.id) ??
    !(proposal.unsure || proposal.detail || (group.mentioned && group.target.kind === 'new'))
  );
}

/** The role that an added system gets: as the person decided, else affected where it is one of the catalogue's products or the first. */
export function roleOf(
  { roles, groups }: Pick<Collecting, 'roles' | 'groups'>,
  group: IntakeGroup,
  hasAffected: boolean,
): SystemRecord['role'] {
  const said = roles.get(group.name);
  if (said) return said;
  const isOurs = group.proposals.some((each) => each.kind === 'field' && each.field === 'productId');
  const first = groups.find(({ target, mentioned }) => target.kind !== 'in-case' && !mentioned);
  const others = groups.some(({ proposals }) =>
    proposals.some((each) => each.kind === 'field' && each.field === 'productId'),
  );
  return isOurs || (!hasAffected && !others && first === group) ? 'affected' : 'context';
}
