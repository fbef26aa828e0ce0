//! `find_slots` lists what the oracle lists, and the other ways to ask agree with it.

use frontdesk::{Instant, SlotBuffer, SlotQuery};
use frontdesk_tests::engine::{answered, ask, find, unpack};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle;
use frontdesk_tests::run::{Verdict, check, same_list};

#[test]
fn find_slots_lists_what_the_oracle_lists() {
    check("find_slots", 100_000, |case| {
        let (_, slots) = ask(case)?;
        same_list("differs from the oracle", &slots, &oracle::slots(&case.snapshot, &case.query, case.now))
    });
}

#[test]
fn packed_slots_and_the_first_few_are_those_of_find_slots() {
    check("other ways", 20_000, |case| {
        let (clinic, slots) = ask(case)?;
        let all = SlotQuery { limit: None, ..case.query.clone() };
        let every = find(&clinic, &all, case.now)?;
        let limited = every
            .iter()
            .take(case.query.limit.map_or(usize::MAX, |limit| limit as usize))
            .cloned()
            .collect::<Vec<_>>();
        same_list("limit does not cut after ordering", &slots, &limited)?;

        let mut buffer = SlotBuffer::new();
        answered("find_slots_into", clinic.find_slots_into(&case.query, case.now, &mut buffer))?;
        same_list("find_slots_into differs", &unpack(&clinic, &buffer), &slots)?;
        // The same buffer, which is full already.
        answered("find_slots_by_doctor_into", clinic.find_slots_by_doctor_into(&all, case.now, &mut buffer))?;
        let mut by_doctor = every.clone();
        by_doctor.sort_by(|a, b| (&a.doctor_uid, a.start_date).cmp(&(&b.doctor_uid, b.start_date)));
        same_list("find_slots_by_doctor_into differs", &unpack(&clinic, &buffer), &by_doctor)?;

        let first = answered("first_slots", clinic.first_slots(&all, case.now))?;
        same_list(
            "first_slots without a limit is not of one",
            &first,
            &every.iter().take(1).cloned().collect::<Vec<_>>(),
        )?;
        for count in [1, 3, 10] {
            let query = SlotQuery { limit: Some(count), ..all.clone() };
            let first = answered("first_slots", clinic.first_slots(&query, case.now))?;
            same_list(
                "first_slots differs",
                &first,
                &every.iter().take(count as usize).cloned().collect::<Vec<_>>(),
            )?;
        }
        Ok(())
    });
}

/// Where a range is cut: at a slot, beside one, or anywhere in it. Odd seconds, too.
fn cuts(case: &Case, starts: &[i64]) -> Vec<i64> {
    let (from, to) = (case.query.from.0, case.query.to.0);
    let cut = |dice: &[u32]| {
        let anywhere = from + i64::from(dice[0]) % (to - from);
        match dice[1] % 4 {
            0 => anywhere,
            _ if starts.is_empty() => anywhere,
            near => starts[dice[0] as usize % starts.len()] + i64::from(near) - 2,
        }
    };
    let mut cuts: Vec<i64> = case
        .dice
        .chunks_exact(2)
        .take(1 + starts.len() % 4)
        .map(cut)
        .filter(|cut| from < *cut && *cut < to)
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

#[test]
fn what_is_offered_does_not_depend_on_the_range() {
    check("parts of a range", 20_000, |case| -> Verdict {
        let case = Case { query: SlotQuery { limit: None, ..case.query.clone() }, ..case.clone() };
        let (clinic, slots) = ask(&case)?;
        let starts: Vec<i64> = slots.iter().map(|slot| slot.start_date.0).collect();
        let mut together = Vec::new();
        let mut from = case.query.from.0;
        for to in cuts(&case, &starts).into_iter().chain([case.query.to.0]) {
            let part = SlotQuery { from: Instant(from), to: Instant(to), ..case.query.clone() };
            together.extend(find(&clinic, &part, case.now)?);
            from = to;
        }
        same_list("the parts differ from the whole", &together, &slots)
    });
}
