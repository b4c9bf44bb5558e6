<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_lanes_layer_t layer = {
<@c.lanes lanes head.weights "        "/>
    };
    upcall_lanes_fully_connected(&layer, ${head.input}, ${head.output},
                                 ${scratch});
}
