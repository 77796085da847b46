// @ts-check
// Everything that is known of Gmail's page, in one table: where to look, why there, and what is done when it is not found.
// Gmail's page has no interface for others and changes without notice; nothing else in the extension may name a part of
// it.
//
// # When Gmail has changed
// Add a row before those that no longer fit, with the reason and the date, and the new structure to the page in
// tests/browser/extension/gmail/page.html.
'use strict';

const GMAIL_PAGE = Object.freeze({
  /**
   * Gmail's strip of buttons on the right (Calendar, Keep, Tasks), where a person looks for such things. The first that
   * is there and can be seen is taken. Fallback: a button of our own that floats above the page.
   */
  strip: Object.freeze([
    // The part of the strip for buttons that do not depend on the message (seen since 2018, still there in 2026).
    '.brC-aT5-aOt-Jw .brC-aT5-aOt-bsf-Jw',
    // The whole strip, should its parts be named anew. It is `display: none` while a person has collapsed it.
    '.brC-aT5-aOt-Jw',
    // The same by what it is to a screen reader, should the classes change: the only complementary landmark with tabs.
    '[role=complementary]:has(> [role=tablist], > * > [role=tablist])',
  ]),
  /**
   * The button of the account, at the top right: its label names the signed-in person in brackets, in every language.
   * Its address is Google's page for signing out. Fallback: the title alone.
   */
  account: Object.freeze([
    'a[href^="https://accounts.google.com/SignOutOptions"][aria-label*="@"]',
    // The same by its place, should its address change.
    '[role=banner] a[aria-label*="@"]',
  ]),
  /**
   * Text of Gmail's own, whose colour tells the theme: an entry of the navigation, which every theme colours. Fallback:
   * the reader's own preference.
   */
  text: Object.freeze(['[role=navigation] a[href]']),
  /**
   * What a person sees before the mailbox has come; it names the mailbox. Fallback: waiting for the rest.
   */
  loading: Object.freeze(['#loading .msg']),
});

/**
 * The first part of the page that a row finds.
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
