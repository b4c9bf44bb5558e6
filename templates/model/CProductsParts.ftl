<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_products_parts_t layer = {
        .depth = ${depth}, .part = ${part},
<@c.products products head.weights/>
    };
    upcall_products_parts(&layer, ${head.input}, ${head.output}, ${scratch});
}
