/** Changes that the hub refused (S6): each with its reason, to be changed and tried again, saved to a file, or let go. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { storable } from '../../../shared/base/values.ts';
import { choicesOf } from '../../../shared/cases/words.ts';
import { tableWord } from '../../../shared/sync/tables.ts';
import { discardRefused, retryRefused } from '../../commands/conflicts.ts';
import type { RejectedEdit } from '../../store/device-rows.ts';
import { refusalWords } from '../../store/outcome.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { dropForm, isFormBegun, useKeptState } from '../../ui/kept-form.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { showUndo } from '../../ui/undo.tsx';
import { useApp } from '../../views/hooks.tsx';
import { readRefused } from '../../views/sync-details.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { useValueReading } from '../../views/value-reading.ts';
import { valueText } from './value-text.ts';

const LISTED = 100;
const what = { insert: t`New`, patch: t`Change of a`, delete: t`Removal of a` } as const;

function wordsFor({ edit }: RejectedEdit): string {
  return edit.table === 'packets' ? t`Handoff` : `${what[edit.op]} ${tableWord(edit.table)}`;
}

/** What is done in the case itself, by its own rules, is not sent again from here. @returns the words of the way there */
function wayInTheCase({ edit }: RejectedEdit): string {
  if (edit.table === 'packets') return t`Open the case and hand it off again`;
  if (edit.table === 'events' || (edit.table === 'cases' && edit.op === 'patch' && 'state' in edit.patch))
    return t`Open the case and do it there`;
  return '';
}

const retryForm = ({ id }: RejectedEdit) => `retry-refused ${id}`;

/** The texts and choices of a refused change, to be put right. Other values are sent as they were. */
function Retry({ row, onDone }: { row: RejectedEdit; onDone: () => void }) {
  const app = useApp();
  const [patch, setPatch] = useKeptState<Record<string, unknown>>(retryForm(row), 'patch', row.edit.patch);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const texts = Object.entries(row.edit.patch).filter(
    ([field, value]) => typeof value === 'string' && field !== 'id' && !field.endsWith('Id'),
  );

  async function retry(): Promise<void> {
    setBusy(true);
    const result = await retryRefused(app, row, patch);
    setBusy(false);
    if (result.kind === 'refused') setProblem(refusalWords(result));
    else close();
  }

  function close(): void {
    dropForm(retryForm(row));
    onDone();
  }

  return (
    <div className="stack" role="group" aria-label={t`Change and try again: ${wordsFor(row)}`}>
      {texts.map(([field]) => {
        const options = choicesOf(row.edit.table, field);
        const common = {
          label: fieldWord(row.edit.table, field),
          value: String(patch[field] ?? ''),
          onChange: (event: { currentTarget: { value: string } }) => {
            const { value } = event.currentTarget;
            setPatch((before) => ({ ...before, [field]: storable(value) }));
          },
        };
        return options ? (
          <NativeSelect key={field} {...common} data={[...options]} />
        ) : (
          <Textarea key={field} {...common} autosize maxLength={20_000} />
        );
      })}
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <Button loading={busy} onClick={() => void retry()}>
          <Trans>Save and send again</Trans>
        </Button>
        <Button variant="default" onClick={close}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  );
}

function Refused({ row }: { row: RejectedEdit }) {
  const app = useApp();
  const [open, setOpen] = useState(() => isFormBegun(retryForm(row)));
  const [asking, setAsking] = useState(false);
  const name = t`${wordsFor(row)} of ${formatLocalTime(row.edit.at)}`;
  const again = wayInTheCase(row);
  const reading = useValueReading(row.caseId);

  async function discard(): Promise<void> {
    const undo = await discardRefused(app, row);
    dropForm(retryForm(row));
    showUndo(t`${name} was discarded.`, undo);
  }

  return (
    <li className="step stack">
      <div>
        <Trans>
          <strong>{name}</strong>, case{' '}
          <Link href={`/cases/${row.caseId}`} className="mono">
            {caseNumber(row.caseId)}
          </Link>
        </Trans>
      </div>
      <p className="bad">{row.rejection.message}</p>
      {(row.rejection.findings ?? [])
        .filter((finding) => finding.severity === 'blocker')
        .map((finding) => (
          <div key={finding.rule + finding.message} className="quiet">
            {finding.rule}: {finding.message}
          </div>
        ))}
      {row.edit.table !== 'packets' && !open && (
        <p className="difference quiet">
          {valueText(row.edit.op === 'delete' ? row.edit.base : row.edit.patch, row.edit.table, '', reading)}
        </p>
      )}
      {open ? (
        <Retry row={row} onDone={() => setOpen(false)} />
      ) : asking ? (
        <div className="row" role="group" aria-label={t`Discard ${name}?`}>
          <span>
            <Trans>Discard “{name}”? It is on this computer only.</Trans>
          </span>
          <Button variant="default" onClick={() => void discard()}>
            <Trans>Discard it</Trans>
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            <Trans>Keep it</Trans>
          </Button>
        </div>
      ) : (
        <div className="row">
          {again ? (
            <Link href={`/cases/${row.caseId}`}>{again}</Link>
          ) : (
            <Button
              variant="default"
              aria-label={t`Change and try again: ${name}`}
              onClick={() => setOpen(true)}
            >
              <Trans>Change and try again</Trans>
            </Button>
          )}
          <Button
            variant="default"
            aria-label={t`Save to a file: ${name}`}
            onClick={() => saveTextFile('refused-change.json', JSON.stringify(row, null, 2))}
          >
            <Trans>Save to a file</Trans>
          </Button>
          <Button variant="default" aria-label={t`Discard: ${name}`} onClick={() => setAsking(true)}>
            <Trans>Discard</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}

export function RefusedList() {
  const app = useApp();
  const rows = useView(readRefused, LISTED + 1) ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="attention">
      <div className="row">
        <h2 id="attention">
          <Trans>Needs attention</Trans>
        </h2>
        <Button
          variant="default"
          onClick={() =>
            void readOnce(app, readRefused, Number.MAX_SAFE_INTEGER).then((all) =>
              saveTextFile('refused-changes.json', JSON.stringify(all, null, 2)),
            )
          }
        >
          <Trans>Save all to a file</Trans>
        </Button>
      </div>
      <p>
        <Trans>
          The hub refused these changes. Each is kept on this computer, with the reason, until you deal with
          it.
        </Trans>
      </p>
      <ul className="plain-list stack">
        {rows.slice(0, LISTED).map((row) => (
          <Refused key={row.id} row={row} />
        ))}
      </ul>
      {rows.length > LISTED && (
        <p className="quiet">
          <Trans>And more; deal with some of these first.</Trans>
        </p>
      )}
    </section>
  );
}
