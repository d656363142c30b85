/**
 * Every screen of the app, one line each.
 *
 * To add a screen:
 * 1. `screens/<area>/<name>.tsx` with a component as default export. It draws a `Page` (components/
 *    page.js: title, description, actions) and nothing around it; the frame, the role, the error
 *    boundary and the focus are the shell's. Below is its line; without `nav` it is reached by links
 *    alone. A screen that does not exist has no line.
 * 2. Texts in `texts/en/<area>.ts` and `texts/de/<area>.ts` (typed `Texts['<area>']` of `../en/index.js`), a line in both
 *    `index.ts`, and the areas at the screen's line; `useTexts().<area>` in the component. Numbers and times go through `useFormats()`.
 * 3. Data in `api/<area>.ts`: hooks over TanStack Query with `call(leadsApi.list, { query }, { signal })`,
 *    where `leadsApi` comes from `../../api/contract/leads.js` (not from `contract.js`: an area's
 *    schemas load with its screens). Query keys begin with the area: `['leads', 'list', query]`.
 *    A failed call is an `ApiError`; show it in place by `ErrorState` with a retry, or by
 *    `useNotify().showError`.
 * 4. State that a colleague should see when sent the link: `useQueryState`. Forms: `useUnsavedGuard`.
 *    After a change: `useNotify().showUndo(message, undo)` instead of a question before it.
 * 5. A test in `test/admin/ui/<area>.test.ts` over `test/admin/ui/support/`: a browser at the running
 *    app as some role, `expectNoViolations(page)` in both colour schemes, `shoot(page, name)`.
 */
import type { ComponentType } from 'react';
import type { Role } from '../../api/contract/endpoint.js';
import type { IconName } from '../components/icon.js';
import type { Area, Texts } from '../texts/index.js';

export interface Screen {
  /** As React Router reads it, from the root: `/leads/:lead`. */
  readonly path: string;
  /** The least role that may open it. */
  readonly role: Role;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** The areas of texts that it is first drawn with; they come with it. */
  readonly texts: readonly Area[];
  /** In the navigation of the demo alone. */
  readonly demo?: boolean;
  readonly nav?: {
    readonly section: keyof Texts['shell']['sections'];
    readonly label: keyof Texts['shell']['nav'];
    readonly icon: IconName;
  };
}

/** In the order of the navigation; the first that a person may see is where the app opens. */
export const screens: readonly Screen[] = [
  {
    path: '/demo',
    role: 'viewer',
    demo: true,
    load: () => import('../tour/start.js'),
    texts: ['tour'],
    nav: { section: 'demo', label: 'tour', icon: 'play' },
  },
  {
    path: '/overview',
    role: 'viewer',
    load: () => import('./overview/overview.js'),
    texts: ['overview', 'said'],
    nav: { section: 'leads', label: 'overview', icon: 'overview' },
  },
  {
    path: '/leads',
    role: 'viewer',
    load: () => import('./leads/leads.js'),
    texts: ['leads'],
    nav: { section: 'leads', label: 'leads', icon: 'leads' },
  },
  {
    path: '/leads/:lead',
    role: 'viewer',
    load: () => import('./lead/lead.js'),
    texts: ['lead', 'said', 'phrase', 'fields', 'fieldValues'],
  },
  {
    path: '/mappings',
    role: 'viewer',
    load: () => import('./mappings/mappings.js'),
    texts: ['mappings', 'said'],
    nav: { section: 'scoring', label: 'mappings', icon: 'mappings' },
  },
  {
    path: '/mappings/:account/:object',
    role: 'viewer',
    load: () => import('./mappings/workbench.js'),
    texts: ['mappings', 'fields', 'fieldValues'],
  },
  {
    path: '/model',
    role: 'viewer',
    load: () => import('./model/models.js'),
    texts: ['model'],
    nav: { section: 'scoring', label: 'model', icon: 'model' },
  },
  {
    path: '/model/:name',
    role: 'viewer',
    load: () => import('./model/model.js'),
    texts: ['model', 'said', 'phrase', 'fields', 'fieldValues'],
  },
  {
    path: '/publishing',
    role: 'viewer',
    load: () => import('./publishing/publishing.js'),
    texts: ['publishing'],
    nav: { section: 'scoring', label: 'publishing', icon: 'publishing' },
  },
  {
    path: '/publishing/:kind/:name',
    role: 'viewer',
    load: () => import('./publishing/document.js'),
    texts: ['publishing'],
  },
  {
    path: '/publishing/:kind/:name/preview',
    role: 'viewer',
    load: () => import('./publishing/preview.js'),
    texts: ['publishing'],
  },
  {
    path: '/accounts',
    role: 'viewer',
    load: () => import('./accounts/accounts.js'),
    texts: ['accounts', 'said'],
    nav: { section: 'settings', label: 'accounts', icon: 'accounts' },
  },
  {
    path: '/users',
    role: 'admin',
    load: () => import('./users/users.js'),
    texts: ['users'],
    nav: { section: 'settings', label: 'users', icon: 'users' },
  },
  {
    path: '/keys',
    role: 'viewer',
    load: () => import('./keys/keys.js'),
    texts: ['keys'],
    nav: { section: 'settings', label: 'keys', icon: 'keys' },
  },
  {
    path: '/audit',
    role: 'admin',
    load: () => import('./audit/audit.js'),
    texts: ['audit'],
    nav: { section: 'settings', label: 'audit', icon: 'audit' },
  },
  {
    path: '/retention',
    role: 'admin',
    load: () => import('./retention/retention.js'),
    texts: ['retention'],
    nav: { section: 'settings', label: 'retention', icon: 'retention' },
  },
  {
    path: '/profile',
    role: 'viewer',
    load: () => import('./profile/profile.js'),
    texts: ['profile', 'entrance'],
  },
];
