<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_mean_short_t layer = {
        .outer = ${outer}, .count = ${count}, .inner = ${inner},
        .offset = ${offset},
        .rounding = <@c.rounding rounding/>,
    };
    upcall_mean_short(&layer, ${head.input}, ${head.output});
}
