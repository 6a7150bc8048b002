/** How the page of an audit looks, and how its table is sorted. Both are part of the page: it loads nothing. */

/** Light and dark, on paper, and where the table has no room, as on a phone: there each row is a card. */
export const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b2028;--soft:#5a6472;--line:#dde1e7;--bad:#b3261e;--badground:#fdecea;--good:#1a6b3c;--accent:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ground:#12151a;--card:#1b2028;--ink:#e8ebf0;--soft:#a3adbb;--line:#343c48;--bad:#ff9a90;--badground:#3a1d1b;--good:#7fd6a2;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1440px;margin:0 auto;padding:28px 20px 60px;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px}
h2{font-size:1.15rem;margin:36px 0 10px}
p{margin:6px 0}
a{color:var(--accent)}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.bad{color:var(--bad);font-weight:600}
.good{color:var(--good)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:20px 0 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tiles b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .bad b{color:var(--bad)}
.tasks{margin:0;padding:0;list-style:none;display:grid;grid-template-columns:minmax(0,1fr);gap:10px;overflow-wrap:anywhere}
.tasks li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;padding:10px 14px}
.tasks p{margin:0 0 4px}
.accounts{margin:4px 0;padding:0;list-style:none;overflow-wrap:anywhere}
.tasks+.warning{margin-top:10px}
.warning{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px}
.wide{background:var(--card);border:1px solid var(--line);border-radius:10px;overflow-x:auto}
.warning.bad{border-left-color:var(--bad)}
.places{margin:10px 0;padding:0;list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(380px,100%),1fr));gap:10px;overflow-wrap:anywhere}
.places>li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;padding:10px 14px}
.places>li.held{border-left-color:var(--bad)}
.places ul{margin:4px 0 0;padding:0;list-style:none}
.places ul li+li{margin-top:6px}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:9px 10px;border-bottom:1px solid var(--line)}
tbody tr:last-child td{border-bottom:0}
th{color:var(--soft);font-weight:600;white-space:nowrap}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th button::after{content:" \\2195";opacity:.6}
th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}
th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
th button:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
td ul{margin:0;padding:0;list-style:none}
td li+li{margin-top:3px}
td:nth-child(7):has(ul){min-width:220px}
td:nth-child(5),td:nth-child(6){min-width:124px}
td:nth-child(8){min-width:150px}
td:nth-child(2){overflow-wrap:anywhere;min-width:120px}
td summary,td .soft.date{white-space:nowrap}
.number{font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;color:var(--soft)}
@media screen and (max-width:1200px){
main{padding:18px 12px 40px}
.wide{background:none;border:0;overflow:visible}
table,tbody,tr,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{background:var(--card);border:1px solid var(--line);border-radius:10px;margin-bottom:12px;padding:6px 0}
td{border:0;padding:5px 12px;min-width:0;display:grid;grid-template-columns:92px minmax(0,1fr);gap:10px;overflow-wrap:anywhere}
td:nth-child(n){min-width:0}
td::before{content:attr(data-label);color:var(--soft)}
}
@media print{
:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--bad:#900;--good:#050;--accent:#000}
main{max-width:none;padding:0}
.wide{overflow:visible}
body{font-size:11px}
.number{white-space:normal}
tr,.tasks li,.places>li,.tiles li{break-inside:avoid}
th button::after{content:""}
h1{font-size:1.5em}
h2{font-size:1.2em;margin-top:18px;break-after:avoid}
.tiles b{font-size:1.5em}
table{font-size:9px}
th,td{padding:4px 6px}
td:nth-child(n){min-width:0}
details:not([open]){display:none}
@page{size:landscape;margin:12mm}
}
`

/** Sorts the rows of a table by the values that their cells carry, numbers as numbers. Without it the page is whole. */
export const script = `
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (one, other) => {
        const [a, b] = [value(one), value(other)];
        if ((a === '') !== (b === '')) return a === '' ? 1 : -1;
        const difference = Number(a) - Number(b);
        const order = Number.isNaN(difference) ? a.localeCompare(b) : difference;
        return down ? -order : order;
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}
`
