import type { Edge } from './graph.js';

/**
 * The order of the parts: a file imports from its own part and from lower ranks. Parts of one rank do
 * not know each other: whoever brings them together stands above. A type may come from above
 * (`import type` of a contract), a value never.
 */
const RANKS: readonly (readonly RegExp[])[] = [
  [/^src\/lib\//],
  [/^src\/lead\//],
  [/^src\/language\//],
  [
    /^src\/mapping\//,
    /^src\/scoring\//,
    /^src\/predict\//,
    /^src\/lifecycle\//,
    /^src\/alerts\//,
    /^src\/write-back\/plan/,
    /^src\/store\//,
  ],
  [
    /^src\/intake\//,
    /^src\/evaluate\//,
    /^src\/accounts\//,
    /^src\/write-back\/(?!plan)/,
    /^src\/jobs\//,
    /^src\/reports\//,
    /^src\/admin\/api\//,
  ],
  [/^src\/pipeline\.ts$/],
  [/^src\/settings(-\w+)?\.ts$/],
  [/^src\/app(-\w+)?\.ts$/],
  [/^src\/web\.ts$/, /^src\/worker\.ts$/],
  [/^src\/serve-web\.ts$/],
  [/^src\/serve\.ts$/],
  [/^src\/(main|cli)\.ts$/, /^src\/commands\//, /^src\/demo\//],
];

/** The top rank starts processes: its parts may call each other. */
const TOP = RANKS.length - 1;

interface Part {
  readonly rank: number;
  readonly part: RegExp;
}

function partOf(file: string): Part | undefined {
  for (const [rank, parts] of RANKS.entries()) {
    const part = parts.find((pattern) => pattern.test(file));
    if (part !== undefined) return { rank, part };
  }
  return undefined;
}

const FOUNDATION = /^src\/(lead|lib)\//;
const CONTRACT = 'connectors/connector.ts';
const SIMULATOR = /^connectors\/([\w-]+)\/simulator\//;
const IN_CRM = /^connectors\/([\w-]+)\//;
const NOT_A_CRM = new Set(['kit', 'simulator-kit']);

type Rule = (edge: Edge) => string | undefined;

/** Everything inside connectors/ is judged by its kind of place; types count here too. */
const connectors: Rule = ({ from, to }) => {
  if (!from.startsWith('connectors/')) return undefined;
  const simulator = SIMULATOR.exec(from);
  if (simulator !== null || from.startsWith('connectors/simulator-kit/')) {
    const own = simulator === null ? 'connectors/simulator-kit/' : simulator[0];
    const allowed = [own, 'connectors/simulator-kit/', 'src/lib/'].some((at) => to.startsWith(at));
    return allowed ? undefined : 'a simulator knows its own folder, simulator-kit and src/lib only';
  }
  if (SIMULATOR.test(to) || to.startsWith('connectors/simulator-kit/'))
    return 'a connector never imports a simulator';
  if (FOUNDATION.test(to) || to === CONTRACT) return undefined;
  if (from === 'connectors/index.ts') return undefined;
  const crm = IN_CRM.exec(from)?.[1];
  const target = IN_CRM.exec(to)?.[1];
  if (target !== undefined && target === crm) return undefined;
  if (target === 'kit' && crm !== undefined && !NOT_A_CRM.has(crm)) return undefined;
  return 'a connector knows its own folder, kit, the contract, src/lead and src/lib only';
};

/** What the core may know of connectors. */
const core: Rule = ({ from, to, typeOnly }) => {
  if (!from.startsWith('src/') || !to.startsWith('connectors/')) return undefined;
  if (to === CONTRACT) return typeOnly ? undefined : 'the connector contract gives types only';
  if (SIMULATOR.test(to) || to.startsWith('connectors/simulator-kit/'))
    return from.startsWith('src/demo/') ? undefined : 'only src/demo starts simulators';
  return from === 'src/app.ts' ? undefined : 'only src/app.ts imports connectors';
};

const ui: Rule = ({ from, to, typeOnly }) => {
  const inside = 'src/admin/ui/';
  if (!from.startsWith(inside))
    return to.startsWith(inside) ? 'nothing but the UI imports the UI' : undefined;
  if (to.startsWith(inside) || /^src\/admin\/api\/contract(\.ts$|\/)/.test(to)) return undefined;
  if (to.startsWith('src/lead/') && typeOnly) return undefined;
  return 'the UI knows its own folder, the contract of the API and types of src/lead only';
};

const ranks: Rule = ({ from, to, typeOnly }) => {
  if (!from.startsWith('src/') || !to.startsWith('src/')) return undefined;
  if (from.startsWith('src/admin/ui/') || to.startsWith('src/admin/ui/')) return undefined;
  const low = partOf(from);
  const high = partOf(to);
  if (low === undefined || high === undefined)
    return `${low === undefined ? from : to} has no rank: give it a place in the order`;
  if (high.rank < low.rank || high.part === low.part) return undefined;
  if (low.rank <= 1) return 'src/lib imports nothing of ours, src/lead nothing but src/lib';
  if (typeOnly) return undefined;
  if (high.rank > low.rank) return 'a lower part imports values from a higher one';
  return low.rank === TOP ? undefined : 'parts of one rank never import one another';
};

/** The broken rules, as sentences with both files. */
export function judge(edges: readonly Edge[]): readonly string[] {
  return edges.flatMap((edge) =>
    [connectors, core, ui, ranks].flatMap((rule) => {
      const broken = rule(edge);
      return broken === undefined ? [] : [`${edge.from} -> ${edge.to}: ${broken}`];
    }),
  );
}
