<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_curve_16_t layer = {
        .tanh = ${tanh}, .multiplier = ${multiplier}, .shift = ${shift},
    };
    upcall_curve_16(&layer, ${head.input}, ${head.output}, ${count});
}
