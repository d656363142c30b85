import { expect, test } from '@jest/globals';
import { ACTIVITY_CHANNEL } from '../../../src/lead/activity.js';
import { meaningOf } from '../../../src/scoring/sheet/assets.js';

test.each<[string, string]>([
  ['Demo', 'demo_request'],
  ['Demo-Anfrage', 'demo_request'],
  ['Pricing', 'pricing_request'],
  ['Preisanfrage', 'pricing_request'],
  ['Angebot angefordert', 'pricing_request'],
  ['Pricing page', 'page_view under /pricing'],
  ['Preisseite', 'page_view under /pricing'],
  ['Visited /enterprise/pricing', 'page_view under /enterprise/pricing'],
  ['https://acme.example/blog/roi', 'page_view under /blog/roi'],
  ['Karriereseite', 'page_view under /careers'],
  ['Blog post', 'page_view under /blog'],
  ['Blogartikel', 'page_view under /blog'],
  ['Website visit', 'page_view'],
  ['Page views', 'page_view'],
  ['Contact us', 'contact_request'],
  ['Kontaktformular', 'contact_request'],
  ['Beratungsgespräch', 'contact_request'],
  ['Free trial', 'trial_start'],
  ['Testversion', 'trial_start'],
  ['Webinar', 'webinar_registered, webinar_attended'],
  ['Webinar registration', 'webinar_registered'],
  ['Webinar-Anmeldung', 'webinar_registered'],
  ['Attended a webinar', 'webinar_attended'],
  ['Webinar Teilnahme', 'webinar_attended'],
  ['Messe', 'event_registered, event_attended'],
  ['Trade show visit', 'event_attended'],
  ['White paper', 'content_download'],
  ['Whitepaper', 'content_download'],
  ['E-Book', 'content_download'],
  ['Buyer’s guide', 'content_download'],
  ['Leitfaden', 'content_download'],
  ['Fallstudie', 'content_download'],
  ['Checkliste', 'content_download'],
  ['Newsletter click', 'email_click'],
  ['E-Mail Klick', 'email_click'],
  ['Email open', 'email_open'],
  ['E-Mail geöffnet', 'email_open'],
  ['Replied to an e-mail', 'email_reply'],
  ['Newsletter sign-up', 'form_submit'],
  ['Newsletter-Anmeldung', 'form_submit'],
  ['Abmeldung', 'unsubscribe'],
  ['Unsubscribed', 'unsubscribe'],
  ['Ad click', 'ad_click'],
  ['LinkedIn', 'social_engagement'],
  ['Meeting', 'meeting_booked, meeting_held'],
  ['Phone call', 'call_connected'],
  ['Chat', 'chat'],
  ['Landing page form', 'form_submit'],
  ['Formular', 'form_submit'],
])('%s is %s', (asset, acts) => {
  const { type, where } = meaningOf(asset)?.matcher ?? { type: [] };
  const path = where?.path as { startsWith: string } | undefined;
  const under = path === undefined ? '' : ` under ${path.startsWith}`;
  expect([type].flat().join(', ') + under).toBe(acts);
  for (const one of [type].flat()) expect(ACTIVITY_CHANNEL).toHaveProperty(one);
});

test.each(['Video', 'Total', 'Summe', 'Newsletter', '', '???'])('%j names no act', (asset) => {
  expect(meaningOf(asset)).toBeUndefined();
});
