<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_quads_depthwise_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .stride = ${stride}, .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .in_place = ${inPlace}, .offset = ${offset}, .shift = ${shift},
        .weights = ${head.weights}_values,
        .records = ${head.weights}_records,
    };
    upcall_quads_depthwise(&layer, ${head.input}, ${head.output},
                           ${scratch});
}
