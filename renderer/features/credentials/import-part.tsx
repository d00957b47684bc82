/** Results from a CSV file: every row's fate is shown before anything is sent. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { toCsv } from '../../../shared/base/csv.ts';
import { storable } from '../../../shared/base/values.ts';
import { type DateForm, dateForms, dateFormWords } from '../../../shared/certification/file-dates.ts';
import {
  type Fate,
  MAX_CSV_BYTES,
  type PreviewRow,
  previewResults,
  type ResultsPreview,
} from '../../../shared/certification/results-csv.ts';
import { type ImportRun, sendResults, startImport } from '../../commands/import-results.ts';
import { ChooseFiles } from '../../ui/choose-files.tsx';
import { useKeptState } from '../../ui/kept-form.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { useApp } from '../../views/hooks.tsx';
import { readRegistry } from '../../views/registry.ts';
import { readOnce } from '../../views/use-view.ts';
import { ROWS_OF_A_PAGE, RowsPager } from './rows-pager.tsx';

const fateWords: Readonly<Record<Fate['kind'], string>> = {
  record: t`to record`,
  'already-recorded': t`recorded already`,
  'twice-in-file': t`twice in the file`,
  'unknown-person': t`unknown person`,
  'unknown-exam': t`unknown exam`,
  refused: t`refused`,
};
const kinds = Object.keys(fateWords) as Fate['kind'][];

const sayOf = ({ fate }: PreviewRow) =>
  fate.kind === 'record' ? `${fate.personName}: ${fate.examName}, ${fate.passedOn}` : fate.message;

function saveFates(name: string, rows: readonly PreviewRow[]): void {
  const text = toCsv([
    ['line', 'person', 'exam', 'passed on', 'score', 'result', 'fate', 'explanation'],
    ...rows.map((row) => [
      String(row.line),
      row.cells.person,
      row.cells.exam,
      row.cells.passedOn,
      row.cells.score,
      row.cells.outcome,
      fateWords[row.fate.kind],
      sayOf(row),
    ]),
  ]);
  saveTextFile(name, text, 'text/csv');
}

type Preview = Extract<ResultsPreview, { ok: true }>;

function Rows({ rows, label }: { rows: readonly PreviewRow[]; label: string }) {
  const [from, setFrom] = useState(0);
  const last = Math.min(rows.length, from + ROWS_OF_A_PAGE);
  return (
    <>
      <table className="plain-table results-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Line</Trans>
            </th>
            <th scope="col">
              <Trans>Person</Trans>
            </th>
            <th scope="col">
              <Trans>Exam</Trans>
            </th>
            <th scope="col">
              <Trans>Passed on</Trans>
            </th>
            <th scope="col">
              <Trans>Score</Trans>
            </th>
            <th scope="col">
              <Trans>What becomes of it</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(from, last).map((row) => (
            <tr key={row.line}>
              <td className="num">{row.line}</td>
              <td>{row.cells.person}</td>
              <td>{row.cells.exam}</td>
              <td className="num">{row.cells.passedOn}</td>
              <td className="num">{row.cells.score}</td>
              <td>
                <span className={row.fate.kind === 'record' ? 'good' : 'waiting'}>
                  {fateWords[row.fate.kind]}.
                </span>{' '}
                {sayOf(row)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <RowsPager from={from} total={rows.length} onFrom={setFrom} />
    </>
  );
}

export function ImportPart() {
  const app = useApp();
  const [file, setFile] = useState('');
  const [preview, setPreview] = useState<Preview | null>(null);
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [dateForm, setDateForm] = useState<DateForm>('year-month-day');
  /** Rows of the file that was sent which the hub did not get: they stay to be read. */
  const [left, setLeft] = useState<readonly PreviewRow[]>([]);
  const [kind, setKind] = useState<Fate['kind'] | ''>('');
  const [reason, setReason] = useKeptState('import-results', 'reason', '');
  const [problem, setProblem] = useState('');
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);
  const run = useRef<ImportRun | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (preview) heading.current?.focus();
  }, [preview]);

  async function read(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    setPreview(null);
    setBytes(null);
    setTold('');
    setLeft([]);
    if (chosen.size > MAX_CSV_BYTES)
      return setProblem(
        t`${chosen.name} is larger than ${MAX_CSV_BYTES / 1_048_576} MB. Nothing was read from it.`,
      );
    // Unreported: a file that cannot be read is told on the next line.
    const buffer = await chosen.arrayBuffer().catch(() => null);
    if (!buffer) return setProblem(t`${chosen.name} cannot be read from the disk. Choose it again.`);
    setFile(chosen.name);
    setBytes(new Uint8Array(buffer));
    await judge(new Uint8Array(buffer), dateForm);
  }

  /** @param form how the file writes its days */
  async function judge(given: Uint8Array, form: DateForm): Promise<void> {
    setKind('');
    run.current = null;
    const registry = await readOnce(app, readRegistry);
    const today = app.now().toISOString().slice(0, 10);
    const answer = previewResults(given, { ...registry, today, dateForm: form });
    setProblem(answer.ok ? '' : answer.message);
    setPreview(answer.ok ? answer : null);
  }

  async function send(): Promise<void> {
    if (!preview) return;
    if (reason.trim() === '') return setProblem(t`Write the reason: it stands in the audit trail for good.`);
    setProblem('');
    setBusy(true);
    run.current ??= startImport(app, preview.rows, reason.trim());
    const answer = await sendResults(app, run.current, (sent, all) =>
      setTold(t`${sent} of ${all} rows are with the hub.`),
    );
    setBusy(false);
    if (!answer.ok) return setProblem(answer.message);
    setTold(answer.told);
    setLeft(preview.rows.filter(({ fate }) => fate.kind !== 'record'));
    setPreview(null);
    setBytes(null);
    setReason('');
  }

  const shown = (preview?.rows ?? []).filter(({ fate }) => kind === '' || fate.kind === kind);
  const count = preview?.counts.record ?? 0;
  return (
    <>
      <div className="card stack">
        <p>
          <Trans>
            A CSV file in UTF-8 whose first row names <span className="mono">person</span> (e-mail address or
            id), <span className="mono">exam</span> (name or id), <span className="mono">passed on</span> and,
            where you like, <span className="mono">score</span> and <span className="mono">result</span>{' '}
            (passed or failed). Only exams that were passed are recorded.
          </Trans>
        </p>
        <div className="row">
          <ChooseFiles
            label={t`File with results`}
            accept=".csv,.txt,text/csv,text/plain"
            disabled={busy}
            onChoose={([chosen]) => void read(chosen)}
          >
            {t`Choose a file`}
          </ChooseFiles>
          <span className="quiet">{file}</span>
        </div>
        <NativeSelect
          label={t`Days in the file are written as`}
          value={dateForm}
          disabled={busy}
          data={dateForms.map((form) => ({ value: form, label: dateFormWords[form] }))}
          onChange={({ currentTarget }) => {
            const form = dateForms.find((each) => each === currentTarget.value) ?? 'year-month-day';
            setDateForm(form);
            if (bytes) void judge(bytes, form);
          }}
        />
        {problem !== '' && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
        <p role="status" data-testid="certified">
          {told}
        </p>
      </div>
      {preview && (
        <section className="card stack" aria-labelledby="preview">
          <h2 id="preview" ref={heading} tabIndex={-1}>
            <Trans>What becomes of each row</Trans>
          </h2>
          <p className="num">
            <Trans>
              {kinds
                .filter((each) => preview.counts[each] > 0)
                .map((each) => `${preview.counts[each]} ${fateWords[each]}`)
                .join(', ') || t`The file has no rows.`}
              . Nothing was sent yet.
            </Trans>
          </p>
          {preview.ignored.length > 0 && (
            <p className="waiting">
              <Trans>
                <Plural value={preview.ignored.length} one="One column was" other="# columns were" /> not
                read: {preview.ignored.map((each) => `"${each}"`).join(', ')}.
              </Trans>
            </p>
          )}
          {preview.betterForm !== null && (
            <p className="waiting">
              <Trans>
                More of its days can be read as {dateFormWords[preview.betterForm]}: choose that above, if the
                file was written so.
              </Trans>
            </p>
          )}
          <div className="row">
            <NativeSelect
              label={t`Show`}
              value={kind}
              data={[
                { value: '', label: t`All (${preview.rows.length})` },
                ...kinds.map((each) => ({
                  value: each,
                  label: `${fateWords[each]} (${preview.counts[each]})`,
                })),
              ]}
              onChange={({ currentTarget }) =>
                setKind(kinds.find((each) => each === currentTarget.value) ?? '')
              }
            />
            <Button
              mt={20}
              variant="default"
              onClick={() => saveFates('preview-of-results.csv', preview.rows)}
            >
              <Trans>Save this preview as CSV</Trans>
            </Button>
          </div>
          <Rows key={kind} rows={shown} label={t`Rows of the file`} />
          <Textarea
            label={t`Reason`}
            description={t`For the audit trail, which nobody can change.`}
            value={reason}
            maxLength={300}
            disabled={busy || run.current !== null}
            onChange={(event) => setReason(storable(event.currentTarget.value).replaceAll(/[\r\n]+/g, ' '))}
          />
          <div>
            <Button disabled={count === 0} loading={busy} onClick={() => void send()}>
              <Trans>
                Record <Plural value={count} one="# result" other="# results" />
              </Trans>
            </Button>
          </div>
        </section>
      )}
      {left.length > 0 && (
        <section className="card stack" aria-labelledby="left">
          <h2 id="left">
            <Trans>Not recorded</Trans>
          </h2>
          <p className="num">
            <Trans>
              <Plural value={left.length} one="One row" other="# rows" /> of {file} did not go to the hub.
            </Trans>
          </p>
          <div>
            <Button variant="default" onClick={() => saveFates('results-not-recorded.csv', left)}>
              <Trans>Save these rows as CSV</Trans>
            </Button>
          </div>
          <Rows rows={left} label={t`Rows that were not recorded`} />
        </section>
      )}
    </>
  );
}
