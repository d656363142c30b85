import { expect, test } from '@jest/globals';
import type { AccountIdentity, HookRequest } from '../../../connectors/connector.js';
import type { Change } from '../../../src/lead/change.js';
import type { Bench } from './bench.js';

export function hookContract(bench: Bench): void {
  const receiver = () => {
    const { receiver } = bench.world.connector;
    if (!receiver) throw new Error('a connector of a pushing CRM has a receiver');
    return receiver;
  };
  const secrets = () => bench.world.secrets ?? [];
  const ours = (portal: string): AccountIdentity | undefined =>
    portal === bench.world.portal ? { portal } : undefined;

  async function hookOfUpdate(): Promise<{ record: string; hooks: readonly HookRequest[] }> {
    const record = await bench.world.create(bench.person, { [bench.world.names.text]: 'before' });
    await bench.world.hooks?.();
    await bench.world.update(bench.person, record, { [bench.world.names.text]: 'after' });
    const hooks = (await bench.world.hooks?.()) ?? [];
    expect(hooks.length).toBeGreaterThan(0);
    return { record, hooks };
  }

  test('a hook is accepted as sent and by no other secret, body, URL or time', async () => {
    const { hooks } = await hookOfUpdate();
    const now = bench.world.now();
    for (const hook of hooks) {
      expect(receiver().verify(hook, secrets(), now)).toEqual({ ok: true });
      expect(receiver().verify(hook, ['other', ...secrets()], now)).toEqual({ ok: true });
      const changed = Uint8Array.from([...hook.body, 32]);
      const refused = [
        receiver().verify(hook, ['other'], now),
        receiver().verify({ ...hook, body: changed }, secrets(), now),
        receiver().verify({ ...hook, url: `${hook.url}x` }, secrets(), now),
        receiver().verify(hook, secrets(), now + 600_000),
        receiver().verify(hook, secrets(), now - 600_000),
      ];
      for (const verdict of refused) expect(verdict).toMatchObject({ ok: false, status: 401 });
    }
  });

  test('a change carries its value, its time and its person', async () => {
    const before = bench.world.now();
    const { record, hooks } = await hookOfUpdate();
    const changes: Change[] = hooks.flatMap((hook) =>
      receiver()
        .split(hook.body, ours)
        .changes.map((entry) => {
          expect(entry.portal).toBe(bench.world.portal);
          return entry.change;
        }),
    );
    const change = changes.find((entry) => entry.kind === 'value' && entry.value === 'after');
    expect(change).toMatchObject({
      object: bench.person,
      record,
      kind: 'value',
      property: bench.world.names.text,
      source: { kind: 'person' },
    });
    expect(change?.at).toBeGreaterThanOrEqual(before);
  });

  test('events of an unknown portal are foreign, and a deletion is told', async () => {
    const record = await bench.world.create(bench.person, { [bench.world.names.text]: 'x' });
    await bench.world.hooks?.();
    await bench.world.remove(bench.person, record);
    const hooks = (await bench.world.hooks?.()) ?? [];
    const kinds = hooks.flatMap((hook) =>
      receiver()
        .split(hook.body, ours)
        .changes.map(({ change }) => `${change.record} ${change.kind}`),
    );
    expect(kinds).toContain(`${record} deleted`);
    for (const hook of hooks) {
      const foreign = receiver().split(hook.body, () => undefined);
      expect(foreign.changes).toEqual([]);
      expect(foreign.dropped.foreign).toBeGreaterThan(0);
    }
  });

  test('no body makes the splitter throw', () => {
    for (const body of ['', '{}', '[null,1,"x",[],{}]', '[{"portalId":1}]', '\u0000']) {
      expect(() => receiver().split(Buffer.from(body), ours)).not.toThrow();
    }
  });
}
