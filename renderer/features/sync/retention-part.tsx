/** On the Sync screen: closed cases that have left this computer, and why some stay. */
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Fragment } from 'react';
import type { Stays } from '../../sync/retention.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { readRetention } from '../../views/retention.ts';
import { useView } from '../../views/use-view.ts';

const stayWords: Record<Stays, string> = {
  waits: t`a change waits to be sent`,
  refused: t`a refused change needs attention`,
  original: t`an original is held that is on this computer alone`,
  begun: t`something was begun in it`,
  undecided: t`a decision is open`,
  files: t`a file is not at the hub yet, or was fetched a short time ago`,
  unconfirmed: t`the hub has not confirmed all of it yet`,
  'open-here': t`a window has it open`,
};

const days = (count: number) => plural(count, { one: '# day', other: '# days' });
const cases = (count: number) => plural(count, { one: '# closed case', other: '# closed cases' });

export function RetentionPart() {
  const state = useView(readRetention);
  if (!state) return null;
  const { days: kept, away, wanted, left, lastLeftAt, files, stays } = state;
  if (kept === null && left === 0 && away === 0) return null;
  const staying = Object.entries(stays) as [Stays, number][];
  return (
    <section className="card stack" aria-labelledby="retention">
      <h2 id="retention">
        <Trans>Closed cases on this computer</Trans>
      </h2>
      <p>
        {kept === null
          ? t`Closed cases stay on this computer.`
          : t`Closed cases leave this computer ${days(kept)} after they were closed, their files earlier. The hub keeps all of them, and each can be fetched again.`}
      </p>
      <dl className="facts">
        <dt>
          <Trans>At the hub only</Trans>
        </dt>
        <dd>
          {away === 0 ? t`None` : `${cases(away)}${wanted > 0 ? t`, of which ${wanted} to be fetched` : ''}`}
        </dd>
        <dt>
          <Trans>Left so far</Trans>
        </dt>
        <dd>
          {left === 0 && files === 0
            ? t`None`
            : `${cases(left)}${lastLeftAt ? t`, the last on ${formatLocalTime(lastLeftAt)}` : ''}; ${plural(files, { one: '# file', other: '# files' })}`}
        </dd>
        {staying.map(([why, count]) => (
          <Fragment key={why}>
            <dt>{plural(count, { one: '# stays', other: '# stay' })}</dt>
            <dd>
              <Trans>Its time is over, but {stayWords[why]}.</Trans>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
