/** The file beside the proposals, at the line that a fact stands in. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ReadOutput } from '../../../shared/collect/collected.ts';
import { kindWords } from '../../../shared/collect/kind-words.ts';
import classes from './collect.module.css';
import type { CollectingSession } from './collecting.ts';

const BEFORE = 40;
const AFTER = 120;
const MORE = 200;

/** The output that a line belongs to. */
function outputAt(outputs: readonly ReadOutput[], file: string, line: number): ReadOutput | undefined {
  return outputs.find((each) => each.file === file && line >= each.fromLine && line <= each.toLine);
}

export function SourcePane({ session }: { session: CollectingSession }) {
  const shown = useStore(session.store, (state) => state.shown);
  const outputs = useStore(session.store, (state) => state.outputs);
  const files = useStore(session.store, (state) => state.files);
  const groups = useStore(session.store, (state) => state.groups);
  const [range, setRange] = useState<{ from: number; lines: readonly string[] }>({ from: 1, lines: [] });
  const hit = useRef<HTMLDivElement>(null);
  const file = shown?.file ?? null;
  const line = shown?.line ?? 1;
  useEffect(() => {
    let gone = false;
    if (file === null) return;
    const from = Math.max(1, line - BEFORE);
    void session.lines(file, from, line + AFTER).then((lines) => {
      if (!gone) setRange({ from, lines });
    });
    return () => {
      gone = true;
    };
  }, [session, file, line]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hit moves with the lines
  useEffect(() => {
    hit.current?.scrollIntoView({ block: 'center' });
  }, [range]);
  if (!shown || file === null)
    return (
      <p className={classes.hint}>
        <Trans>Choose a proposal or a file to see the line that it stands in.</Trans>
      </p>
    );
  const total = files.find(({ name }) => name === file)?.lines ?? 0;
  const last = range.from + range.lines.length - 1;
  const read = outputAt(outputs, file, line);
  const facts = groups.flatMap(({ proposals }) =>
    proposals.filter((each) => each.file === file && each.line === line),
  );
  const earlier = async () => {
    const from = Math.max(1, range.from - MORE);
    const lines = await session.lines(file, from, range.from - 1);
    setRange({ from, lines: [...lines, ...range.lines] });
  };
  const later = async () => {
    const lines = await session.lines(file, last + 1, last + MORE);
    setRange({ ...range, lines: [...range.lines, ...lines] });
  };
  return (
    <div className={classes.sourcePane}>
      <div className={classes.head}>
        <h2 className="mono">{file}</h2>
        <span className={classes.meta}>
          <Trans>
            line {line} of {total}
          </Trans>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to be reached by keyboard */}
      <section className={classes.code} aria-label={t`Lines of ${file}`} tabIndex={0}>
        {range.from > 1 && (
          <Button size="compact-xs" variant="subtle" onClick={() => void earlier()}>
            <Trans>Earlier lines</Trans>
          </Button>
        )}
        {range.lines.map((text, index) => {
          const number = range.from + index;
          const isHit = number === line;
          return (
            <div
              key={number}
              ref={isHit ? hit : undefined}
              className={classes.line}
              data-hit={isHit}
              aria-current={isHit ? 'true' : undefined}
            >
              <span className={classes.number}>{number}</span>
              <span>{text}</span>
            </div>
          );
        })}
        {last < total && (
          <Button size="compact-xs" variant="subtle" onClick={() => void later()}>
            <Trans>Later lines</Trans>
          </Button>
        )}
      </section>
      <p className={classes.hint}>
        {facts.length > 0
          ? t`Read as ${facts.map(({ label, value }) => `${label}: ${value}`).join('; ')}.`
          : t`Nothing that a case takes is read from this line.`}
        {read && read.kind !== 'unknown' && t` By the reader of ${kindWords(read.kind)}.`}
      </p>
    </div>
  );
}
