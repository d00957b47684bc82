/** Says in an open case why nothing of it can be changed here: who reads it has no role that does, or its state keeps it as it is. */
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { roleWords } from '../../shared/certification/access.ts';
import { useCaseLock, useIdentity } from '../views/hooks.tsx';

/** Nothing where the person may change the case. @param children what the screen says where the state keeps the case */
export function WhyReadOnly({ children }: { children: ReactNode }) {
  const lock = useCaseLock();
  const identity = useIdentity();
  if (lock === null) return null;
  if (lock === 'state') return children ? <p className="quiet">{children}</p> : null;
  const roles = roleWords(identity?.roles ?? []);
  return (
    <p className="quiet">
      <Trans>
        You can read this case but not change it: recording cases is not part of your role ({roles}).
        Colleagues who record cases can change it.
      </Trans>
    </p>
  );
}
