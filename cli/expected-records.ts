/** The expected records of a pair, as PyYAML reads them, which is what the tests of ntc-templates read them with. */
import { parse, type ScalarTag } from 'yaml';

const tag = (name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  resolve,
});

/**
 * What stands without quotes and is no text. PyYAML takes fewer for such than YAML 1.1 does: `y`, `n`, `08` and `1e3` are texts. Of numbers and
 * dates only that they are no texts matters: no record holds one.
 */
const noTexts: ScalarTag[] = [
  tag('null', /^(?:~|null|Null|NULL|)$/, () => null),
  tag('bool', /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  tag('bool', /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  tag('int', /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0[0-7_]+|0|[1-9][\d_]*(?::[0-5]?\d)*)$/, (text) =>
    Number(text.replaceAll('_', '')),
  ),
  tag(
    'float',
    /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    (text) => Number(text.replaceAll('_', '')),
  ),
  tag(
    'timestamp',
    /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/,
    (text) => ({
      timestamp: text,
    }),
  ),
];

/** @throws YAMLParseError */
export function parseExpected(text: string): unknown {
  return parse(text, {
    version: '1.1',
    schema: 'failsafe',
    merge: true,
    customTags: noTexts,
    uniqueKeys: false,
    maxAliasCount: 100,
  });
}
