// @ts-check
// Whether Gmail is light or dark, judged by the colour of its text, because the background may be a picture.
'use strict';

/** Halfway between black and white as perceived (CIE lightness 50). */
const MIDDLE_LUMINANCE = 0.18;

/**
 * @param {string} colour as `getComputedStyle` writes it: `rgb(32, 33, 36)`
 * @returns {'light' | 'dark' | null}
 */
function themeOfText(colour) {
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour)?.slice(1).map((part) => (Number(part) / 255) ** 2.2);
  if (!parts) return null;
  const luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  return luminance > MIDDLE_LUMINANCE ? 'dark' : 'light';
}
