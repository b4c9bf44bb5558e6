<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_fully_connected_t layer = {
        .rows = ${rows}, .depth = ${depth}, .channels = ${channels},
        .weights = ${weights},
<@c.scaling scaling/>
    };
    ${head.kernel}(&layer, ${head.input}, ${head.output});
}
