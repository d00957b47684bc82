/** The original and its redacted copy, line by line, in step. Only the lines in sight are asked of the worker. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import type { FileView, LineView, Piece, ReplacedGroup } from '../../../shared/redaction/session.ts';
import { report } from '../../store/report.ts';
import type { RedactionWorker } from '../../workers/redaction.ts';
import css from './redaction.module.css';

const PAGE = 200;
const LINE_HEIGHT = 20;

/** Lines by page, asked for as they come into sight; those of an earlier round are asked for anew. */
function useLines(worker: RedactionWorker, id: string, round: number, first: number, last: number) {
  const [pages, setPages] = useState<{ of: string; lines: ReadonlyMap<number, LineView[]> }>({
    of: '',
    lines: new Map(),
  });
  const of = `${id} ${round}`;
  const from = Math.floor(first / PAGE);
  const to = Math.floor(last / PAGE);
  useEffect(() => {
    let gone = false;
    for (let page = from; page <= to; page++)
      worker.call('lines', { id, from: page * PAGE, count: PAGE }).then(
        (lines) => {
          if (gone) return;
          setPages((before) => ({
            of,
            lines: new Map([...(before.of === of ? before.lines : []), [page, lines]]),
          }));
        },
        (error: unknown) => {
          if (!gone) report(error, 'redaction');
        },
      );
    return () => {
      gone = true;
    };
  }, [worker, id, of, from, to]);
  return (line: number) =>
    pages.of === of ? pages.lines.get(Math.floor(line / PAGE))?.[line % PAGE] : undefined;
}

function Text({
  pieces,
  groups,
  onKeep,
}: {
  pieces: readonly Piece[];
  groups: readonly ReplacedGroup[];
  onKeep?: (group: ReplacedGroup) => void;
}) {
  return (
    <span>
      {pieces.map(({ text, group }, at) => {
        const found = group === null ? undefined : groups[group];
        const key = `${at} ${text}`;
        if (!found) return text;
        if (!onKeep)
          return (
            <span key={key} className={css.clear}>
              {text}
            </span>
          );
        return (
          <button
            key={key}
            type="button"
            className={css.token}
            title={t`Stands for ${found.original.split('\n', 1)[0] ?? ''}. Click to keep it in clear.`}
            onClick={() => onKeep(found)}
          >
            {text}
          </button>
        );
      })}
    </span>
  );
}

const Sides = memo(function Sides({
  line,
  groups,
  onKeep,
}: {
  line: LineView;
  groups: readonly ReplacedGroup[];
  onKeep: (group: ReplacedGroup) => void;
}) {
  return (
    <>
      <div role="gridcell" tabIndex={-1} className={css.side}>
        <span className={css.number}>{line.number}</span>
        <Text pieces={line.original} groups={groups} />
      </div>
      <div role="gridcell" tabIndex={-1} className={css.side}>
        <span className={css.number} aria-hidden="true">
          {line.number}
        </span>
        <Text pieces={line.copy} groups={groups} onKeep={onKeep} />
      </div>
    </>
  );
});

export function SideBySide({
  worker,
  file,
  round,
  here,
  onKeep,
  onStep,
}: {
  worker: RedactionWorker;
  file: FileView;
  round: number;
  /** The line, from 0, that is gone to. */
  here: number;
  onKeep: (group: ReplacedGroup) => void;
  onStep: (step: 1 | -1) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: file.lines,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });
  const items = rows.getVirtualItems();
  const lineOf = useLines(worker, file.id, round, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const gone = useRef(0);
  useEffect(() => {
    if (gone.current === here) return;
    gone.current = here;
    // Once the lines have their place: before that, the middle of the list is nowhere.
    const frame = requestAnimationFrame(() => rows.scrollToIndex(here, { align: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, [rows, here]);
  return (
    <section className={css.sides} aria-label={t`${file.name}, original and copy`}>
      <div className={css.heads}>
        <div>
          <h2>
            <Trans>Original</Trans>
          </h2>
          <span className={`quiet ${css.cut}`}>
            <Trans>
              {file.name}, line {here + 1}
            </Trans>
          </span>
          <Button variant="subtle" aria-label={t`Previous replacement (Shift F7)`} onClick={() => onStep(-1)}>
            <Trans>Previous</Trans>
          </Button>
          <Button variant="subtle" aria-label={t`Next replacement (F7)`} onClick={() => onStep(1)}>
            <Trans>Next</Trans>
          </Button>
        </div>
        <div>
          <h2>
            <Trans>Redacted copy</Trans>
          </h2>
          <span className={`quiet ${css.cut}`}>
            <Trans>{file.copyName}; click a token to keep it in clear</Trans>
          </span>
        </div>
      </div>
      <div
        ref={scroller}
        className={`mono ${css.code}`}
        role="grid"
        aria-label={t`Lines of the file`}
        aria-rowcount={file.lines}
        aria-colcount={2}
        tabIndex={0}
      >
        <div role="rowgroup" className={css.rows} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const line = lineOf(index);
            const changed = line && [...line.copy, ...line.original].some(({ group }) => group !== null);
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 1}
                tabIndex={-1}
                ref={rows.measureElement}
                data-index={index}
                className={css.line}
                data-changed={changed || undefined}
                data-here={index === here || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                {line && <Sides line={line} groups={file.groups} onKeep={onKeep} />}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
