/** What a person did who took up an asset, by the words of its name in English and German. */
import { fold } from '../../lib/fold.js';
import type { MatcherDocument } from '../schema.js';

export interface AssetMeaning {
  readonly matcher: MatcherDocument;
  /** The name without the words that say what kind of asset it is: "White paper: ROI" leaves "ROI". */
  readonly rest: string;
}

type Kind = readonly [pattern: RegExp, type: string | readonly string[], path?: string];

const PAGE =
  /\b(web ?)?(pages?|sites?|seiten?|webseiten?|homepage|startseite)\b|seiten?\b|\bblog(s|posts?|beitr(ag|age)|artikel)?\b/;
const NO_PAGE = /form|download|anmeld|sign ?up|regist/;

/** Pages whose path is usual; `docs/cli.md` and the report say that it is a guess. */
const PAGES: readonly Kind[] = [
  [/\b(pricing|prices?|preis(e|liste)?)|preis/, 'page_view', '/pricing'],
  [/careers?|jobs?\b|karriere|stellen/, 'page_view', '/careers'],
  [/invest/, 'page_view', '/investors'],
  [/products?|produkt(e|s)?|features?|funktion(en)?/, 'page_view', '/product'],
  [/blogs?/, 'page_view', '/blog'],
  [/case stud(y|ies)|fallstudien?|success stor(y|ies)|referenz(en)?/, 'page_view', '/case-studies'],
  [/demo/, 'page_view', '/demo'],
  [/contact|kontakt/, 'page_view', '/contact'],
];

const REGISTERED = /regist\w*|sign(ed)? ?ups?|angemeldet|anmeldung(en)?/;
const ATTENDED = /attend\w*|joined|came|visit\w*|teilgenommen|teilnahmen?|besuch\w*/;
const WEBINAR = /\b(live )?(webinar(e|s)?|webcasts?|online ?seminare?)/;
const EVENT =
  /\b(events?|veranstaltung(en)?|messe(n|stand)?|trade ?shows?|conferences?|konferenz(en)?|booth|workshops?|seminare?|roadshows?)\b/;

/** The first that fits; one for which several acts stand counts any of them. */
const KINDS: readonly Kind[] = [
  [/unsubscrib\w*|opt(ed)? ?out|abmeldung(en)?|abgemeldet/, 'unsubscribe'],
  [/\bbounc\w*|unzustellbar/, 'email_bounce'],
  [/\b(ads?|ad click|banner|anzeigen?|adwords|ppc)\b( click(s|ed)?)?/, 'ad_click'],
  [/((e ?)?mails? )?\b(repl(y|ies|ied)|antwort(en)?|geantwortet)\b/, 'email_reply'],
  [
    /((e ?)?mails? |newsletter )?\b(clicks?|clicked|klicks?|geklickt|cta)\b|mail ?klicks?/,
    'email_click',
  ],
  [/((e ?)?mails? |newsletter )?\b(opens?|opened|geoffnet|offnung(en)?)\b/, 'email_open'],
  [/newsletter ?(sign ?up|subscri\w*|anmeldung(en)?|abo\w*)/, 'form_submit'],
  [/\b(videos?|podcasts?)\b/, []],
  [/\bdemos?\b( requests?| anfragen?)?|demo(anfrage|termin)n?|produktdemo/, 'demo_request'],
  [
    /\b(pricing|price|quotes?|quotation)\b( requests?)?|preisanfragen?|angebots?(anfragen?)?\b/,
    'pricing_request',
  ],
  [/\b(free )?trials?\b|testversion(en)?|testzugang|teststellung|probe(abo|zugang)/, 'trial_start'],
  [
    /\b(contact(ed)?( us)?|callback|consult(ation|ing)?)\b( requests?| form)?|kontakt(anfrage|formular|aufnahme)?n?|ruckruf|beratung(sgesprach|stermin)?/,
    'contact_request',
  ],
  [/\b(meetings?|appointments?)\b|\btermine?\b/, ['meeting_booked', 'meeting_held']],
  [/\b((phone )?calls?|phone|spoke)\b|telefonat(e)?|telefongesprach(e)?|anrufe?/, 'call_connected'],
  [/\b(live ?)?chat(s|ted)?\b|chatbot/, 'chat'],
  [
    /\b(social( media)?|linkedin|facebook|instagram|twitter|xing|likes?|shares?)\b/,
    'social_engagement',
  ],
  [
    /\b(logins?|product use|used the product|product usage|app use)\b|produktnutzung|anmeldung im produkt/,
    'product_use',
  ],
  [/\b(purchases?|orders?|bestellung(en)?|kauf|kaufe)\b/, 'purchase'],
  [
    /white ?papers?|e ?books?|\b(buyer s )?guides?\b|\breports?\b|\bstud(y|ies)\b|case stud(y|ies)|success stor(y|ies)|brochures?|data ?sheets?|check ?lists?|templates?|infographics?|playbooks?|tool ?kits?|catalog(ue)?s?|\bpdfs?\b|downloads?/,
    'content_download',
  ],
  [
    /leitf(a|ae)den|ratgeber|handbuch(er)?|broschure(n)?|broschuere(n)?|fallstudien?|studien?|checklisten?|vorlagen?|datenbl(att|atter|aetter)|infografik(en)?|kataloge?|prasentation(en)?|herunter\w*/,
    'content_download',
  ],
  [/\b(forms?|survey|sign ?ups?)\b|formulare?|umfragen?|registrierung(en)?/, 'form_submit'],
  [
    /page ?views?|website( visits?)?|webseitenbesuche?|seitenaufrufe?|\b(visits?|homepage|startseite|besuche?)\b/,
    'page_view',
  ],
];

function rest(folded: string, pattern: RegExp): string {
  return folded.replace(pattern, ' ').replace(/\s+/g, ' ').trim();
}

/** Registered or attended, or either where the name does not say. */
function gathering(folded: string, what: RegExp, kind: 'webinar' | 'event'): AssetMeaning {
  const said = [ATTENDED, REGISTERED].find((pattern) => pattern.test(folded));
  const [attended, registered] = [`${kind}_attended`, `${kind}_registered`];
  const type =
    said === ATTENDED ? attended : said === REGISTERED ? registered : [registered, attended];
  const left = rest(folded, what);
  return { matcher: { type }, rest: said === undefined ? left : rest(left, said) };
}

function page(folded: string): AssetMeaning | undefined {
  if (!PAGE.test(folded) || NO_PAGE.test(folded)) return undefined;
  const left = rest(folded, PAGE);
  for (const [pattern, type, path] of PAGES) {
    if (path === undefined || !pattern.test(folded)) continue;
    return { matcher: matcher(type, path), rest: rest(left, pattern) };
  }
  return undefined;
}

function matcher(type: string | readonly string[], path?: string): MatcherDocument {
  const names = typeof type === 'string' ? type : [...type];
  return path === undefined
    ? { type: names }
    : { type: names, where: { path: { startsWith: path } } };
}

/** A path or the path of an address in the name: `/pricing`, `https://acme.example/blog`. */
const PATH = /(?:^|\s)(?:https?:\/\/[^\s/]+)?(\/[\w.~-][\w./~-]*)/i;

/** The longest stretch of a name whose words are all among the folded ones, as it is spelt. */
function spelt(asset: string, words: string): string {
  const left = new Set(words.split(' '));
  const stretches = [''];
  let start: number | undefined;
  for (const { 0: word, index } of asset.matchAll(/[\p{L}\p{N}]+/gu)) {
    start = left.has(fold(word)) ? (start ?? index) : undefined;
    if (start !== undefined) stretches.push(asset.slice(start, index + word.length));
  }
  return stretches.reduce((longest, one) => (one.length > longest.length ? one : longest));
}

/** The acts that an asset's name stands for; undefined when it says none. */
export function meaningOf(asset: string): AssetMeaning | undefined {
  const meaning = foldedMeaningOf(asset);
  return meaning && { ...meaning, rest: spelt(asset, meaning.rest) };
}

function foldedMeaningOf(asset: string): AssetMeaning | undefined {
  const [, path] = PATH.exec(asset) ?? [];
  if (path !== undefined) return { matcher: matcher('page_view', path), rest: '' };
  const folded = fold(asset);
  const found = page(folded);
  if (found) return found;
  if (WEBINAR.test(folded)) return gathering(folded, WEBINAR, 'webinar');
  if (EVENT.test(folded)) return gathering(folded, EVENT, 'event');
  const [pattern, type] = KINDS.find(([one]) => one.test(folded)) ?? [];
  if (pattern && type && type.length > 0) {
    return { matcher: matcher(type), rest: rest(folded, pattern) };
  }
  return PAGE.test(folded)
    ? { matcher: matcher('page_view'), rest: rest(folded, PAGE) }
    : undefined;
}

/** The attribute by which acts of one type are told apart. */
export function attributeOf({ type }: MatcherDocument): string {
  const [first = ''] = [type].flat();
  if (first === 'page_view') return 'path';
  if (first.startsWith('email_')) return 'message';
  return /^(ad_click|social_engagement|event_)/.test(first) ? 'campaign' : 'form';
}
