// @ts-check
// Everything that the extension knows about Gmail's page, in one table: where to look, why there, and the fallback. Gmail's page
// has no interface for extensions and changes without notice. No other file of the extension may name a part of it.
//
// # When Gmail has changed
// Add a row before the ones that no longer match, with the reason and the date. Add the new structure to the page in
// tests/browser/extension/gmail.html.
'use strict';

const GMAIL_PAGE = Object.freeze({
  /**
   * Gmail's strip of buttons on the right (Calendar, Keep, Tasks), where a person expects such a button. The first visible
   * match is used. Fallback: our own button floats above the page.
   */
  strip: Object.freeze([
    // The part of the strip for buttons that do not depend on the message (since 2018, still there in 2026).
    '.brC-aT5-aOt-Jw .brC-aT5-aOt-bsf-Jw',
    // The whole strip, in case its parts get new names. It is `display: none` while collapsed.
    '.brC-aT5-aOt-Jw',
    // The strip by its role, in case the classes change: the only complementary landmark with tabs.
    '[role=complementary]:has(> [role=tablist], > * > [role=tablist])',
  ]),
  /**
   * The account button at the top right. Its label has the signed-in person's address in brackets, in every language. It links
   * to Google's sign-out page. Fallback: the title alone.
   */
  account: Object.freeze([
    'a[href^="https://accounts.google.com/SignOutOptions"][aria-label*="@"]',
    // The button by its place, in case the link changes.
    '[role=banner] a[aria-label*="@"]',
  ]),
  /**
   * A text whose colour shows the theme: an entry of the navigation, which every theme colours. Fallback: the person's own
   * preference.
   */
  text: Object.freeze(['[role=navigation] a[href]']),
  /**
   * The line that Gmail shows while it loads. It names the mailbox. Fallback: wait for the other sources.
   */
  loading: Object.freeze(['#loading .msg']),
});

/**
 * The first element that a row finds and that fits.
 * @param {readonly string[]} row
 * @param {(element: HTMLElement) => boolean} fits
 * @returns {HTMLElement | null}
 */
function onPage(row, fits = () => true) {
  for (const selector of row) {
    const found = document.querySelector(selector);
    if (found instanceof HTMLElement && fits(found)) return found;
  }
  return null;
}
