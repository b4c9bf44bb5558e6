<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_log_softmax_t layer = {
        .rows = ${rows}, .depth = ${depth},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .min_difference = ${minDifference},
        .inverse_multiplier = ${inverse.multiplier}, .inverse_shift = ${inverse.shift},
    };
    upcall_log_softmax(&layer, ${head.input}, ${head.output});
}
