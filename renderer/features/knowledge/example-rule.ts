import { t } from '@lingui/core/macro';
import type { RuleRecord } from '../../../shared/knowledge/rules.ts';

/** What a new rule begins with: a whole one, to be written over. */
export function exampleRule(now: string): RuleRecord {
  const sample = { now, faultAt: null, capturedAt: null };
  return {
    id: 'my-rule',
    rule: {
      id: 'my-rule',
      version: 1,
      when: [{ kind: 'log', pattern: 'join pending', count: 3, minutes: 10 }],
      message: t`{system} waits for a join: {value}`,
      todo: t`Say what to look at next.`,
      clause: null,
      handoff: null,
    },
    active: true,
    samples: [
      {
        ...sample,
        name: 'found',
        text: '2026-11-23 07:31:15 WARN join pending zone=2\n'.repeat(3),
        finds: true,
      },
      {
        ...sample,
        name: 'near miss',
        text: '2026-11-23 07:31:15 WARN join pending zone=2\n',
        finds: false,
      },
    ],
    publishedAt: now,
  };
}
