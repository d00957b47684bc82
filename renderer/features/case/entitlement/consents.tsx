/** One kind of signature of the case: the one that stands, what was withdrawn, and the way to a new one. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { dayInWords } from '../../../../shared/base/day-words.ts';
import { assertNever } from '../../../../shared/base/values.ts';
import { type AttachmentRecord, fileNames } from '../../../../shared/cases/attachments.ts';
import { type Consent, standingConsents } from '../../../../shared/cases/consents.ts';
import { isOverdue } from '../../../../shared/handoff/stage.ts';
import { moneyWords } from '../../../../shared/policy/rates.ts';
import { type Shown, sign, withdraw } from '../../../commands/consents.ts';
import { formId, isFormBegun } from '../../../ui/kept-form.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { capturedTime } from '../../../ui/times.ts';
import { showUndo, tellRefusal } from '../../../ui/undo.tsx';
import { readEarlierAcceptance } from '../../../views/earlier-acceptance.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { useCaseMemory } from '../case-memory.ts';
import { placeId } from '../places.ts';
import { ConsentForm } from './consent-form.tsx';
import { DrawnSignature } from './signature-pad.tsx';
import { SigningSheet } from './signing-sheet.tsx';

const words = {
  policy: { ask: t`Have the policy signed`, done: t`The policy is signed` },
  fees: { ask: t`Have the fees signed`, done: t`The fees are signed` },
  'no-backup': {
    ask: t`Have it signed that there is no backup`,
    done: t`The statement that there is no backup is signed`,
  },
  'major-release': { ask: t`Have the major release signed`, done: t`The major release is signed` },
} as const;

/** How it was signed, or where it can be read. */
function methodWords({ method, reference }: Consent): string {
  switch (method) {
    case 'typed':
      return t`typed`;
    case 'drawn':
      return t`drawn on screen`;
    case 'file':
      return t`on paper, ${reference}`;
    case 'contract':
      return t`with the contract, ${reference}`;
    case 'earlier':
      return t`in an earlier case, ${reference}`;
    default:
      return assertNever(method);
  }
}

/** Saved or not, a refusal is told where the person looks next. */

function Standing({ consent }: { consent: Consent }) {
  const app = useApp();
  const editable = useEditable();
  return (
    <div className="stack">
      <p>
        <Trans>
          <strong>{words[consent.kind].done}</strong> by {consent.name}, {consent.title}, {consent.company},
          on {dayInWords(consent.signedOn)}, {methodWords(consent)}
          {consent.estimate && t`, with an estimate of ${moneyWords(consent.estimate.totalCents)}`}.{' '}
          <span className="quiet">
            Recorded by {consent.by.name}, {capturedTime(consent.at)}.
          </span>
        </Trans>
      </p>
      {consent.method === 'drawn' && <DrawnSignature drawing={consent.drawing} name={consent.name} />}
      <details>
        <summary>
          <Trans>Read what was signed</Trans>
        </summary>
        <Textarea label={t`The text that was signed`} readOnly value={consent.textShown} maxRows={16} />
        <p className="quiet">
          <Trans>
            SHA-256 <span className="mono hash">{consent.textSha256}</span>
          </Trans>
        </p>
      </details>
      {editable && (
        <div>
          <Button
            variant="default"
            onClick={() => void withdraw(app, consent).then(tellRefusal)}
            aria-label={t`Withdraw this signature of ${consent.name}`}
          >
            <Trans>Withdraw this signature</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

/**
 * @param shown what is signed; null where it cannot be, with the reason in `why`
 */
export function Consents({
  kind,
  heading,
  shown,
  why,
}: {
  kind: Consent['kind'];
  heading: string;
  shown: Shown | null;
  why: string;
}) {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const rows = useCasePart(
    useShallow((open) => contentsOf(open).consents.filter((each) => each.kind === kind)),
  );
  const place = placeId({ table: 'consents', id: null, field: kind });
  const asked = useCaseMemory(record.id, ({ checked, visited }) => checked || visited.includes(place));
  const findings = useCasePart(
    useShallow((open) =>
      open.findings.filter(
        ({ rule, where }) =>
          where.table === 'consents' &&
          where.field === kind &&
          (asked || rows.length > 0 || isOverdue(rule, record.state)),
      ),
    ),
  );
  const editable = useEditable();
  const files = useCasePart((open) => contentsOf(open).attachments);
  const [open, setOpen] = useState(false);
  const earlier = useView(readEarlierAcceptance, record.id, record.customer, shown?.documentId ?? null);
  const takeOver = useOneAtATime(async () => {
    if (!shown || !earlier) return;
    const { company, name, title, signedOn } = earlier.consent;
    const before = { method: 'earlier' as const, drawing: '', reference: earlier.number };
    const given = { company, name, title, signedOn, ...before };
    tellRefusal((await sign(app, record.id, shown, given)).result);
  });
  const form = formId(`consent ${record.id}`, kind);
  const standing = standingConsents(rows);
  const withdrawn = rows.filter((row) => row.withdraws !== null);
  // The policy is signed as it was on its day; what has a price is signed as it is.
  const renew =
    (kind === 'fees' || kind === 'major-release') &&
    editable &&
    !open &&
    shown !== null &&
    standing.length > 0 &&
    standing.every((each) => each.textShown !== shown.textShown);

  return (
    <div className="stack">
      {standing.map((each) => (
        <Standing key={each.id} consent={each} />
      ))}
      {withdrawn.map((each) => (
        <p key={each.id} className="quiet">
          <Trans>
            A signature of {each.name} was withdrawn by {each.by.name}, {capturedTime(each.at)}.
          </Trans>
        </p>
      ))}
      <FieldFindings id={`${place}-findings`} findings={findings} />
      {shown === null && standing.length === 0 && <p className="waiting">{why}</p>}
      {editable && !open && standing.length === 0 && (
        <div>
          <Button id={place} variant="default" disabled={shown === null} onClick={() => setOpen(true)}>
            {isFormBegun(form) ? t`${words[kind].ask}, begun` : words[kind].ask}
          </Button>
        </div>
      )}
      {editable && !open && standing.length === 0 && shown && earlier && (
        <div className="row">
          <span>
            <Trans>
              {earlier.consent.name}, {earlier.consent.title}, signed this version on{' '}
              {dayInWords(earlier.consent.signedOn)} in <span className="mono">{earlier.number}</span>.
            </Trans>
          </span>
          <Button variant="default" onClick={takeOver}>
            <Trans>Take that signature over</Trans>
          </Button>
        </div>
      )}
      {renew && (
        <div className="row">
          {findings.length === 0 && (
            <span className="quiet">
              <Trans>The text that would be signed now is another than the one that was signed.</Trans>
            </span>
          )}
          <Button id={place} variant="default" onClick={() => setOpen(true)}>
            {isFormBegun(form) ? t`Ask for a new signature, begun` : t`Ask for a new signature`}
          </Button>
        </div>
      )}
      {open && shown && (
        <SigningSheet heading={heading} onCancel={() => setOpen(false)}>
          <ConsentForm
            form={form}
            heading={heading}
            text={shown.textShown}
            company={record.customer}
            today={app.here().at.slice(0, 10)}
            signedFiles={kind === 'policy' ? named(files.filter(({ removed }) => !removed)) : null}
            onCancel={() => setOpen(false)}
            onSign={async (signature) => {
              const { consent, result } = await sign(app, record.id, shown, signature);
              if (result.kind === 'saved') {
                // The earlier one goes only now: without a new one it would be missed.
                for (const each of standing) tellRefusal(await withdraw(app, each));
                setOpen(false);
                showUndo(t`${words[kind].done} by ${consent.name}.`, () => withdraw(app, consent));
              }
              return result;
            }}
          />
        </SigningSheet>
      )}
    </div>
  );
}

/** Files with the names by which they are told apart. */
function named(files: readonly AttachmentRecord[]): { id: string; name: string }[] {
  const names = fileNames(files);
  return files.map(({ id, name }) => ({ id, name: names.get(id) ?? name }));
}
