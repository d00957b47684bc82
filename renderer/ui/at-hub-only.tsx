/** Stands in the place of a case that has left this computer: what that means, and how it comes back. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { fetchDeparted } from '../commands/fetch-case.ts';
import { report } from '../store/report.ts';
import { useApp } from '../views/hooks.tsx';
import { readDeparted } from '../views/retention.ts';
import { useView } from '../views/use-view.ts';
import { formatLocalTime } from './times.ts';

/**
 * @param frame the screen's title around it
 * @param otherwise where the case has not left: it was never here
 */
export function AtHubOnly({
  caseId,
  frame,
  otherwise,
}: {
  caseId: string;
  frame: (title: string, inside: ReactNode, number?: string) => ReactNode;
  otherwise: ReactNode;
}) {
  const app = useApp();
  const found = useView(readDeparted, caseId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  if (found === undefined)
    return (
      <p className="empty">
        <Trans>Opening the case…</Trans>
      </p>
    );
  if (found === null) return frame(t`Case`, otherwise);
  const { departed, line } = found;
  async function bring(): Promise<void> {
    setBusy(true);
    setProblem('');
    try {
      setProblem(await fetchDeparted(app, caseId));
    } catch (error) {
      report(error, 'fetching a case');
      setProblem(t`The case could not be fetched. It comes with the next round of sync.`);
    } finally {
      setBusy(false);
    }
  }
  return frame(
    line?.title || t`Case without a title`,
    <section className="card stack" aria-labelledby="at-hub-only">
      <h2 id="at-hub-only">
        <Trans>At the hub only</Trans>
      </h2>
      {line && (
        <p>{[line.number, line.title, line.customer, line.site].filter((each) => each !== '').join(', ')}</p>
      )}
      <p>
        <Trans>
          This case is closed, and left this computer on {formatLocalTime(departed.at)}, as your organisation
          keeps closed cases for a limited time. The hub has all of it.
          {departed.state === 'wanted' &&
            !busy &&
            t` It is to be fetched, and comes as soon as there is a line.`}
        </Trans>
      </p>
      {problem !== '' && (
        <p className="waiting" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <Button loading={busy} onClick={() => void bring()}>
          <Trans>Fetch it from the hub</Trans>
        </Button>
        <Link href="/cases">
          <Trans>See all cases</Trans>
        </Link>
      </div>
    </section>,
    line?.number,
  );
}
