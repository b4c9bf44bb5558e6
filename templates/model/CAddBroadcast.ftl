<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_add_broadcast_t layer = {
        .add = {
<@c.sum sum "            "/>
        },
        .dims = {${dims?join(", ")}},
        .left_stride = {${leftStrides?join(", ")}},
        .right_stride = {${rightStrides?join(", ")}},
    };
    upcall_add_broadcast(&layer, ${head.input}, ${right}, ${head.output});
}
