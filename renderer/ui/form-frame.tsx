/** The frame of a form that is sent whole: a heading, fields of which the first has the focus, what is wrong, one button, and cancel. */
import { t } from '@lingui/core/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { reported } from '../store/report.ts';
import { useFirstField } from './focus-first.ts';
import { dropForm } from './kept-form.ts';
import { useOneAtATime } from './one-at-a-time.ts';
import { stillWrong } from './still-wrong.ts';

/**
 * Sent once at a time, however often its button or Enter is pressed. What was typed stays until it is done. What it was refused for goes
 * once the field that it names is changed.
 * @param kept the id under which `useKeptState` keeps what is typed: it goes once it is sent or cancelled
 * @param work what a failure is reported as: `publishing in the catalogue`
 * @param cancel the word on the button that leaves it
 * @param send does it, and answers what is wrong, in words; nothing where it is done, and then whoever owns the form closes it
 */
export function FormFrame({
  title,
  button,
  danger = false,
  className = 'stack',
  cancel = t`Cancel`,
  kept,
  work,
  send,
  onCancel,
  children,
}: {
  title: string;
  button: string;
  danger?: boolean;
  className?: string;
  cancel?: string;
  kept?: string;
  work: string;
  send: () => Promise<readonly string[]>;
  onCancel: () => void;
  children: ReactNode;
}) {
  const id = useId();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useFirstField();

  const letGo = () => kept !== undefined && dropForm(kept);
  const submit = useOneAtATime(async () => {
    setBusy(true);
    const wrong = await send().catch((error: unknown) => [
      t`Not done: ${reported(error, work)} What you typed is still here.`,
    ]);
    if (wrong.length === 0) letGo();
    setBusy(false);
    setProblems(wrong);
  });

  return (
    <form
      ref={form}
      className={className}
      noValidate
      aria-labelledby={id}
      onChange={({ currentTarget, target }) => {
        if (problems.length > 0 && target instanceof Element)
          setProblems(stillWrong(problems, target, currentTarget.elements));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
      {problems.length > 0 && (
        <div className="bad" role="alert">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="row">
        <Button type="submit" loading={busy} {...(danger ? { color: 'red' } : {})}>
          {button}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            letGo();
            onCancel();
          }}
        >
          {cancel}
        </Button>
      </div>
    </form>
  );
}
