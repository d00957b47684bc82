/** Who the customer is, what maintenance covers, what is fee based, and what was signed. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { cut } from '../../../../shared/base/cut.ts';
import { dayInWords } from '../../../../shared/base/day-words.ts';
import { caseNumber } from '../../../../shared/base/ids.ts';
import { cases } from '../../../../shared/cases/case.ts';
import { quotesOf } from '../../../../shared/handoff/rule.ts';
import { isFeeBasedWork } from '../../../../shared/handoff/rules/entitlement.ts';
import { centralDate } from '../../../../shared/policy/central-time.ts';
import { feeOffer, majorReleaseText } from '../../../../shared/policy/consent-text.ts';
import { answersByContract } from '../../../../shared/policy/contracts.ts';
import { type Coverage, coverage } from '../../../../shared/policy/entitlement.ts';
import { estimateFee, moneyWords } from '../../../../shared/policy/rates.ts';
import type { Rate } from '../../../../shared/policy/schema.ts';
import { addCustomer, answerByContract, chooseCustomer } from '../../../commands/customers.ts';
import { writingOver } from '../../../commands/written-over.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { SavedField } from '../../../ui/saved-field.tsx';
import { readInForce } from '../../../views/catalogue.ts';
import { countAgreements, readContractFor, readCustomers } from '../../../views/customers.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { CaseFields } from '../capture/case-field.tsx';
import { KnownOfCustomer } from '../capture/known-of-customer.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { Consents } from './consents.tsx';

/** The customer out of the partner's list; what is known of it is taken over. */
function CustomerChoice() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const editable = useEditable();
  const customers = useView(readCustomers) ?? [];
  const agreements = useView(countAgreements, record.customerId);
  const contract = useView(readContractFor, record.contractNumber, record.customer);
  const name = record.customer.trim();
  const known = customers.some((each) => each.name.trim().toLowerCase() === name.toLowerCase());
  async function add(): Promise<void> {
    const { customer, result } = await addCustomer(app, name);
    if (result.kind === 'saved') await chooseCustomer(app, record, customer.id);
  }
  return (
    <div className="stack wide">
      <SavedField
        id={placeId({ table: 'cases', id: record.id, field: 'customerId' })}
        label={cases.fields.customerId.label}
        kind="reference"
        value={record.customerId ?? ''}
        options={customers.map((each) => ({ value: each.id, label: each.name || t`No name` }))}
        readOnly={!editable}
        description={
          record.customerId !== null && agreements === 0 && !contract
            ? t`No agreement of this customer is entered: say yourself how its maintenance stands.`
            : t`Maintenance and membership are taken over from it.`
        }
        onSave={(next, over) => {
          const by = writingOver(
            app,
            over.map((each) => ({ customerId: each || null })),
          );
          return chooseCustomer(by, record, next || null);
        }}
      />
      <div className="row">
        {editable && record.customerId === null && name !== '' && !known && (
          <Button variant="default" onClick={() => void add()}>
            <Trans>Add {cut(name, 60)} to the list</Trans>
          </Button>
        )}
        {record.customerId === null ? (
          <Link href="/customers">
            <Trans>Customers</Trans>
          </Link>
        ) : (
          <Link href={`/customers/${record.customerId}`}>
            <Trans>Agreements and systems of this customer</Trans>
          </Link>
        )}
      </div>
    </div>
  );
}

/** What IPcelerate's own contract says, before anybody answers otherwise: the handoff is refused where the case does (P-16). */
function ContractWords() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const editable = useEditable();
  const contract = useView(readContractFor, record.contractNumber, record.customer);
  if (!contract) return null;
  const says = Object.entries(answersByContract(contract, centralDate(app.now().getTime())));
  const answered = says.every(([field, value]) => record[field as keyof typeof record] === value);
  return (
    <div className="row">
      <p>
        <Trans>
          IPcelerate’s contract <span className="mono">{contract.id}</span>: maintenance from{' '}
          {dayInWords(contract.startsOn)} to {dayInWords(contract.endsOn)},{' '}
          {contract.impactMember === 'yes' ? t`an` : t`no`} Impact member. <ClauseLink id="P-16" />
        </Trans>
      </p>
      {editable && !answered && (
        <Button variant="default" onClick={() => void answerByContract(app, record, contract)}>
          <Trans>Answer as the contract says</Trans>
        </Button>
      )}
    </div>
  );
}

const coverageWords = {
  covered: t`Covered by maintenance`,
  'fee-based': t`Fee based`,
  unknown: t`Not known yet`,
} as const;

/** Whether maintenance covers the work, each reason with its clause. */
function CoverageWords({ covered }: { covered: Coverage }) {
  const tone = covered.kind === 'covered' ? 'good' : 'waiting';
  return (
    <div role="status">
      <p className={tone}>
        <Icon name={covered.kind === 'covered' ? 'done' : 'warning'} />{' '}
        <strong>{coverageWords[covered.kind]}</strong>
      </p>
      <ul className="reasons">
        {covered.reasons.map(({ clause, words }) => (
          <li key={clause + words}>
            {words} <ClauseLink id={clause} />
          </li>
        ))}
        {covered.kind === 'unknown' && (
          <li className="quiet">
            <Trans>It depends on what is not answered here yet.</Trans>
          </li>
        )}
      </ul>
    </div>
  );
}

/** The offer of maintenance, which comes before any fee (P-18). */
function Offer() {
  const maintenance = useCasePart((open) => contentsOf(open).case.maintenance);
  const what = maintenance === 'lapsed' ? t`renew maintenance` : t`sign for a first year of maintenance`;
  return (
    <fieldset className="card stack">
      <legend>
        <Trans>
          First the offer to {what} <ClauseLink id="P-18" />
        </Trans>
      </legend>
      <div className="fields">
        <CaseFields section="offer" />
      </div>
    </fieldset>
  );
}

/** What it is thought to take, by the rates in force, and the customer's signature under it. */
function Fees({ covered, rate }: { covered: Coverage; rate: Rate | null }) {
  const record = useCasePart((open) => contentsOf(open).case);
  const effort = {
    remoteHours: record.estimateRemoteHours ?? 0,
    remoteDays: record.estimateRemoteDays ?? 0,
    onSiteDays: record.estimateOnSiteDays ?? 0,
  };
  const estimate = rate && estimateFee(rate, effort);
  const offer =
    rate &&
    feeOffer(
      { number: caseNumber(record.id), title: record.title, customer: record.customer },
      rate,
      effort,
      covered,
    );
  return (
    <fieldset className="card stack">
      <legend>
        <Trans>
          Fees <ClauseLink id="P-18" />
        </Trans>
      </legend>
      <div className="fields">
        <CaseFields section="estimate" />
      </div>
      {rate && estimate ? (
        <div>
          <ul className="reasons num">
            {estimate.lines.map(({ words, cents }) => (
              <li key={words}>
                {words}: {moneyWords(cents)}
              </li>
            ))}
          </ul>
          <p className="num">
            <Trans>
              <strong>
                {estimate.lines.length === 0
                  ? t`Nothing is estimated yet`
                  : t`Estimated total ${moneyWords(estimate.totalCents)}`}
              </strong>
              , by the rates in force since {dayInWords(rate.effectiveFrom)}
              {rate.sample && t` (sample rates)`}
            </Trans>
          </p>
          <p className="quiet">{estimate.note}</p>
        </div>
      ) : null}
      <Consents
        kind="fees"
        heading={t`Agreement to fees`}
        shown={
          offer && covered.kind === 'fee-based'
            ? { kind: 'fees', documentId: null, textShown: offer.text, estimate: offer.estimate }
            : null
        }
        why={t`No rates are here, so that fees cannot be signed. They come with a sync once IPcelerate has published them.`}
      />
    </fieldset>
  );
}

/** The order of a major release: release, systems and the quoted price of each (P-10). */
function MajorRelease() {
  const record = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const quotes = quotesOf(record, systems);
  const complete =
    record.majorRelease.trim() !== '' && record.majorReleaseQuotedBy.trim() !== '' && quotes.length > 0;
  return (
    <fieldset className="card stack">
      <legend>
        <Trans>
          Major release <ClauseLink id="P-10" />
        </Trans>
      </legend>
      <ul className="reasons num">
        {quotes.map(({ id, name, cents }) => (
          <li key={id}>
            {name}: {moneyWords(cents)}
          </li>
        ))}
      </ul>
      <Consents
        kind="major-release"
        heading={t`Order of a major release`}
        shown={
          complete
            ? {
                kind: 'major-release',
                documentId: null,
                textShown: majorReleaseText(
                  caseNumber(record.id),
                  record.majorRelease,
                  record.majorReleaseQuotedBy,
                  quotes,
                ),
                estimate: null,
              }
            : null
        }
        why={t`Write the release, by whom it is quoted, and with each system its quoted price; then the order can be signed.`}
      />
    </fieldset>
  );
}

export function EntitlementSection() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const signedFees = useCasePart((open) => contentsOf(open).consents.some((each) => each.kind === 'fees'));
  const today = centralDate(app.now().getTime());
  const catalogue = useView(readInForce, today);
  const document = catalogue?.document ?? null;
  const covered = coverage({
    maintenance: record.maintenance,
    impactMember: record.impactMember === null ? null : record.impactMember === 'yes',
    workType: record.workType,
    releaseStep: 'none',
  });
  const unmaintained = record.maintenance === 'lapsed' || record.maintenance === 'never';
  return (
    <Section id="cover" title={t`Cover`}>
      <div className="stack">
        <KnownOfCustomer />
        <ContractWords />
        <div className="fields">
          <CaseFields section="entitlement" instead={{ customerId: <CustomerChoice /> }} />
        </div>
        <CoverageWords covered={covered} />
        {unmaintained && <Offer />}
        {record.workType === 'major-release' && isFeeBasedWork(record) && <MajorRelease />}
        {(unmaintained || signedFees) && <Fees covered={covered} rate={catalogue?.rate ?? null} />}
        <fieldset className="card stack">
          <legend>
            <Trans>
              Policy <ClauseLink id="P-35" />
            </Trans>
          </legend>
          {document && (
            <p>
              <Trans>
                {document.title}, version {document.version}, in force since{' '}
                {dayInWords(document.effectiveFrom)}
                {document.sample && t` (sample)`}
              </Trans>
            </p>
          )}
          <Consents
            kind="policy"
            heading={document?.title ?? t`Policy`}
            shown={
              document && {
                kind: 'policy',
                documentId: document.id,
                textShown: document.text,
                estimate: null,
              }
            }
            why={t`No policy document is here, so that it cannot be signed. It comes with a sync once IPcelerate has published one.`}
          />
        </fieldset>
      </div>
    </Section>
  );
}
