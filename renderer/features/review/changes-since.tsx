/** What changed since the packet that a lead looked at last: rows and fields, and configuration line by line. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { cut } from '../../../shared/base/cut.ts';
import type { Reading } from '../../../shared/cases/words.ts';
import { readingOfBoth } from '../../../shared/handoff/packet-document.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { RowDifference } from '../../../shared/review/difference.ts';
import { tableWord } from '../../../shared/sync/tables.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { useApp } from '../../views/hooks.tsx';
import { useCatalogueNames } from '../../views/packet-document.ts';
import { comparePackets, readPacketById } from '../../views/packet-reading.ts';
import { readOnce, useView } from '../../views/use-view.ts';
import { Difference } from '../sync/difference.tsx';
import { valueText } from '../sync/value-text.ts';

/** Rows that are drawn at once: each compares its texts word by word. */
const DRAWN = 25;

const kindWords = { added: t`Added`, removed: t`Removed`, changed: t`Changed` } as const;

/** What a row is called among its kind. */
function rowName({ table, row }: RowDifference): string {
  const text = (field: string) => (typeof row[field] === 'string' ? (row[field] as string) : '');
  if (table === 'configuration')
    return [text('section'), text('key')].filter((each) => each !== '').join(', ');
  return text('hostname') || text('component') || text('name') || cut(text('did'), 80) || text('reason');
}

const RowLine = memo(function RowLine({
  difference,
  reading,
}: {
  difference: RowDifference;
  reading: Reading;
}) {
  const { table, kind, row, fields } = difference;
  const name = table === 'cases' ? '' : rowName(difference);
  return (
    <li className="step stack">
      <div>
        <strong>{kindWords[kind]}</strong> {table === 'cases' ? t`the case itself` : tableWord(table)}
        {name && `: ${name}`}
      </div>
      {kind !== 'changed' && (
        <Difference from={null} to={valueText(row, table, '', reading)} empty={t`Nothing in it`} />
      )}
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <span className="quiet">{fieldWord(table, field)}</span>
          <Difference
            from={valueText(before, table, field, reading)}
            to={valueText(after, table, field, reading)}
            empty={t`Not answered`}
          />
        </div>
      ))}
    </li>
  );
});

export function ChangesSince({
  packet,
  before,
}: {
  packet: Packet;
  before: { id: string; revision: number };
}) {
  const app = useApp();
  const [found, setFound] = useState<RowDifference[] | null>(null);
  const [drawn, setDrawn] = useState(DRAWN);
  const old = useView(readPacketById, before.id);
  const names = useCatalogueNames();
  const reading = useMemo(
    () => readingOfBoth(old?.contents ?? packet.contents, packet.contents, names),
    [old, packet, names],
  );
  useEffect(() => {
    const stop = new AbortController();
    void readOnce(app, comparePackets, before.id, packet, stop.signal).then((differences) => {
      if (!stop.signal.aborted) setFound(differences);
    });
    return () => stop.abort();
  }, [app, before.id, packet]);
  // Comparing texts word by word is done in the background, row by row.
  const listed = useDeferredValue(found ?? [], []);
  return (
    <section className="card stack" aria-labelledby="review-changes">
      <h2 id="review-changes">
        <Trans>Changed since revision {before.revision}</Trans>
      </h2>
      {found === null ? (
        <p className="quiet" role="status">
          <Trans>Comparing…</Trans>
        </p>
      ) : (
        <p className="quiet num" data-testid="changes-found">
          {found.length === 0
            ? t`Nothing changed.`
            : plural(found.length, { one: '# row differs.', other: '# rows differ.' })}
        </p>
      )}
      <ul className="plain-list">
        {listed.slice(0, drawn).map((each) => (
          <RowLine key={`${each.table} ${each.id}`} difference={each} reading={reading} />
        ))}
      </ul>
      {found !== null && found.length > drawn && (
        <div>
          <Button variant="default" onClick={() => setDrawn(drawn + DRAWN)}>
            <Trans>
              Show {Math.min(DRAWN, found.length - drawn)} more ({found.length - drawn} left)
            </Trans>
          </Button>
        </div>
      )}
    </section>
  );
}
