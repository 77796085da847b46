//! Outlook's colours. Outlook reports each colour, but the pane has its own colours and needs only to know whether Outlook
//! is light or dark.

use crate::host::Theme;

/// Light or dark, by the background colour around the pane (`#rrggbb`). Any other text gives no answer.
pub(super) fn of_background(colour: &str) -> Theme {
    match brightness(colour) {
        Some(brightness) if brightness < HALF => Theme::Dark,
        Some(_) => Theme::Light,
        None => Theme::Reader,
    }
}

/// Half of the brightness of white.
const HALF: u32 = 255 * 1000 / 2;

/// The perceived brightness, in thousandths of a step from 0 to 255 (weights of ITU-R BT.601).
fn brightness(colour: &str) -> Option<u32> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u32::from_str_radix(&digits[at..at + 2], 16).ok();
    Some(299 * part(0)? + 587 * part(2)? + 114 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dark_background_makes_a_dark_pane() {
        for dark in ["#000000", "#212121", "#292827", "#0A2E4A"] {
            assert_eq!(of_background(dark), Theme::Dark, "{dark}");
        }
        for light in ["#ffffff", "#F3F2F1", "#DEECF9", "#c0c0c0"] {
            assert_eq!(of_background(light), Theme::Light, "{light}");
        }
    }

    #[test]
    fn what_is_no_colour_leaves_the_choice_to_the_reader() {
        for text in ["", "white", "#fff", "#gggggg", "#ffffff80", "#€€"] {
            assert_eq!(of_background(text), Theme::Reader, "{text}");
        }
    }
}
