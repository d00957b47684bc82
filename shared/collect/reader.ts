/** What a reader of outputs is: which output it is for, how it knows one, and how it reads it line by line. */
import type { Line } from './lines.ts';
import type { Sink } from './sink.ts';

export type Platform =
  | 'cisco_ios'
  | 'cisco_nxos'
  | 'cisco_xr'
  | 'cisco_asa'
  | 'cisco_cucm'
  | 'cisco_phone'
  | 'cisco_s300'
  | 'cisco_wlc'
  | 'windows'
  | 'linux'
  | OtherPlatform;

/** Of other makers: what a system says of itself is read, and no more. */
export type OtherPlatform =
  | 'arista_eos'
  | 'aruba_os'
  | 'broadcom_icos'
  | 'brocade_fastiron'
  | 'checkpoint_gaia'
  | 'dell_os'
  | 'extreme_exos'
  | 'fortinet'
  | 'hp_comware'
  | 'hp_procurve'
  | 'huawei_vrp'
  | 'juniper_junos'
  | 'mikrotik'
  | 'other'
  | 'paloalto_panos'
  | 'vmware_esxi';

export interface Reader {
  /** Such as `cisco_ios show version`. */
  kind: string;
  platforms: readonly Platform[];
  /** In full; a typed one may cut each word short. */
  commands: readonly string[];
  /** Each sign, found in any line, adds its weight to the certainty; 1 is sure. */
  signs: readonly (readonly [RegExp, number])[];
  /** Of another maker: asked only where no other reader is certain, so that the usual outputs are known as fast as before. */
  rare?: true;
  read(lines: readonly Line[], sink: Sink): void;
}

/** The command whose output a reader reads; null where it reads those of several, such as of two partitions. */
export function usualCommand({ commands }: Pick<Reader, 'commands'>): string | null {
  const [first, ...others] = commands;
  if (first === undefined) return null;
  const same = (other: string) =>
    other === `admin ${first}` || other.startsWith(`${first} `) || first.startsWith(`${other} `);
  return others.every(same) ? first : null;
}

/** What is done with a line that the pattern fits. Where it gives false, the further rules are tried as well. */
export type LineRule<State> = readonly [
  RegExp,
  (found: RegExpExecArray, line: number, sink: Sink, state: State) => unknown,
];

/**
 * A reader of which each line stands for itself, or for what the lines before it said (`state`). A line that no rule knows is
 * passed over, so one unknown line loses nothing but itself.
 */
export function byLine<State>(start: () => State, rules: readonly LineRule<State>[]): Reader['read'] {
  return (lines, sink) => {
    const state = start();
    for (const { text, number } of lines) {
      for (const [pattern, act] of rules) {
        const found = pattern.exec(text);
        if (found && act(found, number, sink, state) !== false) break;
      }
    }
  };
}
