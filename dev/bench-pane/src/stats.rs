//! Medians and spreads.

/// The middle of some values, and where the outer tenths begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Half of the values are below.
    pub median: f64,
    /// A tenth is below.
    pub p10: f64,
    /// A tenth is above.
    pub p90: f64,
}

/// The spread of `values`; nothing if there are none.
pub fn spread(values: &[f64]) -> Option<Spread> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let middle = f64::midpoint(sorted[last / 2], sorted[sorted.len() / 2]);
    Some(Spread { median: middle, p10: sorted[last / 10], p90: sorted[last - last / 10] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_odd_and_of_an_even_number_of_values() {
        assert_eq!(spread(&[3.0, 1.0, 2.0]).map(|it| it.median), Some(2.0));
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]).map(|it| it.median), Some(2.5));
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn the_outer_tenths_leave_out_what_is_extreme() {
        let values: Vec<f64> = (0..=20).map(f64::from).collect();
        let spread = spread(&values).unwrap();
        assert_eq!((spread.p10, spread.p90), (2.0, 18.0));
    }
}
