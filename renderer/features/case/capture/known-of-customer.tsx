/** What other cases and the card of the customer know, and this case does not say yet: offered where it belongs, taken over in one act (CS13). */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { takeOverRemembered } from '../../../commands/cases.ts';
import { report } from '../../../store/report.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { type RememberedCustomer, readRemembered, stillRemembered } from '../../../views/customers.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { readOnce } from '../../../views/use-view.ts';
import { tellCaseDone } from '../undo-history.ts';

export function KnownOfCustomer() {
  const app = useApp();
  const editable = useEditable();
  const contents = useCasePart(contentsOf);
  const { id, customer } = contents.case;
  const [known, setKnown] = useState<RememberedCustomer | null>(null);
  useEffect(() => {
    let gone = false;
    setKnown(null);
    // Read once a visit: an edit of this case changes nothing of what others know.
    readOnce(app, readRemembered, customer, app.now().toISOString(), id).then(
      (found) => !gone && setKnown(found),
      (error: unknown) => report(error, 'what is known of a customer'),
    );
    return () => {
      gone = true;
    };
  }, [app, customer, id]);
  const left = known && stillRemembered(known, contents);
  const take = useOneAtATime(async () => {
    if (left) tellCaseDone(id, t`Taken over from ${left.from}.`, await takeOverRemembered(app, id, left));
  });
  if (!editable || !left) return null;
  return (
    <section className="card row" aria-label={t`Known of this customer`}>
      <span style={{ flex: 1, minWidth: 240 }}>
        <Trans>
          Known of this customer, from {left.from}: {left.words.join('; ')}.
        </Trans>
      </span>
      <Button size="compact-sm" variant="default" onClick={take}>
        <Trans>Take over</Trans>
      </Button>
    </section>
  );
}
