/** The lines of a log: found by words or gone to, and those that are chosen become a step of the case. */
import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { reported } from '../../store/report.ts';
import type { LogReading } from '../../views/log-reading.ts';
import type { FoundLine } from '../../workers/log-service.ts';
import classes from './log-screen.module.css';

const BEFORE = 10;
const AFTER = 40;
/** Lines that become evidence at once. */
const MOST_CHOSEN = 400;

interface Found {
  words: string;
  lines: readonly FoundLine[];
  more: boolean;
}

export interface Chosen {
  from: number;
  to: number;
}

export function LogLinesPane({
  name,
  total,
  reading,
  chosen,
  onChoose,
  onKeep,
}: {
  name: string;
  /** Lines of the log. */
  total: number;
  reading: LogReading;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  /** Undefined where the case takes nothing any more. */
  onKeep?: ((lines: readonly FoundLine[]) => Promise<void>) | undefined;
}) {
  const [lines, setLines] = useState<readonly FoundLine[]>([]);
  const [words, setWords] = useState('');
  const [warningsOnly, setWarningsOnly] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState('');
  const { from, to } = chosen;
  useEffect(() => {
    let gone = false;
    reading.lines(Math.max(1, from - BEFORE), from + AFTER).then(
      (read) => !gone && setLines(read),
      (error: unknown) => !gone && setBusy(t`Lines cannot be read: ${reported(error, 'lines of a log')}.`),
    );
    return () => {
      gone = true;
    };
  }, [reading, from]);

  async function search(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(t`Searching…`);
    try {
      const result = await reading.search(words, warningsOnly, (share) =>
        setBusy(t`Searching, ${Math.round(share * 100)} %`),
      );
      setFound({ words, ...result });
      setBusy('');
    } catch (error) {
      setBusy(t`The search stopped: ${reported(error, 'a search in a log')}.`);
    }
  }

  async function keep(): Promise<void> {
    const last = Math.min(total, to, from + MOST_CHOSEN - 1);
    await onKeep?.(await reading.lines(from, Math.max(from, last)));
  }

  const count = Math.max(1, Math.min(total, to) - from + 1);
  return (
    <div className={classes.column}>
      <form className={classes.row} onSubmit={(event) => void search(event)}>
        <TextInput
          label={t`Search in this log`}
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Checkbox
          size="xs"
          label={t`Warnings and worse only`}
          checked={warningsOnly}
          onChange={(event) => setWarningsOnly(event.currentTarget.checked)}
        />
        <Button type="submit" variant="default" disabled={words.trim() === '' && !warningsOnly}>
          <Trans>Search</Trans>
        </Button>
      </form>
      <p role="status">{busy}</p>
      {found && (
        <>
          <p role="status">
            {found.lines.length === 0
              ? t`No line was found.`
              : t`${found.more ? t`The first ` : ''}${plural(found.lines.length, { one: '# line', other: '# lines' })} found${found.words === '' ? '' : t` with “${found.words}”`}.`}
          </p>
          {found.lines.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to be reached by keyboard
            <section className={classes.code} aria-label={t`Lines found`} tabIndex={0}>
              {found.lines.map(({ line, text }) => (
                <div key={line} className={classes.line}>
                  <button
                    type="button"
                    className={classes.go}
                    aria-label={t`Go to line ${line}`}
                    onClick={() => onChoose({ from: line, to: line })}
                  >
                    {line}
                  </button>
                  <span className={classes.text}>{text}</span>
                </div>
              ))}
            </section>
          )}
        </>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to be reached by keyboard */}
      <section className={classes.code} aria-label={t`Lines of ${name}`} tabIndex={0}>
        {lines.map(({ line, text }) => (
          <div key={line} className={classes.line} data-chosen={line >= from && line <= to}>
            <button
              type="button"
              className={classes.go}
              aria-label={line < from ? t`Begin at line ${line}` : t`End at line ${line}`}
              onClick={() => onChoose(line < from ? { from: line, to } : { from, to: line })}
            >
              {line}
            </button>
            <span className={classes.text}>{text}</span>
          </div>
        ))}
      </section>
      <div className={classes.row}>
        <NumberInput
          size="xs"
          label={t`From line`}
          min={1}
          max={total}
          value={from}
          onChange={(value) => {
            const line = Math.min(total, Math.max(1, Math.round(Number(value)) || 1));
            onChoose({ from: line, to: Math.max(line, to) });
          }}
        />
        <NumberInput
          size="xs"
          label={t`To line`}
          min={from}
          max={total}
          value={to}
          onChange={(value) =>
            onChoose({ from, to: Math.min(total, Math.max(from, Math.round(Number(value)) || from)) })
          }
        />
        {onKeep && (
          <Button onClick={() => void keep()}>
            <Plural
              value={Math.min(count, MOST_CHOSEN)}
              one="Keep this line as evidence"
              other="Keep these # lines as evidence"
            />
          </Button>
        )}
        {count > MOST_CHOSEN && (
          <span className="quiet">
            <Trans>No more than {MOST_CHOSEN} lines are kept at once; the file has the rest.</Trans>
          </span>
        )}
      </div>
    </div>
  );
}
