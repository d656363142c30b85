import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type Call, queryNumber, typeOrRefuse } from './call.js';
import { DEAL_STAGES } from './definition-tables.js';
import { notFound, Refusal } from './errors.js';
import { nextPage } from './objects.js';
import { type Owner, TEAMS } from './portal.js';
import { isoTime } from './values.js';

/** `GET /account-info/{v}/details`. */
export function accountDetails(call: Call): OutgoingResponse {
  return {
    status: 200,
    body: {
      portalId: Number(call.portal.id),
      accountType: 'STANDARD',
      timeZone: call.portal.timeZone,
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      ...utcOffset(call.portal.timeZone, call.portal.clock.now()),
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    },
  };
}

function utcOffset(timeZone: string, at: number) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = parts.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return {
    utcOffset: `${sign}${hours}:${minutes}`,
    utcOffsetMilliseconds: sign === '-' ? -ms : ms,
  };
}

/** `GET /crm/owners/{v}`. */
export function listOwners(call: Call): OutgoingResponse {
  const { query } = call.request;
  const limit = queryNumber(query, 'limit', 100, 500);
  const after = Number(query.get('after') ?? 0);
  const email = query.get('email')?.toLowerCase();
  const archived = query.get('archived') === 'true';
  const owners = call.portal.owners.filter(
    (owner) =>
      owner.archived === archived &&
      (email === undefined || owner.email === email) &&
      Number(owner.id) > after,
  );
  const page = owners.slice(0, limit);
  const last = page.at(-1);
  return {
    status: 200,
    body: {
      results: page.map(shownOwner),
      ...(owners.length > limit && last ? { paging: { next: nextPage(call, last.id) } } : {}),
    },
  };
}

export function getOwner(call: Call, id: string): OutgoingResponse {
  const byUser = call.request.query.get('idProperty') === 'userId';
  const archived = call.request.query.get('archived') === 'true';
  const owner = call.portal.owners.find(
    (entry) => (byUser ? String(entry.userId) : entry.id) === id && entry.archived === archived,
  );
  if (!owner) throw notFound();
  return { status: 200, body: shownOwner(owner) };
}

function shownOwner(owner: Owner): Record<string, unknown> {
  return {
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    ...(owner.archived ? {} : { userId: owner.userId }),
    userIdIncludingInactive: owner.userId,
    teams: [{ id: String(TEAMS.indexOf(owner.team) + 1), name: owner.team, primary: true }],
    createdAt: isoTime(owner.createdAt),
    updatedAt: isoTime(owner.createdAt),
    archived: owner.archived,
  };
}

/** `GET /crm/pipelines/{v}/deals[/{id}]`. */
export function pipelines(call: Call, typeWord: string, id: string | undefined): OutgoingResponse {
  if (typeOrRefuse(typeWord).name !== 'deals') return { status: 200, body: { results: [] } };
  const at = isoTime(call.portal.clock.now() - 900 * 86_400_000);
  const pipeline = {
    id: 'default',
    label: 'Sales pipeline',
    displayOrder: 0,
    archived: false,
    createdAt: at,
    updatedAt: at,
    stages: DEAL_STAGES.map((stage, displayOrder) => ({
      id: stage.id,
      label: stage.label,
      displayOrder,
      metadata: {
        isClosed: String(stage.id.startsWith('closed')),
        probability: stage.probability,
      },
      archived: false,
      createdAt: at,
      updatedAt: at,
    })),
  };
  if (id === undefined) return { status: 200, body: { results: [pipeline] } };
  if (id !== pipeline.id) throw notFound();
  return { status: 200, body: pipeline };
}

/** Event occurrences need an Enterprise plan; without it every call is refused. */
export function eventOccurrences(call: Call): OutgoingResponse {
  if (!call.portal.settings.enterprise) {
    throw new Refusal(403, {
      message: 'This account does not have the product tier that is required for event analytics.',
      category: 'MISSING_SCOPES',
    });
  }
  return { status: 200, body: { results: [] } };
}
