/** The members of a list or map that is given a secret's name (RD20): `"passwords": ["x", "y"]`, `snmp_communities:` and the items below it, `secrets:` and the pairs below it. */
import { isMadeUp } from './behind-keyword.ts';
import { classOf } from './names.ts';
import type { Range } from './value.ts';

/** Longer lists are cut. */
const MOST_MEMBERS = 100;
const MOST_LIST = 4_000;

const opening = /[ \t]{0,8}[[{]/y;
/** A member of `["x", "y"]` or `[x, y]`. */
const member = /^\s{0,40}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'`[{}()$<>]{1,100}))\s{0,40}$/;
/** A member of `{"router": "x", "switch": "y"}`. */
const keyed =
  /^\s{0,40}["']?([\w.-]{1,60})["']?\s{0,8}(?::|=>|=)\s{0,8}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})')\s{0,40}$/;
/** Names of secrets themselves, and not of what is told of them (`credentialFields`). */
const ofSecrets =
  /(?:pass(?:word|wd|phrase|code)?|pwd?|secret|psk|communit(?:y|ie)|cred(?:ential)?|token|key|cookie)s?(?:[._-]?(?:v?\d|string|name)s?)?$/i;
/** Names of several, whose object holds one each; of one secret it may be what describes it. */
const ofSeveral =
  /(?:passwords|passwds|pwds|passphrases|secrets|psks|communities|credentials|creds|tokens|keys)$/i;
/** An item or a pair of YAML, with how far it is indented. */
const item =
  /([ \t]{0,60})- (?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'#{[&*!|>][^\s:]{0,300}))[ \t]*\r?(?:\n|$)/y;
const pair =
  /([ \t]{1,60})["']?([\w.-]{1,60})["']?:[ \t]{1,8}(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s"'#{[&*!|>][^\s]{0,300}))[ \t]*\r?(?:\n|$)/y;

/** Names of several: what stands below them may be names of secrets, so it must look made up. */
const ofNames = /(?:secrets?|credentials?|creds|tokens|keys|cookies?)$/i;
/** Names of members that tell whose it is. */
const beside =
  /^(?:name|user|username|login|id|file|path|type|kind|host|url|external|driver|version|role|email|description|comment|source|target|mode|uid|gid)$/i;

/** A word of figures or capitals within, and none of names such as `db_password` or `app-tls-1`; in code, where names have capitals within, of figures or signs. */
const isChosen = (value: string, inline: boolean) =>
  value.length >= 4 &&
  (inline ? /\d|[!$%^&*?+~]/.test(value) : isMadeUp(value)) &&
  !/^[a-z]+(?:[_.-][a-z0-9]+)+$|^[A-Z]+(?:_[A-Z0-9]+)+$|[/\\]|^\d{1,5}$/.test(value) &&
  classOf(value) === null;

/**
 * @param name as it stands before the list
 * @param at behind its colon or equals sign
 */
export function listedSecrets(text: string, name: string, at: number): Range[] {
  if (!ofSecrets.test(name)) return [];
  const strict = ofNames.test(name);
  const found: Range[] = [];
  const add = (value: string | undefined, from: number, inline = false) => {
    if (value === undefined || (strict && !isChosen(value, inline))) return;
    found.push({ start: from, end: from + value.length });
  };
  opening.lastIndex = at;
  if (opening.test(text)) {
    let from = opening.lastIndex;
    const object = text.charAt(from - 1) === '{';
    if (object && !ofSeveral.test(name)) return [];
    const inner = text.slice(from, from + MOST_LIST);
    const close = inner.indexOf(object ? '}' : ']');
    for (const piece of close === -1 ? [] : inner.slice(0, close).split(',', MOST_MEMBERS)) {
      const each = (object ? keyed : member).exec(piece);
      // Of anything else it is no list of texts.
      if (!each && piece.trim() !== '') return [];
      const values = each?.slice(object ? 2 : 1) ?? [];
      const value = values.find((one) => one !== undefined);
      if (value !== undefined && !(object && (beside.test(each?.[1] ?? '') || !isChosen(value, true))))
        add(value, from + piece.lastIndexOf(value), true);
      from += piece.length + 1;
    }
    return found;
  }
  const end = /[ \t]*\r?\n/y;
  end.lastIndex = at;
  if (!end.test(text)) return [];
  let next = end.lastIndex;
  let indent: number | null = null;
  for (let count = 0; count < MOST_MEMBERS && next - at < MOST_LIST; count++) {
    item.lastIndex = next;
    pair.lastIndex = next;
    const each = item.exec(text) ?? pair.exec(text);
    if (!each) break;
    const depth = (each[1] ?? '').length;
    if (indent !== null && depth !== indent) break;
    indent = depth;
    const isPair = each.length > 5;
    const values = isPair ? each.slice(3) : each.slice(2);
    const value = values.find((one) => one !== undefined);
    next = each.index + each[0].length;
    if (isPair && beside.test(each[2] ?? '')) continue;
    if (value !== undefined) add(value, each.index + each[0].lastIndexOf(value));
  }
  return found;
}
