/** People and papers of a packet: contact, backup, access, entitlement, and what the customer signed. */
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { type Consent, standingConsents } from '../../../shared/policy/documents.ts';
import { moneyWords } from '../../../shared/policy/rates.ts';
import { capturedTime } from '../../ui/times.ts';
import { Facts, type FactValue } from './facts.tsx';

const peopleFields = [
  'contactName',
  'contactPhone',
  'contactEmail',
  'contactAroundTheClock',
  'backupConfirmed',
  'backupBy',
  'backupAt',
  'accessHow',
  'accessContact',
  'notifiedBy',
  'notifiedAt',
  'customerDelays',
  'customerDelayNotes',
] as const;
const entitlementFields = [
  'workType',
  'maintenance',
  'maintenanceFrom',
  'maintenanceUntil',
  'impactMember',
  'renewalOffered',
  'renewalOfferedAt',
  'renewalOfferedTo',
  'renewalAnswer',
  'estimateRemoteHours',
  'estimateRemoteDays',
  'estimateOnSiteDays',
] as const;

/** The strokes as they were drawn; only path data, as the schema has it. */
function Drawing({ path, name }: { path: string; name: string }) {
  return (
    <svg className="signature" viewBox="0 0 600 200" role="img" aria-label={`Signature of ${name}`}>
      <path d={path} />
    </svg>
  );
}

function Signature({ consent, standing }: { consent: Consent; standing: boolean }) {
  const what = consent.kind === 'fees' ? 'Fees and terms' : 'Maintenance policy';
  return (
    <li className="entry stack">
      <div className="row">
        <strong>{consent.withdraws === null ? what : `Withdrawn: ${what.toLowerCase()}`}</strong>
        <span className="quiet num">
          {consent.name}, {consent.title}, {consent.company}, {consent.signedOn}; recorded by{' '}
          {consent.by.name}, {capturedTime(consent.at)}
        </span>
        {!standing && consent.withdraws === null && <span className="waiting">withdrawn later</span>}
      </div>
      {consent.method === 'drawn' && consent.drawing !== '' ? (
        <Drawing path={consent.drawing} name={consent.name} />
      ) : (
        <p className="quiet">Signed by typing the name.</p>
      )}
      {consent.estimate && <p className="num">Estimate: {moneyWords(consent.estimate.totalCents)}</p>}
      <details>
        <summary>
          The text that was shown (SHA-256 <span className="mono">{consent.textSha256.slice(0, 12)}</span>)
        </summary>
        <p className="said">{consent.textShown}</p>
      </details>
    </li>
  );
}

export function PacketPapers({ contents }: { contents: CaseContents }) {
  const record = contents.case as unknown as Record<string, FactValue>;
  const standing = new Set(standingConsents(contents.consents).map(({ id }) => id));
  return (
    <>
      <section className="card stack" aria-labelledby="packet-entitlement">
        <h2 id="packet-entitlement">Entitlement and signatures</h2>
        <Facts record={record} fields={entitlementFields} />
        {contents.consents.length === 0 ? (
          <p className="quiet">The customer signed nothing.</p>
        ) : (
          <ul className="plain-list">
            {contents.consents.map((each) => (
              <Signature key={each.id} consent={each} standing={standing.has(each.id)} />
            ))}
          </ul>
        )}
      </section>
      <section className="card stack" aria-labelledby="packet-people">
        <h2 id="packet-people">Contact, backup and access</h2>
        <Facts record={record} fields={peopleFields} />
      </section>
    </>
  );
}
