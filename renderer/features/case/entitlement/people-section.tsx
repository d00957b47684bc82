import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { caseNumber } from '../../../../shared/base/ids.ts';
import { noBackupText } from '../../../../shared/policy/consent-text.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { CaseFields } from '../capture/case-field.tsx';
import { KnownOfCustomer } from '../capture/known-of-customer.tsx';
import { Section } from '../section.tsx';
import { Consents } from './consents.tsx';

/** Without a backup the customer signs that it knows what that means; the case then goes on (P-20). */
function NoBackup() {
  const id = useCasePart((open) => contentsOf(open).case.id);
  const asked = useCasePart(
    (open) =>
      contentsOf(open).case.backupConfirmed === 'no' ||
      contentsOf(open).consents.some(({ kind }) => kind === 'no-backup'),
  );
  if (!asked) return null;
  return (
    <fieldset className="card stack">
      <legend>
        <Trans>
          No backup <ClauseLink id="P-20" />
        </Trans>
      </legend>
      <Consents
        kind="no-backup"
        heading={t`No backup`}
        shown={{
          kind: 'no-backup',
          documentId: null,
          textShown: noBackupText(caseNumber(id)),
          estimate: null,
        }}
        why=""
      />
    </fieldset>
  );
}

/** People and access: who asks, whether there is a backup, how Level 3 gets in. */
export function PapersSection() {
  return (
    <Section id="people" title={t`People and access`}>
      <KnownOfCustomer />
      <div className="fields">
        <CaseFields section="people" />
      </div>
      <NoBackup />
    </Section>
  );
}
