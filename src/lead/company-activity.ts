import { DAY } from '../lib/clock.js';

/** What is known of the people at a lead's company: made of records, links and activities, never of scores. */
export interface CompanyActivity {
  /** Persons known at the company. */
  readonly people: number;
  /** The activities of their own interest; in any order, those to come included. */
  readonly acts: readonly CompanyAct[];
}

export interface CompanyAct {
  /** Tells the company's people apart. */
  readonly person: string | number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** `people`: persons known; `active`: those with an activity in the last 30 days; `activities`: theirs. */
export type CompanyCount = 'people' | 'active' | 'activities';

/** The fields that count a company's people and what they do. */
export const COMPANY_FIELDS: Readonly<Record<string, CompanyCount>> = {
  'company.people': 'people',
  'company.active30d': 'active',
  'company.activities30d': 'activities',
};

/** How far back they count, milliseconds. */
export const COMPANY_SPAN = 30 * DAY;
