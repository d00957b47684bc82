import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { storable } from '../../shared/base/values.ts';
import type { Finding } from '../../shared/handoff/schema.ts';
import { type Outcome, refusal, refusalWords } from '../store/outcome.ts';
import { reported } from '../store/report.ts';
import { ClauseLink } from './clause-link.tsx';
import { Icon } from './icons.tsx';
import { fromInput, toInput } from './times.ts';
import { holdUnsaved } from './unsaved.ts';

const TYPING_PAUSE_MS = 300;
/** Whoever types without a pause is saved this often all the same. */
const LONGEST_UNSAVED_MS = 1_000;

type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  /** `note`: that a copy is behind. */
  | { kind: 'saved'; note: string }
  | { kind: 'failed'; message: string };

/** Saves a value when typing pauses, when the field is left, and when the window goes; tells what became of it. */
function useSaving(value: string, onSave: (value: string) => Promise<Outcome>) {
  const [draft, setDraft] = useState(value);
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const waiting = useRef<{ value: string; since: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  const running = useRef<Promise<boolean>>(Promise.resolve(true));
  /** What was given to be saved and has not come back as the record's value yet, in order. */
  const sent = useRef<string[]>([]);
  const save = useRef(onSave);
  save.current = onSave;

  /** @returns whether what was typed is on this computer */
  const flush = useCallback((): Promise<boolean> => {
    const due = waiting.current;
    if (!due) return running.current;
    clearTimeout(due.timer);
    waiting.current = null;
    sent.current.push(due.value);
    running.current = (async () => {
      const result = await save
        .current(due.value)
        .catch(
          (error: unknown): Outcome =>
            refusal(
              'disk',
              `Not saved: ${reported(error, 'saving a field')}`,
              'What you typed is still here.',
            ),
        );
      // Typed on meanwhile: what counts is the save of that.
      if (!waiting.current)
        setState(
          result.kind === 'saved'
            ? { kind: 'saved', note: result.note ?? '' }
            : { kind: 'failed', message: refusalWords(result) },
        );
      return result.kind === 'saved';
    })();
    return running.current;
  }, []);

  const change = useCallback(
    (next: string) => {
      const clean = storable(next);
      setDraft(clean);
      setState({ kind: 'saving' });
      const since = waiting.current?.since ?? performance.now();
      if (waiting.current) clearTimeout(waiting.current.timer);
      const left = since + LONGEST_UNSAVED_MS - performance.now();
      const timer = setTimeout(() => void flush(), Math.max(0, Math.min(TYPING_PAUSE_MS, left)));
      waiting.current = { value: clean, since, timer };
    },
    [flush],
  );

  // A change from elsewhere shows unless the person is typing here. What this field itself has saved comes back late, when
  // more was typed and saved: an earlier one of its own must not take the place of the letters since.
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    const own = sent.current.lastIndexOf(value);
    if (own >= 0) sent.current.splice(0, own + 1);
    const isLate = own >= 0 && sent.current.length > 0;
    if (!isLate && !waiting.current && state.kind !== 'failed') setDraft(value);
  }, [value, state.kind]);
  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener('pagehide', leave);
    const release = holdUnsaved(flush);
    return () => {
      window.removeEventListener('pagehide', leave);
      release();
      void flush();
    };
  }, [flush]);
  return { draft, state, change, flush };
}

function SaveWords({ state }: { state: SaveState }) {
  const words = { idle: '', saving: 'Saving…', saved: 'Saved on this computer' };
  return (
    <div className="save-state" role="status" data-save-state={state.kind}>
      {state.kind === 'failed' ? state.message : words[state.kind]}
      {state.kind === 'saved' && state.note !== '' ? `. ${state.note}` : ''}
    </div>
  );
}

/** What the rules say about a field, in the field's own place. */
export function FieldFindings({ id, findings }: { id: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <span id={id} className="field-findings">
      {findings.map((finding) => (
        <span
          key={finding.rule + finding.message}
          className={`field-finding ${finding.severity === 'blocker' ? 'bad' : finding.severity === 'warning' ? 'waiting' : 'quiet'}`}
        >
          <Icon name={finding.severity === 'blocker' ? 'missing' : finding.severity} />
          <span>
            {finding.message}. {finding.fix} {finding.clause && <ClauseLink id={finding.clause} />}
          </span>
        </span>
      ))}
    </span>
  );
}

export interface SavedFieldProps {
  /** The id by which a finding jumps here. */
  id: string;
  label: string;
  value: string;
  kind: 'line' | 'text' | 'choice' | 'number' | 'time' | 'date';
  options?: readonly { value: string; label: string }[];
  description?: ReactNode;
  findings?: readonly Finding[];
  readOnly?: boolean;
  mono?: boolean;
  wide?: boolean;
  /** In a table: the label is there for assistive technology only. */
  bare?: boolean;
  onSave: (value: string) => Promise<Outcome>;
}

/** A field that saves as it is typed into. `time` takes and gives an ISO instant, `date` a day; either an empty text. */
export function SavedField(props: SavedFieldProps) {
  const { id, label, kind, findings = [], readOnly = false, bare = false } = props;
  const { draft, state, change, flush } = useSaving(props.value, props.onSave);
  const notesId = useId();
  const common = {
    id,
    ...(bare ? { 'aria-label': label } : { label }),
    ...(props.description && !bare ? { description: props.description } : {}),
    // By way of `error`, so that the field is described by what it lacks; its look stays calm.
    ...(bare || findings.length === 0 ? {} : { error: <FieldFindings id={notesId} findings={findings} /> }),
    withErrorStyles: false,
    onBlur: () => void flush(),
  };
  return (
    <div className={props.wide ? 'wide' : undefined}>
      {kind === 'line' && (
        <TextInput
          {...common}
          readOnly={readOnly}
          value={draft}
          maxLength={300}
          classNames={props.mono ? { input: 'mono' } : {}}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      {kind === 'number' && (
        <TextInput
          {...common}
          readOnly={readOnly}
          inputMode="numeric"
          value={draft}
          maxLength={9}
          onChange={(event) => change(event.currentTarget.value.replaceAll(/\D/g, ''))}
        />
      )}
      {kind === 'text' && (
        <Textarea
          {...common}
          readOnly={readOnly}
          value={draft}
          maxLength={20_000}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      {kind === 'choice' && readOnly && (
        // A select cannot be read-only: what was chosen is shown as text.
        <TextInput
          {...common}
          readOnly
          value={props.options?.find((each) => each.value === draft)?.label ?? 'Not answered'}
        />
      )}
      {kind === 'choice' && !readOnly && (
        <NativeSelect
          {...common}
          value={draft}
          data={[{ value: '', label: 'Not answered' }, ...(props.options ?? [])]}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      {kind === 'date' && (
        <TextInput
          {...common}
          readOnly={readOnly}
          type="date"
          min="2000-01-01"
          max="2100-12-31"
          value={draft}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      {kind === 'time' && (
        <div className="row">
          <TextInput
            {...common}
            readOnly={readOnly}
            type="datetime-local"
            max="9999-12-31T23:59"
            value={toInput(draft === '' ? null : draft)}
            onChange={(event) => change(fromInput(event.currentTarget.value)?.at ?? '')}
          />
          {!readOnly && (
            <Button
              variant="default"
              mt={bare ? 0 : 20}
              onClick={() => change(new Date().toISOString())}
              aria-label={`${label}: now`}
            >
              Now
            </Button>
          )}
        </div>
      )}
      {!readOnly && (!bare || state.kind !== 'idle') && <SaveWords state={state} />}
    </div>
  );
}
