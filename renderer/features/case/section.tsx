import type { ReactNode } from 'react';
import type { Part } from '../../../shared/handoff/schema.ts';
import { useCasePart } from '../../data/hooks.tsx';

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
  actions,
  children,
}: {
  id: string;
  title: string;
  part?: Part;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const counts = useCasePart((open) => (part ? open.completeness?.[part] : undefined));
  return (
    <section className="card" aria-labelledby={`section-${id}`}>
      <div className="section-head">
        <h2 id={`section-${id}`} tabIndex={-1}>
          {title}
        </h2>
        {counts && (
          <span className={`num ${counts.missing > 0 ? 'waiting' : 'quiet'}`}>{countWords(counts)}</span>
        )}
        {actions}
      </div>
      {children}
    </section>
  );
}
