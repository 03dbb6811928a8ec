/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the elder edition adds: the page is read aloud where the browser has a voice, and its text
 * grows from 18 to 30 pixels.  The size is kept in this browser.
 */
import { say } from './parts/words.js';

const SIZES = [18, 22, 26, 30];
const USUAL = 22; /* what the style sheet says: 1.375 rem */
const KEY = 'elder-text';

function kept() {
  try {
    return Number(localStorage.getItem(KEY)) || USUAL;
  } catch (refused) {
    return USUAL;
  }
}

function setSize(size) {
  document.documentElement.style.fontSize = `${100 * size / USUAL}%`;
  try {
    localStorage.setItem(KEY, size);
  } catch (refused) {
    /* the size is this page's then */
  }
}

function button(text, onClick) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button';
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}

function step(by) {
  const at = SIZES.indexOf(kept()) + by;
  setSize(SIZES[Math.max(0, Math.min(SIZES.length - 1, at))]);
}

/* What people see of the page, without menus, buttons and what is folded away. */
function pageWords() {
  const seen = (one) => one.getClientRects().length > 0;
  return Array.from(document.querySelectorAll(
    'main h1, main h2, main p, main dt, main dd, main li, main td, main label'))
    .filter((one) => seen(one) && one.querySelector('p, li, dd, label') === null)
    .map((one) => one.innerText.trim()).filter((words) => words !== '');
}

function readAloud(toggle) {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const sentences = pageWords();
  sentences.forEach((words, i) => {
    const said = new SpeechSynthesisUtterance(words);
    said.lang = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
    said.rate = 0.9;
    if (i === sentences.length - 1)
      said.onend = () => { toggle.textContent = say('朗读'); };
    speechSynthesis.speak(said);
  });
  toggle.textContent = say('停止朗读');
}

function addBar() {
  const bar = document.createElement('div');
  bar.className = 'actions elder-bar';
  bar.append(button(say('大一点'), () => step(1)), button(say('小一点'), () => step(-1)));
  if ('speechSynthesis' in window) {
    const toggle = button(say('朗读'), () => {
      toggle.textContent = say('朗读');
      readAloud(toggle);
    });
    bar.append(toggle);
    window.addEventListener('pagehide', () => speechSynthesis.cancel());
  }
  document.querySelector('main').prepend(bar);
}

setSize(kept());
addBar();
