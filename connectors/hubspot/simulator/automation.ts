import type { StoredRecord } from '../../simulator-kit/store.js';
import type { CrmEvent } from './crm-event.js';
import type { Portal } from './portal.js';
import { BY_AUTOMATION, BY_CALCULATION, BY_SYNC } from './sources.js';
import { isoTime } from './values.js';

/** Position of a stage in the portal's own order; -1 when it is empty or unknown. */
export function stageRank(portal: Portal, type: string, stage: string | undefined): number {
  const options = portal.properties.find(type, 'lifecyclestage')?.options ?? [];
  const found = options.find((option) => option.value === stage);
  return found ? found.displayOrder : -1;
}

/**
 * What HubSpot does by itself: deals move the lifecycle stage forward, stage dates are kept, counts are
 * kept, closed deals are marked, a company's stage may be copied to its contacts.
 */
export function startAutomation(portal: Portal): void {
  portal.listeners.push((event) => {
    if (event.kind === 'associationChange') onLink(portal, event);
    if (event.kind === 'propertyChange') onChange(portal, event);
  });
}

function onLink(portal: Portal, event: CrmEvent & { kind: 'associationChange' }): void {
  if (
    event.toType === 'deals' &&
    (event.fromType === 'contacts' || event.fromType === 'companies')
  ) {
    const record = portal.store.get(event.fromType, event.from);
    const deal = portal.store.get('deals', event.to);
    if (!record || !deal) return;
    countDeals(portal, record);
    if (!event.removed) forward(portal, record, stageForDeal(deal));
  }
}

function onChange(portal: Portal, event: CrmEvent & { kind: 'propertyChange' }): void {
  const record = portal.store.get(event.type, event.id);
  if (!record) return;
  if (event.property === 'lifecyclestage' && event.value !== '') {
    const dated = `hs_lifecyclestage_${event.value}_date`;
    if (portal.properties.find(event.type, dated)) {
      portal.rollUp(record, { [dated]: isoTime(event.at) }, BY_CALCULATION, event.at);
    }
    if (event.type === 'companies' && portal.settings.companyStageSync) {
      for (const contact of portal.linked('companies', record.id, 'contacts')) {
        forward(portal, contact, event.value, BY_SYNC);
      }
    }
  }
  if (event.property === 'hubspot_owner_id') {
    portal.rollUp(
      record,
      { hubspot_owner_assigneddate: isoTime(event.at) },
      BY_CALCULATION,
      event.at,
    );
  }
  if (event.type === 'deals' && event.property === 'dealstage') onDealStage(portal, record);
  if (
    event.type === 'tasks' &&
    event.property === 'hs_task_status' &&
    event.value === 'COMPLETED'
  ) {
    portal.rollUp(record, { hs_task_completion_date: isoTime(event.at) }, BY_CALCULATION, event.at);
  }
}

function onDealStage(portal: Portal, deal: StoredRecord): void {
  const stage = deal.values.dealstage ?? '';
  portal.rollUp(
    deal,
    {
      hs_is_closed: String(stage === 'closedwon' || stage === 'closedlost'),
      hs_is_closed_won: String(stage === 'closedwon'),
    },
    BY_CALCULATION,
  );
  for (const type of ['contacts', 'companies']) {
    for (const record of portal.linked('deals', deal.id, type)) {
      forward(portal, record, stageForDeal(deal));
    }
  }
}

function stageForDeal(deal: StoredRecord): string {
  return deal.values.dealstage === 'closedwon' ? 'customer' : 'opportunity';
}

/** A lost deal moves nothing; a stage is never lowered. */
function forward(
  portal: Portal,
  record: StoredRecord,
  stage: string,
  source = BY_AUTOMATION,
): void {
  const now = stageRank(portal, record.type, record.values.lifecyclestage);
  if (stageRank(portal, record.type, stage) > now)
    portal.change(record, { lifecyclestage: stage }, source);
}

function countDeals(portal: Portal, record: StoredRecord): void {
  const deals = portal.linked(record.type, record.id, 'deals').length;
  portal.rollUp(record, { num_associated_deals: deals === 0 ? '' : String(deals) }, BY_CALCULATION);
}
