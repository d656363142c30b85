/** A value with one name replaced wherever it is the whole of a text: how a suggestion is taken. Pure. */
export function replaceIn<T>(value: T, wrong: string, right: string): T {
  if (typeof value === 'string') return (value === wrong ? right : value) as T;
  if (Array.isArray(value)) return value.map((one) => replaceIn(one, wrong, right)) as T;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, one]) => {
      return [key === wrong ? right : key, replaceIn(one, wrong, right)] as const;
    });
    return Object.fromEntries(entries) as T;
  }
  return value;
}
