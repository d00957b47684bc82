/** A packet as lead, desk and paper read it: one document, drawn in one way; what each reader adds comes as parts. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ComponentType, memo, useState } from 'react';
import type { Place } from '../../../shared/base/place.ts';
import { legible } from '../../../shared/base/printable.ts';
import type {
  DocumentFact,
  DocumentRecord,
  DocumentSection,
} from '../../../shared/handoff/document-shape.ts';
import { clausesOf } from '../../../shared/handoff/packet-document.ts';
import { ClauseLink } from '../clause-link.tsx';
import styles from './packet-document.module.css';

/** What a reader adds to the document. Components, so that drawing them does not depend on who passes them. */
export interface ReaderParts {
  /** Before the ids of headings: two documents never stand on one page. */
  prefix: string;
  /** Rows of a section that are drawn at once; more on request. On paper all are. */
  drawn: number;
  /** `rows`: what was not answered stands as rows of its own, to be remarked on; `line`: together in one line. */
  unanswered: 'rows' | 'line';
  /** What can be said of a fact or a record. */
  Remark?: ComponentType<{ place: Place; name: string }>;
  /** What can be done with a record: fetching a file. */
  Extra?: ComponentType<{ place: Place }>;
}

/** The strokes as they were drawn; only path data, as the schema has it. */
function Drawing({ path }: { path: string }) {
  return (
    <svg className={styles.drawing} viewBox="0 0 600 200" role="img" aria-label={t`Signature, drawn by hand`}>
      <path d={path} />
    </svg>
  );
}

function Value({ fact, parts }: { fact: DocumentFact; parts: ReaderParts }) {
  if (fact.value === '')
    return (
      <span className="quiet">
        <Trans>Not answered</Trans>
      </span>
    );
  if (fact.look === 'drawing') return <Drawing path={fact.value} />;
  // A policy of many pages would push everything else away; on paper it is there in full.
  if (fact.place.field === 'textShown' && parts.drawn !== Number.POSITIVE_INFINITY)
    return (
      <details>
        <summary>
          <Trans>Show the text</Trans>
        </summary>
        <span className={styles.value} data-value>
          {legible(fact.value)}
        </span>
      </details>
    );
  return (
    <span className={`${styles.value} ${fact.look === 'mono' ? 'mono' : ''}`} data-value>
      {legible(fact.value)}
    </span>
  );
}

function Facts({
  facts,
  parts,
  remarks,
}: {
  facts: readonly DocumentFact[];
  parts: ReaderParts;
  remarks: boolean;
}) {
  const { Remark } = parts;
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div
          key={`${fact.place.table} ${fact.place.id} ${fact.place.field} ${fact.label}`}
          className={`${styles.fact} ${fact.look === 'line' || fact.look === 'mono' ? '' : styles.long}`}
          data-fact={fact.label}
        >
          <dt>{legible(fact.label)}</dt>
          <dd>
            <div>
              <Value fact={fact} parts={parts} />
            </div>
            {Remark && remarks && <Remark place={fact.place} name={legible(fact.label)} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Unanswered({
  facts,
  parts,
  remarks,
}: {
  facts: readonly DocumentFact[];
  parts: ReaderParts;
  remarks: boolean;
}) {
  if (facts.length === 0) return null;
  if (parts.unanswered === 'rows' && remarks) return <Facts facts={facts} parts={parts} remarks />;
  return (
    <p className="quiet">
      <Trans>Not answered: {facts.map(({ label }) => label).join('; ')}</Trans>
    </p>
  );
}

function Record({
  record,
  section,
  parts,
}: {
  record: DocumentRecord;
  section: DocumentSection;
  parts: ReaderParts;
}) {
  const { Remark, Extra } = parts;
  const remarks = section.remarkOn === 'fact';
  const title = legible(record.title);
  return (
    <li className={styles.record} data-record={title}>
      <div className="row">
        <h3>{title}</h3>
        {record.marks.map((mark) => (
          <span key={mark} className="waiting">
            {mark}
          </span>
        ))}
      </div>
      <Facts facts={record.facts} parts={parts} remarks={remarks} />
      <Unanswered facts={record.unanswered} parts={parts} remarks={remarks} />
      {Extra && <Extra place={record.place} />}
      {Remark && !remarks && record.place.table !== 'signatures' && (
        <Remark place={record.place} name={title} />
      )}
    </li>
  );
}

function Rows({ section, drawn, parts }: { section: DocumentSection; drawn: number; parts: ReaderParts }) {
  const { Remark } = parts;
  const rows = section.records.slice(0, drawn);
  const heads = section.columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is wider than its column it scrolls, by the keys as well
    <section className={styles.wide} aria-label={t`Rows of ${section.title}`} tabIndex={0}>
      <table className={styles.table} aria-label={section.title}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {Remark && (
              <th scope="col" className={styles.said}>
                <Trans>Remarks</Trans>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((record) => (
            <tr key={record.place.id}>
              {heads.map((head) => {
                const fact = record.facts.find(({ label }) => label === head);
                return (
                  <td
                    key={head}
                    data-fact={fact && head}
                    className={fact?.look === 'mono' ? 'mono' : undefined}
                  >
                    {fact && legible(fact.value)}
                  </td>
                );
              })}
              {Remark && (
                <td className={styles.said}>
                  <Remark place={record.place} name={legible(record.title)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Section = memo(function Section({ section, parts }: { section: DocumentSection; parts: ReaderParts }) {
  const [drawn, setDrawn] = useState(parts.drawn);
  const { id, title, records } = section;
  const left = records.length - drawn;
  return (
    <section className="card stack" aria-labelledby={`${parts.prefix}-${id}`}>
      <div className="row">
        <h2 id={`${parts.prefix}-${id}`} tabIndex={-1}>
          {title}
        </h2>
        {clausesOf(section).map((clause) => (
          <ClauseLink key={clause} id={clause} />
        ))}
      </div>
      <Facts facts={section.facts} parts={parts} remarks={id !== 'packet' && id !== 'signatures'} />
      <Unanswered facts={section.unanswered} parts={parts} remarks />
      {section.layout === 'rows' && records.length > 0 && (
        <Rows section={section} drawn={drawn} parts={parts} />
      )}
      {section.layout === 'records' && (
        <ul className={styles.records}>
          {records.slice(0, drawn).map((record) => (
            <Record key={record.place.id} record={record} section={section} parts={parts} />
          ))}
        </ul>
      )}
      {section.none !== '' && <p className="quiet">{section.none}</p>}
      {left > 0 && (
        <div>
          <Button variant="default" onClick={() => setDrawn(drawn + parts.drawn)}>
            <Trans>
              Show {Math.min(parts.drawn, left)} more of {title.toLowerCase()} ({left} left)
            </Trans>
          </Button>
        </div>
      )}
    </section>
  );
});

export const PacketDocument = memo(function PacketDocument({
  sections,
  parts,
}: {
  sections: readonly DocumentSection[];
  /** The same object each time, so that a section is drawn again only when it changed. */
  parts: ReaderParts;
}) {
  return sections.map((section) => <Section key={section.id} section={section} parts={parts} />);
});
