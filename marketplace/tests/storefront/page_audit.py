"""A small accessibility check of a rendered page: names, order, landmarks, contrast, size of targets."""

from __future__ import annotations

from playwright.sync_api import Page

# WCAG 2.2 AA: 1.1.1 alternatives, 1.3.1 structure, 1.4.3 contrast, 2.4.1 skip link, 2.4.4 names,
# 2.5.8 targets, 4.1.2 labels. Contrast is asked where text stands on a plain colour.
_AUDIT = """
() => {
  const findings = [];
  const shown = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const name = e => (e.getAttribute('aria-label') || e.textContent || '').trim()
    || [...e.querySelectorAll('img')].map(i => i.alt).join('').trim();
  const where = e => e.tagName.toLowerCase() + '.' + e.className
    + ' ' + (e.textContent || '').trim().slice(0, 30);
  const add = (what, e) => findings.push(what + ': ' + where(e));

  for (const img of document.querySelectorAll('img')) if (!img.hasAttribute('alt')) add('no alt', img);
  for (const link of document.querySelectorAll('a[href], button'))
    if (shown(link) && !name(link)) add('no name', link);
  for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!input.labels.length && !input.getAttribute('aria-label')) add('no label', input);
  for (const nav of document.querySelectorAll('nav'))
    if (!nav.getAttribute('aria-label')) add('unnamed navigation', nav);
  for (const landmark of ['header', 'main', 'footer'])
    if (document.querySelectorAll('body > ' + landmark).length !== 1) findings.push('not one ' + landmark);
  if (document.querySelector('a').getAttribute('href') !== '#content') findings.push('no skip link first');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) findings.push('id twice: ' + id);
  for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
    for (const id of (e.getAttribute('aria-labelledby') || e.getAttribute('aria-describedby')).split(' '))
      if (!document.getElementById(id)) add('points to missing ' + id, e);

  let level = 0;
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')];
  if (headings.filter(h => h.tagName === 'H1').length !== 1) findings.push('not one h1');
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) add('heading skips a level', heading);
    level = next;
  }

  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba('Canvas');
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(e) || !shown(e) || e.matches('script, style')) continue;
    if (e.closest('label')?.querySelector(':disabled')) continue;
    seen.add(e);
    const style = getComputedStyle(e);
    const large = parseFloat(style.fontSize) >= 24
      || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const [a, b] = [luminance(rgba(style.color)), luminance(ground(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < (large ? 3 : 4.5)) add('contrast ' + contrast.toFixed(2), e);
  }

  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden])')) {
    const box = e.getBoundingClientRect();
    if (!shown(e) || e.matches('p a, td a, th a, .skip-link, .card-title a, label input')) continue;
    if (box.width < 24 || box.height < 24) add('small target ' + box.width + 'x' + box.height, e);
  }
  return findings;
}
"""


def page_audit(page: Page) -> list[str]:
    """Return what is wrong with the page, one line each; empty for a page that passes."""
    findings: list[str] = page.evaluate(_AUDIT)
    return findings
