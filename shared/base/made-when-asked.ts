type Makers = Readonly<Record<string, () => unknown>>;

/**
 * A table whose entries are made when they are first asked for, and are then the same for good: to make hundreds of schemas takes time from
 * the start of a page that asks for a dozen.
 */
export function madeWhenAsked<M extends Makers>(makers: M): { readonly [N in keyof M]: ReturnType<M[N]> } {
  const table = {};
  for (const [name, make] of Object.entries(makers))
    Object.defineProperty(table, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = make();
        Object.defineProperty(table, name, { enumerable: true, value });
        return value;
      },
    });
  return table as { readonly [N in keyof M]: ReturnType<M[N]> };
}
