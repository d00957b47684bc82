/** Every original that is replaced in a file, by kind, with a box that keeps it; and what stays in clear, with why. */
import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { type Kind, kinds } from '../../../shared/redaction/kinds.ts';
import type { RedactionChoice } from '../../../shared/redaction/records.ts';
import { type FileView, kindWords, type ReplacedGroup } from '../../../shared/redaction/session.ts';
import { focusFirst } from '../../ui/focus-first.ts';
import css from './redaction.module.css';
import { useKept } from './use-redaction.ts';

const parts: readonly { title: string; kinds: readonly Kind[] }[] = [
  { title: t`Secrets`, kinds: ['SECRET'] },
  { title: t`Addresses, prefixes kept`, kinds: ['IPV4', 'IPV6', 'MAC'] },
  { title: t`Host names and domains`, kinds: ['HOST', 'DOMAIN'] },
  { title: t`People and telephones`, kinds: ['USER', 'MAIL', 'TEL'] },
];
/** Lines of one part; more are counted. */
const MOST_SHOWN = 300;

export type Decide = (
  choice: RedactionChoice['choice'],
  original: { kind: Kind; text: string },
) => Promise<void>;

function shown(text: string): string {
  const first = text.split('\n', 1)[0] ?? '';
  return text.includes('\n') ? `${first} …` : first;
}

function Group({ group, decide, go }: { group: ReplacedGroup; decide: Decide; go: (line: number) => void }) {
  const { kind, original, token, count, lines } = group;
  return (
    <div className={css.item}>
      <input
        type="checkbox"
        checked
        aria-label={t`Replace ${shown(original)}`}
        onChange={() => void decide('keep', { kind, text: original })}
      />
      <button
        type="button"
        className={`mono ${css.cut}`}
        title={original}
        onClick={() => go((lines[0] ?? 1) - 1)}
      >
        {shown(original)}
      </button>
      <span className="quiet num">{count}</span>
      <span className={`mono quiet ${css.cut} ${css.becomes}`} title={token}>
        {shown(token)}
      </span>
    </div>
  );
}

function Kept({ caseId, decide }: { caseId: string; decide: Decide }) {
  const kept = useKept(caseId);
  if (!kept || kept.length === 0) return null;
  return (
    <section aria-label={t`Kept in clear`}>
      <h3>
        <span>
          <Trans>Kept in clear</Trans>
        </span>
        <span className="num">{kept.length}</span>
      </h3>
      {kept.map(({ text, why, chosen }) => (
        <div key={text} className={css.item}>
          <input
            type="checkbox"
            checked={false}
            aria-label={t`Replace ${text}`}
            onChange={() => void decide(chosen ? 'by-rules' : 'replace', { kind: 'HOST', text })}
          />
          <span className={`mono ${css.cut}`} title={text}>
            {text}
          </span>
          <span />
          <span className={`quiet ${css.cut}`} title={why}>
            {why}
          </span>
        </div>
      ))}
    </section>
  );
}

function AddForm({ decide }: { decide: Decide }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind>('HOST');
  const [problem, setProblem] = useState('');
  if (!open)
    return (
      <Button variant="subtle" onClick={() => setOpen(true)}>
        <Trans>Redact more…</Trans>
      </Button>
    );
  return (
    <form
      className="stack"
      aria-label={t`Redact more`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim().length < 3) return setProblem(t`Three characters at least.`);
        setProblem('');
        void decide('replace', { kind, text: text.trim() }).then(() => setText(''));
      }}
    >
      <TextInput
        label={t`Replace this wherever it stands`}
        value={text}
        maxLength={300}
        error={problem || undefined}
        ref={focusFirst}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <NativeSelect
        label={t`It is a`}
        value={kind}
        data={kinds.map((value) => ({ value, label: kindWords[value].one }))}
        onChange={(event) => setKind(kinds.find((each) => each === event.currentTarget.value) ?? 'HOST')}
      />
      <div className="row">
        <Button type="submit">
          <Trans>Replace everywhere</Trans>
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </form>
  );
}

export function ReplacedList({
  caseId,
  file,
  decide,
  go,
}: {
  caseId: string;
  file: FileView;
  decide: Decide;
  go: (line: number) => void;
}) {
  return (
    <section className={css.replaced} aria-label={t`Replaced`}>
      <div className="row" style={{ padding: '8px 8px 0' }}>
        <h2>
          <Trans>Replaced</Trans>
        </h2>
        <span className="quiet num">
          <Trans>
            {file.replaced} in <Plural value={file.changed} one="# line" other="# lines" />
          </Trans>
        </span>
      </div>
      <section className={css.list} aria-label={t`What is replaced`}>
        {file.groups.length === 0 && (
          <p className="quiet">
            <Trans>No rule finds anything in this file. Read it.</Trans>
          </p>
        )}
        {parts.map((part) => {
          const groups = file.groups.filter(({ kind }) => part.kinds.includes(kind));
          if (groups.length === 0) return null;
          const count = groups.reduce((sum, each) => sum + each.count, 0);
          return (
            <section key={part.title} aria-label={part.title}>
              <h3>
                <span>{part.title}</span>
                <span className="num">{count}</span>
              </h3>
              {groups.slice(0, MOST_SHOWN).map((group) => (
                <Group key={`${group.kind} ${group.original}`} group={group} decide={decide} go={go} />
              ))}
              {groups.length > MOST_SHOWN && (
                <p className="quiet">
                  <Trans>{groups.length - MOST_SHOWN} more are replaced; they stand in the text.</Trans>
                </p>
              )}
            </section>
          );
        })}
        <Kept caseId={caseId} decide={decide} />
      </section>
      <div className={css.add}>
        <AddForm decide={decide} />
      </div>
    </section>
  );
}
