/** The demo portal's own property: when somebody asked for a demo. Its form fills it. */
export const DEMO_PROPERTY = 'demo_requested_at';

const LINE = `      - { type: demo_request, when: ${DEMO_PROPERTY}, at: value, set: { form: { value: Book a demo } } }`;

/** The shipped mapping with one line more: a new date in the demo portal's property is a demo request. */
export function demoMapping(shipped: string): string {
  const text = shipped.replace(/^ {4}activities:.*$/m, (line) => `${line}\n${LINE}`);
  if (text === shipped) throw new Error('the shipped mapping has no activities of contacts');
  return text;
}
