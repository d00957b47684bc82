/** One clash of two people's work: before, at the hub, the other; and what is to stand. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { sameValue } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import { storable } from '../../../shared/base/values.ts';
import { choicesOf } from '../../../shared/cases/words.ts';
import {
  type ConflictView,
  type Decision,
  readConflict,
  reopenConflict,
  resolveConflict,
  valueNow,
} from '../../commands/conflicts.ts';
import { refusalWords } from '../../store/outcome.ts';
import { conflictWords } from '../../ui/conflict-words.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { focusFirst } from '../../ui/focus-first.ts';
import { discardForm, dropForm, isFormBegun, useKeptState } from '../../ui/kept-form.ts';
import { Key } from '../../ui/key.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useLetterKeys } from '../../ui/single-keys.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { showUndo } from '../../ui/undo.tsx';
import { useApp, useMayPush } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { useValueReading } from '../../views/value-reading.ts';
import { Difference } from './difference.tsx';
import { valueText } from './value-text.ts';

const decided = {
  theirs: t`the hub’s was kept`,
  mine: t`the other was kept`,
  third: t`another was written`,
};

export function ConflictScreen({ id }: { id: string }) {
  const view = useView(readConflict, id);
  if (view === undefined) return null;
  if (view === null) {
    return (
      <Screen title={t`Conflict`}>
        <p>
          <Trans>
            This conflict is not on this computer. <Link href="/sync">Back to Sync</Link>
          </Trans>
        </p>
      </Screen>
    );
  }
  return <Clash key={id} view={view} />;
}

/** Both texts, one below the other, to be made into one; a text that the other holds already stands once. */
function bothOf(theirs: unknown, mine: unknown): string {
  const texts = [theirs, mine].filter((each): each is string => typeof each === 'string' && each !== '');
  const [one = '', other = ''] = texts;
  if (one.includes(other)) return one;
  return other.includes(one) ? other : `${one}\n${other}`;
}

function Clash({ view }: { view: ConflictView }) {
  const app = useApp();
  const [, navigate] = useLocation();
  const { conflict, row } = view;
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const { table } = conflict;
  const field = conflict.field ?? '';
  const options = choicesOf(table, field);
  const reading = useValueReading(conflict.caseId);
  const text = (value: unknown) => valueText(value, table, field, reading);
  const [base, theirs, mine] = [text(conflict.base), text(conflict.theirs), text(conflict.mine)];
  const now = valueNow(view) ?? null;
  const changedSince = row !== undefined && !sameValue(now, conflict.theirs ?? null);
  const mayWrite =
    field !== 'state' && (typeof conflict.theirs === 'string' || typeof conflict.mine === 'string');
  const started = options
    ? typeof conflict.theirs === 'string'
      ? conflict.theirs
      : (options[0]?.value ?? '')
    : bothOf(conflict.theirs, conflict.mine);
  const form = `conflict ${conflict.id}`;
  const [third, setThird] = useKeptState(form, 'third', started);
  const [writing, setWriting] = useState(() => isFormBegun(form));
  const decides = useMayPush('conflicts');
  const resolved = conflict.resolvedAt !== null;
  const open = !resolved && decides;
  const who = conflict.by?.name ?? t`another device`;

  async function decide(decision: Decision): Promise<void> {
    if (busy) return;
    setBusy(true);
    const { result, undo } = await resolveConflict(app, conflict.id, decision);
    setBusy(false);
    if (result.kind !== 'saved') return setProblem(refusalWords(result));
    dropForm(form);
    showUndo(t`Resolved. Saved on this computer.`, undo);
    navigate('/sync');
  }

  const may = open && !writing;
  useLetterKeys({
    1: may ? () => void decide({ kind: 'theirs' }) : null,
    2: may ? () => void decide({ kind: 'mine' }) : null,
    3: may && mayWrite ? () => setWriting(true) : null,
  });

  async function reopen(): Promise<void> {
    const result = await reopenConflict(app, conflict.id);
    setProblem(result.kind === 'saved' ? '' : refusalWords(result));
  }

  const nothing = conflict.field === null ? t`Removed` : t`Not answered`;
  return (
    <Screen title={conflictWords(conflict)}>
      <p>
        <Trans>
          Case{' '}
          <Link href={`/cases/${conflict.caseId}`} className="mono">
            {caseNumber(conflict.caseId)}
          </Link>
          . Two people changed this without knowing of each other. The hub’s value stands until somebody
          decides; nothing of either is lost.
        </Trans>
      </p>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="sides">
        <section className="card stack" aria-labelledby="side-base">
          <h2 id="side-base">
            <Trans>Before</Trans>
          </h2>
          <Difference from={null} to={base} empty={nothing} />
        </section>
        <section className="card stack" aria-labelledby="side-theirs">
          <h2 id="side-theirs">
            <Trans>At the hub</Trans>
          </h2>
          <Difference from={base} to={theirs} empty={nothing} />
          {open && (
            <div>
              <Button loading={busy} variant="default" onClick={() => void decide({ kind: 'theirs' })}>
                <Trans>
                  Keep the hub’s <Key>1</Key>
                </Trans>
              </Button>
            </div>
          )}
        </section>
        <section className="card stack" aria-labelledby="side-mine">
          <h2 id="side-mine">
            <Trans>From {who}</Trans>
          </h2>
          <p className="quiet">
            <Trans>Sent {formatLocalTime(conflict.at)}, by the hub’s clock</Trans>
          </p>
          <Difference from={base} to={mine} empty={nothing} />
          {open && (
            <div>
              <Button loading={busy} variant="default" onClick={() => void decide({ kind: 'mine' })}>
                <Trans>
                  Keep {who}’s <Key>2</Key>
                </Trans>
              </Button>
            </div>
          )}
        </section>
      </div>
      {changedSince && open && (
        <section className="card stack" aria-labelledby="side-now">
          <h2 id="side-now">
            <Trans>Now</Trans>
          </h2>
          <p>
            <Trans>It was changed again since. What is decided here replaces what stands now.</Trans>
          </p>
          <Difference from={theirs} to={text(now)} empty={nothing} />
        </section>
      )}
      {open && mayWrite && !writing && (
        <div>
          <Button variant="default" onClick={() => setWriting(true)}>
            {options ? t`Choose another` : t`Keep both`} <Key>3</Key>
          </Button>
        </div>
      )}
      {open && writing && (
        <section className="card stack" aria-label={t`What is kept`}>
          {options ? (
            <NativeSelect
              label={fieldWord(table, field)}
              value={third}
              data={[...options]}
              ref={focusFirst}
              onChange={(event) => setThird(event.currentTarget.value)}
            />
          ) : (
            <Textarea
              label={fieldWord(table, field)}
              value={third}
              autosize
              minRows={3}
              maxLength={20_000}
              ref={focusFirst}
              onChange={(event) => setThird(storable(event.currentTarget.value))}
            />
          )}
          <div className="row">
            <Button loading={busy} onClick={() => void decide({ kind: 'third', value: third })}>
              <Trans>Keep this</Trans>
            </Button>
            <Button
              variant="default"
              onClick={() => {
                discardForm(form);
                setWriting(false);
              }}
            >
              <Trans>Cancel</Trans>
            </Button>
          </div>
        </section>
      )}
      {resolved && (
        <div className="row" role="status">
          <span className="good">
            <Trans>
              Resolved {conflict.resolvedAt ? formatLocalTime(conflict.resolvedAt) : ''}
              {conflict.resolution ? `: ${decided[conflict.resolution]}` : ''}.
            </Trans>
          </span>
          {decides && (
            <Button variant="default" onClick={() => void reopen()}>
              <Trans>Open it again</Trans>
            </Button>
          )}
        </div>
      )}
    </Screen>
  );
}
