/** A screen of one case: its case is opened for it, and what it draws stands there once the case does. */
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CaseProvider, useCasePart, useIdentity } from '../views/hooks.tsx';
import { useOpenCase } from '../views/use-open-case.ts';
import { AtHubOnly } from './at-hub-only.tsx';
import { Screen } from './screen.tsx';

/** Around a case that is not here: the screen that would have named it is not drawn. */
function whereNotHere(title: string, inside: ReactNode, number?: string): ReactNode {
  return (
    <Screen title={title} {...(number !== undefined && { lead: number })}>
      {inside}
    </Screen>
  );
}

function WhereOpen({
  caseId,
  isFramed,
  children,
}: {
  caseId: string;
  isFramed: boolean;
  children: ReactNode;
}) {
  const there = useCasePart((open) =>
    open.contents === 'loading' ? 'loading' : open.contents === null ? 'gone' : 'here',
  );
  // Until it is known who reads, it is not known whether the case is a form for them.
  const isKnown = useIdentity() !== undefined;
  if (there === 'loading' || (there === 'here' && !isKnown))
    return (
      <p className="empty">
        <Trans>Opening the case…</Trans>
      </p>
    );
  if (there === 'gone')
    return (
      <AtHubOnly
        caseId={caseId}
        frame={isFramed ? (_title, inside) => inside : whereNotHere}
        otherwise={
          <p className="card empty">
            <Trans>
              This case is not on this computer. It may not have been received yet.{' '}
              <Link href="/cases">See all cases</Link>
            </Trans>
          </p>
        }
      />
    );
  return children;
}

/** @param frame what stands around it in each of the states, such as the screen's title; without one what is drawn has its own */
export function OpenedCase({
  caseId,
  frame,
  children,
}: {
  caseId: string;
  frame?: (inside: ReactNode) => ReactNode;
  children: ReactNode;
}) {
  const store = useOpenCase(caseId);
  if (!store) return null;
  const inside = (
    <WhereOpen caseId={caseId} isFramed={frame !== undefined}>
      {children}
    </WhereOpen>
  );
  return <CaseProvider store={store}>{frame ? frame(inside) : inside}</CaseProvider>;
}
