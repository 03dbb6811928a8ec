/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen of a meeting room: reads its own page anew when something has changed, shows one
 * page of numbers after the other, and the time.
 */
'use strict';

const PAGE_SECONDS = 20;
const PAUSE_MS = 5000; /* between two readings */
const READ_ANYWAY_MS = 300000; /* a day may have begun */

let shown = 0;

function showPage() {
  const pages = document.querySelectorAll('.screen-page');
  pages.forEach((page, i) => page.classList.toggle('is-away', i !== shown % pages.length));
}

function nextPage() {
  shown += 1;
  showPage();
}

function tellTime() {
  document.getElementById('clock').textContent = new Date().toLocaleTimeString('zh-CN',
    { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });
}

/* Whoever is signed out meanwhile sees the page where one signs in. */
function replace(text) {
  const read = new DOMParser().parseFromString(text, 'text/html');
  const main = read.querySelector('body[data-events] main');
  if (main === null) {
    location.reload();
    return;
  }
  document.querySelector('main').replaceWith(document.importNode(main, true));
  document.querySelector('header p').firstChild.data = read.querySelector('header p').firstChild.data;
  showPage();
  document.dispatchEvent(new Event('content-replaced'));
}

let waiting = null;

function readAnew() {
  waiting = null;
  fetch(location.href, { credentials: 'same-origin' })
    .then((answer) => (answer.ok ? answer.text().then(replace) : undefined))
    .catch(() => undefined);
}

function readSoon() {
  if (waiting === null)
    waiting = setTimeout(readAnew, PAUSE_MS);
}

new EventSource(document.body.dataset.events).addEventListener('news', readSoon);
setInterval(readAnew, READ_ANYWAY_MS);
setInterval(nextPage, PAGE_SECONDS * 1000);
setInterval(tellTime, 1000);
tellTime();
showPage();
