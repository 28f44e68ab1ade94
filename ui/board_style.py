"""How the tables of the live board look, and how they stack where there is little room: nothing runs out of sight sideways, in either
mode at any size. The limits are in rem, so that they grow with the text of meeting mode.
"""

BOARD_STYLE = """<style>
[class*="st-key-board-"] .plain td { vertical-align: top; }
.st-key-board-details .plain td:first-child { min-width: 9em; }
.st-key-board-headline .plain table { min-width: 100%; }
.st-key-board-headline .plain td:first-child { min-width: 6em; }
[class*="st-key-board-after"] .plain td:last-child { font-weight: 700; background: #eef4fb; }
[class*="st-key-board-after"] .plain th:last-child { background: #d3e2f2; }
.st-key-board-group .plain td:nth-child(-n+2), .st-key-board-whole .plain td:nth-child(-n+2),
.st-key-board-group .plain td:last-child, .st-key-board-whole .plain td:last-child { text-align: left; }
.st-key-board-group .plain td:nth-child(2), .st-key-board-group .plain td:nth-last-child(2) { white-space: nowrap; }
.st-key-board-group .plain td:last-child { min-width: 9em; }
.st-key-board-group .plain td:nth-child(3):nth-last-child(4) { min-width: 10em; } /* a name and its figure */
.st-key-board-group .plain td:nth-last-child(3) { font-weight: 700; background: #eef4fb; }
.st-key-board-lines .plain { max-height: min(34rem, 100vh - 9rem); overflow: auto; }
.st-key-board-lines .plain table { border-collapse: separate; border-spacing: 0; } /* lines stay on what stands still */
.st-key-board-lines .plain th { position: sticky; top: 0; z-index: 1; white-space: pre-line; }
.st-key-board-lines .plain :is(td, th) { padding: .3rem; }
.st-key-board-lines .plain td:first-child { min-width: 7em; max-width: 9em; font-weight: 700; }
.board-verdict { font-size: max(var(--least), 1rem); margin: .3rem 0 .6rem; }

.st-key-board-headline { container: board / inline-size; }
.st-key-board-details { container: board-details / inline-size; }
/* A figure is a block: its name over a row of before and after, a column each. */
@container board (max-width: 44rem) {
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain { overflow: visible; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain :is(table, thead, tbody) { display: block; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain tr { display: flex; flex-wrap: wrap; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain :is(td, th) { flex: 1 1 0; min-width: 0; padding: .15rem .3rem;
    margin: 0 -1px -1px 0; word-break: keep-all; overflow-wrap: anywhere; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain th:first-child { display: none; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain td:first-child { flex-basis: 100%; background: #f1f4f6; font-weight: 600; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain td:first-child br { display: none; }
  :is([class*="st-key-board-after"], .st-key-board-totals) .plain thead { position: sticky; top: 0; z-index: 1; }
}
/* A group is a block: its name over its figures, each named beside (or above) before → after. */
@container board (max-width: 64rem) {
  .st-key-board-lines .plain :is(table, tbody, tr, td:first-child) { display: block; }
  .st-key-board-lines .plain thead { display: none; }
  .st-key-board-lines .plain td { display: grid; grid-template-columns: 10.5em 1fr; gap: 0 .6rem; text-align: left; margin: 0 0 -1px;
    padding: .15rem .4rem; word-break: keep-all; overflow-wrap: anywhere; }
  .st-key-board-lines .plain td:not(:first-child)::before { content: attr(data-label); color: #3b4855; white-space: pre-line; }
  .st-key-board-lines .plain td:not(:first-child) br { display: none; }
  .st-key-board-lines .plain td:first-child { position: sticky; top: 0; max-width: none; background: #e6edf5; }
}
@container board (max-width: 26rem) {
  .st-key-board-lines .plain td { grid-template-columns: 1fr; }
  .st-key-board-lines .plain td:not(:first-child)::before { white-space: normal; }
}
@container board-details (max-width: 60rem) {
  .st-key-board-group .plain td:nth-child(2), .st-key-board-group .plain td:nth-last-child(2) { white-space: normal; min-width: 5em; }
}
</style>"""
