//! Which addresses belong to the public Internet (IANA's registries of special-purpose addresses). Unknown means no.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The first bits of an address, and how many of them count.
type Range4 = ([u8; 4], u32);
type Range6 = ([u16; 8], u32);

/// The ranges of IPv4 that are not public.
const NOT_PUBLIC_4: [Range4; 17] = [
    ([0, 0, 0, 0], 8),        // "this network"; 0.0.0.0 reaches this machine
    ([10, 0, 0, 0], 8),       // private
    ([100, 64, 0, 0], 10),    // carriers' NAT, and metadata of a cloud
    ([127, 0, 0, 0], 8),      // this machine
    ([168, 63, 129, 16], 32), // a cloud's own services, in the middle of public addresses
    ([169, 254, 0, 0], 16),   // link-local, and metadata of most clouds
    ([172, 16, 0, 0], 12),    // private
    ([192, 0, 0, 0], 24),     // protocol assignments, and metadata of a cloud
    ([192, 0, 2, 0], 24),     // documentation
    ([192, 31, 196, 0], 24),  // AS112
    ([192, 88, 99, 0], 24),   // relays of 6to4
    ([192, 168, 0, 0], 16),   // private
    ([198, 18, 0, 0], 15),    // benchmarks
    ([198, 51, 100, 0], 24),  // documentation
    ([203, 0, 113, 0], 24),   // documentation
    ([224, 0, 0, 0], 4),      // multicast
    ([240, 0, 0, 0], 4),      // reserved, broadcast
];

/// The part of IPv6 that is assigned for global use. Outside it are this machine, ULA, link-local, multicast and NAT64
/// addresses, and future assignments.
const PUBLIC_6: Range6 = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

/// The ranges within it that are not public.
const NOT_PUBLIC_6: [Range6; 4] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),     // protocol assignments, with Teredo
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),     // 6to4: an IPv4 address in disguise
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),     // documentation
];

/// Whether this address can be reached from the public Internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    // IPv4-mapped addresses are refused: no public server is published under one.
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_4.iter().any(|range| is_in_4(address, *range)),
        IpAddr::V6(address) => is_in_6(address, PUBLIC_6) && !NOT_PUBLIC_6.iter().any(|range| is_in_6(address, *range)),
    }
}

/// Whether a host that the administrator listed may have this address. Metadata services are always refused: they are
/// not mail servers, even if a name resolves to them.
pub(super) fn is_host(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let not_hosts = [
                ([0, 0, 0, 0], 8),
                ([168, 63, 129, 16], 32),
                ([169, 254, 0, 0], 16),
                ([192, 0, 0, 0], 24),
                ([224, 0, 0, 0], 4),
                ([240, 0, 0, 0], 4),
            ];
            address != Ipv4Addr::new(100, 100, 100, 200) && !not_hosts.iter().any(|range| is_in_4(address, *range))
        }
        IpAddr::V6(address) => {
            let metadata = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
            let private = is_in_6(address, ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7));
            address != metadata && (private || address == Ipv6Addr::LOCALHOST || is_public(IpAddr::V6(address)))
        }
    }
}

fn is_in_4(address: Ipv4Addr, (network, bits): Range4) -> bool {
    let differing = address.to_bits() ^ Ipv4Addr::from(network).to_bits();
    differing.leading_zeros() >= bits
}

fn is_in_6(address: Ipv6Addr, (network, bits): Range6) -> bool {
    let differing = address.to_bits() ^ Ipv6Addr::from(network).to_bits();
    differing.leading_zeros() >= bits
}
