/** Where the handoff stands, in a sentence, and what can be done about it. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { takeBack } from '../../../commands/handoff.ts';
import { tell } from '../../../ui/messages.ts';
import { formatLocalTime } from '../../../ui/times.ts';
import {
  contentsOf,
  useApp,
  useCasePart,
  useHandoff,
  useIdentity,
  useMayPush,
} from '../../../views/hooks.tsx';
import { ExportPacket } from '../../review/packet-file.tsx';
import { focusHandoff, TAKEN_BACK } from './handoff-focus.ts';

/** Only its author takes a handoff back. @param why what comes of it */
function TakeBack({ caseId, packetId, why }: { caseId: string; packetId: string; why: string }) {
  const app = useApp();
  const identity = useIdentity();
  const writes = useMayPush('cases');
  const engineer = useCasePart((open) => contentsOf(open).case.engineer);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  if (!writes || identity?.person.id !== engineer.id) return null;
  async function take(): Promise<void> {
    setBusy(true);
    const outcome = await takeBack(app, caseId, packetId);
    setBusy(false);
    focusHandoff();
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    tell(
      outcome.kind === 'here'
        ? t`Taken back. Nothing had left this computer; hand it off again when it is ready.`
        : t`Taken back. It leaves the lead’s queue as soon as the hub has it.`,
      { id: TAKEN_BACK },
    );
  }
  return (
    <div className="stack">
      <div>
        <Button variant="default" loading={busy} onClick={() => void take()}>
          <Trans>Take it back</Trans>
        </Button>
      </div>
      <p className="quiet">{why}</p>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

export function HandoffState({ caseId }: { caseId: string }) {
  const state = useHandoff(caseId);
  const writes = useMayPush('cases');
  switch (state.kind) {
    case 'draft':
      return null;
    case 'queued':
      return (
        <>
          <p className="waiting" role="status">
            <Trans>
              Queued since {formatLocalTime(state.since)}: saved on this computer, and sent as soon as the hub
              can be reached.
            </Trans>
          </p>
          <ExportPacket
            packetId={state.packetId}
            why={t`No network for long? Export the packet to a stick: a lead imports it, and one ticket comes of it.`}
          />
          {writes && (
            <p>
              <Link href="/cases/import">
                <Trans>Open a lead’s answer</Trans>
              </Link>
            </p>
          )}
          <TakeBack
            caseId={caseId}
            packetId={state.packetId}
            why={t`Nothing has left this computer yet. Taking it back opens the case again, and no packet is sent.`}
          />
        </>
      );
    case 'in-review':
      return (
        <>
          <p className="waiting" role="status">
            <Trans>
              In review since {formatLocalTime(state.since)}: a lead of your organisation reads it and
              decides.
            </Trans>
          </p>
          <TakeBack
            caseId={caseId}
            packetId={state.packetId}
            why={t`No lead has decided yet. Taking it back opens the case again, and the packet leaves their queue.`}
          />
        </>
      );
    case 'approved':
      return (
        <p className="waiting" role="status">
          <Trans>Approved. It goes to Level 3 as soon as its files are at the hub.</Trans>
        </p>
      );
    case 'sent-back':
      return null;
    case 'received':
      return (
        <p className="good" role="status">
          <Trans>
            Received by Level 3 as <strong>{state.ticket}</strong>, {formatLocalTime(state.receivedAt)}
          </Trans>
        </p>
      );
    case 'refused':
      return (
        <div className="bad" role="status">
          <p>
            <Trans>The hub refused the handoff: {state.message}</Trans>
          </p>
          <ul>
            {state.findings
              .filter((finding) => finding.severity === 'blocker')
              .map((finding) => (
                <li key={finding.rule + finding.message}>{finding.message}</li>
              ))}
          </ul>
        </div>
      );
  }
}
