//! The models of planning: each verb takes its model as bytes.

use frontdesk::planning::{
    ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead, ServiceLevel,
    WalkInDay,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Answer, answer, read};

/// `js_name(model, further numbers) -> answer` of a verb of a model.
macro_rules! verbs {
    ($($js_name:ident = $model:ident::$verb:ident($($argument:ident),*);)*) => {
        $(
            #[doc = concat!("`", stringify!($model), "::", stringify!($verb), "` of the core.")]
            ///
            /// # Errors
            /// As there.
            #[allow(non_snake_case, reason = "the names of JavaScript")]
            #[wasm_bindgen]
            pub fn $js_name(model: &[u8], $($argument: f64),*) -> Answer {
                answer(read::<$model>(model)?.$verb($($argument),*))
            }
        )*
    };
}

verbs! {
    erlangASteadyState = ErlangA::steady_state();
    erlangBSteadyState = ErlangB::steady_state();
    erlangCSteadyState = ErlangC::steady_state();
    erlangCWaitExceeds = ErlangC::wait_exceeds(minutes);
    erlangCWaitQuantile = ErlangC::wait_quantile(probability);
    mgcSteadyState = Mgc::steady_state();
    mgcResidualMinutes = Mgc::residual_minutes();
    mmckSteadyState = Mmck::steady_state();
    lognormalRemainingMinutes = LognormalService::remaining_minutes(elapsed_minutes);
    queueAheadWait = QueueAhead::wait();
    queueAheadWaitExceeds = QueueAhead::wait_exceeds(minutes);
    queueAheadWaitQuantile = QueueAhead::wait_quantile(probability);
    impatientQueueAheadWait = ImpatientQueueAhead::wait();
    serviceLevelDoctors = ServiceLevel::doctors();
    walkInDayDoctors = WalkInDay::doctors(within_minutes, probability);
}

/// `WalkInDay::waits` of the core.
///
/// # Errors
/// As there.
#[wasm_bindgen(js_name = walkInDayWaits)]
pub fn walk_in_day_waits(day: &[u8], doctors: f64) -> Answer {
    answer(read::<WalkInDay>(day)?.waits(doctors as i64))
}
