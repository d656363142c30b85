import type { App } from '../app.js';
import { campaignResponse, conversion } from './act-salesforce.js';
import { readOrgRecord } from './org-record.js';
import type { Salesforce } from './salesforce.js';
import type { StoryLead } from './story.js';

/** The second story: a Lead in the simulated Salesforce who attends a webinar and is converted. */
export function salesforceLead(
  app: Pick<App, 'pool' | 'connector'>,
  salesforce: Salesforce,
): StoryLead {
  const { account, org, record } = salesforce;
  const { outputName } = app.connector(account.crm).declaration;
  const acting = { ...salesforce, pool: app.pool, scoreField: outputName('score') };
  return {
    account,
    news: 'events',
    object: 'Lead',
    record,
    acts: { 'campaign-response': campaignResponse(acting), conversion: conversion(acting) },
    readRecord: () => readOrgRecord(org, record, outputName),
  };
}
