<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_add_short_t layer = {
        .left = ${left}, .right = ${rightFactor}, .offset = ${offset}, .shift = ${shift},
    };
    upcall_add_short(&layer, ${head.input}, ${right}, ${head.output}, ${count});
}
