import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { HOUR } from '../../../../src/lib/clock.js';
import { call, form, type Json, lead, leadIds, NO_ASSIGN, query, start } from './support.js';

let simulator: Simulator;
let id: string;
beforeEach(async () => {
  simulator = await start({ people: 15, leadShare: 1 });
  id = String(leadIds(simulator, 1)[0]);
});
afterEach(() => simulator.close());

const patch = (title: string, token?: string) =>
  call(
    simulator,
    'PATCH',
    `sobjects/Lead/${id}`,
    { Title: title },
    {
      ...NO_ASSIGN,
      ...(token === undefined ? {} : { token }),
    },
  );
const title = () => simulator.org.get('Lead', id)?.values.Title;

describe('refusals', () => {
  test.each([
    [503, {}, 'SERVER_UNAVAILABLE'],
    [500, {}, 'UNKNOWN_EXCEPTION'],
    [403, {}, 'REQUEST_LIMIT_EXCEEDED'],
    [400, {}, 'UNABLE_TO_LOCK_ROW'],
    [400, { code: 'TXN_SECURITY_RUNTIME_EXCEPTION' }, 'TXN_SECURITY_RUNTIME_EXCEPTION'],
  ])('%d %j answers %s and applies nothing', async (status, more, code) => {
    simulator.fault({ kind: 'status', status, operation: 'sobjects.update', count: 1, ...more });
    const before = title();
    const answer = await patch('Refused');
    expect([answer.status, answer.body[0].errorCode]).toEqual([status, code]);
    expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
    expect(title()).toBe(before);
    expect((await patch('Then')).status).toBe(204);
  });

  test('gateways and maintenance speak HTML', async () => {
    for (const fault of [{ status: 502 }, { status: 503, policy: 'html' }]) {
      simulator.fault({ kind: 'status', count: 1, ...fault });
      const { status, headers, body } = await patch('X');
      expect(status).toBe(fault.status);
      expect(headers.get('content-type')).toContain('text/html');
      expect(body).toContain('<html>');
    }
  });

  test('the token endpoint refuses in its own form', async () => {
    simulator.fault({ kind: 'status', status: 400, operation: 'oauth.token', count: 1 });
    const { status, body } = await form(simulator.url, '/services/oauth2/token', {});
    expect([status, body.error]).toEqual([400, 'rate_limit_exceeded']);
  });
});

describe('connections', () => {
  test('cut before and after the change', async () => {
    const before = title();
    simulator.fault({ kind: 'cut', operation: 'sobjects.update', count: 1 });
    await expect(patch('Cut')).rejects.toThrow();
    expect(title()).toBe(before);
    simulator.fault({ kind: 'apply-then-cut', operation: 'sobjects.update', count: 1 });
    await expect(patch('Kept')).rejects.toThrow();
    expect(title()).toBe('Kept');
    expect(simulator.requests.total(-1)).toBe(2);
  });

  test('a held request is made when it is let go', async () => {
    simulator.fault({ kind: 'hold', operation: 'sobjects.update', count: 1 });
    const answer = patch('Held');
    const [held] = await simulator.holds.wait(5000);
    expect(held).toMatchObject({ operation: 'sobjects.update.Lead', applied: false });
    expect(title()).not.toBe('Held');
    simulator.holds.release();
    expect((await answer).status).toBe(204);
    expect(title()).toBe('Held');
  });

  test('a hang ends after its time, latency comes before', async () => {
    simulator.fault({ kind: 'latency', ms: 5, count: 1 });
    simulator.fault({ kind: 'apply-then-hang', ms: 5, count: 1 });
    expect((await patch('Late')).status).toBe(204);
  });
});

describe('rows', () => {
  test('locked rows fail alone, by share or by record', async () => {
    const ids = leadIds(simulator, 10);
    const update = async (at: number) => {
      const records = ids.map((one) => lead(one, { Title: `T${at}` }));
      const { status, body } = await call(
        simulator,
        'PATCH',
        'composite/sobjects',
        { records },
        NO_ASSIGN,
      );
      expect(status).toBe(200);
      return body.map((row: Json) => row.errors[0]?.statusCode ?? 'ok') as string[];
    };
    const locked = simulator.fault({ kind: 'poisoned-record', record: String(ids[3]) });
    const outcome = await update(1);
    expect(outcome.filter((code) => code === 'ok')).toHaveLength(9);
    expect(outcome[3]).toBe('UNABLE_TO_LOCK_ROW');
    simulator.faults.remove(locked.id);
    simulator.fault({ kind: 'partial-failure', rate: 0.5, operation: 'collections.update' });
    const codes = new Set([...(await update(2)), ...(await update(3))]);
    expect(codes).toEqual(new Set(['ok', 'UNABLE_TO_LOCK_ROW']));
  });

  test('a value may be refused with any code', async () => {
    simulator.fault({
      kind: 'poisoned-value',
      property: 'Title',
      value: 'Bad',
      code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: 'a flow failed',
    });
    const { status, body } = await patch('Bad');
    expect([status, body[0]]).toEqual([
      400,
      {
        errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: 'a flow failed',
        fields: ['Title'],
      },
    ]);
    expect((await patch('Good')).status).toBe(204);
  });
});

describe('tokens and rights', () => {
  test('an expired token is dead for good', async () => {
    const token = simulator.accessToken();
    simulator.fault({ kind: 'expired-token', count: 1 });
    expect((await patch('A', token)).status).toBe(401);
    expect((await patch('A', token)).body[0].errorCode).toBe('INVALID_SESSION_ID');
    expect((await patch('A', simulator.accessToken())).status).toBe(204);
  });

  test('a hidden field is gone from queries and describes, and comes back', async () => {
    simulator.hideField('Lead', 'Rating');
    expect((await query(simulator, 'SELECT Rating FROM Lead')).body[0].errorCode).toBe(
      'INVALID_FIELD',
    );
    const filter = "SELECT Id FROM Lead WHERE Rating = 'Hot'";
    expect((await query(simulator, filter)).body[0].errorCode).toBe('INVALID_FIELD');
    const read = await call(simulator, 'GET', `sobjects/Lead/${id}`);
    expect(read.body).not.toHaveProperty('Rating');
    simulator.hideField('Lead', 'Rating', false);
    expect((await query(simulator, filter)).status).toBe(200);
  });

  test('an edition without an API, and a token without its scope', async () => {
    simulator.org.settings.apiEnabled = false;
    expect((await patch('A')).body[0].errorCode).toBe('API_DISABLED_FOR_ORG');
    simulator.org.settings.apiEnabled = true;
    const { token } = simulator.credentials.issue(simulator.setup.admin, ['id'], null);
    expect((await patch('A', token)).status).toBe(403);
  });
});

describe('the day', () => {
  const limits = async () =>
    (await call(simulator, 'GET', 'limits')).body.DailyApiRequests as {
      Max: number;
      Remaining: number;
    };

  test('each call counts once, whatever it holds, and the header tells', async () => {
    const { headers } = await call(simulator, 'PATCH', 'composite/sobjects', {
      records: leadIds(simulator, 5).map((one) => lead(one, { Title: 'N' })),
    });
    expect(headers.get('sforce-limit-info')).toBe('api-usage=1/100000');
    expect(await limits()).toEqual({ Max: 100_000, Remaining: 99_998 });
  });

  test('a used-up day refuses until its calls are a day old', async () => {
    simulator.limits.change({ daily: 10 });
    simulator.limits.setUsed(9);
    expect((await patch('Last')).headers.get('sforce-limit-info')).toBe('api-usage=10/10');
    const refused = await patch('Over');
    expect([refused.status, refused.body]).toEqual([
      403,
      [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    ]);
    simulator.clock.advance(25 * HOUR);
    expect((await patch('Next day', simulator.accessToken())).status).toBe(204);
  });

  test('another app uses the same day', async () => {
    simulator.limits.setSecondApp(2);
    simulator.clock.advance(10_000);
    expect((await limits()).Remaining).toBeLessThanOrEqual(100_000 - 21);
    simulator.limits.setSecondApp(0);
    const { Remaining } = await limits();
    simulator.clock.advance(10_000);
    expect((await limits()).Remaining).toBe(Remaining - 1);
  });
});
