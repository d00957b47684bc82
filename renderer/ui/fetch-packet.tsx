/** A packet that this computer does not have yet: fetched from the hub when it is opened, with why where it does not come (S14). */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { FETCHED_SCOPE, fetchPacket } from '../sync/packet-contents.ts';
import { useApp, useIdentity, useSyncStatus } from '../views/hooks.tsx';
import { readPacketHash } from '../views/packet-reading.ts';
import { useView } from '../views/use-view.ts';

type Standing = { kind: 'asked' } | { kind: 'later' } | { kind: 'refused'; why: string };

function Asking({ packetId }: { packetId: string }) {
  const app = useApp();
  const [standing, setStanding] = useState<Standing>({ kind: 'asked' });
  const ask = useCallback(async () => {
    setStanding({ kind: 'asked' });
    const answer = await app.sync.asDevice(() => fetchPacket(app, packetId));
    if (!answer.ok) return setStanding({ kind: 'refused', why: answer.failure.message });
    app.changes.publish(answer.value.changes);
    setStanding({ kind: 'later' });
  }, [app, packetId]);
  useEffect(() => void ask(), [ask]);
  if (standing.kind === 'asked')
    return (
      <p className="quiet" role="status">
        <Trans>The packet comes from the hub…</Trans>
      </p>
    );
  return (
    <div className="stack">
      <p className="quiet" role="status">
        {standing.kind === 'refused'
          ? t`The packet is not on this computer yet: ${standing.why} It comes as soon as the hub answers, and stays here from then on.`
          : t`The packet is not on this computer yet. It comes with the next sync.`}
      </p>
      <div className="row">
        <Button variant="default" onClick={() => void ask()}>
          <Trans>Fetch the packet now</Trans>
        </Button>
      </div>
    </div>
  );
}

/**
 * Stands where the packet would. It is asked for when it is opened, and again when the line comes back or a pull tells of it; once it is
 * here, who shows it reads it from the database.
 */
export function FetchPacket({ packetId }: { packetId: string }) {
  const identity = useIdentity();
  const { tone } = useSyncStatus();
  const hash = useView(readPacketHash, packetId);
  // At the partner a packet comes whole, with its case.
  if (!identity?.scopes.includes(FETCHED_SCOPE))
    return (
      <p className="quiet">
        <Trans>This packet is not on this computer.</Trans>
      </p>
    );
  return hash === undefined ? null : <Asking key={`${tone} ${hash}`} packetId={packetId} />;
}
