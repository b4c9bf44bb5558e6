<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_depthwise_walk_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .stride = ${stride}, .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .pitch = ${pitch}, .band = ${band}, .shift = ${shift},
        .weights = ${head.weights}_values,
        .bias = ${head.weights}_bias,
        .multiplier = ${head.weights}_multiplier,
    };
    upcall_depthwise_walk(&layer, ${head.input}, ${head.output},
                          ${scratch});
}
