/** H12: what leaves the device is redacted, said file by file. */
import { isPicture } from '../../cases/attachments.ts';
import { filled, type Rule } from '../rule.ts';

export const fileRules: readonly Rule[] = [
  {
    id: 'H12',
    title: 'Every file that is no picture is redacted',
    part: 'configuration',
    severity: 'blocker',
    clause: null,
    ofQuestion: true,
    subject: 'attachment',
    check: (file, facts, ask) => {
      if (isPicture(file)) return;
      const where = { table: 'attachments', id: file.id, field: 'redaction' };
      const said = facts.redactions.get(file.id);
      if (!said || said.sha256 !== file.sha256) {
        ask(false, {
          message: `Nobody has said whether ${file.name} was redacted`,
          fix: 'Look through the file; say that it was redacted, or why it does not need to be.',
          where,
        });
        return;
      }
      ask(said.state === 'redacted' || filled(said.reason), {
        message: `Why ${file.name} needs no redaction is not said`,
        fix: 'Write why nothing in it names a person, a secret or a host that must not leave.',
        where,
      });
    },
  },
];
