import { PlumblineError } from '../../../src/lib/errors.js';
import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { Fault, FaultPlan, FaultSpec } from '../../simulator-kit/faults.js';
import type { Holds } from '../../simulator-kit/holds.js';
import type { RequestLog } from '../../simulator-kit/requests.js';
import type { ListeningServer } from '../../simulator-kit/server.js';
import type { StoredRecord } from '../../simulator-kit/store.js';
import type { Acts } from './acts.js';
import { type CardCall, callFromCard } from './card.js';
import type { AppRegistration } from './credentials.js';
import type { Gateway } from './gateway.js';
import { type LoadOptions, type LoadState, startLoad } from './load.js';
import { OBJECT_TYPES } from './object-types.js';
import type { Portal } from './portal.js';
import { renderRecord } from './render.js';
import { FIRST_USER_ID } from './seed.js';
import type { WebhookService } from './webhook-service.js';

interface Parts {
  readonly gateway: Gateway;
  readonly clock: SimulatorClock;
  readonly webhooks: WebhookService;
  readonly acts: ReadonlyMap<string, Acts>;
  readonly app: AppRegistration;
}

/** A running simulator, for tests in the same process; the control API offers the same over HTTP. */
export class Simulator {
  url = '';
  port = 0;
  /** The first portal. */
  portal = '';
  serviceKey = '';
  readonly app: AppRegistration;
  readonly gateway: Gateway;
  readonly clock: SimulatorClock;
  readonly webhooks: WebhookService;
  private readonly actsByPortal: ReadonlyMap<string, Acts>;
  private readonly loads: ReturnType<typeof startLoad>[] = [];
  private server: ListeningServer | undefined;
  private keyOf: (portal: string) => string = () => '';

  constructor(parts: Parts) {
    this.gateway = parts.gateway;
    this.clock = parts.clock;
    this.webhooks = parts.webhooks;
    this.actsByPortal = parts.acts;
    this.app = parts.app;
  }

  opened(server: ListeningServer, portal: string, keyOf: (portal: string) => string): void {
    this.server = server;
    this.url = server.url;
    this.port = server.port;
    this.portal = portal;
    this.keyOf = keyOf;
    this.serviceKey = keyOf(portal);
  }

  get faults(): FaultPlan {
    return this.gateway.faults;
  }

  get holds(): Holds {
    return this.gateway.holds;
  }

  get requests(): RequestLog {
    return this.gateway.log;
  }

  /** What people and visitors do; of the first portal by default. */
  acts(portal = this.portal): Acts {
    const found = this.actsByPortal.get(portal);
    if (!found)
      throw new PlumblineError('simulator-portal', `There is no portal ${portal}.`, {
        status: 404,
      });
    return found;
  }

  data(portal = this.portal): Portal {
    const found = this.gateway.portals.get(portal);
    if (!found)
      throw new PlumblineError('simulator-portal', `There is no portal ${portal}.`, {
        status: 404,
      });
    return found;
  }

  key(portal = this.portal): string {
    return this.keyOf(portal);
  }

  fault(spec: FaultSpec): Fault {
    return this.faults.add(spec);
  }

  /** A living access token of the installed app, without going through OAuth. */
  accessToken(portal = this.portal): string {
    const { credentials } = this.gateway;
    const installation =
      credentials.installations.get(portal) ??
      credentials.install(
        portal,
        [...this.app.requiredScopes, ...this.app.optionalScopes],
        FIRST_USER_ID,
        'installer@seller.example',
      );
    return credentials.issueAccess(installation);
  }

  refreshToken(portal = this.portal): string | undefined {
    return this.gateway.credentials.installations.get(portal)?.refreshToken;
  }

  /** The customer removes the app. */
  uninstall(portal = this.portal): boolean {
    return this.gateway.credentials.uninstall(portal);
  }

  /** A contact as the API shows it with all its values and their history, and what it is linked to. */
  describe(type: string, id: string, portal = this.portal): Record<string, unknown> | undefined {
    const data = this.data(portal);
    const record = data.store.resolve(type, id);
    if (!record) return undefined;
    const names = data.properties.list(type).map((definition) => definition.name);
    const filled = names.filter((name) => data.valueOf(record, name) !== null);
    const withHistory = names.filter((name) => data.store.historyOf(record, name).length > 0);
    return {
      ...renderRecord(data, record, { properties: filled, withHistory }),
      aliases: data.store.aliasesOf(type, record.id),
      linked: Object.fromEntries(
        OBJECT_TYPES.map((other) => [
          other.name,
          data.linked(type, record.id, other.name).map((entry: StoredRecord) => entry.id),
        ]),
      ),
    };
  }

  /** A call of the app's card to its backend, signed by HubSpot's proxy. */
  callFromCard(call: CardCall): ReturnType<typeof callFromCard> {
    return callFromCard(this.app, this.clock.base(), this.portal, call);
  }

  load(
    options: LoadOptions,
    portal = this.portal,
  ): { state: LoadState; stop: () => void; done: Promise<void> } {
    const load = startLoad(this.data(portal), this.acts(portal), options);
    this.loads.push(load);
    return load;
  }

  stopLoads(): void {
    for (const load of this.loads) load.stop();
  }

  get loadStates(): readonly LoadState[] {
    return this.loads.map((load) => load.state);
  }

  async close(): Promise<void> {
    this.stopLoads();
    this.webhooks.close();
    this.holds.release(undefined, 'cut');
    await this.server?.close();
  }
}
