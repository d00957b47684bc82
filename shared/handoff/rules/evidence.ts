/** What is attached: logs of the time of the fault, and files that can be read. */
import { isSentence, isWord } from '../../base/spoken.ts';
import { canBe, hasCome } from '../answers.ts';
import { oldest, type Rule } from '../rule.ts';
import { named, say } from '../sentence.ts';

/** Whether one of the times lies between the two. */
function covers(from: number, to: number, times: readonly number[]): boolean {
  return times.some((each) => from <= each && each <= to);
}

export const evidenceRules: readonly Rule[] = [
  {
    id: 'H38',
    title: 'The logs cover the time of the fault',
    part: 'steps',
    severity: 'warning',
    stage: 'level2',
    clause: 'P-06',
    asOf: '2026.11.10',
    subject: 'case',
    check: (facts, ask) => {
      const seen = facts.case.firstSeen;
      // A fault that began years ago shows in the logs of a call that it touched.
      const times = [seen, ...[...facts.examples].map(({ at }) => at)]
        .flatMap((each) => (each === null ? [] : [Date.parse(each.at)]))
        .filter((each) => hasCome(facts, new Date(each).toISOString()));
      const logs = facts.attachments.filter((file) => file.category === 'log');
      const first = oldest(logs);
      // Nobody can say of a log that it covers a time which nobody has said: H42 asks for that.
      if (seen === null && first) return;
      const covering = logs.filter(
        (file) =>
          file.coversFrom !== null &&
          file.coversTo !== null &&
          file.readable &&
          file.size > 0 &&
          hasCome(facts, file.coversTo.at) &&
          canBe(facts, file.coversFrom.at) &&
          covers(Date.parse(file.coversFrom.at), Date.parse(file.coversTo.at), times),
      );
      const isCovered = covering.length > 0;
      // Who says that logs were examined has them, or says in that step why there is no file.
      const claimed = facts.steps.some(
        ({ kind, noEvidenceWhy }) => kind === 'examine-logs' && !isSentence(noEvidenceWhy),
      );
      ask(isCovered, {
        ...(logs.length === 0
          ? { code: 'no-log', message: say`No log is attached`, fix: say`Attach the logs of that time.` }
          : {
              code: 'no-log-covers',
              message: say`No log is known to cover the time at which it began, or that of an example`,
              fix: say`Say what time each log covers, or attach the one that does.`,
            }),
        where: { table: 'attachments', id: first?.id ?? null, field: first ? 'coversFrom' : null },
        ...(claimed ? { severity: 'blocker' as const } : {}),
      });
      // A log that names no system is of any of them where there is only one.
      if (!isCovered || facts.askedSystems.length < 2) return;
      for (const { id, name } of facts.askedSystems)
        ask(
          covering.some(({ systemId }) => systemId === id),
          {
            code: 'no-log-of-system-covers',
            message: say`${{ system: named(name) }}: no log of it is known to cover the time at which it began, or that of an example`,
            fix: say`Attach its log of that time, and choose the system that it is of.`,
            where: { table: 'attachments', id: null, field: null },
          },
        );
    },
  },
  {
    id: 'H39',
    title: 'No empty or unreadable attachment',
    part: 'steps',
    severity: 'blocker',
    stage: 'level1',
    clause: null,
    asOf: '2026.11.9',
    ofQuestion: true,
    subject: 'attachment',
    check: (file, _facts, ask) => {
      const name = { file: file.name };
      ask(file.size > 0, {
        code: 'file-empty',
        message: say`${name} is empty`,
        fix: say`Attach it again from its source, or remove it.`,
        where: { table: 'attachments', id: file.id, field: 'name' },
      });
      if (file.size === 0) return;
      ask(file.readable, {
        code: 'file-without-text',
        message: say`${name} has no text that can be read`,
        fix: say`Attach it again from its source, or remove it; or have a lead waive it with the reason.`,
        where: { table: 'attachments', id: file.id, field: 'readable' },
      });
      ask(file.textFrom === null || !file.readable || isWord(file.note), {
        code: 'file-with-zero-bytes',
        message: say`${name} has zero bytes in it: its text begins at byte ${{ byte: file.textFrom ?? 0 }}`,
        fix: say`Attach it again where the source has it whole; otherwise write in its note where the zero bytes come from.`,
        where: { table: 'attachments', id: file.id, field: 'note' },
        severity: 'warning',
      });
    },
  },
];
