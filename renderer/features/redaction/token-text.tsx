/** A text of Level 3 with the original beside each token that this computer knows, and the answer to 'which one is it?'. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DeskReply, Ticket } from '../../../shared/tickets/schema.ts';
import { revealName } from '../../commands/desk-replies.ts';
import type { TokenName } from '../../store/device-rows.ts';
import { refusalWords } from '../../store/outcome.ts';
import { useApp } from '../../views/hooks.tsx';
import { readTokenNames } from '../../views/redaction.ts';
import { useView } from '../../views/use-view.ts';

/** What may be a token, with what cannot be its end left out. */
const words = /[A-Za-z0-9](?:[\w.:@+()-]*[A-Za-z0-9])?/g;

/** The tokens of a text that are known on this computer, each once, in the order in which they stand. */
function useTokens(caseId: string, text: string): TokenName[] {
  const found = [...new Set(text.match(words) ?? [])].join(' ');
  return useView(readTokenNames, caseId, found) ?? [];
}

/** The text, with `(pag-02)` behind each known token. */
export function TokenText({ caseId, text }: { caseId: string; text: string }) {
  const known = new Map(useTokens(caseId, text).map((each) => [each.token, each]));
  if (known.size === 0) return text;
  const parts: { at: number; text: string; original: string | null }[] = [];
  let at = 0;
  for (const found of text.matchAll(words)) {
    const name = known.get(found[0]);
    if (!name) continue;
    const end = found.index + found[0].length;
    const original = name.kind === 'SECRET' ? t`a secret` : name.original;
    parts.push({ at, text: text.slice(at, end), original });
    at = end;
  }
  parts.push({ at, text: text.slice(at), original: null });
  return parts.map(({ at: place, text: part, original }) => (
    <span key={place}>
      {part}
      {original !== null && (
        <span className="quiet">
          {' '}
          <Trans>({original}, on this computer only)</Trans>
        </span>
      )}
    </span>
  ));
}

/** One click for each token of a question: Level 3 then knows that one name, in this ticket. */
export function RevealNames({
  ticket,
  entryId,
  question,
  replies,
}: {
  ticket: Ticket;
  entryId: string;
  question: string;
  replies: readonly DeskReply[];
}) {
  const app = useApp();
  const [problem, setProblem] = useState('');
  const shown = new Set(replies.flatMap(({ reveals }) => reveals?.token ?? []));
  // A secret is nobody's name: there is never a reason to show it.
  const names = useTokens(ticket.caseId, question).filter(
    ({ kind, token }) => kind !== 'SECRET' && !shown.has(token),
  );
  if (names.length === 0) return null;
  return (
    <div className="stack">
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        {names.map((name) => (
          <Button
            key={name.token}
            variant="default"
            onClick={() =>
              void revealName(app, ticket, entryId, name).then((result) =>
                setProblem(result.kind === 'refused' ? refusalWords(result) : ''),
              )
            }
          >
            <Trans>
              Tell Level 3: {name.token} is {name.original}
            </Trans>
          </Button>
        ))}
        <span className="quiet">
          <Trans>Only this name, in this ticket; it stands in the history of both.</Trans>
        </span>
      </div>
    </div>
  );
}
