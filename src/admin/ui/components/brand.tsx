import { useTexts } from '../texts/index.js';
import css from './brand.module.css';

/** The plumb line and the name. */
export function Brand() {
  return (
    <span className={css.brand}>
      <svg width="20" height="24" viewBox="0 0 20 24" aria-hidden="true">
        <path d="M10 0v10" stroke="currentColor" strokeWidth="2" />
        <path d="M5 10h10l-5 13z" fill="currentColor" />
      </svg>
      {useTexts().common.product}
    </span>
  );
}
