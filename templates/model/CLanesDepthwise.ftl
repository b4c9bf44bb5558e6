<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_lanes_depthwise_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
        .stride = ${stride}, .pad_top = ${padTop}, .pad_left = ${padLeft}, .padding = ${padding},
        .columns = ${columns}, .up = ${up},
        .constants = ${head.weights}_constants,
    };
    upcall_lanes_depthwise(&layer, ${head.input}, ${head.output},
                           ${scratch});
}
