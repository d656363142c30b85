import type { ValueSource } from '../../simulator-kit/store.js';

/** A person at the screen: `userId:123` (HubSpot docs: Webhooks). */
export function byPerson(userId: number): ValueSource {
  return { type: 'CRM_UI', id: `userId:${userId}` };
}

/** An app's write: its id as a string, in history and in webhooks alike. */
export function byApp(appId: string): ValueSource {
  return { type: 'INTEGRATION', id: appId };
}

/** HubSpot's own automation: workflows and the moves that deals cause. */
export const BY_AUTOMATION: ValueSource = { type: 'AUTOMATION_PLATFORM', id: 'enrollmentId:0' };
export const BY_ANALYTICS: ValueSource = { type: 'ANALYTICS' };
export const BY_EMAIL: ValueSource = { type: 'EMAIL' };
export const BY_CALCULATION: ValueSource = { type: 'CALCULATED' };
export const BY_IMPORT: ValueSource = { type: 'IMPORT', id: 'import-1' };
export const BY_SYNC: ValueSource = { type: 'COMPANIES', id: 'LifecycleStageSync' };

export function byForm(formId: string): ValueSource {
  return { type: 'FORM', id: formId };
}
