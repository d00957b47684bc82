/** On the Sync screen: closed cases that have left this computer, and why some stay. */
import { Fragment } from 'react';
import type { Stays } from '../../sync/retention.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { readRetention } from '../../views/retention.ts';
import { useView } from '../../views/use-view.ts';

const stayWords: Record<Stays, string> = {
  waits: 'a change waits to be sent',
  refused: 'a refused change needs attention',
  original: 'an original is held that is on this computer alone',
  begun: 'something was begun in it',
  undecided: 'a decision is open',
  files: 'a file is not at the hub yet, or was fetched a short time ago',
  unconfirmed: 'the hub has not confirmed all of it yet',
  'open-here': 'a window has it open',
};

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
const cases = (count: number) => (count === 1 ? '1 closed case' : `${count} closed cases`);

export function RetentionPart() {
  const state = useView(readRetention);
  if (!state) return null;
  const { days: kept, away, wanted, left, lastLeftAt, files, stays } = state;
  if (kept === null && left === 0 && away === 0) return null;
  const staying = Object.entries(stays) as [Stays, number][];
  return (
    <section className="card stack" aria-labelledby="retention">
      <h2 id="retention">Closed cases on this computer</h2>
      <p>
        {kept === null
          ? 'Closed cases stay on this computer.'
          : `Closed cases leave this computer ${days(kept)} after they were closed, their files earlier. The hub keeps all of them, and each can be fetched again.`}
      </p>
      <dl className="facts">
        <dt>At the hub only</dt>
        <dd>
          {away === 0 ? 'None' : `${cases(away)}${wanted > 0 ? `, of which ${wanted} to be fetched` : ''}`}
        </dd>
        <dt>Left so far</dt>
        <dd>
          {left === 0 && files === 0
            ? 'None'
            : `${cases(left)}${lastLeftAt ? `, the last on ${formatLocalTime(lastLeftAt)}` : ''}; ${files === 1 ? '1 file' : `${files} files`}`}
        </dd>
        {staying.map(([why, count]) => (
          <Fragment key={why}>
            <dt>{count === 1 ? '1 stays' : `${count} stay`}</dt>
            <dd>Its time is over, but {stayWords[why]}.</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
