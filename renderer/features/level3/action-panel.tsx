/** Beside the ticket: what can be done with it, and the form of what is being done. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { enterAtDesk } from '../../commands/desk.ts';
import { dropDraft, keepDraft, readDraft } from '../../store/drafts.ts';
import { parsedJson } from '../../store/kept.ts';
import { reported } from '../../store/report.ts';
import { Choice } from '../../ui/choice.tsx';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { useFirstField } from '../../ui/focus-first.ts';
import { Icon } from '../../ui/icons.tsx';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import panes from '../../ui/panes.module.css';
import { TypedField } from '../../ui/typed-field.tsx';
import { useApp } from '../../views/hooks.tsx';
import { readExecutives } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import {
  type Action,
  type ActionField,
  type ActionKind,
  actionOf,
  fillAction,
  missingFields,
  possibleActions,
} from './actions.ts';

/** Acts that give the ticket back or end its clocks: apart from the work, since nobody should come to them by habit. */
const notOurs: ReadonlySet<ActionKind> = new Set(['returned', 'declined', 'access-refused']);

/** What was typed and not entered yet, by ticket and action: it is there again when the person comes back, after a reload as well. */
function readTyped(draft: string): Record<string, string> | null {
  const kept = parsedJson(readDraft(draft)?.text ?? 'null');
  if (typeof kept !== 'object' || kept === null) return null;
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => typeof value === 'string'));
}

/** Under which name the text of a day or a time is kept beside its value: half a day is there again, too. */
const typedOf = ({ name }: ActionField) => `${name} as typed`;

/** What is being done: an action, for the question that it is about. */
export interface Doing {
  kind: ActionKind;
  /** The question that is settled. */
  entryId?: string;
}

function Field({
  field,
  value,
  typed,
  missing,
  onChange,
}: {
  field: ActionField;
  value: string;
  /** What stands in a field of a day or a time, as it was typed. */
  typed: string | undefined;
  missing: boolean;
  onChange: (value: string, typed?: string) => void;
}) {
  const common = {
    label: field.label,
    required: field.required,
    withAsterisk: false,
    ...(missing ? { error: t`This is missing.` } : {}),
    onChange: (event: { currentTarget: { value: string } }) => onChange(storable(event.currentTarget.value)),
  };
  switch (field.kind) {
    case 'text':
      return <Textarea {...common} value={value} maxLength={20_000} />;
    case 'line':
      return <TextInput {...common} value={value} maxLength={300} />;
    case 'date':
    case 'time':
      return (
        <TypedField
          kind={field.kind}
          label={field.label}
          required={field.required}
          value={value}
          typed={typed}
          error={common.error}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Choice
          label={field.label}
          value={value}
          options={field.options ?? []}
          {...(field.start ? {} : { none: t`Choose` })}
          error={common.error}
          onChange={onChange}
        />
      );
  }
}

function startOf(action: Action, now: string): Record<string, string> {
  return Object.fromEntries(
    action.fields.map(({ name, start }) => [name, start === 'now' ? now : (start ?? '')]),
  );
}

function ActionForm({
  action,
  ticket,
  entryId,
  onDone,
}: {
  action: Action;
  ticket: Ticket;
  entryId: string | undefined;
  onDone: (told: string) => void;
}) {
  const app = useApp();
  const draft = `desk ${ticket.id} ${action.kind} ${entryId ?? ''}`;
  const [values, setValues] = useState(() => readTyped(draft) ?? startOf(action, app.now().toISOString()));
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const form = useFirstField();
  const missing = missingFields(action, values);
  const needed = action.fields.filter((each) => each.required).length;

  const enter = useOneAtATime(async () => {
    setAsked(true);
    const filled = fillAction(action, values, ticket, entryId ? { entryId } : {});
    if (!filled.ok) {
      const words = filled.missing.map(({ label }) => label).join(', ');
      return setProblem(t`Missing: ${words}. Nothing was entered.`);
    }
    setBusy(true);
    const answer = await enterAtDesk(app, ticket.id, filled.fields).catch((error: unknown) => ({
      ok: false as const,
      message: t`Not saved: ${reported(error, 'an entry of Level 3')} What you typed is still here.`,
    }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.message);
    dropDraft(draft);
    onDone(t`${action.title}: saved on this computer`);
  });

  return (
    <form
      ref={form}
      className="stack"
      noValidate
      aria-labelledby="doing"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <h2 id="doing" tabIndex={-1}>
        {action.title}
      </h2>
      <p className={action.kind === 'access-refused' ? 'bad' : 'quiet'}>
        {action.says}{' '}
        {action.clauses.map((id) => (
          <ClauseLink key={id} id={id} />
        ))}
      </p>
      {action.fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          typed={values[typedOf(field)]}
          missing={asked && missing.includes(field)}
          onChange={(value, typed) => {
            const next = {
              ...values,
              [field.name]: value,
              ...(typed === undefined ? {} : { [typedOf(field)]: typed }),
            };
            keepDraft(draft, { text: JSON.stringify(next), bases: [] });
            setValues(next);
          }}
        />
      ))}
      {needed > 1 && (
        <p className={`num ${missing.length > 0 ? 'waiting' : 'good'}`} role="status">
          <Icon name={missing.length > 0 ? 'missing' : 'done'} />{' '}
          <Trans>
            {needed - missing.length} of {needed} {action.kind === 'planned' ? t`parts` : t`answers`}
          </Trans>
        </p>
      )}
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <Button type="submit" loading={busy} {...(action.kind === 'access-refused' ? { color: 'red' } : {})}>
          {action.button}
        </Button>
        <Button variant="default" onClick={() => onDone('')}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

export function ActionPanel({
  ticket,
  executiveIsDue,
  doing,
  onDo,
}: {
  ticket: Ticket;
  /** Nobody was told of a P1 or P2 yet (P-34). */
  executiveIsDue: boolean;
  doing: Doing | null;
  onDo: (doing: Doing | null) => void;
}) {
  const [told, setTold] = useState('');
  const executives = useView(readExecutives) ?? [];
  const list = useRef<HTMLHeadingElement>(null);
  const done = (words: string) => {
    setTold(words);
    onDo(null);
    // The form is gone with what had the focus.
    requestAnimationFrame(() => list.current?.focus());
  };
  const [first, ...others] = possibleActions(ticket, executiveIsDue ? 'executive-notified' : null);
  const button = (kind: ActionKind) => (
    <Button key={kind} variant="default" onClick={() => onDo({ kind })}>
      {actionOf(kind, ticket, executives).title}
    </Button>
  );
  const away = others.filter((kind) => notOurs.has(kind));
  return (
    <aside className={`${panes.block} stack`} aria-label={t`What to do`}>
      <div className="stack">
        {doing ? (
          <ActionForm
            key={`${doing.kind} ${doing.entryId ?? ''}`}
            action={actionOf(doing.kind, ticket, executives)}
            ticket={ticket}
            entryId={doing.entryId}
            onDone={done}
          />
        ) : (
          <>
            <h2 ref={list} tabIndex={-1}>
              <Trans>What to do</Trans>
            </h2>
            <div className="desk-actions">
              {first && (
                <Button className="first" onClick={() => onDo({ kind: first })}>
                  {actionOf(first, ticket, executives).title}
                </Button>
              )}
              {others.filter((kind) => !notOurs.has(kind)).map(button)}
              {away.length > 0 && (
                <h3>
                  <Trans>Not ours, or not now?</Trans>
                </h3>
              )}
              {away.map(button)}
            </div>
          </>
        )}
        <p className="quiet" role="status" data-testid="entered">
          {told}
        </p>
      </div>
    </aside>
  );
}
