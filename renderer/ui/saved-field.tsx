import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { cut } from '../../shared/base/cut.ts';
import { dayInWords } from '../../shared/base/day-words.ts';
import { asSentence } from '../../shared/base/sentence.ts';
import type { Finding } from '../../shared/handoff/schema.ts';
import { ClauseLink, SaidOfField } from './clause-link.tsx';
import { Icon } from './icons.tsx';
import { type Read, readCount, readDay, readTime, writeTime } from './read-time.ts';
import { type Save, type SaveState, type Saving, useSaving } from './saving.ts';
import { isFew, type Option, Segmented } from './segmented.tsx';
import { useSteady } from './steady.ts';
import { zoneSection } from './zone-mark.tsx';

/** What a line and a text hold (`base/values.ts`). */
const LINE = 300;
const TEXT = 20_000;

const counted = (count: number) => count.toLocaleString('en-US');

function atMost(most: number): (text: string) => Read<string> {
  return (text) =>
    text.length <= most
      ? { kind: 'read', value: text }
      : {
          kind: 'incomplete',
          why: t`${counted(text.length)} characters: ${counted(most)} fit. Nothing is cut off; it is saved once it fits.`,
        };
}

const asItIs = {
  read: (text: string): Read<string> => ({ kind: 'read', value: text }),
  write: (value: string) => value,
};

/** What is typed into each kind of field, and how its value reads. */
const ways: Readonly<
  Record<SavedFieldProps['kind'], { read: (text: string) => Read<string>; write: (value: string) => string }>
> = {
  line: { read: atMost(LINE), write: (value) => value },
  text: { read: atMost(TEXT), write: (value) => value },
  choice: asItIs,
  reference: asItIs,
  number: { read: readCount, write: (value) => value },
  time: { read: (text) => readTime(text, new Date()), write: writeTime },
  date: { read: (text) => readDay(text, new Date()), write: dayInWords },
};

/** That it is saved is a tick at the label, which moves nothing; what is not saved, and why, is a sentence below the field. */
function SaveWords({ state }: { state: SaveState }) {
  const words = { idle: '', saving: t`Saving…`, saved: t`Saved on this computer` };
  const says =
    state.kind === 'failed' || state.kind === 'incomplete' || (state.kind === 'saved' && state.note !== '');
  return (
    <div
      className={says ? 'save-state says' : 'save-state'}
      role="status"
      data-save-state={state.kind}
      title={state.kind === 'saved' ? words.saved : undefined}
    >
      {state.kind === 'failed' || state.kind === 'incomplete' ? (
        state.message
      ) : (
        <span className={says ? undefined : 'visually-hidden'}>{words[state.kind]}</span>
      )}
      {state.kind === 'saved' && (state.note === '' ? <Icon name="done" /> : `. ${state.note}`)}
    </div>
  );
}

/** Typed here before, while somebody else changed the field: both are kept until the person says which. */
function FoundDraft({ label, found, takeFound }: { label: string } & Pick<Saving, 'found' | 'takeFound'>) {
  if (found === null) return null;
  return (
    <div className="row" role="group" aria-label={t`Typed before: ${label}`}>
      <span className="quiet">
        <Trans>
          Typed here before it was changed elsewhere: “{cut(found.text, 120)}
          {found.text.length > 120 ? '…' : ''}”
        </Trans>
      </span>
      <Button variant="subtle" onClick={() => takeFound(true)}>
        <Trans>Put it back</Trans>
      </Button>
      <Button variant="subtle" onClick={() => takeFound(false)}>
        <Trans>Discard</Trans>
      </Button>
    </div>
  );
}

/** Written elsewhere while somebody typed here: nothing is saved over it before they say which stands. */
function WrittenElsewhere({
  label,
  other,
  takeOther,
}: { label: string } & Pick<Saving, 'other' | 'takeOther'>) {
  if (other === null) return null;
  return (
    <div className="row" role="group" aria-label={t`Changed elsewhere: ${label}`}>
      <span className="quiet">
        {other === '' ? (
          <Trans>It was emptied elsewhere.</Trans>
        ) : (
          <Trans>
            It now says: “{cut(other, 120)}
            {other.length > 120 ? '…' : ''}”
          </Trans>
        )}
      </span>
      <Button variant="subtle" onClick={() => takeOther(false)}>
        <Trans>Save what is typed here</Trans>
      </Button>
      <Button variant="subtle" onClick={() => takeOther(true)}>
        <Trans>Take the other</Trans>
      </Button>
    </div>
  );
}

/** What the rules say about a field, in the field's own place. */
export function FieldFindings({ id, findings: now }: { id: string; findings: readonly Finding[] }) {
  const findings = useSteady(now);
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
            {asSentence(finding.message)} {finding.fix} {finding.clause && <ClauseLink id={finding.clause} />}
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
  /** A `choice` is one of a few that are always the same, a `reference` one of the rows that there are. */
  kind: 'line' | 'text' | 'choice' | 'reference' | 'number' | 'time' | 'date';
  /** Of a choice: there is one from the beginning, and it cannot be taken back. */
  given?: boolean;
  options?: readonly Option[];
  description?: ReactNode;
  findings?: readonly Finding[];
  readOnly?: boolean;
  mono?: boolean;
  wide?: boolean;
  /** In a table: the label is there for assistive technology only. */
  bare?: boolean;
  onSave: Save;
  /** Where a text that is too long can go as a file. @returns what stays in the field */
  onTooLong?: (text: string) => Promise<string>;
}

const none: readonly Finding[] = [];

/** A field that saves as it is typed into. `time` takes and gives an ISO instant, `date` a day; either an empty text. */
export function SavedField(props: SavedFieldProps) {
  const { id, label, kind, options = [], readOnly = false, bare = false, onTooLong } = props;
  const findings = useSteady(props.findings ?? none);
  const saving = useSaving(id, props.value, props.onSave, ways[kind]);
  const { draft, change, leave } = saving;
  const state = useSteady(saving.state);
  const notesId = useId();
  // By way of `error`, so that the field is described by what it lacks; its look stays calm.
  const said = {
    ...(props.description && !bare
      ? { description: <SaidOfField value={true}>{props.description}</SaidOfField> }
      : {}),
    ...(bare || findings.length === 0
      ? {}
      : {
          error: (
            <SaidOfField value={true}>
              <FieldFindings id={notesId} findings={findings} />
            </SaidOfField>
          ),
        }),
  };
  const common = {
    id,
    ...(bare ? { 'aria-label': label } : { label }),
    ...said,
    withErrorStyles: false,
    onBlur: leave,
  };
  const line = {
    ...common,
    readOnly,
    value: draft,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  const isChosen = kind === 'choice' || kind === 'reference';
  const inSight = kind === 'choice' && isFew(options);
  /** From a button of the field that goes as it is pressed. */
  const backToField = () => document.getElementById(id)?.focus();
  const inWords = (value: string) =>
    options.find((each) => each.value === value)?.label ?? ways[kind].write(value);
  const tooLong = kind === 'text' && draft.length > TEXT && !readOnly;
  return (
    <div className={`saved-field${props.wide ? ' wide' : ''}${bare ? ' bare' : ''}`} data-field>
      {kind === 'line' && <TextInput {...line} classNames={props.mono ? { input: 'mono' } : {}} />}
      {kind === 'number' && <TextInput {...line} inputMode="numeric" />}
      {kind === 'text' && <Textarea {...line} />}
      {isChosen && readOnly && (
        // A select cannot be read-only: what was chosen is shown as text.
        <TextInput
          {...common}
          readOnly
          value={options.find((each) => each.value === draft)?.label ?? 'Not answered'}
        />
      )}
      {isChosen && !readOnly && inSight && (
        <Segmented
          id={id}
          label={label}
          bare={bare}
          {...said}
          value={draft}
          options={options}
          onChange={change}
          onBlur={leave}
          clearable={!props.given}
        />
      )}
      {isChosen && !readOnly && !inSight && (
        <NativeSelect
          {...common}
          value={draft}
          data={[...(props.given ? [] : [{ value: '', label: t`Not answered` }]), ...options]}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      {kind === 'date' && <TextInput {...line} placeholder={readOnly ? undefined : t`Day: 20 Nov 2026`} />}
      {kind === 'time' && (
        <TextInput
          {...line}
          placeholder={readOnly ? undefined : t`20 Nov 2026, 08:15`}
          {...(draft !== ''
            ? zoneSection(draft)
            : {
                rightSectionWidth: readOnly ? 0 : 52,
                rightSection: !readOnly && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    onClick={() => {
                      change(writeTime(new Date().toISOString()));
                      backToField();
                    }}
                    aria-label={t`${label}: now`}
                  >
                    <Trans>Now</Trans>
                  </Button>
                ),
              })}
        />
      )}
      <div className="field-notes">
        <FoundDraft
          label={label}
          found={saving.found}
          takeFound={(take) => {
            saving.takeFound(take);
            backToField();
          }}
        />
        <WrittenElsewhere
          label={label}
          other={saving.other === null ? null : inWords(saving.other)}
          takeOther={(take) => {
            saving.takeOther(take);
            backToField();
          }}
        />
        {!readOnly && (!bare || state.kind !== 'idle') && <SaveWords state={state} />}
        {tooLong && onTooLong && (
          <Button
            variant="default"
            onClick={() => {
              backToField();
              void onTooLong(draft).then(change);
            }}
          >
            <Trans>Attach the whole text as a file</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}
