/** Checks a credential that somebody presents, or those of a person who is known here. Works without a network. */
import { Button, FileButton, Textarea } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { type DragEvent, useState } from 'react';
import { MAX_CREDENTIAL_LENGTH } from '../../../shared/certification/token.ts';
import { dayOf, type Verdict } from '../../../shared/certification/verdict.ts';
import { useConsole } from '../../data/hooks.tsx';
import { checkCredential, readCredentialsOf } from '../../data/own-credentials.ts';
import { useNow } from '../../ui/now.ts';
import { Screen } from '../../ui/screen.tsx';
import { clockTime } from '../../ui/times.ts';
import { useProductNames } from './holder-screen.tsx';
import { type Chosen, LookUp } from './look-up.tsx';
import { PartsNav } from './parts-nav.tsx';
import { CheckList, coverageWords, ListAge, VerdictSentence } from './verdict-view.tsx';

/** A file of this size is no credential, whatever is in it; four bytes are the most that one character takes. */
const MOST_BYTES = MAX_CREDENTIAL_LENGTH * 4;

type Asked = { kind: 'token'; token: string } | { kind: 'person'; person: Chosen };
interface Judged {
  id: string;
  verdict: Verdict;
  reason: string;
}

function Answer({ judged, at, names }: { judged: Judged; at: string; names: ReadonlyMap<string, string> }) {
  const { verdict, reason, id } = judged;
  const { said } = verdict;
  const genuine = !['tampered', 'unreadable', 'untrusted-issuer'].includes(verdict.kind);
  return (
    <section className="card stack" aria-labelledby={`answer-${id}`}>
      <h2 id={`answer-${id}`}>{genuine && said?.name ? said.name : 'The credential'}</h2>
      <VerdictSentence verdict={verdict} reason={reason} />
      <ListAge verdict={verdict} />
      <CheckList verdict={verdict} />
      {genuine && said && (
        <dl className="facts">
          <dt>Holder</dt>
          <dd>{said.person.name || 'names nobody'}</dd>
          <dt>Covers</dt>
          <dd>{coverageWords(verdict, names).join('; ') || 'no product'}</dd>
          <dt>Valid</dt>
          <dd className="num">
            {dayOf(said.validFrom)} to {said.validUntil ? dayOf(said.validUntil) : 'no end'}
          </dd>
          <dt>Issuer</dt>
          <dd>{said.issuer.name || said.issuer.id}</dd>
        </dl>
      )}
      <p className="quiet num">Checked on this computer, {clockTime(at)}.</p>
    </section>
  );
}

export function CheckScreen() {
  const { db, now } = useConsole();
  const at = useNow(now);
  const names = useProductNames();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [problem, setProblem] = useState('');
  const [over, setOver] = useState(false);
  const answers = useLiveQuery(async (): Promise<Judged[]> => {
    if (!asked) return [];
    if (asked.kind === 'token')
      return [{ id: 'presented', verdict: await checkCredential(db, asked.token, new Date(at)), reason: '' }];
    const held = await readCredentialsOf(db, asked.person.id, new Date(at));
    return held.map(({ id, verdict, state, stateReason }) => ({
      id,
      verdict,
      reason: state === 'valid' ? '' : stateReason,
    }));
  }, [db, asked, at]);

  function check(token: string): void {
    const empty = token.trim() === '';
    setProblem(empty ? 'Paste a credential, or choose its file.' : '');
    if (!empty) setAsked({ kind: 'token', token });
  }
  async function read(file: File | null | undefined): Promise<void> {
    if (!file) return;
    if (file.size > MOST_BYTES)
      return setProblem(`${file.name} is larger than a credential can be. Nothing was read from it.`);
    const read = await file.text().catch(() => null);
    if (read === null) return setProblem(`${file.name} cannot be read from the disk. Choose it again.`);
    setText(read.slice(0, MAX_CREDENTIAL_LENGTH + 1));
    check(read);
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    const dropped = event.dataTransfer.getData('text/plain');
    if (file) void read(file);
    else if (dropped === '') setProblem('This is no file and no text.');
    else {
      setText(dropped.slice(0, MAX_CREDENTIAL_LENGTH + 1));
      check(dropped);
    }
  }

  return (
    <Screen title="Check a credential">
      <PartsNav here="/credentials/check" />
      <section
        className="card stack credential-drop no-print"
        aria-label="The credential to check"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check(text);
          }}
        >
          <Textarea
            label="Credential"
            description="Paste its text here, or drop its file (.jwt) anywhere in this box."
            value={text}
            maxRows={6}
            autosize
            minRows={3}
            classNames={{ input: 'mono' }}
            error={problem || undefined}
            onChange={(event) => {
              setProblem('');
              setText(event.currentTarget.value.slice(0, MAX_CREDENTIAL_LENGTH + 1));
            }}
          />
          <div className="row">
            <Button type="submit">Check it</Button>
            <FileButton
              onChange={(file) => void read(file)}
              accept=".jwt,.txt,text/plain"
              inputProps={{ 'aria-label': 'File with the credential' }}
            >
              {(props) => (
                <Button variant="default" {...props}>
                  Choose a file
                </Button>
              )}
            </FileButton>
          </div>
        </form>
        <LookUp onChoose={(person) => setAsked({ kind: 'person', person })} />
      </section>
      <div className="stack" role="status" aria-label="Verdict">
        {asked?.kind === 'person' && answers?.length === 0 && (
          <p className="card waiting">
            No credential of {asked.person.name} is on this computer. That does not say that there is none:
            ask for the file.
          </p>
        )}
        {asked &&
          (answers ?? []).map((judged) => <Answer key={judged.id} judged={judged} at={at} names={names} />)}
      </div>
      {asked && (
        <div className="no-print">
          <Button variant="default" onClick={() => window.print()}>
            Print
          </Button>
        </div>
      )}
    </Screen>
  );
}
