/** The look of the page in a bag: on paper black on white, page numbers at the foot, no row torn in two. */
export const PAGE_STYLE = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1.5rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid;padding-bottom:.2rem}
h2 small{font-weight:400;font-size:.85rem}h3{font-size:1rem;margin:.5rem 0}h3 small{font-weight:400}article{margin:0 0 1rem}svg{width:18rem;max-width:100%;height:auto;stroke:currentColor;fill:none;stroke-width:2}
.number{margin:.2rem 0 1rem}.hint,.none{font-style:italic}
dl{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr;gap:.25rem 1rem;margin:0 0 .75rem}
dt{font-weight:600}dd{margin:0;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:pre-wrap}
td{overflow-wrap:break-word}th{overflow-wrap:normal}
code{font:.85em/1.4 ui-monospace,monospace}
@media (max-width:40rem){dl{grid-template-columns:1fr}table,tbody,tr,td{display:block}thead{display:none}td{border-width:0 1px}tr{border:1px solid;margin-bottom:.5rem}}
@page{margin:18mm 14mm;@bottom-right{content:counter(page) " / " counter(pages)}}
@media print{:root{color-scheme:light}body{padding:0;max-width:none;font-size:10pt;color:#000;background:#fff}tr,dt,dd{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}}
`;
