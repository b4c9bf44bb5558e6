<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_softmax_16_t layer = {
        .rows = ${rows}, .depth = ${depth},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
        .exponentials = ${tables}_exp, .reciprocals = ${tables}_inverse,
    };
    upcall_softmax_16(&layer, ${head.input}, ${head.output});
}
