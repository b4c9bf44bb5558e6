<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_scalar_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .padding = ${padding},
        .weights = ${head.weights}_values,
<@c.scalar scalar/>
    };
    upcall_quads_conv2d(&layer, ${head.input}, ${head.output},
                        ${scratch});
}
