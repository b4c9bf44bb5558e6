<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_softmax_t layer = {
        .rows = ${rows}, .depth = ${depth},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .min_difference = ${minDifference},
    };
    upcall_softmax(&layer, ${head.input}, ${head.output});
}
