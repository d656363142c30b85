import { Link } from 'react-router';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';
import css from './model.module.css';

export function BackToModels() {
  const { model: texts } = useTexts();
  return (
    <Link to="/model" className={css.back}>
      <Icon name="left" size={14} /> {texts.all}
    </Link>
  );
}
