/** Spreadsheets of assets: what was taken for what, and rows that are not read or read with a doubt. */
export const sheets = {
  'sheets.what-sheet': 'sheet "{sheet}"',
  'sheets.what-first': 'sheet "{sheet}", the first of {count}',
  'sheets.what-csv': '{separator}-separated, {encoding}',
  'sheets.comma': 'comma',
  'sheets.semicolon': 'semicolon',
  'sheets.tab': 'tab',
  'sheets.each-cell': '"{column}": percent and points as each cell says',
  'sheets.points-by-name': '"{column}": points by its name, except where a cell says percent',
  'sheets.points-by-told': '"{column}": points by --points, except where a cell says percent',
  'sheets.percent-by-name': '"{column}": percent of a sales-ready lead by its name',
  'sheets.percent-by-told': '"{column}": percent of a sales-ready lead by --percent',
  'sheets.parts-by-name':
    '"{column}": percent of a sales-ready lead by its name, written as parts of one (0.3 is 30 %)',
  'sheets.parts-by-told':
    '"{column}": percent of a sales-ready lead by --percent, written as parts of one (0.3 is 30 %)',
  'sheets.cell-empty': '"{column}" is empty',
  'sheets.cell-range': '"{column}" says "{text}": give one number',
  'sheets.cell-text': '"{column}" says "{text}": expected a number',
  'sheets.cell-grouped':
    '"{column}" says "{text}", with thousands or decimals: write it without a separator',
  'sheets.cell-partial':
    '"{column}" says {value} beside whole percent: write {small} % or {whole} %',
  'sheets.more-than-ready': '{percent} % is more than a sales-ready lead',
  'sheets.path-guessed': 'counts pages under {path}: correct the path if yours is another',
  'sheets.no-name': 'has no name of an asset',
  'sheets.no-act':
    '"{asset}" names no act that is known: name the act in a column "Activity", as in content_download',
  'sheets.no-type': '"{text}" is no activity type',
  'sheets.no-type-hint': '"{text}" is no activity type (did you mean {type}?)',
  'sheets.no-condition': '"{text}" is no condition: {why}',
  'sheets.same-asset': 'is the same asset as row {row}',
  'sheets.same-acts': 'counts the same acts as row {rows}: one act pays for each',
  'sheets.told-apart':
    'told from row {rows} by a {attribute} that contains "{value}": correct it to your own names',
  'sheets.as-rule': 'counts {types}, as the rule "{label}" ({rule}) does: one act pays for both',
  'sheets.rule-taken': '"{asset}" means a rule for which another row stands already',
  'sheets.unit-unclear':
    '{file}: row {row}: "{column}" says {value}, which may be percent of a sales-ready lead or points: say which with --percent or --points, or call the column so.',
  'sheets.worth-unclear':
    '{file}: row {row}: {columns} could each be what an asset is worth: choose with --percent or --points, or leave one of them out.',
  'sheets.no-header-empty':
    '{file}: no row names the columns: expected one for the asset and one for its percent or points, as in "Asset, Journey stage, Percent" or "Inhalt, Phase, Prozent". It is empty.',
  'sheets.no-header':
    '{file}: no row names the columns: expected one for the asset and one for its percent or points, as in "Asset, Journey stage, Percent" or "Inhalt, Phase, Prozent". Row {row} says: {text}.',
  'sheets.no-dimension':
    'Which dimension do the assets pay into? Say it with --dimension; the model has {names}.',
  'sheets.old-workbook':
    '{file} is protected by a password or a workbook of Excel before 2007: save it as .xlsx without one, or as CSV.',
  'sheets.bad-workbook':
    '{file} is no workbook that can be read ({why}): save it anew as .xlsx, or as CSV.',
  'sheets.no-sheet-shown':
    '{file} has no sheet that is shown. It has {names}; choose with --sheet.',
  'sheets.no-sheet': '{file} has no sheet "{sheet}". It has {names}; choose with --sheet.',
} as const;
