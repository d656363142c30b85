import { createRequire } from 'node:module';
import { fold } from '../../lib/fold.js';
import { error, type TransformFunction, value } from './result.js';

/** Of two languages that give one name to two countries the earlier here wins. */
const LANGUAGES =
  'en de fr es it pt nl pl sv da nb fi cs sk hu ro tr el ru uk ja zh ko ar he'.split(' ');

/** Everyday names beside the official ones. */
const EVERYDAY: Readonly<Record<string, string>> = {
  usa: 'US',
  'u s': 'US',
  'u s a': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u k': 'GB',
  britain: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  czechia: 'CZ',
  'czech republic': 'CZ',
  russia: 'RU',
  'south korea': 'KR',
  korea: 'KR',
  'north korea': 'KP',
  vietnam: 'VN',
  laos: 'LA',
  syria: 'SY',
  iran: 'IR',
  moldova: 'MD',
  macedonia: 'MK',
  bolivia: 'BO',
  venezuela: 'VE',
  tanzania: 'TZ',
  taiwan: 'TW',
  turkey: 'TR',
  turkiye: 'TR',
  uae: 'AE',
  emirates: 'AE',
  ksa: 'SA',
  prc: 'CN',
  macau: 'MO',
  brunei: 'BN',
  'ivory coast': 'CI',
  'cape verde': 'CV',
  swaziland: 'SZ',
  burma: 'MM',
  birmanie: 'MM',
  birmania: 'MM',
  palestine: 'PS',
  kosovo: 'XK',
  vatican: 'VA',
  'vatican city': 'VA',
  bosnia: 'BA',
  'palestinian territories': 'PS',
  'etats unis': 'US',
  'estados unidos': 'US',
  'ee uu': 'US',
  eeuu: 'US',
  'stati uniti': 'US',
  eua: 'US',
  'r u': 'GB',
  tchequie: 'CZ',
  tchequia: 'CZ',
  cechia: 'CZ',
  'viet nam': 'VN',
  vietna: 'VN',
  'la reunion': 'RE',
  'republik moldau': 'MD',
  palastina: 'PS',
  'arabia saudi': 'SA',
  'saoedi arabie': 'SA',
  corea: 'KR',
  'corea del sur': 'KR',
  'corea del norte': 'KP',
  ira: 'IR',
  'sud sudan': 'SS',
  'republica democratica del congo': 'CD',
};

interface LocaleFile {
  readonly countries: Readonly<Record<string, string | readonly string[]>>;
}

let names: ReadonlyMap<string, string> | undefined;

/** Built at the first use: it reads a file per language. */
function countryNames(): ReadonlyMap<string, string> {
  if (names) return names;
  const require = createRequire(import.meta.url);
  const found = new Map<string, string>(Object.entries(EVERYDAY));
  const codes = require('i18n-iso-countries/codes.json') as readonly (readonly string[])[];
  for (const [two, three] of codes) {
    if (two === undefined || three === undefined) continue;
    found.set(two.toLowerCase(), two);
    found.set(three.toLowerCase(), two);
  }
  for (const language of LANGUAGES) {
    const file = require(`i18n-iso-countries/langs/${language}.json`) as LocaleFile;
    for (const [code, written] of Object.entries(file.countries)) {
      for (const name of typeof written === 'string' ? [written] : written) {
        const key = keyOf(name);
        if (key !== '' && !found.has(key)) found.set(key, code);
      }
    }
  }
  names = found;
  return found;
}

/** ISO 3166-1 alpha-2 of a code (two or three letters) or of a name in one of the larger languages. */
export const country: TransformFunction = (raw) => {
  const key = keyOf(raw);
  const known = countryNames();
  const code = known.get(key) ?? known.get(key.replace(/^the /, '')) ?? inBrackets(raw, known);
  return code === undefined ? error('is not a country') : value(code);
};

function keyOf(name: string): string {
  return fold(name.replaceAll('&', ' and '));
}

/** `Germany (DE)` and `Schweiz / Suisse` name one country twice. */
function inBrackets(raw: string, known: ReadonlyMap<string, string>): string | undefined {
  const parts = raw
    .split(/[()/|]/)
    .map(keyOf)
    .filter(Boolean);
  const codes = new Set(parts.map((part) => known.get(part)));
  return parts.length > 1 && codes.size === 1 ? [...codes][0] : undefined;
}
