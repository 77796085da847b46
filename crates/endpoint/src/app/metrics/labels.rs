//! The labels of the metrics.

use std::fmt::Write as _;

use latchkey_domain::HealthKind;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};

use super::RenewalResult;

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct RequestLabels {
    pub(super) route: String,
    pub(super) status: u16,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct RenewalLabels {
    pub(super) offer: String,
    pub(super) outcome: RenewalResult,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct HandOutLabels {
    pub(super) source: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct DeliveryLabels {
    pub(super) channel: &'static str,
    pub(super) outcome: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct StateLabels {
    pub(super) state: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct ProviderLabels {
    pub(super) provider: String,
    pub(super) cause: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct SecretLabels {
    pub(super) provider: String,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(super) struct KeyLabels {
    pub(super) key: String,
}

impl EncodeLabelValue for RenewalResult {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        encoder.write_str(match self {
            Self::Renewed => "renewed",
            Self::NeedsSignIn => HealthKind::NeedsSignIn.as_str(),
            Self::NeedsAdmin => HealthKind::NeedsAdmin.as_str(),
            Self::Retrying => HealthKind::Retrying.as_str(),
            Self::Postponed => "postponed",
        })
    }
}
