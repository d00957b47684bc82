/** Credentials that end soon, or have ended lately, and were not renewed: the next first. */

import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { formId, useOpenForm } from '../../ui/kept-form.ts';
import { useNow } from '../../ui/now.ts';
import { useApp } from '../../views/hooks.tsx';
import { readEndingAround } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import { WithPanel } from './act-form.tsx';
import { type CredentialAction, CredentialForm, CredentialLine } from './credential-acts.tsx';

const PLACE = 'ending-credential';
const AHEAD_DAYS = 90;
/** Lines that are drawn. */
const DRAWN = 200;

export function EndingPart() {
  const { now } = useApp();
  const at = useNow(now);
  const [doing, setDoing] = useOpenForm<{ id: string; action: CredentialAction }>(PLACE);
  const [told, setTold] = useState('');
  const found = useView(readEndingAround, at, AHEAD_DAYS);
  const chosen = doing && found?.find(({ row }) => row.id === doing.id);
  const panel = doing && chosen && (
    <CredentialForm
      key={`${doing.action} ${doing.id}`}
      form={formId(PLACE, doing)}
      action={doing.action}
      credential={chosen.row}
      about={chosen.about}
      onDone={(words) => {
        setTold(words);
        setDoing(null);
      }}
      onCancel={() => setDoing(null)}
    />
  );
  return (
    <WithPanel panel={panel || null} told={told}>
      <section className="card stack" aria-labelledby="ending">
        <h2 id="ending">
          <Trans>
            Ends within {AHEAD_DAYS} days, or ended in the last {AHEAD_DAYS}
          </Trans>
        </h2>
        {found?.length === 0 && (
          <p className="quiet">
            <Trans>None does.</Trans>
          </p>
        )}
        <ul className="plain-list">
          {(found ?? []).slice(0, DRAWN).map(({ row, about }) => (
            <CredentialLine
              key={row.id}
              credential={row}
              about={about}
              now={at}
              onAct={(action) => {
                setTold('');
                setDoing({ id: row.id, action });
              }}
            />
          ))}
        </ul>
        {found && found.length > DRAWN && (
          <p className="quiet num">
            <Trans>And {found.length - DRAWN} later ones.</Trans>
          </p>
        )}
      </section>
      <p>
        <Link href="/credentials/admin/people">
          <Trans>See all people</Trans>
        </Link>
      </p>
    </WithPanel>
  );
}
