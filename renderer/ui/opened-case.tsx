/** A screen of one case: its case is opened for it, and what it draws stands there once the case does. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CaseProvider, useCasePart, useOpenCase } from '../views/hooks.tsx';

function WhereOpen({ children }: { children: ReactNode }) {
  const there = useCasePart((open) =>
    open.contents === 'loading' ? 'loading' : open.contents === null ? 'gone' : 'here',
  );
  if (there === 'loading') return <p className="empty">Opening the case…</p>;
  if (there === 'gone')
    return (
      <p className="card empty">
        This case is not on this computer. It may not have been received yet.{' '}
        <Link href="/cases">See all cases</Link>
      </p>
    );
  return children;
}

/** @param frame what stands around it in each of the states, such as the screen's title */
export function OpenedCase({
  caseId,
  frame = (inside) => inside,
  children,
}: {
  caseId: string;
  frame?: (inside: ReactNode) => ReactNode;
  children: ReactNode;
}) {
  const store = useOpenCase(caseId);
  if (!store) return null;
  return <CaseProvider store={store}>{frame(<WhereOpen>{children}</WhereOpen>)}</CaseProvider>;
}
