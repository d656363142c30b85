import type { Org } from './org.js';
import type { SaveDraft } from './org-core.js';
import { compileCondition } from './soql.js';
import { type OrgChange, type SaveError, saveError } from './transaction.js';
import type { FieldValue, FieldValues } from './values.js';

/** An automation of the org: what happens to a record after somebody saved it. */
export interface FlowSpec {
  readonly name: string;
  /** API name. */
  readonly object: string;
  /**
   * `before-save` changes the record on its way in, `after-save` saves it once more in the same
   * transaction and as the same user, `scheduled` in a transaction of its own, as the automation user.
   */
  readonly kind: 'before-save' | 'after-save' | 'scheduled';
  /** Which saves start it; both when absent. */
  readonly on?: 'create' | 'update' | undefined;
  /** A SOQL condition over the record, e.g. `Rating = 'Hot'`; always when absent. */
  readonly condition?: string | undefined;
  readonly set?: Readonly<Record<string, FieldValue>> | undefined;
  /** The flow breaks: the save is refused with this message. Not of scheduled flows. */
  readonly fails?: string | undefined;
}

interface Flow extends FlowSpec {
  matches(values: FieldValues): boolean;
}

/** The flows of an org, in the order they were added. */
export class Flows {
  private readonly org: Org;
  /** Who scheduled flows run as. */
  private readonly automated: string;
  private flows: Flow[] = [];

  constructor(org: Org, automated: string) {
    this.org = org;
    this.automated = automated;
    // Before the computed fields, which follow from what a flow sets.
    org.hooks.before.unshift((draft) => this.before(draft));
    org.hooks.after.push((draft) => this.after(draft));
    org.onChange((change) => this.scheduled(change));
  }

  /** @throws QueryRefusal for a condition that cannot be read. */
  add(spec: FlowSpec): void {
    const { condition } = spec;
    const matches =
      condition === undefined
        ? () => true
        : compileCondition(this.org, spec.object, condition, this.automated);
    this.flows.push({ ...spec, matches });
  }

  list(): readonly FlowSpec[] {
    return this.flows.map(({ matches: _, ...spec }) => spec);
  }

  clear(): void {
    this.flows = [];
  }

  private of(
    kind: FlowSpec['kind'],
    object: string,
    saved: 'CREATE' | 'UPDATE',
    values: FieldValues,
  ): Flow[] {
    return this.flows.filter(
      (flow) =>
        flow.kind === kind &&
        flow.object === object &&
        (flow.on === undefined || flow.on.toUpperCase() === saved) &&
        flow.matches(values),
    );
  }

  private before(draft: SaveDraft): readonly SaveError[] | undefined {
    if (this.org.seeding) return undefined;
    for (const flow of this.of('before-save', draft.object.name, draft.kind, draft.values)) {
      if (flow.fails !== undefined) return [broken(flow)];
      Object.assign(draft.values, flow.set);
    }
    // A flow after the save can only be refused before the record stands.
    const failing = this.of('after-save', draft.object.name, draft.kind, draft.values).find(
      (flow) => flow.fails !== undefined,
    );
    return failing ? [broken(failing)] : undefined;
  }

  private after(draft: SaveDraft): void {
    if (this.org.seeding) return;
    for (const flow of this.of('after-save', draft.object.name, draft.kind, draft.values)) {
      const current = this.org.get(draft.object.name, draft.id)?.values ?? {};
      const wanted = differing(current, flow.set ?? {});
      // What stands already is not saved again, so a flow does not start itself for ever.
      if (!wanted) continue;
      const context = { ...draft.context, trusted: true };
      this.org.update(draft.object.name, draft.id, wanted, context, draft.transaction);
    }
  }

  private scheduled({ object, id, kind, user }: OrgChange): void {
    if (kind !== 'CREATE' && kind !== 'UPDATE') return;
    if (user === this.automated || !this.flows.some((flow) => flow.kind === 'scheduled')) return;
    // After the transaction: everybody has heard of it by then.
    queueMicrotask(() => {
      const record = this.org.living(object, id);
      if (!record) return;
      for (const flow of this.of('scheduled', object, kind, record.values)) {
        const wanted = differing(record.values, flow.set ?? {});
        const context = { user: this.automated, client: null, api: null, trusted: true };
        if (wanted) this.org.update(object, id, wanted, context);
      }
    });
  }
}

function differing(
  values: FieldValues,
  set: Readonly<Record<string, FieldValue>>,
): Record<string, FieldValue> | undefined {
  const wanted = Object.entries(set).filter(([name, value]) => (values[name] ?? null) !== value);
  return wanted.length === 0 ? undefined : Object.fromEntries(wanted);
}

function broken(flow: FlowSpec): SaveError {
  return saveError(
    'CANNOT_EXECUTE_FLOW_TRIGGER',
    `We can't save this record because the “${flow.name}” process failed. ${flow.fails}`,
  );
}
