<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_lanes_taps_t layer = {
<@c.image "input" input/>
<@c.image "output" output/>
<@c.window window/>
        .padding = ${padding},
        .lanes = {
<@c.lanes lanes head.weights "            "/>
        },
    };
    upcall_lanes_taps(&layer, ${head.input}, ${head.output},
                      ${scratch});
}
