import type { sheets as english } from '../../../../api/contract/sentences/sheets.js';

export const sheets: Record<keyof typeof english, string> = {
  'sheets.what-sheet': 'Blatt „{sheet}“',
  'sheets.what-first': 'Blatt „{sheet}“, das erste von {count}',
  'sheets.what-csv': 'Getrennt durch {separator}, {encoding}',
  'sheets.comma': 'Komma',
  'sheets.semicolon': 'Strichpunkt',
  'sheets.tab': 'Tabulator',
  'sheets.each-cell': '„{column}“: Prozent und Punkte, wie es in jeder Zelle steht',
  'sheets.points-by-name': '„{column}“: dem Namen nach Punkte, außer wo eine Zelle Prozent nennt',
  'sheets.points-by-told': '„{column}“: wie gewählt Punkte, außer wo eine Zelle Prozent nennt',
  'sheets.percent-by-name': '„{column}“: dem Namen nach Prozent eines vertriebsreifen Leads',
  'sheets.percent-by-told': '„{column}“: wie gewählt Prozent eines vertriebsreifen Leads',
  'sheets.parts-by-name':
    '„{column}“: dem Namen nach Prozent eines vertriebsreifen Leads, als Teile von eins geschrieben (0,3 sind 30 %)',
  'sheets.parts-by-told':
    '„{column}“: wie gewählt Prozent eines vertriebsreifen Leads, als Teile von eins geschrieben (0,3 sind 30 %)',
  'sheets.cell-empty': '„{column}“ ist leer',
  'sheets.cell-range': 'In „{column}“ steht „{text}“: Geben Sie eine einzige Zahl an',
  'sheets.cell-text': 'In „{column}“ steht „{text}“: erwartet wird eine Zahl',
  'sheets.cell-grouped':
    'In „{column}“ steht „{text}“, Tausender oder Nachkommastellen: Schreiben Sie es ohne Trennzeichen',
  'sheets.cell-partial':
    'In „{column}“ steht {value} neben ganzen Prozenten: Schreiben Sie {small} % oder {whole} %',
  'sheets.more-than-ready': '{percent} % ist mehr als ein vertriebsreifer Lead',
  'sheets.path-guessed':
    'zählt Seiten unter {path}: Berichtigen Sie den Pfad, wenn Ihrer anders ist',
  'sheets.no-name': 'nennt keinen Inhalt',
  'sheets.no-act':
    '„{asset}“ nennt keine bekannte Handlung: Nennen Sie sie in einer Spalte „Activity“, etwa content_download',
  'sheets.no-type': '„{text}“ ist keine Aktivitätsart',
  'sheets.no-type-hint': '„{text}“ ist keine Aktivitätsart (meinten Sie {type}?)',
  'sheets.no-condition': '„{text}“ ist keine Bedingung: {why}',
  'sheets.same-asset': 'ist derselbe Inhalt wie Zeile {row}',
  'sheets.same-acts':
    'zählt dieselben Handlungen wie Zeile {rows}: Eine Handlung bringt jedes Mal Punkte',
  'sheets.told-apart':
    'von Zeile {rows} dadurch unterschieden, dass {attribute} „{value}“ enthält: Setzen Sie Ihre eigenen Namen ein',
  'sheets.as-rule':
    'zählt {types} wie die Regel „{label}“ ({rule}): Eine Handlung bringt für beide Punkte',
  'sheets.rule-taken': '„{asset}“ meint eine Regel, für die schon eine andere Zeile steht',
  'sheets.unit-unclear':
    '{file}, Zeile {row}: In „{column}“ steht {value}; das können Prozent eines vertriebsreifen Leads oder Punkte sein. Wählen Sie eines von beiden, oder nennen Sie die Spalte so.',
  'sheets.worth-unclear':
    '{file}, Zeile {row}: {columns} können jeweils der Wert eines Inhalts sein. Wählen Sie Prozent oder Punkte, oder lassen Sie eine Spalte weg.',
  'sheets.no-header-empty':
    '{file}: Keine Zeile nennt die Spalten. Erwartet wird eine für den Inhalt und eine für seine Prozent oder Punkte, etwa „Inhalt, Phase, Prozent“. Das Blatt ist leer.',
  'sheets.no-header':
    '{file}: Keine Zeile nennt die Spalten. Erwartet wird eine für den Inhalt und eine für seine Prozent oder Punkte, etwa „Inhalt, Phase, Prozent“. In Zeile {row} steht: {text}.',
  'sheets.no-dimension': 'In welche Dimension zahlen die Inhalte ein? Das Modell hat {names}.',
  'sheets.old-workbook':
    '{file} ist durch ein Passwort geschützt oder eine Mappe von Excel vor 2007: Speichern Sie sie als .xlsx ohne Passwort oder als CSV.',
  'sheets.bad-workbook':
    '{file} ist keine lesbare Mappe ({why}): Speichern Sie sie neu als .xlsx oder als CSV.',
  'sheets.no-sheet-shown': '{file} hat kein sichtbares Blatt. Es gibt {names}; wählen Sie eines.',
  'sheets.no-sheet': '{file} hat kein Blatt „{sheet}“. Es gibt {names}; wählen Sie eines.',
};
