/** The token of an Authorization header; Salesforce takes `Bearer` and `OAuth`. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^(?:Bearer|OAuth) (\S+)$/i.exec(header ?? '')?.[1];
}
