/**
 * A new version, from the publisher's feed or from a file: found, fetched, proved, and handed to the system once the person says so.
 * Where the publisher set no key there is nothing to see.
 */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { reported } from '../../store/report.ts';
import { saveHeld } from '../../ui/unsaved.ts';
import { useApp } from '../../views/hooks.tsx';

type State = CallOutput<'update.state'>;

/** In percent of the installer. */
function useProgress(): number {
  const { bridge } = useApp();
  const [percent, setPercent] = useState(0);
  useEffect(
    () => bridge.on('update.progress', ({ done, size }) => setPercent(Math.floor((done / size) * 100))),
    [bridge],
  );
  return percent;
}

const megabytes = (bytes: number) => t`${(bytes / 1_000_000).toFixed(1)} MB`;

/** Where the console looks by itself, in words. */
function feedWords(feed: string): string {
  return feed === 'hub' ? t`its hub` : new URL(feed).host;
}

interface Doing {
  what: 'look' | 'fetch' | 'choose' | 'install';
}

function Waiting({ doing, percent }: { doing: Doing | null; percent: number }) {
  if (!doing || doing.what === 'look' || doing.what === 'install' || percent === 0) return null;
  const words = doing.what === 'fetch' ? t`Getting the installer` : t`Checking the installer`;
  return (
    <div>
      {words}: {percent} %
      <Progress value={percent} aria-label={words} />
    </div>
  );
}

function Found({ found }: { found: { version: string; size: number; here: number } }) {
  const rest =
    found.here > 0 && found.here < found.size ? t`, of which ${megabytes(found.here)} are here` : '';
  return (
    <p>
      <Trans>
        Version {found.version} is available: {megabytes(found.size)}
        {rest}. Nothing is fetched until you say so.
      </Trans>
    </p>
  );
}

export function UpdatesPart() {
  const { bridge, sync } = useApp();
  const [state, setState] = useState<State | null>(null);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [problem, setProblem] = useState('');
  const [told, setTold] = useState('');
  const percent = useProgress();
  const read = useCallback(() => bridge.call('update.state', {}).then(setState), [bridge]);
  useEffect(() => void read(), [read]);
  if (state === null || state.kind === 'none') return null;

  async function act(what: Doing['what'], work: () => Promise<string | null>, where: string): Promise<void> {
    setDoing({ what });
    setProblem('');
    setTold('');
    try {
      setProblem((await work()) ?? '');
    } catch (error) {
      setProblem(reported(error, where));
    }
    await read();
    setDoing(null);
  }
  const look = () =>
    act(
      'look',
      async () => {
        const answer = await sync.asDevice(() => bridge.call('update.look', {}));
        if (!answer.ok) return answer.failure.message;
        if (answer.value.version === null) setTold(t`There is no newer version for this computer.`);
        return null;
      },
      t`looking for an update`,
    );
  const fetchIt = () =>
    act(
      'fetch',
      async () => {
        const answer = await sync.asDevice(() => bridge.call('update.fetch', {}));
        return answer.ok ? null : answer.failure.message;
      },
      t`getting an update`,
    );
  const choose = () =>
    act(
      'choose',
      async () => {
        const answer = await bridge.call('update.choose', {});
        return answer.ok ? null : answer.failure.message;
      },
      t`checking an update`,
    );
  const install = () =>
    act(
      'install',
      async () => {
        // The installer may end the console: what was typed last is on the disk before.
        const { unsaved } = await saveHeld();
        if (unsaved) return t`What was typed last could not be saved yet. Nothing was installed.`;
        const answer = await bridge.call('update.install', {});
        if (!answer.ok) return answer.failure.message;
        setTold(
          t`The system has the installer. Close the console when it asks; what you work on stays on this computer.`,
        );
        return null;
      },
      t`installing an update`,
    );
  const is = (what: Doing['what']) => doing?.what === what;
  const { proved, found, feed, byFile } =
    state.kind === 'on' ? state : { proved: null, found: null, feed: null, byFile: false };
  const fetched = proved?.from === 'feed' && proved.version === found?.version;

  return (
    <section className="card stack" aria-labelledby="updates">
      <h2 id="updates">
        <Trans>New version</Trans>
      </h2>
      {state.kind === 'managed' ? (
        <p>
          <Trans>Who manages this computer installs new versions.</Trans>
        </p>
      ) : (
        <>
          {feed !== null && (
            <p className="quiet">
              <Trans>
                This console asks {feedWords(feed)} for new versions. What it gets is checked to be the
                publisher’s before it is offered; an older version is refused.
              </Trans>
            </p>
          )}
          {byFile && (
            <p className="quiet">
              <Trans>
                From a file, also without a network: choose the file that ends in{' '}
                <span className="mono">.update</span>, with the installer in the same folder. Both are checked
                to be the publisher’s before anything is opened; an older version is refused.
              </Trans>
            </p>
          )}
          {proved && (
            <p className="good">
              <Trans>
                Version {proved.version} is the publisher’s: <span className="mono">{proved.file}</span>
              </Trans>
            </p>
          )}
          {found && !fetched && <Found found={found} />}
          <Waiting doing={doing} percent={percent} />
          {problem !== '' && (
            <p className="bad" role="alert">
              {problem}
            </p>
          )}
          <p role="status">{told}</p>
          <div className="row">
            {proved && (
              <Button loading={is('install')} disabled={doing !== null} onClick={() => void install()}>
                <Trans>Install version {proved.version}</Trans>
              </Button>
            )}
            {found && !fetched && !is('fetch') && (
              <Button disabled={doing !== null} onClick={() => void fetchIt()}>
                <Trans>
                  {found.here > 0 ? t`Go on with` : t`Get`} version {found.version}
                </Trans>
              </Button>
            )}
            {is('fetch') && (
              <Button variant="default" onClick={() => void bridge.call('update.stop', {})}>
                <Trans>Stop</Trans>
              </Button>
            )}
            {feed !== null && (
              <Button
                variant="default"
                loading={is('look')}
                disabled={doing !== null}
                onClick={() => void look()}
              >
                <Trans>Look for a new version</Trans>
              </Button>
            )}
            {byFile && (
              <Button
                variant="default"
                loading={is('choose')}
                disabled={doing !== null}
                onClick={() => void choose()}
              >
                <Trans>Choose an update</Trans>
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
