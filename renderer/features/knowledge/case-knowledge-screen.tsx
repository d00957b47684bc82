/** Known problems, searched from inside a case. */
import { Link } from 'wouter';
import { caseNumber } from '../../../shared/base/ids.ts';
import { isEditable } from '../../../shared/cases/states.ts';
import { Screen } from '../../ui/screen.tsx';
import { CaseProvider, contentsOf, useCasePart, useOpenCase } from '../../views/hooks.tsx';
import { ProblemSearch } from './problem-search.tsx';

function Search() {
  const record = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const revisions = useCasePart((open) => contentsOf(open).revisions);
  const from = {
    record,
    products: systems.flatMap(({ productId }) => productId ?? []),
    versions: [...new Set(revisions.map(({ version }) => version))],
  };
  return (
    <Screen title={`Known problems for ${caseNumber(record.id)}`}>
      <p>
        <Link href={`/cases/${record.id}`}>
          <span className="mono">{caseNumber(record.id)}</span> {record.title}
        </Link>
      </p>
      <ProblemSearch from={isEditable(record.state) ? from : null} />
    </Screen>
  );
}

export function CaseKnowledgeScreen({ caseId }: { caseId: string }) {
  const store = useOpenCase(caseId);
  if (!store) return null;
  return (
    <CaseProvider store={store}>
      <Loaded />
    </CaseProvider>
  );
}

function Loaded() {
  const there = useCasePart((open) =>
    open.contents === 'loading' ? 'loading' : open.contents === null ? 'gone' : 'here',
  );
  if (there === 'loading') return <p className="empty">Opening the case…</p>;
  if (there === 'gone')
    return (
      <p className="card empty">
        This case is not on this computer. It may not have been received yet.{' '}
        <Link href="/cases">See all cases</Link>
      </p>
    );
  return <Search />;
}
