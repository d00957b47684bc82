/** What an engineer needs who calls IPcelerate: the number, whether somebody is there, and what to read out (P-25, P-38). */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { caseNumber } from '../../../../shared/base/ids.ts';
import { openingWords, SUPPORT_TELEPHONE } from '../../../../shared/policy/opening.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { viewerZone } from '../../../ui/now.ts';
import { newestList } from '../../../views/clocks.ts';
import { readCustomer } from '../../../views/customers.ts';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { useCaseClocks } from '../case-clocks.tsx';

export function CallLevel3() {
  const record = useCasePart((open) => contentsOf(open).case);
  const { now, holidayLists } = useCaseClocks();
  const customer = useView(readCustomer, record.customerId ?? '');
  const agreed = customer?.international?.trim() ?? '';
  const noted = customer?.notes.trim() ?? '';
  const readOut = [
    [t`Case`, caseNumber(record.id)],
    [t`Customer and site`, [record.customer, record.site].filter(Boolean).join(', ')],
    [t`What it is about`, record.title],
    [t`Priority`, [record.priority, record.impact].filter(Boolean).join(': ')],
    [t`Affected users`, record.affectedUsers === null ? '' : String(record.affectedUsers)],
    [t`Authorized Contact`, [record.contactName, record.contactPhone].filter(Boolean).join(', ')],
    [t`What is asked`, record.ask],
  ] as const;
  return (
    <section className="card stack" aria-label={t`Call IPcelerate`}>
      <p>
        <strong className="num">{SUPPORT_TELEPHONE}</strong> <ClauseLink id="P-38" />
        {'. '}
        <span role="status">
          {record.priority === 'P1' && (
            <Trans>
              A P1 is worked on around the clock, so call at any hour <ClauseLink id="P-26" />. For all else:{' '}
            </Trans>
          )}
          {openingWords({ now, viewerZone: viewerZone() }, newestList(holidayLists))} <ClauseLink id="P-25" />
          .
        </span>
      </p>
      <details>
        <summary>
          <Trans>What to read out</Trans>
        </summary>
        <dl className="facts">
          {readOut.map(([name, text]) => (
            <div key={name} className="fact-pair">
              <dt>{name}</dt>
              <dd className={text === '' ? 'quiet' : undefined}>{text || t`Not answered`}</dd>
            </div>
          ))}
        </dl>
      </details>
      {agreed !== '' && (
        <p>
          <strong>
            <Trans>Agreed for calls from outside the United States:</Trans>
          </strong>{' '}
          {agreed}
        </p>
      )}
      {noted !== '' && (
        <p>
          <strong>
            <Trans>Noted of this customer:</Trans>
          </strong>{' '}
          {noted}
        </p>
      )}
      <p className="quiet">
        <Trans>
          Record the call in the fields above: the times of P-30 count from it. Without a call they count from
          Level 3’s acknowledgement.
          {agreed === '' &&
            t` Calls from outside the United States are answered case by case: write on the customer’s page what was agreed.`}
        </Trans>
      </p>
    </section>
  );
}
