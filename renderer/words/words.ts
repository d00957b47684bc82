/**
 * What marked texts come to: `t` and `<Trans>` ask here for the sentence in the language of the window. See docs/adr/0026.
 *
 * English stands in the code and is spoken from the first line on, in a worker and a test too; another language is loaded before any
 * screen is (language.ts).
 */
import { I18n, type MessageDescriptor, type MessageOptions } from '@lingui/core';
import { type CompiledMessage, compileMessage } from '@lingui/message-utils/compileMessage';

/** The language of the sentences in the code. */
export const SOURCE_LANGUAGE = 'en';

const compiled = new Map<string, CompiledMessage>();

/** Text with places for values and nothing else: no plural, no format, no apostrophe that could mean more. */
const FILLED_IN = /^[^{}'#]*(?:\{\w+\}[^{}'#]*)*$/;

/**
 * A sentence of the code in parts, read once. Without a place or a doubled apostrophe it is what it says; the reader of the whole syntax
 * takes milliseconds to begin with, and is asked where there is more than places.
 */
export function partsOf(message: string): CompiledMessage {
  if (!message.includes('{') && !message.includes("''")) return [message];
  if (FILLED_IN.test(message))
    return message
      .split(/\{(\w+)\}/)
      .flatMap((part, at): CompiledMessage => (at % 2 === 1 ? [[part]] : part === '' ? [] : [part]));
  let parts = compiled.get(message);
  if (parts === undefined) {
    parts = compileMessage(message);
    compiled.set(message, parts);
  }
  return parts;
}

/** Stands for a backslash of a value; Unicode keeps it free of any meaning. */
const KEPT_BACKSLASH = '\uFDD0';

const keep = (value: unknown) =>
  typeof value === 'string' && value.includes('\\') ? value.replaceAll('\\', KEPT_BACKSLASH) : value;

/** Values as they are: the library would read `\x86` in a path that a person typed as an escape, and show another letter. */
function kept(values: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (values === undefined) return undefined;
  const has = Object.values(values).some((value) => typeof value === 'string' && value.includes('\\'));
  return has
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, keep(value)]))
    : values;
}

class Words extends I18n {
  override _(descriptor: MessageDescriptor): string;
  override _(id: string, values?: Record<string, unknown>, options?: MessageOptions): string;
  override _(
    asked: MessageDescriptor | string,
    values?: Record<string, unknown>,
    options?: MessageOptions,
  ): string {
    const {
      id,
      message,
      values: filled,
    } = typeof asked === 'string' ? { id: asked, message: options?.message, values } : asked;
    const said = super._(id, kept(filled), {
      ...(message === undefined ? {} : { message }),
      // `1234 files`, as numbers stand everywhere else.
      formats: { number: { useGrouping: false } },
    });
    return said.includes(KEPT_BACKSLASH) ? said.replaceAll(KEPT_BACKSLASH, '\\') : said;
  }
}

export const i18n = new Words({ locale: SOURCE_LANGUAGE, messages: { [SOURCE_LANGUAGE]: {} } });
i18n.setMessagesCompiler(partsOf);
