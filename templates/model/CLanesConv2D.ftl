<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_lanes_conv2d_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .padding = ${padding}, .segment = ${segment},
        .lanes = {
<@c.lanes lanes head.weights "            "/>
        },
    };
    upcall_lanes_conv2d(&layer, ${head.input}, ${head.output},
                        ${scratch});
}
