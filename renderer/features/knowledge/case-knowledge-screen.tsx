/** Known problems, searched from inside a case. */
import { t } from '@lingui/core/macro';
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { OpenedCase } from '../../ui/opened-case.tsx';
import { Screen } from '../../ui/screen.tsx';
import { contentsOf, useCasePart, useEditable } from '../../views/hooks.tsx';
import { ProblemSearch } from './problem-search.tsx';

function Search() {
  const editable = useEditable();
  const record = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const revisions = useCasePart((open) => contentsOf(open).revisions);
  const from = {
    record,
    products: systems.flatMap(({ productId }) => productId ?? []),
    versions: [...new Set(revisions.map(({ version }) => version))],
  };
  return (
    <Screen title={t`Known problems for ${caseNumber(record.id)}`}>
      <p>
        <Link href={`/cases/${record.id}`}>
          <span className="mono">{caseNumber(record.id)}</span> {record.title}
        </Link>
      </p>
      <ProblemSearch from={editable ? from : null} />
    </Screen>
  );
}

export function CaseKnowledgeScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId}>
      <Search />
    </OpenedCase>
  );
}
