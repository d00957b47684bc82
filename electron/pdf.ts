/** How the window is printed to a PDF: with page numbers, by whichever means this Chromium has. */

/** The first major of Chromium that prints what `@page` says of a page's margins, and so the numbers of print.css. */
const MARGIN_BOXES = 131;

const MM_IN_INCHES = 1 / 25.4;

/** No style sheet of the page reaches these templates, and their text is 0 px high unless they say otherwise. */
const FOOTER = `<div style="width:100%;margin:0 16mm;font:9pt sans-serif;display:flex;justify-content:space-between">
<span>Partner Console</span><span>Page <span class="pageNumber"></span> of <span class="totalPages"></span></span></div>`;

/** @param chromium its version, `114.0.5735.134` */
export function pdfOptions(chromium: string) {
  const byPage = Number.parseInt(chromium, 10) >= MARGIN_BOXES;
  return {
    pageSize: 'A4' as const,
    printBackground: false,
    preferCSSPageSize: byPage,
    displayHeaderFooter: !byPage,
    ...(byPage
      ? {}
      : {
          headerTemplate: '<span></span>',
          footerTemplate: FOOTER,
          margins: {
            top: 18 * MM_IN_INCHES,
            right: 16 * MM_IN_INCHES,
            bottom: 20 * MM_IN_INCHES,
            left: 16 * MM_IN_INCHES,
          },
        }),
  };
}
