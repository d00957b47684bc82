/**
 * What stands on the screen once this computer was ended: nothing of what it holds. What was not sent is handed over where the hub takes it,
 * and what cannot be is told before it is wiped (security 29).
 */
import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { Ending, WipeChoice } from '../../shared/bridge/ending.ts';
import type { KeyStatus } from '../../shared/bridge/keys.ts';
import { report, reported } from '../store/report.ts';
import { type Unsent, wipePage } from '../sync/ending.ts';
import { forgetAll } from '../ui/lock.ts';
import { download } from '../ui/save-file.ts';
import { Screen } from '../ui/screen.tsx';
import { bytes, formatLocalTime } from '../ui/times.ts';
import { type EndedConsole, openEnded } from '../views/ended-console.ts';
import { Unlock } from './lock-screen.tsx';

/** One window of this computer hands over and wipes. */
const ENDING_LOCK = 'partner-console-ending';
const AGAIN_MS = 30_000;

interface Shown {
  bridge: Bridge;
  ending: Ending;
  again: () => void;
}

type Stage =
  | { kind: 'opening' }
  | { kind: 'locked'; status: KeyStatus }
  | { kind: 'handing'; handed: number; unsent: Unsent }
  /** The hub did not take it, for now. */
  | { kind: 'waiting'; problem: string; unsent: Unsent }
  /** Files stay behind: the person decides when. */
  | { kind: 'left'; unsent: Unsent }
  | { kind: 'wiping' }
  | { kind: 'failed'; problem: string };

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="alone">
      <Screen title={title}>
        <div className="card stack">{children}</div>
      </Screen>
    </main>
  );
}

/** What was ended when, and what that means. */
function Why({ ending }: { ending: Ending }) {
  return (
    <p>
      <Trans>
        Your organisation ended this computer; the hub said so on {formatLocalTime(ending.at)}.{' '}
        {ending.data === 'hand-over'
          ? t`What it has not sent is handed over to the hub, where your organisation decides about it. Then all of the console’s data on this computer is wiped. What was sent before is at the hub.`
          : t`It was ended as lost, stolen or compromised: the hub takes nothing more of it, and all of the console’s data on this computer is wiped. What was sent before is at the hub.`}
      </Trans>
    </p>
  );
}

/** A wiping that nothing takes back is asked for twice. */
function WipeNow({ unsent, onWipe }: { unsent: Unsent | null; onWipe: () => void }) {
  const [sure, setSure] = useState(false);
  const what = unsent
    ? [
        plural(unsent.edits, { one: '# change', other: '# changes' }),
        plural(unsent.files.length, { one: '# file', other: '# files' }),
      ].join(t` and `)
    : t`all that was not sent`;
  if (!sure)
    return (
      <div>
        <Button variant="default" onClick={() => setSure(true)}>
          <Trans>Wipe without handing over…</Trans>
        </Button>
      </div>
    );
  return (
    <div className="stack" role="group" aria-label={t`Wipe without handing over`}>
      <p className="bad">
        <Trans>This deletes {what} for good. Nobody can bring it back.</Trans>
      </p>
      <div className="row">
        <Button color="red" onClick={onWipe}>
          <Trans>Wipe for good</Trans>
        </Button>
        <Button variant="default" onClick={() => setSure(false)}>
          <Trans>Keep it for now</Trans>
        </Button>
      </div>
    </div>
  );
}

function LeftFiles({ bridge, unsent }: { bridge: Bridge; unsent: Unsent }) {
  const [told, setTold] = useState('');
  async function save({ sha256, name }: Unsent['files'][number]) {
    const answer = await bridge.call('blob.save', { job: crypto.randomUUID(), sha256, name });
    if (!answer.ok) return setTold(answer.failure.message);
    const { value } = answer;
    if (value.kind === 'cancelled') return setTold('');
    if (value.kind === 'download') download(value.url);
    const where = value.kind === 'download' ? t`Your browser saves` : t`Saved:`;
    setTold(t`${where} ${name}. The copy is not encrypted, and yours to keep safe.`);
  }
  return (
    <>
      <ul aria-label={t`Files that stay behind`}>
        {unsent.files.map((file) => (
          <li key={file.sha256} className="row">
            <span>
              {file.name} <span className="quiet">{bytes(file.size)}</span>
            </span>
            <Button
              variant="default"
              size="compact-sm"
              aria-label={t`Save a copy of ${file.name}`}
              onClick={() => void save(file).catch((error: unknown) => setTold(reported(error, 'blob.save')))}
            >
              <Trans>Save a copy</Trans>
            </Button>
          </li>
        ))}
      </ul>
      {told !== '' && <p role="status">{told}</p>}
    </>
  );
}

/** Hands over and wipes, as far as that goes without a person. */
function useEnding({ bridge, ending, again }: Shown) {
  const [stage, setStage] = useState<Stage>({ kind: ending.stage === 'wiping' ? 'wiping' : 'opening' });
  const here = useRef<EndedConsole | null>(null);
  const handed = useRef(ending.handedOver !== null);

  async function wipe(by: WipeChoice): Promise<void> {
    setStage({ kind: 'wiping' });
    here.current?.close();
    const { edits = 0, files = [] } = here.current?.unsent ?? {};
    const lost = { edits: handed.current ? 0 : edits, files: files.length };
    const begun = await bridge.call('ending.wipe', { by: ending.by ?? by, lost });
    if (!begun.ok) return setStage({ kind: 'failed', problem: begun.failure.message });
    await wipePage();
    const cleared = await bridge.call('ending.cleared', {});
    if (!cleared.ok) return setStage({ kind: 'failed', problem: cleared.failure.message });
    again();
  }

  async function handAll(from: EndedConsole): Promise<void> {
    const { unsent } = from;
    setStage({ kind: 'handing', handed: 0, unsent });
    const answer = await from.handOver((count) => setStage({ kind: 'handing', handed: count, unsent }));
    if (!answer.ok && answer.failure.code !== 'handed-over')
      return setStage({ kind: 'waiting', problem: answer.failure.message, unsent });
    handed.current = true;
    await afterHanding(unsent);
  }

  async function afterHanding(unsent: Unsent): Promise<void> {
    if (unsent.files.length > 0) return setStage({ kind: 'left', unsent });
    await wipe('handed-over');
  }

  async function begin(): Promise<void> {
    // Another window may have come further while this one waited.
    const { ending: now } = await bridge.call('ending.state', {});
    if (now?.stage !== ending.stage) return again();
    if (ending.stage === 'wiping') return wipe(ending.by ?? 'person');
    const found = await openEnded(bridge);
    if ('state' in found) return setStage({ kind: 'locked', status: found });
    here.current = found;
    if (ending.data === 'wipe') return wipe('revoker');
    return handed.current ? afterHanding(found.unsent) : handAll(found);
  }

  const run = (work: () => Promise<void>) =>
    void work().catch((error: unknown) =>
      setStage({ kind: 'failed', problem: reported(error, 'the ending') }),
    );
  const latest = useRef(() => run(begin));
  latest.current = () => run(begin);
  useEffect(() => {
    const gone = new AbortController();
    let over: () => void = () => undefined;
    navigator.locks
      .request(ENDING_LOCK, { signal: gone.signal }, async () => {
        latest.current();
        await new Promise<void>((done) => {
          over = done;
        });
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) report(error, 'the ending');
      });
    return () => {
      gone.abort();
      over();
      here.current?.close();
    };
  }, []);
  return {
    stage,
    wipe: (by: WipeChoice) => run(() => wipe(by)),
    tryAgain: () => run(() => (here.current ? handAll(here.current) : begin())),
  };
}

function Running(shown: Shown) {
  const { bridge, ending, again } = shown;
  const { stage, wipe, tryAgain } = useEnding(shown);
  const retry = useRef(tryAgain);
  retry.current = tryAgain;
  const waits = stage.kind === 'waiting';
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => retry.current(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits]);
  return (
    <Card title={t`This computer was ended`}>
      <Why ending={ending} />
      {stage.kind === 'opening' && (
        <p role="status">
          <Trans>Looking at what was not sent…</Trans>
        </p>
      )}
      {stage.kind === 'locked' && (
        <>
          {ending.data === 'hand-over' ? (
            <p>
              <Trans>Unlock it to hand over what was not sent. Nothing of it is shown.</Trans>
            </p>
          ) : (
            <p>
              <Trans>Its data is sealed.</Trans>
            </p>
          )}
          {ending.data === 'hand-over' && <Unlock bridge={bridge} status={stage.status} />}
          <WipeNow unsent={null} onWipe={() => wipe(ending.data === 'wipe' ? 'revoker' : 'person')} />
        </>
      )}
      {stage.kind === 'handing' && (
        <p role="status">
          <Trans>
            Handing over <Plural value={stage.unsent.edits} one="# change" other="# changes" />:{' '}
            {stage.handed} are at the hub.
          </Trans>
        </p>
      )}
      {stage.kind === 'waiting' && (
        <>
          <p className="bad" role="alert">
            <Trans>Not handed over yet: {stage.problem}</Trans>
          </p>
          <p>
            <Trans>
              <Plural value={stage.unsent.edits} one="# change" other="# changes" /> and{' '}
              <Plural value={stage.unsent.files.length} one="# file" other="# files" /> wait on this computer.
              It is tried again by itself every half minute, and nothing is wiped before.
            </Trans>
          </p>
          <div>
            <Button onClick={tryAgain}>
              <Trans>Try again</Trans>
            </Button>
          </div>
          <WipeNow unsent={stage.unsent} onWipe={() => wipe('person')} />
        </>
      )}
      {stage.kind === 'left' && (
        <>
          <p role="status">
            <Trans>
              All changes were handed over. The hub takes no files of a computer that was ended:{' '}
              <Plural value={stage.unsent.files.length} one="# file" other="# files" /> of it{' '}
              <Plural value={stage.unsent.files.length} one="is" other="are" /> on this computer alone. Save
              what your organisation needs, then wipe.
            </Trans>
          </p>
          <LeftFiles bridge={bridge} unsent={stage.unsent} />
          <div>
            <Button color="red" onClick={() => wipe('person')}>
              <Trans>Wipe this computer’s data</Trans>
            </Button>
          </div>
        </>
      )}
      {stage.kind === 'wiping' && (
        <p role="status">
          <Trans>Wiping: the keys first, then what they sealed…</Trans>
        </p>
      )}
      {stage.kind === 'failed' && (
        <>
          <p className="bad" role="alert">
            {stage.problem}
          </p>
          <div>
            <Button onClick={again}>
              <Trans>Try again</Trans>
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}

function Wiped({ bridge, ending, again }: Shown) {
  const [problem, setProblem] = useState('');
  const { handedOver, lost } = ending;
  async function anew(): Promise<void> {
    const answer = await bridge.call('ending.forget', {});
    if (answer.ok) again();
    else setProblem(answer.failure.message);
  }
  return (
    <Card title={t`This computer’s data was wiped`}>
      <p>
        <Trans>Your organisation ended this computer; the hub said so on {formatLocalTime(ending.at)}.</Trans>
      </p>
      <ul>
        <li>
          {handedOver === null
            ? t`Nothing was handed over.`
            : handedOver === 0
              ? t`No change waited to be handed over.`
              : t`${plural(handedOver, { one: '# change', other: '# changes' })} that ${plural(handedOver, { one: 'was', other: 'were' })} not sent before ${plural(handedOver, { one: 'was', other: 'were' })} handed over. Your organisation decides about ${plural(handedOver, { one: 'it', other: 'them' })}.`}
        </li>
        {lost && lost.edits + lost.files > 0 && (
          <li>
            <Trans>
              <Plural value={lost.edits} one="# change" other="# changes" /> and{' '}
              <Plural value={lost.files} one="# file" other="# files" /> were not handed over, and are gone
              {ending.by === 'revoker' ? t`, as who ended this computer chose` : t`, as was chosen here`}.
            </Trans>
          </li>
        )}
        <li>
          <Trans>
            The keys were destroyed first, then cases, files and all else that the console kept here.
          </Trans>
        </li>
      </ul>
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button onClick={() => void anew()}>
          <Trans>Enrol this computer again</Trans>
        </Button>
      </div>
      <p className="quiet">
        <Trans>A new one-time code enrols it again.</Trans>
      </p>
    </Card>
  );
}

/** @param again the page reads itself anew: what comes next is another screen */
export function EndedScreen({ again = forgetAll, ...shown }: Omit<Shown, 'again'> & Partial<Shown>) {
  const all = { ...shown, again };
  return shown.ending.stage === 'wiped' ? <Wiped {...all} /> : <Running {...all} />;
}
