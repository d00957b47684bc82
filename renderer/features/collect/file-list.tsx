/** What was dropped: what each file was taken for, what was not read of it, and the question where nobody can tell. */
import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { outputKey } from '../../../shared/collect/collect.ts';
import type { ReadOutput } from '../../../shared/collect/collected.ts';
import { kindWords } from '../../../shared/collect/kind-words.ts';
import { bytes } from '../../ui/times.ts';
import type { DroppedFile } from '../../workers/outputs-service.ts';
import classes from './collect.module.css';
import type { CollectingSession } from './collecting.ts';

/** `Cisco IOS show version, 41 facts`. */
function takenFor(outputs: readonly ReadOutput[], facts: number, isLog: boolean): string {
  const read = outputs.filter(({ kind }) => kind !== 'unknown');
  const kinds = [...new Set(read.map(({ kind }) => kind))];
  if (read.length === 0) return isLog ? t`A log: rules look through its lines` : t`Not recognised`;
  const [first = '', ...more] = kinds;
  const least = Math.min(...read.map(({ certainty }) => certainty));
  return [
    more.length === 0 ? kindWords(first) : plural(read.length, { one: '# output', other: '# outputs' }),
    plural(facts, { one: '# fact', other: '# facts' }),
    ...(least < 0.8 ? [t`${Math.round(least * 100)} % certain`] : []),
  ].join(', ');
}

function WhatIsIt({
  session,
  output,
  kinds,
}: {
  session: CollectingSession;
  output: ReadOutput;
  kinds: readonly string[];
}) {
  const say = (kind: string) => session.say(outputKey(output.file, output.fromLine), kind);
  return (
    <div className={classes.ask}>
      {output.alternatives.map(({ kind }) => (
        <Button key={kind} size="compact-xs" variant="default" onClick={() => say(kind)}>
          {kindWords(kind)}
        </Button>
      ))}
      <NativeSelect
        size="xs"
        aria-label={t`What ${output.file}, line ${output.fromLine}, is`}
        value=""
        onChange={(event) => event.currentTarget.value !== '' && say(event.currentTarget.value)}
        data={[
          { value: '', label: output.alternatives.length > 0 ? t`something else…` : t`say what it is…` },
          ...kinds.map((kind) => ({ value: kind, label: kindWords(kind) })),
        ]}
      />
    </div>
  );
}

/** Outputs that nobody recognised, of a file of which others were. */
const ASKED_AT_ONCE = 3;

export function FileList({
  session,
  attached,
  onAttach,
  onLook,
}: {
  session: CollectingSession;
  /** Contents that the case has as files. */
  attached: ReadonlySet<string>;
  /** Attaches a file that no fact is taken from; null where the case takes none. */
  onAttach: ((file: DroppedFile) => void) | null;
  /** Looks into a log, which becomes a file of the case for it; null where the case takes none. */
  onLook: ((file: DroppedFile) => void) | null;
}) {
  const { files, outputs, groups, readBefore, shown, hosts } = useStore(session.store);
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const asks = files.length > 0;
  useEffect(() => {
    if (asks) void session.kindsOfOutputs().then(setKinds);
  }, [asks, session]);
  const factsOf = new Map<string, number>();
  for (const { proposals } of groups)
    for (const { file } of proposals) factsOf.set(file, (factsOf.get(file) ?? 0) + 1);
  return (
    <ul className={classes.files}>
      {files.map((file) => {
        const own = outputs.filter((each) => each.file === file.name);
        const unknown = own.filter(({ kind, notes }) => kind === 'unknown' && notes.length === 0);
        const before = readBefore.has(file.name);
        const isAttached = file.sha256 !== null && attached.has(file.sha256);
        const facts = factsOf.get(file.name) ?? 0;
        const notes = [...file.notes, ...own.flatMap((each) => each.notes)];
        return (
          <li key={file.name} className={classes.file} data-shown={shown?.file === file.name}>
            <button
              type="button"
              className={classes.fileName}
              onClick={() => session.store.setState({ shown: { file: file.name, line: 1 } })}
            >
              {file.name}
            </button>
            <span className={classes.meta}>
              {file.archive === null ? '' : t`from ${file.archive}, `}
              {bytes(file.size)}
              {isAttached ? t`, attached` : ''}
              {file.lines > 0 ? `, ${plural(file.lines, { one: '# line', other: '# lines' })}` : ''}
            </span>
            <span className={classes.meta}>
              {before
                ? t`Read before: it proposes nothing again.`
                : file.lines === 0
                  ? t`Not read`
                  : takenFor(own, facts, file.isLog)}
            </span>
            {notes.map((note) => (
              <span key={note} className={classes.note}>
                {note}
              </span>
            ))}
            {unknown.length > 0 && (
              <div className={classes.ask}>
                {own.length > unknown.length && (
                  <span className={classes.meta}>
                    <Trans>
                      <Plural value={unknown.length} one="# output" other="# outputs" /> not recognised
                    </Trans>
                  </span>
                )}
                {unknown.slice(0, ASKED_AT_ONCE).map((output) => (
                  <div key={output.fromLine}>
                    <span className={classes.meta}>
                      {output.command === null && file.isLog && own.length === 1
                        ? t`Or is it an output?`
                        : t`${output.command ?? t`From line ${output.fromLine}`}: is it one of these?`}
                    </span>
                    <WhatIsIt session={session} output={output} kinds={kinds} />
                  </div>
                ))}
              </div>
            )}
            {hosts.has(file.name) && (
              <span className={classes.meta}>
                <Trans>Said to be of {hosts.get(file.name)}.</Trans>{' '}
                <button
                  type="button"
                  className={classes.source}
                  onClick={() => session.sayHost([file.name], null)}
                >
                  <Trans>take it back</Trans>
                </button>
              </span>
            )}
            <div className={classes.acts}>
              {before && (
                <Button size="compact-xs" variant="default" onClick={() => session.readAgain(file.name)}>
                  <Trans>Read again</Trans>
                </Button>
              )}
              {onAttach && file.content !== null && !isAttached && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => onAttach(file)}
                  aria-label={t`Attach ${file.name} to the case`}
                >
                  <Trans>Attach</Trans>
                </Button>
              )}
              {onLook && file.content !== null && file.isLog && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => onLook(file)}
                  aria-label={t`Look into ${file.name}`}
                >
                  <Trans>Look into</Trans>
                </Button>
              )}
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => session.drop([file.name])}
                aria-label={t`Remove ${file.name}`}
              >
                <Trans>Remove</Trans>
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
