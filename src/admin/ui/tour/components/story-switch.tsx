import { Link } from 'react-router';
import type { Story } from '../../../api/contract/demo.js';
import { useTexts } from '../../texts/index.js';
import css from './story-switch.module.css';

interface StorySwitchProps {
  readonly stories: readonly Story[];
  /** Whose page this is. */
  readonly lead: string;
}

/** From the lead of one CRM to that of the other. Whoever goes there is no longer left alone: nothing plays by itself. */
export function StorySwitch({ stories, lead }: StorySwitchProps) {
  const texts = useTexts().tour.stories;
  if (stories.length < 2) return null;
  return (
    <nav aria-label={texts.heading} className={css.stories}>
      {stories.map(({ lead: id, record, account }) => (
        <Link
          key={id}
          to={`/leads/${id}?idle=0`}
          className={css.story ?? ''}
          aria-current={id === lead ? 'page' : undefined}
          data-story={account.crm}
        >
          {texts.one(record.name, account.crm)}
        </Link>
      ))}
    </nav>
  );
}
