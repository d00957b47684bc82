/** Where a value came from, in words and as a mark beside it. */
import { t } from '@lingui/core/macro';
import type { Provenance } from '../../../../shared/cases/records.ts';
import { Icon } from '../../../ui/icons.tsx';
import { formatLocalTime } from '../../../ui/times.ts';

/** `typed by Sample Engineer, 23 Nov 2026, 14:05`. */
export function provenanceText(provenance: Provenance): string {
  const at = formatLocalTime(provenance.at);
  switch (provenance.kind) {
    case 'typed':
      return t`Typed by ${provenance.by.name}, ${at}`;
    case 'computer':
      return t`${provenance.query} on ${provenance.host}, ${at}`;
    case 'file':
      return `${provenance.name}${provenance.fromLine ? t`, line ${provenance.fromLine}` : ''}, ${at}`;
    case 'command':
      return t`${provenance.command} on ${provenance.device}, ${at}`;
  }
}

/** A small mark that says where a value came from. */
export function ProvenanceMark({ text }: { text: string }) {
  return (
    <span className="quiet" title={text}>
      <Icon name="note" />
      <span className="skip">{text}</span>
    </span>
  );
}
