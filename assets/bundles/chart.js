/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws the tables of a page as pictures.  Only pages with charts load it.
 *
 * ECharts writes a picture as text, with styles in attributes, which the policy of our pages
 * forbids; they are set one by one when the picture has become a part of the page.
 */
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([AriaComponent, BarChart, GridComponent, LegendComponent, LineChart, SVGRenderer]);

const LINE_HEIGHT = 260;
const BAR_HEIGHT = 24;
const RESIZE_PAUSE_MS = 200;

function words(cell) {
  return cell.textContent.trim();
}

/* "1,200件" is 1200, "99.5%" is 99.5, what has no number is left out. */
function number(cell) {
  const value = parseFloat(words(cell).replace(/,/g, ''));
  return isNaN(value) ? null : value;
}

function read(table) {
  const heads = Array.from(table.querySelectorAll('thead th'), words);
  const rows = Array.from(table.querySelectorAll('tbody tr'), (row) => Array.from(row.cells));
  return {
    names: rows.map((row) => words(row[0])),
    series: heads.slice(1).map((name, i) => ({ name, values: rows.map((row) => number(row[i + 1])) })),
  };
}

function colour(name) {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}

/* Type grows with that of the page: on the screen of a meeting room it is larger. */
function size(pixels) {
  return Math.round(pixels * parseFloat(getComputedStyle(document.body).fontSize) / 16);
}

function axis(data) {
  return {
    type: 'category', data, axisTick: { show: false },
    axisLine: { lineStyle: { color: colour('--edge') } },
    axisLabel: { color: colour('--ink'), fontSize: size(13), hideOverlap: true },
  };
}

function values() {
  return {
    type: 'value', minInterval: 1, splitLine: { lineStyle: { color: colour('--line') } },
    axisLabel: { color: colour('--soft'), fontSize: size(12) },
  };
}

/* Decals tell bars apart without colours, dashes lines. */
function lines(table) {
  return {
    xAxis: axis(table.names), yAxis: values(),
    legend: { top: 0, textStyle: { color: colour('--ink'), fontSize: size(13) } },
    grid: { left: 8, right: 16, top: size(36), bottom: 4, containLabel: true },
    series: table.series.map((series, i) => ({
      type: 'line', name: series.name, data: series.values, symbol: i === 0 ? 'circle' : 'diamond',
      symbolSize: 7, lineStyle: { width: 3, type: i === 0 ? 'solid' : 'dashed' },
    })),
  };
}

function bars(table) {
  return {
    xAxis: values(), yAxis: Object.assign(axis(table.names), { inverse: true }),
    grid: { left: 8, right: size(48), top: 4, bottom: 4, containLabel: true },
    series: table.series.map((series) => ({
      type: 'bar', name: series.name, data: series.values, barMaxWidth: size(16),
      label: { show: true, position: 'right', color: colour('--ink'), fontSize: size(13) },
    })),
  };
}

/* A screen that nobody touches does not scroll. */
function height(figure, table) {
  const wanted = figure.dataset.chart === 'lines' ? size(LINE_HEIGHT)
    : size(30) + table.names.length * size(BAR_HEIGHT);
  return document.body.dataset.events ? Math.min(wanted, window.innerHeight * 0.45) : wanted;
}

function picture(figure, table) {
  const chart = init(null, null, {
    renderer: 'svg', ssr: true, width: Math.max(figure.clientWidth, 240), height: height(figure, table),
  });
  chart.setOption(Object.assign({
    animation: false, color: [colour('--strong'), colour('--link'), colour('--waiting-ink')],
    textStyle: { fontFamily: 'inherit' },
    aria: { enabled: true, label: { enabled: false }, decal: { show: figure.dataset.chart === 'bars' } },
  }, figure.dataset.chart === 'lines' ? lines(table) : bars(table)));
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

function asElement(text) {
  const allowed = text.replace(/ style="/g, ' data-style="').replace(/<style[\s\S]*?<\/style>/g, '');
  const parsed = new DOMParser().parseFromString(allowed, 'image/svg+xml');
  const svg = document.importNode(parsed.documentElement, true);
  [svg, ...svg.querySelectorAll('[data-style]')].forEach((each) => {
    each.style.cssText = each.getAttribute('data-style') || '';
    each.removeAttribute('data-style');
  });
  return svg;
}

function draw(figure) {
  const table = read(figure.querySelector('table'));
  const old = figure.querySelector('.chart-picture');
  if (old !== null)
    old.remove();
  const frame = document.createElement('div');
  frame.className = 'chart-picture';
  frame.setAttribute('aria-hidden', 'true');
  frame.append(asElement(picture(figure, table)));
  figure.querySelector('figcaption').after(frame);
}

function drawAll() {
  document.querySelectorAll('figure[data-chart]').forEach(draw);
}

function setFolds(open) {
  document.querySelectorAll('.chart-table').forEach((fold) => {
    fold.open = open;
  });
}

let timer;
function drawSoon() {
  clearTimeout(timer);
  timer = setTimeout(drawAll, RESIZE_PAUSE_MS);
}

drawAll();
setFolds(false);
window.addEventListener('resize', drawSoon);
window.addEventListener('beforeprint', () => setFolds(true));
window.addEventListener('afterprint', () => setFolds(false));
window.matchMedia('(prefers-color-scheme: dark)').addListener(drawSoon);
document.addEventListener('content-replaced', () => {
  drawAll();
  setFolds(false);
});
