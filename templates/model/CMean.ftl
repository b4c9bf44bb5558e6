<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_mean_t layer = {
        .outer = ${outer}, .count = ${count}, .inner = ${inner},
        .offset = ${offset},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .zero_point = ${zeroPoint},
    };
    upcall_mean(&layer, ${head.input}, ${head.output});
}
