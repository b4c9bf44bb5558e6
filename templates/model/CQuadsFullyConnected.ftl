<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_quads_fully_connected_t layer = {
        .channels = ${channels},
        .weights = ${head.weights}_values,
<@c.scalar scalar/>
    };
    upcall_quads_fully_connected(&layer, ${head.input}, ${head.output});
}
