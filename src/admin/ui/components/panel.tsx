import { type ReactNode, type Ref, useId } from 'react';
import css from './panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLElement>;
}

/** A titled card; a region of its own for assistive technology. */
export function Panel({ title, aside, children, className, ref }: PanelProps) {
  const id = useId();
  return (
    <section ref={ref} aria-labelledby={id} className={`${css.panel} ${className ?? ''}`}>
      <div className={css.head}>
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </div>
      <div className={css.body}>{children}</div>
    </section>
  );
}
