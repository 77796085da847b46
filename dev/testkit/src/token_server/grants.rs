//! Grants and the presentations of their refresh tokens. A refresh token consists of its grant's number and its own, from
//! which its validity follows: a million of them need no table.

use tokio::time::Instant;

/// What happens to a refresh token when it is exchanged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rotation {
    /// It stays the grant's only one.
    Never,
    /// A new one comes with the answer; the old one works until the new one has been used. An answer that was lost can be
    /// asked for again.
    UntilSuccessorIsUsed,
    /// A new one comes with the answer, and the old one is invalid. Presenting the old one again revokes the grant,
    /// as if it had been stolen (RFC 9700, 4.14.2).
    AtOnce,
}

/// How a presentation ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PresentationOutcome {
    /// The client closed the connection before the answer.
    Abandoned,
    Exchanged,
    /// Refused because the token is unknown or no longer valid.
    Refused,
}

/// One presentation of a refresh token.
#[derive(Clone, Debug)]
pub struct Presentation {
    /// The grant's number.
    pub grant: usize,
    /// The token's number within its grant, from 0.
    pub number: u64,
    /// The client that presented it.
    pub by: String,
    /// When it was looked at.
    pub at: Instant,
    /// `None` while it is still being answered.
    pub outcome: Option<PresentationOutcome>,
    pub ended_at: Option<Instant>,
}

#[derive(Default)]
struct RotatingGrant {
    /// The newest token.
    newest: u64,
    /// Whether the one before still works.
    grace: bool,
    revoked: bool,
    in_flight: u32,
}

pub(super) struct RotatingGrants {
    rotation: Rotation,
    all: Vec<RotatingGrant>,
    presentations: Vec<Presentation>,
    at_once: u64,
}

impl RotatingGrants {
    pub(super) fn new(rotation: Rotation) -> Self {
        Self { rotation, all: Vec::new(), presentations: Vec::new(), at_once: 0 }
    }

    pub(super) fn open(&mut self) -> (usize, String) {
        self.all.push(RotatingGrant::default());
        let grant = self.all.len() - 1;
        (grant, text(grant, 0))
    }

    pub(super) fn revoke(&mut self, grant: usize) {
        self.all[grant].revoked = true;
    }

    pub(super) fn honours(&self, token: &str) -> bool {
        read(token).is_some_and(|(grant, number)| self.is_valid(grant, number))
    }

    pub(super) fn presentations(&self) -> &[Presentation] {
        &self.presentations
    }

    pub(super) fn at_once(&self) -> u64 {
        self.at_once
    }

    fn is_valid(&self, grant: usize, number: u64) -> bool {
        self.all.get(grant).is_some_and(|grant| {
            let is_predecessor = grant.grace && number + 1 == grant.newest;
            !grant.revoked && (number == grant.newest || is_predecessor)
        })
    }

    /// Counts a request for this grant, and whether another one for it is open.
    pub(super) fn open_request(&mut self, token: &str) {
        let Some(grant) = self.grant_of(token) else { return };
        grant.in_flight += 1;
        self.at_once += u64::from(self.grant_of(token).is_some_and(|grant| grant.in_flight > 1));
    }

    /// Checks a token. Returns the number of the presentation and, if the token was valid, the refresh token that the grant
    /// has from now on.
    pub(super) fn present(&mut self, token: &str, by: &str) -> (usize, Option<(usize, u64)>) {
        let (grant, number) = read(token).unwrap_or((usize::MAX, 0));
        let is_valid = self.is_valid(grant, number);
        let presentation =
            Presentation { grant, number, by: by.to_owned(), at: Instant::now(), outcome: None, ended_at: None };
        self.presentations.push(presentation);
        let next = if is_valid {
            let rotation = self.rotation;
            let kept = &mut self.all[grant];
            if rotation != Rotation::Never && number == kept.newest {
                kept.newest += 1;
            }
            kept.grace = rotation == Rotation::UntilSuccessorIsUsed;
            Some((grant, kept.newest))
        } else {
            if self.rotation == Rotation::AtOnce
                && let Some(grant) = self.all.get_mut(grant)
            {
                grant.revoked = true;
            }
            None
        };
        (self.presentations.len() - 1, next)
    }

    pub(super) fn close_request(&mut self, token: &str, presentation: Option<usize>, outcome: PresentationOutcome) {
        if let Some(grant) = self.grant_of(token) {
            grant.in_flight -= 1;
        }
        if let Some(presentation) = presentation {
            let presentation = &mut self.presentations[presentation];
            (presentation.outcome, presentation.ended_at) = (Some(outcome), Some(Instant::now()));
        }
    }

    fn grant_of(&mut self, token: &str) -> Option<&mut RotatingGrant> {
        let (grant, _) = read(token)?;
        self.all.get_mut(grant)
    }
}

/// Makes tokens about as long as real ones, so that the store's rows have a realistic size.
const FILLING: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_";

pub(super) fn text(grant: usize, number: u64) -> String {
    format!("rt.{grant}.{number}.{FILLING}{FILLING}{FILLING}")
}

pub(super) fn access_text(grant: usize, presentation: usize) -> String {
    format!("at.{grant}.{presentation}.{FILLING}{FILLING}{FILLING}{FILLING}{FILLING}")
}

fn read(token: &str) -> Option<(usize, u64)> {
    let mut parts = token.split('.');
    (parts.next() == Some("rt")).then_some(())?;
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(grants: &mut RotatingGrants, token: &str) -> Option<String> {
        grants.open_request(token);
        let (presentation, next) = grants.present(token, "latchkey");
        let outcome = if next.is_some() { PresentationOutcome::Exchanged } else { PresentationOutcome::Refused };
        grants.close_request(token, Some(presentation), outcome);
        next.map(|(grant, number)| text(grant, number))
    }

    #[test]
    fn without_rotation_the_same_token_goes_on() {
        let mut grants = RotatingGrants::new(Rotation::Never);
        let (_, first) = grants.open();
        assert_eq!(exchange(&mut grants, &first), Some(first.clone()));
        assert!(grants.honours(&first));
    }

    #[test]
    fn with_grace_a_lost_answer_can_be_asked_for_again_and_the_grandparent_is_dead() {
        let mut grants = RotatingGrants::new(Rotation::UntilSuccessorIsUsed);
        let (_, first) = grants.open();
        let lost = exchange(&mut grants, &first).unwrap();
        let second = exchange(&mut grants, &first).unwrap();
        assert_eq!(lost, second);
        let third = exchange(&mut grants, &second).unwrap();
        assert!(!grants.honours(&first) && grants.honours(&second) && grants.honours(&third));
    }

    #[test]
    fn without_grace_a_second_use_ends_the_grant() {
        let mut grants = RotatingGrants::new(Rotation::AtOnce);
        let (_, first) = grants.open();
        let second = exchange(&mut grants, &first).unwrap();
        assert!(grants.honours(&second));
        assert_eq!(exchange(&mut grants, &first), None);
        assert!(!grants.honours(&second));
    }

    #[test]
    fn two_at_once_are_noticed() {
        let mut grants = RotatingGrants::new(Rotation::Never);
        let (_, token) = grants.open();
        grants.open_request(&token);
        grants.open_request(&token);
        assert_eq!(grants.at_once(), 1);
    }
}
