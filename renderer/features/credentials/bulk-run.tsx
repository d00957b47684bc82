/** A run of many acts: how far it is, what was refused, going on after a stop; and the way back, which is to revoke. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import type { Candidate } from '../../../shared/certification/bulk.ts';
import { type BulkItem, runBulk, startBulk } from '../../commands/bulk-acts.ts';
import { reported } from '../../store/report.ts';
import { useApp } from '../../views/hooks.tsx';

const count = (items: readonly BulkItem[], fate: BulkItem['fate']) =>
  items.filter((each) => each.fate === fate).length;

/** Where it stands, in words. @param done what was done with one: `issued` */
function wordsOf(items: readonly BulkItem[], done: string): string {
  const refused = count(items, 'refused');
  const waiting = count(items, 'waiting');
  return [
    t`${count(items, 'done')} of ${items.length} ${done}`,
    ...(refused > 0 ? [t`${refused} refused`] : []),
    ...(waiting > 0 ? [t`${waiting} to go`] : []),
  ].join(', ');
}

export function BulkRun({
  chosen,
  reason,
  onEnd,
}: {
  chosen: readonly Candidate[];
  reason: string;
  onEnd: () => void;
}) {
  const app = useApp();
  const [doing, setDoing] = useState(() => ({
    done: t`issued`,
    items: startBulk(
      app,
      chosen.map(({ person, exam }) => ({
        label: `${person.name}: ${exam.name}`,
        act: {
          action: 'issue',
          credentialId: app.newId(),
          personId: person.id,
          examId: exam.id,
          validFrom: null,
        } as const,
      })),
      reason,
    ) as readonly BulkItem[],
  }));
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState('');
  const [undoing, setUndoing] = useState(false);
  const stop = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { items, done } = doing;

  const go = useCallback(
    async (from: readonly BulkItem[], what: string): Promise<void> => {
      stop.current = false;
      setBusy(true);
      setProblem('');
      const tell = (now: readonly BulkItem[]) => setDoing({ items: now, done: what });
      const end = await runBulk(app, from, tell, () => stop.current).catch((error: unknown) => ({
        items: null,
        problem: t`Stopped: ${reported(error, 'acts of certification in bulk')}`,
      }));
      setBusy(false);
      setProblem(end.problem);
    },
    [app],
  );
  // Whoever leaves the screen has seen the last of it: what waits is done when they come back and begin again.
  useEffect(
    () => () => {
      stop.current = true;
    },
    [],
  );
  const begun = useRef(false);
  useEffect(() => {
    heading.current?.focus();
    if (begun.current) return;
    begun.current = true;
    void go(items, 'issued');
  }, [go, items]);

  function undo(): void {
    if (why.trim() === '') {
      setProblem(t`Write the reason: it stands in the audit trail for good.`);
      return;
    }
    const issued = items.flatMap(({ label, fate, asked }) =>
      fate === 'done' && asked.act.action === 'issue'
        ? [{ label, act: { action: 'revoke', credentialId: asked.act.credentialId } as const }]
        : [],
    );
    const next = startBulk(app, issued, why.trim());
    setUndoing(false);
    setDoing({ items: next, done: t`revoked` });
    void go(next, 'revoked');
  }

  const waiting = count(items, 'waiting');
  const refused = items.filter(({ fate }) => fate === 'refused');
  const issued = done === 'issued' ? count(items, 'done') : 0;
  return (
    <section className="card stack" aria-labelledby="bulk-run">
      <h2 id="bulk-run" ref={heading} tabIndex={-1}>
        {done === 'issued' ? t`Issuing` : t`Revoking`}{' '}
        <Plural value={items.length} one="# credential" other="# credentials" />
      </h2>
      <progress
        className="run-progress"
        value={items.length - waiting}
        max={items.length}
        aria-label={t`How far it is`}
      />
      <p role="status" className="num" data-testid="bulk-state">
        {wordsOf(items, done)}.
      </p>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      {refused.length > 0 && (
        <ul className="plain-list" aria-label={t`Refused`}>
          {refused.map(({ label, message, asked }) => (
            <li key={asked.requestId}>
              {label}: <span className="bad">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {busy ? (
        <div>
          <Button
            variant="default"
            onClick={() => {
              stop.current = true;
            }}
          >
            <Trans>Stop after this one</Trans>
          </Button>
        </div>
      ) : (
        <div className="row">
          {waiting > 0 && (
            <Button onClick={() => void go(items, done)}>
              <Trans>Go on with {waiting}</Trans>
            </Button>
          )}
          <Button variant="default" onClick={onEnd}>
            <Trans>Back to the list</Trans>
          </Button>
          {issued > 0 && !undoing && (
            <Button variant="default" onClick={() => setUndoing(true)}>
              <Trans>Take back what was issued</Trans>
            </Button>
          )}
        </div>
      )}
      {undoing && (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            undo();
          }}
        >
          <p className="bad">
            <Trans>
              What was issued cannot be undone: <Plural value={issued} one="it is" other="all # are" />{' '}
              revoked, for good, and every console learns it. To the same people you can issue again later.
            </Trans>
          </p>
          <Textarea
            label={t`Reason`}
            description={t`For the audit trail, which nobody can change.`}
            value={why}
            maxLength={300}
            onChange={(event) => setWhy(storable(event.currentTarget.value).replaceAll(/[\r\n]+/g, ' '))}
          />
          <div className="row">
            <Button type="submit" color="red">
              <Trans>
                Revoke <Plural value={issued} one="# credential" other="# credentials" />
              </Trans>
            </Button>
            <Button variant="default" onClick={() => setUndoing(false)}>
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
