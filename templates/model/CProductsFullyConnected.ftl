<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_products_fully_connected_t layer = {
        .depth = ${depth},
<@c.products products head.weights/>
    };
    upcall_products_fully_connected(&layer, ${head.input}, ${head.output},
                                    ${scratch});
}
