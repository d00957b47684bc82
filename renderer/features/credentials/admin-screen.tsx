/** Certification for its admin: people, exams, results, credentials, devices, and the audit trail. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Icon } from '../../ui/icons.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSyncStatus } from '../../views/hooks.tsx';
import { AuditPart } from './audit-part.tsx';
import { BulkPart } from './bulk-part.tsx';
import { EndingPart } from './ending-part.tsx';
import { ExamsPart } from './exams-part.tsx';
import { ImportPart } from './import-part.tsx';
import { PartsNav } from './parts-nav.tsx';
import { PeoplePart } from './people-part.tsx';
import { PersonPart } from './person-part.tsx';

const parts = {
  people: { title: t`People`, Part: PeoplePart },
  exams: { title: t`Exams`, Part: ExamsPart },
  import: { title: t`Import results`, Part: ImportPart },
  bulk: { title: t`Issue to many`, Part: BulkPart },
  ending: { title: t`Expiring soon`, Part: EndingPart },
  audit: { title: t`Audit trail`, Part: AuditPart },
} as const;

const isPart = (name: string | undefined): name is keyof typeof parts =>
  name !== undefined && Object.hasOwn(parts, name);

export function AdminScreen({ part, id }: { part: string | undefined; id: string | undefined }) {
  const { link } = useSyncStatus();
  const name = isPart(part) ? part : 'people';
  const { Part } = parts[name];
  return (
    <Screen title={t`Issue and revoke`}>
      <PartsNav here="/credentials/admin" />
      <nav className="row" aria-label={t`Certification`}>
        {Object.entries(parts).map(([each, { title }]) => (
          <Link
            key={each}
            className="filter-word"
            href={`/credentials/admin/${each}`}
            aria-current={each === name ? 'page' : undefined}
          >
            {title}
          </Link>
        ))}
      </nav>
      {link === 'offline' && (
        <p className="card waiting">
          <Icon name="warning" />{' '}
          <Trans>
            The hub does not answer. All that is here can be read; issuing, revoking and every other change is
            done with the hub only, so it waits until the hub answers.
          </Trans>
        </p>
      )}
      {name === 'people' && id !== undefined ? (
        <PersonPart key={id} personId={id} />
      ) : (
        <Part key={name} row={id} />
      )}
    </Screen>
  );
}
