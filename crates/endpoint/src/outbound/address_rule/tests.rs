use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

fn https(host: &str) -> ServerAddress {
    ServerAddress::https(host)
}

fn at(host: &str, port: u16) -> ServerAddress {
    ServerAddress { host: host.to_owned(), port }
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn without_a_list_only_public_addresses_are_reached() {
    let rule = AddressRule::default();
    for reached in
        ["8.8.8.8", "100.128.0.1", "172.32.0.1", "192.167.255.255", "2606:4700::1111", "2001:4860:4860::8888"]
    {
        assert!(rule.permits(&https("mail.contoso.example"), address(reached)), "{reached}");
    }
    for refused in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "168.63.129.16",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!rule.permits(&https("mail.contoso.example"), address(refused)), "{refused}");
    }
}

#[test]
fn other_ports_need_permission() {
    let rule = AddressRule::default();
    assert!(!rule.admits(&at("mail.contoso.example", 8443)));
    assert!(!rule.permits(&at("mail.contoso.example", 22), address("8.8.8.8")));
    let rule = AddressRule::listed(&["mail.contoso.example:8443"]).unwrap();
    assert!(rule.admits(&at("mail.contoso.example", 8443)));
    assert!(!rule.admits(&https("mail.contoso.example")));
}

#[test]
fn only_listed_servers_are_reached() {
    let rule = AddressRule::listed(&["mail.contoso.example", "*.fabrikam.example", "10.1.2.3"]).unwrap();
    for (host, admitted) in [
        ("mail.contoso.example", true),
        ("MAIL.contoso.example", true),
        ("contoso.example", false),
        ("evil-mail.contoso.example", false),
        ("mail.contoso.example.evil.example", false),
        ("a.fabrikam.example", true),
        ("a.b.fabrikam.example", true),
        ("fabrikam.example", false),
        ("evilfabrikam.example", false),
        (".fabrikam.example", false),
        ("10.1.2.3", true),
        ("10.1.2.4", false),
        ("elsewhere.example", false),
    ] {
        assert_eq!(rule.admits(&https(host)), admitted, "{host}");
        assert_eq!(rule.permits(&https(host), address("8.8.8.8")), admitted, "{host}");
    }
}

#[test]
fn a_listed_host_may_be_inside_and_a_domain_does_not_list_this_machine() {
    let rule = AddressRule::listed(&["mail.contoso.example", "*.contoso.example"]).unwrap();
    for (host, to, permitted) in [
        ("mail.contoso.example", "10.1.2.3", true),
        ("mail.contoso.example", "127.0.0.1", true),
        ("mail.contoso.example", "fd12::1", true),
        ("mail.contoso.example", "169.254.169.254", false),
        ("mail.contoso.example", "fd00:ec2::254", false),
        ("mail.contoso.example", "fe80::1", false),
        ("mail.contoso.example", "::ffff:169.254.169.254", false),
        ("mail.contoso.example", "0.0.0.0", false),
        ("mail.contoso.example", "224.0.0.1", false),
        ("other.contoso.example", "192.168.0.9", true),
        ("other.contoso.example", "127.0.0.1", false),
        ("other.contoso.example", "::1", false),
        ("other.contoso.example", "::ffff:127.0.0.1", false),
    ] {
        assert_eq!(rule.permits(&https(host), address(to)), permitted, "{host} at {to}");
    }
}

#[test]
fn invalid_entries_are_refused() {
    for entry in [
        "",
        "*",
        "*.",
        "https://mail.contoso.example",
        "mail.contoso.example/",
        "mail.contoso.example:",
        "a:b",
        "a b",
        ".a",
        "a..b",
        "*.*.a",
        "a:70000",
    ] {
        assert_eq!(AddressRule::listed(&[entry]).unwrap_err(), BadEntry(entry.to_owned()));
    }
    let rule = AddressRule::listed(&["[::1]:8443", "localhost:9"]).unwrap();
    assert!(rule.permits(&at("::1", 8443), address("::1")) && rule.admits(&at("localhost", 9)));
}

proptest! {
    #[test]
    fn no_address_that_machines_keep_to_themselves_is_public(bits in any::<u32>()) {
        let v4 = Ipv4Addr::from_bits(bits);
        let inside = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
            || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
        let rule = AddressRule::default();
        prop_assert!(!inside || !rule.permits(&https("a.example"), v4.into()));
        // No IPv6 form of the address is public either.
        for v6 in [v4.to_ipv6_mapped(), v4.to_ipv6_compatible(), Ipv6Addr::from_bits(0x2002_u128 << 112 | u128::from(bits) << 80),
            Ipv6Addr::from_bits(0x0064_ff9b_u128 << 96 | u128::from(bits))] {
            prop_assert!(!rule.permits(&https("a.example"), v6.into()), "{}", v6);
        }
    }

    #[test]
    fn every_address_that_is_permitted_without_a_list_is_global(bits in any::<u128>()) {
        let v6 = Ipv6Addr::from_bits(bits);
        if AddressRule::default().permits(&https("a.example"), v6.into()) {
            prop_assert_eq!(v6.segments()[0] >> 13, 1);
            prop_assert!(!v6.is_loopback() && !v6.is_multicast() && !v6.is_unique_local());
        }
    }

    #[test]
    fn a_list_never_admits_a_host_that_is_not_on_it(host in "[a-z.]{1,30}") {
        let rule = AddressRule::listed(&["mail.contoso.example", "*.fabrikam.example"]).unwrap();
        let on_it = host == "mail.contoso.example" || (host.ends_with(".fabrikam.example") && host.len() > ".fabrikam.example".len());
        prop_assert_eq!(rule.admits(&https(&host)), on_it);
    }

    #[test]
    fn no_entry_panics(entry in ".{0,30}") {
        let _ = AddressRule::listed(&[entry]);
    }
}
