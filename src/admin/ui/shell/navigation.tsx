import { NavLink } from 'react-router';
import { mayDo } from '../../api/contract/endpoint.js';
import { Icon } from '../components/icon.js';
import { type Screen, screens } from '../screens/index.js';
import { useTexts } from '../texts/index.js';
import css from './navigation.module.css';
import { type SignedIn, useSession } from './session.js';

const SECTIONS = ['demo', 'leads', 'scoring', 'settings'] as const;

/** The screens that a person has in the navigation. */
export const screensOf = ({ user, demo }: SignedIn): Screen[] =>
  screens.filter(
    (screen) => screen.nav !== undefined && mayDo(user.role, screen.role) && (demo || !screen.demo),
  );

/** Links to the screens in sections; what a role may not open is not there. */
export function Navigation({ onChoose }: { onChoose?: () => void }) {
  const texts = useTexts().shell;
  const mine = screensOf(useSession());
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
