import type { Activity } from '../../simulator-kit/activity.js';
import { FORMS } from '../../simulator-kit/job-titles.js';
import type { HistoryEntry, ValueSource, Values } from '../../simulator-kit/store.js';
import { FORM_IDS } from './definition-tables.js';
import { BY_ANALYTICS, BY_CALCULATION, BY_EMAIL, byForm } from './sources.js';
import { isoTime } from './values.js';

const SITE = 'https://www.seller.example';
const VISIT_GAP = 30 * 60_000;

/** What HubSpot keeps on a contact from its behaviour: counts and last dates. */
export class RollUps {
  readonly entries: (HistoryEntry & { readonly property: string })[] = [];
  private readonly values: Record<string, string>;

  constructor(current: Values = {}) {
    this.values = { ...current };
  }

  /** Books one activity; returns what changed and by whom. */
  apply(activity: Activity): { values: Record<string, string>; source: ValueSource } {
    const changed = this.changesOf(activity);
    for (const [property, value] of Object.entries(changed.values)) {
      this.values[property] = value;
      this.entries.push({ property, value, at: activity.at, source: changed.source });
    }
    return changed;
  }

  private changesOf(activity: Activity): { values: Record<string, string>; source: ValueSource } {
    const at = isoTime(activity.at);
    switch (activity.kind) {
      case 'form':
        return { values: this.form(activity, at), source: byForm(FORM_IDS[activity.form] ?? '') };
      case 'page_view':
        return { values: this.pageView(activity, at), source: BY_ANALYTICS };
      case 'email_sent':
        return {
          values: {
            hs_email_last_send_date: at,
            hs_email_last_email_name: activity.campaign,
            hs_email_delivered: this.plusOne('hs_email_delivered'),
            hs_email_sends_since_last_engagement: this.plusOne(
              'hs_email_sends_since_last_engagement',
            ),
          },
          source: BY_EMAIL,
        };
      case 'email_open':
        return {
          values: {
            hs_email_last_open_date: at,
            hs_email_last_email_name: activity.campaign,
            hs_email_open: this.plusOne('hs_email_open'),
            hs_email_sends_since_last_engagement: '0',
            ...(this.values.hs_email_first_open_date ? {} : { hs_email_first_open_date: at }),
          },
          source: BY_EMAIL,
        };
      case 'email_click':
        return {
          values: {
            hs_email_last_click_date: at,
            hs_email_last_email_name: activity.campaign,
            hs_email_click: this.plusOne('hs_email_click'),
          },
          source: BY_EMAIL,
        };
      default:
        return { values: this.sales(activity, at), source: BY_CALCULATION };
    }
  }

  private form(activity: Activity & { kind: 'form' }, at: string): Record<string, string> {
    const name = `Example site: ${FORMS[activity.form]}`;
    return {
      recent_conversion_event_name: name,
      recent_conversion_date: at,
      num_conversion_events: this.plusOne('num_conversion_events'),
      num_unique_conversion_events:
        this.values.recent_conversion_event_name === name
          ? (this.values.num_unique_conversion_events ?? '1')
          : this.plusOne('num_unique_conversion_events'),
      ...(this.values.first_conversion_date
        ? {}
        : { first_conversion_event_name: name, first_conversion_date: at }),
    };
  }

  private pageView(activity: Activity & { kind: 'page_view' }, at: string): Record<string, string> {
    const last = Date.parse(this.values.hs_analytics_last_timestamp ?? '');
    const fresh = Number.isNaN(last) || activity.at - last > VISIT_GAP;
    return {
      hs_analytics_last_timestamp: at,
      hs_analytics_last_url: `${SITE}${activity.page}`,
      hs_analytics_num_page_views: this.plusOne('hs_analytics_num_page_views'),
      ...(fresh
        ? {
            hs_analytics_last_visit_timestamp: at,
            hs_analytics_num_visits: this.plusOne('hs_analytics_num_visits'),
          }
        : {}),
      ...(this.values.hs_analytics_first_timestamp
        ? {}
        : { hs_analytics_first_timestamp: at, hs_analytics_first_url: `${SITE}${activity.page}` }),
    };
  }

  private sales(activity: Activity, at: string): Record<string, string> {
    if (activity.kind === 'sales_email' && activity.incoming) {
      return { hs_sales_email_last_replied: at, hs_last_sales_activity_timestamp: at };
    }
    if (activity.kind === 'meeting' && activity.outcome !== 'COMPLETED') {
      return { notes_last_updated: at, num_notes: this.plusOne('num_notes') };
    }
    return {
      notes_last_contacted: at,
      notes_last_updated: at,
      hs_last_sales_activity_timestamp: at,
      num_contacted_notes: this.plusOne('num_contacted_notes'),
      num_notes: this.plusOne('num_notes'),
    };
  }

  private plusOne(property: string): string {
    return String(Number(this.values[property] ?? 0) + 1);
  }
}
