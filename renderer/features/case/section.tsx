import type { ReactNode } from 'react';
import type { Part } from '../../../shared/handoff/schema.ts';
import { useCasePart } from '../../views/hooks.tsx';

/** `3 done, 2 missing, 1 warning`. */
export function countWords({
  done,
  missing,
  warnings,
}: {
  done: number;
  missing: number;
  warnings: number;
}): string {
  return [
    `${done} done`,
    missing > 0 ? `${missing} missing` : 'nothing missing',
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ].join(', ');
}

/** One part of the workspace under its heading, which says how complete it is. */
export function Section({
  id,
  title,
  part,
  rules,
  actions,
  children,
}: {
  id: string;
  title: string;
  part?: Part;
  /** Where a section holds only some rules of a part: what they miss is told. */
  rules?: readonly string[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  const counts = useCasePart((open) => (part ? open.completeness?.[part] : undefined));
  const missing = useCasePart((open) =>
    rules
      ? open.findings.filter(({ rule, severity }) => severity === 'blocker' && rules.includes(rule)).length
      : null,
  );
  return (
    <section className="card" aria-labelledby={`section-${id}`}>
      <div className="section-head">
        <h2 id={`section-${id}`} tabIndex={-1}>
          {title}
        </h2>
        {counts && (
          <span className={`num ${counts.missing > 0 ? 'waiting' : 'quiet'}`}>{countWords(counts)}</span>
        )}
        {missing !== null && (
          <span className={`num ${missing > 0 ? 'waiting' : 'quiet'}`}>
            {missing > 0 ? `${missing} missing` : 'nothing missing'}
          </span>
        )}
        {actions}
      </div>
      {children}
    </section>
  );
}
