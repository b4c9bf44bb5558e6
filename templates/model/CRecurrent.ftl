<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_recurrent_t layer = {
        .cell = ${cell},
        .steps = ${steps}, .batch = ${batch}, .width = ${width}, .size = ${size},
        .gates = ${gates}, .reverse = ${reverse},
        .zero_point = ${zeroPoint},
        .product_multiplier = ${product.multiplier}, .product_shift = ${product.shift},
        .output_multiplier = ${output.multiplier}, .output_shift = ${output.shift},
        .inverse_multiplier = ${inverse.multiplier}, .inverse_shift = ${inverse.shift},
        .curve_multiplier = ${curve.multiplier}, .curve_shift = ${curve.shift},
        .cell_clip = ${cellClip},
        .weights = ${arrays}, .recurrence = ${arrays}_recurrence,
        .bias = ${arrays}_bias, .multiplier = ${arrays}_multiplier, .shift = ${arrays}_shift,
        .hidden = ${arrays}_hidden, .cell_state = ${cellState},
    };
    upcall_recurrent(&layer, ${head.input}, ${head.output}, ${scratch});
}
