import { runAsProcess } from '../../simulator-kit/process.js';
import { startHubSpotSimulator } from './index.js';
import { ProcessOptions, type SimulatorOptions } from './options.js';

/**
 * `tsx connectors/hubspot/simulator/main.ts '{"contacts":300,"port":0}'` or with flags:
 * `--contacts 300 --port 8080`. Flags take JSON values; both may be mixed.
 */
function readArguments(args: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as string;
    if (!word.startsWith('--')) Object.assign(options, JSON.parse(word));
    else {
      at += 1;
      options[word.slice(2)] = jsonOrText(args[at] ?? 'true');
    }
  }
  return options;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const { lifetimeMs, watchStdin, ...options } = ProcessOptions.parse(
  readArguments(process.argv.slice(2)),
);
const simulator = await startHubSpotSimulator(options as SimulatorOptions);
runAsProcess({
  ready: {
    url: simulator.url,
    port: simulator.port,
    portal: simulator.portal,
    serviceKey: simulator.serviceKey,
    app: {
      appId: simulator.app.appId,
      clientId: simulator.app.clientId,
      clientSecret: simulator.app.clientSecret,
    },
  },
  close: () => simulator.close(),
  ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
  ...(watchStdin === undefined ? {} : { watchStdin }),
});
