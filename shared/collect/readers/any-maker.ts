/** What a system of a maker that no other reader knows says of itself: the words before its name, model, serial number and version are much the same. */
import { byLine, type LineRule, type Reader } from '../reader.ts';
import type { Sink } from '../sink.ts';

/** A label, what parts it from its value, and the value. Where blanks alone part them, a third word behind more of them makes it the head of a table. */
const behind = (words: string): RegExp =>
  new RegExp(String.raw`^[\s;]*(?:${words})(?:\s*[:=]\s*|\s*\.{2,}\s*|\s{2,}(?!.*\s{2}\S))(\S.*)`, 'i');

const NAME = behind('sys(?:tem)?[ _-]?name|host[ _-]?name|device[ _-]?name|switch name');
const MODEL = behind(
  String.raw`product ?(?:name|model)|(?:system|device|machine|hardware|hw) model|model ?(?:name|no\.?|number)?|device|chassis`,
);
const SERIAL = behind(
  String.raw`(?:(?:chassis|system|device|hardware|hw|unit|factory|product) )?(?:serial(?:[ -]?(?:numbers?|num|nbr|no\.?|#))?|s\/n)`,
);
const VERSION = behind(
  String.raw`(?:(?:current|running|active) )?(?:software|sw|firmware|fw|os|system|zynos f\/w|aos-cx|runtime)[ -](?:version|revision|release|vintage)|version|fabric os|operational software`,
);
/** The version in what stands behind its label: with a dot, and no word but that of the product before it. */
const NUMBER = /^(?:[A-Za-z][\w-]* )?(?:FW:\S+\s+SW:)?v?((?:[A-Z]{1,2}[-.]?)?\d\w*\.[\w.()-]*[\w)])/i;

interface State {
  /** What the next line is: some write the value below its label. */
  next: 'hostname' | null;
  /** Whether `Name` is that of the machine, or of what it is a sort of. */
  name: 'hostname' | 'model' | null;
}

/** Some end each value with a comma. */
const bare = (value = '') => value.trim().replace(/,$/, '');

function model(sink: Sink, value: string | undefined, line: number): void {
  sink.system().set('model', bare(value), line).add('models', bare(value), line);
}

function serial(sink: Sink, value: string | undefined, line: number): void {
  sink.system().set('serial', bare(value), line).add('serials', bare(value), line);
}

/** The first one that is said is what runs; others are of parts. */
function version(sink: Sink, value: string | undefined, line: number): boolean {
  const number = NUMBER.exec(bare(value))?.[1];
  if (number === undefined || sink.system().get('version') !== '') return false;
  sink.system().set('version', number, line).revision('Software', number, line);
  return true;
}

/** Lines of makers that put several things into one, or none before them. */
const OF_MAKERS: readonly LineRule<State>[] = [
  // Alcatel-Lucent: Description:  Alcatel-Lucent Enterprise OS6350-P24 6.7.1.001.R01 GA, January 01, 2000.,
  [
    /^\s*Description:\s+Alcatel-Lucent (?:Enterprise )?(?:\S+ )??(OS\S+) (\d\S+)/,
    ([, what, number], line, sink, state) => {
      model(sink, what, line);
      version(sink, number, line);
      state.name = 'hostname';
    },
  ],
  [/^\s*U?[A-Za-z]*os\.img\s+(\d\S+)/, ([, number], line, sink) => version(sink, number, line)],
  // Avaya and Extreme: sysDescr: Ethernet Routing Switch 4850GTS-PWR+; SysDescr : VSP-4450GSX-PWR+ (8.4.3.0)
  [
    /^\s*sysDescr\s*:\s+(?:Ethernet Routing Switch )?(\S+)(?:\s+\((\d[\w.]+)\))?\s*$/i,
    ([, what, number], line, sink) => {
      model(sink, what, line);
      version(sink, number, line);
    },
  ],
  // Eltex and others: System Description: MES3124 28-port 1G/10G Managed Switch
  [
    /^\s*System Description\s*:\s+([A-Z][\w-]*\d[\w-]*) \d+-port\b/i,
    ([, what], line, sink) => model(sink, what, line),
  ],
  // SR OS: System Type            : 7750 SR-12; elsewhere that is no model
  [/^System Type\s*:\s+(7\d{3} \S+)/, ([, what], line, sink) => model(sink, what, line)],
  // Allied Telesis: Base       467        AT-SH210-24GT                      B-0   G22TG6001
  [
    /^Base\s+\d+\s+(\S+)\s+\S+\s+(\S+)\s*$/,
    ([, what, number], line, sink) => {
      model(sink, what, line);
      serial(sink, number, line);
    },
  ],
  [/^Current software\s*:\s+(\S+)/, ([, image], line, sink) => sink.system().set('image', image, line)],
  // D-Link: a table of units
  [/^\s*1\s+(\S+)\s+H\/W:/, ([, what], line, sink) => model(sink, what, line)],
  [/^\s*Runtime:(\S+)/, ([, number], line, sink) => version(sink, number, line)],
  [/^\s*1\s+(\S*\d\S{7,})\s+ok\s/, ([, number], line, sink) => serial(sink, number, line)],
];

/** Lines that mean something only behind others. */
const BEHIND_OTHERS: readonly LineRule<State>[] = [
  // F5: Platform, and below it Name           BIG-IP i4600
  [
    /^Platform\s*$/,
    (_found, _line, _sink, state) => {
      state.name = 'model';
    },
  ],
  [
    /^\s*Name(?::\s*|\s{2,})(\S.*)/,
    ([, name], line, sink, state) => {
      if (state.name === 'hostname') sink.system().set('hostname', bare(name), line);
      else if (state.name === 'model') model(sink, name, line);
    },
  ],
];

export const anyMaker: Reader = {
  kind: 'other show version',
  platforms: ['other'],
  commands: [
    ...[
      'show version',
      'show system',
      'show system-information',
      'show sys-info',
      'show chassis',
      'show sys',
    ],
    ...[
      'show hardware',
      'show microcode',
      'show unit',
      'tmsh show sys',
      'show status',
      'sysinfo',
      'version',
      'chassisshow',
    ],
  ],
  // A name and a version may be said of anything; what has a model or a serial number as well is a machine.
  signs: [
    [MODEL, 0.3],
    [SERIAL, 0.3],
    [VERSION, 0.2],
    [NAME, 0.15],
    ...OF_MAKERS.map(([pattern]) => [pattern, 0.3] as const),
  ],
  rare: true,
  read: byLine<State>(
    () => ({ next: null, name: null }),
    [
      [
        /^\s*(\S+)\s*$/,
        ([, value], line, sink, state) => {
          const { next } = state;
          state.next = null;
          if (next === null) return false;
          return sink.system().set(next, value, line);
        },
      ],
      [
        /^System Name\s*$/,
        (_found, _line, _sink, state) => {
          state.next = 'hostname';
        },
      ],
      ...OF_MAKERS,
      ...BEHIND_OTHERS,
      [NAME, ([, value], line, sink) => sink.system().set('hostname', bare(value), line)],
      [SERIAL, ([, value], line, sink) => serial(sink, value, line)],
      [VERSION, ([, value], line, sink) => version(sink, value, line)],
      [MODEL, ([, value], line, sink) => model(sink, value, line)],
    ],
  ),
};
