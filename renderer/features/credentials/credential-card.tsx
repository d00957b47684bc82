/** One credential: the verdict, what it covers, its QR code, and the file to hand on. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
        <Trans>
          This credential covers too much for a QR code ({token.length} characters; {MOST_QR_BYTES} are the
          most). Hand on the file instead.
        </Trans>
      </p>
    );
  return (
    <div className="credential-qr">
      <QrCode text={token} label={t`${name} as a QR code`} ecc="low" />
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
  const name = said?.name || t`Credential`;
  const badge = useMemo(() => openBadgeOf(token), [token]);
  const covered = coverageWords(verdict, names);
  return (
    // No landmark of its own: several of one exam would have one name.
    <article className="card stack" aria-labelledby={`credential-${id}`}>
      <h2 id={`credential-${id}`}>{name}</h2>
      <VerdictSentence verdict={verdict} reason={state === 'valid' ? '' : stateReason} />
      <ListAge verdict={verdict} />
      <dl className="facts">
        <dt>
          <Trans>Covers</Trans>
        </dt>
        <dd>
          {covered.length === 0 ? (
            t`No product`
          ) : (
            <ul className="plain-list">
              {covered.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>
          <Trans>Valid</Trans>
        </dt>
        <dd className="num">
          {said
            ? t`${dayOf(said.validFrom, 'local')} to ${said.validUntil ? dayOf(said.validUntil, 'local') : t`no end`}`
            : t`not readable`}
        </dd>
        <dt>
          <Trans>Issuer</Trans>
        </dt>
        <dd>{said?.issuer.name || said?.issuer.id || t`not readable`}</dd>
      </dl>
      <details>
        <summary>
          <Trans>Every check</Trans>
        </summary>
        <CheckList verdict={verdict} />
      </details>
      <div className="row no-print">
        <Button
          variant="default"
          aria-label={t`Save as .jwt: ${name}`}
          onClick={() => saveTextFile(`credential-${id.slice(0, 8)}.jwt`, token, 'application/vc+jwt')}
        >
          <Trans>Save as .jwt</Trans>
        </Button>
        {badge !== null && (
          <Button
            variant="default"
            aria-label={t`Save as an Open Badge (.json): ${name}`}
            onClick={() => saveTextFile(`credential-${id.slice(0, 8)}.json`, badge)}
          >
            <Trans>Save as an Open Badge (.json)</Trans>
          </Button>
        )}
        <Button
          variant="default"
          aria-expanded={qr}
          aria-label={t`${qr ? t`Hide` : t`Show`} the QR code: ${name}`}
          onClick={() => setQr(!qr)}
        >
          {qr ? t`Hide the QR code` : t`Show the QR code`}
        </Button>
      </div>
      {qr && <TokenQr token={token} name={name} />}
    </article>
  );
}
