/** The model of the scoring benchmark: 40 rules of the kinds that real models are made of. */
export const MODEL = `
model: bench
version: 1
lists:
  buying: [it, operations, purchasing]
  industries: [software, manufacturing, logistics]
  avoided: [gambling, tobacco]
  countries: [FI, DE, SE, NL]
  not-served: [AQ, VA]
dimensions:
  fit: { floor: -30, cap: 45 }
  engagement: { floor: 0, cap: 100 }
total: { method: sum, floor: 0, cap: 100 }
groups:
  email: { dimension: engagement, floor: -20, cap: 20 }
  content: { dimension: engagement, cap: 45 }
  web: { dimension: engagement, floor: -10, cap: 40 }
bands: { hot: 75, warm: 50, cool: 25, cold: 0 }
grades: { fit: { A: 35, B: 20, C: 0, D: -30 }, engagement: { 1: 50, 2: 25, 3: 10, 4: 0 } }
rules:
  - { id: f1, label: Director or above, dimension: fit, when: { field: seniority, in: [c_level, vp, director] }, points: 15 }
  - { id: f2, label: Manager, dimension: fit, when: { field: seniority, eq: manager }, points: 8 }
  - { id: f3, label: Student, dimension: fit, when: { field: seniority, in: [student, intern] }, points: -20 }
  - { id: f4, label: Buying department, dimension: fit, when: { field: department, inList: buying }, points: 10 }
  - { id: f5, label: Right size, dimension: fit, when: { field: company.employees, between: [50, 500] }, points: 10 }
  - { id: f6, label: Smaller, dimension: fit, when: { field: company.employees, between: [20, 49] }, points: 5 }
  - { id: f7, label: Larger, dimension: fit, when: { field: company.employees, between: [501, 2000] }, points: 5 }
  - { id: f8, label: Tiny, dimension: fit, when: { field: company.employees, lt: 5 }, points: -10 }
  - { id: f9, label: Industry, dimension: fit, when: { field: company.industry, inList: industries }, points: 10 }
  - { id: f10, label: Avoided industry, dimension: fit, when: { field: company.industry, inList: avoided }, points: -10 }
  - { id: f11, label: Country, dimension: fit, when: { field: country, inList: countries }, points: 5 }
  - { id: f12, label: Not served, dimension: fit, when: { field: country, inList: not-served }, points: -30 }
  - { id: f13, label: Free mail, dimension: fit, when: { field: emailKind, eq: free }, points: -10 }
  - { id: f14, label: Shared mailbox, dimension: fit, when: { field: emailKind, eq: role }, points: -5 }
  - { id: f15, label: Referred, dimension: fit, when: { field: source, eq: referral }, points: 5 }
  - { id: f16, label: English, dimension: fit, when: { field: language, eq: en }, points: 2 }
  - { id: f17, label: Revenue, dimension: fit, when: { field: company.revenue, gte: 10000000 }, points: 5 }
  - { id: f18, label: Purchaser, dimension: fit, when: { field: jobTitle, contains: purchas }, points: 5 }
  - { id: f19, label: Assistant, dimension: fit, when: { field: jobTitle, contains: assistant }, points: -5 }
  - { id: f20, label: Refuses mail, dimension: fit, when: { field: doNotEmail, eq: true }, points: -5 }
  - { id: a1, label: Demo, dimension: engagement, activity: { type: [demo_request, pricing_request] }, points: 50, within: 90d, decay: { halfLife: 30d } }
  - { id: a2, label: Contact, dimension: engagement, activity: { type: contact_request }, points: 40, within: 90d, decay: { halfLife: 30d } }
  - { id: a3, label: Trial, dimension: engagement, activity: { type: trial_start }, points: 40, within: 60d, decay: { halfLife: 30d } }
  - { id: a4, label: Product use, dimension: engagement, activity: { type: product_use }, points: 5, count: each, perDay: 1, cap: 20, within: 60d, decay: { halfLife: 14d } }
  - { id: a5, label: Meeting, dimension: engagement, activity: { type: [meeting_held, meeting_booked] }, points: 35, within: 120d, decay: { halfLife: 45d } }
  - { id: a6, label: Spoke, dimension: engagement, activity: { type: [call_connected, chat] }, points: 10, count: each, perDay: 1, cap: 20, within: 90d, decay: { halfLife: 30d } }
  - { id: a7, label: Replied, dimension: engagement, activity: { type: email_reply }, points: 15, count: each, perDay: 1, cap: 30, within: 90d, decay: { halfLife: 30d } }
  - { id: a8, label: Event, group: content, activity: { type: [webinar_attended, event_attended] }, points: 20, repeat: { points: 10, max: 10 }, within: 180d, decay: { halfLife: 45d } }
  - { id: a9, label: Registered, group: content, activity: { type: [webinar_registered, event_registered] }, points: 7, within: 60d }
  - { id: a10, label: Content, group: content, activity: { type: content_download }, points: 20, repeat: { points: 10, max: 20 }, within: 180d, decay: { halfLife: 45d } }
  - { id: a11, label: Form, group: content, activity: { type: form_submit }, points: 10, repeat: { points: 5, max: 10 }, within: 180d, decay: { halfLife: 45d } }
  - { id: a12, label: Pricing, group: web, activity: { type: page_view, where: { path: { startsWith: /pricing } } }, points: 15, repeat: { points: 5, max: 15 }, within: 60d, decay: { linear: 60d } }
  - { id: a13, label: Careers, group: web, activity: { type: page_view, where: { path: { startsWith: /careers } } }, points: -10, within: 90d }
  - { id: a14, label: Investors, group: web, activity: { type: page_view, where: { path: { startsWith: /investors } } }, points: -5, within: 90d }
  - { id: a15, label: Visits, group: web, activity: { type: page_view }, points: 2, count: each, perDay: 3, cap: 10, within: 60d, decay: { halfLife: 14d } }
  - { id: a16, label: Click, group: email, activity: { type: email_click }, points: 5, count: each, perDay: 1, cap: 15, within: 90d, decay: { halfLife: 21d } }
  - { id: a17, label: Open, group: email, activity: { type: email_open }, points: 1, count: each, perDay: 1, cap: 3, within: 90d, decay: { halfLife: 21d } }
  - { id: a18, label: Unsubscribed, group: email, activity: { type: unsubscribe }, points: -20, within: 365d }
  - { id: a19, label: Bounced, group: email, activity: { type: email_bounce }, points: -10, within: 180d }
  - { id: a20, label: Social, dimension: engagement, activity: { type: [social_engagement, ad_click] }, points: 3, count: each, perDay: 1, cap: 9, within: 60d, decay: { halfLife: 21d } }
`;
