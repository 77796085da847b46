//! Bodies for the tests of this crate.

use latchkey_wire::{
    Account, Authorization, AuthorizationId, Connection, ConnectionId, ConnectionSettings, ConnectionState,
    Installation, Intent, Offer, OfferId, Overview, Phase, Purpose, SyncSettings,
};

pub(crate) fn connection() -> Connection {
    Connection {
        id: ConnectionId::new("c-1"),
        purpose: Purpose::Mailbox,
        offer: OfferId::new("microsoft"),
        provider_label: "Microsoft 365".into(),
        by_password: false,
        site: None,
        account: Account { address: "ann@contoso.example".into(), name: None },
        sign_in_name: None,
        aliases: Vec::new(),
        scopes: Vec::new(),
        state: ConnectionState::Working,
        last_working_at: 1_800_000_000,
        works_until: None,
        settings: ConnectionSettings::default(),
    }
}

pub(crate) fn overview(connections: Vec<Connection>) -> Overview {
    Overview {
        now: 1_800_000_000,
        connections,
        authorization: None,
        sync_settings: SyncSettings::New,
        offers: ["microsoft", "google", "salesforce"].map(OfferId::new).to_vec(),
        let_in: Vec::new(),
    }
}

pub(crate) fn installation(offers: &[&str]) -> Installation {
    let purpose = |offer| if offer == "salesforce" { Purpose::Crm } else { Purpose::Mailbox };
    Installation {
        product_name: "Latchkey".into(),
        short_name: "Latchkey".into(),
        version: "0.1.0".into(),
        help_url: "https://help.example/".into(),
        offers: offers
            .iter()
            .map(|offer| Offer {
                id: OfferId::new(*offer),
                purpose: purpose(*offer),
                label: (*offer).to_owned(),
                access_type: format!("{offer} access"),
                address_example: None,
                by_password: *offer == "exchange",
                may_need_installing: false,
                may_need_approval: false,
                approval_url: None,
                needs_browser: false,
            })
            .collect(),
        sync_settings: SyncSettings::New,
    }
}

pub(crate) fn authorization(id: &str, phase: Phase) -> Authorization {
    Authorization {
        id: AuthorizationId::new(id),
        intent: Intent::Connect { offer: OfferId::new("microsoft"), site: None },
        offer: OfferId::new("microsoft"),
        provider_label: "Microsoft 365".into(),
        match_code: String::new(),
        deadline_at: 1_800_000_600,
        phase,
    }
}
