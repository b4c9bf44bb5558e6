<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_standardize_t layer = {
        .rows = ${rows}, .depth = ${depth},
        .epsilon = ${epsilon}, .epsilon_shift = ${epsilonShift},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .zero_point = ${zeroPoint},
    };
    upcall_standardize(&layer, ${head.input}, ${head.output});
}
