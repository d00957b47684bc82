/** What an output is, with a certainty, by its command and by what stands in it. See SPEC.md, K13. */
import { fitsCommand, typedWords } from './commands.ts';
import type { Platform, Reader } from './reader.ts';
import type { Segment } from './session.ts';

export interface Guess {
  reader: Reader;
  /** From 0 to 1. */
  certainty: number;
}

/** How many lines are looked at; signs stand at the beginning, or recur. */
const LOOKED_AT = 3_000;

/** Above it, readers of other makers' outputs are not asked. */
const CERTAIN = 0.75;

export interface Hint {
  command?: string | undefined;
  platform?: string | undefined;
}

/** Names that people and other tools have for platforms, the closer ones first. */
const platformNames: readonly [RegExp, Platform][] = [
  [/arista|(?:^|_)eos$/i, 'arista_eos'],
  [/juniper|junos/i, 'juniper_junos'],
  [/forti/i, 'fortinet'],
  [/palo ?alto|pan-?os/i, 'paloalto_panos'],
  [/check ?point|gaia/i, 'checkpoint_gaia'],
  [/comware|h3c/i, 'hp_comware'],
  [/^aruba_?os$/i, 'aruba_os'],
  [/procurve|aruba/i, 'hp_procurve'],
  [/huawei|vrp/i, 'huawei_vrp'],
  [/extreme|exos/i, 'extreme_exos'],
  [/dell|force10/i, 'dell_os'],
  [/fastiron|brocade|ruckus|icx/i, 'brocade_fastiron'],
  [/icos|broadcom/i, 'broadcom_icos'],
  [/mikrotik|routeros/i, 'mikrotik'],
  [/vmware|esxi?/i, 'vmware_esxi'],
  [/wlc|aireos/i, 'cisco_wlc'],
  [/s[23]00|sg[235]\d\d|cbs\d/i, 'cisco_s300'],
  [/nx-?os|nexus/i, 'cisco_nxos'],
  [/(?:^|[_\s-]|ios)-?xr/i, 'cisco_xr'],
  [/asa|firepower|ftd|pix/i, 'cisco_asa'],
  [/cucm|ccm|call ?manager|uc_?os/i, 'cisco_cucm'],
  [/phone/i, 'cisco_phone'],
  [/ios|(?:^|_)xe|catalyst/i, 'cisco_ios'],
  [/win/i, 'windows'],
  [/linux|unix|centos|rhel|redhat|ubuntu|debian|generic/i, 'linux'],
];

/** The platform that a name means; null where it is none that is read here. */
export function platformOf(name: string): Platform | null {
  return platformNames.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function bySigns(reader: Reader, texts: readonly string[]): number {
  let sum = 0;
  for (const [pattern, weight] of reader.signs) if (texts.some((text) => pattern.test(text))) sum += weight;
  return Math.min(1, sum);
}

/**
 * All readers that could read the output, the likeliest first. Its command makes a reader likely; what stands in it decides
 * between platforms, and is enough where there is no command.
 */
export function recognise(
  readers: readonly Reader[],
  segment: Pick<Segment, 'command' | 'lines'>,
  hint: Hint = {},
): Guess[] {
  const texts = segment.lines.slice(0, LOOKED_AT).map(({ text }) => text);
  const command = hint.command ?? segment.command;
  const platform = hint.platform === undefined ? null : platformOf(hint.platform);
  const fitting = readers.filter(({ platforms }) => platform === null || platforms.includes(platform));
  const words = command === null ? [] : typedWords(command);
  const named =
    command === null
      ? []
      : fitting.filter((reader) => reader.commands.some((each) => fitsCommand(words, each)));
  const guesses: Guess[] = [];
  const add = (reader: Reader, certainty: number) => {
    if (certainty >= 0.3) guesses.push({ reader, certainty: Math.round(certainty * 100) / 100 });
  };
  const isCertain = (least: number) => guesses.some(({ certainty }) => certainty > least);
  for (const rare of [undefined, true] as const) {
    if (isCertain(CERTAIN)) break;
    for (const reader of named)
      if (reader.rare === rare) add(reader, platform === null ? 0.5 + 0.5 * bySigns(reader, texts) : 1);
  }
  // Where its command and a sign name a reader, the others need not be asked.
  if (!isCertain(0.5))
    for (const rare of [undefined, true] as const) {
      if (isCertain(CERTAIN)) break;
      for (const reader of fitting) {
        if (named.includes(reader) || reader.rare !== rare) continue;
        // Under another command, what is printed may quote an output, such as a banner in a configuration.
        add(reader, bySigns(reader, texts) * (command === null ? 1 : 0.6));
      }
    }
  return guesses.sort((a, b) => b.certainty - a.certainty);
}
