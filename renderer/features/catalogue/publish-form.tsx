/** The frame of a form that publishes or changes something of the catalogue: what is wrong with it, one button, and cancel. */

import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Outcome } from '../../store/outcome.ts';
import { refusalWords } from '../../store/outcome.ts';
import { reported } from '../../store/report.ts';

/** @param submit answers what is wrong, in words, or what became of the save */
export function PublishForm({
  title,
  button,
  submit,
  onDone,
  children,
}: {
  title: string;
  button: string;
  submit: () => Promise<readonly string[] | Outcome>;
  onDone: () => void;
  children: ReactNode;
}) {
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  async function send(): Promise<void> {
    setBusy(true);
    const answer = await submit().catch((error: unknown) => [
      `Not saved: ${reported(error, 'publishing in the catalogue')} What you typed is still here.`,
    ]);
    setBusy(false);
    if ('kind' in answer) {
      if (answer.kind === 'saved') onDone();
      else setProblems([refusalWords(answer)]);
    } else setProblems(answer);
  }

  return (
    <form
      className="card stack"
      noValidate
      aria-labelledby="publish"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 id="publish" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
      {problems.length > 0 && (
        <div role="alert">
          <ul className="bad">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="row">
        <Button type="submit" loading={busy}>
          {button}
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

export function SampleMark({ sample }: { sample: boolean }) {
  return sample ? <span className="waiting">sample</span> : null;
}
