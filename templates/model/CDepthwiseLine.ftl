<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_depthwise_line_t layer = {
        .inputs = ${inputs}, .channels = ${channels}, .taps = ${taps},
        .offset = ${offset}, .shift = ${shift},
        .weights = ${head.weights}_values,
        .bias = ${head.weights}_bias,
        .multiplier = ${head.weights}_multiplier,
        .correction = ${head.weights}_correction,
    };
    upcall_depthwise_line(&layer, ${head.input}, ${head.output},
                          ${scratch});
}
