/** Beside the list: the form of one act, with its written reason. It is done when the hub says so, and not before. */

import { t } from '@lingui/core/macro';
import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import type { CertificationAct, CertificationResult } from '../../../shared/certification/schema.ts';
import { certify, requestIds } from '../../commands/certify.ts';
import { FormFrame } from '../../ui/form-frame.tsx';
import { useKeptState } from '../../ui/kept-form.ts';
import { useApp } from '../../views/hooks.tsx';

/** What is wrong with what was filled in, or the act. */
export type Built = readonly string[] | CertificationAct;

const isAct = (built: Built): built is CertificationAct => 'action' in built;

/** @param form under which `useKeptState` keeps what is typed into it, and the reason */
export function ActForm({
  form,
  title,
  says,
  button,
  danger = false,
  build,
  onDone,
  onCancel,
  children,
}: {
  form: string;
  title: string;
  says?: ReactNode;
  button: string;
  danger?: boolean;
  build: () => Built;
  onDone: (result: CertificationResult) => void;
  onCancel: () => void;
  children?: ReactNode;
}) {
  const app = useApp();
  const [reason, setReason] = useKeptState(form, 'reason', '');
  const [idOf] = useState(() => requestIds(app.newId));

  async function send(): Promise<readonly string[]> {
    const built = build();
    const act = isAct(built) ? built : null;
    const faults = isAct(built) ? [] : [...built];
    if (reason.trim() === '') faults.push(t`Write the reason: it stands in the audit trail for good.`);
    if (!act || faults.length > 0) return faults;
    const content = { act, reason: reason.trim() };
    const answer = await certify(app, { requestId: idOf(content), ...content });
    if (!answer.ok) return [answer.message];
    onDone(answer.result);
    return [];
  }

  return (
    <FormFrame
      kept={form}
      title={title}
      button={button}
      danger={danger}
      work={t`an act of certification`}
      send={send}
      onCancel={onCancel}
    >
      {says !== undefined && <p className={danger ? 'bad' : 'quiet'}>{says}</p>}
      {children}
      <Textarea
        label={t`Reason`}
        description={t`For the audit trail, which nobody can change.`}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(storable(event.currentTarget.value).replaceAll(/[\r\n]+/g, ' '))}
      />
    </FormFrame>
  );
}

/** A part of the screen with the form of what is being done beside it, and what came of the last one. */
export function WithPanel({
  panel,
  told,
  children,
}: {
  panel: ReactNode;
  told: string;
  children: ReactNode;
}) {
  return (
    <>
      <p role="status" data-testid="certified">
        {told}
      </p>
      <div className={panel ? 'workspace' : 'stack'}>
        <div className="sections">{children}</div>
        {panel && (
          <aside className="desk-side" aria-label={t`What to do`}>
            <div className="card stack">{panel}</div>
          </aside>
        )}
      </div>
    </>
  );
}
