/** Words of headers and values that name an activity. */

/** Folded header -> activity type; the first that fits. */
const HEADER_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(unsubscri\w*|opt(ed)? ?out|abgemeldet|abmeldung)\b/, 'unsubscribe'],
  [/\bbounced?\b/, 'email_bounce'],
  [/\b(repl(y|ied|ies)|replies|geantwortet|beantwortet|repondu|respondido)\b/, 'email_reply'],
  [/\b(clicks?|clicked|geklickt|klicks?|cliques?|clics?)\b/, 'email_click'],
  [/\b(e ?)?mails?\b.*\b(opens?|opened|geoffnet|ouverts?|abiertos?|aperti)\b/, 'email_open'],
  [/\b(opens?|opened|geoffnete?|ouverts?)\b.*\b(e ?)?mails?\b/, 'email_open'],
  [/\bdemos?\b/, 'demo_request'],
  [/\b(pricing|quotes?|angebot|devis|presupuesto|preventivo|offerte)\b/, 'pricing_request'],
  [/\b(trials?|testversion|probeabo|essai|prueba)\b/, 'trial_start'],
  [/\bwebinars?\b.*\b(attend\w*|teilgenommen|joined)\b/, 'webinar_attended'],
  [/\b(attend\w*|teilgenommen|joined)\b.*\bwebinars?\b/, 'webinar_attended'],
  [/\bwebinars?\b/, 'webinar_registered'],
  [/\b(events?|trade ?shows?|booth|messe)\b.*\b(attend\w*|visit\w*|besucht)\b/, 'event_attended'],
  [/\b(attend\w*|visit\w*|besucht)\b.*\b(events?|trade ?shows?|booth|messe)\b/, 'event_attended'],
  [/\b(downloads?|downloaded|white ?papers?|e ?books?|free copy|brochures?)\b/, 'content_download'],
  [/\b(contact requests?|contact us|kontaktanfragen?|demande de contact)\b/, 'contact_request'],
  [/\bmeetings?\b.*\b(booked|scheduled)\b/, 'meeting_booked'],
  [/\b(meetings?|termin)\b.*\b(held|completed|last|date)\b/, 'meeting_held'],
  [/\b(last|letzte[rs]?|number of|anzahl) meetings?\b/, 'meeting_held'],
  [/\bcalls?\b.*\bconnected\b|\bconnected calls?\b|\bphone conversations?\b/, 'call_connected'],
  [/\bchats?\b/, 'chat'],
  [/\b(form|forms) (submissions?|submitted|filled)\b|\bconversions?( date)?\b/, 'form_submit'],
  [/\b(formulare?|formularios?|formulaires?)\b/, 'form_submit'],
  [/\b(page ?views?|pages? viewed|seitenaufrufe|pages vues|paginas vistas)\b/, 'page_view'],
  [/\b(visits?|website visits?|sessions?|besuche|visites|visitas|visite)\b/, 'page_view'],
  [/\b(time (last|first) (seen|session)|last seen|last visited|letzter besuch)\b/, 'page_view'],
  [/\bhs analytics (last|first) (timestamp|visit timestamp)\b/, 'page_view'],
  [/\b(logins?|last login|product use|product usage|anmeldungen)\b/, 'product_use'],
];

/** Figures about acts that count none, and texts that only name something. */
const NO_ACT =
  /\b(per|pro|par|average|avg|rate|ratio|percent\w*|spent|duration|minutes|seconds|score|index|grade|cost|amount|source|campaign|utm|urls?|link|name|owner|type|status|reason|id|limit|next|open deals?|stage)\b/;

export function activityOfHeader(folded: string): string | undefined {
  if (NO_ACT.test(folded)) return undefined;
  return HEADER_PATTERNS.find(([pattern]) => pattern.test(folded))?.[1];
}

/** Part of a "last activity" value -> activity type; the first that the value contains. */
export const LAST_ACTIVITY_WORDS: Readonly<Record<string, string>> = {
  resubscribed: 'form_submit',
  unsubscribed: 'unsubscribe',
  spam: 'unsubscribe',
  bounced: 'email_bounce',
  tradeshow: 'event_attended',
  booth: 'event_attended',
  webinar: 'webinar_attended',
  demo: 'demo_request',
  pricing: 'pricing_request',
  trial: 'trial_start',
  download: 'content_download',
  chat: 'chat',
  'form submitted': 'form_submit',
  'form submission': 'form_submit',
  replied: 'email_reply',
  'email received': 'email_reply',
  clicked: 'email_click',
  opened: 'email_open',
  'page visited': 'page_view',
  'page view': 'page_view',
  'website visit': 'page_view',
  'phone conversation': 'call_connected',
  'call connected': 'call_connected',
  meeting: 'meeting_held',
  'sms sent': 'sales_touch',
  'email sent': 'sales_touch',
  unreachable: 'sales_touch',
  'call attempted': 'sales_touch',
};

/** Part of a form's name -> what asking by that form means. */
export const FORM_WORDS: Readonly<Record<string, string>> = {
  demo: 'demo_request',
  pricing: 'pricing_request',
  quote: 'pricing_request',
  angebot: 'pricing_request',
  devis: 'pricing_request',
  presupuesto: 'pricing_request',
  trial: 'trial_start',
  testversion: 'trial_start',
  webinar: 'webinar_registered',
  whitepaper: 'content_download',
  'white paper': 'content_download',
  ebook: 'content_download',
  'e-book': 'content_download',
  guide: 'content_download',
  download: 'content_download',
  contact: 'contact_request',
  kontakt: 'contact_request',
};
