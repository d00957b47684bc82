/** Handoffs over time, by engineer: what was sent back and for which rule, how long it took, what was waived. */

import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { ruleSet } from '../../../shared/handoff/rule-set.ts';
import { type EngineerQuality, FEW, median } from '../../../shared/review/quality.ts';
import { Choice } from '../../ui/choice.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useApp } from '../../views/hooks.tsx';
import { readQuality } from '../../views/quality.ts';
import { readRetention } from '../../views/retention.ts';
import { useView } from '../../views/use-view.ts';
import { Bars, Dots } from './plots.tsx';

const MONTH_MS = 30 * 24 * 3_600_000;
const spans = [
  { value: '1', label: t`30 days` },
  { value: '3', label: t`90 days` },
  { value: '12', label: t`360 days` },
];

function hours(value: number | null): string {
  if (value === null) return t`not known`;
  return value < 48 ? t`${Math.round(value)} hours` : t`${Math.round(value / 24)} days`;
}

function ruleWords(rule: string): string {
  if (rule === 'other') return t`In the lead’s own words`;
  return `${rule} ${ruleSet.find((each) => each.id === rule)?.title ?? ''}`.trim();
}

function Engineer({ quality }: { quality: EngineerQuality }) {
  const { engineer, handoffs, sentBack, rules, waivers, hoursToComplete } = quality;
  const id = `quality-${engineer.id}`;
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>{engineer.name}</h2>
      <p className="num">
        <Trans>
          <Plural value={handoffs} one="# handoff" other="# handoffs" />, {sentBack} sent back, {waivers}{' '}
          <Plural value={waivers} one="finding" other="findings" /> waived. Median time from opening a case to
          its first handoff: {hours(median(hoursToComplete))}.
        </Trans>
      </p>
      {handoffs < FEW && (
        <p className="quiet">
          <Trans>
            Fewer than {FEW} handoffs: single cases decide these numbers, so read the cases and not the
            numbers.
          </Trans>
        </p>
      )}
      {rules.length > 0 && (
        <div>
          <h3>
            <Trans>What was sent back, by rule</Trans>
          </h3>
          <Bars
            label={t`What was sent back to ${engineer.name}, by rule`}
            bars={rules.slice(0, 8).map(({ rule, count }) => ({ name: ruleWords(rule), count }))}
          />
        </div>
      )}
      {hoursToComplete.length > 0 && (
        <div>
          <h3>
            <Trans>Time to the first handoff, one circle a case</Trans>
          </h3>
          <Dots
            label={t`Hours from opening a case to its handoff, ${engineer.name}`}
            values={hoursToComplete}
          />
        </div>
      )}
    </section>
  );
}

/** Closed cases may have left this computer, and with them what would be counted. */
function NotCounted() {
  const away = useView(readRetention)?.away ?? 0;
  if (away === 0) return null;
  return (
    <p className="quiet">
      <Trans>
        <Plural value={away} one="# closed case has" other="# closed cases have" /> left this computer and{' '}
        <Plural value={away} one="is" other="are" /> not counted: <Link href="/sync">why</Link>.
      </Trans>
    </p>
  );
}

export function QualityScreen() {
  const { now } = useApp();
  const [months, setMonths] = useState('3');
  // From when the time was chosen: another instant at each drawing would read all packets at each of them.
  const since = useMemo(
    () => new Date(now().getTime() - Number(months) * MONTH_MS).toISOString(),
    [now, months],
  );
  const found = useView(readQuality, since);
  return (
    <Screen title={t`Quality`}>
      <Choice label={t`Handed off in the last`} value={months} options={spans} onChange={setMonths} />
      <NotCounted />
      {found?.length === 0 && (
        <p className="card empty">
          <Trans>No packet was handed off in this time.</Trans>
        </p>
      )}
      {found?.map((each) => (
        <Engineer key={each.engineer.id} quality={each} />
      ))}
    </Screen>
  );
}
