import { useLiveQuery } from 'dexie-react-hooks';
import { Link } from 'wouter';
import { openQuestions } from '../../commands/desk-replies.ts';
import { Icon } from '../../ui/icons.tsx';
import { capturedTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';

const MOST = 20;

/** What Level 3 asks and nobody has settled: each leads to its case. */
export function Level3Tasks() {
  const { db } = useApp();
  const open = useLiveQuery(() => openQuestions(db), [db]) ?? [];
  if (open.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="level3-tasks">
      <h2 id="level3-tasks">Level 3 asks</h2>
      <ul className="plain-list stack">
        {open.slice(0, MOST).map(({ question, ticket, title, replied }) => (
          <li key={question.id}>
            <Link href={`/cases/${question.caseId}/level3/${question.id}`}>
              <span className="mono">{ticket}</span> {title}
            </Link>
            : {question.question.slice(0, 300)}{' '}
            <span className={replied ? 'quiet' : 'waiting'}>
              <Icon name={replied ? 'done' : 'warning'} />{' '}
              {replied ? 'Replied, waits for Level 3' : 'Waits for your reply'}
            </span>{' '}
            <span className="quiet">
              {question.by.name}, {capturedTime(question.at)}
            </span>
          </li>
        ))}
      </ul>
      {open.length > MOST && <p className="quiet">And {open.length - MOST} more.</p>}
    </section>
  );
}
