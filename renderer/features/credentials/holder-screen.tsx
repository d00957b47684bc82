/** The person's own credentials: what each is worth now, and what it lets them do. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/screen.tsx';
import { readProducts } from '../../views/catalogue.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';
import { readCredentialsOf, remindersOf } from '../../views/own-credentials.ts';
import { useView } from '../../views/use-view.ts';
import { CredentialCard } from './credential-card.tsx';
import { PartsNav } from './parts-nav.tsx';

/** Names of the catalogue's products, by id. */
export function useProductNames(): ReadonlyMap<string, string> {
  const products = useView(readProducts) ?? [];
  return new Map(products.map(({ id, name }) => [id, name]));
}

export function HolderScreen() {
  const { now } = useApp();
  const identity = useIdentity();
  const at = useNow(now);
  const personId = identity?.person.id ?? '';
  const held = useView(readCredentialsOf, personId, at);
  const names = useProductNames();
  return (
    <Screen title={t`My credentials`}>
      <PartsNav here="/credentials" />
      <p className="quiet">
        <Trans>
          Level 1 and Level 2 work needs a valid credential for the product. <ClauseLink id="P-01" />{' '}
          <ClauseLink id="P-13" /> What stands here is checked on this computer, also without a network.
        </Trans>
      </p>
      {remindersOf(held ?? [], new Date(at)).map(({ text, urgent }) => (
        <p key={text} className={`card ${urgent ? 'bad' : 'waiting'}`}>
          <Icon name="warning" /> {text}
        </p>
      ))}
      {held?.length === 0 && (
        <p className="card empty">
          <Trans>
            No credential of yours is on this computer. An admin of certification issues one when you have
            passed an exam; it comes with the next sync.
          </Trans>
        </p>
      )}
      {(held ?? []).map((each) => (
        <CredentialCard key={each.id} credential={each} names={names} />
      ))}
    </Screen>
  );
}
