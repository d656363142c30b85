/** Lead statuses; a converted lead has one that says so. */
export const LEAD_STATUSES: readonly { readonly label: string; readonly converted: boolean }[] = [
  { label: 'Open - Not Contacted', converted: false },
  { label: 'Working - Contacted', converted: false },
  { label: 'Marketing Qualified', converted: false },
  { label: 'Closed - Not Converted', converted: false },
  { label: 'Closed - Converted', converted: true },
];

export const TASK_STATUSES: readonly { readonly label: string; readonly closed: boolean }[] = [
  { label: 'Not Started', closed: false },
  { label: 'In Progress', closed: false },
  { label: 'Completed', closed: true },
  { label: 'Waiting on someone else', closed: false },
  { label: 'Deferred', closed: false },
];

export interface OpportunityStage {
  readonly label: string;
  /** Per cent. */
  readonly probability: number;
  readonly closed: boolean;
  readonly won: boolean;
  readonly forecast: string;
}

const stage = (
  label: string,
  probability: number,
  forecast: string,
  closed = false,
): OpportunityStage => ({ label, probability, closed, won: closed && probability > 0, forecast });

export const OPPORTUNITY_STAGES: readonly OpportunityStage[] = [
  stage('Prospecting', 10, 'Pipeline'),
  stage('Qualification', 20, 'Pipeline'),
  stage('Proposal/Price Quote', 65, 'Best Case'),
  stage('Negotiation/Review', 90, 'Commit'),
  stage('Closed Won', 100, 'Closed', true),
  stage('Closed Lost', 0, 'Omitted', true),
];

export const CAMPAIGN_TYPES = [
  'Conference',
  'Webinar',
  'Trade Show',
  'Public Relations',
  'Partners',
  'Referral Program',
  'Advertisement',
  'Banner Ads',
  'Direct Mail',
  'Email',
  'Telemarketing',
  'Content',
  'Other',
];
