<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_transpose_t layer = {
        .dims = {${dims?join(", ")}},
        .stride = {${strides?join(", ")}},
    };
    upcall_transpose(&layer, ${head.input}, ${head.output});
}
