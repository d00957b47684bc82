/** `npm run hub -- device-rules ...`: what the computers of an organisation go by. */
import { type DeviceRules, defaultDeviceRules, deviceRuleBounds } from '../../shared/sync/device-rules.ts';
import { addOwnAudit } from '../issuing/audit.ts';
import { transaction } from '../store/database.ts';
import { deviceRulesOf } from '../store/device-rules.ts';
import { findOrganisation } from './finding.ts';
import { columns, type Given, UsageError } from './given.ts';
import type { Group } from './group.ts';

const flags = { leaseDays: 'lease-days', retentionDays: 'retention-days' } as const;
/** The word that takes back what was set. */
const UNSET = { leaseDays: 'default', retentionDays: 'never' } as const;

/** Undefined where it was not given, null where what was set is taken back. @throws UsageError */
function daysFrom(given: Given, rule: keyof DeviceRules): number | null | undefined {
  const text = given.optional(flags[rule]);
  if (text === null) return undefined;
  if (text === UNSET[rule]) return null;
  const { least, most } = deviceRuleBounds[rule];
  const days = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(days >= least && days <= most))
    throw new UsageError(`--${flags[rule]} is ${least} to ${most} days, or ${UNSET[rule]}, not "${text}".`);
  return days;
}

const dayWords = (days: number) => (days === 1 ? '1 day' : `${days} days`);

const words = {
  lease: ({ leaseDays }: DeviceRules) => dayWords(leaseDays),
  retention: ({ retentionDays }: DeviceRules) => (retentionDays === null ? 'never' : dayWords(retentionDays)),
};

export const deviceRules: Group = {
  about: `ORGANISATION is a name or an id. Each console hears the rules within ten minutes while it reaches the hub, and else when it does.

--lease-days N       1 to 90, or "default" (${defaultDeviceRules.leaseDays}): after so many days without the hub a console locks until it reached it. Nothing is
                     deleted by that, and what waits to be sent stays
--retention-days N   1 to 3650, or "never" (as it is where nothing was set): so many days after its end a case leaves the consoles.
                     The hub keeps it`,
  commands: {
    list: {
      form: '[--json]',
      says: 'the rules of each organisation',
      flags: ['json'],
      prepare: (given) => {
        given.none();
        return async ({ database }) => {
          const { rows } = await database.query<{ id: string; name: string }>(
            'SELECT id, name FROM organisations ORDER BY name, id',
          );
          const all: ({ id: string; name: string } & DeviceRules)[] = [];
          for (const each of rows) all.push({ ...each, ...(await deviceRulesOf(database, each.id)) });
          if (given.is('json')) return JSON.stringify(all, null, 2);
          if (all.length === 0) return 'There is no organisation yet.';
          return columns([
            ['ORGANISATION', 'LOCKS WITHOUT THE HUB AFTER', 'CASES LEAVE AFTER THEIR END'],
            ...all.map((each) => [each.name, words.lease(each), words.retention(each)]),
          ]);
        };
      },
    },
    set: {
      form: 'ORGANISATION [--lease-days N|default] [--retention-days N|never]',
      says: 'after how long without the hub consoles lock, and when ended cases leave them',
      flags: ['lease-days', 'retention-days'],
      prepare: (given) => {
        const asked = given.one('which organisation');
        const lease = daysFrom(given, 'leaseDays');
        const retention = daysFrom(given, 'retentionDays');
        if (lease === undefined && retention === undefined)
          throw new UsageError('Say --lease-days, --retention-days or both.');
        return async ({ database }) => {
          const { id, name } = await findOrganisation(database, asked);
          const rules = await transaction(database, async (client) => {
            await client.query(
              `UPDATE organisations SET lease_days = CASE WHEN $2 THEN $3 ELSE lease_days END,
                      retention_days = CASE WHEN $4 THEN $5 ELSE retention_days END WHERE id = $1`,
              [id, lease !== undefined, lease ?? null, retention !== undefined, retention ?? null],
            );
            const now = await deviceRulesOf(client, id);
            await addOwnAudit(client, {
              action: 'device-rules-set',
              subject: id,
              detail: { organisation: name, lease: words.lease(now), retention: words.retention(now) },
            });
            return now;
          });
          const leave =
            rules.retentionDays === null
              ? 'Ended cases stay on them.'
              : `Cases leave them ${dayWords(rules.retentionDays)} after their end.`;
          return `${name}: consoles lock after ${dayWords(rules.leaseDays)} without the hub. ${leave}`;
        };
      },
    },
  },
};
