/**
 * A ref for the field in which somebody who opened a form wants to type: it has the focus as soon as it is there, and not again when it
 * is drawn anew. Only a focus trap knows Mantine's `data-autofocus`, and a form that opens in its place has none.
 */
export function focusFirst(field: HTMLElement | null): void {
  field?.focus();
}
