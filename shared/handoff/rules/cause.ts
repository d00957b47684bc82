/** Where the fault is thought to lie, and whether that is IPcelerate's to look at. */
import { excludedName } from '../../policy/excluded-names.ts';
import { askSentence } from '../answers.ts';
import { onCase, type Rule } from '../rule.ts';
import { calling, say } from '../sentence.ts';

export const causeRules: readonly Rule[] = [
  {
    id: 'H29',
    title: 'The fault is thought to lie in what is supported',
    part: 'papers',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-23',
    asOf: '2026.11.10',
    subject: 'case',
    check: (facts, ask) => {
      const { suspectedExcludedId, suspectedSystemId, notIsolated } = facts.case;
      const said = suspectedExcludedId !== '' || suspectedSystemId !== null;
      if (!said && notIsolated === 'yes') {
        askSentence(
          facts,
          ask,
          'suspectedWhy',
          {
            code: 'place-not-isolated-without-why',
            message: say`The place of the fault is not isolated yet, and why is not said`,
            fix: say`Write what was ruled out, and what is still possible.`,
          },
          true,
        );
        return;
      }
      ask(said, {
        code: 'suspected-not-chosen',
        message: say`The suspected system is not chosen`,
        fix: say`Choose one of the systems of the case, or what it is instead; or say that it is not isolated yet, and why.`,
        where: onCase(facts, 'suspectedSystemId'),
      });
      if (!said) return;
      ask(notIsolated !== 'yes', {
        code: 'place-chosen-and-not-isolated',
        message: say`The place of the fault is said not to be isolated yet, and one is chosen`,
        fix: say`Answer that it is isolated, or choose no place.`,
        where: onCase(facts, 'notIsolated'),
        severity: 'warning',
      });
      const system = facts.suspectedSystem;
      if (suspectedExcludedId === '' && !system) {
        ask(false, {
          code: 'suspected-not-described',
          message: say`The system that is suspected is no longer described`,
          fix: say`Choose the suspected system among those that are.`,
          where: onCase(facts, 'suspectedSystemId'),
        });
        return;
      }
      const named = system?.productId === null ? excludedName(system.productName) : null;
      const foreign = system?.productId === null && system.suppliedByIpcelerate === 'no';
      if (system?.productId === null && suspectedExcludedId === '')
        ask(system.suppliedByIpcelerate !== null, {
          code: 'supplier-not-said',
          message: say`Whether IPcelerate supplied ${{ system: calling(system) }}, where the fault is thought to lie, is not said`,
          fix: say`Answer yes or no; or choose another place for the fault.`,
          where: { table: 'systems', id: system.id, field: 'suppliedByIpcelerate' },
        });
      ask(suspectedExcludedId === '' && !foreign && named === null, {
        ...(suspectedExcludedId !== ''
          ? {
              code: 'suspected-excluded',
              message: say`The fault is thought to lie in a system that IPcelerate does not troubleshoot`,
            }
          : named !== null
            ? {
                code: 'suspected-excluded-by-name',
                message: say`The fault is thought to lie in ${{ excluded: named }}, which IPcelerate does not troubleshoot`,
              }
            : {
                code: 'suspected-not-provided',
                message: say`The fault is thought to lie in equipment that IPcelerate did not provide, which it does not troubleshoot`,
              }),
        fix: say`Take it to who supports that system, and end the case as not ours; or choose the product where it is shown to lie there.`,
        where: onCase(facts, 'suspectedSystemId'),
      });
      askSentence(facts, ask, 'suspectedWhy', {
        code: 'evidence-missing',
        message: say`The evidence for the suspected system is not given`,
        fix: say`Write what points to it.`,
        severity: 'warning',
      });
    },
  },
];
