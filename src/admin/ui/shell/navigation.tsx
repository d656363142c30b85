import { NavLink } from 'react-router';
import { mayDo, type Role } from '../../api/contract/endpoint.js';
import { Icon } from '../components/icon.js';
import { type Screen, screens } from '../screens/index.js';
import { useTexts } from '../texts/index.js';
import css from './navigation.module.css';

const SECTIONS = ['leads', 'scoring', 'settings'] as const;

/** The screens that a role has in its navigation. */
export const screensOf = (role: Role): Screen[] =>
  screens.filter((screen) => screen.nav !== undefined && mayDo(role, screen.role));

/** Links to the screens in sections; what a role may not open is not there. */
export function Navigation({ role, onChoose }: { role: Role; onChoose?: () => void }) {
  const texts = useTexts().shell;
  const mine = screensOf(role);
  return (
    <nav aria-label={texts.navigation} className={css.nav}>
      {SECTIONS.map((section) => {
        const links = mine.filter((screen) => screen.nav?.section === section);
        if (links.length === 0) return null;
        return (
          <div key={section} className={css.section}>
            <h2 className={css.heading}>{texts.sections[section]}</h2>
            <ul className={css.list}>
              {links.map(({ path, nav }) => (
                <li key={path}>
                  <NavLink
                    to={path}
                    className={({ isActive }) => `${css.link} ${isActive ? css.active : ''}`}
                    {...(onChoose && { onClick: onChoose })}
                  >
                    {nav && <Icon name={nav.icon} />}
                    {nav && texts.nav[nav.label]}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
