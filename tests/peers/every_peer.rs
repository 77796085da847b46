//! What every OpenID server and the endpoint must do with each other.

use latchkey_wire::{Connection, ConnectionState, Phase, ReasonCode};

use crate::authlib::Authlib;
use crate::by_the_book::ByTheBook;
use crate::django_oauth_toolkit::DjangoOauthToolkit;
use crate::glewlwyd::Glewlwyd;
use crate::installation::{OFFER, PeerInstallation, failure_code, phase};
use crate::lemonldap::Lemonldap;
use crate::oidc_provider::OidcProvider;
use crate::peer::{ANN, BEN, CLIENT_SECRET, PeerServer};
use crate::without_endpoint;

/// The peers' access tokens live for an hour. By this time their renewal is due.
pub const DUE_AFTER_S: i64 = 2400;
/// After this time a server that could not be described is asked again.
const ASKED_AGAIN_AFTER_S: i64 = 5;
/// By this time the person is asked to sign in, even if the server gives no reason for refusing a dead token.
const MOST_S: i64 = 5 * 3600;

macro_rules! stories {
    ($peer:ident: $($path:ident::$story:ident,)*) => {
        $(#[tokio::test]
        async fn $story() {
            super::$path::$story::<super::$peer>().await;
        })*
    };
}

macro_rules! every_peer {
    (all: [$($all:tt)*], that_rotates: [$($rotates:tt)*], that_revokes: [$($revokes:tt)*],) => {
        mod oidc_provider {
            stories! { OidcProvider: $($all)* $($rotates)* $($revokes)* }
        }
        mod glewlwyd {
            stories! { Glewlwyd: $($all)* $($rotates)* $($revokes)* }
        }
        mod by_the_book {
            stories! { ByTheBook: $($all)* $($rotates)* $($revokes)* }
        }
        mod authlib {
            stories! { Authlib: $($all)* $($rotates)* $($revokes)* }
        }
        mod django_oauth_toolkit {
            stories! { DjangoOauthToolkit: $($all)* $($rotates)* }
        }
        mod lemonldap {
            stories! { Lemonldap: $($all)* }
        }
    };
}

every_peer! {
    all: [
        with_endpoint::a_first_connection_works_under_the_persons_own_address,
        with_endpoint::each_renewal_on_schedule_leaves_one_live_refresh_token,
        with_endpoint::a_refresh_keeps_the_connection_and_needs_no_proof,
        with_endpoint::another_account_is_refused_by_name_and_the_old_grant_still_works,
        with_endpoint::a_grant_ended_at_the_server_asks_for_a_sign_in_which_mends_it,
        with_endpoint::a_wrong_client_secret_asks_for_no_sign_in,
        with_endpoint::an_outage_asks_no_person_to_act_and_ends_by_itself,
        with_endpoint::a_sign_in_at_a_server_that_is_down_says_so,
        without_endpoint::an_invented_code_tells_a_known_client_from_an_unknown_one,
    ],
    // It gives a new refresh token for each one that is used.
    that_rotates: [
        without_endpoint::a_refresh_token_is_good_once,
    ],
    // Its discovery document names a place to revoke at.
    that_revokes: [
        without_endpoint::a_revoked_grant_cannot_be_renewed,
    ],
}

mod with_endpoint {
    use super::*;

    pub async fn a_first_connection_works_under_the_persons_own_address<P: PeerServer>() {
        let installation = PeerInstallation::<P>::open().await;
        let pane = installation.endpoint.pane().with_session().await;
        let attempt = pane.connects_through(OFFER, None).await;
        installation.sign_in(&pane, &attempt, &ANN).await;
        let connection = pane.connection().await;
        assert_eq!(connection.state, ConnectionState::Working);
        assert_eq!(
            (connection.account.address.as_str(), connection.account.name.as_deref()),
            (ANN.address, Some(ANN.name))
        );
    }

    /// Most servers give a new refresh token each time, and end the whole grant when one is used twice. There the last of these
    /// renewals works only if each has stored the token of the one before.
    pub async fn each_renewal_on_schedule_leaves_one_live_refresh_token<P: PeerServer>() {
        let mut installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        assert_eq!(installation.endpoint.renew_due().await, 0, "nothing is due yet");
        for _ in 0..3 {
            installation.endpoint.clock.advance_s(DUE_AFTER_S);
            assert_eq!(installation.endpoint.renew_due().await, 1);
            let after = pane.connection().await;
            assert_eq!((&after.id, &after.state), (&before.id, &ConnectionState::Working));
            assert_eq!(after.last_working_at, pane.overview().await.now);
            assert_eq!(installation.peer.live_refresh_tokens(&ANN).await, 1);
        }
    }

    pub async fn a_refresh_keeps_the_connection_and_needs_no_proof<P: PeerServer>() {
        let installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        let attempt = pane.refreshes(&before.id).await;
        installation.sign_in(&pane, &attempt, &ANN).await;
        assert_eq!(phase(&pane, &attempt).await, Phase::Succeeded { connection: before.id.clone() });
        assert_works_as_ann(&pane.connection().await, &before);
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1, "the new grant renews itself");
        assert_works_as_ann(&pane.connection().await, &before);
    }

    pub async fn another_account_is_refused_by_name_and_the_old_grant_still_works<P: PeerServer>() {
        let installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        let attempt = pane.refreshes(&before.id).await;
        let page = installation.sign_in(&pane, &attempt, &BEN).await;
        assert!(page.says(ANN.address) && page.says(BEN.address), "the window names both: {}", page.body);
        match phase(&pane, &attempt).await {
            Phase::Failed { reason, signed_in_as: Some(actual), expected: Some(expected) } => {
                assert_eq!(reason.code, ReasonCode::WrongAccount);
                assert_eq!((actual.address.as_str(), expected.address.as_str()), (BEN.address, ANN.address));
            }
            other => panic!("{other:?}"),
        }
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        assert_works_as_ann(&pane.connection().await, &before);
    }

    pub async fn a_grant_ended_at_the_server_asks_for_a_sign_in_which_mends_it<P: PeerServer>() {
        let mut installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        let (ben, _) = installation.connect(&BEN).await;
        installation.peer.end_access(&ANN).await;
        assert_eq!(installation.peer.live_refresh_tokens(&ANN).await, 0);
        // A refusal without a reason counts after hours in which the server serves others.
        let mut waited_s = 0;
        let mut lost = pane.connection().await.state;
        while waited_s < MOST_S && !matches!(lost, ConnectionState::NeedsSignIn { .. }) {
            installation.endpoint.clock.advance_s(DUE_AFTER_S);
            waited_s += DUE_AFTER_S;
            installation.endpoint.renew_due().await;
            lost = pane.connection().await.state;
            assert_eq!(ben.connection().await.state, ConnectionState::Working);
        }
        // The server's own clock did not move meanwhile.
        installation.endpoint.clock.advance_s(-waited_s);
        assert!(
            matches!(&lost, ConnectionState::NeedsSignIn { reason, .. } if reason.code == ReasonCode::SignInEnded),
            "{lost:?}"
        );
        let attempt = pane.refreshes(&before.id).await;
        installation.sign_in(&pane, &attempt, &ANN).await;
        assert_works_as_ann(&pane.connection().await, &before);
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1, "the new grant renews itself");
        assert_works_as_ann(&pane.connection().await, &before);
    }

    pub async fn a_wrong_client_secret_asks_for_no_sign_in<P: PeerServer>() {
        let installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        let installation = installation.restart_with_secret("of-another-installation").await;
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        let state = pane.connection().await.state;
        assert!(
            matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == ReasonCode::Misconfigured),
            "{state:?}"
        );
        // The server's own clock did not move meanwhile.
        installation.endpoint.clock.advance_s(-DUE_AFTER_S);
        let attempt = pane.refreshes(&before.id).await;
        installation.sign_in(&pane, &attempt, &ANN).await;
        assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::Misconfigured));
        let installation = installation.restart_with_secret(CLIENT_SECRET).await;
        let attempt = pane.refreshes(&before.id).await;
        installation.sign_in(&pane, &attempt, &ANN).await;
        assert_works_as_ann(&pane.connection().await, &before);
    }

    pub async fn an_outage_asks_no_person_to_act_and_ends_by_itself<P: PeerServer>() {
        let mut installation = PeerInstallation::<P>::open().await;
        let (pane, before) = installation.connect(&ANN).await;
        installation.peer.go_down().await;
        for _ in 0..2 {
            installation.endpoint.clock.advance_s(DUE_AFTER_S);
            assert_eq!(installation.endpoint.renew_due().await, 1);
            let state = pane.connection().await.state;
            let unreachable = ReasonCode::ProviderUnreachable;
            assert!(
                matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == unreachable),
                "{state:?}"
            );
        }
        installation.peer.come_back().await;
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        assert_eq!(installation.endpoint.renew_due().await, 1);
        assert_works_as_ann(&pane.connection().await, &before);
    }

    pub async fn a_sign_in_at_a_server_that_is_down_says_so<P: PeerServer>() {
        let mut installation = PeerInstallation::<P>::open().await;
        let pane = installation.endpoint.pane().with_session().await;
        installation.peer.go_down().await;
        let attempt = pane.connects_through(OFFER, None).await;
        installation.endpoint.browser().goes_to_sign_in(&pane, &attempt.id).await;
        assert_eq!(failure_code(&pane, &attempt).await, Some(ReasonCode::ProviderUnreachable));
        installation.peer.come_back().await;
        installation.endpoint.clock.advance_s(ASKED_AGAIN_AFTER_S);
        let (_, connection) = installation.connect(&ANN).await;
        assert_eq!(connection.state, ConnectionState::Working);
    }

    fn assert_works_as_ann(connection: &Connection, before: &Connection) {
        assert_eq!((&connection.id, &connection.state), (&before.id, &ConnectionState::Working));
        assert_eq!(connection.account.address, ANN.address);
    }
}
