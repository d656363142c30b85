import css from './icon.module.css';

/** Drawn on a grid of 20, a line of 1.6: paths by name. */
const PATHS = {
  overview: 'M3 11h4v6H3zM8 6h4v11H8zM13 3h4v14h-4z',
  leads:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.3-5 5.5-5s5.5 2 5.5 5M13 4a2.8 2.8 0 0 1 0 5.4M14.5 12.3c2.2.5 3.5 2.2 3.5 4.7',
  mappings:
    'M3 5h4M3 10h4M3 15h4M13 5h4M13 10h4M13 15h4M7 5c4 0 2 5 6 5M7 10c4 0 2 5 6 5M7 15c4 0 2-10 6-10',
  model: 'M4 3v14M10 3v14M16 3v14M2 12h4M8 6h4M14 11h4',
  publishing: 'M10 13V3M6 7l4-4 4 4M3 12v4a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-4',
  accounts: 'M8 12l4-4M7 9l-2.5 2.5a2.8 2.8 0 0 0 4 4L11 13M13 11l2.5-2.5a2.8 2.8 0 0 0-4-4L9 7',
  users: 'M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 17.5c.6-3.2 3.3-5 7-5s6.4 1.8 7 5',
  keys: 'M12.5 11.500a4.5 4.5 0 1 0-4.2-3L3 14v3h3v-2h2v-2h1.500l1.5-1.800M13.5 6.500h.01',
  audit: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  retention: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4.200l2.8 1.8',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.500l4 4 8-9',
  copy: 'M7 7h9v10H7zM4 13V3h9',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.500L17 17',
  warning: 'M10 3l8 14H2zM10 8v4M10 14.500v.01',
  info: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6v.01',
  undo: 'M7 4L3 8l4 4M3 8h9a5 5 0 0 1 0 10H9',
  down: 'M5 8l5 5 5-5',
  up: 'M5 12l5-5 5 5',
  right: 'M8 5l5 5-5 5',
  left: 'M12 5l-5 5 5 5',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  external: 'M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8',
  download: 'M10 3v10M6 9l4 4 4-4M3 17h14',
  upload: 'M10 13V3M6 7l4-4 4 4M3 17h14',
  filter: 'M3 4h14l-5.5 6.500V16l-3 1.500v-7z',
  edit: 'M4 16l1-4 8-8 3 3-8 8zM11.5 5.500l3 3',
  trash: 'M4 6h12M8 6V3.500h4V6M5.5 6l.7 11h7.600l.7-11',
  pin: 'M7 3h6l-1 6 3 3H5l3-3zM10 12v5',
  play: 'M6 4l10 6-10 6z',
  stop: 'M5 5h10v10H5z',
  history: 'M3 10a7 7 0 1 0 2.2-5.100M3 3v4h4M10 6.500V10l2.5 1.5',
  signOut: 'M12 4H4v12h8M9 10h8M14 7l3 3-3 3',
  sun: 'M10 13.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 1.500v2M10 16.500v2M1.5 10h2M16.5 10h2M4 4l1.4 1.400M14.6 14.600L16 16M4 16l1.4-1.400M14.6 5.400L16 4',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words, never instead of them: it is silent for assistive technology. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className={css.icon} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
