/** What was done in certification: when, by whom, with which reason. The hub keeps it; nobody changes it. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { toCsv } from '../../../shared/base/csv.ts';
import { capital } from '../../../shared/base/sentence.ts';
import type { AuditRecord } from '../../../shared/certification/schema.ts';
import { saveTextFile } from '../../ui/save-file.ts';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp } from '../../views/hooks.tsx';
import { type AuditNames, findAudits, readAuditTrail } from '../../views/registry.ts';
import { readOnce, useView } from '../../views/use-view.ts';

/** Entries that are drawn; the search and the file have the others. */
const DRAWN = 200;

/** `credential-revoked` as people say it. */
const actionWords = (action: string) => capital(action.replaceAll('-', ' '));

/** Whom or what it is about, by name; its id where no name is known here. */
const aboutWords = ({ subject }: AuditRecord, names: AuditNames) => names.get(subject) ?? subject;

export const detailWords = ({ detail }: AuditRecord, names: AuditNames) =>
  Object.entries(detail)
    // An id beside its name says nothing more, once it is told by that name.
    .filter(
      ([name, value]) =>
        !(name.endsWith('Id') && typeof value === 'string' && names.get(value) === detail[name.slice(0, -2)]),
    )
    .map(
      ([name, value]) =>
        `${name}: ${typeof value === 'string' ? (names.get(value) ?? value) : JSON.stringify(value)}`,
    )
    .join(', ');

function holdsWords(each: AuditRecord, names: AuditNames, query: string): boolean {
  const all =
    `${each.action} ${actionWords(each.action)} ${each.by?.name ?? 'hub'} ${aboutWords(each, names)} ${each.subject} ${each.reason} ${detailWords(each, names)}`.toLowerCase();
  return query.split(' ').every((word) => all.includes(word));
}

/** The trail as a file, the oldest first; instants in UTC. */
export function auditCsv(audits: readonly AuditRecord[], names: AuditNames): string {
  return toCsv([
    ['number', 'at', 'by', 'by id', 'action', 'about', 'subject', 'reason', 'detail'],
    ...audits.map((each) => [
      each.id,
      each.at,
      each.by?.name ?? 'hub',
      each.by?.id ?? '',
      each.action,
      names.get(each.subject) ?? '',
      each.subject,
      each.reason,
      JSON.stringify(each.detail),
    ]),
  ]);
}

export function AuditPart() {
  const app = useApp();
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const query = words.join(' ');
  const fits = useCallback((each: AuditRecord, names: AuditNames) => holdsWords(each, names, query), [query]);
  const found = useView(findAudits, fits, DRAWN);

  async function save(): Promise<void> {
    const { audits, names } = await readOnce(app, readAuditTrail);
    saveTextFile(`audit-${app.now().toISOString().slice(0, 10)}.csv`, auditCsv(audits, names), 'text/csv');
  }

  return (
    <>
      <div className="row">
        <TextInput
          label={t`Search the audit trail`}
          value={search}
          maxLength={300}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button mt={20} variant="default" onClick={() => void save()}>
          <Trans>Save all as CSV</Trans>
        </Button>
        <span className="quiet num" role="status">
          {found ? t`${plural(found.count, { one: '# entry', other: '# entries' })} here` : ''}
        </span>
      </div>
      {found?.entries.length === 0 ? (
        <p className="card empty">{found.count === 0 ? t`Nothing was done yet.` : t`No entry fits.`}</p>
      ) : (
        <div className="card">
          <ul className="plain-list" aria-label={t`Audit trail, newest first`}>
            {(found?.entries ?? []).map((each) => (
              <li key={each.id} className="entry">
                <strong>{actionWords(each.action)}</strong>{' '}
                {found?.names.has(each.subject) && <span>{found.names.get(each.subject)}</span>}{' '}
                <span className="quiet num">
                  {each.by?.name ?? t`the hub`}, {formatLocalTime(each.at)}
                </span>
                {each.reason !== '' && <div>{each.reason}</div>}
                <div className="quiet">
                  {detailWords(each, found?.names ?? new Map())} <span className="mono">{each.subject}</span>
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found && found.entries.length === DRAWN && (
        <p className="quiet num">
          <Trans>The newest {DRAWN} are shown. The file has all.</Trans>
        </p>
      )}
    </>
  );
}
