/** Saves what is typed into a field: when typing pauses, a second after the first key at the latest, when the field is left. */
import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { storable } from '../../shared/base/values.ts';
import {
  type Draft,
  discardDraft,
  dropDraft,
  keepDraft,
  offeredDraft,
  readDraft,
  whenDiscarded,
  whenDroppedElsewhere,
} from '../store/drafts.ts';
import { type Outcome, refusal, refusalWords } from '../store/outcome.ts';
import { reported } from '../store/report.ts';
import type { Read } from './read-time.ts';
import { holdUnsaved } from './unsaved.ts';

const TYPING_PAUSE_MS = 300;
/** Whoever types without a pause is saved this often all the same. */
const LONGEST_UNSAVED_MS = 1_000;

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  /** `note`: that a copy is behind. */
  | { kind: 'saved'; note: string }
  /** What stands there is no value yet: it is kept as a draft, and the record has what it had. */
  | { kind: 'incomplete'; message: string }
  | { kind: 'failed'; message: string };

export interface Saving {
  /** What stands in the field. */
  draft: string;
  state: SaveState;
  change: (text: string) => void;
  /** @returns whether what was typed is on this computer */
  flush: () => Promise<boolean>;
  /** The field was left: saved, and written as it is kept. */
  leave: () => void;
  /** Typed before, on another state of the record: offered until the person takes it or lets it go, and never put over it. Null where there is none. */
  found: Draft | null;
  takeFound: (take: boolean) => void;
  /** What was written elsewhere while the person typed here, as the record holds it: nothing is saved over it before they say which stands. */
  other: string | null;
  takeOther: (take: boolean) => void;
}

/**
 * Saves a text. `over` is what the person began from, and what this field gave to be saved since: where the record holds
 * anything else by now it refuses with `changed` and writes nothing.
 */
export type Save = (value: string, over: readonly string[]) => Promise<Outcome>;

/** The value of an empty text is the empty text. */
function meantBy(read: Read<string>): string | null {
  return read.kind === 'incomplete' ? null : read.kind === 'empty' ? '' : read.value;
}

const idle: SaveState = { kind: 'idle' };

/** A text from before that is offered, and the draft that it lies under. */
interface Found {
  id: string;
  draft: Draft;
}

/** @param written what stands in the field already, and needs no offer; it is let go */
function foundUnder(id: string, written: string): Found | null {
  const draft = readDraft(id);
  if (draft?.text === written) dropDraft(id);
  return draft && draft.text !== written ? { id, draft } : null;
}

/** What is said of a draft that stands there again: at once why it is not saved, as before the page was loaded. */
function stateOfKept(meant: Read<string>): SaveState {
  return meant.kind === 'incomplete' ? { kind: 'incomplete', message: meant.why } : idle;
}

/**
 * @param id of the field: its draft is kept under it
 * @param value of the record, as text
 * @param read what a typed text means
 * @param write how a value reads
 */
export function useSaving(
  id: string,
  value: string,
  onSave: Save,
  { read, write }: { read: (text: string) => Read<string>; write: (value: string) => string },
): Saving {
  const [start] = useState(() => {
    const kept = readDraft(id);
    const written = write(value);
    if (kept?.text === written) dropDraft(id);
    const found = foundUnder(offeredDraft(id), written);
    const asItIs = { draft: written, restored: false, found, state: idle };
    if (!kept || kept.text === written) return asItIs;
    // Nobody but this field changed it since: it stands there as it was left.
    if (kept.bases.includes(value))
      return { draft: kept.text, restored: true, found, state: stateOfKept(read(kept.text)) };
    return { ...asItIs, found: { id, draft: kept } };
  });
  const [draft, setDraft] = useState(start.draft);
  const [found, setFound] = useState<Found | null>(start.found);
  const offer = useRef(found);
  const show = useCallback((next: Found | null) => {
    offer.current = next;
    setFound(next);
  }, []);
  const [state, setState] = useState<SaveState>(start.state);
  /** `texts`: all that stood there since the last save; another window that was opened meanwhile may have saved one of them. */
  const waiting = useRef<{
    text: string;
    texts: readonly string[];
    since: number;
    timer: ReturnType<typeof setTimeout>;
  } | null>(null);
  const running = useRef<Promise<boolean>>(Promise.resolve(true));
  /** What was given to be saved and has not come back as the record's value yet, in order. */
  const sent = useRef<string[]>([]);
  /** The text that was typed last, whether it could be given to be saved or not. */
  const typed = useRef<string | null>(null);
  const latest = useRef({ save: onSave, read, write, value, draft });
  latest.current = { save: onSave, read, write, value, draft };
  /** What the record held when the person began to type. */
  const base = useRef<string | null>(start.restored ? value : null);

  /** Over what a save was refused; null where none was. */
  const [refusedOver, setRefusedOver] = useState<readonly string[] | null>(null);
  const isContested = useRef(false);
  const contest = useCallback((over: readonly string[] | null) => {
    isContested.current = over !== null;
    setRefusedOver(over);
  }, []);
  /** Another window's draft of this field may lie there by now: that one is not this window's to let go. */
  const dropOwn = useCallback(
    (text: string) => {
      if ((readDraft(id)?.text ?? text) === text) dropDraft(id);
    },
    [id],
  );

  const keep = useCallback(
    (text: string) => keepDraft(id, { text, bases: [base.current ?? latest.current.value, ...sent.current] }),
    [id],
  );

  const flush = useCallback((): Promise<boolean> => {
    const due = waiting.current;
    if (!due) return running.current;
    clearTimeout(due.timer);
    waiting.current = null;
    const meant = latest.current.read(due.text);
    const next = meantBy(meant);
    if (next === null) {
      setState({ kind: 'incomplete', message: meant.kind === 'incomplete' ? meant.why : '' });
      return running.current;
    }
    const between = due.texts.flatMap((text) => meantBy(latest.current.read(text)) ?? []);
    const over = [base.current ?? latest.current.value, ...sent.current, ...between];
    sent.current.push(next);
    // Before it is saved: where the page ends behind the save, the rest of what was typed still belongs to it.
    keep(due.text);
    running.current = (async () => {
      const result = await latest.current
        .save(next, over)
        .catch(
          (error: unknown): Outcome =>
            refusal(
              'disk',
              t`Not saved: ${reported(error, 'saving a field')}`,
              t`What you typed is still here.`,
            ),
        );
      if (result.kind === 'refused' && result.code === 'changed') {
        contest(over);
        // The window that was first may have let its draft go since, and this one with it.
        if (typed.current !== null) keep(typed.current);
      }
      // Typed on meanwhile: what counts is the save of that, or that it is no value.
      if (waiting.current || typed.current !== due.text) return result.kind === 'saved';
      if (result.kind === 'saved') {
        base.current = null;
        dropOwn(due.text);
        contest(null);
      }
      setState(
        result.kind === 'saved'
          ? { kind: 'saved', note: result.note ?? '' }
          : { kind: 'failed', message: refusalWords(result) },
      );
      return result.kind === 'saved';
    })();
    return running.current;
  }, [keep, dropOwn, contest]);

  const change = useCallback(
    (text: string) => {
      const clean = storable(text);
      typed.current = clean;
      base.current ??= latest.current.value;
      // The offer stays until the person takes it or lets it go: it makes room for what they type now.
      if (offer.current?.id === id) {
        const aside = { id: offeredDraft(id), draft: offer.current.draft };
        keepDraft(aside.id, aside.draft);
        show(aside);
      }
      keep(clean);
      setDraft(clean);
      // Nothing is saved before they say which stands; what is typed on is kept as it comes.
      if (isContested.current) return;
      setState({ kind: 'saving' });
      const since = waiting.current?.since ?? performance.now();
      if (waiting.current) clearTimeout(waiting.current.timer);
      const left = since + LONGEST_UNSAVED_MS - performance.now();
      const timer = setTimeout(() => void flush(), Math.max(0, Math.min(TYPING_PAUSE_MS, left)));
      const texts = [...(waiting.current?.texts ?? []), clean];
      waiting.current = { text: clean, texts, since, timer };
    },
    [flush, keep, id, show],
  );

  const leave = useCallback(() => {
    void flush();
    const next = meantBy(latest.current.read(latest.current.draft));
    if (next !== null) setDraft(latest.current.write(next));
  }, [flush]);

  // A change from elsewhere shows unless the person is typing here. What this field itself has saved comes back late, when
  // more was typed and saved: an earlier one of its own must not take the place of the letters since.
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    const own = sent.current.lastIndexOf(value);
    if (own >= 0) {
      sent.current.splice(0, own + 1);
      if (base.current !== null) base.current = value;
    }
    const isLate = own >= 0 && sent.current.length > 0;
    const isKept = state.kind === 'failed' || state.kind === 'incomplete';
    // The same value in the person's own words stays in their words.
    const isSame = meantBy(latest.current.read(latest.current.draft)) === value;
    if (!isLate && !waiting.current && !isKept && !isSame) setDraft(latest.current.write(value));
    // The other came to write the same: there is nothing to choose.
    if (isContested.current && isSame) {
      base.current = null;
      dropOwn(latest.current.draft);
      contest(null);
      setState(idle);
    }
  }, [value, state.kind, contest, dropOwn]);

  // What a reload cut off is saved now; what is no value yet stays the draft that it is.
  const isDue = start.restored && start.state.kind !== 'incomplete';
  useEffect(() => {
    if (isDue) change(latest.current.draft);
  }, [isDue, change]);

  useEffect(() => {
    const away = () => void flush();
    window.addEventListener('pagehide', away);
    const release = holdUnsaved(flush);
    return () => {
      window.removeEventListener('pagehide', away);
      release();
      void flush();
    };
  }, [flush]);

  useEffect(
    () =>
      whenDiscarded(id, () => {
        if (waiting.current) clearTimeout(waiting.current.timer);
        waiting.current = null;
        typed.current = null;
        base.current = null;
        sent.current = [];
        // One that lies aside is let go by itself.
        if (offer.current?.id === id)
          show(foundUnder(offeredDraft(id), latest.current.write(latest.current.value)));
        contest(null);
        setState({ kind: 'idle' });
        setDraft(latest.current.write(latest.current.value));
      }),
    [id, contest, show],
  );
  useEffect(() => {
    const aside = offeredDraft(id);
    const gone = () => {
      if (offer.current?.id === aside) show(null);
    };
    const releases = [whenDiscarded(aside, gone), whenDroppedElsewhere(aside, gone)];
    return () => {
      for (const release of releases) release();
    };
  }, [id, show]);

  useEffect(
    () =>
      whenDroppedElsewhere(id, () => {
        if (base.current !== null && typed.current !== null) keep(typed.current);
      }),
    [id, keep],
  );

  const takeFound = useCallback(
    (take: boolean) => {
      const offered = offer.current;
      if (!offered) return;
      const { draft, write: words, value: recorded } = latest.current;
      dropDraft(offered.id);
      show(offered.id === id ? foundUnder(offeredDraft(id), words(recorded)) : null);
      if (take && offered.draft.text !== draft) change(offered.draft.text);
    },
    [change, id, show],
  );
  const takeOther = useCallback(
    (take: boolean) => {
      if (take) return discardDraft(id);
      contest(null);
      sent.current = [];
      base.current = latest.current.value;
      change(latest.current.draft);
    },
    [change, contest, id],
  );
  // Until it is drawn, what this window knows is what the person began from.
  const other = refusedOver === null || refusedOver.includes(value) ? null : value;
  return { draft, state, change, flush, leave, found: found?.draft ?? null, takeFound, other, takeOther };
}
