/** The systems of the case. */

import { cut } from '../../base/cut.ts';
import { asRead, folded, isName, isNone, saysThereIsNone } from '../../base/spoken.ts';
import type { SystemRecord } from '../../cases/records.ts';
import { hasTelephony } from '../../cases/systems.ts';
import { isVersion, saysWhyNone } from '../../policy/versions.ts';
import { hasCome, isNamed, isQuestion } from '../answers.ts';
import { type Ask, filled, type Rule, type SystemFacts } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { calling, say } from '../sentence.ts';
import { isAsked } from './asked.ts';

/** What some write behind the name of a product. */
const VERSION_BEHIND = /[\s,_-]+(?:v|ver\.?|version|release|rel\.?)?\s*\d[\w.()-]*\s*$/i;

const STALE_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

function onSystem(system: SystemRecord, field: keyof SystemRecord): Finding['where'] {
  return { table: 'systems', id: system.id, field };
}

/** Whether the row stands for several of a kind. */
function isMany({ quantity }: SystemRecord): boolean {
  return (quantity ?? 1) > 1;
}

/** Lines of a carrier, which have no version: said to have none, that is so. */
const LINES = /\b(?:pots|pstn|isdn|analogu?e?|landlines?|festnetz)\b/i;

/** Nothing but lines, as somebody writes who has no exchange: 'Analog lines', 'ISDN trunks'. */
const ONLY_LINES =
  /^(?:\d+ )?(?:pots|pstn|isdn|analogu?e?|landline) (?:telephone |phone )?(?:lines?|trunks?)\W*$/i;

function hasNoVersion({ telephonyPlatform, telephonyVersion }: SystemRecord): boolean {
  const platform = asRead(telephonyPlatform);
  return (
    (isNone(telephonyVersion) && LINES.test(platform)) ||
    (!filled(telephonyVersion) && ONLY_LINES.test(platform))
  );
}

/** What is asked of a system that only helps to understand the fault: which it is, and its version. */
function askInOutline(subject: SystemFacts, ask: Ask): void {
  const { system } = subject;
  const name = { system: calling(system) };
  ask(system.productId !== null || filled(system.productName), {
    code: 'product-not-said',
    message: say`${name}: what it is, is not said`,
    fix: say`Choose the product, or write its name.`,
    where: onSystem(system, 'productId'),
    severity: 'warning',
  });
  if (filled(system.cluster))
    ask(system.nodeRole !== null, {
      code: 'cluster-role-missing',
      message: say`${name}: its role in the cluster is not said`,
      fix: say`Choose publisher, subscriber, TFTP or what it is; or take the cluster away.`,
      where: onSystem(system, 'nodeRole'),
      severity: 'warning',
    });
  // Phones of a model are one row, and have no one name.
  if (!isMany(system))
    ask(isName(system.hostname), {
      code: 'hostname-missing',
      message: say`${name}: the host name is missing`,
      fix: say`Write its host name.`,
      where: onSystem(system, 'hostname'),
      severity: 'warning',
    });
}

const PLATFORMS_TOLD = 3;

/** Whether what is described of the system is one of these platforms, whatever is told besides: `Windows Server 2019, 64 bit`. */
function runsOnOne({ os, hardware, virtualHost }: SystemRecord, platforms: readonly string[]): boolean {
  const described = [os, hardware, virtualHost].map(folded);
  return platforms.map(folded).some((platform) => described.some((words) => words.includes(platform)));
}

const systemFields = [
  ['hostname', 'hostname', say`host name`, say`Write its host name.`],
  ['site', 'site', say`site`, say`Write where it stands.`],
  ['platform', 'platform', say`platform`, say`Choose hardware or virtual.`],
  [
    'os',
    'os',
    say`operating system`,
    say`Write name and version, or read it from the computer; for a phone, its firmware; of what has none, ‘none’ and why.`,
  ],
  [
    'approvedPlatform',
    'approved-platform',
    say`answer whether it is an approved platform`,
    say`Answer yes or no.`,
  ],
] as const;

export const systemRules: readonly Rule[] = [
  {
    id: 'H6',
    title: 'At least one affected IPcelerate system',
    part: 'systems',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-03',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.affectedProducts > 0, {
        ...(facts.affectedSystem
          ? {
              code: 'no-affected-product',
              message: say`None of the affected systems is an IPcelerate product`,
              fix: say`Choose the product of the system that shows the fault.`,
            }
          : {
              code: 'no-affected-system',
              message: say`No affected IPcelerate system is described`,
              fix: say`Add the system that shows the fault, with its product.`,
            }),
        where: {
          table: 'systems',
          id: facts.affectedSystem,
          field: facts.affectedSystem ? 'productId' : null,
        },
      });
    },
  },
  {
    id: 'H7',
    title: 'Each affected or suspected system is described',
    part: 'systems',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      const name = { system: calling(system) };
      if (!isAsked(subject, facts)) {
        if (!isQuestion(facts.case)) askInOutline(subject, ask);
        return;
      }
      ask(system.productId !== null || filled(system.productName), {
        code: 'product-missing',
        message: say`${name}: the product is missing`,
        fix: say`Choose the product, or write its name.`,
        where: onSystem(system, 'productId'),
      });
      if (isQuestion(facts.case)) return;
      if (system.productId === null)
        ask(system.suppliedByIpcelerate !== null, {
          code: 'supplier-missing',
          message: say`${name}: whether IPcelerate supplied it is not said`,
          fix: say`Answer yes or no.`,
          where: onSystem(system, 'suppliedByIpcelerate'),
          clause: 'P-23',
        });
      for (const [field, code, words, fix] of systemFields) {
        if (field === 'hostname' && isMany(system)) continue;
        const value = system[field];
        const chosen = field === 'platform' || field === 'approvedPlatform';
        const written = chosen ? '' : (value ?? '');
        ask(value !== null && (chosen || isNamed(facts, 'systems', field, value)), {
          ...(filled(written)
            ? {
                code: `${code}-says-nothing`,
                message: say`${name}: “${{ said: cut(written.trim(), 40) }}” says nothing of its ${words}`,
              }
            : { code: `${code}-missing`, message: say`${name}: the ${words} is missing` }),
          fix,
          where: onSystem(system, field),
        });
      }
      ask(system.quantity !== 0, {
        code: 'none-by-number',
        message: say`${name}: there is none of it, by its number`,
        fix: say`Write how many there are, or leave the number out where it is one.`,
        where: onSystem(system, 'quantity'),
        severity: 'warning',
      });
      ask(system.approvedPlatform !== 'no', {
        code: 'platform-not-approved',
        message: say`${name}: it does not run on the approved platform, so the problem is not supported as it is`,
        fix: say`Show it on the approved platform and answer yes, or have a lead waive it with the reason.`,
        where: onSystem(system, 'approvedPlatform'),
        clause: 'P-21',
      });
      const listed = subject.product?.approvedPlatforms ?? [];
      const platforms = say`${name}: its platform is called approved, but the catalogue names ${{ platforms: listed.slice(0, PLATFORMS_TOLD) }}`;
      if (system.approvedPlatform === 'yes' && listed.length > 0)
        ask(runsOnOne(system, listed), {
          ...(listed.length > PLATFORMS_TOLD
            ? { code: 'platform-none-of-many', message: say`${platforms} and others` }
            : { code: 'platform-not-in-catalogue', message: platforms }),
          fix: say`Describe operating system, hardware or hypervisor as the catalogue names it; or answer no.`,
          where: onSystem(system, 'approvedPlatform'),
          severity: 'warning',
          clause: 'P-21',
        });
    },
  },
  {
    id: 'H8',
    title: 'Telephony platform and network attachment',
    part: 'systems',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.10',
    subject: 'system',
    check: (subject, facts, ask) => {
      if (!isAsked(subject, facts)) return;
      const { system } = subject;
      ask(
        isNamed(facts, 'systems', 'telephonyPlatform', system.telephonyPlatform) ||
          (!hasTelephony(system) && filled(system.telephonyPlatform)),
        {
          code: 'telephony-missing',
          message: say`${{ system: calling(system) }}: the telephony platform is not described`,
          fix: say`Write the platform and its version, or that there is none.`,
          where: onSystem(system, 'telephonyPlatform'),
        },
      );
      const { telephonyPlatform, telephonyVersion } = system;
      if (hasTelephony(system))
        ask(isVersion(telephonyVersion) || isVersion(telephonyPlatform) || hasNoVersion(system), {
          ...(saysWhyNone(telephonyVersion)
            ? {
                code: 'telephony-version-none-with-why',
                message: say`${{ system: calling(system) }}: the telephony platform has no version that is known, and says why: “${{ said: cut(telephonyVersion.trim(), 60) }}”`,
                fix: say`Write the version where the platform shows one; otherwise leave it, and the lead decides.`,
                severity: 'warning' as const,
              }
            : {
                code: 'telephony-version-missing',
                message: say`${{ system: calling(system) }}: the version of the telephony platform is missing`,
                fix: say`Write it as the platform itself shows it, such as 12.5.1.14900-63; of what shows none, ‘none’ and why, such as “N/A (cloud service)”; or that there is no telephony platform.`,
              }),
          where: onSystem(system, 'telephonyVersion'),
        });
      const { networkAttachment } = system;
      ask(
        isNamed(facts, 'systems', 'networkAttachment', networkAttachment) ||
          (filled(networkAttachment) && saysThereIsNone(networkAttachment)),
        {
          code: 'network-attachment-missing',
          message: say`${{ system: calling(system) }}: how it is attached to the network is not described`,
          fix: say`Write interfaces, addresses and the switch port; or that there is none.`,
          where: onSystem(system, 'networkAttachment'),
        },
      );
    },
  },
  {
    id: 'H9',
    title: 'The description is not older than 7 days',
    part: 'systems',
    severity: 'warning',
    stage: 'level2',
    clause: 'P-03',
    asOf: '2026.11.8',
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      if (!isAsked(subject, facts)) return;
      if (system.capturedAt === null) {
        ask(false, {
          code: 'description-time-not-known',
          message: say`${{ system: calling(system) }}: when the description was read is not known`,
          fix: say`Read the system again, or confirm that nothing changed.`,
          where: onSystem(system, 'capturedAt'),
        });
        return;
      }
      if (!hasCome(facts, system.capturedAt)) {
        ask(false, {
          code: 'read-in-future',
          message: say`${{ system: calling(system) }}: the description was read in the future: ${{ readAt: { at: system.capturedAt, zone: facts.case.createdAt.zone } }}`,
          fix: say`Set the clock of this computer, then read the system again or confirm that nothing changed.`,
          where: onSystem(system, 'capturedAt'),
          severity: 'blocker',
        });
        return;
      }
      ask(Date.parse(facts.now) - Date.parse(system.capturedAt) <= STALE_AFTER_MS, {
        code: 'description-old',
        message: say`${{ system: calling(system) }}: the description is older than 7 days`,
        fix: say`Read the system again, or confirm that nothing changed.`,
        where: onSystem(system, 'capturedAt'),
      });
    },
  },
  {
    id: 'H47',
    title: 'Products are chosen from the catalogue',
    part: 'systems',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-01',
    asOf: '2026.11.9',
    ofQuestion: true,
    subject: 'system',
    check: (subject, facts, ask) => {
      const { system } = subject;
      if (!isAsked(subject, facts)) return;
      if (system.productId !== null) {
        // Where no catalogue is known here, nobody can say.
        ask(subject.product !== null || facts.catalogue.size === 0, {
          code: 'product-not-in-catalogue',
          message: say`${{ system: calling(system) }}: its product, ${{ product: cut(system.productId, 60) }}, is not in the catalogue`,
          fix: say`Choose the product from the catalogue; or have a lead waive it with the reason.`,
          where: onSystem(system, 'productId'),
        });
        return;
      }
      if (!filled(system.productName)) return;
      // 'Sample Recorder 5.4' is the Sample Recorder: its version has a place of its own.
      const listed = [system.productName, system.productName.replace(VERSION_BEHIND, '')]
        .map((words) => facts.catalogue.get(folded(words)))
        .find((product) => product !== undefined);
      ask(listed === undefined, {
        code: 'product-as-free-text',
        message: say`${{ system: calling(system) }}: ${{ product: listed?.name ?? '' }} is in the catalogue, but was written as free text`,
        fix: say`Choose it as the product of the system: the list has it.`,
        where: onSystem(system, 'productName'),
      });
      ask(listed !== undefined || system.suppliedByIpcelerate !== 'yes', {
        code: 'not-ours-by-catalogue',
        message: say`${{ system: calling(system) }}: it is said to be IPcelerate’s, but the catalogue does not have it`,
        fix: say`Choose the product from the catalogue; or have a lead waive it with the reason.`,
        where: onSystem(system, 'suppliedByIpcelerate'),
      });
    },
  },
];
