import type { Act } from '../../simulator-kit/acts.js';
import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { ControlHandler } from '../../simulator-kit/control.js';
import type { Fault, FaultPlan, FaultSpec } from '../../simulator-kit/faults.js';
import type { Holds } from '../../simulator-kit/holds.js';
import type { Population } from '../../simulator-kit/population.js';
import type { RequestLog } from '../../simulator-kit/requests.js';
import type { ListeningServer } from '../../simulator-kit/server.js';
import type { Acts } from './acts.js';
import type { Credentials } from './credentials.js';
import type { Cursors } from './cursors.js';
import type { Gateway } from './gateway.js';
import type { ApiLimits } from './limits.js';
import { type LoadOptions, type LoadState, startLoad } from './load.js';
import type { AppSpec } from './options.js';
import type { Org } from './org.js';
import { installPackage, type PackageSpec } from './package-install.js';
import type { Platform } from './platform-parts.js';
import type { OrgSetup } from './seed-setup.js';
import { compileCondition } from './soql.js';

interface Parts {
  readonly gateway: Gateway;
  readonly cursors: Cursors;
  readonly acts: Acts;
  readonly population: Population;
}

/** A rule as tests and the control API give it: a record for which `when` is true is refused. */
export interface RuleInput {
  readonly object: string;
  readonly name?: string | undefined;
  /** A SOQL condition such as `Rating = 'Hot' AND Phone = null`. */
  readonly when: string;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
}

/** A running simulator, for tests in the same process; the control API offers the same over HTTP. */
export class Simulator {
  /** My Domain, which is also the instance. */
  url = '';
  /** The generic login host; it has OAuth alone, without client credentials. */
  loginUrl = '';
  port = 0;
  readonly gateway: Gateway;
  readonly cursors: Cursors;
  readonly acts: Acts;
  readonly population: Population;
  /** Bulk jobs, change events and automation; set when the simulator starts. */
  platform!: Platform;
  /** Calls and acts of the control API that modules add. */
  readonly controls: Record<string, ControlHandler<Simulator>> = {};
  readonly moreActs: Record<string, Act<Simulator>> = {};
  readonly loads: ReturnType<typeof startLoad>[] = [];
  private server: ListeningServer | undefined;
  private readonly closers: (() => void)[] = [];

  constructor(parts: Parts) {
    this.gateway = parts.gateway;
    this.cursors = parts.cursors;
    this.acts = parts.acts;
    this.population = parts.population;
  }

  opened(server: ListeningServer): void {
    this.server = server;
    this.url = server.url;
    this.loginUrl = `http://localhost:${server.port}`;
    this.port = server.port;
  }

  get org(): Org {
    return this.gateway.org;
  }

  get app(): AppSpec {
    return this.credentials.app;
  }

  get credentials(): Credentials {
    return this.gateway.credentials;
  }

  get clock(): SimulatorClock {
    return this.org.clock;
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

  get limits(): ApiLimits {
    return this.gateway.limits;
  }

  get setup(): OrgSetup {
    return this.acts.setup;
  }

  fault(spec: FaultSpec): Fault {
    return this.faults.add(spec);
  }

  /** A living access token without going through OAuth; the integration user's by default. */
  accessToken(user = this.setup.integration): string {
    return this.credentials.issue(user, this.app.scopes, null).token;
  }

  /** Hides a field from everybody, as field-level security does. */
  hideField(object: string, field: string, hidden = true): void {
    for (const profile of this.org.records.all('Profile').keys()) {
      this.org.access.hide(profile, object, field, hidden);
    }
  }

  addValidationRule(input: RuleInput): void {
    const { object, when, field } = input;
    this.org.validationRules.push({
      object,
      name: input.name ?? when,
      message: input.message ?? `Rule: ${when}`,
      field,
      matches: compileCondition(this.org, object, when, this.setup.admin),
    });
  }

  /** The admin installs a managed package. */
  installPackage(spec: PackageSpec): void {
    installPackage(this.org, this.platform.capture.channels, spec, this.setup.admin);
  }

  /** Changes of all kinds at a steady rate. */
  load(options: LoadOptions): LoadState {
    const load = startLoad(this, options);
    this.loads.push(load);
    return load.state;
  }

  /** Ends with the simulator. */
  onClose(run: () => void): void {
    this.closers.push(run);
  }

  async close(): Promise<void> {
    this.holds.release(undefined, 'cut');
    for (const run of this.closers) run();
    await this.server?.close();
  }
}
