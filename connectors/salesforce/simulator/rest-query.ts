import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type ApiCall, headerOption } from './call.js';
import type { Cursors } from './cursors.js';
import { apiError } from './errors.js';
import { QueryRefusal } from './query-refusal.js';
import type { QueryRows } from './query-rows.js';

const PAGE = 2000;
const LEAST = 200;

/** `GET query?q=` and `queryAll?q=`. */
export function runQueryCall(call: ApiCall, cursors: Cursors, all: boolean): OutgoingResponse {
  const text = call.request.query.get('q');
  if (text === null) throw apiError(400, 'MALFORMED_QUERY', 'a query needs the parameter q');
  const rows = queryRows(call, text, all);
  const pageSize = pageSizeOf(call);
  const id = rows.length > pageSize ? cursors.open(rows, call.user, pageSize) : null;
  return page(call, rows, id, 0, pageSize);
}

/** `GET query/<locator>`. */
export function nextPage(call: ApiCall, cursors: Cursors, locator: string): OutgoingResponse {
  const found = cursors.find(locator, call.user);
  if (!found) throw apiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return page(call, found.cursor.rows, found.id, found.from, found.cursor.pageSize);
}

/** The rows of a query, with refusals as REST words them. */
export function queryRows(call: ApiCall, text: string, all: boolean): QueryRows {
  try {
    return call.org.query(text, { all, user: call.user });
  } catch (thrown) {
    if (thrown instanceof QueryRefusal) throw apiError(400, thrown.errorCode, thrown.message);
    throw thrown;
  }
}

function pageSizeOf({ request }: ApiCall): number {
  const asked = headerOption(request.headers['sforce-query-options'], 'batchSize');
  if (asked === null) return PAGE;
  const size = Number(asked);
  if (!Number.isInteger(size)) throw apiError(400, 'INVALID_BATCH_SIZE', 'invalid batch size');
  return Math.min(PAGE, Math.max(LEAST, size));
}

function page(
  call: ApiCall,
  rows: QueryRows,
  cursor: string | null,
  from: number,
  size: number,
): OutgoingResponse {
  const to = Math.min(rows.length, from + size);
  const done = to >= rows.length;
  return {
    status: 200,
    body: {
      totalSize: rows.totalSize,
      done,
      ...(done || cursor === null
        ? {}
        : { nextRecordsUrl: `/services/data/v${call.version}/query/${cursor}-${to}` }),
      records: rows.render(from, to, call.version),
    },
  };
}
