/** What this computer can be asked: shown with its commands before any of them is run, then run one after the other and read like a file. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Progress } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { decode } from '../../../shared/collect/decode.ts';
import {
  captureOf,
  chosenBeforehand,
  type OfferedCollector,
} from '../../../shared/collect/host-collectors.ts';
import { reported } from '../../store/report.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { bytes } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import classes from './collect.module.css';

type Offer = Extract<CallOutput<'host.collectors'>, { ok: true }>['value'];

interface Ran {
  command: string;
  text: string;
  cut: boolean;
  failure: string;
  /** Bytes that it gave. */
  size: number;
}

function resultWords({ failure, size, cut }: Ran): string {
  if (failure !== '') return failure;
  return `${bytes(size)}${cut ? t`, cut: there was more` : ''}`;
}

function textOf(output: Uint8Array): string {
  const decoded = decode(output);
  return decoded.kind === 'text' ? decoded.text : '';
}

/**
 * @param wanted commands that recipes of the case ask for
 * @param onFile takes what was captured, as a file
 */
export function ThisComputerDrawer({
  wanted,
  onFile,
  onClose,
}: {
  wanted: readonly string[];
  onFile: (file: File) => void;
  onClose: () => void;
}) {
  const app = useApp();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [ran, setRan] = useState<ReadonlyMap<string, Ran>>(new Map());
  const [running, setRunning] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const stopped = useRef(false);
  const asks = useRef(wanted);
  useEffect(() => {
    let gone = false;
    app.bridge.call('host.collectors', {}).then(
      (answer) => {
        if (gone) return;
        if (!answer.ok) return setProblem(answer.failure.message);
        setOffer(answer.value);
        setChosen(chosenBeforehand(answer.value.collectors, asks.current));
      },
      (error: unknown) => !gone && setProblem(reported(error, 'this computer')),
    );
    return () => {
      gone = true;
      stopped.current = true;
    };
  }, [app]);
  const list = offer?.collectors ?? [];
  const all = list.filter(({ id }) => chosen.has(id));
  const size = all.reduce((sum, each) => sum + each.bytes, 0);
  const longest = all.reduce((sum, each) => sum + each.seconds, 0);

  async function runOne({ id, command }: OfferedCollector): Promise<Ran> {
    const none = { command, text: '', cut: false, size: 0 };
    try {
      const answer = await app.bridge.call('host.collect', { id });
      if (!answer.ok) return { ...none, failure: answer.failure.message };
      const { output, cut, failure } = answer.value;
      return { command, text: textOf(output), cut, failure, size: output.length };
    } catch (error) {
      return { ...none, failure: reported(error, 'this computer') };
    }
  }

  async function run(): Promise<void> {
    if (!offer?.system || running !== null) return;
    stopped.current = false;
    setProblem('');
    setRan(new Map());
    const done: Ran[] = [];
    for (const each of all) {
      if (stopped.current) break;
      setRunning(each.id);
      const one = await runOne(each);
      done.push(one);
      setRan((before) => new Map([...before, [each.id, one]]));
    }
    setRunning(null);
    const given = done.filter(({ failure, text }) => failure === '' && text.trim() !== '');
    if (given.length === 0) {
      if (!stopped.current) setProblem(t`None of it gave an output. Enter what you know by hand.`);
      return;
    }
    const now = app.now();
    const at = now.toTimeString().slice(0, 8).replaceAll(':', '.');
    const text = captureOf(offer.system, offer.host, given);
    onFile(new File([text], `${offer.host} ${at}.txt`, { type: 'text/plain', lastModified: now.getTime() }));
    // What failed stays in sight, with why.
    if (done.every(({ failure }) => failure === '')) onClose();
  }

  const choose = (id: string, isChosen: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      if (isChosen) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <Drawer
      title={t`From this computer`}
      onClose={onClose}
      foot={
        running === null ? (
          <>
            <Button disabled={all.length === 0} onClick={() => void run()}>
              <Trans>Run {all.length}</Trans>
            </Button>
            <span className={classes.meta}>
              <Trans>
                about {bytes(size)}, {longest} seconds at the most
              </Trans>
            </span>
          </>
        ) : (
          <>
            <Button
              variant="default"
              onClick={() => {
                stopped.current = true;
              }}
            >
              <Trans>Stop after this one</Trans>
            </Button>
            <Progress
              value={(ran.size / Math.max(1, all.length)) * 100}
              aria-label={t`How many were run`}
              style={{ flex: 1 }}
            />
          </>
        )
      }
    >
      <p>
        <Trans>
          These commands, and no others, are run on{' '}
          <span className="mono">{offer?.host ?? t`this computer`}</span>. They change nothing. What they
          print becomes a file here, and proposals; nothing is written into the case before you accept it.
        </Trans>
      </p>
      {problem !== '' && (
        <p role="alert" className="bad">
          {problem}
        </p>
      )}
      {offer && offer.system === null && (
        <p className="quiet">
          <Trans>Nothing can be run on this kind of computer. Drop outputs that you captured.</Trans>
        </p>
      )}
      <p role="status" className="visually-hidden">
        {running === null ? '' : t`Running ${list.find(({ id }) => id === running)?.words ?? ''}`}
      </p>
      <ul className={classes.collectors}>
        {list.map((each) => {
          const result = ran.get(each.id);
          return (
            <li key={each.id}>
              <Checkbox
                checked={chosen.has(each.id)}
                disabled={!each.there || running !== null}
                onChange={(event) => choose(each.id, event.currentTarget.checked)}
                label={each.words}
                description={
                  each.there
                    ? [t`about ${bytes(each.bytes)}`, each.needs === '' ? '' : t`needs ${each.needs}`]
                        .filter(Boolean)
                        .join(', ')
                    : t`not on this computer`
                }
              />
              <code className={classes.command}>{each.command}</code>
              {(running === each.id || result) && (
                <span className={result?.failure ? 'bad' : classes.meta}>
                  {result ? resultWords(result) : t`Running…`}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Drawer>
  );
}
