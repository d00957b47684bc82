/** One page of the guide, drawn from its Markdown. Loaded when somebody asks for help, and not before. */
import { t } from '@lingui/core/macro';
import { type ComponentProps, useEffect, useRef } from 'react';
import Markdown from 'react-markdown';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import { Link } from 'wouter';
import { useApp } from '../../views/hooks.tsx';
import { guideLink, pictureAddress } from './guide-pages.ts';
import styles from './help.module.css';

const helpAddress = (page: string, place = ''): string => `/help/${page}${place === '' ? '' : `/${place}`}`;

/** @param place the heading to begin at; the top of the page where it is empty */
export default function GuidePage({ page, text, place }: { page: string; text: string; place: string }) {
  const { bridge } = useApp();
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const heading = place === '' ? null : area.current?.querySelector(`#${CSS.escape(place)}`);
    if (heading) heading.scrollIntoView();
    else area.current?.scrollTo(0, 0);
  }, [place]);

  function Anchor({ href = '', children }: ComponentProps<'a'>) {
    const link = guideLink(href, page);
    if (link.kind === 'page') return <Link href={helpAddress(link.page, link.place)}>{children}</Link>;
    if (link.kind === 'none') return <>{children}</>;
    return (
      <a
        href={href}
        onClick={(event) => {
          event.preventDefault();
          void bridge.call('app.openExternal', { url: href });
        }}
      >
        {children}
      </a>
    );
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (WCAG 2.1.1)
    <div className={styles.text} ref={area} tabIndex={0} role="region" aria-label={t`The page`}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSlug]}
        components={{
          a: Anchor,
          img: ({ src, alt }) => <img src={pictureAddress(String(src))} alt={alt ?? ''} loading="lazy" />,
          // A column without a name has a cell there: a heading that says nothing would be read out.
          th: ({ children }) => (children ? <th scope="col">{children}</th> : <td />),
          // The screen's own heading is the first of its level.
          h1: ({ children, id }) => <h2 id={id}>{children}</h2>,
          h2: ({ children, id }) => <h3 id={id}>{children}</h3>,
          h3: ({ children, id }) => <h4 id={id}>{children}</h4>,
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
