/** Every check of the packet that is read, asked when somebody wants to see them: signatures are over all of it. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Check } from '../../../shared/bag/report.ts';
import { packetChecks } from '../../commands/bags.ts';
import { CheckList, checkCounts } from '../../ui/check-list.tsx';
import panes from '../../ui/panes.module.css';
import { useApp } from '../../views/hooks.tsx';
import { readHeldTokens } from '../../views/own-credentials.ts';
import type { PacketReading } from '../../views/packet-reading.ts';
import { readOnce } from '../../views/use-view.ts';

export function PacketChecks({ reading }: { reading: PacketReading }) {
  const app = useApp();
  const [shown, setShown] = useState(false);
  const [checks, setChecks] = useState<readonly Check[] | null>(null);
  const { packet, signatures } = reading;
  useEffect(() => {
    if (!shown) return;
    let gone = false;
    void (async () => {
      const held = await readOnce(app, readHeldTokens, packet.by.id);
      const found = await packetChecks(app, packet, signatures, held);
      if (!gone) setChecks(found);
    })();
    return () => {
      gone = true;
    };
  }, [app, packet, signatures, shown]);
  return (
    <section className={`${panes.block} stack`} aria-labelledby="review-checks">
      <div className="row">
        <h2 id="review-checks">
          <Trans>Checks</Trans>
        </h2>
        {shown && checks && <span className="quiet num">{checkCounts(checks)}</span>}
        <Button variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? t`Hide` : t`Show`}
        </Button>
      </div>
      {shown &&
        (checks ? (
          <CheckList checks={checks} />
        ) : (
          <p className="quiet" role="status">
            <Trans>Checking…</Trans>
          </p>
        ))}
    </section>
  );
}
