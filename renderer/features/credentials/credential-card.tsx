/** One credential: the verdict, what it covers, its QR code, and the file to hand on. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { openBadgeOf } from '../../../shared/certification/open-badge.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import { saveTextFile } from '../../ui/save-file.ts';
import type { JudgedCredential } from '../../views/own-credentials.ts';
import { CheckList, coverageWords, ListAge, VerdictSentence } from './verdict-view.tsx';

/** The bytes that the largest QR code takes with little error correction (ISO 18004, version 40-L). */
const MOST_QR_BYTES = 2_953;

function TokenQr({ token, name }: { token: string; name: string }) {
  if (token.length > MOST_QR_BYTES)
    return (
      <p className="quiet">
        This credential covers too much for a QR code ({token.length} characters; {MOST_QR_BYTES} are the
        most). Hand on the file instead.
      </p>
    );
  return (
    <div className="credential-qr">
      <QrCode text={token} label={`${name} as a QR code`} ecc="low" />
    </div>
  );
}

export function CredentialCard({
  credential,
  names,
}: {
  credential: JudgedCredential;
  names: ReadonlyMap<string, string>;
}) {
  const [qr, setQr] = useState(false);
  const { id, token, state, stateReason, verdict } = credential;
  const { said } = verdict;
  const name = said?.name || 'Credential';
  const badge = useMemo(() => openBadgeOf(token), [token]);
  const covered = coverageWords(verdict, names);
  return (
    // No landmark of its own: several of one exam would have one name.
    <article className="card stack" aria-labelledby={`credential-${id}`}>
      <h2 id={`credential-${id}`}>{name}</h2>
      <VerdictSentence verdict={verdict} reason={state === 'valid' ? '' : stateReason} />
      <ListAge verdict={verdict} />
      <dl className="facts">
        <dt>Covers</dt>
        <dd>
          {covered.length === 0 ? (
            'No product'
          ) : (
            <ul className="plain-list">
              {covered.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>Valid</dt>
        <dd className="num">
          {said
            ? `${dayOf(said.validFrom, 'local')} to ${said.validUntil ? dayOf(said.validUntil, 'local') : 'no end'}`
            : 'not readable'}
        </dd>
        <dt>Issuer</dt>
        <dd>{said?.issuer.name || said?.issuer.id || 'not readable'}</dd>
      </dl>
      <details>
        <summary>Every check</summary>
        <CheckList verdict={verdict} />
      </details>
      <div className="row no-print">
        <Button
          variant="default"
          aria-label={`Save as .jwt: ${name}`}
          onClick={() => saveTextFile(`credential-${id.slice(0, 8)}.jwt`, token, 'application/vc+jwt')}
        >
          Save as .jwt
        </Button>
        {badge !== null && (
          <Button
            variant="default"
            aria-label={`Save as an Open Badge (.json): ${name}`}
            onClick={() => saveTextFile(`credential-${id.slice(0, 8)}.json`, badge)}
          >
            Save as an Open Badge (.json)
          </Button>
        )}
        <Button
          variant="default"
          aria-expanded={qr}
          aria-label={`${qr ? 'Hide' : 'Show'} the QR code: ${name}`}
          onClick={() => setQr(!qr)}
        >
          {qr ? 'Hide the QR code' : 'Show the QR code'}
        </Button>
      </div>
      {qr && <TokenQr token={token} name={name} />}
    </article>
  );
}
