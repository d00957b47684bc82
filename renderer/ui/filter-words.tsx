/** The filters that are set, each a word that takes itself away. */
import { t } from '@lingui/core/macro';
export function FilterWords({ words }: { words: readonly { text: string; clear: () => void }[] }) {
  return words.map(({ text, clear }) => (
    <button
      key={text}
      type="button"
      className="filter-word"
      aria-label={t`Remove the filter ${text}`}
      onClick={clear}
    >
      {text} <span aria-hidden="true">×</span>
    </button>
  ));
}
